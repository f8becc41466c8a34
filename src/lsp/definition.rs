//! Where something comes from: the rule that asks, and the entry of a policy.

use lsp_types::Location;

use super::outline::Outline;
use super::slot::Slot;
use super::{Form, Locate, location};
use crate::check::Checker;
use crate::load::manifest;
use crate::model::profile::PREFIX;
use crate::text::{Source, Span};

/// Where what stands at a byte comes from, as far as a file is there: a rule or a profile that is named there, or else the
/// rules that ask for what is found there, and what else explains it.
pub fn definition(checker: &Checker<'_>, source: &Source, offset: usize, locate: Locate<'_>) -> Vec<Location> {
    let outline = Outline::read(source.text(), offset);
    let word = outline.value_at(offset);
    let named = word.and_then(|word| {
        let said = outline.said(word);
        match Slot::at(Form::Manifest, &word.path)? {
            Slot::Rule => checker.rule(said).map(|rule| (&rule.source, rule.span)),
            Slot::Standard => {
                let profile = checker.policy().profiles.named(said.strip_prefix(PREFIX)?)?;
                Some((&profile.source, profile.span))
            }
            _ => None,
        }
    });
    if let Some((source, span)) = named {
        return location(source, span, locate).into_iter().collect();
    }
    let (deployment, _) = manifest::load(source, checker.catalog(), &checker.policy().profiles);
    let outcome = checker.check_without_ways_out(&deployment);
    let is_there = |span: Span| (span.start..=span.end).contains(&offset);
    let mut found: Vec<Location> = Vec::new();
    for finding in outcome.findings.iter().filter(|finding| is_there(finding.place.span)) {
        let elsewhere = finding.elsewhere.iter().map(|place| (&place.source, place.span));
        let rules = finding.asked_by.iter().chain([&finding.rule]).filter_map(|id| checker.rule(id));
        let places = elsewhere.chain(rules.map(|rule| (&rule.source, rule.span)));
        for place in places.filter_map(|(source, span)| location(source, span, locate)) {
            if !found.contains(&place) {
                found.push(place);
            }
        }
    }
    found
}
