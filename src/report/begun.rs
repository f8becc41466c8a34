//! What is said after a first manifest has been written.

use std::io::{self, Write};

use super::visible;

/// Says what was written, which clouds were taken because nobody named one, and what to do next.
///
/// # Errors
///
/// Only what writing gives.
pub fn begun(path: &str, services: usize, assumed_clouds: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let services = super::summary::counted(services, "service", "services");
    writeln!(out, "wrote {} with {services}", visible::line(path))?;
    if !assumed_clouds.is_empty() {
        let clouds = assumed_clouds.join(" and ");
        writeln!(
            out,
            "no cloud was named, so it says {clouds}, where the services are at home; correct it if need be"
        )?;
    }
    writeln!(out, "next:  {} {}", env!("CARGO_PKG_NAME"), visible::shell_word(path))
}
