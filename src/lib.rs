//! Checks a declared cloud deployment against what published audit documents put in scope.

pub mod text;
