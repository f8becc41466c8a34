//! `compliance-check`: see the library of the same name.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(compliance_check::cli::main().code())
}
