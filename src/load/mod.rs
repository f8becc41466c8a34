//! From text to the model: the written shapes, and every problem of every file in one run.

pub mod baseline;
pub mod catalogue;
pub mod decode;
mod demand;
pub mod glob;
pub mod limits;
pub mod manifest;
pub mod policy;
pub mod problem;
pub mod profiles;
pub mod report;
pub mod rules;
pub mod toml;
pub mod tree;
pub mod yaml;
