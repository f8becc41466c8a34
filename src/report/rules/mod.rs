//! How rules are shown: how their tests went, as a list, and one by one.

mod condition;
mod junit;
pub mod list;
pub mod page;
mod standing;
pub mod tests;
mod tests_json;

pub use standing::Standing;
