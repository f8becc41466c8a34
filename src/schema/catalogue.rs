//! What the files of the catalogue share, and the files with providers and standards.

use super::shape::{
    Shape, any_text, date, each, either, filled, flag, has, has_any, holding, list, may, must, never, one_or_many,
    partial_date, slug, table, text, when, word,
};
use super::{Names, Offer};
use crate::model::standard::{Assurance, Basis, EndEffect, RelationKind, RelationUse, Segment};

/// What `stated-in` means.
const STATED_IN: &str = "Who says so: a document of the catalogue, one of this file's `sources`, `inference` where it \
                         follows from other facts, or `unverified`. No fact without a document.";

/// Who says so.
fn stated_in() -> Shape {
    either([any_text(), filled(any_text())])
}

fn aliases() -> Shape {
    one_or_many(any_text())
}

/// The file's own sources.
fn sources() -> Shape {
    let source = table([
        may("title", "What it is called.", any_text()),
        may("publisher", "Who published it.", any_text()),
        may("kind", "What it is, in a word or two.", any_text()),
        may("date", "The date printed on it, in quotes where it is a year or a month.", partial_date()),
        may("licence", "Under which licence it is published.", any_text()),
        must("found-at", "Where it is found.", text()),
    ]);
    each(source).with_keys(slug())
}

/// The schema of a file with a provider, or with several.
pub(super) fn provider(names: &Names) -> Shape {
    let one = |is_entry: bool| {
        let id = "The provider's id.";
        let key = if is_entry { must("provider", id, slug()) } else { may("provider", id, slug()) };
        [
            key,
            may(
                "name",
                "What people call it; where several files speak for one provider, one of them says it.",
                any_text(),
            ),
            may("clouds", "Its separately operated and audited environments.", list(cloud())),
            may("services", "What its customers deploy.", list(service(names))),
            may("agreements", "Contracts that a customer must have in force with it.", list(agreement(names))),
        ]
    };
    let keys = [
        may("sources", "What facts of this file rest on beside documents of the catalogue.", sources()),
        may("providers", "Several providers in one file, instead of the keys of one.", filled(table(one(true)))),
    ];
    let alone = has_any(&["provider", "name", "clouds", "services", "agreements"]);
    let whole = table(keys.into_iter().chain(one(false)));
    let whole = whole.with(when(has(&["providers"]), never(alone)).or_else(has(&["provider"])));
    whole
        .whole("Provider", "A provider in the service catalogue of compliance-check: its clouds, regions and services.")
}

fn cloud() -> Shape {
    let closed = holding([("status", word(["closed"]))]);
    let keys = table([
        must("id", "The cloud's id, one among all providers.", slug()),
        must("name", "What people call it.", text()),
        may("aliases", "Other spellings, as documents print them.", aliases()),
        must("status", "Whether it runs.", word(["active", "named-only", "unstated", "closed"])),
        may("closed", "The last day on which it ran.", date()),
        must("stated-in", STATED_IN, stated_in()),
        may("regions", "Its regions.", list(region())),
        may("parts", "Groups of its regions that documents name as if they were clouds.", list(part())),
    ]);
    keys.with(when(closed, has(&["closed"])).or_else(never(has(&["closed"]))))
}

fn region() -> Shape {
    table([
        must("id", "The region's id, one within its cloud.", slug()),
        may("name", "What people call it.", any_text()),
        may("geography", "The market that the provider counts it to.", any_text()),
        may("country", "ISO 3166-1 alpha-2 code of its country.", any_text().like("US")),
        may("place", "The city or the state.", any_text()),
        may("pairs", "The ids of the regions that it is paired with.", one_or_many(any_text())),
        may("zones", "Whether it has availability zones.", flag()),
        may("restricted", "Whether only some customers can use it.", flag()),
        may("status", "Whether it runs; active where nothing is said.", word(["active", "staging", "named-only"])),
        may("closed", "The last day on which it ran.", date()),
        must("stated-in", STATED_IN, stated_in()),
    ])
}

fn part() -> Shape {
    table([
        must("id", "The part's id.", slug()),
        must("name", "What people call it.", text()),
        may("aliases", "Other spellings, as documents print them.", aliases()),
        may("regions", "The ids of the cloud's regions that it stands for.", one_or_many(any_text())),
        must("stated-in", STATED_IN, stated_in()),
    ])
}

fn service(names: &Names) -> Shape {
    table([
        must("id", "The service's id, one among all providers.", slug()),
        must("name", "What people call it.", text()),
        may("aliases", "Every other spelling that a document prints.", aliases()),
        may("platform", "Whether it contains other services.", flag()),
        must("home", "The cloud that is meant where a claim names none.", any_text().offering(names, &[Offer::Clouds])),
        may("part-of", "The platforms that contain it.", one_or_many(any_text())),
        must("stated-in", STATED_IN, stated_in()),
    ])
}

fn agreement(names: &Names) -> Shape {
    table([
        must("id", "The agreement's id.", slug()),
        must("name", "What people call it.", text()),
        may("aliases", "Other spellings.", aliases()),
        must("standard", "The standard that it belongs to.", any_text().offering(names, &[Offer::Standards])),
        must("stated-in", STATED_IN, stated_in()),
    ])
}

/// The schema of a file with a standard.
pub(super) fn standard(names: &Names) -> Shape {
    let alias = table([
        must("name", "The spelling.", text()),
        must(
            "means",
            "What it stands for, as `standard[:edition][@level]`.",
            any_text().offering(names, &[Offer::Standards]),
        ),
    ]);
    let obligation = table([
        must("duty", "What stays with the customer whatever the provider holds.", text()),
        may("agreement", "Whether a contract must be in force for the assurance to reach the customer.", flag()),
    ]);
    let whole = table([
        may("sources", "What facts of this file rest on beside documents of the catalogue.", sources()),
        must("id", "The standard's id.", slug()),
        must("name", "What people call it.", text()),
        must("title", "Its whole title.", text()),
        must("issuer", "Who issues it.", text()),
        must("segment", "What it is for.", word(Segment::ALL.map(Segment::name))),
        must("jurisdiction", "Where it holds.", text()),
        must("kind", "On what an assurance for it rests.", word(Assurance::ALL.map(Assurance::name))),
        must("stated-in", STATED_IN, stated_in()),
        may("obligation", "What the customer has to do.", obligation),
        may(
            "aliases",
            "Other spellings: plain ones stand for the standard, tables for an edition or a level of it.",
            list(either([any_text(), alias])),
        ),
        may("editions", "Its dated texts.", list(edition())),
        may("levels", "Its levels, which may stand on several ladders.", list(level())),
        may("relations", "Documented links to other standards.", list(relation(names))),
    ]);
    whole.whole(
        "Standard",
        "A standard in the service catalogue of compliance-check: its editions, levels and relations.",
    )
}

fn edition() -> Shape {
    let ending = ["end-effect", "end-stated-in"];
    let keys = table([
        must(
            "id",
            "The edition's id, as it stands after the colon: text, so a year is in quotes.",
            slug().like("2022"),
        ),
        may("name", "What people call it.", any_text()),
        may("published", "When it was published, in quotes where it is a year or a month.", partial_date()),
        may("superseded-by", "The id of the edition that takes its place.", any_text()),
        may("succeeded-by", "What comes after it, in words.", any_text()),
        must("stated-in", STATED_IN, stated_in()),
        may("ends", "Its last day, in quotes where it is a year or a month.", partial_date()),
        may("end-effect", "What the end does to what is already issued.", word(EndEffect::ALL.map(EndEffect::name))),
        may("end-stated-in", "Who says when it ends: as `stated-in`.", stated_in()),
    ]);
    keys.with(when(has(&["ends"]), has(&ending)).or_else(never(has_any(&ending))))
}

fn level() -> Shape {
    table([
        must("id", "The level's id, as it stands after the @.", slug()),
        must("ladder", "The ladder on which it is a rung.", slug()),
        must("name", "What people call it.", text()),
        may(
            "editions",
            "The only editions that have it; left out where every edition does.",
            either([any_text(), filled(any_text())]),
        ),
        may("subsumes", "The levels that it holds as well.", one_or_many(any_text())),
        may("basis", "On what it rests that it holds them.", word(Basis::ALL.map(Basis::name))),
        may(
            "kind",
            "On what an assurance of this level rests, where it is another than the standard's.",
            word(Assurance::ALL.map(Assurance::name)),
        ),
        may("validity", "How long an assurance lasts, in words.", any_text()),
        must("stated-in", STATED_IN, stated_in()),
    ])
}

fn relation(names: &Names) -> Shape {
    let reference = || any_text().offering(names, &[Offer::Standards]);
    table([
        must("from", "What is held, as `standard[:edition][@level]`.", reference()),
        must("relation", "What it does for the other one.", word(RelationKind::ALL.map(RelationKind::name))),
        must("to", "The other one, as `standard[:edition][@level]`.", reference()),
        must("use", "Whether it can satisfy a requirement.", word(RelationUse::ALL.map(RelationUse::name))),
        may("same-level", "Whether it holds from each level to the level of the same id.", flag()),
        may("basis", "On what that rests.", word(Basis::ALL.map(Basis::name))),
        may("note", "What else is to be said.", any_text()),
        must("stated-in", STATED_IN, stated_in()),
    ])
}
