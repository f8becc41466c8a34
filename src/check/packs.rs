//! Packs that met nothing: their tags or classes of data may be spelled otherwise than in the manifests.

use std::collections::BTreeSet;

use super::Checker;
use super::met::Met;
use super::outcome::{Notice, Outcome};
use crate::model::pack::{Pack, PackId};

impl Checker<'_> {
    /// What is to be said of the packs that met nothing in a whole run, with what they would have spoken to: none of
    /// their tags and classes of data, and their rules asked for nothing and found nothing. A pack that reports on
    /// everything is content when it finds nothing.
    pub fn idle_packs<'n>(&self, outcomes: impl Iterator<Item = &'n Outcome> + Clone) -> Vec<Notice> {
        if self.rules.packs.is_empty() {
            return Vec::new();
        }
        let asking: BTreeSet<_> = outcomes.clone().flat_map(|outcome| &outcome.asking).collect();
        let mut words = Met::default();
        outcomes.clone().for_each(|outcome| words.add(&outcome.met));
        let speaking: BTreeSet<_> =
            outcomes.flat_map(|outcome| &outcome.findings).map(|finding| &finding.rule).collect();
        let mut notices = Vec::new();
        for (number, pack) in self.rules.packs.iter().enumerate() {
            let rules: Vec<_> =
                self.held().map(|(rule, _)| rule).filter(|rule| rule.pack == Some(PackId(number))).collect();
            let met = words.is_known_to(PackId(number));
            let met = met || rules.iter().any(|rule| asking.contains(&rule.id) || speaking.contains(&rule.id));
            let has_words = !pack.data.is_empty() || !pack.tags.is_empty();
            if !met && (has_words || rules.iter().any(|rule| rule.require().is_some())) {
                let message = format!("the pack {} met nothing in this run{}", pack.name, triggers(pack));
                notices.push(Notice { source: pack.source.clone(), span: pack.span, message });
            }
        }
        notices
    }
}

/// What the rules of a pack speak to, for the end of a sentence.
fn triggers(pack: &Pack) -> String {
    let names = |each: &[(String, String)]| each.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    match (pack.data.as_slice(), pack.tags.as_slice()) {
        ([], []) => String::new(),
        (data, []) => format!("; it knows the data {}", names(data)),
        ([], tags) => format!("; it knows the tags {}", names(tags)),
        (data, tags) => format!("; it knows the data {}, and the tags {}", names(data), names(tags)),
    }
}
