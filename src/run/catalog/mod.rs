//! `catalog`: looking at what is known, and looking after it. The files are read and written here; what a page shows,
//! what is wrong with files, and how they are written, is said elsewhere.

mod diff;
mod export;
mod files;
mod import;
mod in_place;
mod lint;
mod look;

pub use diff::{DiffRequest, diff};
pub use export::{Export, export};
pub(in crate::run) use files::catalogue as meant;
pub use import::{ImportRequest, import};
pub use lint::{LintRequest, lint};
pub use look::{Looking, list, search, show};

/// The catalogue of a folder that has one.
const HERE: &str = "catalog";
