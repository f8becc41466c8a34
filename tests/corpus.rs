//! The corpus of the fuzzers, once through the same functions, on stable Rust and without an engine: what broke something
//! once is kept there, and so is what reaches far.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::common;
use crate::common::harmless;

#[path = "../fuzz/src/targets/mod.rs"]
mod targets;

fn inputs(target: &str) -> Vec<PathBuf> {
    common::files(&common::root().join("fuzz/corpus").join(target), "")
}

/// Says which input it was, when a panic comes through.
struct Input<'p>(&'p PathBuf);

impl Drop for Input<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            #[expect(clippy::print_stderr, reason = "the input that broke something is worth a line")]
            {
                eprintln!("{} broke it", self.0.display());
            }
        }
    }
}

#[test]
fn nothing_of_the_corpus_breaks_anything() {
    for (target, run) in targets::ALL {
        let inputs = inputs(target);
        assert!(!inputs.is_empty(), "{target} has no corpus: fuzz/run --seconds 60 --minimise {target}");
        inputs.par_iter().for_each(|path| {
            let _input = Input(path);
            run(&std::fs::read(path).expect("the input can be read"));
        });
    }
}

/// A target that isn't in the list would run in no test, and a binary without one not be built.
#[test]
fn every_target_is_listed_and_has_its_binary() {
    let binaries = common::files(&common::root().join("fuzz/fuzz_targets"), ".rs");
    let binaries: Vec<_> = binaries.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    let listed: Vec<_> = targets::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(binaries, listed);
    let manifest = std::fs::read_to_string(common::root().join("fuzz/Cargo.toml")).expect("the file is text");
    listed.iter().for_each(|name| assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}"));
}
