//! What the tests share: the shipped catalogue and rules, read from their folders.

pub mod harbour;
pub mod harmless;
pub mod mermaid;
pub mod xsd;

use std::fs;
use std::path::{Path, PathBuf};

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::outcome::Outcome;
use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::load::problem::Problems;
use compliance_check::load::rules::PackFiles;
use compliance_check::load::{manifest, policy, rules};
use compliance_check::model::deployment::Deployment;
use compliance_check::model::facts::Facts;
use compliance_check::model::pack::Pack;
use compliance_check::model::policy::Policy;
use compliance_check::model::profile::Profiles;
use compliance_check::model::rule::Rules;
use compliance_check::report::Format;
use compliance_check::text::Source;

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file beneath a folder whose name ends so, sorted.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A text file as a source.
pub fn source(path: &Path) -> Source {
    Source::new(path.display().to_string(), fs::read_to_string(path).expect("the file is text"))
}

/// The files of the shipped catalogue.
pub fn catalogue_files() -> Vec<CatalogueFile> {
    let read = |folder: Folder| {
        let paths = files(&root().join("catalog").join(folder.name()), ".yaml");
        paths.into_iter().map(move |path| CatalogueFile { folder, source: source(&path) })
    };
    Folder::ALL.into_iter().flat_map(read).collect()
}

/// Problems as lines, for the message of a test that fails.
pub fn lines(problems: Problems) -> String {
    let line = |p: &compliance_check::load::problem::Problem| {
        format!("{}:{}: {}", p.source.name(), p.source.position(p.span.start).line, p.message)
    };
    problems.into_sorted().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The facts of the shipped catalogue with some evidence beside it.
pub fn facts_with(evidence: &[&str]) -> Facts {
    let files: Vec<_> = evidence.iter().map(|text| (Folder::Evidence, *text)).collect();
    facts_beside(&files)
}

/// The facts of the shipped catalogue with some files beside it.
pub fn facts_beside(beside: &[(Folder, &str)]) -> Facts {
    let mut files = catalogue_files();
    files.extend(beside.iter().enumerate().map(|(index, (folder, text))| CatalogueFile {
        folder: *folder,
        source: Source::new(format!("beside-{index}.yaml"), *text),
    }));
    catalogue::load(&files).unwrap_or_else(|problems| panic!("{}", lines(problems)))
}

/// The shipped catalogue.
pub fn catalog() -> Catalog {
    Catalog::new(facts_with(&[]))
}

/// The shipped rules.
pub fn shipped_rules() -> Rules {
    rules_with([], &compliance_check::run::carried())
}

/// The shipped rules with some beside them. Packs are not among them: they take part only where they are chosen.
pub fn rules_with(beside: impl IntoIterator<Item = Source>, catalog: &Catalog) -> Rules {
    rules_with_packs(beside, &[], catalog)
}

/// The shipped rules with some beside them and with the packs of these names.
pub fn rules_with_packs(beside: impl IntoIterator<Item = Source>, packs: &[&str], catalog: &Catalog) -> Rules {
    let folder = root().join("rules/packs");
    let alone = files(&root().join("rules"), ".yaml").into_iter().filter(|path| !path.starts_with(&folder));
    let sources: Vec<_> = alone.map(|path| source(&path)).chain(beside).collect();
    let packs: Vec<_> = packs.iter().map(|name| pack_files(name)).collect();
    let (rules, problems) = rules::load_packs_onto(Rules::default(), &sources, &packs, catalog);
    assert!(problems.is_empty(), "{}", lines(problems));
    rules
}

/// The files of the shipped pack of this name.
pub fn pack_files(name: &str) -> PackFiles {
    let folder = root().join("rules/packs").join(name);
    let (about, rules): (Vec<_>, Vec<_>) =
        files(&folder, ".yaml").into_iter().partition(|path| path.ends_with("pack.yaml"));
    let about = source(about.first().expect("a pack says what it is"));
    PackFiles { about, rules: rules.iter().map(|path| source(path)).collect() }
}

/// What the shipped packs say of themselves, by their names.
pub fn packs(catalog: &Catalog) -> Vec<Pack> {
    let read = |name: &String| {
        let (pack, problems) =
            rules::pack(&pack_files(name).about, rules::Names { catalog, profiles: &Profiles::default() });
        let messages: Vec<_> = problems.iter().map(|problem| &problem.message).collect();
        assert!(problems.is_empty(), "{name}: {messages:?}");
        pack.expect("a pack without problems can be read")
    };
    pack_names().iter().map(read).collect()
}

/// The profiles of the shipped packs.
pub fn pack_profiles(catalog: &Catalog) -> Profiles {
    let mut profiles = Profiles::default();
    packs(catalog).iter().flat_map(|pack| pack.profiles.iter()).for_each(|profile| profiles.add(profile.clone()));
    profiles
}

/// The shipped rules with every pack.
pub fn all_rules() -> Rules {
    let names = pack_names();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    rules_with_packs([], &names, &compliance_check::run::carried())
}

/// The shipped rules with what a policy in this folder adds to them.
pub fn rules_under(policy: &Policy, folder: &Path, catalog: &Catalog) -> Rules {
    let folders = policy.rules.iter().map(|rules| folder.join(&rules.value));
    let files: Vec<_> = folders.flat_map(|folder| files(&folder, ".yaml")).map(|path| source(&path)).collect();
    let packs: Vec<_> = policy.packs.iter().map(|pack| pack.value.as_str()).collect();
    rules_with_packs(files, &packs, catalog)
}

/// The names of the shipped packs, sorted.
pub fn pack_names() -> Vec<String> {
    let abouts = files(&root().join("rules/packs"), "pack.yaml");
    let names = abouts.iter().filter_map(|path| path.parent()?.file_name()?.to_str().map(str::to_owned));
    names.collect()
}

/// A policy that has no problem.
pub fn policy(text: &str, catalog: &Catalog) -> Policy {
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    let known = policy::Known { formats: &formats, packs: &compliance_check::run::pack_names() };
    let (draft, mut problems) = policy::read(&Source::new("compliance.toml", text), &known);
    let of_packs = if text.contains("profile:") { pack_profiles(catalog) } else { Profiles::default() };
    let (policy, more) = draft.resolve(catalog, &of_packs);
    problems.extend(more);
    let messages: Vec<_> = problems.iter().map(|problem| &problem.message).collect();
    assert!(problems.is_empty(), "{messages:?}\n{text}");
    policy
}

/// A manifest that has no problem.
pub fn deployment(text: &str, catalog: &Catalog) -> Deployment {
    deployment_under(text, catalog, &Profiles::default())
}

/// The same with profiles.
pub fn deployment_under(text: &str, catalog: &Catalog, profiles: &Profiles) -> Deployment {
    let (deployment, problems) = manifest::load(&Source::new("deploy.toml", text), catalog, profiles);
    let messages: Vec<_> = problems.iter().map(|problem| &problem.message).collect();
    assert!(problems.is_empty(), "{messages:?}\n{text}");
    deployment
}

/// What the shipped rules conclude about a manifest.
pub fn outcome(manifest: &str, catalog: &Catalog, as_of: &str) -> Outcome {
    let as_of = as_of.parse().expect("a date");
    Checker::new(catalog, &shipped_rules(), as_of).check(&deployment(manifest, catalog))
}

/// What the program printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit status; none where a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// What stands on standard error where a question could not be asked and standard output has the reasons.
pub const ELSEWHERE: &str = "error: not everything could be answered; standard output says what stands in the way\n";

/// Runs the program in `folder`, with `input` on its standard input.
pub fn run_in(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_compliance-check"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    // A program that doesn't read its input may be gone already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is text");
    Ran { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// An empty folder of this name for a test alone.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the old folder goes");
    }
    fs::create_dir_all(&folder).expect("the folder is made");
    folder
}

/// Writes a file, with the folders above it.
pub fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

/// Expects that a document is as the schema of this name says.
#[track_caller]
pub fn keeps_to_schema(name: &str, document: &serde_json::Value) {
    let schema = fs::read_to_string(root().join(format!("schema/{name}.schema.json"))).expect("the schema is there");
    let schema = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    let errors: Vec<_> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// What the schema that Jenkins holds test results to has against a document.
pub fn against_jenkins(text: &str) -> Vec<String> {
    let schema = fs::read_to_string(root().join("tests/data/schemas/junit-10.xsd")).expect("the schema is there");
    let schema = roxmltree::Document::parse(&schema).expect("it is well-formed");
    xsd::Schema::new(&schema).complaints(text)
}
