//! What a report says that it rests on: digests that follow from what decides, and from nothing else.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::common::{files, root, run_in, scratch, write};

const MANIFEST: &str = "[[services]]\nname = \"a\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
    requires = [\"fedramp@high\"]\n";

/// A rule that the program doesn't carry.
const RULE: &str = "id: team/closed\ntitle: it closes\nseverity: error\nsubject: service\nmatch: {}\nsays: it closes\n\
    why: It does.\nfix: Do something.\n";

/// The report on what these arguments name.
fn report(folder: &Path, arguments: &[&str]) -> Value {
    let ran = run_in(folder, &[&["--format", "json", "--as-of", "2021-08-03"], arguments].concat(), "");
    assert!(ran.status.is_some_and(|status| status < 2), "{ran:?}");
    serde_json::from_str(&ran.out).expect("it is JSON")
}

/// What the answer about the first file rests on.
fn rests_on(folder: &Path, arguments: &[&str]) -> Value {
    report(folder, arguments)["files"][0]["rests_on"].clone()
}

/// The digest of a policy.
fn of_policy(folder: &Path, text: &str) -> String {
    write(folder, "compliance.toml", text);
    rests_on(folder, &[])["policy"].as_str().expect("it is text").to_owned()
}

#[test]
fn the_digest_of_a_manifest_is_that_of_its_bytes() {
    let folder = scratch("rests-on-bytes");
    for text in [MANIFEST.to_owned(), format!("\u{feff}{MANIFEST}# ß\r\n")] {
        write(&folder, "deploy.toml", &text);
        let expected: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(rests_on(&folder, &[])["manifest"], expected);
    }
}

#[test]
fn no_digest_depends_on_a_place_an_order_or_threads() {
    let folder = scratch("rests-on-places");
    for name in ["here", "there/below"] {
        write(&folder, &format!("{name}/one/deploy.toml"), MANIFEST);
        write(&folder, &format!("{name}/two/deploy.toml"), format!("{MANIFEST}data = [\"phi\"]\n"));
    }
    for (name, rule) in [
        ("here/rules/a.yaml", "a"),
        ("here/rules/b.yaml", "b"),
        ("there/below/z/x.yaml", "b"),
        ("there/below/z/y.yaml", "a"),
    ] {
        write(&folder, name, RULE.replace("team/closed", &format!("team/{rule}")));
    }
    let digests = |folder: &Path, arguments: &[&str]| -> Vec<Value> {
        let report = report(folder, arguments);
        report["files"].as_array().expect("a list").iter().map(|file| file["rests_on"].clone()).collect()
    };
    let expected = digests(&folder.join("here"), &["one", "two", "--rules", "rules", "--jobs", "1"]);
    assert!(expected.len() == 2 && expected[0]["manifest"] != expected[1]["manifest"], "{expected:?}");
    let whole = folder.join("there/below").display().to_string();
    for (from, arguments) in [
        ("here", &["two", "one", "--rules", "./rules", "--jobs", "8"][..]),
        ("there/below", &["one", "two", "--rules", "z"]),
        (".", &[&whole, "--rules", &format!("{whole}/z")]),
    ] {
        assert_eq!(digests(&folder.join(from), arguments), expected, "{from}");
    }
}

#[test]
fn a_policy_is_told_by_its_values_and_not_by_how_it_is_written() {
    let folder = scratch("rests-on-policy");
    write(&folder, "deploy.toml", MANIFEST);
    let none = rests_on(&folder, &[])["policy"].clone();
    let without_effect = "# nothing\nfail-on = \"error\"\nformat = \"json\"\n[severity]\n\
        \"coverage/level-too-low\" = \"error\"\n\"coverage/level-too*\" = \"advice\"\n";
    assert_eq!(of_policy(&folder, without_effect), none, "defaults that are written out");
    let one = "evidence-age = \"12 months\"\n[severity]\n\"coverage/excluded\" = \"advice\"\n\"coverage/pending\" = \"off\"\n\
        [profiles]\na = [\"fedramp@high\", \"soc-2\"]\n[waivers]\nnever = [\"a/b\", \"c/d\"]\n";
    let same = "# A comment.\n[waivers]\nnever = [ \"c/d\", # why\n \"a/b\" ]\n\n[profiles]\n\
        a = [\"SOC 2\", \"FedRAMP High\"]\n[severity]\n\"coverage/pendin*\" = \"off\"\n\"coverage/excluded\" = \"advice\"\n";
    let digest = of_policy(&folder, one);
    assert_eq!(of_policy(&folder, &format!("evidence-age = '12 months'\n{same}")), digest);
    let mut known = vec![none.as_str().expect("it is text").to_owned(), digest];
    for (from, to) in [
        ("\"12 months\"", "\"24 months\""),
        ("\"advice\"", "\"warning\""),
        ("\"coverage/pending\" = \"off\"", ""),
        ("\"soc-2\"", "\"soc-1\""),
        ("\"soc-2\"", "{ standard = \"soc-2\", assurance = \"third-party\" }"),
        ("a = [", "b = ["),
        ("\"c/d\"", "\"c/e\""),
        ("never = ", "approved-by = "),
        ("[waivers]\n", "[waivers]\nlongest = \"12 months\"\n"),
        ("evidence-age", "fail-on = \"warning\"\nevidence-age"),
    ] {
        let other = one.replace(from, to);
        assert_ne!(other, one);
        let digest = of_policy(&folder, &other);
        assert!(!known.contains(&digest), "{from} → {to}");
        known.push(digest);
    }
}

#[test]
fn the_digest_of_the_built_in_rules_is_that_of_their_files() {
    let folder = scratch("rests-on-built-in");
    write(&folder, "deploy.toml", MANIFEST);
    let rules = root().join("rules");
    let read = |path: &Path| std::fs::read_to_string(path).expect("the file is text");
    let mut texts = Vec::new();
    for path in files(&rules, ".yaml") {
        let pack = path.strip_prefix(rules.join("packs")).ok().and_then(|path| path.parent());
        let pack = pack.map(|pack| pack.display().to_string()).unwrap_or_default();
        if pack.is_empty() || path.ends_with("pack.yaml") {
            texts.push((pack, read(&path)));
        }
    }
    let texts = texts.iter().map(|(pack, text)| (pack.as_str(), text.as_str())).collect();
    assert_eq!(rests_on(&folder, &[])["rules"], compliance_check::load::rules::digest(None, texts));
}

#[test]
fn rules_and_packs_that_take_part_are_told_apart() {
    let folder = scratch("rests-on-rules");
    write(&folder, "deploy.toml", MANIFEST);
    write(&folder, "team/closed.yaml", RULE);
    write(&folder, "other/closed.yaml", format!("{RULE}# said otherwise\n"));
    let pack = "name: team\nversion: 1.0.0\ntitle: Team\nfor: Us.\n";
    write(&folder, "packed/pack.yaml", pack);
    write(&folder, "packed/closed.yaml", RULE);
    let mut known = Vec::new();
    for arguments in [
        &[][..],
        &["--pack", "japan"],
        &["--rules", "team"],
        &["--rules", "other"],
        &["--rules", "packed"],
        &["--rules", "team", "--pack", "japan"],
    ] {
        let now = rests_on(&folder, arguments);
        assert!(!known.contains(&now["rules"]), "{arguments:?}");
        known.push(now["rules"].clone());
        assert_eq!(rests_on(&folder, arguments), now);
    }
    write(&folder, "compliance.toml", "packs = [\"japan\"]\n");
    let by_policy = rests_on(&folder, &[]);
    assert_eq!(by_policy["rules"], known[1], "by the policy or by the command line");
}

#[test]
fn the_catalogue_of_each_policy_is_told_with_what_is_laid_over_it() {
    let folder = scratch("rests-on-catalogue");
    write(&folder, "plain/deploy.toml", MANIFEST);
    write(&folder, "more/deploy.toml", MANIFEST);
    write(&folder, "more/compliance.toml", "catalogs = [\"own\"]\n");
    write(
        &folder,
        "more/own/standards/seal.yaml",
        "id: seal\nname: Seal\ntitle: The seal\nissuer: The harbour\nsegment: global\njurisdiction: global\nkind: certification\nstated-in: unverified\n",
    );
    let ran = run_in(&folder, &["--format", "json", "."], "");
    let report: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(report["catalog"]["digest"], "", "no catalogue is that of all: {}", ran.out);
    let digest = |at: usize| report["files"][at]["rests_on"]["catalog"].as_str().map(str::len);
    assert_eq!((digest(0), digest(1)), (Some(64), Some(64)));
    assert_ne!(report["files"][0]["rests_on"]["catalog"], report["files"][1]["rests_on"]["catalog"]);
}

#[test]
fn a_report_says_what_the_command_line_asked_for() {
    let folder = scratch("rests-on-options");
    write(&folder, "deploy.toml", MANIFEST);
    let plain = report(&folder, &[]);
    assert_eq!((&plain["fail_on"], &plain["baseline"]), (&Value::Null, &Value::Null));
    assert_eq!(plain["program"], env!("CARGO_PKG_VERSION"));
    run_in(&folder, &["--as-of", "2021-08-03", "--write-baseline", "known.json"], "");
    let asked = report(&folder, &["--fail-on", "never", "--baseline", "known.json"]);
    assert_eq!(asked["fail_on"], "never");
    assert_eq!(asked["baseline"].as_str().map(str::len), Some(64));
}
