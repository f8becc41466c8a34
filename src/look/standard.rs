//! The page of one standard: its own facts, and who holds it where.

use std::collections::BTreeSet;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::{Holding, Look};
use crate::model::id::Id;
use crate::model::provider::{Cloud, Service};
use crate::model::standard::{Edition, Level, Relation, StandardRef};
use crate::model::verdict::Verdict;

/// What is known of one standard, and who holds it where.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct StandardPage<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// Its full title.
    pub title: &'c str,
    /// Who issues it.
    pub issuer: &'c str,
    /// Where it applies.
    pub segment: &'static str,
    /// The country, `EU` or `global`.
    pub jurisdiction: &'c str,
    /// On what an assurance for it rests.
    pub kind: &'static str,
    /// Whether somebody other than the provider answers for it.
    pub third_party: bool,
    /// Its other spellings.
    pub aliases: Vec<AliasEntry<'c>>,
    /// What stays with the customer, to be read after "you".
    pub duty: Option<&'c str>,
    /// Whether the customer must have an agreement in force.
    pub needs_agreement: bool,
    /// The ids of the agreements that answer for it.
    pub agreements: Vec<&'c str>,
    /// Its dated texts, oldest first.
    pub editions: Vec<EditionEntry<'c>>,
    /// The rungs of its ladders.
    pub levels: Vec<LevelEntry<'c>>,
    /// The links from it and to it.
    pub relations: Vec<RelationEntry<'c>>,
    /// The ids of the documents and publications that name it.
    pub stated_in: Vec<&'c str>,
    /// What the page is narrowed to, as `standard[:edition][@level]`; none for the whole standard.
    pub asked: Option<String>,
    /// What is held, by cloud, then by service.
    pub holdings: Vec<Holding<'c>>,
}

/// Another spelling of a standard.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct AliasEntry<'c> {
    /// The spelling.
    pub name: &'c str,
    /// What it means, as `standard[:edition][@level]`.
    pub means: String,
}

/// A dated text of a standard.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct EditionEntry<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name, where that is more than the id.
    pub name: Option<&'c str>,
    /// When it was published, as precisely as is known.
    pub published: Option<String>,
    /// What takes its place.
    pub superseded_by: Option<&'c str>,
    /// Its last day, as precisely as is known.
    pub ends: Option<String>,
    /// What that day does.
    pub end_effect: Option<&'static str>,
    /// Whether a publication gives that day.
    pub end_verified: Option<bool>,
    /// Whether it is over on the day of the page.
    pub over: bool,
}

/// A rung of a ladder.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct LevelEntry<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// The ladder.
    pub ladder: &'c str,
    /// The ids of the only editions that have it; empty for all.
    pub editions: Vec<&'c str>,
    /// The levels that who holds this one holds as well.
    pub subsumes: Vec<SubsumedEntry<'c>>,
    /// On what an assurance at this level rests, where that differs from the standard's.
    pub kind: Option<&'static str>,
    /// How long an assurance at this level lives, in words.
    pub validity: Option<&'c str>,
}

/// A level that who holds another one holds as well.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct SubsumedEntry<'c> {
    /// Its id.
    pub level: &'c str,
    /// On what that rests.
    pub basis: &'static str,
}

/// A link between standards.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct RelationEntry<'c> {
    /// What is held, as `standard[:edition][@level]`.
    pub from: String,
    /// How it is linked.
    pub relation: &'static str,
    /// What it is linked to.
    pub to: String,
    /// What the link may be used for.
    pub usage: &'static str,
    /// On what it rests.
    pub basis: Option<&'static str>,
    /// What a reader should know beside it.
    pub note: Option<&'c str>,
}

impl<'c> Look<'c> {
    /// The page of a standard; where `asked` carries an edition or a level, of who holds exactly that.
    pub(super) fn standard(&self, asked: StandardRef) -> StandardPage<'c> {
        let facts = self.facts();
        let id = asked.standard;
        let standard = &facts.standards[id];
        let aliases = standard.aliases.iter();
        let agreements = facts.agreements.iter().filter(|(_, agreement)| agreement.standard == id);
        let related = |relation: &Relation| relation.from.standard == id || relation.to.standard == id;
        let mut relations: Vec<_> = facts.relations.iter().map(|(_, one)| one).filter(|one| related(one)).collect();
        // What may satisfy a requirement matters most.
        relations.sort_by_key(|relation| !relation.satisfies());
        StandardPage {
            id: standard.id.as_str(),
            name: &standard.name,
            title: &standard.title,
            issuer: &standard.issuer,
            segment: standard.segment.name(),
            jurisdiction: &standard.jurisdiction,
            kind: standard.kind.name(),
            third_party: standard.kind.is_third_party(),
            aliases: aliases.map(|(name, means)| AliasEntry { name, means: facts.reference(*means) }).collect(),
            duty: standard.duty.as_deref(),
            needs_agreement: standard.needs_agreement,
            agreements: agreements.map(|(_, agreement)| agreement.id.as_str()).collect(),
            editions: standard.editions.iter().map(|&edition| self.edition_entry(edition)).collect(),
            levels: standard.levels.iter().map(|&level| self.level_entry(level)).collect(),
            relations: relations.into_iter().map(|relation| self.relation_entry(relation)).collect(),
            stated_in: self.sources(&standard.stated_in),
            asked: (asked.edition.is_some() || asked.level.is_some()).then(|| facts.reference(asked)),
            holdings: self.held_of(asked),
        }
    }

    /// What is held of a standard: by services on which a document claims something of it, or of a standard that
    /// grants or includes it.
    fn held_of(&self, asked: StandardRef) -> Vec<Holding<'c>> {
        let facts = self.facts();
        let satisfying = facts.relations.iter().filter(|(_, one)| one.satisfies() && one.to.standard == asked.standard);
        let sources: BTreeSet<_> = satisfying.map(|(_, relation)| relation.from.standard).collect();
        let whole = |standard| StandardRef { standard, edition: None, level: None };
        let places = |service: Id<Service>, standard| -> BTreeSet<Id<Cloud>> {
            self.claims_on(service, whole(standard)).into_iter().map(|(cloud, _)| cloud).collect()
        };
        let mut found = Vec::new();
        for (service, _) in facts.services.iter() {
            let own = places(service, asked.standard);
            let mut all = own.clone();
            all.extend(sources.iter().flat_map(|&source| places(service, source)));
            for cloud in all {
                let mut holdings = self.holdings(service, cloud, asked);
                holdings.retain(|one| own.contains(&cloud) || one.verdict == Verdict::CoveredByRelation);
                found.extend(holdings.into_iter().map(|holding| (cloud, holding)));
            }
        }
        found.sort_by(|(a, left), (b, right)| (a, left.service).cmp(&(b, right.service)));
        found.into_iter().map(|(_, holding)| holding).collect()
    }

    fn edition_entry(&self, id: Id<Edition>) -> EditionEntry<'c> {
        let facts = self.facts();
        let edition = &facts.editions[id];
        let next = edition.superseded_by.map(|next| facts.editions[next].id.as_str());
        EditionEntry {
            id: edition.id.as_str(),
            name: edition.name.as_deref(),
            published: edition.published.map(|date| date.to_string()),
            superseded_by: next.or(edition.succeeded_by.as_deref()),
            ends: edition.end.as_ref().map(|end| end.date.to_string()),
            end_effect: edition.end.as_ref().map(|end| end.effect.name()),
            end_verified: edition.end.as_ref().map(|end| end.is_verified()),
            over: edition.end.as_ref().is_some_and(|end| end.is_over(self.as_of)),
        }
    }

    fn level_entry(&self, id: Id<Level>) -> LevelEntry<'c> {
        let facts = self.facts();
        let level = &facts.levels[id];
        let subsumed = level.subsumes.iter();
        LevelEntry {
            id: level.id.as_str(),
            name: &level.name,
            ladder: level.ladder.as_str(),
            editions: level.editions.iter().map(|&edition| facts.editions[edition].id.as_str()).collect(),
            subsumes: subsumed
                .map(|below| SubsumedEntry { level: facts.levels[below.level].id.as_str(), basis: below.basis.name() })
                .collect(),
            kind: level.kind.map(|kind| kind.name()),
            validity: level.validity.as_deref(),
        }
    }

    fn relation_entry(&self, relation: &'c Relation) -> RelationEntry<'c> {
        RelationEntry {
            from: self.facts().reference(relation.from),
            relation: relation.kind.name(),
            to: self.facts().reference(relation.to),
            usage: relation.usage.name(),
            basis: relation.basis.map(|basis| basis.name()),
            note: relation.note.as_deref(),
        }
    }
}
