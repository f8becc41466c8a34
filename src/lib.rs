//! Checks a declared cloud deployment against what published audit documents put in scope.
//!
//! The data goes one way:
//!
//! ```text
//! text → load → (Deployment, Rules, Facts) + Problems → catalog → check → Outcome → Report → format → text + exit status
//! ```
//!
//! and the modules stand in that order, each with what it must not know:
//!
//! 1. [`pieces`]: the same for each of many things, on one thread or on many. It doesn't know what the things are.
//! 2. [`text`]: a file's text, and where something stands in it. It knows no file format.
//! 3. [`expression`]: conditions in a small language of their own. It knows names and values, and not what they mean.
//! 4. [`model`]: the nouns of the field as plain, valid values. It knows neither how they are written nor any name
//!    of the catalogue: no provider, service or standard is named in this code.
//! 5. [`packed`]: the model's facts as bytes that the program carries, and that are asked without being read first. It
//!    doesn't know where they come from.
//! 6. [`load`]: from text to the model, with every problem at once. It doesn't know what rules mean.
//! 7. [`mod@write`]: the canonical text of catalogue files. It knows how they are spelled, and not what they mean.
//! 8. [`catalog`]: what the catalogue shows for one requirement on one day. It knows no file and no rule; the whole
//!    decision is in [`catalog::Catalog::resolve`].
//! 9. [`import`] and [`lint`]: from a provider's table to a document, and what is wrong with a catalogue that can be
//!    read. They know texts and the catalogue, and no file system.
//! 10. [`look`]: what the catalogue holds, as pages to be looked at. It decides nothing, and knows no file or terminal.
//! 11. [`draft`]: a first manifest, from names as people type them, and a first rule. It decides nothing, and knows no file or terminal.
//! 12. [`check`]: from a deployment, the rules and the catalogue to findings. It knows no file, clock or terminal.
//! 13. [`suggest`]: the smallest change of a manifest that closes its gaps. It knows its text and the engine, and no file.
//! 14. [`trial`]: whether rules find in their own examples what these say. It knows no file system.
//! 15. [`diff`]: what changed between two versions of a document, and whose verdicts that changes.
//! 16. [`verify`]: whether an earlier report still holds. It knows two answers, and not how either was reached.
//! 17. [`report`]: how findings, flaws, changes and pages are shown, in each format. It doesn't know how they were
//!     reached.
//! 18. [`schema`]: what editors are told of the files that people write. It knows no name of the catalogue.
//! 19. [`lsp`]: what an editor is told of a text that somebody is typing. It knows no file, and keeps nothing.
//! 20. [`run`]: the one imperative page: files, the clock, the environment. It doesn't know how flags are spelled.
//! 21. [`cli`]: how flags are spelled.
//!
//! Three words are kept apart: a *problem* is bad input, a *finding* is a conclusion about a deployment, a *diagnostic*
//! is how either is shown. Verdicts are resolved here; which of them is an error is said in `rules/`, never in code.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod diff;
pub mod draft;
pub mod expression;
pub mod import;
pub mod lint;
pub mod load;
pub mod look;
pub mod lsp;
pub mod model;
pub mod packed;
pub mod pieces;
pub mod report;
pub mod run;
pub mod schema;
pub mod suggest;
pub mod text;
pub mod trial;
pub mod verify;
pub mod write;
