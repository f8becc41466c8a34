//! Reports where people look already: code scanning, merge requests, annotations and test results, through the program.

use crate::common;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

const DAY: &str = "2021-08-03";

/// Two services with gaps of several rules, some of them on one line.
const GAPS: &str = r#"[deployment]
name = "clinic"
requires = ["dod-srg@il4", "cjis"]

[[services]]
name = "bot"
service = "azure-bot-service"
cloud = "azure-public"
requires = ["dod-srg@il5", "soc-2"]

[[services]]
name = "search"
service = "Azure Cognitive Search"
cloud = "azure-public"
regions = ["eastus"]
data = ["phi"]
"#;

/// A rule of the user's own that requires something.
const OWN_RULE: &str = "id: own/health-data
title: health data stays with who is certified
subject: service
match: { service.data: phi }
require: { standards: [dod-srg@il6] }
why: so we say
";

fn text(folder: &Path, format: &str, arguments: &[&str]) -> String {
    common::run_in(folder, &[&["--as-of", DAY, "--format", format], arguments].concat(), "").out
}

fn json(folder: &Path, format: &str, arguments: &[&str]) -> Value {
    let text = text(folder, format, arguments);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is a list"))
}

fn results(sarif: &Value) -> &Vec<Value> {
    list(&sarif["runs"][0]["results"])
}

/// The fingerprints of all findings by format.
fn fingerprints(folder: &Path, arguments: &[&str]) -> [BTreeSet<String>; 3] {
    let (report, sarif) = (json(folder, "json", arguments), json(folder, "sarif", arguments));
    let gitlab = json(folder, "gitlab", arguments);
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let findings = list(&report["files"]).iter().flat_map(|file| list(&file["findings"]));
    [
        findings.map(|finding| word(&finding["fingerprint"])).collect(),
        results(&sarif).iter().map(|one| word(&one["partialFingerprints"]["complianceCheck/v1"])).collect(),
        list(&gitlab).iter().map(|one| word(&one["fingerprint"])).collect(),
    ]
}

#[test]
fn a_manifest_has_the_same_fingerprints_in_every_format_wherever_its_lines_are() {
    let folder = common::scratch("ci-fingerprints");
    common::write(&folder, "deploy.toml", GAPS);
    let [of_json, sarif, gitlab] = fingerprints(&folder, &[]);
    assert!(of_json.len() >= 5, "{of_json:?}");
    assert_eq!((&of_json, &of_json), (&sarif, &gitlab));
    common::write(&folder, "deploy.toml", "# a line\n".repeat(50) + GAPS);
    assert_eq!(fingerprints(&folder, &[]), [of_json.clone(), sarif, gitlab]);
    // Another file with the same findings shares none of them where equal ones would be dropped.
    common::write(&folder, "other/deploy.toml", GAPS);
    let [together, sarif, gitlab] = fingerprints(&folder, &["."]);
    assert_eq!((&together, &sarif), (&of_json, &of_json));
    assert!(gitlab.is_disjoint(&of_json) && gitlab.len() == 2 * of_json.len());
    // Whatever is mended in the one, the other's keep their names, even when nothing more can be read of the one.
    for mended in ["", "[[services]]\n", "= broken"] {
        common::write(&folder, "deploy.toml", mended);
        let [_, _, left] = fingerprints(&folder, &["."]);
        assert_eq!(left.intersection(&gitlab).count(), of_json.len(), "{mended:?}");
    }
}

#[test]
fn every_example_keeps_to_the_schemas_of_others() {
    let schema = std::fs::read_to_string(common::root().join("tests/data/schemas/sarif-2.1.0.json"));
    let schema = serde_json::from_str(&schema.expect("the schema is there")).expect("it is JSON");
    let official = jsonschema::validator_for(&schema).expect("the schema is valid");
    let folder = common::root();
    for day in ["2019-01-01", "2021-08-03", "2026-11-22"] {
        let run = |format: &str| common::run_in(folder, &["--as-of", day, "--format", format, "examples"], "").out;
        let sarif: Value = serde_json::from_str(&run("sarif")).expect("it is JSON");
        let errors: Vec<_> = official.iter_errors(&sarif).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        assert!(results(&sarif).iter().all(|result| list(&result["locations"]).len() == 1));
        assert_eq!(common::against_jenkins(&run("junit")), Vec::<String>::new());
        let gitlab: Value = serde_json::from_str(&run("gitlab")).expect("it is JSON");
        let names: BTreeSet<_> = list(&gitlab).iter().map(|one| one["fingerprint"].to_string()).collect();
        assert!(names.len() == list(&gitlab).len() && names.len() > 10);
        let paths = list(&gitlab).iter().map(|one| one["location"]["path"].as_str().expect("a path"));
        assert!(paths.into_iter().all(|path| folder.join(path).is_file()));
    }
}

/// The text of the region of the first result of this rule, by its columns in Unicode scalar values and by its bytes.
fn region_of(sarif: &Value, rule: &str, text: &str) -> (String, String) {
    let result = results(sarif).iter().find(|one| one["ruleId"] == rule).unwrap_or_else(|| panic!("{rule} is found"));
    let region = &result["locations"][0]["physicalLocation"]["region"];
    let number = |key: &str| usize::try_from(region[key].as_u64().expect("a number")).expect("it fits");
    let lines = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = lines.split('\n').nth(number("startLine") - 1).expect("a line");
    let columns = number("startColumn") - 1..number("endColumn") - 1;
    let shown = line.chars().skip(columns.start).take(columns.len()).collect();
    (shown, text[number("byteOffset")..][..number("byteLength")].to_owned())
}

#[test]
fn regions_lead_to_their_text_behind_wide_characters_and_both_line_ends() {
    let folder = common::scratch("ci-regions");
    let one_line = "services = [\r\n\t{ name = \"😀 e\u{301}\", tags = { a = \"中𝔘👩🏽‍🚀\" },\tservice = \"azure-bot-service\", \
                    cloud = \"azure-public\", requires = [\"dod-srg@il4\"] },\r\n]\r\n";
    let report = |text: &str| {
        common::write(&folder, "deploy.toml", text);
        json(&folder, "sarif", &[])
    };
    let expected = ("\"dod-srg@il4\"".to_owned(), "\"dod-srg@il4\"".to_owned());
    assert_eq!(region_of(&report(one_line), "coverage/level-too-low", one_line), expected);
    let inline = "\u{feff}services = [{ name = \"😀\", service = \"azure-bot-service\", cloud = \"azure-public\", requires = \
                  [\"dod-srg@il4\"] }]";
    assert_eq!(region_of(&report(inline), "coverage/level-too-low", inline), expected);
}

#[test]
fn what_is_found_on_a_later_day_is_no_result_and_what_is_known_is_marked() {
    let folder = common::scratch("ci-known");
    common::write(&folder, "deploy.toml", GAPS);
    let today = json(&folder, "sarif", &[]);
    let ahead = common::run_in(&folder, &["--as-of", DAY, "--format", "json", "--horizon", "5y"], "").out;
    let ahead: Value = serde_json::from_str(&ahead).expect("it is JSON");
    assert!(!list(&ahead["files"][0]["upcoming"]).is_empty(), "there is something to come");
    for format in ["sarif", "gitlab", "junit", "github"] {
        let plain = text(&folder, format, &[]);
        assert_eq!(text(&folder, format, &["--horizon", "5y"]).lines().count(), plain.lines().count(), "{format}");
    }
    common::run_in(&folder, &["--as-of", DAY, "--write-baseline", "known.json"], "");
    common::write(&folder, "deploy.toml", GAPS.replace("\"soc-2\"", "\"soc-2\", \"fedramp@high\""));
    let known = ["--baseline", "known.json"];
    let sarif = json(&folder, "sarif", &known);
    let states = |wanted: &str| results(&sarif).iter().filter(|one| one["baselineState"] == wanted).count();
    // What is new is too low, and contested as well.
    assert_eq!((states("unchanged"), states("new")), (results(&today).len(), 2));
    assert_eq!(list(&json(&folder, "gitlab", &known)).len(), 2);
    let github = text(&folder, "github", &known);
    assert_eq!(github.lines().filter(|line| line.starts_with("::error ")).count(), 1, "{github}");
    let junit = text(&folder, "junit", &known);
    assert!(junit.matches("<skipped ").count() >= 3 && junit.matches("<failure ").count() == 1, "{junit}");
}

#[test]
fn a_bad_manifest_is_told_where_people_look() {
    let folder = common::scratch("ci-problems");
    common::write(&folder, "deploy.toml", "[[services]]\nservice = \"azure-bot-servce\"\ncloud = \"azure-public\"\n");
    let arguments = ["deploy.toml", "missing.toml"];
    let sarif = json(&folder, "sarif", &arguments);
    let rules: Vec<_> = results(&sarif).iter().map(|one| one["ruleId"].as_str().expect("a word")).collect();
    assert_eq!(rules, ["unknown-service", "missing"]);
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(list(&invocation["toolExecutionNotifications"]).len(), 1);
    let gitlab = json(&folder, "gitlab", &arguments);
    assert!(list(&gitlab).iter().all(|one| one["severity"] == "critical") && list(&gitlab).len() == 2);
    let junit = text(&folder, "junit", &arguments);
    assert_eq!(junit.matches("<error ").count(), 2, "{junit}");
    let github = text(&folder, "github", &arguments);
    let expected = "::error file=deploy.toml,line=2,endLine=2,col=11,endColumn=29,title=unknown-service::";
    assert!(github.starts_with(expected), "{github}");
}

#[test]
fn names_of_a_manifest_do_nothing_wherever_they_are_shown() {
    let folder = common::scratch("ci-hostile");
    let name = "::error::a\\n::error::b##[error]c%0A::error::d\\u001B[2J\\u202E</script>|`x`{0}[y](1)]]>";
    let service = format!(
        "[[services]]\nname = \"{name}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
         requires = [\"dod-srg@il4\", \"cjis\"]\n\
         [[services]]\nservice = \"{name}\"\ncloud = \"azure-public\"\n\"{name}\" = 1\n"
    );
    let waiver = format!(
        "[[waivers]]\nrule = \"coverage/level-too-low\"\nuntil = 2021-12-31\nreason = \"{name}\"\napproved-by = \"{name}\"\n"
    );
    common::write(&folder, "deploy.toml", service + &waiver);
    for format in ["sarif", "gitlab", "junit", "github"] {
        let text = text(&folder, format, &[]);
        assert!(!text.chars().any(|one| (one.is_control() && one != '\n') || one == '\u{202e}'), "{format}: {text:?}");
        assert!(!text.contains("##["), "{format}: {text}");
        let commands: Vec<_> = text.lines().filter(|line| line.trim_start().starts_with("::")).collect();
        let own = [
            "::error file=deploy.toml,line=",
            "::warning file=",
            "::notice title=compliance-check::",
            "::notice file=",
        ];
        assert!(commands.iter().all(|line| own.iter().any(|own| line.starts_with(own))), "{format}: {commands:#?}");
        assert_eq!(commands.is_empty(), format != "github", "{format}: {text}");
    }
    let sarif = json(&folder, "sarif", &[]);
    let waived = results(&sarif).iter().filter(|one| !list(&one["suppressions"]).is_empty()).count();
    assert_eq!(waived, 1, "{sarif:#}");
}

#[test]
fn the_same_bytes_come_whatever_the_threads() {
    for format in ["sarif", "gitlab", "junit", "github"] {
        let run = |jobs: &str| text(common::root(), format, &["--jobs", jobs, "examples"]);
        let one = run("1");
        assert!(one.len() > 2_000 && one == run("7"), "{format}");
    }
}

#[test]
fn whatever_fails_the_check_is_shown_quietly_as_well() {
    let folder = common::scratch("ci-quiet");
    let old = "[[services]]\nname = \"bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";
    common::write(&folder, "deploy.toml", format!("{old}requires = [\"soc-2\"]\n"));
    let run = |arguments: &[&str]| common::run_in(&folder, &[&["--as-of", "2026-11-22"], arguments].concat(), "");
    for format in ["human", "short"] {
        for (limit, status) in [("never", 0), ("error", 0), ("warning", 1), ("advice", 1)] {
            let ran = run(&["-q", "--format", format, "--fail-on", limit]);
            assert_eq!((ran.status, ran.out.contains("warning[")), (Some(status), status == 1), "{limit}: {}", ran.out);
            assert_eq!(ran.out.is_empty(), status == 0, "{limit}: {}", ran.out);
        }
    }
    // JUnit means the same by it.
    let failures = |limit: &str| run(&["--format", "junit", "--fail-on", limit]).out.matches("<failure ").count();
    assert_eq!((failures("never"), failures("error"), failures("warning")), (0, 0, 1));
}

#[test]
fn a_file_is_checked_once_and_told_from_the_working_folder_however_it_is_called() {
    let folder = common::scratch("ci-names").canonicalize().expect("it is there");
    common::write(&folder, "c/deploy.toml", GAPS);
    common::write(&folder, "c/d/deploy.toml", GAPS);
    common::write(&folder, "compliance.toml", "fail-on = \"never\"\n");
    let whole = |name: &str| folder.join(name).display().to_string();
    let names = |arguments: &[&str]| -> Vec<String> {
        let report = json(&folder, "json", arguments);
        list(&report["files"]).iter().map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
    };
    let c = whole("c/deploy.toml");
    assert_eq!(
        names(&["c/deploy.toml", "./c/deploy.toml", "c/d/../deploy.toml", &c, "c"]),
        ["c/d/deploy.toml", "c/deploy.toml"]
    );
    assert_eq!(names(&[&c, "c/deploy.toml"]), [c.as_str()], "the first name is kept");
    // As programs look them up, it is one file.
    let relative = ["c/deploy.toml", "c/d/deploy.toml"];
    let absolute = [c, whole("c/d/deploy.toml")];
    let absolute: Vec<_> = absolute.iter().map(String::as_str).collect();
    assert_eq!(text(&folder, "gitlab", &absolute), text(&folder, "gitlab", &relative));
    let uri = |sarif: &Value| -> BTreeSet<(String, bool)> {
        let places = results(sarif).iter().map(|one| &one["locations"][0]["physicalLocation"]["artifactLocation"]);
        places.map(|place| (place["uri"].to_string(), place["uriBaseId"].is_string())).collect()
    };
    assert_eq!(uri(&json(&folder, "sarif", &absolute)), uri(&json(&folder, "sarif", &relative)));
    let github = text(&folder, "github", &absolute);
    assert!(github.contains("file=c/d/deploy.toml,") && !github.contains("file=/"), "{github}");
    let junit = text(&folder, "junit", &absolute);
    assert!(junit.contains("file=\"c/deploy.toml\"") && junit.contains("compliance-check.c.deploy_toml"), "{junit}");
}

#[test]
fn what_only_the_program_carries_has_no_place_in_code_scanning() {
    let folder = common::scratch("ci-carried");
    common::write(&folder, "deploy.toml", GAPS);
    common::write(&folder, "own/mine.yaml", OWN_RULE);
    let arguments = ["--pack", "us-healthcare", "--pack", "australia", "--rules", "own"];
    let sarif = json(&folder, "sarif", &arguments);
    let words = sarif.to_string();
    assert!(words.contains("see: rules/packs/us-healthcare/"), "the message names it: {sarif:#}");
    assert!(!words.contains("\"uri\":\"rules/"), "{sarif:#}");
    assert!(words.contains("\"uri\":\"own/mine.yaml\""), "what the user has keeps its place: {sarif:#}");
    let indices = list(&sarif["runs"][0]["artifacts"]).len();
    for result in results(&sarif) {
        for place in
            list(&result["locations"]).iter().chain(result["relatedLocations"].as_array().into_iter().flatten())
        {
            let file = &place["physicalLocation"]["artifactLocation"];
            let index = usize::try_from(file["index"].as_u64().expect("a number")).expect("it fits");
            assert!(index < indices && sarif["runs"][0]["artifacts"][index]["location"]["uri"] == file["uri"]);
        }
    }
    assert!(!text(&folder, "github", &arguments).contains("file=rules/"));
}

#[test]
fn a_path_that_leads_out_and_back_in_is_told_from_the_working_folder() {
    let folder = common::scratch("ci-detour").canonicalize().expect("it is there");
    common::write(&folder, "a/b/deploy.toml", GAPS);
    common::write(&folder, "a/deploy.toml", GAPS);
    common::write(&folder, "a/b/compliance.toml", "fail-on = \"never\"\n");
    let inside = folder.join("a/b");
    for (format, key) in [("sarif", "\"uri\": \""), ("gitlab", "\"path\": \""), ("github", "file=")] {
        let places = |text: &str, path: &str| text.matches(&format!("{key}{path}")).count();
        let plain = text(&inside, format, &["deploy.toml"]);
        assert!(places(&plain, "deploy.toml") > 0, "{plain}");
        for detour in ["../../a/b", "../../a/b/deploy.toml", "../b/deploy.toml", "./../b/./deploy.toml"] {
            let found = text(&inside, format, &[detour]);
            assert_eq!(places(&found, "."), 0, "{detour}: {found}");
            assert_eq!(places(&found, "deploy.toml"), places(&plain, "deploy.toml"), "{detour}: {found}");
        }
        let outside = text(&inside, format, &["../deploy.toml"]);
        assert!(places(&outside, "../deploy.toml") > 0, "what lies outside is told from here on: {outside}");
    }
}

#[test]
fn a_mark_of_the_byte_order_is_no_column_in_any_format() {
    let folder = common::scratch("ci-byte-order");
    let line = "services = [{ name = \"bot\", service = \"azure-bot-service\", cloud = \"azure-public\", \
                requires = [\"dod-srg@il4\"] }]\n";
    let problem = "nonsense = 1\n";
    let strip = |text: String| {
        // The bytes are those of the file, with its mark, and so is their digest.
        let of_bytes = ["\"byteOffset\"", "\"length\"", "\"sha-256\"", "manifest-sha256", "Manifest, SHA-256"];
        let lines = text.lines().filter(|line| !of_bytes.iter().any(|key| line.contains(key)));
        lines.collect::<Vec<_>>().join("\n")
    };
    for text_of_file in [line, problem] {
        for format in
            ["human", "short", "json", "ndjson", "csv", "markdown", "html", "sarif", "gitlab", "github", "junit"]
        {
            common::write(&folder, "deploy.toml", text_of_file);
            let plain = text(&folder, format, &[]);
            common::write(&folder, "deploy.toml", format!("\u{feff}{text_of_file}"));
            let marked = text(&folder, format, &[]);
            assert!(!marked.contains("feff") && !marked.contains('\u{feff}'), "{format}: {marked}");
            if !["json", "ndjson"].contains(&format) {
                assert_eq!(strip(marked), strip(plain), "{format}");
            }
        }
    }
}
