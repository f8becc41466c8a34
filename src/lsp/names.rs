//! The names that fit a place.

use std::collections::BTreeSet;

use super::Known;
use super::outline::Outline;
use super::slot::{self, Slot};
use crate::catalog::normalised;
use crate::check::Checker;
use crate::model::Text;
use crate::model::deployment::LeastAssurance;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::pack::Pack;
use crate::model::policy::{FailOn, Grade};
use crate::model::profile::PREFIX;
use crate::model::provider::{Cloud, Service};
use crate::model::standard::{Standard, StandardRef};
use crate::report::Format;

/// A name, and what it goes by.
#[derive(Debug, Clone)]
pub struct Name {
    /// What is written.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Other spellings, which find it as well.
    pub aliases: Vec<String>,
    /// What else there is to say of it.
    pub told: Option<String>,
}

impl Name {
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), aliases: Vec::new(), told: None }
    }

    /// The same with what else there is to say of it.
    pub fn told(self, told: impl Into<String>) -> Self {
        Self { told: Some(told.into()), ..self }
    }

    /// How well it fits what is typed, the best first; none where it doesn't.
    pub fn rank(&self, wanted: &str) -> Option<usize> {
        let spellings: Vec<_> =
            [&self.id, &self.name].into_iter().chain(&self.aliases).map(|one| normalised(one)).collect();
        let begins = |spelling: &String| spelling.starts_with(wanted);
        let has = |spelling: &String| wanted.split([' ', '-']).all(|part| spelling.contains(part));
        spellings.iter().position(begins).map(|at| at.min(2)).or_else(|| spellings.iter().any(has).then_some(3))
    }
}

/// The names that fit; `typed` is what is written there so far.
pub fn names(known: Known<'_>, outline: &Outline<'_>, slot: Slot, typed: &str) -> Vec<Name> {
    let checker = known.checker;
    let catalog = checker.catalog();
    let facts = catalog.facts();
    let is_waiver = outline.cursor().path.first() == Some(&"waivers");
    let own = outline.here(&["services", "cloud"]);
    let cloud = slot::cloud(outline, own, catalog);
    match slot {
        Slot::Service => services(facts, cloud),
        Slot::Cloud => clouds(checker, outline),
        Slot::Region if is_waiver => {
            outline.all(&["services", "regions"]).into_iter().map(|id| Name::new(id, id)).collect()
        }
        Slot::Region => cloud.map(|cloud| regions(facts, cloud, outline)).unwrap_or_default(),
        Slot::Standard => standards(checker, typed, !is_waiver),
        Slot::Assurance => LeastAssurance::ALL.iter().map(|one| Name::new(one.name(), one.name())).collect(),
        Slot::Condition => conditions(checker, outline, cloud),
        Slot::Agreement => agreements(facts),
        Slot::Own => own_services(outline),
        Slot::Data => data(known),
        Slot::Rule => Vec::from_iter(checker.rules().map(|rule| Name::new(&rule.id, &*rule.title))),
        Slot::Rules => patterns(known),
        Slot::Pack => packs(known, outline),
        Slot::Grade => words(Grade::ALL.map(Grade::name)),
        Slot::FailOn => words(FailOn::ALL.map(FailOn::name)),
        Slot::Report => words(Format::ALL.iter().map(|format| format.name)),
    }
}

/// Words that stand for themselves.
pub fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<Name> {
    words.into_iter().map(|word| Name::new(word, word)).collect()
}

/// The classes of data that rules know; then those of packs that could be chosen, with their packs.
pub fn data(known: Known<'_>) -> Vec<Name> {
    let here = known.checker.known_data();
    let named = here.iter().map(|(class, meaning)| Name::new(*class, meaning.unwrap_or(class)));
    let mut found: Vec<_> = named.collect();
    for pack in known.packs {
        for (class, meaning) in &pack.data {
            if found.iter().all(|name| name.id != *class) {
                let told = format!("known to the pack {}, which the policy doesn't choose", pack.name);
                found.push(Name::new(class, meaning).told(told));
            }
        }
    }
    found
}

/// Rules by their ids, each group of them first.
pub fn patterns(known: Known<'_>) -> Vec<Name> {
    let rules: Vec<_> = known.checker.rules().collect();
    let groups: BTreeSet<_> = rules.iter().filter_map(|rule| Some(rule.id.split_once('/')?.0)).collect();
    let groups = groups.into_iter().map(|group| Name::new(format!("{group}/*"), format!("every rule of {group}")));
    groups.chain(rules.iter().map(|rule| Name::new(&rule.id, &*rule.title))).collect()
}

/// The packs that could be chosen and are not there yet.
fn packs(known: Known<'_>, outline: &Outline<'_>) -> Vec<Name> {
    let typed = outline.typed().map(|word| outline.said(word));
    let there = outline.all_here(&["packs"]);
    let is_new = |pack: &&Pack| !there.contains(&pack.name.as_str()) || typed == Some(pack.name.as_str());
    known.packs.iter().filter(is_new).map(|pack| Name::new(&pack.name, &pack.title).told(&pack.purpose)).collect()
}

fn services(facts: &Facts, cloud: Option<Id<Cloud>>) -> Vec<Name> {
    let provider = cloud.map(|cloud| facts.clouds[cloud].provider);
    let fits = facts.services.iter().filter(|(_, one)| provider.is_none_or(|provider| one.provider == provider));
    let named = fits.map(|(_, one)| Name {
        aliases: one.aliases.iter().map(Text::to_string).collect(),
        told: Some(facts.providers[one.provider].name.to_string()),
        ..Name::new(one.id.as_str(), &*one.name)
    });
    named.collect()
}

/// The clouds; for a service that is named already, those of its provider.
fn clouds(checker: &Checker<'_>, outline: &Outline<'_>) -> Vec<Name> {
    let facts = checker.catalog().facts();
    let service = outline.here(&["services", "service"]);
    let service = service.and_then(|name| checker.catalog().names().service(facts, name, None).ok());
    let provider = service.map(|service| facts.services[service].provider);
    let fits = facts.clouds.iter().filter(|(_, one)| provider.is_none_or(|provider| one.provider == provider));
    let named = fits.map(|(_, one)| Name {
        aliases: one.aliases.iter().map(Text::to_string).collect(),
        told: Some(format!("{}, {}", facts.providers[one.provider].name, one.status.name())),
        ..Name::new(one.id.as_str(), &*one.name)
    });
    named.collect()
}

/// The regions of a cloud that are not there yet.
fn regions(facts: &Facts, cloud: Id<Cloud>, outline: &Outline<'_>) -> Vec<Name> {
    let regions = facts.clouds[cloud].regions.iter().map(|&region| &facts.regions[region]);
    let typed = outline.typed().map(|word| outline.said(word));
    let there = outline.all_here(&["services", "regions"]);
    let is_new = |id: &str| !there.contains(&id) || typed == Some(id);
    let named = regions.filter(|region| is_new(region.id.as_str())).map(|region| Name {
        told: Some(region.status.name().to_owned()),
        ..Name::new(region.id.as_str(), region.display_name())
    });
    named.collect()
}

/// Standards, each with its editions and its levels, and profiles. Editions with a level are many, and wait for a colon.
pub fn standards(checker: &Checker<'_>, typed: &str, with_profiles: bool) -> Vec<Name> {
    let facts = checker.catalog().facts();
    let mut found = Vec::new();
    for (id, standard) in facts.standards.iter() {
        let mut add = |reference: StandardRef, aliases: Vec<String>| {
            let name = Name::new(facts.reference(reference), facts.title(reference));
            found.push(Name { aliases, told: Some(standard.title.to_string()), ..name });
        };
        let whole = StandardRef { standard: id, edition: None, level: None };
        let meaning = |wanted: StandardRef| {
            let spelled = standard.aliases.iter().filter(move |(_, meant)| *meant == wanted);
            spelled.map(|(alias, _)| alias.to_string()).collect::<Vec<_>>()
        };
        add(whole, [meaning(whole), vec![standard.title.to_string()]].concat());
        for reference in narrower(facts, id, typed.contains(':')) {
            add(reference, meaning(reference));
        }
    }
    let profiles = checker.policy().profiles.iter().filter(|_| with_profiles);
    found.extend(profiles.map(|profile| {
        let id = format!("{PREFIX}{}", profile.name);
        Name { aliases: vec![profile.name.clone()], ..Name::new(&id, profile.title.as_ref().unwrap_or(&id)) }
    }));
    found
}

/// Editions and levels of a standard, and, where they are wanted, levels of editions.
fn narrower(facts: &Facts, standard: Id<Standard>, with_both: bool) -> Vec<StandardRef> {
    let known = &facts.standards[standard];
    let mut found = Vec::new();
    for edition in known.editions.iter().copied() {
        found.push(StandardRef { standard, edition: Some(edition), level: None });
        let levels = known.levels.iter().copied().filter(|&level| with_both && facts.levels[level].is_in(edition));
        found.extend(levels.map(|level| StandardRef { standard, edition: Some(edition), level: Some(level) }));
    }
    found.extend(known.levels.iter().map(|&level| StandardRef { standard, edition: None, level: Some(level) }));
    found
}

/// The conditions of the claims on the service, newest words first.
fn conditions(checker: &Checker<'_>, outline: &Outline<'_>, cloud: Option<Id<Cloud>>) -> Vec<Name> {
    let catalog = checker.catalog();
    let facts = catalog.facts();
    let provider = cloud.map(|cloud| facts.clouds[cloud].provider);
    let service = outline.here(&["services", "service"]);
    let Some(service) = service.and_then(|name| catalog.names().service(facts, name, provider).ok()) else {
        return Vec::new();
    };
    let mut found: Vec<Name> = Vec::new();
    for (text, id) in conditions_of(checker, service) {
        if found.iter().all(|known| known.id != id) {
            found.push(Name { told: Some(format!("only if {text}")), ..Name::new(id, text) });
        }
    }
    found
}

/// The words and the ids of the conditions under which documents state something of a service.
fn conditions_of<'c>(checker: &Checker<'c>, service: Id<Service>) -> Vec<(&'c str, &'c str)> {
    let catalog = checker.catalog();
    let facts = catalog.facts();
    let claims = facts.standards.iter().flat_map(|(standard, _)| catalog.claims_of(service, standard));
    let mut found = Vec::new();
    for claim in claims.map(|claim| &facts.claims[claim]) {
        let document = &facts.documents[claim.document];
        let named = claim.conditions.iter().filter_map(|&number| document.conditions.get(number));
        found.extend(named.map(|one| (document.as_of, &*one.text, one.id.as_str())));
    }
    found.sort_by(|a, b| (b.0, a.2).cmp(&(a.0, b.2)));
    found.into_iter().map(|(_, text, id)| (text, id)).collect()
}

pub fn agreements(facts: &Facts) -> Vec<Name> {
    let named = facts.agreements.iter().map(|(_, one)| Name {
        aliases: one.aliases.iter().map(Text::to_string).collect(),
        told: Some(format!("{}, for {}", facts.providers[one.provider].name, facts.standards[one.standard].name)),
        ..Name::new(one.id.as_str(), &*one.name)
    });
    named.collect()
}

/// The services of the file but the one that is asked about, by the team's own names.
fn own_services(outline: &Outline<'_>) -> Vec<Name> {
    let here = outline.here(&["services", "name"]);
    let all = outline.all(&["services", "name"]).into_iter().filter(|name| Some(*name) != here);
    all.map(|name| Name::new(name, name)).collect()
}
