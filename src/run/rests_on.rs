//! What the answers of a run rest on. It is worked out only for those who tell it: most runs show findings alone.

use std::sync::Arc;

use super::knowledge::Knowledge;
use super::{Request, builtin, policy};
use crate::check::digest;
use crate::load::rules;
use crate::report::{Format, RestsOn};

/// What the answers about the manifests of one policy rest on, where a report of this run says it.
pub(super) fn of(knowledge: &Knowledge, request: &Request) -> Option<Arc<RestsOn>> {
    let shown = request.format.or_else(|| policy::named(&knowledge.policy));
    let mut formats = request.reports.iter().map(|file| file.format).chain(shown);
    formats.any(Format::says_what_it_rests_on).then(|| Arc::new(worked_out(knowledge)))
}

fn worked_out(knowledge: &Knowledge) -> RestsOn {
    let Knowledge { catalog, rules: all, summary, policy, .. } = knowledge;
    let is_carried = |source| knowledge.is_over_builtin() && builtin::is_carried(source);
    let given = all.rules.iter().filter(|rule| rule.pack.is_some() || !is_carried(&rule.source));
    let given = given.map(|rule| (all.pack_of(rule).map_or("", |pack| &pack.name), rule.source.text()));
    let packs = all.packs.iter().map(|pack| (pack.name.as_str(), pack.source.text()));
    RestsOn {
        catalog: summary.digest.clone(),
        rules: rules::digest(
            knowledge.is_over_builtin().then_some(builtin::RULES_DIGEST),
            given.chain(packs).collect(),
        ),
        policy: digest::of_policy(policy, all, catalog.facts()),
    }
}
