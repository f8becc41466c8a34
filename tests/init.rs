//! `init` from flags: what it writes, and what it leaves alone.

use std::fs;
use std::path::Path;

use crate::common::{Ran, run_in, scratch, write};

fn init(folder: &Path, arguments: &[&str]) -> Ran {
    run_in(folder, &[&["init"], arguments].concat(), "")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn what_it_writes_is_checked_without_a_problem() {
    let folder = scratch("init");
    let flags = [
        "--name",
        "desk \"7\" ß\u{1b}[2J",
        "--owner",
        "ops\\team\n",
        "--cloud",
        "azure public",
        "--service",
        "Azure Bot Service",
        "--service",
        "power bi",
        "--service",
        "azure-bot-service",
        "--region",
        "East US",
        "--region",
        "westeurope",
        "--requires",
        "FedRAMP Moderate",
        "--requires",
        "hipaa-baa",
    ];
    let ran = init(&folder, &flags);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(ran.out, "wrote deploy.toml with 3 services\nnext:  compliance-check deploy.toml\n");
    assert_eq!(names(&folder), ["deploy.toml"]);
    let checked = run_in(&folder, &["--as-of", "2021-08-03", "--format", "json", "deploy.toml"], "");
    assert_eq!(checked.status, Some(1), "an agreement is missing");
    let report: serde_json::Value = serde_json::from_str(&checked.out).expect("it is JSON");
    assert_eq!(report["files"][0]["problems"], serde_json::json!([]));
    assert_eq!(report["summary"]["services"], 3);
    let requirements = report["files"][0]["requirements"].as_array().expect("there are some");
    assert!(requirements.iter().any(|one| one["standard"] == "fedramp" && one["level"] == "moderate"));
}

#[test]
fn without_a_cloud_it_says_which_one_it_took() {
    let folder = scratch("init-home");
    let ran = init(&folder, &["--service", "azure-bot-service", "it's here.toml"]);
    assert_eq!(
        ran.out,
        "wrote it's here.toml with 1 service\nno cloud was named, so it says azure-public, where the services are at home; \
         correct it if need be\nnext:  compliance-check 'it'\\''s here.toml'\n"
    );
    assert!(run_in(&folder, &["--as-of", "2021-08-03", "it's here.toml"], "").status == Some(0));
}

#[test]
fn a_folder_gets_a_manifest_and_a_file_stays_unless_forced() {
    let folder = scratch("init-force");
    write(&folder, "team/deploy.toml", "# mine\n");
    let kept = init(&folder, &["team", "--service", "power-bi"]);
    assert_eq!((kept.status, kept.out.as_str()), (Some(2), ""));
    assert!(kept.err.contains("deploy.toml is there already; `--force` replaces it"), "{}", kept.err);
    assert_eq!(fs::read_to_string(folder.join("team/deploy.toml")).expect("it is there"), "# mine\n");
    let replaced = init(&folder, &["team", "--service", "power-bi", "--force"]);
    assert_eq!(replaced.status, Some(0), "{replaced:?}");
    assert!(fs::read_to_string(folder.join("team/deploy.toml")).expect("it is there").contains("\"power-bi\""));
    assert_eq!(names(&folder.join("team")), ["deploy.toml"]);
}

#[test]
fn unknown_names_are_all_said_with_the_nearest_and_nothing_is_written() {
    let folder = scratch("init-unknown");
    let flags =
        ["--cloud", "azure-publc", "--service", "azure-bot-servce", "--service", "x\u{1b}[2J", "--requires", "soc-22"];
    let ran = init(&folder, &flags);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    for words in ["`azure-public`", "`azure-bot-service`", "`soc-2`", r"x\u{1b}[2J", "nothing was written"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert_eq!(ran.err.matches("error: ").count(), 4, "{}", ran.err);
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[test]
fn where_nobody_can_be_asked_it_names_the_flags() {
    let folder = scratch("init-usage");
    let ran = init(&folder, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    for flag in ["--service", "--name", "--owner", "--cloud", "--region", "--requires"] {
        assert!(ran.err.contains(flag), "{flag}: {}", ran.err);
    }
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[test]
fn a_dash_is_standard_output() {
    let folder = scratch("init-output");
    let ran = init(&folder, &["-", "--service", "power-bi"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("service = \"power-bi\"") && !ran.out.contains("wrote"), "{}", ran.out);
    assert_eq!(names(&folder), Vec::<String>::new());
    assert_eq!(run_in(&folder, &["--as-of", "2021-08-03", "--quiet", "-"], &ran.out).status, Some(0));
}

#[test]
fn a_profile_may_be_required_and_is_one_of_a_pack_or_of_the_policy() {
    let folder = scratch("init-profile");
    let flags = |profile: &'static str| ["--service", "Azure Bot Service", "--requires", profile];
    let ran = init(&folder, &flags("profile:us-healthcare"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let text = fs::read_to_string(folder.join("deploy.toml")).expect("it is written");
    assert!(text.contains("requires = [\"profile:us-healthcare\"]"), "{text}");
    assert!(text.contains("microsoft-hipaa-baa"), "what it needs is offered: {text}");
    assert_ne!(run_in(&folder, &[], "").status, Some(2));
    let ran = init(&folder, &[&["--force"][..], &flags("profile:us-helthcare")].concat());
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.err.contains("no profile `us-helthcare` is known; did you mean `profile:us-healthcare`?"),
        "{}",
        ran.err
    );
    write(&folder, "compliance.toml", "[profiles]\nhouse = [\"soc-2\"]\n");
    let ran = init(&folder, &[&["--force"][..], &flags("profile:house")].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
}

/// What a search would find at once.
#[test]
fn a_name_that_is_no_spelling_is_taken_where_it_can_mean_one_service_only() {
    let folder = scratch("init-meant");
    for (typed, id) in [("s3", "amazon-simple-storage-service"), ("EC2", "amazon-elastic-compute-cloud")] {
        let ran = init(&folder, &["--force", "--service", typed]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert!(ran.out.starts_with(&format!("`{typed}` is taken for {id}, which is ")), "{}", ran.out);
        let text = fs::read_to_string(folder.join("deploy.toml")).expect("it is written");
        assert!(text.contains(&format!("service = \"{id}\"")), "{text}");
        // The manifest itself is all that stands on standard output.
        let ran = init(&folder, &["-", "--service", typed]);
        assert!(ran.status == Some(0) && !ran.out.contains("is taken for"), "{}", ran.out);
        assert!(ran.err.contains("is taken for"), "{}", ran.err);
    }
    let ran = init(&folder, &["--force", "--cloud", "azure-public", "--service", "s3"]);
    assert!(ran.status == Some(2) && ran.err.contains("no service `s3` is known"), "another provider's: {}", ran.err);
    // "Cloud" says nothing of whose it is.
    let ran = init(&folder, &["--force", "--service", "sql"]);
    assert!(
        ran.status == Some(2) && ran.err.contains("; it may be `sql-server`") && ran.err.contains(" more\n"),
        "{ran:?}"
    );
    let ran = init(&folder, &["--force", "--service", "kubernetes", "--service", "azure-bot-servce"]);
    assert_eq!(ran.status, Some(2));
    let offered = "no service `kubernetes` is known to the catalogue; it may be `";
    assert!(ran.err.contains(offered) && ran.err.contains("`azure-kubernetes-service` (Azure"), "{}", ran.err);
    assert!(ran.err.contains("did you mean `azure-bot-service`?"), "{}", ran.err);
    assert!(!ran.err.contains("no service is named"), "{}", ran.err);
}

#[test]
fn a_closed_cloud_is_refused_with_its_last_day_and_who_says_so() {
    let folder = scratch("init-closed");
    for flags in [
        ["--cloud", "azure-germany", "--service", "azure-bot-service"],
        ["--cloud", "Blackforest", "--service", "azure"],
    ] {
        let ran = init(&folder, &flags);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        let words = "azure-germany was closed: its last day was 2021-10-29 (stated in \"National clouds\", ";
        assert!(ran.err.contains(words), "{}", ran.err);
        assert!(ran.err.contains("; `azure-public`, `azure-government`, "), "{}", ran.err);
        assert!(ran.err.contains("nothing was written"), "{}", ran.err);
    }
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let folder = scratch("init-folder");
    for (path, written) in [
        ("new/deploy.toml", "new/deploy.toml"),
        ("a/b/team.toml", "a/b/team.toml"),
        ("slash/", "slash/deploy.toml"),
        ("new/", "new/deploy.toml"),
    ] {
        let ran = init(&folder, &[path, "--service", "power-bi", "--force"]);
        assert!(ran.status == Some(0) && ran.out.starts_with(&format!("wrote {written} ")), "{path}: {ran:?}");
        assert!(folder.join(written).is_file(), "{path}");
    }
    write(&folder, "file", "");
    let ran = init(&folder, &["file/deploy.toml", "--service", "power-bi"]);
    assert!(ran.status == Some(2) && ran.err.contains("file/deploy.toml can't be written"), "{ran:?}");
    // What is refused leaves no folder.
    let ran = init(&folder, &["none/deploy.toml", "--service", "no-such-thing-at-all"]);
    assert!(ran.status == Some(2) && !folder.join("none").exists(), "{ran:?}");
}

#[test]
fn a_closed_region_of_another_cloud_is_told_as_closed_too_and_other_clouds_as_what_they_are() {
    let folder = scratch("init-closed-region");
    let bot = ["--service", "azure-bot-service", "-"];
    let ran = init(&folder, &[&["--cloud", "azure-public", "--region", "germanycentral"][..], &bot].concat());
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.err.contains("germanycentral was closed: its last day was 2021-10-29"), "{ran:?}");
    assert!(ran.err.contains("germanycentral is a region of Azure Germany, and not of Azure (public)"), "{ran:?}");
    let ran = init(&folder, &[&["--cloud", "blackforest"][..], &bot].concat());
    let others = "; `azure-public`, `azure-government`, `azure-government-secret` and 8 more of Microsoft still run, and whom each \
        takes, Microsoft says\n";
    assert!(ran.status == Some(2) && ran.err.contains(others), "{ran:?}");
}
