//! The shipped catalogue is in canonical form and has no flaw that could be mended; each flaw is found where it is.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

#[test]
fn the_shipped_catalogue_has_no_errors_and_is_in_canonical_form() {
    let ran = common::run_in(common::root(), &["catalog", "lint", "catalog", "--format", "short"], "");
    let errors: Vec<_> = ran.out.lines().filter(|line| !line.contains(": warning[")).collect();
    assert_eq!((ran.status, errors), (Some(0), vec![]), "`catalog lint --write` mends the form");
}
