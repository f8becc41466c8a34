//! The shipped catalogue is in canonical form and has no flaw that could be mended; each flaw is found where it is.

use crate::common;

use std::fs;

use crate::common::Ran;

const DOCUMENT: &str = "title: A list\npublisher: Harbour\nprovider: harbour\nkind: example\nas-of: 2026-01-01\n\
    as-of-basis: printed\nfound-at: nowhere\nlicence: CC0\n";

const PROVIDER: &str = "\
provider: harbour
name: Harbour
clouds:
  - id: quay
    name: Quay
    status: active
    stated-in: [list]
services:
  - id: crane
    name: Crane
    home: quay
    stated-in: [list]
  - id: tug
    name: Tug
    home: quay
    stated-in: [list]
sources:
  list: { found-at: nowhere }
";

const STANDARD: &str = "\
id: knots
name: Knots
title: Knots of the harbour
issuer: Harbour
segment: regional
jurisdiction: NL
kind: certification
stated-in: [list]
sources:
  list: { found-at: nowhere }
";

/// Lints a small catalogue of its own, with these files in place of or beside its sound ones.
fn lint(name: &str, files: &[(&str, &str)], options: &[&str]) -> Ran {
    let folder = common::scratch(&format!("lint-{name}"));
    let document = format!("id: list-1\n{DOCUMENT}claims: []\n");
    for (path, text) in
        [("providers/harbour.yaml", PROVIDER), ("standards/knots.yaml", STANDARD), ("evidence/list-1.yaml", &document)]
    {
        common::write(&folder, &format!("catalog/{path}"), text);
    }
    for (path, text) in files {
        common::write(&folder, &format!("catalog/{path}"), text);
    }
    common::run_in(&folder, &[&["catalog", "lint", "--format", "short"], options].concat(), "")
}

/// Expects exactly these flaws, each by the beginning of its line.
#[track_caller]
fn finds(ran: &Ran, status: i32, flaws: &[&str]) {
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(ran.status, Some(status), "{ran:?}");
    assert_eq!(lines.len(), flaws.len(), "{lines:#?}");
    for (line, flaw) in lines.iter().zip(flaws) {
        assert!(line.starts_with(flaw), "{flaw}\nis not how this begins:\n{line}");
    }
}

#[test]
fn the_shipped_catalogue_has_no_errors_and_is_in_canonical_form() {
    let ran = common::run_in(common::root(), &["catalog", "lint", "catalog", "--format", "short"], "");
    let errors: Vec<_> = ran.out.lines().filter(|line| !line.contains(": warning[")).collect();
    assert_eq!((ran.status, errors), (Some(0), vec![]), "`catalog lint --write` mends the form");
}

#[test]
fn a_sound_catalogue_of_its_own_has_nothing() {
    finds(&lint("sound", &[], &[]), 0, &[]);
}

#[test]
fn names_that_mean_two_things() {
    let provider = PROVIDER
        .replace("    name: Crane\n", "    name: Crane\n    aliases: [Big Hook, Big Hook, TUG]\n")
        .replace("    name: Tug\n", "    name: Tug\n    aliases: [big  hook]\n");
    let flaws = [
        "catalog/providers/harbour.yaml:11:15: error[ambiguous-name] `Big Hook` could mean `crane` or `tug`",
        "catalog/providers/harbour.yaml:11:25: error[repeated-name] `Big Hook` stands here already",
        "catalog/providers/harbour.yaml:11:35: error[shadowed-name] `TUG` is the id of another service",
        "catalog/providers/harbour.yaml:16:15: error[ambiguous-name] `big  hook` could mean `crane` or `tug`",
    ];
    finds(&lint("names", &[("providers/harbour.yaml", &provider)], &[]), 1, &flaws);
    let other = PROVIDER
        .replace("harbour", "dock")
        .replace("Harbour", "Dock")
        .replace("quay", "berth")
        .replace("Quay", "Berth")
        .replace("id: crane", "id: boat")
        .replace("name: Crane", "name: Boat\n    aliases: [Lifter, Tug]")
        .replace("id: tug", "id: ferry")
        .replace("name: Tug", "name: Ferry");
    let own = PROVIDER.replace("name: Tug", "name: Tug\n    aliases: [Lifter]");
    let ran = lint("providers", &[("providers/dock.yaml", &other), ("providers/harbour.yaml", &own)], &[]);
    // Of two providers, the cloud can tell which is meant.
    let flaws = [
        "catalog/providers/dock.yaml:11:15: warning[ambiguous-name] `Lifter` could mean `boat` or",
        "catalog/providers/dock.yaml:11:23: warning[shadowed-name] `Tug` is the id of another provider's service",
        "catalog/providers/harbour.yaml:15:15: warning[ambiguous-name] `Lifter` could mean",
    ];
    finds(&ran, 0, &flaws);
}

#[test]
fn claims_that_can_not_all_be_true() {
    let row = "      - { service: crane, in-scope: [knots] }\n";
    let text = format!(
        "id: list-1\n{DOCUMENT}conditions:\n  tied: tied up\ntables:\n  - at: table\n    cloud: quay\n    \
         unmarked: out-of-scope\n    columns:\n      - {{ id: knots, title: Knots, standards: [knots] }}\n      \
         - {{ id: gold, title: Gold, standards: [knots], condition: tied }}\n    rows:\n{row}      - tug\n{row}"
    );
    let flaws = [
        "catalog/evidence/list-1.yaml:21:9: warning[contradiction] tug in quay is in scope and in scope under tied for knots",
        "catalog/evidence/list-1.yaml:22:9: warning[contradiction] crane in quay is in scope and out of scope for knots",
        "catalog/evidence/list-1.yaml:22:9: error[duplicate-claim] this says the same as an earlier one: table, row \"Crane\"",
    ];
    finds(&lint("claims", &[("evidence/list-1.yaml", &text)], &[]), 1, &flaws);
    let text = format!("id: list-1\n{DOCUMENT}claims:\n  - in-scope: graph\n    standards: [knots]\n    at: row 1\n");
    let text = text.replace("in-scope: graph", "in-scope: graph\n    cloud: azure-public");
    let text = format!(
        "{text}disputed:\n  - service: crane\n    printed: Azure\n    standard: knots\n    \
         reads-as: {{ says: in-scope, cloud: azure-public, standard: knots }}\n    at: row 2\n    why: A slip\n"
    );
    // The folder is read on top of the built-in catalogue, since it doesn't stand on its own.
    let ran = lint("foreign", &[("evidence/list-1.yaml", &text)], &[]);
    let flaws = [
        "catalog/evidence/list-1.yaml:11:5: error[foreign-cloud] azure-public is no cloud of Harbour",
        "catalog/evidence/list-1.yaml:11:5: error[foreign-service] graph is no service of Harbour",
        "catalog/evidence/list-1.yaml:19:15: error[foreign-cloud] azure-public is no cloud of Harbour",
    ];
    finds(&ran, 1, &flaws);
}

#[test]
fn documents_without_licence_seen_too_early_or_replaced_twice() {
    let newer =
        |id: &str, more: &str| format!("id: {id}\n{DOCUMENT}{more}claims: []\n").replace("2026-01-01", "2026-02-01");
    let second = newer("list-2", "").replace("found-at", "last-seen: 2026-01-15\nreplaces: [list-1]\nfound-at");
    let third = newer("list-3", "").replace("licence: CC0\n", "").replace("found-at", "replaces: [list-1]\nfound-at");
    let ran = lint("documents", &[("evidence/list-2.yaml", &second), ("evidence/list-3.yaml", &third)], &[]);
    let flaws = [
        "catalog/evidence/list-2.yaml:8:12: error[seen-too-early] the text was last seen on 2026-01-15",
        "catalog/evidence/list-3.yaml:1:5: error[no-licence] list-3 doesn't say",
        "catalog/evidence/list-3.yaml:8:12: error[replaced-twice] list-1 is replaced by list-2 already",
    ];
    finds(&ran, 1, &flaws);
}

#[test]
fn a_chain_of_editions_with_a_gap() {
    let editions = |ending: &str| {
        let text = format!(
            "editions:\n  - id: a\n    published: \"2019\"\n{ending}    stated-in: [list]\n  - id: b\n    \
             published: \"2020\"\n    stated-in: [list]\nsources:\n"
        );
        lint("gap", &[("standards/knots.yaml", &STANDARD.replace("sources:\n", &text))], &[])
    };
    let flaw =
        "catalog/standards/knots.yaml:10:5: warning[edition-gap] edition a has no successor, and b came after it";
    finds(&editions(""), 0, &[flaw]);
    finds(&editions("    superseded-by: b\n"), 0, &[]);
    finds(&editions("    succeeded-by: another standard\n"), 0, &[]);
}

#[test]
fn a_level_that_the_edition_does_not_have() {
    let standard = STANDARD.replace(
        "sources:\n",
        "aliases:\n  - { name: Old Gold, means: knots:old@gold }\neditions:\n  - id: old\n    published: \"2019\"\n    \
         superseded-by: new\n    stated-in: [list]\n  - id: new\n    published: \"2020\"\n    stated-in: [list]\n\
         levels:\n  - id: gold\n    ladder: medal\n    name: Gold\n    editions: [new]\n    stated-in: [list]\n  \
         - id: tin\n    ladder: medal\n    name: Tin\n    stated-in: [list]\nrelations:\n  - from: knots:new@gold\n    \
         relation: informs\n    to: knots:old@gold\n    use: hint-only\n    stated-in: [list]\nsources:\n",
    );
    let document = format!(
        "id: list-1\n{DOCUMENT}in-full:\n  - {{ services: [crane], clouds: [quay], standards: [knots:old@tin, \
         knots:old@gold] }}\ntables:\n  - at: table\n    cloud: quay\n    columns:\n      \
         - {{ id: gold, title: Gold, standards: [knots:new@gold, knots:old@gold] }}\n    rows:\n      - tug\nclaims:\n  \
         - in-scope: crane\n    cloud: quay\n    standards: [knots@gold, knots:old@gold]\n    at: row 1\ndisputed:\n  \
         - service: crane\n    printed: Gold\n    standard: knots\n    meant: knots:old@gold\n    \
         reads-as: {{ says: in-scope, cloud: quay, standard: knots:old@gold }}\n    at: row 2\n    why: A slip\n"
    );
    let files = [("evidence/list-1.yaml", document.as_str()), ("standards/knots.yaml", &standard)];
    let places = ["evidence/list-1.yaml:11:69", "evidence/list-1.yaml:16:62", "evidence/list-1.yaml:22:29"];
    let misprint = ["evidence/list-1.yaml:28:12", "evidence/list-1.yaml:29:56"];
    let own = ["standards/knots.yaml:10:30", "standards/knots.yaml:32:9"];
    let words = "Knots old has no level `gold` (did you mean `knots:new@gold`? the levels of this edition are tin)";
    let flaw = |place: &&str| format!("catalog/{place}: error[level-not-in-edition] {words}");
    let flaws: Vec<_> = places.iter().chain(&misprint).chain(&own).map(flaw).collect();
    finds(&lint("levels", &files, &[]), 1, &flaws.iter().map(String::as_str).collect::<Vec<_>>());
    let empty = standard.replace("editions: [new]", "editions: []");
    let ran = lint("no-levels", &[("standards/knots.yaml", &empty)], &[]);
    assert!(ran.out.contains("catalog/standards/knots.yaml:23:15: error[empty] `editions` names none"), "{}", ran.out);
}

#[test]
fn chains_that_lead_nowhere() {
    let text = STANDARD.replace(
        "sources:\n",
        "editions:\n  - id: a\n    published: 2020-05-01\n    superseded-by: b\n    stated-in: [list]\n  - id: b\n    \
         published: \"2019\"\n    superseded-by: c\n    stated-in: [list]\n  - id: c\n    superseded-by: b\n    \
         stated-in: [list]\nrelations:\n  - from: knots:a\n    relation: grants\n    to: knots:b\n    use: satisfies\n    \
         stated-in: [list]\n  - from: knots\n    relation: includes\n    to: knots:a\n    use: satisfies\n    \
         stated-in: [list]\nsources:\n",
    );
    let flaws = [
        "catalog/standards/knots.yaml:12:20: error[edition-backwards] edition a of 2020-05-01 is superseded by b of 2019",
        "catalog/standards/knots.yaml:16:20: error[edition-circle] edition b is superseded by itself, through c",
        "catalog/standards/knots.yaml:19:20: error[edition-circle] edition c is superseded by itself, through b",
        "catalog/standards/knots.yaml:22:5: error[relation-circle] what knots:a grants or includes leads back to it",
        "catalog/standards/knots.yaml:27:5: error[relation-circle] what knots grants or includes leads back to it",
    ];
    finds(&lint("chains", &[("standards/knots.yaml", &text)], &[]), 1, &flaws);
}

#[test]
fn the_form_is_mended_and_comments_are_not_lost() {
    let untidy = PROVIDER
        .replace("name: Harbour\n", "")
        .replace("provider: harbour\n", "# Top.\nname: Harbour\nprovider: 'harbour'\n");
    let commented = STANDARD
        .replace("name: Knots\n", "name: Knots # of all sorts\n")
        .replace("segment: regional", "segment: 'regional'");
    let files = [("providers/harbour.yaml", untidy.as_str()), ("standards/knots.yaml", commented.as_str())];
    let flaws = [
        "catalog/providers/harbour.yaml:2:1: error[not-canonical] the file is not in canonical form, which has here: provider:",
        "catalog/standards/knots.yaml:2:13: error[inner-comment]",
    ];
    finds(&lint("form", &files, &[]), 1, &flaws);
    finds(&lint("form", &files, &["--write"]), 1, &flaws[1..]);
    let written = |path: &str| {
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint-form/catalog").join(path);
        fs::read_to_string(path).expect("the file is there")
    };
    assert_eq!(written("providers/harbour.yaml"), format!("# Top.\n{PROVIDER}"));
    assert_eq!(written("standards/knots.yaml"), commented, "a file with a comment inside stays as it is");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint-form/catalog");
    assert_eq!(common::files(&folder, "").len(), 3, "no file is left behind");
}

#[test]
fn what_can_not_be_read_is_a_problem_with_its_place() {
    let text = format!("id: list-1\n{DOCUMENT}claims:\n  - in-scope: crnae\n    standards: [knots]\n    at: row 1\n");
    let flaws = [
        "catalog/evidence/list-1.yaml:11:15: error[unknown-name] the catalogue has no service `crnae` (did you mean `crane`?)",
    ];
    finds(&lint("problems", &[("evidence/list-1.yaml", &text)], &[]), 2, &flaws);
    let nowhere = common::run_in(&common::scratch("lint-nowhere"), &["catalog", "lint"], "");
    assert_eq!(nowhere.status, Some(2));
    assert!(nowhere.err.contains("there is no folder `catalog` here"), "{}", nowhere.err);
    let ran = lint("one-file", &[("evidence/list-1.yaml", &text)], &["catalog/standards/knots.yaml", "deploy.toml"]);
    assert!(ran.out.contains("deploy.toml:1:1: error[not-a-catalogue]"), "{}", ran.out);
}

#[test]
fn warnings_fail_where_the_user_wants_it_and_programs_get_json() {
    let ran = common::run_in(common::root(), &["catalog", "lint", "--format", "json", "--fail-on", "warning"], "");
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("catalog-lint", &document);
    let warnings = document["summary"]["warning"].as_u64().expect("a number");
    assert_eq!(ran.status, Some(i32::from(warnings > 0)));
    let flaws = document["files"].as_array().expect("a list").iter().flat_map(|file| file["flaws"].as_array());
    assert_eq!(flaws.map(Vec::len).sum::<usize>() as u64, warnings);
}
