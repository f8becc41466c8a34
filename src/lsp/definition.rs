//! Where something comes from: what the catalogue says of it, the rule that asks, and the entry of a policy.

use lsp_types::Location;

use super::defined::Thing;
use super::outline::Outline;
use super::slot::Slot;
use super::{Form, Locate, location};
use crate::check::Checker;
use crate::load::catalogue::CatalogueFile;
use crate::load::manifest;
use crate::model::profile::PREFIX;
use crate::text::{Source, Span};

/// Files that can be led to.
#[derive(Clone, Copy)]
pub struct Files<'f> {
    /// Those of the user's own catalogues.
    pub catalogue: &'f [CatalogueFile],
    /// Where an editor finds a file.
    pub locate: Locate<'f>,
}

/// Where what stands at a byte comes from, as far as a file is there: a rule or a profile that is named there; or else
/// what the catalogue defines by the name, then the rules that ask for what is found there, what else explains it, and the
/// documents that show it.
pub fn definition(checker: &Checker<'_>, source: &Source, offset: usize, files: Files<'_>) -> Vec<Location> {
    let outline = Outline::read(source.text(), offset);
    let word = outline.value_at(offset).and_then(|word| Some((word, Slot::at(Form::Manifest, &word.path)?)));
    let named = word.and_then(|(word, slot)| {
        let said = outline.said(word);
        match slot {
            Slot::Rule => checker.rule(said).map(|rule| (&rule.source, rule.span)),
            Slot::Standard => {
                let profile = checker.policy().profiles.named(said.strip_prefix(PREFIX)?)?;
                Some((&profile.source, profile.span))
            }
            _ => None,
        }
    });
    if let Some((source, span)) = named {
        return location(source, span, files.locate).into_iter().collect();
    }
    let thing = word.and_then(|(word, slot)| Thing::named(checker.catalog(), &outline, word, slot));
    let mut found = Found { files, places: Vec::new() };
    thing.iter().for_each(|thing| found.add_thing(thing));
    found.add_findings(checker, source, offset);
    found.places
}

/// What was found, each place once.
struct Found<'f> {
    files: Files<'f>,
    places: Vec<Location>,
}

impl Found<'_> {
    fn add(&mut self, source: &Source, span: Span) {
        let place = location(source, span, self.files.locate).filter(|place| !self.places.contains(place));
        self.places.extend(place);
    }

    fn add_thing(&mut self, thing: &Thing) {
        for (source, span) in thing.places(self.files.catalogue) {
            self.add(source, span);
        }
    }

    /// What explains the findings and the requirements at a byte.
    fn add_findings(&mut self, checker: &Checker<'_>, source: &Source, offset: usize) {
        let (deployment, _) = manifest::load(source, checker.catalog(), &checker.policy().profiles);
        let outcome = checker.check_without_ways_out(&deployment);
        let is_there = |span: Span| (span.start..=span.end).contains(&offset);
        let mut documents = Vec::new();
        for finding in outcome.findings.iter().filter(|finding| is_there(finding.place.span)) {
            finding.elsewhere.iter().for_each(|place| self.add(&place.source, place.span));
            let rules = finding.asked_by.iter().chain([&finding.rule]).filter_map(|id| checker.rule(id));
            rules.for_each(|rule| self.add(&rule.source, rule.span));
            documents.extend(finding.evidence.iter().map(|document| document.id.clone()));
        }
        let required = outcome.requirements.iter().filter(|one| one.origins.iter().any(|asked| is_there(asked.span)));
        documents.extend(required.filter_map(|one| Some(one.evidence.as_ref()?.id.clone())));
        documents.dedup();
        documents.into_iter().for_each(|document| self.add_thing(&Thing::Document(document.to_string())));
    }
}
