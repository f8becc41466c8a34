//! `require`: what a rule asks of the subjects that it matches.

use super::Reader;
use crate::load::tree::{Node, Place};
use crate::model::deployment::LeastAssurance;
use crate::model::id::Id;
use crate::model::profile::{Member, PREFIX, Profile};
use crate::model::provider::Agreement;
use crate::model::rule::{Field, PatternId, Places, Require, Required, Spread, Subject};

impl Reader<'_> {
    /// Reads the entry with this key.
    pub(super) fn require(&mut self, (key, node): (Place, &Node), subject: Subject) -> Option<Require> {
        if !Subject::ASKABLE.contains(&subject) {
            let message = format!("nothing can be required of a {}", subject.name());
            let names = Subject::ASKABLE.map(Subject::name).join(", ");
            let help = format!("a rule that requires is about one of {names}");
            self.complaints.add(node.place, "wrong-subject", message, Some(help));
        }
        let before = self.complaints.len();
        let mut fields = self.complaints.table(node)?;
        let assurance = fields.optional("assurance").and_then(|node| self.assurance(node)).unwrap_or_default();
        let standards = fields.optional("standards").map(|node| self.standards(node, assurance)).unwrap_or_default();
        let agreements = fields.optional("agreements").map(|node| self.agreements(node)).unwrap_or_default();
        let mut words = Vec::new();
        let mut patterns = |reader: &mut Self, name: &'static str, field: Field| -> Vec<PatternId> {
            let Some(node) = fields.optional(name) else { return Vec::new() };
            let found = reader.patterns_of(node, (field, name)).unwrap_or_default();
            let texts: Vec<_> = found.iter().filter_map(|number| reader.patterns.all.get(number.0)).cloned().collect();
            words.push(format!("{name} {}", texts.join(", ")));
            found
        };
        let regions = patterns(self, "regions", Field::RegionId);
        let geographies = patterns(self, "geographies", Field::RegionGeography);
        let countries = patterns(self, "countries", Field::RegionCountry);
        let places = Places { regions, geographies, countries, words: words.join("; ").into() };
        let spread = fields.optional("at-least").map(|node| self.spread(node)).unwrap_or_default();
        fields.finish(self.complaints);
        let asks = !standards.is_empty()
            || assurance != LeastAssurance::Any
            || !agreements.is_empty()
            || !places.is_empty()
            || spread != Spread::default();
        if !asks && self.complaints.len() == before {
            let help = "it asks for `standards`, `assurance`, `agreements`, `regions`, `geographies`, `countries` or \
                        places `at-least`";
            self.complaints.add(node.place, "empty", "this asks for nothing", Some(help.to_owned()));
        }
        let span = self.spans.of(key);
        (self.complaints.len() == before).then_some(Require { standards, assurance, agreements, places, spread, span })
    }

    fn assurance(&mut self, node: &Node) -> Option<LeastAssurance> {
        self.complaints.one_of(node, "assurance", &LeastAssurance::ALL, LeastAssurance::name)
    }

    /// Standards by any of their spellings, or as tables with the least assurance of one.
    fn standards(&mut self, node: &Node, assurance: LeastAssurance) -> Vec<Required> {
        let Some(items) = self.filled_list(node) else { return Vec::new() };
        items.iter().filter_map(|item| self.required(item, assurance)).flatten().collect()
    }

    /// What one element asks for: a standard, or all that a profile stands for.
    fn required(&mut self, node: &Node, assurance: LeastAssurance) -> Option<Vec<Required>> {
        let (written, assurance) = if node.get("standard").is_some() {
            let mut fields = self.complaints.table(node)?;
            let written = fields.required(self.complaints, "standard")?;
            let own = fields.optional("assurance").map(|node| self.assurance(node));
            fields.finish(self.complaints);
            (written, own.unwrap_or(Some(assurance))?)
        } else {
            (node, assurance)
        };
        let text = self.complaints.text(written)?;
        let span = self.spans.of(written.place);
        if let Some(name) = text.strip_prefix(PREFIX) {
            let members = &self.profile(written.place, name)?.members;
            let required = |member: &Member| {
                let assurance = member.assurance.max(assurance);
                Required { standard: member.standard, assurance, span }
            };
            return Some(members.iter().map(required).collect());
        }
        let found = self.catalog.names().standard(self.catalog.facts(), text);
        let standard = found.map_err(|missing| self.unknown(written.place, "unknown-standard", missing)).ok()?;
        Some(vec![Required { standard, assurance, span }])
    }

    /// The profile of this name. A rule says the same under every policy, so it knows none of a policy.
    fn profile(&mut self, place: Place, name: &str) -> Option<&Profile> {
        let profiles = self.profiles;
        let found = profiles.named(name);
        if found.is_none() {
            let help = match profiles.nearest(name) {
                Some(near) => format!("did you mean `{PREFIX}{near}`?"),
                None => {
                    "rules know the profiles of packs, and none of a policy: name the standards themselves".to_owned()
                }
            };
            self.complaints.add(place, "unknown-profile", format!("no profile `{name}` is known"), Some(help));
        }
        found
    }

    fn agreements(&mut self, node: &Node) -> Vec<Id<Agreement>> {
        let Some(items) = self.filled_list(node) else { return Vec::new() };
        let mut found = Vec::new();
        for item in items {
            let Some(text) = self.complaints.text(item) else { continue };
            match self.catalog.names().agreement(self.catalog.facts(), text) {
                Ok(agreement) => found.push(agreement),
                Err(missing) => self.unknown(item.place, "unknown-agreement", missing),
            }
        }
        found
    }

    pub(super) fn unknown(&mut self, place: Place, code: &'static str, missing: crate::catalog::NotFound) {
        self.complaints.add(place, code, missing.message, missing.help);
    }

    /// `at-least: { regions: 2, geographies: 2 }`
    fn spread(&mut self, node: &Node) -> Spread {
        let Some(mut fields) = self.complaints.table(node) else { return Spread::default() };
        let [regions, geographies, countries] = ["regions", "geographies", "countries"].map(|name| {
            let Some(node) = fields.optional(name) else { return 0 };
            let Some(number) = self.complaints.integer(node) else { return 0 };
            if number < 2 {
                let message = format!("{number} is no number of places to be spread over");
                self.complaints.add(node.place, "too-few", message, Some("ask for at least 2".to_owned()));
            }
            number
        });
        fields.finish(self.complaints);
        Spread { regions, geographies, countries }
    }
}
