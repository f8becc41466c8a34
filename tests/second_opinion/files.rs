//! A small catalogue as the files that the program reads.

use std::fmt::Write as _;

use compliance_check::load::catalogue::{CatalogueFile, Folder};
use compliance_check::text::Source;
use jiff::civil::Date;

use super::world::{Claim, Cloud, Document, Edition, FullList, Ref, Standard, World};

const STATED: &str = "stated-in: unverified";

/// The files, each with its folder and its name.
pub fn files(world: &World) -> Vec<CatalogueFile> {
    let of = |folder, name: String, text: String| CatalogueFile { folder, source: Source::new(name, text) };
    let providers =
        (0..world.providers).map(|number| of(Folder::Providers, format!("p{number}"), provider(world, number)));
    let standards = world.standards.iter().enumerate();
    let standards =
        standards.map(|(number, one)| of(Folder::Standards, format!("t{number}"), standard(world, number, one)));
    let documents = world.documents.iter();
    let documents = documents.map(|one| of(Folder::Evidence, format!("d{}", one.number), document(world, one)));
    providers.chain(standards).chain(documents).collect()
}

/// All of them in one text, to be read by people.
pub fn text(world: &World) -> String {
    let file = |file: &CatalogueFile| {
        format!("--- {}/{}.yaml\n{}", file.folder.name(), file.source.name(), file.source.text())
    };
    files(world).iter().map(file).collect()
}

fn list(prefix: &str, numbers: &[usize]) -> String {
    let names: Vec<_> = numbers.iter().map(|number| format!("{prefix}{number}")).collect();
    format!("[{}]", names.join(", "))
}

/// `key: list, `, or nothing where the list is empty.
fn entry(key: &str, prefix: &str, numbers: &[usize]) -> String {
    if numbers.is_empty() { String::new() } else { format!("{key}: {}, ", list(prefix, numbers)) }
}

/// The key, only where something follows it.
fn block(key: &str, lines: String) -> String {
    if lines.is_empty() { String::new() } else { format!("{key}:\n{lines}") }
}

/// `standard[:edition][@level]`.
pub fn reference(world: &World, of: Ref) -> String {
    let edition = of.edition.map(|edition| format!(":e{edition}")).unwrap_or_default();
    let level = of.level.map(|level| world.standards[of.standard].levels[level].name);
    let level = level.map(|level| format!("@l{level}")).unwrap_or_default();
    format!("t{}{edition}{level}", of.standard)
}

fn provider(world: &World, number: usize) -> String {
    let clouds = world.clouds.iter().enumerate().filter(|(_, cloud)| cloud.provider == number);
    let clouds: String = clouds.map(|(number, one)| cloud(world, number, one)).collect();
    let services = world.services.iter().enumerate().filter(|(_, service)| service.provider == number);
    let service = |(number, one): (usize, &super::world::Service)| {
        format!(
            "  - {{ id: s{number}, name: Service {number}, aliases: [The {number}th], platform: {}, home: c{}, {}{STATED} }}\n",
            one.is_platform,
            one.home,
            entry("part-of", "s", &one.part_of)
        )
    };
    let services: String = services.map(service).collect();
    format!("provider: p{number}\nname: Provider {number}\n{}{}", block("clouds", clouds), block("services", services))
}

fn cloud(world: &World, number: usize, one: &Cloud) -> String {
    let status = match one.closed {
        Some(day) => format!("status: closed, closed: {day}"),
        None => "status: active".to_owned(),
    };
    let own = (0..world.regions.len()).filter(|&region| world.regions[region] == number);
    let regions: Vec<_> = own.map(|region| format!("{{ id: r{region}, {STATED} }}")).collect();
    let part = if one.part.is_empty() {
        String::new()
    } else {
        format!(
            "parts: [{{ id: c{number}-part, name: Part of {number}, regions: {}, {STATED} }}], ",
            list("r", &one.part)
        )
    };
    format!(
        "  - {{ id: c{number}, name: Cloud {number}, {status}, regions: [{}], {part}{STATED} }}\n",
        regions.join(", ")
    )
}

fn standard(world: &World, number: usize, one: &Standard) -> String {
    let editions: String = one.editions.iter().enumerate().map(|(number, one)| edition(number, one)).collect();
    let mut levels = String::new();
    for level in &one.levels {
        let below: Vec<_> = level.below.iter().map(|&below| one.levels[below].name).collect();
        let basis = if below.is_empty() { String::new() } else { format!("basis: {}, ", level.basis.name()) };
        let kind = level.kind.map(|kind| format!("kind: {}, ", kind.name())).unwrap_or_default();
        let _ = writeln!(
            levels,
            "  - {{ id: l{}, ladder: a{}, name: Level {}, {}{basis}{kind}{STATED} }}",
            level.name,
            level.ladder,
            level.name,
            entry("subsumes", "l", &below)
        );
    }
    let mut relations = String::new();
    for relation in world.relations.iter().filter(|relation| relation.from.standard == number) {
        let _ = writeln!(
            relations,
            "  - {{ from: \"{}\", relation: {}, to: \"{}\", use: {}, same-level: {}, {STATED} }}",
            reference(world, relation.from),
            relation.kind.name(),
            reference(world, relation.to),
            relation.usage.name(),
            relation.same_level
        );
    }
    format!(
        "id: t{number}\nname: Standard {number}\ntitle: A standard\nissuer: Nobody\nsegment: global\n\
         jurisdiction: global\nkind: {}\naliases: [The {number}th]\nstated-in: s\n{}{}{}sources: {{ s: {{ found-at: nowhere }} }}\n",
        one.kind.name(),
        block("editions", editions),
        block("levels", levels),
        block("relations", relations),
    )
}

fn edition(number: usize, one: &Edition) -> String {
    let next = one.superseded_by.map(|next| format!("superseded-by: e{next}, ")).unwrap_or_default();
    let end = one.end.as_ref().map(|end| {
        let month = end.month.map(|month| format!("-{month:02}")).unwrap_or_default();
        let day = end.day.map(|day| format!("-{day:02}")).unwrap_or_default();
        let stated = if end.is_verified { "s" } else { "unverified" };
        format!("ends: \"{}{month}{day}\", end-effect: {}, end-stated-in: {stated}, ", end.year, end.effect.name())
    });
    format!("  - {{ id: e{number}, {next}{}{STATED} }}\n", end.unwrap_or_default())
}

fn document(world: &World, one: &Document) -> String {
    let lists: String = one.in_full.iter().map(|list| full_list(world, list)).collect();
    let claims: String = one.claims.iter().map(|one| claim(world, one)).collect();
    let mut conditions: Vec<_> = one.claims.iter().flat_map(|claim| &claim.conditions).collect();
    conditions.sort_unstable();
    conditions.dedup();
    let conditions = conditions.iter().map(|number| format!("  k{number}: the switch {number} is on\n")).collect();
    let seen = one.last_seen.map(|day| format!("last-seen: {day}\n")).unwrap_or_default();
    let replaces =
        if one.replaces.is_empty() { String::new() } else { format!("replaces: {}\n", list("d", &one.replaces)) };
    format!(
        "id: d{}\ntitle: A list\npublisher: Nobody\nprovider: p{}\nkind: example\nas-of: {}\nas-of-basis: printed\n\
         {seen}{replaces}found-at: nowhere\n{}{}{}",
        one.number,
        one.provider,
        one.as_of,
        block("in-full", lists),
        block("conditions", conditions),
        if claims.is_empty() { "claims: []\n".to_owned() } else { block("claims", claims) },
    )
}

fn full_list(world: &World, one: &FullList) -> String {
    let standards: Vec<_> = one.standards.iter().map(|&of| format!("\"{}\"", reference(world, of))).collect();
    let standards =
        if standards.is_empty() { String::new() } else { format!(", standards: [{}]", standards.join(", ")) };
    format!(
        "  - {{ {}{}{}clouds: {}{standards} }}\n",
        entry("services", "s", &one.services),
        entry("every-part-of", "s", &one.every_part_of),
        entry("regions", "r", &one.regions),
        list("c", &one.clouds)
    )
}

fn claim(world: &World, one: &Claim) -> String {
    // The regions of a part are written as documents write them: as if the part were a cloud.
    let by_part = one.cloud.filter(|&cloud| !one.regions.is_empty() && world.clouds[cloud].part == one.regions);
    let place = match (one.cloud, by_part) {
        (None, _) => String::new(),
        (Some(_), Some(cloud)) => format!("cloud: c{cloud}-part, "),
        (Some(cloud), None) => format!("cloud: c{cloud}, {}", entry("regions", "r", &one.regions)),
    };
    let from = one.from.map(|day| format!("from: {day}, ")).unwrap_or_default();
    let until = one.until.map(|day| format!("until: \"{}\", ", end(day, one.number))).unwrap_or_default();
    format!(
        "  - {{ {}: s{}, {place}{from}{until}{}at: row {}, standards: [\"{}\"] }}\n",
        one.statement.name(),
        one.service,
        entry("condition", "k", &one.conditions),
        one.number,
        reference(world, one.standard)
    )
}

/// The last day of a month may be written as the month.
fn end(day: Date, number: usize) -> String {
    if number.is_multiple_of(2) && day.month() != day.saturating_add(jiff::Span::new().days(1)).month() {
        return format!("{:04}-{:02}", day.year(), day.month());
    }
    day.to_string()
}
