//! How rules are shown: how their tests went, as a list, and one by one.

mod junit;
pub mod tests;
mod tests_json;
