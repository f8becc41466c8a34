//! Checks a declared cloud deployment against what published audit documents put in scope.
//!
//! The way of the data: a file becomes a [`text::Source`]; [`load`] reads it.

pub mod load;
pub mod text;
