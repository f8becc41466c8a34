//! `catalog`: looking after what is known. The files are read and written here; what is wrong with them, and how they
//! are written, is said elsewhere.

mod diff;
mod files;
mod import;
mod lint;

pub use diff::{DiffRequest, diff};
pub use import::{ImportRequest, import};
pub use lint::{LintRequest, lint};

/// The catalogue of a folder that has one.
const HERE: &str = "catalog";
