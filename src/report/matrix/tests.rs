//! What a matrix shows of answers, exceptions and pages of every width.

use std::sync::Arc;

use jiff::civil::date;
use snapbox::{IntoData, assert_data_eq, str};

use super::super::fixture::{AS_OF, finding};
use super::super::schema::{complaints, is_that_of};
use super::*;
use crate::check::outcome::{Asked as Origin, Finding, Label, Scope, Shown, Waived};
use crate::model::deployment;
use crate::text::Span;

/// What is required of a service as `standard@level`, and the verdict in some regions.
fn requirement(service: &str, asked: &str, verdict: Verdict, regions: &[&str]) -> RequirementOutcome {
    let (standard, level) = asked.split_once('@').map_or((asked, None), |(standard, level)| (standard, Some(level)));
    let shown = Shown {
        service_id: "example-service".to_owned(),
        cloud: "acme-cloud".to_owned(),
        required: Scope { standard: standard.to_owned(), edition: None, level: level.map(str::to_owned) },
        assurance: LeastAssurance::Any,
        verdict,
        held: None,
        contested: false,
        evidence: None,
        history: Vec::new(),
    };
    RequirementOutcome {
        service: service.to_owned(),
        regions: regions.iter().map(|&region| region.to_owned()).collect(),
        origins: [Origin { kind: deployment::Origin::Service, span: Span::default(), rule: None, profile: None }]
            .into(),
        shown: Arc::new(shown),
    }
}

/// What a rule says about a requirement.
fn found(on: &RequirementOutcome, severity: Severity, waived: bool) -> Finding {
    Finding {
        severity,
        service: Some(on.service.clone()),
        standard: Some(Asked::of(on).reference),
        regions: on.regions.to_vec(),
        verdict: Some(on.verdict),
        waived: waived.then(|| Waived {
            number: 0,
            reason: "later".to_owned(),
            until: date(2030, 1, 1),
            approved_by: None,
        }),
        ..finding(Label { span: Span::default(), text: String::new() }, Vec::new())
    }
}

fn matrices(services: &[&str], requirements: Vec<RequirementOutcome>, findings: Vec<Finding>) -> Matrices {
    let instance = |name: &&str| Instance {
        name: (*name).to_owned(),
        service: "example-service".to_owned(),
        cloud: "acme-cloud".to_owned(),
    };
    let manifest = MatrixOf {
        source: Source::new("deploy.toml", ""),
        problems: Vec::new(),
        name: Some("example".to_owned()),
        services: services.iter().map(instance).collect(),
        outcome: Outcome { services: services.len(), requirements, findings, ..Outcome::default() },
    };
    Matrices { as_of: AS_OF, manifests: vec![manifest] }
}

/// A bot with a gap in one of two regions that is excused, a store with a gap and a missing agreement, an idle thing.
fn example() -> Matrices {
    let requirements = vec![
        requirement("bot", "std-a@high", Verdict::Covered, &["north"]),
        requirement("bot", "std-a@high", Verdict::Elsewhere, &["south", "west"]),
        requirement("bot", "std-b", Verdict::CoveredByRelation, &["north", "south", "west"]),
        requirement("store", "std-b", Verdict::NotListed, &[]),
        requirement("store", "std-c", Verdict::Covered, &[]),
    ];
    let findings = vec![
        found(&requirements[1], Severity::Error, true),
        found(&requirements[2], Severity::Advice, false),
        found(&requirements[3], Severity::Error, false),
        // An agreement is missing: a finding on an obligation has no verdict.
        Finding { verdict: None, ..found(&requirements[4], Severity::Error, false) },
    ];
    matrices(&["bot", "store", "idle"], requirements, findings)
}

fn shown(matrices: &Matrices, format: MatrixFormat, style: Style) -> String {
    let mut out = Vec::new();
    matrices.write(format, &style, &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

#[test]
fn what_is_excused_in_one_region_stands_open_in_the_other() {
    let on = requirement("bot", "std-a", Verdict::Elsewhere, &["south", "west"]);
    let within =
        |region: &str, waived| Finding { regions: vec![region.to_owned()], ..found(&on, Severity::Error, waived) };
    for findings in [[within("south", true), within("west", false)], [within("south", false), within("west", true)]] {
        let answer = Answer::of((0, &on), &Concerned::of(&findings));
        assert_eq!((answer.gravest, answer.waived), (Some(Severity::Error), false));
    }
    let excused = [within("south", true), within("west", true)];
    let answer = Answer::of((0, &on), &Concerned::of(&excused));
    assert_eq!((answer.gravest, answer.waived), (None, true));
}

#[test]
fn people_see_the_worst_mark_and_what_is_behind_it() {
    let page = shown(&example(), MatrixFormat::Human, Style::default());
    assert_data_eq!(
        page,
        str![[r#"
example, deploy.toml, as of 2021-08-03

service  std-a@high  std-b  std-c
bot      ↗ w [1]     ≈
store                –      ✓!

nothing is required of idle

✓  covered              in scope
≈  covered-by-relation  by a relation
↗  elsewhere            in other regions only
–  not-listed           left out of a full list
!  an error stands on it all the same, which the check tells
w  waived: a dated exception of the manifest excuses it
[1] bot, std-a@high: elsewhere in south, west (waived); covered in north

"#]]
        .raw()
    );
}

#[test]
fn ascii_and_colours_are_on_demand() {
    let plain = shown(&example(), MatrixFormat::Human, Style { unicode: false, ..Style::default() });
    assert!(plain.is_ascii() && plain.contains("bot      ^ w [1]     =\n"), "{plain}");
    let painted = shown(&example(), MatrixFormat::Human, Style { color: true, ..Style::default() });
    let red = painted.lines().find(|line| line.starts_with("store")).expect("the store has a line");
    assert_eq!(red.matches("\u{1b}[31;1m").count(), 2, "{red:?}");
}

#[test]
fn markdown_has_a_table_and_a_list() {
    let page = shown(&example(), MatrixFormat::Markdown, Style::default());
    assert_data_eq!(
        page,
        str![[r#"
## example, deploy.toml, as of 2021-08-03

| service | std-a@high | std-b | std-c |
| --- | :-: | :-: | :-: |
| bot | ↗ w \[1\] | ≈ |  |
| store |  | – | ✓\! |

Nothing is required of idle.

- ✓ `covered`: in scope
- ≈ `covered-by-relation`: by a relation
- ↗ `elsewhere`: in other regions only
- – `not-listed`: left out of a full list
- \! an error stands on it all the same, which the check tells
- w waived: a dated exception of the manifest excuses it
- \[1\] bot, std-a@high: elsewhere in south, west \(waived\); covered in north

"#]]
        .raw()
    );
}

#[test]
fn csv_has_verdicts_in_words_and_no_formula() {
    let mut matrices = example();
    matrices.manifests[0].services[2].name = "=1+1".to_owned();
    let rows = shown(&matrices, MatrixFormat::Csv, Style::default());
    assert_data_eq!(
        rows,
        str![[r#"
file,name,service,cloud,std-a@high,std-b,std-c
deploy.toml,bot,example-service,acme-cloud,"elsewhere in south, west (waived)|covered in north","covered-by-relation in north, south, west",
deploy.toml,store,example-service,acme-cloud,,not-listed,covered (!)
deploy.toml,'=1+1,example-service,acme-cloud,,,

"#]]
        .raw()
    );
}

#[test]
fn json_keeps_to_its_schema_and_holds_every_answer() {
    is_that_of::<Document<'_>>("matrix");
    let json = shown(&example(), MatrixFormat::Json, Style::default());
    let document: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(complaints("matrix", &document), Vec::<String>::new());
    let file = &document["files"][0];
    assert_eq!(file["standards"], serde_json::json!(["std-a@high", "std-b", "std-c"]));
    let high = &file["services"][0]["requirements"][0];
    assert_eq!((&high["verdict"], &high["answers"][0]["waived"]), (&"elsewhere".into(), &true.into()));
    assert_eq!(high["answers"][1]["regions"], serde_json::json!(["north"]));
    assert_eq!(file["services"][1]["requirements"][1]["answers"][0]["gravest"], "error");
    assert_eq!(file["services"][2]["requirements"], serde_json::json!([]));
}

/// Five services with ten requirements each.
fn many(services: usize, standards: usize) -> Matrices {
    let names: Vec<String> = (0..services).map(|number| format!("service-{number}")).collect();
    let asked: Vec<String> = (0..standards).map(|number| format!("standard-{number}@level")).collect();
    let each = |name: &String| -> Vec<_> {
        asked.iter().map(|asked| requirement(name, asked, Verdict::Covered, &[])).collect()
    };
    let requirements = names.iter().flat_map(each).collect();
    matrices(&names.iter().map(String::as_str).collect::<Vec<_>>(), requirements, Vec::new())
}

#[test]
fn a_narrow_page_has_several_tables_and_no_name_is_cut() {
    for width in [40, 60, 80, 110] {
        let page = shown(&many(12, 9), MatrixFormat::Human, Style { width, ..Style::default() });
        let widest = page.lines().map(textwrap::core::display_width).max();
        assert!(widest <= Some(width), "{width}:\n{page}");
        (0..9).for_each(|number| assert!(page.contains(&format!("standard-{number}@level")), "{width}:\n{page}"));
        assert_eq!(page.matches('✓').count(), 12 * 9 + 1, "{width}: each cell once, and the legend\n{page}");
    }
}

#[test]
fn a_table_is_turned_where_that_takes_fewer() {
    let page = shown(&many(3, 9), MatrixFormat::Human, Style { width: 60, ..Style::default() });
    assert!(page.contains("standard          service-0  service-1  service-2\n"), "{page}");
    let page = shown(&many(3, 2), MatrixFormat::Human, Style { width: 60, ..Style::default() });
    assert!(page.contains("service    standard-0@level  standard-1@level\n"), "{page}");
}

#[test]
fn a_finding_on_one_region_or_verdict_is_not_one_on_the_other() {
    let requirements = vec![
        requirement("bot", "std-a", Verdict::Lapsed, &["north"]),
        requirement("bot", "std-a", Verdict::Covered, &["south"]),
    ];
    let findings = vec![found(&requirements[0], Severity::Error, false)];
    let matrices = matrices(&["bot"], requirements, findings);
    let grid = Grid::of(&matrices.manifests[0]);
    let gravest: Vec<_> = grid.rows[0].1[0].answers.iter().map(|answer| (answer.verdict(), answer.gravest)).collect();
    assert_eq!(gravest, [(Verdict::Lapsed, Some(Severity::Error)), (Verdict::Covered, None)]);
}

#[test]
fn what_is_excused_does_not_hide_what_is_not() {
    let requirement = requirement("bot", "std-a", Verdict::Conditional, &[]);
    let waived = |open: Severity| {
        let findings = [found(&requirement, Severity::Warning, true), found(&requirement, open, false)];
        Answer::of((0, &requirement), &Concerned::of(&findings)).waived
    };
    assert_eq!((waived(Severity::Advice), waived(Severity::Warning), waived(Severity::Error)), (true, false, false));
}

#[test]
fn hidden_characters_of_a_name_are_written_out() {
    let requirements = vec![requirement("b\u{1b}[2Jot\u{202e}", "std-a", Verdict::Covered, &[])];
    let matrices = matrices(&["b\u{1b}[2Jot\u{202e}"], requirements, Vec::new());
    for format in MatrixFormat::ALL {
        let page = shown(&matrices, format, Style::default());
        let hidden =
            |character: char| character == '\u{1b}' || (format != MatrixFormat::Json && character == '\u{202e}');
        assert!(!page.contains(hidden), "{format:?}: {page:?}");
    }
}
