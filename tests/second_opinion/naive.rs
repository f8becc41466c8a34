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
    /// The claims that serve best, all equally well; none where the document is silent on purpose.
    claims: Vec<&'w Claim>,
    /// Whether the document says something better in another place, for the same thing.
    is_torn: bool,
    names_region: bool,
}

/// Every answer that the description allows. There are several only where it doesn't say which of two equal things
/// counts.
pub fn answers(world: &World, asked: &Asked) -> Vec<Told> {
    let direct = decide(world, asked);
    // First row of the table: nothing survives a closed cloud. The document that speaks last is shown all the same.
    if let Some(closed) = world.clouds[asked.cloud].closed.filter(|&closed| closed < asked.as_of) {
        return closed_answers(direct, closed);
    }
    // Rows two and three: what is covered directly needs no relation.
    let verdict = direct.first().map(|told| told.verdict);
    if matches!(verdict, Some(Verdict::Covered | Verdict::Conditional)) {
        return direct;
    }
    // Row four: unless the deciding document excludes it.
    if verdict != Some(Verdict::Excluded) {
        let related = by_relation(world, asked);
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

fn closed_answers(direct: Vec<Told>, closed: Date) -> Vec<Told> {
    let verdict = Verdict::CloudClosed;
    if direct.is_empty() {
        return vec![Told { verdict, document: None, contested: false, held: None, until: Some(closed) }];
    }
    // Every claim on a closed cloud gives the same verdict, so that no document disagrees with another.
    direct
        .into_iter()
        .map(|told| Told { verdict, contested: false, until: Some(told.until.map_or(closed, |end| end.min(closed))), ..told })
        .collect()
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
        // Step 2: contested by the claim of another document that gives another verdict, and by an unequal claim of the
        // same document; never by a document's silence. Who leaves a region out makes no claim on it.
        let disagrees = |other: &&Opinion<'_>| {
            other.document.number != one.document.number
                && !other.claims.is_empty()
                && other.verdict != Verdict::Elsewhere
                && other.verdict != one.verdict
        };
        let contested = one.is_torn || speaking.iter().any(|other| disagrees(&other));
        if one.claims.is_empty() {
            told.push(tell(one, None, contested, world, asked));
        }
        // *Open*: of claims that serve equally well any may be shown that isn't worse than another in every way.
        for claim in &one.claims {
            if !one.claims.iter().any(|other| is_plainly_more(world, asked, other, claim)) {
                told.push(tell(one, Some(claim), contested, world, asked));
            }
        }
    }
    told
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

/// Whether of two claims that serve equally well one states at least as much in level and in time, and more in one.
fn is_plainly_more(world: &World, asked: &Asked, more: &Claim, less: &Claim) -> bool {
    let standard = asked.required.standard;
    let level = match (more.standard.level, less.standard.level) {
        (Some(more), Some(less)) => holds(world, standard, more, less),
        (_, None) => true,
        (None, Some(_)) => false,
    };
    let time = match (effective_end(world, asked, more), effective_end(world, asked, less)) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(more), Some(less)) => more >= less,
    };
    let same = more.standard.level == less.standard.level
        && effective_end(world, asked, more) == effective_end(world, asked, less);
    level && time && !same
}

/// Step 1: the documents that exist on the day, without those that an existing one replaces.
fn existing<'w>(world: &'w World, asked: &Asked) -> Vec<&'w Document> {
    let exists = |document: &&Document| document.as_of <= asked.as_of;
    let is_replaced = |old: &Document| world.documents.iter().filter(exists).any(|new| new.replaces.contains(&old.number));
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
    let here: Vec<&Claim> = on_it.iter().copied().filter(|claim| reaches(claim, asked.region)).collect();
    let standing = standing(asked, &here);
    let verdict_of = |claim: &&Claim| verdict_of_claim(world, asked, claim);
    // Step 2: across levels the claim that serves best counts.
    if let Some(verdict) = standing.iter().filter_map(verdict_of).min() {
        let claims: Vec<_> = standing.iter().copied().filter(|claim| verdict_of(claim) == Some(verdict)).collect();
        let is_torn = here.iter().filter_map(verdict_of).any(|better| better < verdict);
        let names_region = here.iter().any(|claim| !claim.regions.is_empty() && verdict_of(claim).is_some());
        return Some(Opinion { document, verdict, claims, is_torn, names_region });
    }
    // Step 2: a region limit is itself a statement, if the service is in scope somewhere in the cloud.
    let in_scope_elsewhere: Vec<_> = on_it.iter().copied().filter(|claim| stands_somewhere(asked, claim, &on_it)).collect();
    if !in_scope_elsewhere.is_empty() {
        let verdict = Verdict::Elsewhere;
        return Some(Opinion { document, verdict, claims: in_scope_elsewhere, is_torn: false, names_region: false });
    }
    // Step 1: it lists in full, and leaves it out.
    let leaving_out: Vec<_> = document.in_full.iter().filter(|list| leaves_out(world, asked, document, list)).collect();
    if leaving_out.is_empty() {
        return None;
    }
    let names_region = leaving_out.iter().any(|list| !list.regions.is_empty());
    Some(Opinion { document, verdict: Verdict::NotListed, claims: Vec::new(), is_torn: false, names_region })
}

/// Whether a claim is on the service, the cloud and the standard. One that names no cloud speaks for the home cloud.
///
/// *Open*: a claim that holds only from a later day isn't made yet.
fn is_on_it(world: &World, asked: &Asked, claim: &Claim) -> bool {
    let cloud = match claim.cloud {
        Some(cloud) => cloud,
        None => world.services[claim.service].home,
    };
    claim.service == asked.service
        && cloud == asked.cloud
        && claim.standard.standard == asked.required.standard
        && claim.from.is_none_or(|from| from <= asked.as_of)
}

/// A claim without regions speaks for all of them, and for a use without a region; one with regions for these alone.
fn reaches(claim: &Claim, region: Option<usize>) -> bool {
    claim.regions.is_empty() || region.is_some_and(|region| claim.regions.contains(&region))
}

/// Step 2: of claims for the same edition and level, the narrowest stands.
fn standing<'w>(asked: &Asked, here: &[&'w Claim]) -> Vec<&'w Claim> {
    let same = |one: &Claim, other: &Claim| one.standard == other.standard;
    let is_narrowest = |one: &&&Claim| {
        here.iter().filter(|other| same(one, other)).all(|other| narrowness(asked, one) <= narrowness(asked, other))
    };
    here.iter().filter(is_narrowest).copied().collect()
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

/// Whether an in-scope claim for other regions is the narrowest in one of them.
fn stands_somewhere(asked: &Asked, claim: &Claim, on_it: &[&Claim]) -> bool {
    claim.statement == Statement::InScope
        && claim.regions.iter().any(|&region| {
            let there: Vec<&Claim> = on_it.iter().copied().filter(|other| reaches(other, Some(region))).collect();
            standing(asked, &there).iter().any(|other| other.number == claim.number)
        })
}

/// Step 4, for one claim: the first row that fits; `None` where the claim has no bearing on what is required.
fn verdict_of_claim(world: &World, asked: &Asked, claim: &Claim) -> Option<Verdict> {
    match claim.statement {
        Statement::InScope => Some(in_scope(world, asked, claim)),
        // *Open*: an audit under way says something of what it would show: this edition, this level and those below.
        Statement::Pending => {
            let edition = fits(claim.standard.edition, asked.required.edition, |one, other| one == other);
            let level = fits(claim.standard.level, asked.required.level, |one, other| {
                holds(world, asked.required.standard, one, other)
            });
            (edition && level && !is_over(asked, claim)).then_some(Verdict::Pending)
        }
        // *Open*: an exclusion says something of what it excludes: this edition, this level and those that hold it.
        Statement::OutOfScope => (is_part(world, asked, claim.standard) && !is_over(asked, claim)).then_some(Verdict::Excluded),
    }
}

/// Whether two agree as far as both are stated.
fn fits(one: Option<usize>, other: Option<usize>, agree: impl Fn(usize, usize) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => agree(one, other),
        _ => true,
    }
}

/// Whether what is required can't be held without what `whole` names: the standard, this edition, this level or below.
fn is_part(world: &World, asked: &Asked, whole: Ref) -> bool {
    let required = asked.required;
    if whole.standard != required.standard {
        return false;
    }
    let edition = whole.edition.is_none() || whole.edition == required.edition;
    let level = match (whole.level, required.level) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(whole), Some(required)) => holds(world, asked.required.standard, required, whole),
    };
    edition && level
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

/// Step 1: whether a list is in full for what is asked. What has a claim that bears on it isn't asked here.
fn leaves_out(world: &World, asked: &Asked, document: &Document, list: &FullList) -> bool {
    let platforms = platforms(world, asked.service);
    let is_listed = list.services.contains(&asked.service)
        || list.every_part_of.iter().any(|whole| platforms.contains(whole));
    let regions = list.regions.is_empty() || asked.region.is_some_and(|region| list.regions.contains(&region));
    let standards = list.standards.is_empty() || list.standards.iter().any(|&one| is_part(world, asked, one));
    // A list that names a platform isn't in full for its parts, unless it says that it lists these parts.
    let names_platform = document.claims.iter().any(|claim| {
        platforms.contains(&claim.service)
            && !list.every_part_of.contains(&claim.service)
            && is_on_it(world, &Asked { service: claim.service, ..asked.clone() }, claim)
    });
    is_listed && list.clouds.contains(&asked.cloud) && regions && standards && !names_platform
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
/// *Open*: in scope at too low a level or for another edition is in scope; what has ended is not.
fn platform_in_scope(world: &World, asked: &Asked) -> bool {
    use Verdict::{Conditional, Covered, EditionDiffers, EditionUnstated, KindTooWeak, LevelTooLow, LevelUnstated};
    let in_scope =
        [Covered, Conditional, EditionDiffers, EditionUnstated, LevelTooLow, LevelUnstated, KindTooWeak];
    platforms(world, asked.service).into_iter().any(|platform| {
        let of_platform = decide(world, &Asked { service: platform, ..asked.clone() });
        of_platform.first().is_some_and(|told| in_scope.contains(&told.verdict))
    })
}

/// Row four: something that is covered directly grants or includes what is required, and the data says that this may
/// satisfy.
fn by_relation(world: &World, asked: &Asked) -> Vec<Told> {
    let mut found = Vec::new();
    for relation in &world.relations {
        let links = matches!(relation.kind, RelationKind::Grants | RelationKind::Includes);
        let may = matches!(relation.usage, RelationUse::Satisfies | RelationUse::SatisfiesWithNote);
        if !links || !may {
            continue;
        }
        for (from, to) in links_of(world, relation) {
            if leads_to(world, asked, to) {
                let source = decide(world, &Asked { required: from, ..asked.clone() });
                let covered = source.into_iter().filter(|told| told.verdict == Verdict::Covered);
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
