//! Carries the catalogue and the rules into the program, so that it needs no file but the user's.
//!
//! The catalogue and the rules are read here, by the program's own loaders, and carried in packed form: the program has
//! nothing to parse when it starts. What is wrong with one of the files fails the build, at its place. `COMPLIANCE_CATALOG` names
//! another folder to be carried instead; `benches/start-cost` builds with one.

#![allow(dead_code, unused_imports, reason = "only a part of what these modules offer is needed to pack a catalogue")]
#![allow(clippy::disallowed_methods, reason = "a build script learns its folders from the environment")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The parts of the program that make bytes of the catalogue's files.
#[path = "src"]
mod program {
    pub mod catalog;
    pub mod expression;
    pub mod model;
    pub mod packed;
    pub mod text;

    pub mod load {
        pub mod catalogue;
        pub mod decode;
        pub mod demand;
        pub mod glob;
        pub mod limits;
        pub mod problem;
        pub mod profiles;
        pub mod rules;
        pub mod tree;
        pub mod yaml;
    }
}

use catalog::Catalog;
use load::catalogue::{self, CatalogueFile, Folder};
use load::problem::Problems;
use packed::sections::Fresh;
use program::{catalog, expression, load, model, packed, text};
use text::Source;

/// Names another folder than `catalog/` to be carried.
const OTHER_CATALOGUE: &str = "COMPLIANCE_CATALOG";

/// Keeps the program at random addresses.
const RANDOM_ADDRESSES: &str = "COMPLIANCE_PIE";

/// The functions that a check executes, by the names that the linker knows them by, and of the C library the objects that hold
/// such: its functions have no names that a linker could tell apart. `benches/order` writes it.
const EXECUTED: &str = "benches/order.txt";

/// The library of which [`EXECUTED`] names objects. Where it is loaded and not built in, nothing is found by that.
const LIBRARY: &str = "*/libc.a";

/// The system's libraries that the standard library asks for, and what each consists of where it isn't loaded. The last needs
/// the first once more: some linkers look for what is missing in no library that they have been through.
const LIBRARIES: [(&str, &[&str]); 7] = [
    ("gcc_s", &["libgcc_eh.a", "libgcc.a"]),
    ("util", &["libutil.a"]),
    ("rt", &["librt.a"]),
    ("pthread", &["libpthread.a"]),
    ("m", &["libm.a"]),
    ("dl", &["libdl.a"]),
    ("c", &["libc.a", "libgcc_eh.a", "libgcc.a"]),
];

/// The folder in `rules/` that holds packs, each in a folder of its name.
const PACKS: &str = "packs";

/// The file in which a pack says what it is.
const ABOUT: &str = "pack.yaml";

fn main() {
    println!("cargo::rerun-if-env-changed={OTHER_CATALOGUE}");
    let folder = env::var(OTHER_CATALOGUE).unwrap_or_else(|_| "catalog".to_owned());
    // A line that begins with `cargo::error` fails the build.
    match link_for_a_quick_start().and_then(|()| build(&folder)) {
        Ok(problems) => {
            for problem in problems.into_sorted() {
                let place = problem.source.position(problem.span.start);
                let help = problem.help.map(|help| format!(" ({help})")).unwrap_or_default();
                let name = problem.source.name();
                println!("cargo::error={name}:{}:{}: {}{help}", place.line, place.column, problem.message);
            }
        }
        Err(error) => println!("cargo::error={error}"),
    }
}

/// Spares a start what the system's usual linker can do beforehand.
fn link_for_a_quick_start() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed={RANDOM_ADDRESSES}");
    let is = |key: &str, value: &str| env::var(key).is_ok_and(|known| known.split(',').any(|one| one == value));
    let is_usual = is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !is("CARGO_CFG_TARGET_FEATURE", "crt-static");
    if !is_usual {
        return Ok(());
    }
    // Another linker than the usual one may not know what follows.
    let about_linking = |flag: &str| {
        let codegen = flag.strip_prefix("--codegen=").or_else(|| flag.strip_prefix("-C")).unwrap_or(flag);
        codegen.trim_start().starts_with("link") || flag.starts_with("-L")
    };
    let is_chosen = env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.split('\u{1f}').any(about_linking))
        || env::var_os("RUSTC_LINKER").is_some();
    let is_known = !is_chosen && is("PROFILE", "release") && is("CARGO_CFG_TARGET_ARCH", "x86_64");
    if is_known {
        order_functions()?;
    }
    // At random addresses, a start puts 30,000 of them right before it does anything, which takes as long as to check a small
    // manifest. Heap and stack stay at random ones. `COMPLIANCE_PIE=1` leaves the program and the system's libraries at random
    // ones as well, for whoever weighs a broken memory higher: no code of ours is `unsafe`, some of the packages' is.
    if env::var_os(RANDOM_ADDRESSES).is_none() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        if is_known && env::var("HOST").ok() == env::var("TARGET").ok() {
            build_libraries_in()?;
        }
    }
    Ok(())
}

/// Makes the system's libraries a part of the program, where they are there in that form. To find, load and join them takes a
/// third of what a process takes that does nothing else. Where one is missing, they are loaded as ever.
fn build_libraries_in() -> io::Result<()> {
    let folders = library_folders();
    let place = |name: &str| folders.iter().map(|folder| folder.join(name)).find(|path| path.exists());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("system");
    fs::create_dir_all(&out).map_err(|error| at(&out, error))?;
    for (asked, parts) in LIBRARIES {
        let Some(parts) = parts.iter().map(|part| place(part)).collect::<Option<Vec<_>>>() else { return Ok(()) };
        let parts: Vec<_> = parts.iter().map(|path| path.to_string_lossy()).collect();
        // A mended one is taken up, and one that has gone is looked for elsewhere.
        parts.iter().for_each(|part| println!("cargo::rerun-if-changed={part}"));
        // A library may be a text that names others. In the folder that is searched first, it is found in place of the one
        // that would be loaded.
        let file = out.join(format!("lib{asked}.a"));
        fs::write(&file, format!("GROUP ({})\n", parts.join(" "))).map_err(|error| at(&file, error))?;
    }
    println!("cargo::rustc-link-arg-bins=-static");
    println!("cargo::rustc-link-arg-bins=-L{}", out.display());
    Ok(())
}

/// Where the system's libraries lie: those of its newest compiler, and its own.
fn library_folders() -> Vec<PathBuf> {
    let within = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    // Compilers for other systems have folders of their own beside it.
    let is_own = |target: &PathBuf| {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("x86_64-") && name.contains("linux") && !name.ends_with("x32")
    };
    let targets: Vec<_> = within(Path::new("/usr/lib/gcc")).filter(is_own).collect();
    targets.iter().for_each(|target| println!("cargo::rerun-if-changed={}", target.display()));
    let version = |folder: &PathBuf| -> Vec<u32> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        name.split('.').map_while(|part| part.parse().ok()).collect()
    };
    // A compiler of which only a part is left can link nothing.
    let is_whole = |folder: &PathBuf| folder.join("crtbeginT.o").exists();
    let mut folders: Vec<PathBuf> = targets.iter().flat_map(|target| within(target)).filter(is_whole).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    folders.extend(["/usr/lib/x86_64-linux-gnu", "/usr/lib64"].map(PathBuf::from));
    folders
}

/// Puts the functions that a check executes beside each other. They are a tenth of the program, and where they lie scattered
/// over it, a start brings nearly all of it into memory. Names that are no more, or another compiler's, are passed over.
fn order_functions() -> io::Result<()> {
    println!("cargo::rerun-if-changed={EXECUTED}");
    let mut script = "SECTIONS { .text.check : {\n".to_owned();
    for name in fs::read_to_string(EXECUTED).map_err(|error| at(Path::new(EXECUTED), error))?.lines() {
        let line = if name.ends_with(".o") {
            format!("{LIBRARY}:{name}(.text .text.*)\n")
        } else {
            format!("*(.text.{name} .text.unlikely.{name})\n")
        };
        script.push_str(&line);
    }
    script.push_str("} } INSERT BEFORE .text;\n");
    let file = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("order.ld");
    fs::write(&file, script)?;
    println!("cargo::rustc-link-arg-bins=-T{}", file.display());
    Ok(())
}

/// Writes what the program includes, or gives what is wrong with the catalogue.
fn build(folder: &str) -> io::Result<Problems> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let files = catalogue_files(folder)?;
    let facts = match catalogue::load(&files) {
        Ok(facts) => facts,
        Err(problems) => return Ok(problems),
    };
    let (documents, claims) = (facts.documents.len(), facts.claims.len());
    let catalog = Catalog::new(facts);
    write_packed(&out.join("catalog"), catalog.pack())?;
    let mut code = String::new();
    let digest = catalogue::digest(None, &files);
    let _ = writeln!(code, "/// The digest of the catalogue's files.\npub(super) const DIGEST: &str = {digest:?};");
    let version = env!("CARGO_PKG_VERSION");
    let mut shown = |name: &str, digits: usize| {
        let text = format!("{version} (catalogue {}, {documents} documents, {claims} claims)", &digest[..digits]);
        let _ = writeln!(code, "/// The version, with {digits} digits of the catalogue's digest.");
        let _ = writeln!(code, "pub const {name}: &str = {text:?};");
    };
    shown("VERSION", 12);
    shown("LONG_VERSION", digest.len());
    let alone = rules(&mut code)?;
    let _ = writeln!(
        code,
        "/// The digest of those rules, and of what each pack says of itself.\npub(super) const RULES_DIGEST: &str = {:?};",
        rules_digest(&alone)?
    );
    fs::write(out.join("builtin.rs"), code)?;
    let (rules, problems) = load::rules::load(&alone, &catalog);
    write_packed(&out.join("rules"), packed::rules::pack(&rules))?;
    Ok(problems)
}

/// Writes what was packed beside each other: the bytes, and the text, which the compiler then knows to be text.
fn write_packed(path: &Path, Fresh { bytes, text }: Fresh) -> io::Result<()> {
    fs::write(path.with_extension("bin"), bytes)?;
    fs::write(path.with_extension("txt"), text)
}

/// The files of the catalogue, by the names under which they lie in the package.
fn catalogue_files(root: &str) -> io::Result<Vec<CatalogueFile>> {
    println!("cargo::rerun-if-changed={root}");
    let mut files = Vec::new();
    for folder in Folder::ALL {
        for path in yaml_files(&Path::new(root).join(folder.name()))? {
            let text = fs::read_to_string(&path).map_err(|error| at(&path, error))?;
            let name = path.to_string_lossy().replace('\\', "/");
            files.push(CatalogueFile { folder, source: Source::new(name, text) });
        }
    }
    if files.is_empty() {
        return Err(io::Error::other(format!("{root}: there is no catalogue")));
    }
    Ok(files)
}

/// Every rule is carried as text. Those of packs stand apart, so that a run without packs doesn't meet them; the others are
/// given to be packed besides.
fn rules(code: &mut String) -> io::Result<Vec<Source>> {
    println!("cargo::rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    let packs = root.join(PACKS);
    let (of_packs, alone): (Vec<_>, Vec<_>) = yaml_files(&root)?.into_iter().partition(|file| file.starts_with(&packs));
    let _ = writeln!(code, "/// Every file of `rules/` that belongs to no pack: its path there, and its text.");
    let _ = writeln!(code, "pub(super) const RULES: &[(&str, &str)] = &[{}];", carried(&root, &alone));
    let _ = writeln!(
        code,
        "/// Every pack: its name, its own file, and its rules, each with its path in `rules/` and its text."
    );
    let _ = writeln!(code, "pub(super) const PACKS: &[Pack] = &[");
    for folder in of_packs.chunk_by(|a, b| a.parent() == b.parent()) {
        let name = folder[0].parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let (about, rules): (Vec<_>, Vec<_>) = folder.iter().cloned().partition(|file| file.ends_with(ABOUT));
        if about.len() != 1 {
            return Err(io::Error::other(format!("rules/{PACKS}/{name}: there is no {ABOUT}")));
        }
        let (about, rules) = (carried(&root, &about), carried(&root, &rules));
        let about = about.trim_end_matches(", ");
        let _ = writeln!(code, "    Pack {{ name: {name:?}, about: {about}, rules: &[{rules}] }},");
    }
    code.push_str("];\n");
    alone
        .iter()
        .map(|path| Ok(Source::new(format!("rules/{}", name(&root, path)), fs::read_to_string(path)?)))
        .collect()
}

/// The digest of the rules that belong to no pack and of every pack's own file, of which the profiles can be named whether or
/// not the pack takes part.
fn rules_digest(alone: &[Source]) -> io::Result<String> {
    let root = Path::new("rules").join(PACKS);
    let mut abouts = Vec::new();
    for path in yaml_files(&root)?.iter().filter(|path| path.ends_with(ABOUT)) {
        let name = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        abouts.push((name, fs::read_to_string(path).map_err(|error| at(path, error))?));
    }
    let alone = alone.iter().map(|source| ("", source.text()));
    let abouts = abouts.iter().map(|(pack, text)| (pack.as_str(), text.as_str()));
    Ok(load::rules::digest(None, alone.chain(abouts).collect()))
}

/// The path of a file beneath a folder, as it is written everywhere.
fn name(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

/// Files of `rules/` as elements of a list in Rust: `("path", "text"), `.
fn carried(root: &Path, files: &[PathBuf]) -> String {
    let mut elements = String::new();
    for file in files {
        let _ = write!(elements, "({:?}, include_str!({:?})), ", name(root, file), file.to_string_lossy());
    }
    elements
}

/// Every YAML file beneath a folder, sorted; none where there is no such folder.
fn yaml_files(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop().filter(|folder| folder.exists()) {
        for entry in fs::read_dir(&folder).map_err(|error| at(&folder, error))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
