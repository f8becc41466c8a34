//! From text to the model: the written shapes, and every problem of every file in one run.

pub mod decode;
pub mod nearest;
pub mod problem;
pub mod toml;
pub mod tree;
pub mod yaml;
