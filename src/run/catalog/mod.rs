//! `catalog`: looking at what is known, and looking after it. The files are read and written here; what a page shows,
//! what is wrong with files, and how they are written, is said elsewhere.

mod export;
mod files;
mod lint;
mod look;

pub use export::{Export, export};
pub use lint::{LintRequest, lint};
pub use look::{Looking, list, search, show};
