//! For people: what the report rests on, what no longer holds and why, and what never followed.

use std::io;

use super::super::sheet::{Sheet, counted, joined};
use super::super::timeline::in_words;
use super::super::{Style, visible};
use super::Verified;
use crate::model::rule::Severity;
use crate::model::told::Digests;
use crate::verify::{Difference, Ground, VerifiedFile};

/// How many digits of a digest are shown.
const DIGITS: usize = 12;

/// The columns for the longest mark and a gap.
const MARK: usize = "differs  ".len();

pub(super) fn write(verified: &Verified, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let sheet = &mut Sheet::new(style, out);
    for file in &verified.files {
        sheet.gap()?;
        one(verified, file, sheet)?;
    }
    if !verified.edited.is_empty() {
        sheet.heading("What never followed, of the run as a whole")?;
        sheet.sentence(&unfounded(&verified.edited))?;
    }
    // Where something is in the way of an answer, only a no is one.
    if verified.holds().is_some() || verified.follows().is_some() {
        sheet.gap()?;
        sheet.sentence(&closing(verified))?;
    }
    Ok(())
}

fn one(verified: &Verified, file: &VerifiedFile, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let (then, now) = (verified.then, verified.now);
    sheet.title(&file.path, &format!("as {} says of {then}, held against {now}", visible::line(&verified.report)))?;
    sheet.heading("What it rests on")?;
    sheet.facts(&grounds(verified, file))?;
    if !file.follows() {
        sheet.heading("What never followed")?;
        file.unfounded.iter().try_for_each(|one| difference(one, sheet))?;
        sheet.sentence(&unfounded(&file.edited))?;
    }
    if !(file.differences.is_empty() && file.parts.is_empty()) {
        sheet.heading("What no longer holds")?;
        file.differences.iter().try_for_each(|one| difference(one, sheet))?;
        for one in &file.parts {
            let words = format!("{}{}", visible::line(&one.part), by(&one.causes, ""));
            sheet.marked("  ", ("differs", Some(Severity::Warning), MARK), &words)?;
        }
    }
    if !file.documents.is_empty() {
        sheet.heading("What another document decides now, the same way")?;
        file.documents.iter().try_for_each(|one| difference(one, sheet))?;
    }
    Ok(())
}

/// What the answer rests on, each with whether it has changed.
fn grounds(verified: &Verified, file: &VerifiedFile) -> Vec<(&'static str, Option<String>)> {
    let digest = |of: fn(&Digests) -> &str| [file.then.as_ref(), file.now.as_ref()].map(|digests| digests.map(of));
    let fact = |name, ground, [then, now]: [Option<&str>; 2]| {
        let short =
            |digest: Option<&str>| digest.map_or("none", |digest| digest.get(..DIGITS).unwrap_or(digest)).to_owned();
        let words = match file.changed.contains(&ground) {
            true => format!("has changed: {} then, {} now", short(then), short(now)),
            false => format!("unchanged ({})", short(now)),
        };
        (name, Some(words))
    };
    let mut facts = vec![
        fact("manifest", Ground::Manifest, digest(|digests| &digests.manifest)),
        fact("catalogue", Ground::Catalog, digest(|digests| &digests.catalog)),
        fact("rules", Ground::Rules, digest(|digests| &digests.rules)),
        fact("policy", Ground::Policy, digest(|digests| &digests.policy)),
    ];
    let program = env!("CARGO_PKG_VERSION");
    let changed = |ground| file.changed.contains(&ground);
    facts.push(("program", changed(Ground::Program).then(|| format!("{} then, {program} now", verified.program))));
    let baseline = "another one, or none, is given with `--baseline` now: what is known differs by that";
    facts.push(("baseline", changed(Ground::Baseline).then(|| baseline.to_owned())));
    let day = if changed(Ground::Time) {
        format!("{} then, {} now", verified.then, verified.now)
    } else {
        format!("{}, as then", verified.now)
    };
    facts.push(("day", Some(day)));
    let asked = |words: String| format!("{words}, as the report says of its own check");
    facts.push(("fails on", verified.fail_on.map(|fail_on| asked(fail_on.name().to_owned()))));
    facts.push(("horizon", verified.horizon.map(|horizon| asked(horizon.to_string()))));
    facts
}

fn difference(one: &Difference, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let (mark, tone) = match (&one.then, &one.now) {
        (None, _) => ("new", Some(Severity::Error)),
        (_, None) => ("gone", None),
        _ => ("differs", Some(Severity::Warning)),
    };
    sheet.marked("  ", (mark, tone, MARK), &words(one))
}

fn words(one: &Difference) -> String {
    let names = [one.service.as_deref(), one.standard.as_deref(), one.cloud.as_deref()];
    let names: Vec<_> = names.into_iter().flatten().map(visible::line).collect();
    let regions = joined(&one.regions).map(|regions| format!(" in {}", visible::line(&regions))).unwrap_or_default();
    let subject = if names.is_empty() { String::new() } else { format!("{}{regions}: ", names.join(", ")) };
    let answer = match (&one.then, &one.now) {
        // What never followed has nothing to do with then and now.
        (Some(told), Some(follows)) if one.causes.is_empty() => format!("{told} is told, and {follows} follows"),
        (Some(told), None) if one.causes.is_empty() => format!("{told} is told, and nothing of the kind follows"),
        (None, Some(follows)) if one.causes.is_empty() => format!("{follows} follows, and nothing is told of it"),
        (Some(then), Some(now)) => format!("{then} then, {now} now"),
        (Some(then), None) => format!("{then} then, and not asked or found now"),
        (None, now) => format!("{} now, and not told then", now.as_deref().unwrap_or_default()),
    };
    let message = one.message.as_deref().map(|message| format!(": {message}")).unwrap_or_default();
    let rule = one.rule.as_deref().map(|rule| format!(" [{rule}]")).unwrap_or_default();
    let dates: Vec<_> = one.dates.iter().map(in_words).collect();
    let dates = if dates.is_empty() { String::new() } else { format!(", {}", dates.join(", and ")) };
    let causes = by(&one.causes, &dates);
    format!("{subject}{answer}{message}{rule}{causes}")
}

/// What may have brought it, with the dates that passed.
fn by(causes: &[Ground], dates: &str) -> String {
    let causes: Vec<_> = causes.iter().map(|ground| named(*ground)).collect();
    match causes.as_slice() {
        [] => String::new(),
        [only] => format!(" (by {only}{dates})"),
        [.., last] => format!(" (by {} or {last}{dates})", causes[..causes.len() - 1].join(", ")),
    }
}

/// What has changed, in a sentence.
fn named(ground: Ground) -> &'static str {
    match ground {
        Ground::Manifest => "the manifest",
        Ground::Catalog => "the catalogue",
        Ground::Rules => "the rules",
        Ground::Policy => "the policy",
        Ground::Baseline => "the baseline",
        Ground::Program => "the program",
        Ground::Time => "time",
    }
}

/// That a part of a report never followed.
fn unfounded(edited: &[String]) -> String {
    let told = "Nothing that can bring it has changed, and this answer does not follow from what it rests on";
    match edited {
        [] => format!("{told}: the report was altered."),
        edited => format!("{told}: the report was altered, in {}.", edited.join(", in ")),
    }
}

/// What became of the whole report.
fn closing(verified: &Verified) -> String {
    let told = |count: fn(&VerifiedFile) -> usize| verified.files.iter().map(count).sum();
    let looked = format!(
        "held {} and {} of {} against {}",
        counted(told(|file| file.requirements), "verdict", "verdicts"),
        counted(told(|file| file.findings), "finding", "findings"),
        counted(verified.files.len(), "manifest", "manifests"),
        verified.now,
    );
    let lost = told(VerifiedFile::lost);
    let others = match verified.others {
        0 => String::new(),
        many => format!("; {} of the report not asked about", counted(many, "file", "files")),
    };
    let end = match (verified.follows() != Some(false), lost) {
        (false, 0) => "the report does not follow from what it rests on".to_owned(),
        (false, lost) => {
            format!(
                "the report does not follow from what it rests on, and {} besides",
                counted(lost, "answer differs", "answers differ")
            )
        }
        (true, 0) if verified.files.iter().any(|file| file.changed.contains(&Ground::Manifest)) => {
            "the report still holds; its places were not compared, since a manifest has changed".to_owned()
        }
        (true, 0) => "the report still holds".to_owned(),
        (true, lost) => format!("the report no longer holds, {}", counted(lost, "answer differs", "answers differ")),
    };
    format!("{looked}: {end}{others}")
}
