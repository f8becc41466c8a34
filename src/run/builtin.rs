//! The catalogue and the rules that the program carries.

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
