//! What is shown of a report that was held against another day, in each form.

use jiff::civil::date;
use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, str};

use super::super::fixture::AS_OF;
use super::super::schema::{complaints, is_that_of};
use super::*;
use crate::check::ahead::{Cause, CauseKind};
use crate::model::told::Digests;
use crate::verify::{Altered, Difference, Ground, Kind};

fn digests(digit: &str) -> Option<Digests> {
    let of = |digit: &str| digit.repeat(64);
    Some(Digests { manifest: of(digit), catalog: of("b"), rules: of("c"), policy: of("d") })
}

fn difference(kind: Kind, then: Option<&str>, now: Option<&str>, causes: &[Ground]) -> Difference {
    Difference {
        kind,
        rule: (kind == Kind::Finding).then(|| "coverage/edition-retired".to_owned()),
        service: Some("intake-bot".to_owned()),
        standard: Some("std-a:2013".to_owned()),
        cloud: Some("acme-cloud".to_owned()),
        regions: vec!["north-1".to_owned()],
        then: then.map(str::to_owned),
        now: now.map(str::to_owned),
        message: (kind == Kind::Finding).then(|| "STD-A:2013 ended on 2021-10-31".to_owned()),
        fingerprint: (kind == Kind::Finding).then(|| "e5".repeat(32)),
        causes: causes.to_vec(),
        dates: Vec::new(),
    }
}

fn example() -> Verified {
    let time = [Ground::Time];
    let ended = Cause { kind: CauseKind::Edition, name: "std-a:2013".to_owned(), date: date(2021, 10, 31) };
    let file = VerifiedFile {
        path: "deploy.toml".to_owned(),
        then: digests("a"),
        now: digests("e"),
        changed: vec![Ground::Manifest, Ground::Time],
        requirements: 4,
        findings: 1,
        differences: vec![
            Difference {
                dates: vec![ended],
                ..difference(Kind::Requirement, Some("covered"), Some("edition-retired"), &time)
            },
            difference(Kind::Finding, None, Some("error"), &time),
            difference(Kind::Requirement, Some("covered"), None, &[Ground::Manifest, Ground::Time]),
        ],
        documents: vec![difference(Kind::Document, Some("list-2020"), Some("list-2021"), &[Ground::Manifest])],
        parts: vec![Altered { part: "the held of intake-bot: std-a".to_owned(), causes: vec![Ground::Manifest] }],
        unfounded: Vec::new(),
        edited: Vec::new(),
    };
    Verified {
        report: "report.json".to_owned(),
        program: "0.1.0".to_owned(),
        then: AS_OF,
        fail_on: Some(FailOn::Never),
        horizon: Some(date(2021, 12, 31)),
        now: date(2021, 11, 1),
        files: vec![file],
        edited: Vec::new(),
        others: 2,
        problems: Vec::new(),
    }
}

/// The same report with an answer that nobody gave.
fn altered() -> Verified {
    let mut verified = example();
    let file = &mut verified.files[0];
    (file.differences, file.documents, file.parts) = (Vec::new(), Vec::new(), Vec::new());
    (file.now, file.changed) = (file.then.clone(), Vec::new());
    file.unfounded = vec![difference(Kind::Requirement, Some("covered\u{1b}[2J"), Some("not-listed"), &[])];
    file.edited = vec!["the help of coverage/not-listed".to_owned()];
    verified.edited = vec!["the summary".to_owned()];
    Verified { now: AS_OF, others: 0, fail_on: None, horizon: None, ..verified }
}

fn shown(verified: &Verified, format: VerifyFormat) -> String {
    let mut out = Vec::new();
    verified.write(format, &Style::default(), &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

#[test]
fn people_see_what_it_rests_on_what_differs_and_why() {
    assert_data_eq!(
        shown(&example(), VerifyFormat::Human),
        str![[r#"
deploy.toml, as report.json says of 2021-08-03, held against 2021-11-01

What it rests on
  manifest   has changed: aaaaaaaaaaaa then, eeeeeeeeeeee now
  catalogue  unchanged (bbbbbbbbbbbb)
  rules      unchanged (cccccccccccc)
  policy     unchanged (dddddddddddd)
  day        2021-08-03 then, 2021-11-01 now
  fails on   never, as the report says of its own check
  horizon    2021-12-31, as the report says of its own check

What no longer holds
  differs  intake-bot, std-a:2013, acme-cloud in north-1: covered then,
  edition-retired now (by time, std-a:2013 ends on 2021-10-31)
  new      intake-bot, std-a:2013, acme-cloud in north-1: error now, and not
  told then: STD-A:2013 ended on 2021-10-31 [coverage/edition-retired] (by time)
  gone     intake-bot, std-a:2013, acme-cloud in north-1: covered then, and not
  asked or found now (by the manifest or time)
  differs  the held of intake-bot: std-a (by the manifest)

What another document decides now, the same way
  differs  intake-bot, std-a:2013, acme-cloud in north-1: list-2020 then,
  list-2021 now (by the manifest)

held 4 verdicts and 1 finding of 1 manifest against 2021-11-01: the report no
longer holds, 5 answers differ; 2 files of the report not asked about

"#]]
        .raw()
    );
}

#[test]
fn people_see_what_never_followed_and_nothing_in_it_acts() {
    assert_data_eq!(
        shown(&altered(), VerifyFormat::Human),
        str![[r#"
deploy.toml, as report.json says of 2021-08-03, held against 2021-08-03

What it rests on
  manifest   unchanged (aaaaaaaaaaaa)
  catalogue  unchanged (bbbbbbbbbbbb)
  rules      unchanged (cccccccccccc)
  policy     unchanged (dddddddddddd)
  day        2021-08-03, as then

What never followed
  differs  intake-bot, std-a:2013, acme-cloud in north-1: covered\u{1b}[2J is
  told, and not-listed follows
Nothing that can bring it has changed, and this answer does not follow from what
it rests on: the report was altered, in the help of coverage/not-listed.

What never followed, of the run as a whole
Nothing that can bring it has changed, and this answer does not follow from what
it rests on: the report was altered, in the summary.

held 4 verdicts and 1 finding of 1 manifest against 2021-08-03: the report does
not follow from what it rests on

"#]]
        .raw()
    );
}

#[test]
fn programs_read_what_the_schema_says() {
    is_that_of::<Document<'_>>("verify");
    for verified in [example(), altered()] {
        let document: Value = serde_json::from_str(&shown(&verified, VerifyFormat::Json)).expect("it is JSON");
        assert_eq!(complaints("verify", &document), Vec::<String>::new());
        assert_eq!(document["holds"], serde_json::json!(verified.holds()));
        assert_eq!(document["follows"], serde_json::json!(verified.follows()));
    }
}
