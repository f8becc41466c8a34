//! `catalog lint`: what is wrong with catalogue files, and with `--write` their canonical form.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::HERE;
use super::files::{self, Named};
use crate::catalog::Catalog;
use crate::lint::{Sheet, lint as look};
use crate::load::problem::Problems;
use crate::model::rule::Severity;
use crate::report::Style;
use crate::report::flaws::{Flaws, Form};
use crate::run::progress::Progress;
use crate::run::{Exit, forgive_closed_pipe, whole_file};

/// What `catalog lint` is asked to do.
#[derive(Debug, Clone)]
pub struct LintRequest {
    /// Catalogue folders, or files and folders inside them; none for the catalogue of this folder.
    pub paths: Vec<PathBuf>,
    /// Whether files are to be written in canonical form.
    pub write: bool,
    /// The least severity that makes the exit status 1; none for never.
    pub fail_on: Option<Severity>,
    /// How the flaws are shown.
    pub form: Form,
    /// How they look.
    pub style: Style,
}

/// Looks at catalogue files and writes what is wrong with them to `out`.
///
/// # Errors
///
/// What can't be looked at or written, in words for standard error.
pub fn lint(request: &LintRequest, out: &mut dyn Write) -> Result<Exit, String> {
    let paths = match request.paths.as_slice() {
        [] if Path::new(HERE).is_dir() => &[PathBuf::from(HERE)],
        [] => {
            return Err(format!(
                "there is no folder `{HERE}` here; name one. The catalogue that the program carries was looked at when \
                 it was built"
            ));
        }
        paths => paths,
    };
    let mut flaws = Flaws::default();
    let progress = Progress::begin("looking at the catalogue", 0);
    if request.write {
        flaws.written = mend(paths)?;
    }
    let mut problems = Problems::new();
    let named = Named::new(paths, &mut problems);
    let files = named.files(&mut problems);
    let sheets: Vec<_> = files.iter().filter_map(Sheet::read).collect();
    let catalog = match files::catalogue(&files) {
        Ok((facts, summary)) => {
            flaws.catalog = summary;
            Some(Catalog::new(facts))
        }
        Err(found) => {
            problems.append(found);
            None
        }
    };
    flaws.files = files.iter().filter(|file| named.wants(&file.source)).count();
    flaws.flaws = look(&sheets, catalog.as_ref()).into_iter().filter(|flaw| named.wants(&flaw.source)).collect();
    flaws.problems = problems.into_sorted();
    drop(progress);
    let written = flaws.write(request.form, &request.style, out).and_then(|()| out.flush());
    forgive_closed_pipe(written).map_err(|error| error.to_string())?;
    Ok(exit(&flaws, request.fail_on))
}

fn exit(flaws: &Flaws, fail_on: Option<Severity>) -> Exit {
    if !flaws.problems.is_empty() {
        Exit::Unanswerable
    } else if fail_on.is_some_and(|least| flaws.flaws.iter().any(|flaw| flaw.severity >= least)) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// Writes every file that was asked about, and that isn't in canonical form, anew. What can't be read stays as it is.
fn mend(paths: &[PathBuf]) -> Result<Vec<String>, String> {
    let mut problems = Problems::new();
    let named = Named::new(paths, &mut problems);
    let mut written = Vec::new();
    for file in named.files(&mut problems).iter().filter(|file| named.wants(&file.source)) {
        let Some(text) = Sheet::read(file).and_then(|sheet| sheet.mended()) else { continue };
        let name = file.source.name();
        let outcome = whole_file::write(Path::new(name), |file| file.write_all(text.as_bytes()));
        outcome.map_err(|error| format!("{name} can't be written: {error}"))?;
        written.push(name.to_owned());
    }
    Ok(written)
}
