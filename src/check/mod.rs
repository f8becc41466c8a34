//! From a deployment, the rules and the catalogue to findings.

pub mod outcome;
