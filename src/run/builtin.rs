//! The catalogue and the rules that the program carries.

use crate::catalog::Catalog;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The catalogue, packed.
const CATALOG: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));

/// The catalogue that the program carries.
pub fn carried() -> Catalog {
    Catalog::open(CATALOG)
}
