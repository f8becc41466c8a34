//! What a person sees.

mod long;

use proptest::prelude::*;
use snapbox::{IntoData, assert_data_eq, str};
use textwrap::core::display_width;

use super::super::{CatalogSummary, Format, Report, Style, fixture, visible};
use crate::check::outcome::{Finding, Label};
use crate::model::policy::FailOn;
use crate::text::{Source, Span};

fn render(report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    Format::named("human").expect("it is listed").write(report, &style, &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

/// One finding on `text`, without the summary.
fn show(text: &str, place: Label, related: Vec<Label>) -> String {
    let source = Source::new("deploy.toml", text);
    let report = fixture::only(&source, vec![fixture::finding(place, related)]);
    render(&report, Style { quiet: true, ..Style::default() })
}

fn at(start: usize, end: usize) -> Label {
    Label { span: Span::new(start, end), text: "here".to_owned() }
}

/// The text that stands above each underline.
fn underlined(page: &str) -> Vec<String> {
    let lines: Vec<_> = page.lines().collect();
    let mut found = Vec::new();
    for pair in lines.windows(2) {
        let is_numbered = pair[0].trim_start().starts_with(|first: char| first.is_ascii_digit());
        let parts = pair[0].split_once(" │ ").zip(pair[1].split_once(" · ")).filter(|_| is_numbered);
        let Some(((_, text), (_, marks))) = parts else { continue };
        let mut column = 0;
        let mut covered = String::new();
        let is_drawn: Vec<bool> = marks.chars().map(|mark| mark != ' ').collect();
        for character in text.chars().chain([' ']) {
            if is_drawn.get(column) == Some(&true) {
                covered.push(character);
            } else if !covered.is_empty() {
                // A combining character belongs to the letter before it.
                if display_width(&character.to_string()) == 0 {
                    covered.push(character);
                } else {
                    found.push(std::mem::take(&mut covered));
                }
            }
            column += display_width(&character.to_string());
        }
        found.extend(Some(covered).filter(|covered| !covered.is_empty()));
    }
    found
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one page")]
fn the_whole_page() {
    let page = render(&fixture::report(), Style { statistics: true, ..Style::default() });
    assert_data_eq!(
        page,
        str![[r#"
warning[coverage/platform-only]: the platform is in scope of STD-B, and no
    document speaks of Example Store

   ╭─[deploy.toml:3:13]
 2 │ name = "example-clinic"
 3 │ requires = ["std-b"]
   ·             ───┬───
   ·                ╰── required of every service
   ╰────
    ╭─[deploy.toml:20:9]
 19 │ service = "example-store"
 20 │ cloud = "acme-old"
    ·         ─────┬────
    ·              ╰── not shown for this service
    ╰────
  help: ask the provider for a document that names the service
  explain:  compliance-check explain deploy.toml archive std-b --rules 'our rules'

error[coverage/level-too-low]: Example Bot in Acme Cloud (public) holds STD-A
    Moderate, and High is required

    ╭─[deploy.toml:10:13]
  7 │ service = "example-bot"
  8 │ cloud = "acme-cloud"
    ·         ──────┬─────
    ·               ╰── holds std-a@moderate here
  9 │ regions = ["north-1"]
 10 │ requires = ["std-a@high"]
    ·             ──────┬─────
    ·                   ╰── required by this service
    ╰────
   ╭─[compliance.toml:4:9]
 3 │ [profiles]
 4 │ base = ["std-a@high", "std-b"]
   ·         ──────┬─────
   ·               ╰── asked for by this profile
   ╰────
  help: acme-sovereign holds std-a@high for this service; its regions are
        sovereign-north-1, sovereign-south-1 and sovereign-west-2
  evidence: "Compliance in Example Bot", Acme, as of 2021-08-03, table 1, column
            "Sovereign"
  explain:  compliance-check explain deploy.toml intake-bot std-a@high --rules 'our rules'

error[unknown-service]: no service is called "exmaple-search"

    ╭─[deploy.toml:14:11]
 13 │ name = "search"
 14 │ service = "exmaple-search"
    ·           ────────────────
    ╰────
  help: did you mean "example-search"?

advice[placement/cloud-closes]: Acme Cloud (old) closes on 2021-10-29

    ╭─[deploy.toml:20:9]
 19 │ service = "example-store"
 20 │ cloud = "acme-old"
    ·         ─────┬────
    ·              ╰── closes in 87 days
    ╰────
  help: move the service to another cloud
  explain:  compliance-check explain deploy.toml c3c3c3c3c3c3 --rules 'our rules'

error[not-readable]: team/deploy.toml: the file can't be read: permission denied

waived until 2021-12-31: archive: std-c:2013 (coverage/no-evidence): The move to
    acme-cloud is under way (OPS-412)

note: compliance.toml:4:1: no manifest of this run requires this profile

1  error    coverage/level-too-low
1  error    not-readable
1  error    unknown-service
1  warning  coverage/platform-only
1  advice   placement/cloud-closes

checked 3 services in 2 files as of 2021-08-03: 2 problems, 1 error, 1 warning,
    1 piece of advice, 1 waived; 2 of 3 requirements covered; 2 rules and 2
    documents took part

"#]]
        .raw()
    );
}

#[test]
fn no_line_is_wider_than_the_page() {
    for width in [60, 80, 100] {
        for line in render(&fixture::report(), Style { width, ..Style::default() }).lines() {
            assert!(display_width(line) <= width || line.contains("explain:"), "{width}: {line}");
        }
    }
}

#[test]
fn without_unicode_all_is_ascii() {
    let page = render(&fixture::report(), Style { unicode: false, ..Style::default() });
    assert!(page.is_ascii(), "{page}");
    let long = format!("a = \"{}\"", "x".repeat(200));
    let report = fixture::only(&Source::new("a", long), vec![fixture::finding(at(0, 1), Vec::new())]);
    assert!(render(&report, Style { unicode: false, ..Style::default() }).contains("xxx...\n"));
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let plain = render(&fixture::report(), Style::default());
    let colored = render(&fixture::report(), Style { color: true, ..Style::default() });
    assert!(!plain.contains('\u{1b}'));
    assert!(colored.contains("\u{1b}[31;1merror[coverage/level-too-low]\u{1b}[0m"), "{colored:?}");
    let stripped: String = colored
        .split('\u{1b}')
        .enumerate()
        .map(|(index, part)| if index == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) })
        .collect();
    assert_eq!(stripped, plain);
}

#[test]
fn paragraphs_have_one_empty_line_between_them() {
    let page = render(&fixture::report(), Style { statistics: true, ..Style::default() });
    assert!(page.ends_with('\n') && !page.ends_with("\n\n"));
    assert!(!page.starts_with('\n') && !page.contains("\n\n\n"));
}

#[test]
fn quiet_leaves_errors_problems_and_what_fails_the_check() {
    let mut report = fixture::report();
    for (fail_on, warnings, advice) in
        [(FailOn::Never, 0, 0), (FailOn::Error, 0, 0), (FailOn::Warning, 1, 0), (FailOn::Advice, 1, 1)]
    {
        report.files[0].fail_on = fail_on;
        let page = render(&report, Style { quiet: true, ..Style::default() });
        let counts = ["error[", "warning[", "advice["].map(|kind| page.matches(kind).count());
        assert_eq!(counts, [3, warnings, advice], "{fail_on:?}");
        for absent in ["waived", "note:", "checked"] {
            assert!(!page.contains(absent), "{absent}");
        }
    }
}

#[test]
fn far_places_have_a_snippet_each_and_the_reported_one_comes_first() {
    let text = format!("cloud = \"acme-old\"\n{}requires = [\"std-a\"]\n", "# between\n".repeat(10_000));
    let source = Source::new("deploy.toml", text.as_str());
    let required = fixture::label(&source, "\"std-a\"", "required");
    let page = show(&text, required, vec![fixture::label(&source, "\"acme-old\"", "not here")]);
    let headers: Vec<_> = page.lines().filter(|line| line.contains("╭─[")).map(str::trim).collect();
    assert_eq!(headers, ["╭─[deploy.toml:10002:13]", "╭─[deploy.toml:1:9]"]);
    assert_eq!(underlined(&page), ["\"std-a\"", "\"acme-old\""]);
    assert!(page.lines().count() < 16, "{page}");
}

#[test]
fn places_in_other_files_have_a_snippet_for_each_file() {
    let text = "cloud = \"acme-old\"\n";
    let source = Source::new("deploy.toml", text);
    let rule = Source::new("rules/team/old.yaml", "id: team/old\nrequires: [std-a]\n");
    let policy = Source::new("compliance.toml", "[profiles]\nbase = [\"std-a\"]\n");
    let unread = Source::new("packs/\u{1b}[2Jold", "");
    let finding = Finding {
        elsewhere: vec![
            fixture::elsewhere(&rule, "std-a", "asked here"),
            fixture::elsewhere(&policy, "\"std-a\"", "and here"),
            fixture::elsewhere(&rule, "team/old", "by this rule"),
            fixture::elsewhere(&unread, "", "by this pack"),
        ],
        ..fixture::finding(at(8, 18), Vec::new())
    };
    let page = render(&fixture::only(&source, vec![finding]), Style { quiet: true, ..Style::default() });
    let headers: Vec<_> = page.lines().filter(|line| line.contains("╭─[")).map(str::trim).collect();
    assert_eq!(headers, ["╭─[deploy.toml:1:9]", "╭─[rules/team/old.yaml:2:12]", "╭─[compliance.toml:2:9]"]);
    assert_eq!(underlined(&page), ["\"acme-old\"", "team/old", "std-a", "\"std-a\""]);
    assert!(page.contains("  see: packs/\\u{1b}[2Jold: by this pack\n"), "{page}");
}

#[test]
fn near_places_share_a_snippet() {
    let text = "cloud = \"acme-old\"\n\n\n\nrequires = [\"std-a\"]\n";
    let page = show(text, at(34, 41), vec![at(8, 18)]);
    assert_eq!(page.matches("╭─[deploy.toml:5:13]").count(), 1);
    assert_eq!(page.matches("╭─[").count(), 1);
    assert_eq!(underlined(&page), ["\"acme-old\"", "\"std-a\""]);
}

#[test]
fn of_a_line_of_ten_megabytes_little_is_shown() {
    let many = "{ name = \"x\" }, ".repeat(600_000);
    let text = format!("services = [{many}{{ cloud = \"acme-old\", requires = [\"std-a\"] }}, {many}]\n");
    let source = Source::new("deploy.toml", text.as_str());
    let place = fixture::label(&source, "\"std-a\"", "required");
    let column = place.span.start + 1;
    let page = show(&text, place, vec![fixture::label(&source, "\"acme-old\"", "not here")]);
    assert!(page.len() < 1_500, "{page}");
    assert!(page.contains(&format!("[deploy.toml:1:{column}]")), "{page}");
    assert_eq!(underlined(&page), ["\"acme-old\"", "\"std-a\""]);
    assert!(page.lines().all(|line| display_width(line) <= 80), "{page}");
}

#[test]
fn the_underline_stands_under_its_text() {
    for (text, words) in [
        ("\tcloud\t= \"acme\"\n", "\"acme\""),
        ("a = 1\r\ncloud = \"acme\"\r\n", "\"acme\""),
        ("name = \"診療所\" # \"acme\"\n", "\"acme\""),
        ("name = \"診療所\"\n", "\"診療所\""),
        ("name = \"e\u{301}te\u{301}\" # x\n", "\"e\u{301}te\u{301}\""),
        ("last = \"no line end\"", "\"no line end\""),
        ("b = 1\nlast = 2", "2"),
    ] {
        let source = Source::new("deploy.toml", text);
        let page = show(text, fixture::label(&source, words, "here"), Vec::new());
        assert_eq!(underlined(&page), [words], "{page}");
    }
}

#[test]
fn an_empty_place_has_an_arrow() {
    for (text, offset, position) in
        [("a = \n", 4, "1:5"), ("a = 1\n", 6, "2:1"), ("a = 1", 5, "1:6"), ("\n\n", 1, "2:1")]
    {
        let page = show(text, at(offset, offset), Vec::new());
        assert!(page.contains(&format!("[deploy.toml:{position}]")), "{page}");
        assert_eq!(page.matches('▲').count(), 1, "{page}");
    }
}

#[test]
fn a_place_of_several_lines_has_a_bracket() {
    let text = "[[waivers]]\nrule = \"a\"\nuntil = 2026-12-31\nreason = \"b\"\n";
    assert_data_eq!(
        show(text, at(0, 54), Vec::new()),
        str![[r#"
error[group/flaw]: something is wrong

   ╭─[deploy.toml:1:1]
 1 │ ╭─▶ [[waivers]]
 2 │ │   rule = "a"
 3 │ │   until = 2026-12-31
 4 │ ├─▶ reason = "b"
   · ╰──── here
   ╰────
  explain:  compliance-check explain deploy.toml 000000000000

"#]]
        .raw()
    );
}

#[test]
fn nothing_that_a_terminal_obeys_reaches_it() {
    let evil = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}\u{200b}\n::error::x\r\u{7f}";
    let text = format!("name = '''{evil}''' # end\n");
    let source = Source::new(format!("dir/{evil}.toml"), text.as_str());
    let finding = Finding {
        rule: evil.to_owned(),
        message: evil.to_owned(),
        help: evil.to_owned(),
        service: Some(evil.to_owned()),
        explain: Some((evil.to_owned(), evil.to_owned())),
        ..fixture::finding(Label { text: evil.to_owned(), ..fixture::label(&source, "# end", "") }, vec![at(0, 4)])
    };
    for style in [Style::default(), Style { unicode: false, statistics: true, ..Style::default() }] {
        let page = render(&fixture::only(&source, vec![finding.clone()]), style);
        assert!(page.chars().all(|character| character == '\n' || !visible::is_hidden(character)), "{page:?}");
        assert!(!page.lines().any(|line| line.trim_start().starts_with("::")), "{page}");
    }
}

#[test]
fn a_word_for_the_shell_is_quoted() {
    let source = Source::new("my deploy.toml", "a = 1\n");
    let finding = Finding {
        explain: Some(("$(bot)".to_owned(), "std-a@high".to_owned())),
        ..fixture::finding(at(0, 1), Vec::new())
    };
    let page = render(&fixture::only(&source, vec![finding]), Style::default());
    assert!(page.contains("explain 'my deploy.toml' '$(bot)' std-a@high\n"), "{page}");
}

#[test]
fn long_words_of_a_mark_are_broken() {
    let text = format!("requires = [{}\"std-a\"]\n", " ".repeat(30));
    let source = Source::new("deploy.toml", text.as_str());
    let page = show(&text, fixture::label(&source, "\"std-a\"", &"many words ".repeat(10)), Vec::new());
    assert!(page.lines().all(|line| display_width(line) <= 80), "{page}");
    assert_eq!(page.matches("many").count(), 10);
}

#[test]
fn the_last_line_says_what_was_done() {
    let summary = |report: &Report| {
        let page = render(report, Style { width: 200, ..Style::default() });
        page.lines().last().unwrap_or_default().to_owned()
    };
    let mut report = fixture::report();
    assert_eq!(
        summary(&report),
        "checked 3 services in 2 files as of 2021-08-03: 2 problems, 1 error, 1 warning, 1 piece of advice, 1 waived; \
         2 of 3 requirements covered; 2 rules and 2 documents took part"
    );
    let faulty = report.files.pop().expect("there is one");
    report.files.remove(0);
    assert_eq!(
        summary(&report),
        "checked 1 service in 1 file as of 2021-08-03: nothing found; 1 of 1 requirement covered; 2 rules and 1 \
         document took part"
    );
    report.files = vec![faulty];
    assert_eq!(summary(&report), "checked nothing: 1 problem in 1 file");
    report.files.clear();
    assert_eq!(summary(&report), "nothing to check");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever the text and wherever the places: no panic, nothing hidden, and one header for each snippet.
    #[test]
    fn no_text_and_no_place_breaks_a_page(
        text in "([ab \t]|\r?\n|[\u{0}-\u{9f}]|[é中ß\u{301}\u{202e}🦀]){0,60}",
        places in prop::collection::vec((0usize..90, 0usize..40), 1..5),
        width in 0usize..100,
        unicode: bool,
    ) {
        let mut labels: Vec<_> = places.iter().map(|&(start, length)| at(start, start + length)).collect();
        let place = labels.remove(0);
        let source = Source::new("deploy.toml", text.as_str());
        let report = Report { catalog: CatalogSummary::default(), ..fixture::only(&source, vec![fixture::finding(place, labels)]) };
        let page = render(&report, Style { width, unicode, ..Style::default() });
        prop_assert!(page.chars().all(|character| character == '\n' || !visible::is_hidden(character)), "{page:?}");
        let position = source.position(places[0].0);
        prop_assert!(text.is_empty() || page.contains(&format!("[deploy.toml:{}:{}]", position.line, position.column)), "{page}");
    }
}
