//! One function for each thing that is fed. Each takes bytes of any sort, and ends in silence or in a panic that says what
//! did not hold.

use super::harmless;

pub mod baseline;
pub mod catalogue;
pub mod condition;
pub mod evidence;
mod ground;
pub mod import;
pub mod manifest;
pub mod policy;
pub mod report;
pub mod rule;
pub mod spans;
pub mod verify;
mod written;

/// Does something with bytes.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its binary and of its folder in the corpus.
pub const ALL: &[(&str, Target)] = &[
    ("baseline", baseline::run),
    ("catalogue", catalogue::run),
    ("condition", condition::run),
    ("evidence", evidence::run),
    ("import", import::run),
    ("manifest", manifest::run),
    ("policy", policy::run),
    ("report", report::run),
    ("rule", rule::run),
    ("spans", spans::run),
    ("verify", verify::run),
];
