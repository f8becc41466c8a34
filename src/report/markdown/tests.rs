//! What is read back from the Markdown, by a reader of Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::super::fixture::{self, label};
use super::super::matrix::Instance;
use super::super::{Format, Report, Style};
use super::sheet::LONGEST;
use crate::check::outcome::Notice;
use crate::text::Source;

fn page(report: &Report) -> String {
    let mut out = Vec::new();
    let format = Format::named("markdown").expect("it is listed");
    format.write(report, &Style::default(), &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

#[test]
fn which_services_there_are_is_told_by_formats_that_are_read_alone_and_by_no_other() {
    let with = fixture::report();
    let mut without = with.clone();
    without.files.iter_mut().for_each(|file| file.services.clear());
    for format in Format::ALL {
        let written = [&with, &without].map(|report| {
            let mut out = Vec::new();
            format.write(report, &Style::default(), &mut out).expect("a vector takes it");
            out
        });
        assert_eq!(written[0] != written[1], format.is_read_alone(), "{}: see Format::READ_ALONE", format.name);
    }
}

/// The page as a reader takes it.
#[derive(Debug, Default)]
struct Read {
    /// All text and code, a line for each block.
    text: String,
    /// What is code.
    code: Vec<String>,
    /// The tags of HTML.
    html: Vec<String>,
    headings: usize,
    cells: usize,
    items: usize,
    /// Links, images and fenced code: whatever else there may be.
    others: usize,
}

fn read(page: &str) -> Read {
    let mut read = Read::default();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH) {
        match event {
            Event::Text(text) => read.text.push_str(&text),
            Event::Code(code) => {
                read.text.push_str(&code);
                read.code.push(code.into_string());
            }
            Event::Html(html) | Event::InlineHtml(html) => read.html.push(html.trim().to_owned()),
            Event::Start(Tag::Heading { .. }) => read.headings += 1,
            Event::Start(Tag::TableCell) => read.cells += 1,
            Event::Start(Tag::Item) => read.items += 1,
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Strong | Tag::HtmlBlock) => {}
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) => {}
            Event::Start(_) | Event::DisplayMath(_) | Event::InlineMath(_) => read.others += 1,
            Event::End(_) => read.text.push('\n'),
            _ => {}
        }
    }
    read
}

#[test]
fn what_is_wrong_comes_first_and_the_rest_follows() {
    let page = page(&fixture::report());
    assert!(page.starts_with("## example-clinic: ✕ not everything could be checked\n\nChecked 3 services"), "{page}");
    let mut rest = page.as_str();
    for part in [
        "### Problems",
        "- **error** `unknown-service` no service is called \"exmaple-search\", `deploy.toml:14:11`",
        "\n  <br>What to do: did you mean \"example-search\"?",
        "### Findings",
        "- **error** `coverage/level-too-low` intake-bot, std-a@high: Example Bot",
        "What to do: ",
        "Evidence: \"Compliance in Example Bot\", Acme, as of 2021-08-03, table 1, column \"Sovereign\"",
        "<details><summary>2 more findings</summary>",
        "- **warning** `coverage/platform-only`",
        "- **advice** `placement/cloud-closes`",
        "</details>",
        "### Services and standards",
        "| service | std-a@high | std-b",
        "| intake-bot | ↓",
        "<details><summary>What the marks stand for</summary>",
        "### Waivers",
        "- until **2021-12-31**: `coverage/no-evidence` archive, std-c:2013: The move to acme-cloud",
        "approved by ciso@<!-- -->clinic.example",
        "<details><summary>1 note</summary>",
        "`compliance.toml:4:1`",
        "as of 2021-08-03, catalogue `0123456789ab`",
    ] {
        let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} in its place:\n{page}"));
        rest = after;
    }
}

#[test]
fn every_place_leads_to_the_text_that_is_meant() {
    let report = fixture::report();
    let source = &report.files[0].source;
    let page = read(&page(&report));
    let places: Vec<_> = page.code.iter().filter_map(|code| code.strip_prefix("deploy.toml:")).collect();
    let meant = ["\"exmaple-search\"", "\"std-a@high\"", "\"std-b\"", "\"acme-old\"", "\"std-c:2013\""];
    assert_eq!(places.len(), meant.len());
    for (place, meant) in places.into_iter().zip(meant) {
        let (line, column) = place.split_once(':').expect("a line and a column");
        let number = |text: &str| text.parse::<usize>().expect("a number") - 1;
        let line = source.text().lines().nth(number(line)).expect("there is such a line");
        let found: String = line.chars().skip(number(column)).take(meant.chars().count()).collect();
        assert_eq!(found, meant);
    }
}

/// The report with these words wherever somebody else writes.
fn said(words: &str) -> Report {
    let mut report = fixture::report();
    for file in &mut report.files {
        file.source = Source::new(words, format!("name = '{}'", words.replace('\'', "")));
        file.name = Some(words.to_owned());
        file.services.iter_mut().for_each(|one| one.name = words.to_owned());
        for problem in &mut file.problems {
            (problem.message, problem.help) = (words.to_owned(), Some(words.to_owned()));
        }
        file.outcome.requirements.iter_mut().for_each(|one| one.service = words.to_owned());
        for finding in &mut file.outcome.findings {
            (finding.message, finding.help) = (words.to_owned(), words.to_owned());
            (finding.service, finding.standard) = (Some(words.to_owned()), Some(words.to_owned()));
            if let Some(waived) = &mut finding.waived {
                (waived.reason, waived.approved_by) = (words.to_owned(), Some(words.to_owned()));
            }
        }
    }
    report.notices = vec![Notice { message: words.to_owned(), ..report.notices[0].clone() }];
    report
}

#[test]
fn hostile_words_stay_words() {
    let plain = read(&page(&said("word")));
    for (hostile, shown) in [
        ("</details></summary><script>alert(1)</script>", "</details></summary><script>alert(1)</script>"),
        ("a | b || c", "a | b || c"),
        ("[x](https://evil.example) ![y](z)", "[x](https://evil.example) ![y](z)"),
        ("<https://evil.example> www.evil.example", "<https://evil.example> www.evil.example"),
        ("@everyone #12 :bug: $x$ $$y$$", "@everyone #12 :bug: $x$ $$y$$"),
        ("# a *b* **c** ~~d~~ _e_ &lt; &#60;", "# a *b* **c** ~~d~~ _e_ &lt; &#60;"),
        ("::error file=a::b", r":\u{3a}error file=a::b"),
        ("a\n\n# b\n- c\n| d |", r"a\n\n# b\n- c\n| d |"),
        ("\u{1b}[31m\u{202e}txt\u{200b}", r"\u{1b}[31m\u{202e}txt\u{200b}"),
        ("back\\slash\\", "back\\slash\\"),
        ("<!-- --> x", "<!-- --> x"),
    ] {
        let text = page(&said(hostile));
        let read = read(&text);
        let shape = |read: &Read| (read.headings, read.cells, read.items, read.others);
        assert_eq!(shape(&read), shape(&plain), "{text}");
        let tags = |read: &Read| read.html.iter().filter(|tag| *tag != "<!-- -->").cloned().collect::<Vec<_>>();
        assert_eq!(tags(&read), tags(&plain), "{text}");
        assert!(read.text.matches(shown).count() >= 6, "{hostile:?}\n{}", read.text);
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}']));
        assert!(text.lines().all(|line| !line.starts_with("::")), "{text}");
    }
}

#[test]
fn backticks_in_a_name_do_not_end_the_code() {
    let text = page(&said("a ` b `` c"));
    let read = read(&text);
    assert!(read.code.iter().any(|code| code.starts_with("a ` b `` c:1:")), "{:?}", read.code);
    assert_eq!(read.others, 0, "{text}");
}

#[test]
fn a_page_fits_a_comment_and_says_what_is_cut() {
    let words = "@".repeat(10_000);
    let text = "[[services]]\n".repeat(3_000);
    let source = Source::new(words.as_str(), text);
    let mut finding = fixture::finding(label(&source, "services", ""), Vec::new());
    (finding.message, finding.help) = (words.clone(), words.clone());
    (finding.service, finding.standard) = (Some(words.clone()), Some("std-b".to_owned()));
    let mut report = fixture::only(&source, vec![finding; 3_000]);
    let requirement = fixture::report().files[1].outcome.requirements[0].clone();
    let file = &mut report.files[0];
    let name = |at: usize| format!("service-{at}");
    file.services = (0..1_000)
        .map(|at| Instance { name: name(at), service: "example".to_owned(), cloud: "acme-cloud".to_owned() })
        .collect();
    file.outcome.requirements = (0..1_000)
        .map(|at| {
            let mut one = requirement.clone();
            one.service = name(at);
            one
        })
        .collect();
    file.name = Some(words);
    let page = page(&report);
    assert!(page.len() <= LONGEST, "{}", page.len());
    assert_eq!(page.matches("<details>").count(), page.matches("</details>").count());
    assert!(page.contains("more findings** not shown: a comment holds 65536 characters"), "{page}");
    assert!(page.contains("| service-0 |") && page.contains("more services** not shown"));
    assert!(page.ends_with("</sub>\n"));
}

#[test]
fn a_page_of_many_manifests_fits_as_well() {
    let mut report = fixture::report();
    let clean =
        report.files.iter().find(|file| file.source.name() == "other/deploy.toml").expect("it is there").clone();
    report.files = vec![clean; 2_000];
    report.notices = vec![report.notices[0].clone(); 2_000];
    let page = page(&report);
    assert!(page.len() <= LONGEST, "{}", page.len());
    assert!(page.contains("more manifests** not shown") && page.contains("more notes** not shown"), "{page}");
}

#[test]
fn a_clean_report_is_short() {
    let mut report = fixture::report();
    report.files.retain(|file| file.source.name() == "other/deploy.toml");
    report.notices.clear();
    let page = page(&report);
    assert!(page.starts_with("## Compliance: ✓ the check passes\n"), "{page}");
    assert!(!page.contains("### Findings") && page.contains("| mail | ✓ |"), "{page}");
}

#[test]
fn what_services_share_names_them() {
    let page = page(&fixture::shared());
    let line = page.lines().find(|line| line.contains("evidence/stale")).expect("it is there");
    assert!(line.contains("intake-bot, archive:"), "{line}");
}

#[test]
fn every_waiver_is_listed_and_its_reason_is_told_once() {
    let page = page(&fixture::waivers());
    for line in [
        "- until **2021-12-31**: `coverage/no-evidence`, service archive, excuses 1 finding: The move to acme-cloud",
        "- until **2022-06-01**: `coverage/excluded`, service archive, excuses nothing: nothing is excluded, `deploy.toml:",
        "- until **2021-01-01**: `coverage/elsewhere`, service archive, excuses nothing: it is over: it was elsewhere",
        "<details><summary>1 waived finding</summary>",
        "- until **2021-12-31**: `coverage/no-evidence` archive, std-c:2013, `deploy.toml:",
    ] {
        assert!(page.contains(line), "{line}:\n{page}");
    }
    assert_eq!(page.matches("OPS-412").count(), 1);
}
