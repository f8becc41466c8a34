//! The catalogue and the rules that the program carries.

use crate::catalog::Catalog;
use crate::model::rule::Rules;
use crate::packed;
use crate::packed::sections::{Carried, Packed};
use crate::text::Source;

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
const CATALOG: Carried = Packed {
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin")),
    text: include_str!(concat!(env!("OUT_DIR"), "/catalog.txt")),
};

/// The rules that belong to no pack, packed.
const PACKED_RULES: Carried = Packed {
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin")),
    text: include_str!(concat!(env!("OUT_DIR"), "/rules.txt")),
};

/// Whether a file of rules or of a pack is one that the program carries.
pub(super) fn is_carried(file: &Source) -> bool {
    let of_packs = PACKS.iter().flat_map(|pack| pack.rules.iter().chain([&pack.about]));
    let is_it = |(path, text): &(&str, &str)| {
        file.name().strip_prefix(FOLDER).is_some_and(|name| name == *path) && *text == file.text()
    };
    file.is_carried() || RULES.iter().chain(of_packs).any(is_it)
}

/// Whether a text is that of a rule that the program carries, wherever it lies.
pub(super) fn is_rule(text: &str) -> bool {
    RULES.iter().any(|(_, known)| *known == text)
}

/// Where the rules lie that the program carries, as their names say.
const FOLDER: &str = "rules/";

/// The catalogue that the program carries.
pub fn carried() -> Catalog {
    Catalog::open(CATALOG)
}

/// The rules that the program carries, without those of packs.
pub(super) fn rules() -> Rules {
    packed::rules::open(PACKED_RULES)
}
