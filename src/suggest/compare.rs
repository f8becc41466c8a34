//! What a change does to what the rules say: which findings go, which come, and which rules fall silent.

use std::collections::{HashMap, HashSet};

use crate::check::outcome::{About as Subject, Finding, Outcome};

/// What a finding is about, wherever the service runs: a move gives it another fingerprint and leaves it the same. The
/// rule, the service, the standard, and of a flow the receiver and the data.
type About<'f> = (&'f str, Option<&'f str>, Option<&'f str>, Option<(&'f str, &'f [String])>);

/// A finding in the regions that it names: in others it is another one.
type Present<'f> = (&'f str, &'f [String]);

/// The findings that went and that came.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) closed: Vec<Finding>,
    pub(super) added: Vec<Finding>,
    /// Those that a waiver excuses where it excused none before, as they would stand without it.
    pub(super) excused: Vec<Finding>,
    /// The ids of the rules that gave an answer before and give none after: what they were to check is then not checked.
    pub(super) unanswered: Vec<String>,
}

/// Compares what was concluded before a change with what is concluded after it; what waivers excuse counts as not there.
///
/// A finding is closed where nothing else has come that says the same of the same requirement in another place, be it that
/// a waiver excuses it there, and its rule gives an answer: one that gives none finds nothing either. One is added where its rule had nothing to say of this
/// service and this requirement before, or had it to say of fewer places.
pub(super) fn compare(before: &Outcome, after: &Outcome) -> Compared {
    let (old, new) = (Findings::of(&before.findings), Findings::of(&after.findings));
    let is_silent = |outcome: &Outcome, rule: &str| outcome.failures.iter().any(|failure| failure.rule == rule);
    let spreads = |about: &About<'_>| {
        new.by_subject.get(about).is_some_and(|now| now.present.iter().any(|one| !old.present.contains(one)))
    };
    let excused = newly_excused(before, after);
    let is_closed = |finding: &&Finding| {
        let is_gone = !new.present.contains(&present(finding)) && !spreads(&about(finding));
        let is_excused = || excused.iter().any(|one| about(one) == about(finding));
        is_gone && !is_silent(after, &finding.rule) && !is_excused()
    };
    let is_added = |finding: &&Finding| {
        let about = about(finding);
        let grows = old.places(&about) < new.places(&about);
        !old.present.contains(&present(finding)) && (finding.service.is_none() || grows)
    };
    Compared {
        closed: standing(&before.findings).filter(is_closed).cloned().collect(),
        added: standing(&after.findings).filter(is_added).cloned().collect(),
        unanswered: after
            .failures
            .iter()
            .filter(|failure| !is_silent(before, &failure.rule))
            .map(|failure| failure.rule.clone())
            .collect(),
        excused,
    }
}

/// What a waiver excuses after a change in places where it excused nothing like it before.
fn newly_excused(before: &Outcome, after: &Outcome) -> Vec<Finding> {
    let is_waived = |finding: &&Finding| finding.waived.is_some();
    let old: Vec<_> = before.findings.iter().filter(is_waived).collect();
    let was_excused = |finding: &Finding| {
        let alike = old.iter().filter(|one| about(one) == about(finding) && one.cloud == finding.cloud);
        let regions: HashSet<_> = alike.clone().flat_map(|one| &one.regions).collect();
        if finding.regions.is_empty() {
            alike.into_iter().any(|one| one.regions.is_empty())
        } else {
            finding.regions.iter().all(|region| regions.contains(region))
        }
    };
    let new = after.findings.iter().filter(is_waived).filter(|finding| !was_excused(finding));
    new.map(|finding| Finding { waived: None, ..finding.clone() }).collect()
}

/// Findings that others are looked up among.
#[derive(Default)]
pub(super) struct Among<'f> {
    fingerprints: HashSet<&'f str>,
    subjects: HashSet<About<'f>>,
}

impl<'f> Among<'f> {
    pub(super) fn these(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut among = Self::default();
        for one in findings {
            among.fingerprints.insert(&one.fingerprint);
            among.subjects.extend(one.service.is_some().then(|| about(one)));
        }
        among
    }

    /// Whether this very finding is among them.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        self.fingerprints.contains(finding.fingerprint.as_str())
    }

    /// Whether one that [`is_same`] is among them.
    pub(super) fn has_same(&self, finding: &Finding) -> bool {
        self.has(finding) || (finding.service.is_some() && self.subjects.contains(&about(finding)))
    }
}

impl Compared {
    /// Whether the change brings nothing: no finding, and no rule without an answer.
    pub(super) fn adds_nothing(&self) -> bool {
        self.added.is_empty() && self.unanswered.is_empty()
    }
}

/// Whether two findings say the same of the same service and requirement, wherever that runs.
pub(super) fn is_same(one: &Finding, other: &Finding) -> bool {
    one.fingerprint == other.fingerprint || (one.service.is_some() && about(one) == about(other))
}

fn standing(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.waived.is_none())
}

fn about(finding: &Finding) -> About<'_> {
    let flow = match finding.about.as_slice() {
        [Subject::Flow { to, data, .. }] => Some((to.as_str(), data.as_slice())),
        _ => None,
    };
    (finding.rule.as_str(), finding.service.as_deref(), finding.standard.as_deref(), flow)
}

fn present(finding: &Finding) -> Present<'_> {
    (&finding.fingerprint, &finding.regions)
}

/// The findings of a check, by what they are about.
struct Findings<'f> {
    present: HashSet<Present<'f>>,
    by_subject: HashMap<About<'f>, Told<'f>>,
}

/// What is found on one subject.
#[derive(Default)]
struct Told<'f> {
    present: Vec<Present<'f>>,
    /// In how many regions; a use that is bound to none counts as one.
    places: usize,
}

impl<'f> Findings<'f> {
    fn of(findings: &'f [Finding]) -> Self {
        let mut by_subject: HashMap<_, Told<'_>> = HashMap::new();
        for finding in standing(findings) {
            let subject = by_subject.entry(about(finding)).or_default();
            subject.present.push(present(finding));
            subject.places += finding.regions.len().max(1);
        }
        Self { present: standing(findings).map(present).collect(), by_subject }
    }

    fn places(&self, about: &About<'_>) -> usize {
        self.by_subject.get(about).map_or(0, |subject| subject.places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::outcome::{Failure, Label, Waived};
    use crate::model::rule::Severity;
    use crate::text::{Source, Span};

    /// A finding of one service on one requirement; the fingerprint is what it is about and the regions.
    fn finding(rule: &str, standard: &str, regions: &[&str]) -> Finding {
        let regions: Vec<_> = regions.iter().map(|&region| region.to_owned()).collect();
        Finding {
            rule: rule.to_owned(),
            severity: Severity::Error,
            message: String::new(),
            why: "".into(),
            because: None,
            help: String::new(),
            service: Some("bot".to_owned()),
            standard: Some(standard.to_owned()),
            cloud: None,
            fingerprint: crate::check::outcome::Fingerprint::given(format!("{rule} {standard} {}", regions.join(" "))),
            regions,
            verdict: None,
            place: Label { span: Span::default(), text: String::new() },
            related: Vec::new(),
            elsewhere: Vec::new(),
            asked_by: Vec::new(),
            about: Vec::new(),
            evidence: None,
            explain: None,
            is_shared: false,
            waived: None,
            known: false,
            new_in: Vec::new(),
        }
    }

    fn told(before: &[Finding], after: &[Finding]) -> (Vec<String>, Vec<String>) {
        let names = |findings: Vec<Finding>| findings.into_iter().map(|one| one.fingerprint.to_string()).collect();
        let compared = compare(&outcome(before, &[]), &outcome(after, &[]));
        (names(compared.closed), names(compared.added))
    }

    /// What was concluded, with the rules that gave no answer.
    fn outcome(findings: &[Finding], silent: &[&str]) -> Outcome {
        let failure = |rule: &&str| Failure {
            rule: (*rule).to_owned(),
            source: Source::new("rule", ""),
            span: Span::default(),
            message: String::new(),
            help: None,
        };
        Outcome { findings: findings.to_vec(), failures: silent.iter().map(failure).collect(), ..Outcome::default() }
    }

    #[test]
    fn a_rule_that_falls_silent_closes_nothing_and_one_that_was_silent_adds_nothing() {
        let before = outcome(&[finding("r", "s", &["a"])], &["old"]);
        let compared = compare(&before, &outcome(&[], &["old", "r"]));
        assert_eq!((compared.closed.len(), compared.unanswered.as_slice()), (0, ["r".to_owned()].as_slice()));
        assert!(!compared.adds_nothing());
        let compared = compare(&before, &outcome(&[], &["old"]));
        assert_eq!((compared.closed.len(), compared.adds_nothing()), (1, true));
    }

    #[test]
    fn a_finding_that_moves_with_its_service_is_neither_closed_nor_added() {
        let (before, after) = ([finding("r", "s", &["a"])], [finding("r", "s", &["b"])]);
        assert_eq!(told(&before, &after), (vec![], vec![]));
        assert_eq!(told(&before, &[]), (vec!["r s a".to_owned()], vec![]));
    }

    #[test]
    fn one_that_reaches_more_places_is_added_and_one_that_reaches_fewer_is_not_closed() {
        let (one, two) = ([finding("r", "s", &["a"])], [finding("r", "s", &["a", "b"])]);
        assert_eq!(told(&one, &two), (vec![], vec!["r s a b".to_owned()]));
        assert_eq!(told(&two, &one), (vec![], vec![]));
        let apart = [finding("r", "s", &["a"]), finding("r", "s", &["b"])];
        assert_eq!(told(&apart, &one), (vec!["r s b".to_owned()], vec![]));
    }

    #[test]
    fn one_that_a_waiver_excuses_in_another_place_is_not_closed() {
        let waived = |regions: &[&str]| Finding {
            waived: Some(Waived {
                number: 0,
                reason: String::new(),
                until: jiff::civil::date(2030, 1, 1),
                approved_by: None,
            }),
            ..finding("r", "s", regions)
        };
        let open = finding("r", "s", &["a"]);
        assert_eq!(told(std::slice::from_ref(&open), &[waived(&["b"])]), (vec![], vec![]));
        let closed = vec!["r s a".to_owned()];
        assert_eq!(told(&[open.clone(), waived(&["b", "c"])], &[waived(&["c"])]), (closed, vec![]));
        assert_eq!(told(&[open.clone(), waived(&["b"])], &[waived(&["b", "c"])]), (vec![], vec![]));
        assert_eq!(told(&[open], &[waived(&[])]), (vec![], vec![]));
    }

    #[test]
    fn two_flows_of_one_sender_are_two_subjects_whoever_moves() {
        let flow = |to: &str, data: &str, cloud: &str| Finding {
            about: vec![Subject::Flow { from: "bot".to_owned(), to: to.to_owned(), data: vec![data.to_owned()] }],
            fingerprint: crate::check::outcome::Fingerprint::given(format!("{to} {data} {cloud}")),
            standard: None,
            ..finding("r", "", &[])
        };
        let told = |before: Finding, after: Finding| told(&[before], &[after]);
        let both = |one: &str, other: &str| (vec![one.to_owned()], vec![other.to_owned()]);
        assert_eq!(told(flow("a", "phi", "x"), flow("b", "phi", "x")), both("a phi x", "b phi x"));
        assert_eq!(told(flow("a", "phi", "x"), flow("a", "pan", "x")), both("a phi x", "a pan x"));
        assert_eq!(told(flow("a", "phi", "x"), flow("a", "phi", "y")), (vec![], vec![]));
    }

    #[test]
    fn another_rule_on_the_same_requirement_is_another_finding() {
        let (before, after) = ([finding("r", "s", &["a"])], [finding("other", "s", &["a"])]);
        assert_eq!(told(&before, &after), (vec!["r s a".to_owned()], vec!["other s a".to_owned()]));
    }
}
