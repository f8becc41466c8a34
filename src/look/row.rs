//! Claims as flat rows, for other programs.

use jiff::civil::Date;

use super::Look;
use crate::model::evidence::Claim;
use crate::model::id::Id;

/// One claim with all that its document and its names say, in a flat row.
#[derive(Debug)]
pub struct Row<'c> {
    provider: &'c str,
    service: &'c str,
    service_name: &'c str,
    cloud: &'c str,
    cloud_inferred: bool,
    regions: Vec<&'c str>,
    statement: &'static str,
    standard: &'c str,
    edition: Option<&'c str>,
    level: Option<&'c str>,
    kind: &'static str,
    valid_from: Option<Date>,
    valid_until: Option<Date>,
    conditions: Vec<&'c str>,
    document: &'c str,
    title: &'c str,
    publisher: &'c str,
    as_of: Date,
    as_of_basis: &'static str,
    last_seen: Option<Date>,
    replaced_by: Vec<&'c str>,
    licence: Option<&'c str>,
    found_at: &'c str,
    locator: &'c str,
    note: Option<&'c str>,
}

/// A column of the rows.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// What a row has there.
    pub get: Get,
}

/// How a row is asked for what it has in a column; the variant is the column's type.
#[derive(Debug, Clone, Copy)]
pub enum Get {
    /// Text that is always there.
    Text(for<'r> fn(&'r Row<'_>) -> &'r str),
    /// Text, where there is any.
    MaybeText(for<'r> fn(&'r Row<'_>) -> Option<&'r str>),
    /// Several texts, or none.
    Texts(for<'r, 'c> fn(&'r Row<'c>) -> &'r [&'c str]),
    /// A day that is always there.
    Day(fn(&Row<'_>) -> Date),
    /// A day, where there is one.
    MaybeDay(fn(&Row<'_>) -> Option<Date>),
    /// Yes or no.
    Flag(fn(&Row<'_>) -> bool),
}

impl Row<'_> {
    /// Every column, in the order in which they are written. New ones come last.
    pub const COLUMNS: &'static [Column] = &[
        column("provider", "id of the provider of the service", Get::Text(|row| row.provider)),
        column("service", "id of the service", Get::Text(|row| row.service)),
        column("service_name", "its name", Get::Text(|row| row.service_name)),
        column("cloud", "id of the cloud", Get::Text(|row| row.cloud)),
        column(
            "cloud_inferred",
            "whether the document names no cloud, and the service's home cloud is meant",
            Get::Flag(|row| row.cloud_inferred),
        ),
        column("regions", "ids of the only regions that it speaks for; empty for all", Get::Texts(|row| &row.regions)),
        column("statement", "in-scope, pending or out-of-scope", Get::Text(|row| row.statement)),
        column("standard", "id of the standard", Get::Text(|row| row.standard)),
        column("edition", "id of the edition that is stated", Get::MaybeText(|row| row.edition)),
        column("level", "id of the level that is stated", Get::MaybeText(|row| row.level)),
        column("kind", "kind of assurance, of the level or else of the standard", Get::Text(|row| row.kind)),
        column("valid_from", "first day on which it holds", Get::MaybeDay(|row| row.valid_from)),
        column("valid_until", "last day on which it holds", Get::MaybeDay(|row| row.valid_until)),
        column("conditions", "ids of the conditions that must all be met", Get::Texts(|row| &row.conditions)),
        column("document", "id of the document", Get::Text(|row| row.document)),
        column("title", "its title", Get::Text(|row| row.title)),
        column("publisher", "who published it", Get::Text(|row| row.publisher)),
        column("as_of", "the day for which it speaks", Get::Day(|row| row.as_of)),
        column("as_of_basis", "how that day is known", Get::Text(|row| row.as_of_basis)),
        column("last_seen", "latest day on which its text was still found", Get::MaybeDay(|row| row.last_seen)),
        column("replaced_by", "ids of the documents that took its place", Get::Texts(|row| &row.replaced_by)),
        column("licence", "the licence of its text", Get::MaybeText(|row| row.licence)),
        column("found_at", "where it is found", Get::Text(|row| row.found_at)),
        column("locator", "where in it the claim stands", Get::Text(|row| row.locator)),
        column("note", "what a reader should know beside it", Get::MaybeText(|row| row.note)),
    ];
}

const fn column(name: &'static str, about: &'static str, get: Get) -> Column {
    Column { name, about, get }
}

/// Every claim that documents had made by the day of `look`: by document, and within one in its own order.
pub fn rows<'c>(look: &Look<'c>) -> Vec<Row<'c>> {
    let mut found: Vec<(Id<Claim>, &Claim)> = look.claims().collect();
    // Files are numbered by their paths, which differ from one machine to the next; ids of documents don't.
    found.sort_by_key(|(id, claim)| (look.facts().documents[claim.document].id.as_str(), *id));
    found.into_iter().map(|(_, claim)| row(look, claim)).collect()
}

fn row<'c>(look: &Look<'c>, claim: &'c Claim) -> Row<'c> {
    let facts = look.facts();
    let document = &facts.documents[claim.document];
    let service = &facts.services[claim.service];
    let conditions = claim.conditions.iter().filter_map(|&index| document.conditions.get(index));
    Row {
        provider: facts.providers[service.provider].id.as_str(),
        service: service.id.as_str(),
        service_name: &service.name,
        cloud: facts.clouds[look.catalog.cloud_of(claim)].id.as_str(),
        cloud_inferred: claim.cloud.is_none(),
        regions: claim.regions.iter().map(|&region| facts.regions[region].id.as_str()).collect(),
        statement: claim.statement.name(),
        standard: facts.standards[claim.standard.standard].id.as_str(),
        edition: claim.standard.edition.map(|edition| facts.editions[edition].id.as_str()),
        level: claim.standard.level.map(|level| facts.levels[level].id.as_str()),
        kind: look.catalog.assurance(claim).name(),
        valid_from: claim.from,
        valid_until: claim.until,
        conditions: conditions.map(|condition| condition.id.as_str()).collect(),
        document: document.id.as_str(),
        title: &document.title,
        publisher: &document.publisher,
        as_of: document.as_of,
        as_of_basis: document.as_of_basis.name(),
        last_seen: document.last_seen,
        replaced_by: look.replaced_by(claim.document),
        licence: document.licence.as_deref(),
        found_at: &document.found_at,
        locator: &claim.at,
        note: claim.note.as_deref(),
    }
}
