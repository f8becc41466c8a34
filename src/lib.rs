//! Checks a declared cloud deployment against what published audit documents put in scope.
//!
//! The way of the data, in the order of the modules:
//!
//! 1. [`text`]: a file's text, and where something stands in it.
//! 2. [`model`]: the nouns of the field as plain, valid values.
//! 3. [`load`]: from text to the model, with every problem at once.
//! 4. [`catalog`]: what the catalogue shows for one requirement on one day.
//! 5. [`check`]: from a deployment, the rules and the catalogue to findings.
//! 6. [`report`]: how findings are shown, in each format.
//! 7. [`run`]: the one imperative page: files, the clock, the environment.
//! 8. [`cli`]: how flags are spelled.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod load;
pub mod model;
pub mod report;
pub mod run;
pub mod text;
