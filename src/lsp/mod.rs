//! What an editor is told of a file that is open in it: diagnostics, hovers, completions and edits, in the words of the
//! language server protocol.
//!
//! Everything here is a function of a text and of what is known; it reads no file, keeps nothing between two questions, and
//! knows nothing of who asks. Texts are taken as people type them, half a line at a time: where a manifest can't be read,
//! its `outline` still tells what stands where.

pub mod actions;
pub mod capabilities;
pub mod completion;
mod defined;
pub mod definition;
pub mod diagnostics;
pub mod hover;
mod names;
mod offer;
mod outline;
pub mod position;
mod rule;
mod slot;
pub mod uri;
mod yaml;

use lsp_types::{Location, Uri};

use crate::check::Checker;
use crate::model::pack::Pack;
use crate::text::{Source, Span};
use position::Lines;

/// What is known, for whoever types.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The catalogue, the rules and the policy that take part.
    pub checker: &'k Checker<'k>,
    /// What packs that could be chosen say of themselves.
    pub packs: &'k [Pack],
}

/// The sorts of files in which names are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A manifest.
    Manifest,
    /// A policy.
    Policy,
    /// A rule.
    Rule,
}

/// Says under which address an editor finds a file; none where no such file is there.
pub type Locate<'l> = &'l dyn Fn(&Source) -> Option<Uri>;

/// The place of something in a file, where an editor finds that.
fn location(source: &Source, span: Span, locate: Locate<'_>) -> Option<Location> {
    locate(source).map(|uri| Location { uri, range: Lines::new(source.text()).range(span) })
}
