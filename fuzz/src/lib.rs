//! What the fuzzers feed, and what must hold of the answers. The same functions are run over the corpus in the program's
//! own tests (`tests/corpus.rs`), on stable Rust and without an engine.

#[path = "../../tests/common/harmless.rs"]
pub mod harmless;
pub mod targets;
