//! One claim, by the sentences on claims, levels, editions, kinds and ends.

use compliance_check::model::evidence::Statement;
use compliance_check::model::standard::{Assurance, Basis, EndEffect};
use compliance_check::model::verdict::Verdict;
use jiff::civil::Date;

use crate::second_opinion::world::{Asked, Claim, End, Ref, Said, World};

/// Whether a claim is on the service, the cloud and the standard. One that names no cloud speaks for the home cloud.
///
/// *Open*: a claim that holds only from a later day isn't made yet.
pub fn is_on_it(world: &World, asked: &Asked, claim: &Claim) -> bool {
    claim.service == asked.service
        && cloud_of(world, claim) == asked.cloud
        && claim.standard.standard == asked.required.standard
        && claim.from.is_none_or(|from| from <= asked.as_of)
}

pub fn cloud_of(world: &World, claim: &Claim) -> usize {
    match claim.cloud {
        Some(cloud) => cloud,
        None => world.services[claim.service].home,
    }
}

/// A claim without regions speaks for all of its cloud, and for a use without a region; one with regions for these alone.
pub fn reaches(world: &World, claim: &Claim, cloud: usize, region: Option<usize>) -> bool {
    match region {
        None => claim.regions.is_empty(),
        Some(region) if claim.regions.is_empty() => world.regions[region] == cloud,
        Some(region) => claim.regions.contains(&region),
    }
}

/// Step 2: the claims for the same edition and level as `claim`, itself among them. An exclusion that leaves edition or
/// level open excludes each of them.
pub fn same_thing<'w>(here: &[&'w Claim], claim: &Claim) -> Vec<&'w Claim> {
    let of = claim.standard;
    let excludes = |other: &Claim| {
        other.statement == Statement::OutOfScope
            && (other.standard.edition.is_none() || other.standard.edition == of.edition)
            && (other.standard.level.is_none() || other.standard.level == of.level)
    };
    here.iter().copied().filter(|other| other.standard == of || excludes(other)).collect()
}

/// Narrowest first: out of scope, pending, under a condition, for a shorter time, plain.
///
/// *Open*: a condition that the deployment meets is none. Of two that are equally narrow the one that names its cloud is shown.
pub fn narrowness(asked: &Asked, claim: &Claim) -> (u8, Date, bool) {
    let rank = match claim.statement {
        Statement::OutOfScope => 0,
        Statement::Pending => 1,
        Statement::InScope if is_unmet(asked, claim) => 2,
        Statement::InScope => 3,
    };
    (rank, claim.until.unwrap_or(Date::MAX), claim.cloud.is_none())
}

pub fn is_unmet(asked: &Asked, claim: &Claim) -> bool {
    claim.conditions.iter().any(|condition| !asked.meets.contains(condition))
}

/// Step 4, for one claim: the first row that fits.
///
/// *Open*: that a statement is over takes away what was in scope, and not that something was out of scope or under way.
pub fn verdict_of_claim(world: &World, asked: &Asked, claim: &Claim) -> Verdict {
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
pub fn bears_on_it(world: &World, asked: &Asked, claim: &Claim) -> bool {
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
pub fn fits(one: Option<usize>, other: Option<usize>, agree: impl Fn(usize, usize) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => agree(one, other),
        _ => true,
    }
}

pub fn is_over(asked: &Asked, claim: &Claim) -> bool {
    claim.until.is_some_and(|until| until < asked.as_of)
}

/// The rows that begin with a claim that is in scope here, in the table's order.
pub fn in_scope(world: &World, asked: &Asked, claim: &Claim) -> Verdict {
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
pub fn is_third_party(kind: Assurance) -> bool {
    use Assurance::{Assessment, Attestation, Authorization, Certification, Validation};
    [Certification, Attestation, Validation, Authorization, Assessment].contains(&kind)
}

/// Whether who holds one level of a standard holds another, through any number of written steps, on whatever basis.
pub fn holds(world: &World, standard: usize, level: usize, other: usize) -> bool {
    let levels = &world.standards[standard].levels;
    level == other || levels[level].below.iter().any(|&below| holds(world, standard, below, other))
}

/// Step 3: the earliest of the claim's own end, its edition's where that takes away what was issued, the cloud's.
pub fn effective_end(world: &World, asked: &Asked, claim: &Claim) -> Option<Date> {
    [claim.until, retiring_end(world, claim.standard), world.clouds[asked.cloud].closed].into_iter().flatten().min()
}

/// The date that mattered: of a lapse the claim's own end, of anything else that is in scope the effective one.
pub fn shown_end(world: &World, asked: &Asked, claim: &Claim, verdict: Verdict) -> Option<Date> {
    if verdict == Verdict::Lapsed { claim.until } else { effective_end(world, asked, claim) }
}

/// What the sentences on clouds, levels and editions want to be said: that a cloud is inferred, that a subsumption is neither
/// official nor a matter of words, that an end takes nothing away.
pub fn said(world: &World, asked: &Asked, claim: &Claim) -> Said {
    let standard = &world.standards[claim.standard.standard];
    let levels = claim.standard.level.zip(asked.required.level);
    let basis = levels.and_then(|(held, required)| basis(world, claim.standard.standard, held, required));
    let end = claim.standard.edition.and_then(|edition| standard.editions[edition].end.as_ref());
    Said {
        cloud_is_inferred: claim.cloud.is_none(),
        basis: basis.filter(|basis| ![Basis::Official, Basis::Definitional].contains(basis)),
        edition_is_over: end.is_some_and(|end| last_day(end) < asked.as_of)
            && retiring_end(world, claim.standard).is_none(),
        is_handed_over: false,
    }
}

/// On what it rests that one level holds another: a way is as firm as its weakest step, and the firmest way counts.
fn basis(world: &World, standard: usize, level: usize, other: usize) -> Option<Basis> {
    let this = &world.standards[standard].levels[level];
    let further =
        |below: usize| if below == other { Some(Basis::Official) } else { basis(world, standard, below, other) };
    this.below.iter().filter_map(|&below| further(below)).map(|rest| rest.max(this.basis)).min()
}

/// The day on which the edition's end takes away what was issued, on the word of a publication.
pub fn retiring_end(world: &World, of: Ref) -> Option<Date> {
    use EndEffect::{CertificatesVoid, ContractsVoid, InvalidatedByCourt, YearlyCycleEnds};
    let end = world.standards[of.standard].editions[of.edition?].end.as_ref()?;
    let retires = [CertificatesVoid, ContractsVoid, InvalidatedByCourt, YearlyCycleEnds].contains(&end.effect);
    (retires && end.is_verified).then(|| last_day(end))
}

/// A date that is known to the month or to the year means its last day.
pub fn last_day(end: &End) -> Date {
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
