//! The pages of services, clouds, regions, agreements and providers.

use std::collections::BTreeMap;
use std::io;

use super::super::sheet::{Sheet, counted, first_of, joined, spellings};
use super::super::table::{Column, Table};
use super::holdings::Legend;
use super::list::{clouds, documents, regions};
use crate::look::{
    AgreementPage, CloudPage, Day, DocumentRow, Misprint, ProviderPage, RegionPage, SegmentHoldings, ServicePage,
};

/// The least width of a cell of the table of standards and clouds.
const CELL: usize = 16;

pub(super) fn service(page: &ServicePage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.title(page.name, if page.platform { "a platform" } else { "a service" })?;
    sheet.facts(&[
        ("id", Some(page.id.to_owned())),
        ("provider", Some(page.provider.to_owned())),
        ("home", Some(page.home.to_owned())),
        ("part of", joined(&page.part_of)),
        ("parts", first_of(&page.parts, "--format json")),
        ("also", spellings(&page.aliases)),
        ("stated in", joined(&page.stated_in)),
    ])?;
    if page.segments.is_empty() {
        sheet.gap()?;
        sheet.sentence(&format!("as of {as_of}, no document in the catalogue claims anything of it"))?;
    } else {
        sheet.heading(&format!("what is shown as of {as_of}"))?;
        matrix(page, sheet)?;
    }
    misprints(&page.misprints, sheet)
}

/// Standards × clouds. Clouds for which the page has no room stand in a further table below.
fn matrix(page: &ServicePage<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let mut legend = Legend::new(sheet);
    let cells = page.segments.iter().map(|segment| segment_cells(segment, &mut legend)).collect::<Vec<_>>();
    let mut clouds: Vec<&str> = Vec::new();
    for holding in page.segments.iter().flat_map(|segment| &segment.holdings) {
        if !clouds.contains(&holding.cloud) {
            clouds.push(holding.cloud);
        }
    }
    // The service's home cloud is what most readers look for.
    clouds.sort_by_key(|cloud| (*cloud != page.home, *cloud));
    let first = cells.iter().flatten().map(|(standard, _)| standard.len() + 2).max().unwrap_or(0);
    let mut rest = clouds.as_slice();
    while !rest.is_empty() {
        let mut used = first;
        let fits = rest.iter().take_while(|&&cloud| {
            let widest = cells.iter().flatten().flat_map(|(_, row)| row.get(cloud)).flatten();
            let widest = widest.map(|cell| textwrap::core::display_width(cell)).chain([cloud.len(), CELL]).max();
            used += widest.unwrap_or(0) + 2;
            used <= sheet.width
        });
        let (now, later) = rest.split_at(fits.count().max(1));
        rest = later;
        sheet.inner_table(&grid(now, page.segments.iter().map(|segment| segment.segment).zip(&cells)))?;
        if !rest.is_empty() {
            sheet.gap()?;
        }
    }
    legend.write(sheet)
}

/// The table of some of the clouds, with the standards of which anything is said there.
fn grid<'p>(clouds: &[&'p str], segments: impl Iterator<Item = (&'static str, &'p Rows<'p>)>) -> Table<'p> {
    let mut columns = vec![Column::ids("standard")];
    columns.extend(clouds.iter().map(|cloud| Column::ids(cloud)));
    let mut table = Table::new(&columns);
    for (segment, rows) in segments {
        let here = rows.iter().filter(|(_, row)| clouds.iter().any(|cloud| row.contains_key(cloud)));
        let here: Vec<_> = here.collect();
        if !here.is_empty() {
            table.heading(segment);
        }
        for (standard, row) in here {
            let cells: Vec<&[String]> =
                clouds.iter().map(|cloud| row.get(cloud).map_or(&[][..], Vec::as_slice)).collect();
            let height = cells.iter().map(|lines| lines.len()).max().unwrap_or(0);
            for line in 0..height {
                let first = if line == 0 { format!("  {standard}") } else { String::new() };
                let cells = cells.iter().map(|lines| lines.get(line).cloned().unwrap_or_default());
                table.cells(std::iter::once(first).chain(cells).collect());
            }
        }
    }
    table
}

/// The rows of a segment: each standard with the lines of its cell for each cloud.
type Rows<'p> = Vec<(&'p str, BTreeMap<&'p str, Vec<String>>)>;

fn segment_cells<'p>(segment: &'p SegmentHoldings<'p>, legend: &mut Legend<'p>) -> Rows<'p> {
    let mut rows: Rows<'p> = Vec::new();
    for holding in &segment.holdings {
        let cell = legend.cell(holding);
        if rows.last().is_none_or(|(standard, _)| *standard != holding.standard) {
            rows.push((holding.standard, BTreeMap::new()));
        }
        if let Some((_, clouds)) = rows.last_mut() {
            clouds.entry(holding.cloud).or_default().push(cell);
        }
    }
    rows
}

fn misprints(misprints: &[Misprint<'_>], sheet: &mut Sheet<'_>) -> io::Result<()> {
    if misprints.is_empty() {
        return Ok(());
    }
    sheet.heading("misprints, which are not believed")?;
    for one in misprints {
        let meant = one.meant.as_ref().map(|meant| format!("; most likely {meant} is meant")).unwrap_or_default();
        let (printed, reading) = (one.printed, reading(one));
        let words = format!("\"{printed}\" ({}, {}){reading}{meant}: {}", one.document, one.locator, one.why);
        sheet.hanging("  - ", &words)?;
    }
    Ok(())
}

/// What the words of a misprint would state, to go on with.
pub(super) fn reading(misprint: &Misprint<'_>) -> String {
    let Some(reading) = &misprint.reads_as else { return String::new() };
    let regions = if reading.regions.is_empty() { String::new() } else { format!(" {}", reading.regions.join(", ")) };
    format!("; would be {} of {} in {}{regions}", reading.statement, reading.standard, reading.cloud)
}

pub(super) fn cloud(page: &CloudPage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.title(page.name, "a cloud")?;
    let closed = page.closed.map(|day| format!("closed; the last day was {day}"));
    sheet.facts(&[
        ("id", Some(page.id.to_owned())),
        ("provider", Some(page.provider.to_owned())),
        ("status", closed.or_else(|| Some(page.status.to_owned()))),
        ("also", spellings(&page.aliases)),
        ("stated in", joined(&page.stated_in)),
    ])?;
    for part in &page.parts {
        sheet.facts(&[("part", Some(format!("{} ({}): {}", part.id, part.name, part.regions.join(", "))))])?;
    }
    if !page.regions.is_empty() {
        sheet.heading(&counted(page.regions.len(), "region", "regions"))?;
        sheet.inner_table(&regions(&page.regions).without("cloud"))?;
    }
    write_documents(&page.documents, "with claims on it", as_of, sheet)
}

pub(super) fn region(page: &RegionPage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let said = |known: Option<bool>| known.map(|yes| if yes { "yes" } else { "no" }.to_owned());
    let closed = page.closed.map(|day| format!("closed; the last day was {day}"));
    sheet.title(page.name, "a region")?;
    sheet.facts(&[
        ("id", Some(page.id.to_owned())),
        ("cloud", Some(page.cloud.to_owned())),
        ("status", closed.or_else(|| Some(page.status.to_owned()))),
        ("geography", page.geography.map(str::to_owned)),
        ("country", page.country.map(str::to_owned)),
        ("place", page.place.map(str::to_owned)),
        ("paired with", joined(&page.pairs)),
        ("zones", said(page.zones)),
        ("restricted", said(page.restricted)),
        ("stated in", joined(&page.stated_in)),
    ])?;
    write_documents(&page.documents, "that limit claims to it and others", as_of, sheet)
}

pub(super) fn agreement(page: &AgreementPage<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.title(page.name, "an agreement")?;
    sheet.facts(&[
        ("id", Some(page.id.to_owned())),
        ("provider", Some(page.provider.to_owned())),
        ("standard", Some(page.standard.to_owned())),
        ("also", spellings(&page.aliases)),
        ("stated in", joined(&page.stated_in)),
    ])
}

pub(super) fn provider(page: &ProviderPage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.title(page.name, "a provider")?;
    sheet.facts(&[
        ("id", Some(page.id.to_owned())),
        (
            "services",
            Some(format!("{} (compliance-check catalog list services --provider {})", page.services, page.id)),
        ),
    ])?;
    if !page.clouds.is_empty() {
        sheet.heading(&counted(page.clouds.len(), "cloud", "clouds"))?;
        sheet.inner_table(&clouds(&page.clouds).without("provider"))?;
    }
    write_documents(&page.documents, "on its services", as_of, sheet)
}

fn write_documents(rows: &[DocumentRow<'_>], which: &str, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.heading(&format!("documents {which}, as of {as_of}"))?;
    if rows.is_empty() {
        return sheet.hanging("  ", "none");
    }
    sheet.inner_table(&documents(rows))
}
