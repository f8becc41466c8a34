//! `catalog`: looking after what is known. The files are read and written here; what is wrong with them, and how they
//! are written, is said elsewhere.

mod files;
mod lint;

pub use lint::{LintRequest, lint};
