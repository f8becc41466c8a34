//! The catalogue and the rules that the program carries.

use crate::catalog::Catalog;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// A pack that the program carries.
pub(super) struct Pack {
    pub(super) name: &'static str,
    /// The path of its own file in `rules/`, and its text.
    pub(super) about: (&'static str, &'static str),
    /// Its rules, in the same way.
    pub(super) rules: &'static [(&'static str, &'static str)],
}

/// The catalogue, packed.
const CATALOG: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));

/// The catalogue that the program carries.
pub fn carried() -> Catalog {
    Catalog::open(CATALOG)
}
