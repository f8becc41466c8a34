//! The nouns of the field as plain values, and nothing about how they are written down or shown.
//!
//! Everything here is valid: names are resolved, dates are dates, a reference leads somewhere.

pub mod baseline;
pub mod date;
pub mod deployment;
pub mod evidence;
pub mod facts;
pub mod id;
pub mod late;
pub mod pack;
pub mod policy;
pub mod profile;
pub mod provider;
pub mod rule;
pub mod standard;
pub mod table;
mod text;
pub mod told;
pub mod verdict;

pub use text::Text;
