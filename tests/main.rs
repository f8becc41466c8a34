//! The promises of the program, as one test program: forty small ones would each link the whole library again.
//! `cargo test --test promises baseline::` runs one file of it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod ahead;
mod answers;
mod bad_input;
mod baseline;
mod catalog_look;
mod catalog_readme;
mod catalogue_diff;
mod catalogue_import;
mod catalogue_lints;
mod catalogue_loads;
mod ci_reports;
mod command;
mod common;
mod counts;
mod examples;
mod explain;
mod explain_cases;
mod extending;
mod findings;
mod in_the_way;
mod init;
mod matrix;
mod misprints;
mod modules;
mod one_document;
mod packed;
mod packs;
mod policy;
mod readme;
mod relations;
mod rule_examples;
mod rule_properties;
mod rule_trials;
mod rules_language;
mod rules_require;
mod rules_test;
mod seeds;
mod suggest;
mod timeline;
mod verdicts;
mod ways_out;
