//! The page of a standard.

use std::collections::BTreeMap;
use std::io;

use super::super::sheet::{MOST_NAMED, Sheet, counted, first_of, joined, spellings};
use super::super::table::{Column, Table};
use super::holdings::{Legend, notes, scope};
use crate::look::{Day, EditionEntry, Holding, LevelEntry, StandardPage};
use crate::model::verdict::Verdict;

/// More lines than this for one level hide what they share.
const MOST_LINES: usize = 6;

/// A cloud with no more lines than this is a small one.
const FEW: usize = 2;

/// More small clouds than this stand together.
const MOST_SMALL: usize = 12;

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
    sheet.inner_table(&table)?;
    let mut limited: Vec<(&[&str], Vec<&str>)> = Vec::new();
    for level in levels.iter().filter(|level| !level.editions.is_empty()) {
        match limited.iter_mut().find(|(editions, _)| *editions == level.editions) {
            Some((_, ids)) => ids.push(level.id),
            None => limited.push((&level.editions, vec![level.id])),
        }
    }
    for (editions, ids) in limited {
        sheet.hanging("  only in ", &format!("{}: {}", editions.join(", "), ids.join(", ")))?;
    }
    Ok(())
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

fn held(page: &StandardPage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let of = page.asked.as_deref().unwrap_or(page.id);
    if page.holdings.is_empty() {
        sheet.gap()?;
        return sheet.sentence(&format!("as of {as_of}, no document in the catalogue claims anything of {of}"));
    }
    sheet.heading(&format!("what is shown of {of} as of {as_of}"))?;
    let mut legend = Legend::new(sheet);
    let mut clouds: Vec<Vec<&Holding<'_>>> = Vec::new();
    for holding in &page.holdings {
        match clouds.last_mut().filter(|last| last.iter().all(|other| other.cloud == holding.cloud)) {
            Some(last) => last.push(holding),
            None => clouds.push(vec![holding]),
        }
    }
    // Hundreds of providers have a cloud with one service.
    let is_small = |cloud: &Vec<&Holding<'_>>| cloud.len() <= FEW;
    let together = clouds.iter().filter(|cloud| is_small(cloud)).count() > MOST_SMALL;
    let (small, large): (Vec<_>, Vec<_>) = clouds.into_iter().partition(|cloud| together && is_small(cloud));
    for holdings in &large {
        let name = holdings.first().map(|first| first.cloud);
        cloud(page, name, holdings, &mut legend, sheet)?;
    }
    if !small.is_empty() {
        sheet.hanging("  ", &format!("{} clouds with no more than {FEW} services each", small.len()))?;
        cloud(page, None, &small.concat(), &mut legend, sheet)?;
    }
    legend.write(sheet)
}

/// The services of one cloud, or of several together: those that share a verdict and a level, each document with its
/// own where that makes few lines, else beside each service.
fn cloud<'p>(
    page: &StandardPage<'_>,
    name: Option<&str>,
    holdings: &[&'p Holding<'p>],
    legend: &mut Legend<'p>,
    sheet: &mut Sheet<'_>,
) -> io::Result<()> {
    if let Some(name) = name {
        sheet.hanging("  ", name)?;
    }
    let mut groups: BTreeMap<(Verdict, String), Vec<&'p Holding<'p>>> = BTreeMap::new();
    for holding in holdings {
        groups.entry((holding.verdict, scope(holding))).or_default().push(holding);
    }
    for ((verdict, scope), group) in groups {
        let mut key = vec![legend.mark(verdict)];
        key.extend((!scope.is_empty()).then_some(scope));
        let mut lines: BTreeMap<_, Vec<&'p Holding<'p>>> = BTreeMap::new();
        for holding in &group {
            lines.entry((holding.document, holding.cloud_inferred, notes(holding))).or_default().push(holding);
        }
        let list = who_names(page, name, verdict, &group);
        if lines.len() > MOST_LINES {
            line(&list, &key, &group, Some(&mut *legend), name.is_none(), sheet)?;
            continue;
        }
        for group in lines.into_values() {
            let support = group.first().and_then(|first| legend.support(first));
            let key: Vec<_> = key.iter().cloned().chain(support).collect();
            line(&list, &key, &group, None, name.is_none(), sheet)?;
        }
    }
    Ok(())
}

/// What names all services of a group: the list of those on which a document claims this, where one does.
fn who_names(page: &StandardPage<'_>, cloud: Option<&str>, verdict: Verdict, group: &[&Holding<'_>]) -> String {
    if !matches!(verdict, Verdict::Covered | Verdict::Conditional) {
        return "--format json".to_owned();
    }
    let first = group.first();
    let edition = first.and_then(|first| first.edition).map(|edition| format!(":{edition}")).unwrap_or_default();
    let level = first.and_then(|first| first.level).map(|level| format!("@{level}")).unwrap_or_default();
    let cloud = cloud.map(|cloud| format!(" --cloud {cloud}")).unwrap_or_default();
    format!("compliance-check catalog list services --standard {}{edition}{level}{cloud}", page.id)
}

/// One line: what the services share, and the services; each with its own document where a legend is given, and with
/// its cloud where they are of several.
fn line<'p>(
    list: &str,
    key: &[String],
    group: &[&'p Holding<'p>],
    mut legend: Option<&mut Legend<'p>>,
    with_cloud: bool,
    sheet: &mut Sheet<'_>,
) -> io::Result<()> {
    // Only what is named needs a place in the legend.
    let named = group.iter().enumerate().map(|(index, holding)| {
        let legend = legend.as_mut().filter(|_| index < MOST_NAMED);
        let support = legend.and_then(|legend| legend.support(holding)).map(|support| format!(" ({support})"));
        let cloud = if with_cloud { format!(" in {}", holding.cloud) } else { String::new() };
        format!("{}{cloud}{}", holding.service, support.unwrap_or_default())
    });
    let named: Vec<_> = named.collect();
    let count = counted(group.len(), "service", "services");
    let named = first_of(&named, list).unwrap_or_default();
    sheet.hanging(&format!("    {}  ", key.join(" ")), &format!("{count}: {named}"))
}
