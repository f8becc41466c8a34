//! Which drafts go together: the whole manifest is edited, read and checked anew.

use std::collections::{BTreeMap, HashMap};

use super::change::Step;
use super::compare::{Among, compare};
use super::edit::apply;
use super::offer::Draft;
use super::{Found, Open, Search, Suggestion, Unresolved};
use crate::check::outcome::Outcome;
use crate::load::manifest;
use crate::model::deployment::Deployment;
use crate::text::Source;

/// How often the whole manifest is checked at most. Once or twice is the rule; more is needed where edits that were good
/// alone don't go together.
const MOST_CHECKS: usize = 100;

/// What drafts are held against: the whole manifest.
pub(super) struct Together<'a> {
    search: &'a Search<'a>,
    source: &'a Source,
    /// What is concluded about the manifest as it is.
    before: &'a Outcome,
    /// How many problems it has: an edit must bring no other.
    problems: usize,
}

/// What became of drafts.
#[derive(Default)]
struct Chosen {
    /// Those that go together: the manifest was checked with exactly these.
    kept: Vec<Draft>,
    /// Those that don't go together with them.
    dropped: Vec<Draft>,
    /// How often the manifest was checked for it.
    checks: usize,
}

impl<'a> Together<'a> {
    pub(super) fn new(search: &'a Search<'a>, source: &'a Source, before: &'a Outcome, problems: usize) -> Self {
        Self { search, source, before, problems }
    }

    /// What is offered of what was found, and what stays open.
    pub(super) fn offers(&self, found: Found) -> (Vec<Suggestion>, Vec<Open>) {
        let Found { drafts, mut unresolved } = found;
        let (sure, unsure): (Vec<_>, Vec<_>) = drafts.into_iter().partition(|draft| draft.suggestion.confirm.is_none());
        let mut chosen = Chosen::default();
        self.take_in(sure, &mut chosen);
        // What was one edit in place of many may still do as many.
        let parts = chosen.dropped.iter_mut().flat_map(|draft| std::mem::take(&mut draft.parts)).collect();
        self.take_in(parts, &mut chosen);
        self.take_in(unsure, &mut chosen);
        let alternatives = self.alternatives(&mut chosen.kept, &mut unresolved);
        let suggestions = chosen
            .kept
            .into_iter()
            .zip(alternatives)
            .map(|(draft, alternatives)| Suggestion { alternatives, ..draft.suggestion });
        let suggestions: Vec<_> = suggestions.collect();
        let open = self.open(&suggestions, unresolved, &chosen.dropped);
        (suggestions, open)
    }

    /// Takes in as many of `drafts` as go together with what is kept already.
    fn take_in(&self, mut drafts: Vec<Draft>, chosen: &mut Chosen) {
        if drafts.is_empty() {
            return;
        }
        let count = drafts.len();
        chosen.kept.append(&mut drafts);
        chosen.checks += 1;
        let kept: Vec<_> = chosen.kept.iter().collect();
        if chosen.checks <= MOST_CHECKS && self.go_together(&kept) {
            return;
        }
        let mut drafts = chosen.kept.split_off(chosen.kept.len() - count);
        if count == 1 || chosen.checks >= MOST_CHECKS {
            chosen.dropped.append(&mut drafts);
            return;
        }
        let second = drafts.split_off(count / 2);
        self.take_in(drafts, chosen);
        self.take_in(second, chosen);
    }

    /// Whether all these edits together read as they are meant, close what they are to close, add nothing else than they
    /// say, and leave no rule without an answer.
    fn go_together(&self, drafts: &[&Draft]) -> bool {
        let edits: Vec<_> = drafts.iter().flat_map(|draft| draft.suggestion.edits.iter().cloned()).collect();
        let Some(text) = apply(self.source.text(), &edits) else { return false };
        let edited = Source::new(self.source.name(), text);
        let (deployment, problems) =
            manifest::load(&edited, self.search.checker.catalog(), &self.search.checker.policy().profiles);
        let steps = drafts.iter().map(|draft| &draft.step);
        if problems.len() != self.problems || meaning(&deployment) != meaning(&self.meant(steps)) {
            return false;
        }
        let after = self.search.checker.check_without_ways_out(&deployment);
        let compared = compare(self.before, &after);
        let closed = Among::these(&compared.closed);
        let said = Among::these(drafts.iter().flat_map(|draft| &draft.suggestion.adds));
        compared.unanswered.is_empty()
            && drafts.iter().flat_map(|draft| &draft.suggestion.closes).all(|gap| closed.has(gap))
            && compared.added.iter().all(|added| said.has_same(added))
    }

    fn meant<'d>(&self, steps: impl Iterator<Item = &'d Step>) -> Deployment {
        let mut deployment = self.search.deployment.clone();
        steps.for_each(|step| step.apply(&mut deployment));
        deployment
    }

    /// The alternatives that hold, for each of the drafts and each of the unresolved gaps. Those of different services are
    /// checked together, each in place of what was chosen.
    fn alternatives(&self, kept: &mut [Draft], unresolved: &mut BTreeMap<String, Unresolved>) -> Vec<Vec<Suggestion>> {
        let chosen = kept.iter_mut().map(|draft| std::mem::take(&mut draft.alternatives));
        let of_gaps = unresolved.values_mut().map(|one| std::mem::take(&mut one.alternatives));
        let lists: Vec<Vec<Draft>> = chosen.chain(of_gaps).collect();
        let mut batches: Vec<Vec<(usize, Draft)>> = Vec::new();
        let mut seen: HashMap<Vec<usize>, usize> = HashMap::new();
        for (list, draft) in
            lists.into_iter().enumerate().flat_map(|(at, list)| list.into_iter().map(move |one| (at, one)))
        {
            let batch = seen.entry(draft.step.services()).or_default();
            if batches.len() <= *batch {
                batches.push(Vec::new());
            }
            batches[*batch].push((list, draft));
            *batch += 1;
        }
        let mut held: Vec<Vec<Suggestion>> = vec![Vec::new(); kept.len() + unresolved.len()];
        for batch in batches {
            let (lists, drafts): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
            let mut chosen = Chosen::default();
            self.take_in(drafts.clone(), &mut chosen);
            // What is kept keeps its order.
            let mut kept = chosen.kept.iter().peekable();
            for (list, draft) in lists.into_iter().zip(drafts) {
                if kept.next_if(|one| one.step == draft.step).is_some() {
                    held[list].push(draft.suggestion);
                }
            }
        }
        let of_gaps = held.split_off(kept.len());
        for (one, alternatives) in unresolved.values_mut().zip(of_gaps) {
            one.held = alternatives;
        }
        held
    }

    /// The gaps that no suggestion closes.
    fn open(
        &self,
        suggestions: &[Suggestion],
        mut unresolved: BTreeMap<String, Unresolved>,
        dropped: &[Draft],
    ) -> Vec<Open> {
        let closed = Among::these(suggestions.iter().flat_map(|one| &one.closes));
        let tried = Among::these(dropped.iter().flat_map(|draft| &draft.suggestion.closes));
        let gaps = self.search.gaps.iter().filter(|gap| !closed.has(gap));
        gaps.map(|gap| {
            let known = unresolved.remove(gap.fingerprint.as_str());
            let (mut why, alternatives) = known.map(|one| (one.why, one.held)).unwrap_or_default();
            if why.is_empty() {
                let words = if tried.has(gap) {
                    "an edit that closes it alone doesn't go together with the rest of the manifest"
                } else {
                    "the manifest is written in a way that this program can't edit here"
                };
                why.push(words.to_owned());
            }
            let advice = self.search.checker.rule(&gap.rule).map(|rule| rule.fix.to_string()).unwrap_or_default();
            Open { finding: gap.clone(), why, advice, alternatives }
        })
        .collect()
    }
}

/// All that a deployment says, wherever it stands.
fn meaning(deployment: &Deployment) -> Vec<String> {
    let services = deployment.services.iter().map(|one| {
        let regions: Vec<_> = one.regions.iter().map(|region| region.value).collect();
        let meets: Vec<_> = one.meets.iter().map(|condition| condition.value.as_str()).collect();
        let requires: Vec<_> = one.requires.iter().map(|demand| (demand.standard, demand.assurance)).collect();
        let data: Vec<_> = one.data.iter().map(|class| class.value.as_str()).collect();
        let flows: Vec<_> = one.sends_to.iter().map(|flow| flow.to.value.as_str()).collect();
        let (name, service, cloud) = (&one.name.value, one.service.value, one.cloud.value);
        format!("{:?}", (name, service, cloud, regions, meets, requires, data, flows))
    });
    let date = |date: &Option<crate::text::Spanned<jiff::civil::Date>>| date.as_ref().map(|date| date.value);
    let agreements: Vec<_> = {
        let mut told: Vec<_> = deployment
            .agreements
            .iter()
            .map(|one| format!("{:?}", (one.agreement.value, date(&one.signed), date(&one.expires))))
            .collect();
        // A new one may stand before others.
        told.sort_unstable();
        told
    };
    services.chain(agreements).chain([format!("{} waivers", deployment.waivers.len())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::check::{Checker, Ways};
    use crate::model::rule::Rules;
    use crate::run;
    use crate::suggest::layout::Layout;
    use crate::suggest::services::Services;
    use crate::suggest::{TextEdit, gap, numbers};

    /// Two services with a gap that another cloud closes.
    const MANIFEST: &str = "[[services]]\nname = \"one\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        requires = [\"cjis\"]\n\n[[services]]\nname = \"two\"\nservice = \"azure-bot-service\"\n\
        cloud = \"azure-public\"\nrequires = [\"cjis\"]\n";

    fn rules(catalog: &Catalog) -> Rules {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/coverage/not-listed.yaml");
        let text = std::fs::read_to_string(path).expect("the rule is there");
        crate::load::rules::load(&[Source::new("rule", text)], catalog).0
    }

    /// What comes of the drafts that are found once `change` has had its way with them.
    fn decided(change: impl Fn(&mut Vec<Draft>)) -> (Vec<String>, Vec<String>) {
        let catalog = run::carried();
        let rules = rules(&catalog);
        let checker = Checker::new(&catalog, &rules, jiff::civil::date(2021, 8, 3));
        let source = Source::new("deploy.toml", MANIFEST);
        let (deployment, _) = manifest::load(&source, &catalog, &crate::model::profile::Profiles::default());
        let before = checker.check_without_ways_out(&deployment);
        let services = Services::of(&deployment);
        assert!(before.findings.iter().all(|finding| gap::of(&checker, &services, finding).is_some()));
        let ways = Ways::of(&deployment);
        let search = Search {
            checker: &checker,
            whole: &checker.whole(&ways),
            deployment: &deployment,
            services: &services,
            layout: &Layout::read(source.text()).expect("it is TOML"),
            gaps: &before.findings,
            numbers: numbers(&before.findings),
        };
        let mut found = search.all(true, &|_| true);
        assert_eq!(found.drafts.len(), 2);
        change(&mut found.drafts);
        let (suggestions, open) = Together::new(&search, &source, &before, 0).offers(found);
        let open = open.into_iter().map(|open| open.why.concat());
        (suggestions.into_iter().map(|one| one.what).collect(), open.collect())
    }

    const TOGETHER: &str = "an edit that closes it alone doesn't go together with the rest of the manifest";

    #[test]
    fn an_edit_that_reads_otherwise_than_it_is_meant_is_dropped_and_the_rest_kept() {
        let edit = |text: &'static str| {
            move |drafts: &mut Vec<Draft>| {
                let TextEdit { text: edited, .. } = &mut drafts[0].suggestion.edits[0];
                text.clone_into(edited);
            }
        };
        // Another cloud, no cloud, and no TOML.
        for text in ["\"azure-china\"", "\"azure-govermnent\"", "\"azure-government"] {
            let (offered, open) = decided(edit(text));
            assert_eq!(offered, ["move `two` from azure-public to azure-government"], "{text}");
            assert_eq!(open, [TOGETHER], "{text}");
        }
        assert_eq!(decided(|_| {}).0.len(), 2);
    }

    #[test]
    fn an_edit_that_closes_less_than_it_claims_is_dropped() {
        let (offered, open) = decided(|drafts| {
            let others = drafts[1].suggestion.closes.clone();
            drafts[0].suggestion.closes = others;
            drafts.truncate(1);
        });
        assert_eq!((offered.len(), open.len()), (0, 2));
    }

    #[test]
    fn edits_that_stand_in_the_same_place_do_not_go_together() {
        let (offered, _) = decided(|drafts| drafts[1] = drafts[0].clone());
        assert_eq!(offered.len(), 1);
    }
}
