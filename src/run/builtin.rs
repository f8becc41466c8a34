//! The catalogue and the rules that the program carries.

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The catalogue, packed.
pub(super) const CATALOG: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));
