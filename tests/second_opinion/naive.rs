//! The decision once more, from its description alone: slow, plain, and without a line of the engine.
//!
//! Every part says which sentence of "How one requirement is decided" it stands for. Where the sentences leave
//! something open, the part says what it takes them to mean, after the word *Open*.

use compliance_check::model::evidence::Statement;
use compliance_check::model::standard::{Assurance, EndEffect, RelationKind, RelationUse};
use compliance_check::model::verdict::Verdict;
use jiff::civil::Date;

use super::world::{Asked, Claim, Document, End, FullList, Ref, Relation, Told, World};

/// What one document says of what is asked.
#[derive(Debug, Clone)]
struct Opinion<'w> {
    document: &'w Document,
    verdict: Verdict,
    /// The claims that serve best, all equally well; none where the document leaves the service or the region out.
    shown: Vec<Shown<'w>>,
    /// What it says of other regions of the cloud, where it leaves this one out.
    there: Option<Verdict>,
    names_region: bool,
}

/// A claim that may be shown for an opinion.
#[derive(Debug, Clone, Copy)]
struct Shown<'w> {
    claim: &'w Claim,
    /// Whether its document says something else of the same thing.
    is_torn: bool,
}

/// Every answer that the description allows. There are several only where it doesn't say which of two equal things
/// counts.
pub fn answers(world: &World, asked: &Asked) -> Vec<Told> {
    answers_below(world, asked, &[])
}

fn answers_below(world: &World, asked: &Asked, above: &[Ref]) -> Vec<Told> {
    let direct = decide(world, asked);
    // First row of the table: nothing survives a closed cloud. The document that speaks last is shown all the same.
    if let Some(closed) = world.clouds[asked.cloud].closed.filter(|&closed| closed < asked.as_of) {
        return closed_answers(world, asked, direct, closed);
    }
    // Rows two and three: what is covered directly needs no relation.
    let verdict = direct.first().map(|told| told.verdict);
    if matches!(verdict, Some(Verdict::Covered | Verdict::Conditional)) {
        return direct;
    }
    // Row four: unless the deciding document excludes it.
    if verdict != Some(Verdict::Excluded) {
        let related = by_relation(world, asked, above);
        if !related.is_empty() {
            return related;
        }
    }
    if !direct.is_empty() {
        return direct;
    }
    // The last two rows: nobody speaks of the service itself.
    let verdict = if platform_in_scope(world, asked) { Verdict::PlatformOnly } else { Verdict::NoEvidence };
    vec![Told { verdict, document: None, contested: false, held: None, until: None }]
}

/// *Open*: contested by each document from after the closing that still has it in scope.
fn closed_answers(world: &World, asked: &Asked, direct: Vec<Told>, closed: Date) -> Vec<Told> {
    let verdict = Verdict::CloudClosed;
    let late = existing(world, asked).into_iter().filter(|document| document.as_of > closed);
    let says_so = |one: Opinion<'_>| {
        one.there.is_some() || one.shown.iter().any(|shown| shown.claim.statement == Statement::InScope)
    };
    let contested = late.filter_map(|document| opinion(world, asked, document)).any(says_so);
    let none = Told { verdict, document: None, contested, held: None, until: None };
    if direct.is_empty() {
        vec![none]
    } else {
        direct.into_iter().map(|told| Told { verdict, contested, ..told }).collect()
    }
}

/// Steps 1 and 2: who speaks, and whose word counts. Empty where nobody speaks.
fn decide(world: &World, asked: &Asked) -> Vec<Told> {
    let speaking: Vec<Opinion<'_>> =
        existing(world, asked).into_iter().filter_map(|document| opinion(world, asked, document)).collect();
    let mut deciding = latest_that_says_least(speaking.iter().collect());
    // Step 2: a document that leaves the region out hands over to the newest one that names the region.
    if deciding.first().is_some_and(|one| one.verdict == Verdict::Elsewhere) {
        let naming = latest_that_says_least(speaking.iter().filter(|one| one.names_region).collect());
        if !naming.is_empty() {
            deciding = naming;
        }
    }
    let mut told = Vec::new();
    for one in deciding {
        let contested = speaking.iter().any(|other| disagrees(one, other));
        if one.shown.is_empty() {
            told.push(tell(one, None, contested, world, asked));
        }
        for shown in &one.shown {
            told.push(tell(one, Some(shown.claim), contested || shown.is_torn, world, asked));
        }
    }
    told
}

/// Step 2: contested by the claim of another document that gives another verdict; never by its silence.
///
/// *Open*: who leaves the region out makes no claim on it. Against mere silence that counts all the same, if the claim
/// would do in its own region: who forgot one of them may be the one who lists.
fn disagrees(one: &Opinion<'_>, other: &Opinion<'_>) -> bool {
    if other.document.number == one.document.number {
        return false;
    }
    match other.there {
        Some(there) => one.verdict == Verdict::NotListed && matches!(there, Verdict::Covered | Verdict::Conditional),
        None => !other.shown.is_empty() && other.verdict != one.verdict,
    }
}

fn tell(one: &Opinion<'_>, claim: Option<&Claim>, contested: bool, world: &World, asked: &Asked) -> Told {
    Told {
        verdict: one.verdict,
        document: Some(one.document.number),
        contested,
        held: claim.filter(|claim| claim.statement == Statement::InScope).map(|claim| claim.standard),
        until: claim.and_then(|claim| shown_end(world, asked, claim, one.verdict)),
    }
}

/// Step 1: the documents that exist on the day, without those that an existing one replaces.
fn existing<'w>(world: &'w World, asked: &Asked) -> Vec<&'w Document> {
    let exists = |document: &&Document| document.as_of <= asked.as_of;
    let is_replaced =
        |old: &Document| world.documents.iter().filter(exists).any(|new| new.replaces.contains(&old.number));
    world.documents.iter().filter(exists).filter(|document| !is_replaced(document)).collect()
}

/// Step 2: the latest as-of date; of that date, the one that says less, which is the one further down the table.
fn latest_that_says_least<'o, 'w>(opinions: Vec<&'o Opinion<'w>>) -> Vec<&'o Opinion<'w>> {
    let Some(day) = opinions.iter().map(|one| one.document.as_of).max() else { return Vec::new() };
    let of_that_day: Vec<_> = opinions.into_iter().filter(|one| one.document.as_of == day).collect();
    let Some(least) = of_that_day.iter().map(|one| one.verdict).max() else { return Vec::new() };
    // *Open*: two of one day that say the same.
    of_that_day.into_iter().filter(|one| one.verdict == least).collect()
}

/// Step 1: what a document says of it; `None` where it doesn't speak of it.
fn opinion<'w>(world: &World, asked: &Asked, document: &'w Document) -> Option<Opinion<'w>> {
    let on_it: Vec<&Claim> = document.claims.iter().filter(|claim| is_on_it(world, asked, claim)).collect();
    let here: Vec<&Claim> =
        on_it.iter().copied().filter(|claim| reaches(world, claim, asked.cloud, asked.region)).collect();
    let verdict_of = |claim: &Claim| verdict_of_claim(world, asked, claim);
    let leaving_out: Vec<_> = document.in_full.iter().filter(|list| leaves_out(world, asked, document, list)).collect();
    let list_names_region = leaving_out.iter().any(|list| !list.regions.is_empty());
    let bearing: Vec<&Claim> = here.iter().copied().filter(|claim| bears_on_it(world, asked, claim)).collect();
    if !bearing.is_empty() {
        // Step 2: for each edition and level that something is said of, the narrowest claim stands, even one that bears on
        // less than the claim in whose place it stands. Across levels the one that serves best counts.
        let groups: Vec<_> = bearing.iter().map(|claim| same_thing(&here, claim)).collect();
        let narrowest = |group: &Vec<&'w Claim>| group.iter().copied().min_by_key(|claim| narrowness(asked, claim));
        let standing: Vec<&Claim> = groups.iter().filter_map(narrowest).collect();
        let verdict = standing.iter().map(|claim| verdict_of(claim)).min()?;
        let serving: Vec<_> = (0..groups.len()).filter(|&at| verdict_of(standing[at]) == verdict).collect();
        let is_better = bearing.iter().any(|claim| verdict_of(claim) < verdict);
        // *Open*: of several that serve equally well any may be shown whose level no other's level holds.
        let is_below = |one: &&Claim, other: usize| {
            let levels = one.standard.level.zip(standing[other].standard.level);
            levels.is_some_and(|(one, other)| one != other && holds(world, asked.required.standard, other, one))
        };
        let shown = serving.iter().filter(|&&at| !serving.iter().any(|&other| is_below(&standing[at], other)));
        let shown = shown.map(|&at| {
            let is_unequal = groups[at].iter().any(|claim| verdict_of(claim) != verdict);
            Shown { claim: standing[at], is_torn: is_better || is_unequal }
        });
        let region = asked.region;
        let names_region = list_names_region
            || groups.iter().flatten().any(|claim| region.is_some_and(|region| claim.regions.contains(&region)));
        return Some(Opinion { document, verdict, shown: shown.collect(), there: None, names_region });
    }
    // Step 2: a region limit is itself a statement, if the service is in scope somewhere in the cloud.
    let elsewhere: Vec<_> =
        on_it.iter().copied().filter(|claim| stands_somewhere(world, asked, claim, &on_it)).collect();
    if let Some(there) = elsewhere.iter().map(|claim| verdict_of(claim)).min() {
        let (verdict, there, names_region) = (Verdict::Elsewhere, Some(there), list_names_region);
        return Some(Opinion { document, verdict, shown: Vec::new(), there, names_region });
    }
    // Step 1: it lists in full, and leaves it out.
    let (verdict, names_region) = (Verdict::NotListed, list_names_region);
    (!leaving_out.is_empty()).then_some(Opinion { document, verdict, shown: Vec::new(), there: None, names_region })
}

/// Step 2: the claims for the same edition and level as `claim`, itself among them. An exclusion that leaves edition or
/// level open excludes each of them.
fn same_thing<'w>(here: &[&'w Claim], claim: &Claim) -> Vec<&'w Claim> {
    let of = claim.standard;
    let excludes = |other: &Claim| {
        other.statement == Statement::OutOfScope
            && (other.standard.edition.is_none() || other.standard.edition == of.edition)
            && (other.standard.level.is_none() || other.standard.level == of.level)
    };
    here.iter().copied().filter(|other| other.standard == of || excludes(other)).collect()
}

/// Whether a claim is on the service, the cloud and the standard. One that names no cloud speaks for the home cloud.
///
/// *Open*: a claim that holds only from a later day isn't made yet.
fn is_on_it(world: &World, asked: &Asked, claim: &Claim) -> bool {
    claim.service == asked.service
        && cloud_of(world, claim) == asked.cloud
        && claim.standard.standard == asked.required.standard
        && claim.from.is_none_or(|from| from <= asked.as_of)
}

fn cloud_of(world: &World, claim: &Claim) -> usize {
    match claim.cloud {
        Some(cloud) => cloud,
        None => world.services[claim.service].home,
    }
}

/// A claim without regions speaks for all of its cloud, and for a use without a region; one with regions for these alone.
fn reaches(world: &World, claim: &Claim, cloud: usize, region: Option<usize>) -> bool {
    match region {
        None => claim.regions.is_empty(),
        Some(region) if claim.regions.is_empty() => world.regions[region] == cloud,
        Some(region) => claim.regions.contains(&region),
    }
}

/// Narrowest first: out of scope, pending, under a condition, for a shorter time, plain.
///
/// *Open*: a condition that the deployment meets is none.
fn narrowness(asked: &Asked, claim: &Claim) -> (u8, Date) {
    let rank = match claim.statement {
        Statement::OutOfScope => 0,
        Statement::Pending => 1,
        Statement::InScope if is_unmet(asked, claim) => 2,
        Statement::InScope => 3,
    };
    (rank, claim.until.unwrap_or(Date::MAX))
}

fn is_unmet(asked: &Asked, claim: &Claim) -> bool {
    claim.conditions.iter().any(|condition| !asked.meets.contains(condition))
}

/// Whether an in-scope claim that doesn't reach the region stands somewhere in the cloud.
fn stands_somewhere(world: &World, asked: &Asked, claim: &Claim, on_it: &[&Claim]) -> bool {
    let mut places: Vec<_> = claim.regions.iter().copied().map(Some).collect();
    if places.is_empty() {
        places.push(None);
    }
    let stands = |place: &Option<usize>| {
        let there: Vec<&Claim> =
            on_it.iter().copied().filter(|other| reaches(world, other, asked.cloud, *place)).collect();
        let narrower = same_thing(&there, claim).into_iter().any(|other| other.statement != Statement::InScope);
        !narrower
    };
    claim.statement == Statement::InScope && places.iter().any(stands)
}

/// Step 4, for one claim: the first row that fits.
///
/// *Open*: that a statement is over takes away what was in scope, and not that something was out of scope or under way.
fn verdict_of_claim(world: &World, asked: &Asked, claim: &Claim) -> Verdict {
    match claim.statement {
        Statement::InScope => in_scope(world, asked, claim),
        Statement::Pending => Verdict::Pending,
        Statement::OutOfScope => Verdict::Excluded,
    }
}

/// Step 1: whether a claim on the standard is one on what is required.
///
/// *Open*: an audit under way says something of what it would show: its level and those below, and the standard as a
/// whole. An exclusion says something of what it excludes: its level and those that hold it, and not of the standard
/// where that is asked for at no level. Either says something of its own edition, and of a standard that is asked for in
/// whatever edition.
fn bears_on_it(world: &World, asked: &Asked, claim: &Claim) -> bool {
    let edition = fits(claim.standard.edition, asked.required.edition, |one, other| one == other);
    let standard = asked.required.standard;
    match claim.statement {
        Statement::InScope => true,
        Statement::Pending => {
            let below = |stated, required| holds(world, standard, stated, required);
            edition && fits(claim.standard.level, asked.required.level, below)
        }
        Statement::OutOfScope => {
            let above = |stated| asked.required.level.is_some_and(|required| holds(world, standard, required, stated));
            edition && claim.standard.level.is_none_or(above)
        }
    }
}

/// Whether two agree as far as both are stated.
fn fits(one: Option<usize>, other: Option<usize>, agree: impl Fn(usize, usize) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => agree(one, other),
        _ => true,
    }
}

fn is_over(asked: &Asked, claim: &Claim) -> bool {
    claim.until.is_some_and(|until| until < asked.as_of)
}

/// The rows that begin with a claim that is in scope here, in the table's order.
fn in_scope(world: &World, asked: &Asked, claim: &Claim) -> Verdict {
    let standard = &world.standards[claim.standard.standard];
    if is_over(asked, claim) {
        return Verdict::Lapsed;
    }
    if retiring_end(world, claim.standard).is_some_and(|end| end < asked.as_of) {
        return Verdict::EditionRetired;
    }
    if let Some(required) = asked.required.edition {
        match claim.standard.edition {
            Some(stated) if stated == required => {}
            Some(_) => return Verdict::EditionDiffers,
            None => return Verdict::EditionUnstated,
        }
    }
    if let Some(required) = asked.required.level {
        match claim.standard.level {
            Some(stated) if holds(world, claim.standard.standard, stated, required) => {}
            Some(stated) if holds(world, claim.standard.standard, required, stated) => return Verdict::LevelTooLow,
            // Neither holds the other: the document prints nothing of the level that is required.
            Some(_) | None => return Verdict::LevelUnstated,
        }
    }
    // The kind comes from the standard, unless the level that is held has its own.
    let own = claim.standard.level.and_then(|level| standard.levels[level].kind);
    if asked.third_party && !is_third_party(own.unwrap_or(standard.kind)) {
        return Verdict::KindTooWeak;
    }
    if is_unmet(asked, claim) { Verdict::Conditional } else { Verdict::Covered }
}

/// The first five kinds are a third party's, the last three the provider's own word.
fn is_third_party(kind: Assurance) -> bool {
    use Assurance::{Assessment, Attestation, Authorization, Certification, Validation};
    [Certification, Attestation, Validation, Authorization, Assessment].contains(&kind)
}

/// Whether who holds one level of a standard holds another, through any number of written steps, on whatever basis.
pub fn holds(world: &World, standard: usize, level: usize, other: usize) -> bool {
    let levels = &world.standards[standard].levels;
    level == other || levels[level].below.iter().any(|&below| holds(world, standard, below, other))
}

/// Step 3: the earliest of the claim's own end, its edition's where that takes away what was issued, the cloud's.
fn effective_end(world: &World, asked: &Asked, claim: &Claim) -> Option<Date> {
    [claim.until, retiring_end(world, claim.standard), world.clouds[asked.cloud].closed].into_iter().flatten().min()
}

/// The date that mattered: of a lapse the claim's own end, of anything else that is in scope the effective one.
fn shown_end(world: &World, asked: &Asked, claim: &Claim, verdict: Verdict) -> Option<Date> {
    if verdict == Verdict::Lapsed { claim.until } else { effective_end(world, asked, claim) }
}

/// The day on which the edition's end takes away what was issued, on the word of a publication.
fn retiring_end(world: &World, of: Ref) -> Option<Date> {
    use EndEffect::{CertificatesVoid, ContractsVoid, InvalidatedByCourt, YearlyCycleEnds};
    let end = world.standards[of.standard].editions[of.edition?].end.as_ref()?;
    let retires = [CertificatesVoid, ContractsVoid, InvalidatedByCourt, YearlyCycleEnds].contains(&end.effect);
    (retires && end.is_verified).then(|| last_day(end))
}

/// A date that is known to the month or to the year means its last day.
fn last_day(end: &End) -> Date {
    let month = end.month.unwrap_or(12);
    let is_leap = end.year % 4 == 0 && (end.year % 100 != 0 || end.year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    jiff::civil::date(end.year, month, end.day.unwrap_or(days))
}

/// Step 1: whether a list is in full for what is asked.
///
/// *Open*: it is so for the standards, editions and levels that it names and no others, and for a requirement that leaves
/// edition or level open only where it does so too.
fn leaves_out(world: &World, asked: &Asked, document: &Document, list: &FullList) -> bool {
    let required = asked.required;
    let covers = |one: &Ref| {
        one.standard == required.standard
            && (one.edition.is_none() || one.edition == required.edition)
            && (one.level.is_none() || one.level == required.level)
    };
    let regions = list.regions.is_empty() || asked.region.is_some_and(|region| list.regions.contains(&region));
    let standards = list.standards.is_empty() || list.standards.iter().any(covers);
    is_listed(world, asked, document, list) && list.clouds.contains(&asked.cloud) && regions && standards
}

/// Whether a list is in full for the service. One that names a platform isn't so for the platform's parts.
///
/// *Open*: a list that gives the service's own name is in full for it whatever else it names. One of every part of a
/// platform isn't, where it names a smaller platform that the service is part of, or parts of the service: then it goes by
/// other names. What it names in another cloud doesn't count.
fn is_listed(world: &World, asked: &Asked, document: &Document, list: &FullList) -> bool {
    if list.services.contains(&asked.service) {
        return true;
    }
    let platforms = platforms(world, asked.service);
    let is_named = |service: usize| {
        let on_it = |claim: &&Claim| {
            claim.service == service
                && claim.standard.standard == asked.required.standard
                && cloud_of(world, claim) == asked.cloud
        };
        document.claims.iter().any(|claim| on_it(&claim))
    };
    let is_part = platforms.iter().any(|platform| list.every_part_of.contains(platform));
    let by_family = platforms.iter().any(|platform| !list.every_part_of.contains(platform) && is_named(*platform));
    let mut services = 0..world.services.len();
    let by_parts = services.any(|part| world.services[part].part_of.contains(&asked.service) && is_named(part));
    is_part && !by_family && !by_parts
}

/// Every platform that a service belongs to, through any number of steps.
fn platforms(world: &World, service: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for &platform in &world.services[service].part_of {
        found.push(platform);
        found.extend(platforms(world, platform));
    }
    found
}

/// Whether the document that decides for one of the platforms has it in scope here.
///
/// *Open*: in scope at too low a level, for another edition or in former times is in scope.
fn platform_in_scope(world: &World, asked: &Asked) -> bool {
    platforms(world, asked.service).into_iter().any(|platform| {
        let of_platform = decide(world, &Asked { service: platform, ..asked.clone() });
        of_platform.first().is_some_and(|told| told.held.is_some())
    })
}

/// Row four: something that is covered grants or includes what is required, and the data says that this may satisfy.
///
/// *Open*: what is covered through a relation is covered. `above` is what is being asked already, so that relations in a
/// circle end; which of several relations is named, the description doesn't say.
fn by_relation(world: &World, asked: &Asked, above: &[Ref]) -> Vec<Told> {
    if above.contains(&asked.required) {
        return Vec::new();
    }
    let above = [above, &[asked.required]].concat();
    let mut found = Vec::new();
    for relation in &world.relations {
        let links = matches!(relation.kind, RelationKind::Grants | RelationKind::Includes);
        let may = matches!(relation.usage, RelationUse::Satisfies | RelationUse::SatisfiesWithNote);
        if !links || !may {
            continue;
        }
        for (from, to) in links_of(world, relation) {
            if leads_to(world, asked, to) {
                let source = answers_below(world, &Asked { required: from, ..asked.clone() }, &above);
                let is_covered = |told: &Told| matches!(told.verdict, Verdict::Covered | Verdict::CoveredByRelation);
                let covered = source.into_iter().filter(is_covered);
                found.extend(covered.map(|told| Told { verdict: Verdict::CoveredByRelation, ..told }));
            }
        }
    }
    found
}

/// From what to what a relation leads. One that holds at each level alike is a relation from each level to the one that
/// is called the same, besides the one that names none.
fn links_of(world: &World, relation: &Relation) -> Vec<(Ref, Ref)> {
    let mut links = vec![(relation.from, relation.to)];
    if relation.same_level {
        for (from, of_one) in world.standards[relation.from.standard].levels.iter().enumerate() {
            for (to, of_other) in world.standards[relation.to.standard].levels.iter().enumerate() {
                if of_one.name == of_other.name {
                    let at = |reference: Ref, level| Ref { level: Some(level), ..reference };
                    links.push((at(relation.from, from), at(relation.to, to)));
                }
            }
        }
    }
    links
}

/// Whether what a relation leads to is what is required, or more: the edition that is required, a level that holds the
/// one that is required.
fn leads_to(world: &World, asked: &Asked, to: Ref) -> bool {
    let required = asked.required;
    if to.standard != required.standard {
        return false;
    }
    let edition = required.edition.is_none() || to.edition == required.edition;
    let level = match (to.level, required.level) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(to), Some(required)) => holds(world, asked.required.standard, to, required),
    };
    // *Open*: what is granted for an edition that has retired is granted no more.
    let retired = retiring_end(world, to).is_some_and(|end| end < asked.as_of);
    edition && level && !retired
}
