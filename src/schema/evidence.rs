//! Evidence: one published document a file, and every claim that it makes.

use super::shape::{
    Key, Shape, any_text, date, each, either, list, may, must, one_or_many, partial_date, slug, table, text, word,
};
use super::{Names, Offer};
use crate::model::evidence::{DateBasis, Statement};

/// The schema of a document.
pub(super) fn schema(names: &Names) -> Shape {
    let whole = table([
        must("id", "The document's id, which is the file's name as well.", slug()),
        must("title", "What is printed on it.", text()),
        must("publisher", "Who published it.", text()),
        may("provider", "The provider that it is about.", any_text().offering(names, &[Offer::Providers])),
        must("kind", "What sort of document it is, in a word or two.", text()),
        must(
            "as-of",
            "The day for which it speaks: printed on it, else its text's last change, else when it was read.",
            date(),
        ),
        must("as-of-basis", "Which of these the day is.", word(DateBasis::ALL.map(DateBasis::name))),
        may("as-of-note", "What is to be said of the day.", any_text()),
        may("last-seen", "The latest day on which the same text was still found.", date()),
        may(
            "replaces",
            "The earlier documents whose place it takes.",
            one_or_many(any_text().offering(names, &[Offer::Documents])),
        ),
        must("found-at", "Where it is found.", text()),
        may("licence", "Under which licence it is published.", any_text()),
        may(
            "in-full",
            "What it claims to list in full: what it leaves out there is not listed.",
            list(full_list(names)),
        ),
        may(
            "conditions",
            "Ids with what must hold for a claim to reach a customer.",
            each(any_text()).with_keys(slug()),
        ),
        may("tables", "Tables as a page prints them, one row a line.", list(printed_table(names))),
        may("claims", "What it says of services.", list(claim(names))),
        may("disputed", "What it prints, and what is not believed.", list(disputed(names))),
        may("audit-documents", "The reports and certificates that it names.", list(audit_document(names))),
        may("obligations", "What it leaves with the customer.", list(obligation(names))),
    ]);
    whole.whole("Evidence", "A published document in the catalogue of compliance-check, and every claim that it makes.")
}

fn services(names: &Names) -> Shape {
    one_or_many(any_text().offering(names, &[Offer::Services]))
}

fn clouds(names: &Names) -> Shape {
    one_or_many(any_text().offering(names, &[Offer::Clouds]))
}

fn regions(names: &Names) -> Shape {
    one_or_many(any_text().offering(names, &[Offer::Regions]))
}

fn standards(names: &Names) -> Shape {
    one_or_many(any_text().offering(names, &[Offer::Standards]))
}

fn full_list(names: &Names) -> Shape {
    table([
        may("services", "The services, where it lists only some of them.", services(names)),
        may("every-part-of", "Platforms, each part of which it lists.", services(names)),
        may("clouds", "The clouds.", clouds(names)),
        may("regions", "The regions, where it lists only some of them.", regions(names)),
        may("standards", "The standards, as `standard[:edition][@level]`.", standards(names)),
    ])
}

/// Where, when and under which conditions something is said.
fn scope(names: &Names) -> [Key; 5] {
    [
        may("cloud", "The clouds, or parts of one, that are spoken of.", clouds(names)),
        may("regions", "The only regions that are spoken of.", regions(names)),
        may("from", "The first day on which it holds.", date()),
        may("until", "The last day on which it holds, in quotes where it is a year or a month.", partial_date()),
        may("condition", "The conditions under which it reaches a customer.", one_or_many(any_text())),
    ]
}

fn claim(names: &Names) -> Shape {
    let said = statements("The services of which it says that they are", |_| services(names));
    let keys = [
        must("standards", "For which standards, as `standard[:edition][@level]`.", standards(names)),
        must("at", "Where in the document.", text()),
        may("note", "What else is to be said.", any_text()),
    ];
    table(said.into_iter().chain(keys).chain(scope(names))).with_one_of(&Statement::ALL.map(Statement::name))
}

/// A key for each statement.
fn statements(meaning: &str, shape: impl Fn(Statement) -> Shape) -> Vec<Key> {
    let key = |said: Statement| may(said.name(), &format!("{meaning} {}.", said.name().replace('-', " ")), shape(said));
    Statement::ALL.map(key).into_iter().collect()
}

fn printed_table(names: &Names) -> Shape {
    let column = [
        must("id", "The column's id within this table.", slug()),
        must("title", "What is printed above it.", text()),
        must("standards", "What a mark in it means, as `standard[:edition][@level]`.", standards(names)),
    ];
    let row = [
        must("service", "The services of the row.", services(names)),
        may("as", "What is printed, where it isn't the service's own name.", any_text()),
        may("under", "Columns with the conditions of their cells.", each(one_or_many(any_text()))),
        may("note", "What else is to be said.", any_text()),
    ];
    let marks = statements("The columns that say", |_| one_or_many(any_text()));
    let row = table(row.into_iter().chain(marks).chain(scope(names)));
    let keys = [
        must("at", "Where in the document.", text()),
        may(
            "unmarked",
            "What a cell without a mark says; nothing where the document doesn't tell.",
            word(["out-of-scope"]),
        ),
        may(
            "columns",
            "The columns, each with what a mark in it means.",
            list(table(column.into_iter().chain(scope(names)))),
        ),
        may(
            "rows",
            "The rows: a service that is marked in every column, or a table that says more.",
            list(either([any_text().offering(names, &[Offer::Services]), row])),
        ),
    ];
    table(keys.into_iter().chain(scope(names)))
}

fn disputed(names: &Names) -> Shape {
    let reading = table([
        must("says", "What they would state.", word(Statement::ALL.map(Statement::name))),
        must("cloud", "In which cloud.", any_text().offering(names, &[Offer::Clouds])),
        may("regions", "In which regions only.", regions(names)),
        must("standard", "For what, as `standard[:edition][@level]`.", any_text().offering(names, &[Offer::Standards])),
    ]);
    table([
        must("service", "Of which service.", text().offering(names, &[Offer::Services])),
        must("standard", "Of which standard.", text().offering(names, &[Offer::Standards])),
        must("printed", "What is printed.", text()),
        may(
            "meant",
            "What is meant, as `standard[:edition][@level]`.",
            any_text().offering(names, &[Offer::Standards]),
        ),
        may("reads-as", "What the words would state, were they believed.", reading),
        must("at", "Where in the document.", text()),
        must("why", "Why it is not believed.", text()),
    ])
}

fn audit_document(names: &Names) -> Shape {
    table([
        must("kind", "What sort of document it is.", text()),
        must("title", "What it is called.", text()),
        may("services", "The services that it is about.", services(names)),
        may("cloud", "The cloud that it is about.", any_text().offering(names, &[Offer::Clouds])),
        may("standards", "The standards that it is about.", standards(names)),
        may("body", "Who wrote it.", any_text()),
        may("found-at", "Where it is found.", any_text()),
        may("from", "The first day that it covers.", date()),
        may("until", "The last day that it covers.", date()),
        may("at", "Where it is named.", any_text()),
    ])
}

fn obligation(names: &Names) -> Shape {
    table([
        may("standards", "For which standards.", standards(names)),
        must("duty", "What the customer has to do.", text()),
        must("at", "Where in the document.", text()),
    ])
}
