//! The page of a standard.

use std::collections::BTreeMap;
use std::io;

use super::holdings::{Legend, scope};
use super::sheet::{Sheet, counted, joined, spellings};
use super::table::{Column, Table};
use crate::look::{Day, EditionEntry, Holding, LevelEntry, StandardPage};
use crate::model::verdict::Verdict;

/// No more services than this are named in one place; JSON names them all.
const MOST_NAMED: usize = 40;

pub(super) fn write(page: &StandardPage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.title(page.name, "a standard")?;
    let word = if page.third_party { "given by a third party" } else { "the provider's own word" };
    let aliases: Vec<_> = page.aliases.iter().map(|alias| alias.name).collect();
    let agreement = match (page.needs_agreement, joined(&page.agreements)) {
        (true, Some(agreements)) => Some(format!("must be in force: {agreements}")),
        (true, None) => Some("one must be in force".to_owned()),
        (false, agreements) => agreements,
    };
    sheet.facts(&[
        ("id", Some(page.id.to_owned())),
        ("title", Some(page.title.to_owned())),
        ("issuer", Some(page.issuer.to_owned())),
        ("segment", Some(page.segment.to_owned())),
        ("where", Some(page.jurisdiction.to_owned())),
        ("kind", Some(format!("{}, {word}", page.kind))),
        ("agreement", agreement),
        ("stays with you", page.duty.map(str::to_owned)),
        ("also", spellings(&aliases)),
        ("stated in", joined(&page.stated_in)),
    ])?;
    editions(&page.editions, sheet)?;
    levels(&page.levels, sheet)?;
    relations(page, sheet)?;
    held(page, as_of, sheet)
}

fn editions(editions: &[EditionEntry<'_>], sheet: &mut Sheet<'_>) -> io::Result<()> {
    if editions.is_empty() {
        return Ok(());
    }
    sheet.heading("editions")?;
    let longest = editions.iter().map(|edition| edition.id.len()).filter(|length| *length < 20).max().unwrap_or(0);
    for edition in editions {
        let mut parts = Vec::new();
        parts.extend(edition.name.filter(|name| *name != edition.id).map(str::to_owned));
        parts.extend(edition.published.as_ref().map(|day| format!("published {day}")));
        if let (Some(ends), Some(effect)) = (&edition.ends, edition.end_effect) {
            let verb = if edition.over { "ended" } else { "ends" };
            let doubtful = if edition.end_verified == Some(false) { ", unverified" } else { "" };
            parts.push(format!("{verb} {ends} ({effect}{doubtful})"));
        }
        parts.extend(edition.superseded_by.map(|next| format!("superseded by {next}")));
        sheet.hanging(&format!("  {:longest$}  ", edition.id), &parts.join("; "))?;
    }
    Ok(())
}

fn levels(levels: &[LevelEntry<'_>], sheet: &mut Sheet<'_>) -> io::Result<()> {
    if levels.is_empty() {
        return Ok(());
    }
    sheet.heading("levels")?;
    let mut table = Table::new(&[
        Column::ids("id"),
        Column::ids("ladder"),
        Column::words("name", 12),
        Column::words("holds as well", 16),
        Column::words("kind", 11),
        Column::words("valid", 10),
    ])
    .wrapping();
    for level in levels {
        let below = level.subsumes.iter().map(|one| match one.basis {
            "official" => one.level.to_owned(),
            basis => format!("{} ({basis})", one.level),
        });
        let below: Vec<_> = below.collect();
        let kind = level.kind.unwrap_or_default();
        table.row([level.id, level.ladder, level.name, &below.join(", "), kind, level.validity.unwrap_or_default()]);
    }
    sheet.inner_table(&table)
}

fn relations(page: &StandardPage<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    if page.relations.is_empty() {
        return Ok(());
    }
    sheet.heading("relations")?;
    for one in &page.relations {
        let basis = one.basis.map(|basis| format!(", {basis}")).unwrap_or_default();
        let note = one.note.map(|note| format!("; {note}")).unwrap_or_default();
        let words = format!("{} {} {} ({}{basis}){note}", one.from, one.relation, one.to, one.usage);
        sheet.hanging("  - ", &words)?;
    }
    Ok(())
}

/// What a group of services shares: the verdict and the level, and everything that the legend would say of it.
type Shared = (String, String);

fn held(page: &StandardPage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let of = page.asked.as_deref().unwrap_or(page.id);
    if page.holdings.is_empty() {
        sheet.gap()?;
        return sheet.sentence(&format!("as of {as_of}, no document in the catalogue claims anything of {of}"));
    }
    sheet.heading(&format!("what is shown of {of} as of {as_of}"))?;
    let mut legend = Legend::new(sheet);
    let mut rest = page.holdings.as_slice();
    while let Some(first) = rest.first() {
        let here = rest.iter().take_while(|holding| holding.cloud == first.cloud).count();
        let (in_cloud, others) = rest.split_at(here);
        rest = others;
        cloud(page, in_cloud, &mut legend, sheet)?;
    }
    legend.write(sheet)
}

/// The services of one cloud, those that share a verdict, a level and a document together.
fn cloud<'p>(
    page: &StandardPage<'_>,
    holdings: &'p [Holding<'p>],
    legend: &mut Legend<'p>,
    sheet: &mut Sheet<'_>,
) -> io::Result<()> {
    let mut groups: BTreeMap<(Verdict, Shared), Vec<&str>> = BTreeMap::new();
    for holding in holdings {
        let support = legend.support(holding).unwrap_or_default();
        groups.entry((holding.verdict, (scope(holding), support))).or_default().push(holding.service);
    }
    let name = holdings.first().map(|holding| holding.cloud).unwrap_or_default();
    sheet.hanging("  ", name)?;
    for ((verdict, (scope, support)), services) in groups {
        let key: Vec<_> = [legend.mark(verdict), scope, support].into_iter().filter(|part| !part.is_empty()).collect();
        let named = services.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = services.len().saturating_sub(MOST_NAMED);
        let more = match more {
            0 => String::new(),
            more => format!(
                " and {more} more; compliance-check catalog list services --standard {} --cloud {name} names them",
                page.id
            ),
        };
        let count = counted(services.len(), "service", "services");
        sheet.hanging(&format!("    {}  ", key.join(" ")), &format!("{count}: {named}{more}"))?;
    }
    Ok(())
}
