//! The flags of `explain`.

use std::io::Write;

use clap::Args;

use super::beside::beside;
use super::shell::{names, names_and_paths, one_of, services};
use super::{CommonArgs, color, width};
use crate::report::Style;
use crate::report::explain::View;
use crate::run::{self, Exit, Explain, ExplainRequest, Named, Wanted};

/// What can be asked, for the help.
pub(super) const FORMS: &str = "\
What can be asked:
  explain RULE                         what a rule means, an example, how to fix it
  explain MANIFEST SERVICE STANDARD    how it is decided, and what would be if it is not required
  explain MANIFEST SERVICE             all that is required of a service, and the findings on it
  explain MANIFEST FINGERPRINT         a finding, by at least 8 digits of its fingerprint
  explain MANIFEST:LINE[:COLUMN]       all that is reported there";

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// A rule; or a manifest, with a line of it or without
    #[arg(value_name = "RULE|MANIFEST", add = names_and_paths(&[Named::Rule]))]
    what: String,
    /// What of the manifest: a service, or a finding by its fingerprint
    #[arg(value_name = "SERVICE|FINGERPRINT", add = services())]
    of: Option<String>,
    /// What of the service
    #[arg(value_name = "STANDARD", add = names(&[Named::Standard]))]
    standard: Option<String>,
    #[command(flatten)]
    common: CommonArgs,
    /// How it is shown: human, json or mermaid
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = view_named,
        add = one_of(&View::ALL, View::name))]
    format: View,
}

impl ExplainArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let request = ExplainRequest {
            what: self.meant(),
            as_of: self.common.as_of,
            sources: self.common.knowledge.sources(),
            repeated: self.common.knowledge.repeated(),
            view: self.format,
            style: Style { color: color(self.common.color), width: width(), ..Style::default() },
        };
        run::explain(&request, out, &mut beside())
    }

    fn meant(&self) -> Explain {
        let of_manifest = |path: &str, wanted| Explain::OfManifest { path: path.to_owned(), wanted };
        match (&self.of, &self.standard) {
            (Some(service), Some(standard)) => {
                let (service, standard) = (service.clone(), standard.clone());
                of_manifest(&self.what, Wanted::Requirement { service, standard })
            }
            (Some(name), None) => of_manifest(&self.what, Wanted::Named(name.clone())),
            (None, _) => match place(&self.what) {
                Some((path, line, column)) => of_manifest(path, Wanted::Line { line, column }),
                None => Explain::Rule(self.what.clone()),
            },
        }
    }
}

/// `path:line` or `path:line:column`. The id of a rule has no colon.
fn place(text: &str) -> Option<(&str, usize, Option<usize>)> {
    let (before, last) = text.trim_end_matches(':').rsplit_once(':')?;
    let last: usize = last.parse().ok()?;
    match before.rsplit_once(':').map(|(path, line)| (path, line.parse())) {
        Some((path, Ok(line))) if !path.is_empty() => Some((path, line, Some(last))),
        _ => Some((before, last, None)).filter(|(path, ..)| !path.is_empty()),
    }
}

fn view_named(name: &str) -> Result<View, String> {
    super::look::one_of(&View::ALL, View::name, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_from_a_rule() {
        for (given, expected) in [
            ("deploy.toml:12", Some(("deploy.toml", 12, None))),
            ("deploy.toml:12:3", Some(("deploy.toml", 12, Some(3)))),
            ("deploy.toml:12:3:", Some(("deploy.toml", 12, Some(3)))),
            ("c:/a/deploy.toml:7", Some(("c:/a/deploy.toml", 7, None))),
            ("-:7", Some(("-", 7, None))),
            ("coverage/not-listed", None),
            ("deploy.toml", None),
            ("deploy.toml:x", None),
            (":7", None),
        ] {
            assert_eq!(place(given), expected, "{given}");
        }
    }
}
