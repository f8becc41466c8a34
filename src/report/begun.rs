//! What is said after a first manifest or a new rule has been written.

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

/// Says which names of services were taken for which, each with the id and the name of the service.
///
/// # Errors
///
/// Only what writing gives.
pub fn taken_for(taken: &[(String, String, String)], out: &mut dyn Write) -> io::Result<()> {
    taken.iter().try_for_each(|(typed, id, name)| {
        let typed = visible::line(typed);
        writeln!(out, "`{typed}` is taken for {id}, which is {name}; correct it if need be")
    })
}

/// Says where a new rule was written, and what to do next. `folder` is named where no check here would know the rule.
///
/// # Errors
///
/// Only what writing gives.
pub fn rule_begun(path: &str, folder: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let (program, file) = (env!("CARGO_PKG_NAME"), visible::shell_word(path));
    writeln!(out, "wrote {}", visible::line(path))?;
    writeln!(out, "next:  change it, and then")?;
    writeln!(out, "       {program} rules test {file}")?;
    writeln!(out, "       {program} rules lint {file}")?;
    let Some(folder) = folder else { return Ok(()) };
    let toml = format!("rules = [\"{}\"]", visible::line(folder));
    writeln!(out, "A check knows it by `--rules {}`, or by `{toml}` in a policy", visible::shell_word(folder))
}
