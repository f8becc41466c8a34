//! What a timeline shows of events of every kind, on pages of every width.

use jiff::civil::date;
use snapbox::{IntoData, assert_data_eq, str};

use super::super::fixture::{AS_OF, finding};
use super::super::schema::{complaints, is_that_of};
use super::*;
use crate::check::ahead::{Change, Effect};
use crate::check::outcome::{Finding, Label};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::Span;

fn found(rule: &str, severity: Severity, message: &str) -> Box<Finding> {
    let place = Label { span: Span::default(), text: String::new() };
    Box::new(Finding { rule: rule.to_owned(), severity, message: message.to_owned(), ..finding(place, Vec::new()) })
}

fn event(day: Date, change: Change, before: Option<Verdict>, after: Option<Verdict>) -> Event {
    Event {
        day,
        change,
        service: Some("intake-bot".to_owned()),
        standard: Some("std-a@high".to_owned()),
        cloud: Some("acme-cloud".to_owned()),
        regions: vec!["north-1".to_owned(), "south-1".to_owned()],
        before,
        after,
        causes: vec![Cause {
            kind: CauseKind::Edition,
            name: "std-a:2013".to_owned(),
            date: day.yesterday().expect("there is a day before"),
        }],
        place: Span::new(2, 5),
    }
}

/// One event of every kind.
fn example() -> Timelines {
    let (covered, retired) = (Some(Verdict::Covered), Some(Verdict::EditionRetired));
    let turns = |day, effect| event(day, Change::Turns(effect), covered, retired);
    let over = "Example Bot in Acme Cloud is in scope of STD-A:2013 only, which ended on 2021-10-31";
    let appears = Change::Appears(found("coverage/edition-retired", Severity::Error, over));
    let ends = Change::Ends(found("obligation/agreement-not-yet-in-force", Severity::Error, "it begins later"));
    let events = vec![
        event(date(2021, 11, 1), appears, covered, retired),
        turns(date(2021, 11, 1), Effect::Waived(date(2022, 6, 30))),
        turns(date(2021, 11, 30), Effect::Joins(Severity::Warning)),
        turns(date(2021, 12, 1), Effect::Mends(Severity::Error)),
        turns(date(2022, 12, 1), Effect::Harmless),
        event(date(2022, 12, 1), ends, None, None),
    ];
    timelines(events)
}

fn timelines(events: Vec<Event>) -> Timelines {
    let manifest = TimelineOf {
        source: Source::new("deploy.toml", "[deployment]\n"),
        problems: Vec::new(),
        name: Some("example".to_owned()),
        services: 1,
        requirements: 2,
        events,
    };
    Timelines { as_of: AS_OF, until: date(2023, 8, 3), manifests: vec![manifest] }
}

fn shown(timelines: &Timelines, format: TimelineFormat, style: Style) -> String {
    let mut out = Vec::new();
    timelines.write(format, &style, &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

#[test]
fn people_see_months_marks_and_what_was_so_before() {
    let page = shown(&example(), TimelineFormat::Human, Style::default());
    assert_data_eq!(
        page,
        str![[r#"
example, deploy.toml, from 2021-08-03 to 2023-08-03

November 2021
  2021-11-01  error     intake-bot, std-a@high: Example Bot in Acme Cloud is in
              scope of STD-A:2013 only, which ended on 2021-10-31 (covered until
              2021-10-31) [coverage/edition-retired]
  2021-11-01  waived    intake-bot, std-a@high: edition-retired in north-1,
              south-1, waived until 2022-06-30 (covered until 2021-10-31);
              std-a:2013 ends on 2021-10-31
  2021-11-30  warning   intake-bot, std-a@high: edition-retired in north-1,
              south-1 (covered until 2021-11-29); std-a:2013 ends on 2021-11-29

December 2021
  2021-12-01  mended    intake-bot, std-a@high: edition-retired in north-1,
              south-1 (covered until 2021-11-30); std-a:2013 ends on 2021-11-30

December 2022
  2022-12-01  harmless  intake-bot, std-a@high: edition-retired in north-1,
              south-1 (covered until 2022-11-30); std-a:2013 ends on 2022-11-30
  2022-12-01  mended    intake-bot, std-a@high: no longer: it begins later
              [obligation/agreement-not-yet-in-force]

looked at 2 requirements of 1 service: 6 events, with 1 error, 1 warning

"#]]
        .raw()
    );
}

#[test]
fn a_narrow_page_and_a_wide_one_are_kept_to() {
    for width in [40, 80, 110] {
        let page = shown(&example(), TimelineFormat::Human, Style { width, ..Style::default() });
        // A word that is longer than the page is meant to be copied.
        let too_long = |line: &&str| textwrap::core::display_width(line) > width && line.trim().contains(' ');
        assert_eq!(page.lines().find(too_long), None, "{width}:\n{page}");
    }
}

#[test]
fn marks_are_painted_as_grave_as_they_are() {
    let page = shown(&example(), TimelineFormat::Human, Style { color: true, ..Style::default() });
    assert!(page.contains("\u{1b}[31;1merror\u{1b}[0m     intake-bot"), "{page:?}");
    assert!(page.contains("waived    intake-bot"), "{page:?}");
}

#[test]
fn where_nothing_changes_it_says_how_much_was_looked_at() {
    let page = shown(&timelines(Vec::new()), TimelineFormat::Human, Style::default());
    let said = "looked at 2 requirements of 1 service: nothing changes by any date that is known\n";
    assert_eq!(page, format!("example, deploy.toml, from 2021-08-03 to 2023-08-03\n\n{said}"));
    let harmless = event(date(2022, 1, 1), Change::Turns(Effect::Harmless), None, None);
    let page = shown(&timelines(vec![harmless]), TimelineFormat::Human, Style::default());
    assert!(page.ends_with("of 1 service: 1 event, none of them grave\n"), "{page}");
}

#[test]
fn json_keeps_to_its_schema_and_csv_has_a_line_each() {
    is_that_of::<Document<'_>>("timeline");
    let json = shown(&example(), TimelineFormat::Json, Style::default());
    let document: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(complaints("timeline", &document), Vec::<String>::new());
    let changes = document["files"][0]["events"].as_array().expect("there are events");
    let changes: Vec<_> = changes.iter().map(|event| event["change"].as_str().unwrap_or_default()).collect();
    assert_eq!(changes, ["appears", "waived", "joins", "mends", "harmless", "ends"]);
    let csv = shown(&example(), TimelineFormat::Csv, Style::default());
    assert_eq!(csv.lines().count(), 7);
    let second = "deploy.toml,2021-11-01,waived,,,intake-bot,std-a@high,acme-cloud,north-1|south-1,covered,edition-retired,\
                  ,std-a:2013 ends on 2021-10-31";
    assert_eq!(csv.lines().nth(2), Some(second));
}
