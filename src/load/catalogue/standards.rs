//! `standards/`: what the catalogue knows of a standard itself. Who holds it stands in the evidence.

use std::collections::{BTreeMap, VecDeque};

use super::reader::{Placed, Reader};
use crate::load::decode::Fields;
use crate::load::limits;
use crate::load::tree::{Node, Value};
use crate::model::Text;
use crate::model::id::Id;
use crate::model::standard::{
    Assurance, Basis, Edition, EditionEnd, EndEffect, Level, Relation, RelationKind, RelationUse, Segment, Standard,
    StandardRef, Subsumption,
};

/// The steps that a file writes: a level, what it subsumes, and on what that rests.
type Steps = BTreeMap<Id<Level>, (Vec<Id<Level>>, Basis)>;

impl Reader<'_> {
    pub(super) fn standard_file(&mut self, root: &Node) {
        let Some(mut fields) = self.complaints.table(root) else { return };
        self.sources(&mut fields);
        let id = self.slug(&mut fields, "id");
        let number = id.as_ref().and_then(|id| self.ids.standards.get(id.as_str()).copied());
        let name = self.text(&mut fields, "name");
        let title = self.text(&mut fields, "title");
        let issuer = self.text(&mut fields, "issuer");
        let segment = self.word(&mut fields, "segment", &Segment::ALL, Segment::name);
        let jurisdiction = self.text(&mut fields, "jurisdiction");
        let kind = self.word(&mut fields, "kind", &Assurance::ALL, Assurance::name);
        let stated_in = self.stated_in(&mut fields, "stated-in");
        let (duty, needs_agreement) = self.obligation(&mut fields);
        let aliases = number.map(|number| self.aliases(&mut fields, number)).unwrap_or_default();
        let editions = number.map(|number| self.editions(&mut fields, number)).unwrap_or_default();
        let levels = number.map(|number| self.levels(&mut fields, number)).unwrap_or_default();
        self.relations(&mut fields);
        fields.finish(&mut self.complaints);
        let Some(number) = number else { return };
        let standard = (|| {
            Some(Standard {
                id: id?,
                name: name?,
                title: title?,
                issuer: issuer?,
                segment: segment?,
                jurisdiction: jurisdiction?,
                kind: kind?,
                aliases,
                duty,
                needs_agreement,
                editions,
                levels,
                stated_in,
            })
        })();
        self.slots.standards.put(number, standard);
    }

    fn obligation(&mut self, fields: &mut Fields<'_>) -> (Option<Text>, bool) {
        let Some(node) = fields.optional("obligation") else { return (None, false) };
        let Some(mut fields) = self.complaints.table(node) else { return (None, false) };
        let duty = self.text(&mut fields, "duty");
        let agreement = self.boolean(&mut fields, "agreement").unwrap_or(false);
        fields.finish(&mut self.complaints);
        (duty, agreement)
    }

    /// Spellings: plain ones stand for the standard, `{ name, means }` for an edition or a level of it.
    fn aliases(&mut self, fields: &mut Fields<'_>, standard: Id<Standard>) -> Vec<(Text, StandardRef)> {
        let whole = StandardRef { standard, edition: None, level: None };
        let mut aliases = Vec::new();
        for node in self.items(fields, "aliases") {
            if !matches!(node.value, Value::Table(_)) {
                aliases.extend(self.complaints.text(node).map(|name| (name.to_owned().into(), whole)));
                continue;
            }
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let name = self.text(&mut fields, "name");
            let means = self.reference_in(&mut fields, "means");
            fields.finish(&mut self.complaints);
            aliases.extend(name.zip(means));
        }
        aliases
    }

    fn reference_in(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<StandardRef> {
        let node = fields.required(&mut self.complaints, name)?;
        let text: Placed = (node.place, self.complaints.text(node)?.to_owned());
        self.reference(&text)
    }

    /// The first entries of a list, with a problem where there are more than a standard may have.
    fn few<'n>(&mut self, fields: &mut Fields<'n>, name: &'static str) -> &'n [Node] {
        let written = self.items(fields, name);
        let Some((few, [one_more, ..])) = written.split_at_checked(limits::OF_A_STANDARD) else { return written };
        let message = format!("{} {name} are the most that a standard may have", limits::OF_A_STANDARD);
        let help = "leave out those that no document states, or make two standards of it".to_owned();
        self.complaints.add(one_more.place, "too-many", message, Some(help));
        few
    }

    fn editions(&mut self, fields: &mut Fields<'_>, standard: Id<Standard>) -> Vec<Id<Edition>> {
        let mut numbers = Vec::new();
        for node in self.few(fields, "editions") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let edition = self.edition_entry(&mut fields, standard);
            fields.finish(&mut self.complaints);
            let Some(edition) = edition else { continue };
            let Some(&number) = self.ids.editions.get(&(standard, edition.id.to_string())) else { continue };
            self.slots.editions.put(number, Some(edition));
            numbers.push(number);
        }
        numbers
    }

    fn edition_entry(&mut self, fields: &mut Fields<'_>, standard: Id<Standard>) -> Option<Edition> {
        let id = self.slug(fields, "id");
        let name = self.optional_text(fields, "name");
        let published = self.partial_date(fields, "published");
        let superseded_by = fields.optional("superseded-by").and_then(|node| {
            let text = self.complaints.text(node)?;
            self.edition(node.place, standard, text)
        });
        let succeeded_by = self.optional_text(fields, "succeeded-by");
        let stated_in = self.stated_in(fields, "stated-in");
        let end = match self.partial_date(fields, "ends") {
            None => None,
            Some(date) => {
                let effect = self.word(fields, "end-effect", &EndEffect::ALL, EndEffect::name);
                let stated_in = self.stated_in(fields, "end-stated-in");
                effect.map(|effect| EditionEnd { date, effect, stated_in })
            }
        };
        Some(Edition { standard, id: id?, name, published, superseded_by, succeeded_by, end, stated_in })
    }

    fn levels(&mut self, fields: &mut Fields<'_>, standard: Id<Standard>) -> Vec<Id<Level>> {
        let mut numbers = Vec::new();
        let mut steps = Steps::new();
        for node in self.few(fields, "levels") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let id = self.slug(&mut fields, "id");
            let ladder = self.slug(&mut fields, "ladder");
            let name = self.text(&mut fields, "name");
            let editions = self.editions_of_level(&mut fields, standard);
            let below = self.texts(&mut fields, "subsumes");
            let below: Vec<_> = below.iter().filter_map(|(at, text)| self.level(*at, standard, text)).collect();
            let basis = self.optional_word(&mut fields, "basis", &Basis::ALL, Basis::name);
            let kind = self.optional_word(&mut fields, "kind", &Assurance::ALL, Assurance::name);
            let validity = self.optional_text(&mut fields, "validity");
            let stated_in = self.stated_in(&mut fields, "stated-in");
            fields.finish(&mut self.complaints);
            let (Some(id), Some(ladder), Some(name)) = (id, ladder, name) else { continue };
            let Some(&number) = self.ids.levels.get(&(standard, id.to_string())) else { continue };
            match basis {
                None if !below.is_empty() => {
                    let message = "`basis` is missing: on what does it rest that this level holds the others";
                    self.complaints.add(node.place, "missing-key", message, None);
                }
                _ => {
                    steps.insert(number, (below, basis.unwrap_or(Basis::Official)));
                }
            }
            let subsumes = Vec::new();
            let level = Level { standard, id, ladder, name, editions, subsumes, kind, validity, stated_in };
            self.slots.levels.put(number, Some(level));
            numbers.push(number);
        }
        for &number in &numbers {
            let subsumes = everything_below(number, &steps);
            if subsumes.iter().any(|below| below.level == number) {
                let message = "the levels subsume each other in a circle";
                self.complaints.add(fields.place(), "circle", message, None);
            }
            if let Some(Some(level)) = self.slots.levels.place(number) {
                level.subsumes = subsumes;
            }
        }
        numbers
    }

    /// `editions`: the only ones that have a level. A list of none would read like all of them.
    fn editions_of_level(&mut self, fields: &mut Fields<'_>, standard: Id<Standard>) -> Vec<Id<Edition>> {
        let Some(node) = fields.optional("editions") else { return Vec::new() };
        let texts = self.one_or_many(node);
        if texts.is_empty() {
            let help = "leave it out where every edition has the level".to_owned();
            self.complaints.add(node.place, "empty", "`editions` names none", Some(help));
        }
        texts.iter().filter_map(|(place, text)| self.edition(*place, standard, text)).collect()
    }

    fn relations(&mut self, fields: &mut Fields<'_>) {
        for node in self.items(fields, "relations") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let from = self.reference_in(&mut fields, "from");
            let kind = self.word(&mut fields, "relation", &RelationKind::ALL, RelationKind::name);
            let to = self.reference_in(&mut fields, "to");
            let usage = self.word(&mut fields, "use", &RelationUse::ALL, RelationUse::name);
            let same_level = self.boolean(&mut fields, "same-level").unwrap_or(false);
            let basis = self.optional_word(&mut fields, "basis", &Basis::ALL, Basis::name);
            let note = self.optional_text(&mut fields, "note");
            let stated_in = self.stated_in(&mut fields, "stated-in");
            fields.finish(&mut self.complaints);
            if let (Some(from), Some(kind), Some(to), Some(usage)) = (from, kind, to, usage) {
                self.slots.relations.add(Relation { from, kind, to, usage, same_level, basis, note, stated_in });
            }
        }
    }
}

/// Every level below `top`, through any number of steps; where several ways lead to one, the firmest of them counts,
/// and a way is as firm as its weakest step.
fn everything_below(top: Id<Level>, steps: &Steps) -> Vec<Subsumption> {
    let mut found: BTreeMap<Id<Level>, Basis> = BTreeMap::new();
    let mut open = VecDeque::from([(top, Basis::Official)]);
    while let Some((level, so_far)) = open.pop_front() {
        let Some((below, basis)) = steps.get(&level) else { continue };
        let weakest = so_far.max(*basis);
        for &next in below {
            if found.get(&next).is_none_or(|known| weakest < *known) {
                found.insert(next, weakest);
                open.push_back((next, weakest));
            }
        }
    }
    found.into_iter().map(|(level, basis)| Subsumption { level, basis }).collect()
}
