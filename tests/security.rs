//! What SECURITY.md promises is held by tests that are there; and what it says of the code itself.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::common::{files, root};

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect("the file is there")
}

/// The items of the lists beneath the headings that promise something.
fn promises(page: &str) -> Vec<String> {
    let sections = page.split("\n## ").filter(|section| !section.starts_with("What is out of scope"));
    let items = sections.flat_map(|section| section.split("\n- ").skip(1).map(str::to_owned).collect::<Vec<_>>());
    items.map(|item| item.split("\n\n").next().unwrap_or_default().to_owned()).collect()
}

/// The tests that a promise names, each by the words of its path.
fn named(promise: &str) -> Vec<Vec<&str>> {
    let code = promise.split('`').skip(1).step_by(2);
    code.filter(|code| code.contains("::")).map(|code| code.split("::").collect()).collect()
}

/// Whether there is a test of this path: in `tests/`, or beneath `src/`.
fn is_there(path: &[&str]) -> bool {
    let [modules @ .., name] = path else { return false };
    let own: PathBuf = modules.iter().filter(|module| **module != "tests").collect();
    let places = [root().join("tests").join(&own), root().join("src").join(&own)];
    let files = places.iter().flat_map(|place| {
        let alone = [place.with_extension("rs"), place.join("mod.rs"), place.join("tests.rs")];
        alone.into_iter().filter(|file| file.is_file())
    });
    files.map(|file| std::fs::read_to_string(file).expect("it is text")).any(|code| {
        code.split(&format!("fn {name}()")).next().is_some_and(|before| {
            before.len() < code.len() && before.trim_end().ends_with(']') && before.contains("#[test]")
        })
    })
}

#[test]
fn every_promise_names_a_test_that_is_there() {
    let page = text("SECURITY.md");
    let promises = promises(&page);
    assert!(promises.len() > 25, "{promises:#?}");
    let mut broken: Vec<_> = promises.iter().filter(|promise| named(promise).is_empty()).cloned().collect();
    let all = named(&page);
    broken.extend(all.iter().filter(|path| !is_there(path)).map(|path| path.join("::")));
    assert!(broken.is_empty(), "promises without a test, and tests that are not there: {broken:#?}");
    assert!(!is_there(&["hostile", "no_such_test"]) && !is_there(&["hostile", "json"]), "what is no test is none");
}

#[test]
fn no_code_of_ours_is_unsafe() {
    assert!(text("Cargo.toml").contains("unsafe_code = \"forbid\""));
    let allowed = files(&root().join("src"), ".rs")
        .into_iter()
        .filter(|file| std::fs::read_to_string(file).expect("it is text").contains("unsafe_code"));
    assert_eq!(allowed.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn the_program_speaks_to_no_network_and_starts_no_program() {
    let lock = text("Cargo.lock");
    for package in ["curl", "hyper", "native-tls", "openssl-sys", "reqwest", "rustls", "socket2", "tokio", "ureq"] {
        assert!(!lock.contains(&format!("name = \"{package}\"\n")), "{package} speaks to a network");
    }
    let code = files(&root().join("src"), ".rs").into_iter().chain([root().join("build.rs")]);
    let words = ["std::net", "std::os::unix::net", "process::Command", "Command::new(\""];
    let told = code.filter(|file| {
        let code = std::fs::read_to_string(file).expect("it is text");
        words.iter().any(|word| code.contains(word))
    });
    assert_eq!(told.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn packages_come_from_one_registry_with_their_digests() {
    let lock = text("Cargo.lock");
    let mut registries = BTreeSet::new();
    for package in
        lock.split("[[package]]\n").skip(1).filter(|package| !package.contains("name = \"compliance-check\""))
    {
        let source = package.lines().find_map(|line| line.strip_prefix("source = "));
        let registry = source.filter(|source| source.starts_with("\"registry+https://"));
        registries.insert(registry.unwrap_or_else(|| panic!("not of a registry: {package}")));
        let digest = package.lines().find_map(|line| line.strip_prefix("checksum = "));
        assert!(digest.is_some_and(|digest| digest.len() == 66), "{package}");
    }
    // It is cargo's default one, since nothing here names another.
    assert_eq!(registries.len(), 1, "{registries:?}");
    let named = text("Cargo.toml").lines().any(|line| line.contains("registry =") || line.contains("[patch"));
    let configured = ["config.toml", "config"].map(|name| root().join(".cargo").join(name).exists());
    assert_eq!((named, configured), (false, [false, false]));
    let policy = text("deny.toml");
    assert!(!policy.contains("allow-registry"), "deny.toml allows more than the default registry");
    for line in ["unknown-registry = \"deny\"", "unknown-git = \"deny\"", "allow-git = []"] {
        assert!(policy.contains(line), "deny.toml has no {line}");
    }
}

#[test]
#[cfg(unix)]
fn the_bill_of_materials_lists_what_is_built_in_and_nothing_else() {
    // Packages for other systems are fetched where they are not there yet.
    let run = || std::process::Command::new(root().join(".ci/sbom")).output();
    let Ok(ran) = run() else { return };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(run().expect("it ran before").stdout, ran.stdout, "the same source gives the same bytes");
    let bill: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("it is JSON");
    let main = &bill["metadata"]["component"];
    assert_eq!((&main["name"], &main["version"]), (&"compliance-check".into(), &env!("CARGO_PKG_VERSION").into()));
    let components = bill["components"].as_array().expect("a list");
    let names: Vec<_> = components.iter().map(|one| one["name"].as_str().expect("text")).collect();
    for (name, is_listed) in [("clap", true), ("serde", true), ("jsonschema", false), ("proptest", false)] {
        assert_eq!(names.contains(&name), is_listed, "{name}");
    }
    for one in components {
        let digest = one["hashes"][0]["content"].as_str().expect("a digest");
        assert!(digest.len() == 64 && one["licenses"][0]["expression"].is_string(), "{one}");
    }
    assert_eq!(bill["dependencies"].as_array().map(Vec::len), Some(components.len() + 1));
}
