//! Random small catalogues and questions. Days come from a short list and things from short ones, small numbers more
//! often, so that what matters meets: ties, ends, limits, contradictions.

use compliance_check::model::evidence::Statement;
use compliance_check::model::standard::{Assurance, Basis, EndEffect, RelationKind, RelationUse};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::dice::Dice;
use super::world::{
    Asked, Claim, Cloud, Document, Edition, End, FullList, Level, Ref, Relation, Service, Standard, World,
};

/// The days on which things happen. A question is asked on one of them, the day before or the day after.
const DAYS: [Date; 6] =
    [date(2020, 2, 29), date(2020, 12, 31), date(2021, 1, 1), date(2021, 6, 30), date(2021, 12, 31), date(2022, 2, 28)];

/// How many conditions there may be.
pub const CONDITIONS: usize = 3;

/// The catalogue of a seed.
pub fn world(seed: u64) -> World {
    let dice = &mut Dice::new(seed);
    let providers = dice.between(1, 2);
    let mut regions = Vec::new();
    let clouds: Vec<_> = (0..dice.between(1, 4)).map(|number| cloud(dice, number, providers, &mut regions)).collect();
    let services = services(dice, &clouds, providers);
    let standards: Vec<_> = (0..dice.between(1, 4)).map(|_| standard(dice)).collect();
    let mut world =
        World { providers, clouds, regions, services, standards, relations: Vec::new(), documents: Vec::new() };
    world.relations = (0..dice.below(6)).map(|_| relation(dice, &world)).collect();
    // In some catalogues most claims are for some regions only.
    let limited = dice.one_of(&[20, 50, 90]);
    for number in 0..dice.between(1, 8) {
        let document = document(dice, &world, number, limited);
        world.documents.push(document);
    }
    world
}

fn cloud(dice: &mut Dice, number: usize, providers: usize, regions: &mut Vec<usize>) -> Cloud {
    let first = regions.len();
    regions.extend(std::iter::repeat_n(number, dice.below(4)));
    let own: Vec<_> = (first..regions.len()).collect();
    let part = if dice.percent(50) { dice.some_of(50, &own) } else { Vec::new() };
    Cloud { provider: number % providers, closed: dice.maybe(15, &DAYS), part }
}

fn services(dice: &mut Dice, clouds: &[Cloud], providers: usize) -> Vec<Service> {
    let count = dice.between(1, 6);
    let mut services: Vec<Service> = Vec::new();
    for number in 0..count {
        let provider = dice.low(providers);
        let own: Vec<_> = (0..clouds.len()).filter(|&cloud| clouds[cloud].provider == provider).collect();
        let home = dice.maybe(100, &own).unwrap_or(0);
        services.push(Service { provider, home, is_platform: false, part_of: Vec::new() });
        // Later ones contain earlier ones, so that nothing contains itself.
        for part in 0..number {
            if services[part].provider == provider && dice.percent(30) {
                services[part].part_of.push(number);
                services[number].is_platform = true;
            }
        }
    }
    services
}

fn standard(dice: &mut Dice) -> Standard {
    let kind = if dice.percent(75) { dice.one_of(&Assurance::ALL[..5]) } else { dice.one_of(&Assurance::ALL) };
    let count = dice.below(4);
    let editions = (0..count).map(|number| edition(dice, number, count)).collect();
    let count = dice.below(6);
    let mut names: Vec<_> = (0..6).collect();
    dice.shuffle(&mut names);
    let ladders: Vec<_> = (0..count).map(|_| usize::from(dice.percent(20))).collect();
    // Some ladders are written step by step, others with every way that comes to mind.
    let is_chain = dice.percent(40);
    let level = |number: usize| {
        let lower = (number + 1..count).filter(|&lower| ladders[lower] == ladders[number]);
        let lower: Vec<_> = lower.take(if is_chain { 1 } else { count }).collect();
        Level {
            name: names[number],
            ladder: ladders[number],
            below: dice.some_of(if is_chain { 90 } else { 55 }, &lower),
            basis: dice.one_of(&Basis::ALL),
            kind: dice.maybe(25, &Assurance::ALL),
        }
    };
    Standard { kind, editions, levels: (0..count).map(level).collect() }
}

fn edition(dice: &mut Dice, number: usize, count: usize) -> Edition {
    let superseded_by = (number + 1 < count && dice.percent(70)).then_some(number + 1);
    let day = dice.one_of(&DAYS);
    let month = dice.maybe(80, &[day.month()]);
    let effect = if dice.percent(60) { dice.one_of(&EndEffect::ALL[..4]) } else { dice.one_of(&EndEffect::ALL) };
    let end = End {
        year: day.year(),
        month,
        day: dice.maybe(60, &[day.day()]).filter(|_| month.is_some()),
        effect,
        is_verified: dice.percent(75),
    };
    Edition { superseded_by, end: dice.percent(50).then_some(end) }
}

fn reference(dice: &mut Dice, world: &World, edition: usize, level: usize) -> Ref {
    let standard = dice.low(world.standards.len());
    let Standard { editions, levels, .. } = &world.standards[standard];
    let editions: Vec<_> = (0..editions.len()).collect();
    let levels: Vec<_> = (0..levels.len()).collect();
    Ref { standard, edition: dice.maybe(edition, &editions), level: dice.maybe(level, &levels) }
}

fn relation(dice: &mut Dice, world: &World) -> Relation {
    let same_level = dice.percent(25);
    let level = if same_level { 0 } else { 50 };
    let kind = if dice.percent(75) { dice.one_of(&RelationKind::ALL[..2]) } else { dice.one_of(&RelationKind::ALL) };
    let usage = if dice.percent(65) { dice.one_of(&RelationUse::ALL[..2]) } else { dice.one_of(&RelationUse::ALL) };
    Relation { from: reference(dice, world, 30, level), to: reference(dice, world, 30, level), kind, usage, same_level }
}

fn document(dice: &mut Dice, world: &World, number: usize, limited: usize) -> Document {
    let as_of = dice.one_of(&DAYS);
    let older: Vec<_> = world.documents.iter().filter(|old| old.as_of < as_of).map(|old| old.number).collect();
    let last_seen = dice.maybe(20, &DAYS).filter(|seen| *seen >= as_of);
    let provider = dice.below(world.providers);
    let in_full = (0..dice.below(3)).filter_map(|_| full_list(dice, world)).collect();
    let claims = (0..dice.below(7)).map(|number| claim(dice, world, number, limited)).collect();
    Document { number, provider, as_of, last_seen, replaces: dice.some_of(8, &older), in_full, claims }
}

/// Some of a cloud's regions: those of its part, or others, or none.
fn regions_of(dice: &mut Dice, world: &World, cloud: usize, percent: usize) -> Vec<usize> {
    if !dice.percent(percent) {
        return Vec::new();
    }
    let own: Vec<_> = (0..world.regions.len()).filter(|&region| world.regions[region] == cloud).collect();
    let part = &world.clouds[cloud].part;
    if dice.percent(30) { part.clone() } else { dice.some_of(45, &own) }
}

fn full_list(dice: &mut Dice, world: &World) -> Option<FullList> {
    let services: Vec<_> = (0..world.services.len()).collect();
    let platforms: Vec<_> = services.iter().copied().filter(|&one| world.services[one].is_platform).collect();
    let first = dice.low(world.clouds.len());
    let mut clouds = vec![first];
    clouds.extend(dice.maybe(25, &(0..world.clouds.len()).collect::<Vec<_>>()).filter(|&other| other != first));
    let standards = if dice.percent(30) { 0 } else { dice.between(1, 3) };
    let list = FullList {
        services: dice.some_of(50, &services),
        every_part_of: dice.some_of(30, &platforms),
        regions: regions_of(dice, world, first, 35),
        clouds,
        standards: (0..standards).map(|_| reference(dice, world, 15, 35)).collect(),
    };
    (!list.services.is_empty() || !list.every_part_of.is_empty()).then_some(list)
}

fn claim(dice: &mut Dice, world: &World, number: usize, limited: usize) -> Claim {
    let mut service = dice.low(world.services.len());
    let mut cloud = (!dice.percent(15)).then(|| dice.low(world.clouds.len()));
    let mut standard = reference(dice, world, 45, 55);
    // Often on what an older document speaks of.
    let known: Vec<&Claim> = world.documents.iter().flat_map(|document| &document.claims).collect();
    if let Some(known) = dice.maybe(50, &known) {
        (service, cloud) = (known.service, known.cloud);
        if known.standard.standard != standard.standard || dice.percent(50) {
            standard = known.standard;
        }
    }
    let regions = cloud.map(|cloud| regions_of(dice, world, cloud, limited)).unwrap_or_default();
    let statement = match dice.below(100) {
        0..70 => Statement::InScope,
        70..85 => Statement::OutOfScope,
        _ => Statement::Pending,
    };
    let until = dice.maybe(22, &DAYS);
    let from = dice.maybe(12, &DAYS).filter(|&from| until.is_none_or(|until| from <= until));
    let conditions: Vec<_> = (0..CONDITIONS).collect();
    let conditions = if dice.percent(25) { dice.some_of(50, &conditions) } else { Vec::new() };
    Claim { number, service, cloud, regions, statement, standard, from, until, conditions }
}

/// Questions on a catalogue, most of them on something that a document speaks of.
pub fn questions(world: &World, seed: u64, count: usize) -> Vec<Asked> {
    // Another stream than the catalogue's.
    let dice = &mut Dice::new(seed ^ 0x5eed);
    (0..count).map(|_| question(dice, world)).collect()
}

fn question(dice: &mut Dice, world: &World) -> Asked {
    let mut required = reference(dice, world, 35, 50);
    let mut service = dice.low(world.services.len());
    let mut cloud = dice.low(world.clouds.len());
    let claims: Vec<&Claim> = world.documents.iter().flat_map(|document| &document.claims).collect();
    if let Some(claim) = dice.maybe(70, &claims) {
        service = claim.service;
        cloud = claim.cloud.unwrap_or(world.services[service].home);
        let same = claim.standard.standard == required.standard;
        if !same && dice.percent(80) {
            required = Ref { edition: None, level: None, ..claim.standard };
            let levels: Vec<_> = (0..world.standards[required.standard].levels.len()).collect();
            let editions: Vec<_> = (0..world.standards[required.standard].editions.len()).collect();
            required.level = dice.maybe(50, &levels);
            required.edition =
                if dice.percent(60) { None } else { dice.maybe(50, &editions).or(claim.standard.edition) };
        }
    }
    // A part of a platform that is spoken of.
    if dice.percent(20) {
        let parts: Vec<_> =
            (0..world.services.len()).filter(|&part| world.services[part].part_of.contains(&service)).collect();
        service = dice.maybe(100, &parts).unwrap_or(service);
    }
    let own: Vec<_> = (0..world.regions.len()).filter(|&region| world.regions[region] == cloud).collect();
    let conditions: Vec<_> = (0..CONDITIONS).collect();
    let day = dice.one_of(&DAYS);
    let as_of = match dice.below(4) {
        0 => day.saturating_sub(1.day()),
        1 => day.saturating_add(1.day()),
        2 => day.saturating_add(dice.below(900).try_into().map_or(0.days(), |days: i64| days.days())),
        _ => day,
    };
    Asked {
        service,
        cloud,
        region: if dice.percent(3) {
            dice.maybe(100, &(0..world.regions.len()).collect::<Vec<_>>())
        } else {
            dice.maybe(70, &own)
        },
        required,
        third_party: dice.percent(30),
        meets: dice.some_of(30, &conditions),
        as_of,
    }
}
