//! What an auditor relies on: that everything is there, as text, and that the page asks nobody for anything.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::super::directory::{DocumentSummary, PublicationSummary};
use super::super::fixture::{self, label};
use super::super::{Format, Report, Style, WaiverSummary};
use super::page::base64;
use crate::check::outcome::{Citation, Finding, Notice};
use crate::model::evidence::DateBasis;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::{Source, Span};

/// The page of a report.
fn page(report: &Report) -> String {
    let mut out = Vec::new();
    Format::named("html").expect("it is listed").write(report, &Style::default(), &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

/// The fixture's report with a document, as a run fills it in.
fn report() -> Report {
    let mut report = fixture::report();
    let document = DocumentSummary {
        title: "Compliance in Example Bot".to_owned(),
        publisher: "Acme".to_owned(),
        as_of: fixture::AS_OF,
        as_of_basis: DateBasis::Printed,
        fresh_on: fixture::AS_OF,
        found_at: "https://acme.example/compliance".to_owned(),
    };
    report.directory.documents.insert("example-bot-2021-08-03".to_owned(), document);
    report.directory.standards.insert("std-a@high".to_owned(), "STD-A High".to_owned());
    report
}

/// The text between each of these marks and the next of those.
fn between<'p>(page: &'p str, start: &str, end: &str) -> Vec<&'p str> {
    page.split(start).skip(1).map(|rest| rest.split(end).next().unwrap_or_default()).collect()
}

/// What a browser makes of escaped text.
fn decoded(text: &str) -> String {
    ["&#60;<", "&#62;>", "&#34;\"", "&#39;'", "&#38;&"]
        .iter()
        .fold(text.to_owned(), |text, pair| text.replace(&pair[..5], &pair[5..]))
}

/// The page without its style and script.
fn body(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").expect("a style");
    let (_, rest) = rest.split_once("</style>").expect("it ends");
    let (middle, rest) = rest.split_once("<script>").expect("a script");
    let (_, after) = rest.split_once("</script>").expect("it ends");
    [before, middle, after].concat()
}

/// The names of all tags, in order.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split([' ', '>']).next().unwrap_or_default()).collect()
}

#[test]
fn everything_in_the_report_is_on_the_page() {
    let page = decoded(&body(&page(&report())));
    for expected in [
        "example-clinic",
        "intake-bot",
        "STD-A High",
        "level-too-low",
        "at a lower level",
        "Incomplete: not everything could be checked",
        "20,417 claims",
        &"0123456789abcdef".repeat(4),
        "Example Bot in Acme Cloud (public) holds STD-A Moderate, and High is required",
        "What is authorised at a lower level may not hold data of a higher one.",
        "no service is called \"exmaple-search\"",
        "the file can't be read: permission denied",
        "2021-12-31",
        "150 days left",
        "The move to acme-cloud is under way (OPS-412)",
        "ciso@clinic.example",
        "table 1, column \"Sovereign\"",
        "https://acme.example/compliance",
        "example-bot-2019-05-23",
        "page 3, row \"Example Bot\"",
        "the service by the profile base, deploy.toml:10:13",
        "no manifest of this run requires this profile",
        "compliance-check explain deploy.toml intake-bot std-a@high --rules 'our rules'",
        "asked for by this profile",
        "The book of levels",
    ] {
        assert!(page.contains(expected), "{expected:?}");
    }
}

#[test]
fn the_page_asks_nobody_for_anything_and_runs_nothing_but_its_own() {
    let page = page(&report());
    let policy = decoded(between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"")[0]);
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    for (kind, own) in
        [("style", between(&page, "<style>", "</style>")), ("script", between(&page, "<script>", "</script>"))]
    {
        assert_eq!(own.len(), 1, "one {kind}");
        assert!(policy.contains(&format!("{kind}-src 'sha256-{}'", base64(&Sha256::digest(own[0])))), "{kind}");
        assert!(!own[0].contains("http") && !own[0].contains("url(") && !own[0].contains("@import"), "{kind}");
    }
    let body = body(&page);
    let loads = [" src=", "srcset", "<link", "<img", "<iframe", "<object", "<embed", " style=", " onclick", "<base"];
    for word in loads {
        assert!(!body.contains(word), "{word}");
    }
    let leaves: BTreeSet<_> =
        between(&body, "href=\"", "\"").into_iter().filter(|href| !href.starts_with('#')).collect();
    assert_eq!(leaves, ["https://acme.example/compliance", "https://standards.example/levels"].into());
}

#[test]
fn every_link_leads_somewhere_and_no_name_is_given_twice() {
    let page = body(&page(&report()));
    let ids = between(&page, " id=\"", "\"");
    let known: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len());
    for attribute in [" href=\"#", " aria-labelledby=\"", " for=\""] {
        let named = between(&page, attribute, "\"");
        assert!(!named.is_empty(), "{attribute}");
        for id in named {
            assert!(known.contains(id), "{attribute}{id}");
        }
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    let page = body(&page(&report()));
    let is_heading = |tag: &&str| tag.len() == 2 && tag.starts_with('h') && tag.as_bytes()[1].is_ascii_digit();
    let levels: Vec<u32> = tags(&page).into_iter().filter(is_heading).filter_map(|tag| tag[1..].parse().ok()).collect();
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
}

#[test]
fn the_marked_text_is_what_the_finding_is_about() {
    let page = body(&page(&report()));
    let findings = between(&page, "<article class=\"finding", "</article>");
    let marked = |message: &str| -> Vec<String> {
        let finding = findings.iter().find(|finding| decoded(finding).contains(message)).expect("it is there");
        between(finding, "<mark>", "</mark>").into_iter().map(decoded).collect()
    };
    assert_eq!(marked("holds STD-A Moderate"), ["\"acme-cloud\"", "\"std-a@high\"", "\"std-a@high\""]);
    assert_eq!(marked("no service is called"), ["\"exmaple-search\""]);
    assert_eq!(marked("no document speaks of STD-C"), ["\"std-c:2013\""]);
}

#[test]
fn places_are_marked_behind_tabs_emoji_and_line_ends_of_every_sort() {
    let text = "name = \"\u{1f980}e\u{301}\"\r\n\trequires = [\"std-a\"] # \u{202e}\r\nlast = 'é'";
    let source = Source::new("deploy.toml", text);
    let finding = fixture::finding(label(&source, "\"std-a\"", "here"), vec![label(&source, "'é'", "and here")]);
    let page = body(&page(&fixture::only(&source, vec![finding])));
    let marked: Vec<_> = between(&page, "<mark>", "</mark>").into_iter().map(decoded).collect();
    assert_eq!(marked, ["\"std-a\"", "'é'"]);
    assert!(page.contains("<code>deploy.toml:2:14</code>"));
    assert!(!page.contains('\u{202e}') && page.contains("\\u{202e}"));
}

/// The report with this for every name and sentence that somebody else writes.
fn said(words: &str) -> Report {
    let mut report = report();
    let text = format!("name = '{}'", words.replace('\'', ""));
    for file in &mut report.files {
        file.source = Source::new(words, text.clone());
        file.name = Some(words.to_owned());
        file.policy = Some(words.to_owned());
        for instance in &mut file.services {
            instance.name = words.to_owned();
        }
        file.waivers = vec![WaiverSummary {
            span: Span::default(),
            rule: words.to_owned(),
            only: vec![("standard", words.to_owned())],
            until: fixture::AS_OF,
            reason: words.to_owned(),
            approved_by: Some(words.to_owned()),
        }];
        for problem in &mut file.problems {
            (problem.message, problem.help) = (words.to_owned(), Some(words.to_owned()));
        }
        for requirement in &mut file.outcome.requirements {
            requirement.service = words.to_owned();
            requirement.regions = [words.to_owned()].into();
        }
        for finding in &mut file.outcome.findings {
            (finding.message, finding.why, finding.help) =
                (words.to_owned(), words.to_owned().into(), words.to_owned());
            (finding.service, finding.because) = (Some(words.to_owned()), Some(words.to_owned()));
            finding.place.text = words.to_owned();
            finding.related.clear();
            if let Some(waived) = &mut finding.waived {
                (waived.reason, waived.approved_by) = (words.to_owned(), Some(words.to_owned()));
            }
        }
    }
    for document in report.directory.documents.values_mut() {
        (document.title, document.publisher) = (words.to_owned(), words.to_owned());
        document.found_at = format!("https://{words}");
    }
    report.notices = vec![Notice { message: words.to_owned(), ..report.notices[0].clone() }];
    report
}

#[test]
fn hostile_words_stay_words() {
    let plain = body(&page(&said("word")));
    for (hostile, shown) in [
        ("</script><script>alert(1)</script>", "</script><script>alert(1)</script>"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("\"><svg/onload=alert(1)>", "\"><svg/onload=alert(1)>"),
        ("' onfocus='alert(1)' x='", "' onfocus='alert(1)' x='"),
        ("]]> <!-- --> &lt;b&gt; &#60;", "]]> <!-- --> &lt;b&gt; &#60;"),
        ("{{ title }} {% if a %} ${x}", "{{ title }} {% if a %} ${x}"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("::error file=a::b", "::error file=a::b"),
        ("a|b `c` @everyone", "a|b `c` @everyone"),
        ("\u{1b}[31mred\u{7}\u{202e}txt\u{200b}\u{0}", "\\u{1b}[31mred\\u{7}\\u{202e}txt\\u{200b}\\u{0}"),
    ] {
        let page = page(&said(hostile));
        let body = body(&page);
        let is_code = |tag: &&str| tag.ends_with("code") || tag.ends_with('a');
        let without_code =
            |text| tags(text).into_iter().filter(|tag| !is_code(tag)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(without_code(&body), without_code(&plain), "{hostile:?}");
        assert!(decoded(&body).matches(shown).count() >= 10, "{hostile:?}");
        assert!(!page.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}', '\u{0}']));
        let outside_quotes = |tag: &str| tag.split('"').step_by(2).collect::<String>();
        for tag in between(&body, "<", ">").into_iter().map(outside_quotes) {
            assert!(!tag.contains("onerror") && !tag.contains("onfocus") && !tag.contains("onload"), "{tag}");
        }
    }
}

/// The cells of the matrix, by how they are classed, each with what stands in it.
fn cells(page: &str) -> Vec<(&str, &str)> {
    let cells = between(page, "<a class=\"cell ", "</a>");
    cells.into_iter().filter_map(|cell| cell.split_once("\" href=")).collect()
}

#[test]
fn what_requirements_share_stands_in_the_cell_and_the_chain_of_each() {
    let page = body(&page(&fixture::shared()));
    let warned: Vec<_> = cells(&page).into_iter().filter(|(class, _)| class.starts_with("warning")).collect();
    assert_eq!(warned.len(), 2, "{:?}", cells(&page));
    let chains = between(&page, "<details class=\"chain", "</details>");
    let telling = chains.iter().filter(|chain| chain.contains("<code>evidence/stale</code>"));
    assert_eq!(telling.clone().count(), 2);
    let finding = between(&page, "<article class=\"finding", "</article>");
    let finding = finding.into_iter().find(|finding| finding.contains("evidence/stale")).expect("it is there");
    for name in ["intake-bot", "archive"] {
        assert!(finding.contains(name), "{name}");
    }
    // It is found by the standards and the clouds of both.
    let keys = |text: &str, key: &str| -> BTreeSet<String> {
        let words = between(text, key, "\"")[0].split(' ').filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    for key in ["data-d=\"", "data-c=\""] {
        let each: BTreeSet<_> = telling.clone().flat_map(|chain| keys(chain, key)).collect();
        assert_eq!((keys(finding, key), each.len()), (each.clone(), 2), "{key}");
    }
}

#[test]
fn a_cell_is_found_by_all_that_it_carries() {
    let mut report = fixture::shared();
    let findings = &mut report.files[0].outcome.findings;
    let waived = findings.iter().find_map(|finding| finding.waived.clone());
    let stale = findings.last().expect("the shared one").clone();
    findings.push(Finding { severity: Severity::Error, known: true, ..stale.clone() });
    findings.push(Finding { severity: Severity::Error, waived, ..stale });
    let page = body(&page(&report));
    let chains = between(&page, "<details class=\"chain", "</details>");
    let telling = chains.iter().filter(|chain| chain.contains("<code>evidence/stale</code>"));
    let severities: Vec<_> = telling.map(|chain| between(chain, "data-s=\"", "\"")[0]).collect();
    assert_eq!(severities, ["error known waived warning"; 2]);
}

#[test]
fn what_the_heading_counts_is_in_the_list_of_documents() {
    let mut report = report();
    let closing = Citation {
        id: "closing-notice".into(),
        title: "Closing of Acme Cloud".into(),
        publisher: None,
        as_of: None,
        locator: Some("acme.example/closing".into()),
    };
    let requirement = &mut report.files[0].outcome.requirements[1];
    let shown = std::sync::Arc::make_mut(&mut requirement.shown);
    (shown.verdict, shown.evidence) = (Verdict::CloudClosed, Some(closing.clone()));
    let publication = PublicationSummary {
        title: closing.title.to_string(),
        publisher: None,
        found_at: "acme.example/closing".to_owned(),
    };
    report.directory.publications.insert(closing.id.to_string(), publication);
    let older = report.directory.documents["example-bot-2021-08-03"].clone();
    report.directory.documents.insert("example-bot-2019-05-23".to_owned(), older);
    let page = body(&page(&report));
    let (_, list) = page.split_once("<section id=\"documents\"").expect("a list");
    let (list, _) = list.split_once("</section>").expect("it ends");
    let listed: Vec<_> = between(list, "<code>", "</code>");
    assert_eq!(listed, ["example-bot-2021-08-03", "closing-notice", "example-bot-2019-05-23"]);
    assert!(page.contains("and 3 documents took part"), "{}", between(&page, "class=\"sentence\">", "<")[0]);
    assert!(page.contains("Documents <span class=\"count\">3</span>"));
    let told = "<a href=\"#d2\" dir=\"auto\">Closing of Acme Cloud</a></span>";
    assert!(page.contains(told), "the place is told once");
}

#[test]
fn every_waiver_is_in_one_row_and_told_once() {
    let page = body(&page(&fixture::waivers()));
    let (_, section) = page.split_once("<section id=\"waivers\"").expect("it is there");
    let section = section.split("</section>").next().unwrap_or_default();
    let rows: Vec<_> = between(section, "<tr role=\"row\" class=\"item\"", "</tr>");
    let expected = [
        ("coverage/no-evidence", "150 days left", "(OPS-412)", "</span>1 finding</td>"),
        ("coverage/excluded", "302 days left", "nothing is excluded", "</span>nothing</td>"),
        ("coverage/elsewhere", "over", "it was elsewhere", "</span>nothing: it is over</td>"),
    ];
    assert_eq!(rows.len(), expected.len());
    for (row, (rule, left, reason, excuses)) in rows.iter().zip(expected) {
        for words in [rule, left, reason, excuses, "service archive", "deploy.toml:"] {
            assert!(row.contains(words), "{words}: {row}");
        }
        assert_eq!(page.matches(reason).count(), 1, "{reason}");
    }
    assert!(section.contains("<dt>Waived by</dt><dd><a href=\"#w0-0\">"));
    assert!(page.contains("Waivers <span class=\"count\">3</span>"));
}

#[test]
fn a_report_of_nothing_is_a_page_as_well() {
    let text = page(&Report::new(fixture::AS_OF));
    assert!(text.contains("Nothing to check") && text.contains("The rules report nothing"), "{text}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(page(&report()), page(&report()));
}
