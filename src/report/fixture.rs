//! One report that the tests of every format share. It holds a problem, findings of every severity, an exception,
//! passes, a clean file and a file that could not be read.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::matrix::Instance;
use super::{CatalogSummary, FileReport, Report, RestsOn, RuleSource, RuleSummary, WaiverSummary};
use crate::check::outcome::{
    About, Asked, Citation, Elsewhere, Finding, Label, Notice, Outcome, RequirementOutcome, Scope, Shown, Voice, Waived,
};
use crate::load::problem::Problem;
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::policy::FailOn;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::{Source, Span};

/// The day of every report here.
pub const AS_OF: Date = date(2021, 8, 3);

const MANIFEST: &str = r#"[deployment]
name = "example-clinic"
requires = ["std-b"]

[[services]]
name = "intake-bot"
service = "example-bot"
cloud = "acme-cloud"
regions = ["north-1"]
requires = ["std-a@high"]

[[services]]
name = "search"
service = "exmaple-search"
cloud = "acme-cloud"

[[services]]
name = "archive"
service = "example-store"
cloud = "acme-old"
requires = ["std-c:2013"]

[[waivers]]
rule = "coverage/no-evidence"
service = "archive"
until = 2021-12-31
reason = "The move to acme-cloud is under way (OPS-412)"
approved-by = "ciso@clinic.example"
"#;

const POLICY: &str = "fail-on = \"warning\"\n\n[profiles]\nbase = [\"std-a@high\", \"std-b\"]\n";

/// The whole report.
pub fn report() -> Report {
    let clean = Source::new("other/deploy.toml", "[[services]]\nname = \"mail\"\nrequires = [\"std-b\"]\n");
    let missing = Source::new("team/deploy.toml", "");
    let digest = "0123456789abcdef".repeat(4);
    let policy = Source::new("compliance.toml", POLICY);
    Report {
        catalog: CatalogSummary { digest, documents: 151, claims: 20_417 },
        files: vec![
            manifest(),
            FileReport {
                services: vec![instance("mail", "example-mail", "acme-cloud")],
                rests_on: Some(rests_on()),
                outcome: Outcome { services: 1, requirements: vec![covered(&clean)], ..Outcome::default() },
                ..FileReport::new(clean)
            },
            FileReport {
                problems: vec![Problem {
                    code: "not-readable",
                    message: "the file can't be read: permission denied".to_owned(),
                    help: None,
                    source: missing.clone(),
                    span: Span::default(),
                }],
                ..FileReport::new(missing)
            },
        ],
        rules: [("coverage/level-too-low", too_low_rule()), ("coverage/no-evidence", no_evidence_rule())]
            .map(|(id, rule)| (id.to_owned(), rule))
            .into(),
        repeated: ["--rules", "our rules"].map(str::to_owned).into(),
        notices: vec![Notice {
            span: label(&policy, "base", "").span,
            source: policy,
            message: "no manifest of this run requires this profile".to_owned(),
        }],
        ..Report::new(AS_OF)
    }
}

/// What both manifests rest on.
fn rests_on() -> Arc<RestsOn> {
    let digest = |digit: &str| digit.repeat(64);
    Arc::new(RestsOn { catalog: digest("a"), rules: digest("b"), policy: digest("c") })
}

fn too_low_rule() -> RuleSummary {
    RuleSummary {
        title: "a lower level is held than the one that is required".into(),
        severity: Some(Severity::Error),
        why: "What is authorised at a lower level may not hold data of a higher one.".into(),
        fix: "Move the service, or require `std-a@moderate`.".into(),
        sources: vec![RuleSource {
            title: "The book of levels".into(),
            publisher: Some("Office of Standards".into()),
            at: Some("section 4".into()),
            found_at: Some("https://standards.example/levels".into()),
        }],
        pack: Some("sovereign".to_owned()),
    }
}

fn no_evidence_rule() -> RuleSummary {
    RuleSummary {
        title: "no document speaks of the requirement".into(),
        severity: Some(Severity::Error),
        why: "What nobody states can't be shown to an auditor.".into(),
        fix: "Ask the provider for a document.".into(),
        sources: Vec::new(),
        pack: None,
    }
}

fn instance(name: &str, service: &str, cloud: &str) -> Instance {
    Instance { name: name.to_owned(), service: service.to_owned(), cloud: cloud.to_owned() }
}

/// A file in which a finding is shared by requirements of two services, and another by none.
pub fn shared() -> Report {
    let mut report = report();
    let file = &mut report.files[0];
    let covered = covered(&file.source);
    let shown = Shown { cloud: "acme-old".to_owned(), required: scope("std-c", None, None), ..Shown::clone(&covered) };
    let other = RequirementOutcome { service: "archive".to_owned(), shown: Arc::new(shown), ..covered };
    file.outcome.requirements.push(other);
    let about = [0, 2].map(|number| About::Requirement { number, only: None });
    let place = label(&file.source, "\"acme-old\"", "rests on it as well");
    file.outcome.findings.push(Finding {
        rule: "evidence/stale".to_owned(),
        severity: Severity::Warning,
        message: "2 requirements rest on an old document".to_owned(),
        verdict: Some(Verdict::Covered),
        about: about.into(),
        fingerprint: crate::check::outcome::Fingerprint::given("e5".repeat(32)),
        is_shared: true,
        ..finding(place, Vec::new())
    });
    report
}

/// A file with a waiver that excuses a finding, one that excuses nothing, and one that is over.
pub fn waivers() -> Report {
    let mut report = report();
    let file = &mut report.files[0];
    let span = label(&file.source, "\"std-c:2013\"", "").span;
    let waiver = |rule: &str, until: Date, reason: &str| WaiverSummary {
        span,
        rule: rule.to_owned(),
        only: vec![("service", "archive".to_owned())],
        until,
        reason: reason.to_owned(),
        approved_by: None,
    };
    file.waivers = vec![
        waiver("coverage/no-evidence", date(2021, 12, 31), "The move to acme-cloud is under way (OPS-412)"),
        waiver("coverage/excluded", date(2022, 6, 1), "nothing is excluded"),
        waiver("coverage/elsewhere", date(2021, 1, 1), "it was elsewhere"),
    ];
    report
}

/// The report on one file with this text and these findings.
pub fn only(source: &Source, findings: Vec<Finding>) -> Report {
    let outcome = Outcome { services: 1, findings, ..Outcome::default() };
    Report { files: vec![FileReport { outcome, ..FileReport::new(source.clone()) }], ..Report::new(AS_OF) }
}

/// A finding of which only the places matter.
pub fn finding(place: Label, related: Vec<Label>) -> Finding {
    Finding {
        rule: "group/flaw".to_owned(),
        severity: Severity::Error,
        message: "something is wrong".to_owned(),
        because: None,
        why: "".into(),
        help: String::new(),
        service: None,
        standard: None,
        cloud: None,
        regions: Vec::new(),
        verdict: None,
        place,
        related,
        asked_by: Vec::new(),
        elsewhere: Vec::new(),
        evidence: None,
        about: Vec::new(),
        explain: None,
        fingerprint: crate::check::outcome::Fingerprint::given("00".repeat(32)),
        is_shared: false,
        waived: None,
        known: false,
        new_in: Vec::new(),
    }
}

/// The first place of another file that reads `words`, and what is said there.
pub fn elsewhere(source: &Source, words: &str, text: &str) -> Elsewhere {
    let Label { span, text } = label(source, words, text);
    Elsewhere { source: source.clone(), span, text }
}

/// The first place that reads `words`, and what is said there.
pub fn label(source: &Source, words: &str, text: &str) -> Label {
    let start = source.text().find(words).unwrap_or_else(|| panic!("{words:?} is in the text"));
    Label { span: Span::new(start, start + words.len()), text: text.to_owned() }
}

fn manifest() -> FileReport {
    let source = Source::new("deploy.toml", MANIFEST);
    let problem = Problem {
        code: "unknown-service",
        message: "no service is called \"exmaple-search\"".to_owned(),
        help: Some("did you mean \"example-search\"?".to_owned()),
        source: source.clone(),
        span: label(&source, "\"exmaple-search\"", "").span,
    };
    let findings = vec![platform_only(&source), level_too_low(&source), closed_soon(&source), no_evidence(&source)];
    let requirements = vec![contested(&source), too_low(&source)];
    let outcome = Outcome { services: 2, requirements, findings, ..Outcome::default() };
    let policy = Some("compliance.toml".to_owned());
    let name = Some("example-clinic".to_owned());
    let services =
        vec![instance("intake-bot", "example-bot", "acme-cloud"), instance("archive", "example-store", "acme-old")];
    FileReport {
        rests_on: Some(rests_on()),
        name,
        services,
        problems: vec![problem],
        outcome,
        policy,
        fail_on: FailOn::Warning,
        ..FileReport::new(source)
    }
}

fn level_too_low(source: &Source) -> Finding {
    let policy = Source::new("compliance.toml", POLICY);
    Finding {
        rule: "coverage/level-too-low".to_owned(),
        message: "Example Bot in Acme Cloud (public) holds STD-A Moderate, and High is required".to_owned(),
        because: None,
        why: "What is authorised at a lower level may not hold data of a higher one.".into(),
        help: "acme-sovereign holds std-a@high for this service; its regions are sovereign-north-1, sovereign-south-1 \
               and sovereign-west-2\n"
            .to_owned(),
        service: Some("intake-bot".to_owned()),
        standard: Some("std-a@high".to_owned()),
        cloud: Some("acme-cloud".to_owned()),
        regions: vec!["north-1".to_owned()],
        verdict: Some(Verdict::LevelTooLow),
        elsewhere: vec![elsewhere(&policy, "\"std-a@high\"", "asked for by this profile")],
        evidence: Some(page()),
        explain: Some(("intake-bot".to_owned(), "std-a@high".to_owned())),
        fingerprint: crate::check::outcome::Fingerprint::given("a1".repeat(32)),
        ..finding(
            label(source, "\"std-a@high\"", "required by this service"),
            vec![label(source, "\"acme-cloud\"", "holds std-a@moderate here")],
        )
    }
}

fn platform_only(source: &Source) -> Finding {
    let far = source.text().find("\"acme-old\"").expect("it is in the text");
    Finding {
        rule: "coverage/platform-only".to_owned(),
        severity: Severity::Warning,
        message: "the platform is in scope of STD-B, and no document speaks of Example Store".to_owned(),
        help: "ask the provider for a document that names the service".to_owned(),
        service: Some("archive".to_owned()),
        standard: Some("std-b".to_owned()),
        cloud: Some("acme-old".to_owned()),
        verdict: Some(Verdict::PlatformOnly),
        explain: Some(("archive".to_owned(), "std-b".to_owned())),
        fingerprint: crate::check::outcome::Fingerprint::given("b2".repeat(32)),
        ..finding(
            label(source, "\"std-b\"", "required of every service"),
            vec![Label { span: Span::new(far, far + 10), text: "not shown for this service".to_owned() }],
        )
    }
}

fn closed_soon(source: &Source) -> Finding {
    Finding {
        rule: "placement/cloud-closes".to_owned(),
        severity: Severity::Advice,
        message: "Acme Cloud (old) closes on 2021-10-29".to_owned(),
        help: "move the service to another cloud".to_owned(),
        service: Some("archive".to_owned()),
        cloud: Some("acme-old".to_owned()),
        fingerprint: crate::check::outcome::Fingerprint::given("c3".repeat(32)),
        ..finding(label(source, "\"acme-old\"", "closes in 87 days"), Vec::new())
    }
}

fn no_evidence(source: &Source) -> Finding {
    Finding {
        rule: "coverage/no-evidence".to_owned(),
        message: "no document speaks of STD-C for Example Store".to_owned(),
        help: "ask the provider for a document".to_owned(),
        service: Some("archive".to_owned()),
        standard: Some("std-c:2013".to_owned()),
        verdict: Some(Verdict::NoEvidence),
        fingerprint: crate::check::outcome::Fingerprint::given("d4".repeat(32)),
        waived: Some(Waived {
            number: 0,
            reason: "The move to acme-cloud is under way (OPS-412)".to_owned(),
            until: date(2021, 12, 31),
            approved_by: Some("ciso@clinic.example".to_owned()),
        }),
        ..finding(label(source, "\"std-c:2013\"", ""), Vec::new())
    }
}

fn page() -> Citation {
    Citation {
        id: "example-bot-2021-08-03".into(),
        title: "Compliance in Example Bot".into(),
        publisher: Some("Acme".into()),
        as_of: Some(AS_OF),
        locator: Some("table 1, column \"Sovereign\"".into()),
    }
}

fn scope(standard: &str, edition: Option<&str>, level: Option<&str>) -> Scope {
    Scope { standard: standard.to_owned(), edition: edition.map(str::to_owned), level: level.map(str::to_owned) }
}

fn asked(source: &Source, kind: Origin, words: &str, profile: Option<&str>) -> Asked {
    Asked { kind, span: label(source, words, "").span, profile: profile.map(str::to_owned), rule: None }
}

pub fn covered(source: &Source) -> RequirementOutcome {
    let shown = Shown {
        service_id: "example-mail".to_owned(),
        cloud: "acme-cloud".to_owned(),
        required: scope("std-b", None, None),
        assurance: LeastAssurance::Any,
        verdict: Verdict::Covered,
        held: Some(scope("std-b", Some("2013"), None)),
        contested: false,
        evidence: Some(page()),
        history: Vec::new(),
    };
    RequirementOutcome {
        service: "mail".to_owned(),
        regions: Arc::default(),
        origins: [asked(source, Origin::Service, "\"std-b\"", None)].into(),
        shown: Arc::new(shown),
    }
}

fn contested(source: &Source) -> RequirementOutcome {
    let covered = covered(source);
    let shown = Shown {
        contested: true,
        assurance: LeastAssurance::ThirdParty,
        history: vec![Voice {
            id: "example-bot-2019-05-23".into(),
            verdict: Verdict::NotListed,
            locator: Some("page 3, row \"Example Bot\"".into()),
            believed: true,
        }],
        ..Shown::clone(&covered)
    };
    RequirementOutcome { service: "intake-bot".to_owned(), shown: Arc::new(shown), ..covered }
}

fn too_low(source: &Source) -> RequirementOutcome {
    let shown = Shown {
        service_id: "example-bot".to_owned(),
        required: scope("std-a", None, Some("high")),
        verdict: Verdict::LevelTooLow,
        held: Some(scope("std-a", None, Some("moderate"))),
        ..Shown::clone(&covered(source))
    };
    let origins = [(Origin::Service, "\"std-a@high\"", Some("base")), (Origin::Deployment, "\"std-b\"", None)];
    RequirementOutcome {
        service: "intake-bot".to_owned(),
        regions: ["north-1".to_owned()].into(),
        origins: origins.into_iter().map(|(kind, words, by)| asked(source, kind, words, by)).collect(),
        shown: Arc::new(shown),
    }
}
