//! `catalog import`: a provider's table as an evidence file, or all that stands against it.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{files, in_place};
use crate::catalog::Catalog;
use crate::import::{Imported, Written, import as read_page};
use crate::load::problem::Problems;
use crate::report::Style;
use crate::report::flaws::{problems_page, warnings_page};
use crate::run::paths::{self, Input};
use crate::run::progress::Progress;
use crate::run::{Exit, forgive_closed_pipe, whole_file};
use crate::text::Source;

/// What `catalog import` is asked to do.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The page with the tables; `-` for standard input.
    pub table: String,
    /// How it is written; told by the end of its name where that is not given.
    pub written: Option<Written>,
    /// The header: the document, and how to read its tables.
    pub header: PathBuf,
    /// Where the evidence file goes; standard output where that is not given.
    pub output: Option<PathBuf>,
    /// The catalogue folders that know the services; without any, that of this folder or of the program.
    pub catalogs: Vec<PathBuf>,
    /// How problems look.
    pub style: Style,
}

/// Makes an evidence file of a page, and writes it to the request's file or to `out`. What is odd goes to `err`; so does
/// what is wrong, and then nothing is written.
///
/// # Errors
///
/// What can't be read or written, in words for standard error.
pub fn import(request: &ImportRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let written = request.written.or_else(|| by_ending(&request.table)).ok_or_else(|| {
        let names: Vec<_> = Written::ALL.into_iter().map(Written::name).collect();
        format!(
            "{}: it can't be told how this is written; say `--format {}`",
            request.table,
            names.join("` or `--format ")
        )
    })?;
    let page = read(&request.table)?;
    let header = read(&request.header.display().to_string())?;
    let progress = Progress::begin("reading the page and the catalogue", 0);
    let imported = imported(request, (&page, written), &header);
    drop(progress);
    let imported = imported?;
    let Some(text) = &imported.text else { return refuse(&imported, request, err) };
    forgive_closed_pipe(warnings_page(&imported.warnings, &request.style, err)).map_err(|error| error.to_string())?;
    let result = match &request.output {
        Some(path) => whole_file::write(path, |file| file.write_all(text.as_bytes()))
            .map_err(|error| format!("{} can't be written: {error}", path.display())),
        None => {
            let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
            forgive_closed_pipe(written).map_err(|error| error.to_string())
        }
    };
    result.map(|()| Exit::Clean)
}

/// What the page makes; without a text where something is wrong.
fn imported(request: &ImportRequest, (page, written): (&Source, Written), header: &Source) -> Result<Imported, String> {
    let files = files::known(&request.catalogs)?;
    let facts = match files::facts(&files) {
        Ok(facts) => facts,
        Err(problems) => return Ok(only(problems)),
    };
    let imported = read_page(page, written, header, &Catalog::new(facts));
    let Some(text) = &imported.text else { return Ok(imported) };
    let name = request.output.as_ref().map_or_else(|| "-".to_owned(), |path| path.display().to_string());
    // The loader reads it as it will read the file.
    match in_place::facts_with(files, &[(&Source::new(name, text.as_str()), &imported.id)]) {
        Ok(_) => Ok(imported),
        Err(problems) => Ok(only(problems)),
    }
}

fn only(problems: Problems) -> Imported {
    Imported { problems: problems.into_sorted(), ..Imported::default() }
}

/// Shows what is wrong, and the services that the catalogue lacks as a file to take over.
fn refuse(imported: &Imported, request: &ImportRequest, err: &mut dyn Write) -> Result<Exit, String> {
    let shown = (|| {
        problems_page(&imported.problems, &request.style, err)?;
        warnings_page(&imported.warnings, &request.style, err)?;
        if let Some(services) = &imported.new_services {
            let help = "# Services that the catalogue lacks; correct the ids, homes and platforms, and put them into the \
                provider's file.";
            write!(err, "\n{help}\n{services}")?;
        }
        err.flush()
    })();
    forgive_closed_pipe(shown).map_err(|error| error.to_string())?;
    Ok(Exit::Unanswerable)
}

fn by_ending(name: &str) -> Option<Written> {
    let ending = Path::new(name).extension()?.to_str()?.to_lowercase();
    Written::ALL.into_iter().find(|written| written.endings().contains(&ending.as_str()))
}

fn read(path: &str) -> Result<Source, String> {
    match paths::one_file(path) {
        // A byte order mark says nothing here, and would hide what the first line begins with.
        Input::Text(source) => Ok(match source.text().strip_prefix('\u{feff}') {
            Some(text) => Source::new(source.name(), text),
            None => source,
        }),
        Input::Unreadable(problem) => Err(format!("{path}: {}", problem.message)),
    }
}
