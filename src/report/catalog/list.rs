//! Lists, and the overview.

use std::io;

use super::super::sheet::{Sheet, counted};
use super::super::table::{Column, Table};
use crate::look::{
    CloudRow, Day, DocumentRow, List, Listing, Overview, ProviderRow, RegionRow, ServiceRow, StandardRow,
};

pub(super) fn write(list: &List<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    match &list.listing {
        Listing::Overview(overview) => write_overview(overview, list.as_of, sheet),
        Listing::Providers(rows) => filled(rows, "provider", &providers(rows), sheet),
        Listing::Clouds(rows) => filled(rows, "cloud", &clouds(rows), sheet),
        Listing::Regions(rows) => filled(rows, "region", &regions(rows), sheet),
        Listing::Services(rows) => filled(rows, "service", &services(rows), sheet),
        Listing::Standards(rows) => filled(rows, "standard", &standards(rows), sheet),
        Listing::Documents(rows) => filled(rows, "document", &documents(rows), sheet),
    }
}

fn filled<T>(rows: &[T], noun: &str, table: &Table<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    if rows.is_empty() {
        return sheet.sentence(&format!("no {noun} fits"));
    }
    sheet.table(table)
}

fn write_overview(overview: &Overview, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let mut table = Table::new(&[Column::ids("what"), Column::numbers("how many"), Column::words("to see them", 12)]);
    let counts = [
        ("providers", overview.providers),
        ("clouds", overview.clouds),
        ("regions", overview.regions),
        ("services", overview.services),
        ("standards", overview.standards),
        ("documents", overview.documents),
    ];
    for (name, count) in counts {
        table.row([name, &count.to_string(), &format!("compliance-check catalog list {name}")]);
    }
    table.row(["claims", &overview.claims.to_string(), "compliance-check catalog export --format csv"]);
    sheet.table(&table)?;
    sheet.gap()?;
    let newest = overview.newest.map(|day| format!("; the newest document is of {day}")).unwrap_or_default();
    let later = match overview.later {
        0 => String::new(),
        later => format!("; {} not seen", counted(later, "later document is", "later documents are")),
    };
    sheet.sentence(&format!("as of {as_of}{newest}{later}"))?;
    sheet.facts(&[
        ("one of them", Some("compliance-check catalog show NAME".to_owned())),
        ("by any spelling", Some("compliance-check catalog search WORDS".to_owned())),
    ])
}

fn providers(rows: &[ProviderRow<'_>]) -> Table<'static> {
    let mut table = Table::new(&[
        Column::ids("id"),
        Column::words("name", 12),
        Column::numbers("clouds"),
        Column::numbers("services"),
        Column::numbers("documents"),
        Column::numbers("claims"),
    ]);
    for row in rows {
        let [clouds, services] = [row.clouds, row.services].map(|count| count.to_string());
        let [documents, claims] = [row.documents, row.claims].map(|count| count.to_string());
        table.row([row.id, row.name, &clouds, &services, &documents, &claims]);
    }
    table
}

pub(super) fn clouds(rows: &[CloudRow<'_>]) -> Table<'static> {
    let mut table = Table::new(&[
        Column::ids("id"),
        Column::words("name", 10),
        Column::ids("provider").spare(1),
        Column::ids("status"),
        Column::numbers("regions"),
    ]);
    for row in rows {
        let closed = row.closed.map(|day| format!("{} {day}", row.status));
        let status = closed.as_deref().unwrap_or(row.status);
        table.row([row.id, row.name, row.provider, status, &row.regions.to_string()]);
    }
    table
}

pub(super) fn regions(rows: &[RegionRow<'_>]) -> Table<'static> {
    let mut table = Table::new(&[
        Column::ids("id"),
        Column::words("name", 18),
        Column::ids("cloud").spare(1),
        Column::words("geography", 9).spare(2),
        Column::ids("country"),
        Column::ids("status"),
    ]);
    for row in rows {
        let (geography, country) = (row.geography.unwrap_or_default(), row.country.unwrap_or_default());
        table.row([row.id, row.name, row.cloud, geography, country, row.status]);
    }
    table
}

fn services(rows: &[ServiceRow<'_>]) -> Table<'static> {
    let mut table = Table::new(&[
        Column::ids("id"),
        Column::words("name", 20),
        Column::ids("provider").spare(1),
        Column::ids("platform"),
        Column::numbers("claims"),
    ]);
    for row in rows {
        let platform = if row.platform { "platform" } else { "" };
        table.row([row.id, row.name, row.provider, platform, &row.claims.to_string()]);
    }
    table
}

fn standards(rows: &[StandardRow<'_>]) -> Table<'static> {
    let mut table = Table::new(&[
        Column::ids("id"),
        Column::words("name", 14).spare(1),
        Column::ids("segment"),
        Column::ids("kind"),
        Column::numbers("editions"),
        Column::numbers("levels"),
        Column::numbers("claims"),
    ]);
    for row in rows {
        let [editions, levels, claims] = [row.editions, row.levels, row.claims].map(|count| count.to_string());
        table.row([row.id, row.name, row.segment, row.kind, &editions, &levels, &claims]);
    }
    table
}

pub(super) fn documents(rows: &[DocumentRow<'_>]) -> Table<'static> {
    let mut table = Table::new(&[
        Column::ids("id"),
        Column::ids("as of"),
        Column::numbers("age"),
        Column::numbers("claims"),
        Column::words("publisher", 9),
        Column::words("title", 16).spare(2),
        Column::words("replaced", 8).spare(1),
    ]);
    for row in rows {
        let (as_of, age) = (row.as_of.to_string(), days(row.age));
        let replaced_by = row.replaced_by.join(", ");
        table.row([row.id, &as_of, &age, &row.claims.to_string(), row.publisher, row.title, &replaced_by]);
    }
    table
}

/// An age, short enough for a column.
pub(super) fn days(age: i64) -> String {
    format!("{age}d")
}
