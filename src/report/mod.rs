//! How the outcome of a run is shown: one small file for each format, which only translates.
//!
//! A [`Report`] holds all that there is to say. [`Format::ALL`] lists the ways of saying it; to add one is to add a
//! file with a `FORMAT` in it, and its name to that list.

#[cfg(test)]
mod awkward_fixture;
pub mod baseline;
mod begun;
pub mod catalog;
pub mod changes;
mod concerned;
mod csv;
mod diagnostic;
mod directory;
mod excerpt;
mod excused;
pub mod explain;
mod fingerprints;
#[cfg(test)]
mod fixture;
pub mod flaws;
mod github;
mod gitlab;
mod held;
mod html;
mod human;
mod json;
mod junit;
mod known;
mod lines;
mod link;
mod list;
#[cfg(test)]
mod many_fixture;
mod markdown;
mod marks;
pub mod matrix;
mod most;
mod ndjson;
mod paint;
mod paths;
pub mod policy;
mod rests_on;
pub mod rules;
mod sarif;
#[cfg(test)]
mod schema;
mod shared;
mod sheet;
mod short;
pub mod suggest;
mod suites;
mod summary;
mod table;
pub mod timeline;
mod told;
mod upcoming;
mod verdicts;
pub mod verify;
pub mod visible;
mod visible_json;
mod waiver;
mod window;
mod words;
mod wrap;
mod xml;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::ops::Range;

use jiff::civil::Date;

use crate::check::Brief;
use crate::check::outcome::{Notice, Outcome};
use crate::load::problem::Problem;
use crate::model::baseline::KnownFinding;
use crate::model::pack::Pack;
use crate::model::policy::FailOn;
use crate::model::rule::Severity;
use crate::text::Source;

pub use begun::{begun, rule_begun, taken_for};
pub use directory::{Directory, DocumentSummary, PublicationSummary};
pub use held::{RuleSource, RuleSummary};
pub use lines::Lines;
pub use paths::Whereabouts;
pub use rests_on::RestsOn;
pub use summary::Summary;
pub use waiver::WaiverSummary;

/// All that a run has to say.
#[derive(Debug, Clone)]
pub struct Report {
    /// The day for which everything was decided.
    pub as_of: Date,
    /// The last day that was looked ahead to, where that was asked.
    pub horizon: Option<Date>,
    /// What fails the check, where the command line says it.
    pub fail_on: Option<FailOn>,
    /// The baseline that it was compared with.
    pub baseline: Option<Source>,
    /// What it rests on.
    pub catalog: CatalogSummary,
    /// The packs of rules that took part, by their names.
    pub packs: Vec<PackSummary>,
    /// One for each file, by path: manifests, and every other file that has problems.
    pub files: Vec<FileReport>,
    /// The rules that were held against at least one subject, by their ids.
    pub rules: BTreeMap<String, RuleSummary>,
    /// What a reader should know beside it that is about no manifest.
    pub notices: Vec<Notice>,
    /// The options that another command needs to come to the same answers, as words of a command line.
    pub repeated: Vec<String>,
    /// What the ids in it stand for; filled where a format is asked for that is read alone.
    pub directory: Directory,
    /// How programs find its files that look them up in a repository.
    pub whereabouts: Whereabouts,
}

impl Report {
    /// A report that says nothing yet.
    pub fn new(as_of: Date) -> Self {
        let (packs, files, rules, notices) = (Vec::new(), Vec::new(), BTreeMap::new(), Vec::new());
        let (catalog, repeated, directory) = (CatalogSummary::default(), Vec::new(), Directory::default());
        let (whereabouts, (horizon, fail_on, baseline)) = (Whereabouts::default(), Default::default());
        Self {
            as_of,
            horizon,
            fail_on,
            baseline,
            catalog,
            packs,
            files,
            rules,
            notices,
            repeated,
            directory,
            whereabouts,
        }
    }

    /// Takes in a rule that was held. Where the policies of one run grade it differently, the graver one is told.
    pub fn held(&mut self, id: &str, rule: RuleSummary) {
        match self.rules.get_mut(id) {
            Some(told) => told.severity = told.severity.max(rule.severity),
            None => _ = self.rules.insert(id.to_owned(), rule),
        }
    }

    /// All that a reader should know beside it.
    fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter().chain(self.files.iter().flat_map(|file| &file.outcome.notices))
    }
}

/// The catalogue in three words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogSummary {
    /// SHA-256 over its files: 64 lower-case hex digits.
    pub digest: String,
    /// How many evidence documents it holds.
    pub documents: usize,
    /// How many claims they make.
    pub claims: usize,
}

/// A pack of rules in two words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackSummary {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl PackSummary {
    /// The pack in two words.
    pub fn of(pack: &Pack) -> Self {
        Self { name: pack.name.clone(), version: pack.version.clone() }
    }
}

/// All that a run has to say about one file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The file, by the name that the user knows it by.
    pub source: Source,
    /// The deployment's name, where it has one.
    pub name: Option<String>,
    /// Its service instances, in the order of the file; filled where a format is asked for that is read alone.
    pub services: Vec<matrix::Instance>,
    /// Its exceptions, in the order of the file: those that excuse nothing as well.
    pub waivers: Vec<WaiverSummary>,
    /// What could not be taken, by place.
    pub problems: Vec<Problem>,
    /// What was concluded about the rest.
    pub outcome: Outcome,
    /// Its findings as lines, where nobody asks for more of them: then the outcome holds none, and no requirements.
    pub lines: Vec<Lines>,
    /// What a baseline holds of it and is found no more.
    pub cured: Vec<KnownFinding>,
    /// The policy that it was judged by, by the file's name.
    pub policy: Option<String>,
    /// What the answer rests on; filled where a format is asked for that says it.
    pub rests_on: rests_on::Shared,
    /// Which of its findings fail the check.
    pub fail_on: FailOn,
}

impl FileReport {
    /// A file of which nothing is said yet.
    pub fn new(source: Source) -> Self {
        let (name, services, waivers, problems, outcome, lines, cured, policy, rests_on) = Default::default();
        let fail_on = FailOn::default();
        Self { source, name, services, waivers, problems, outcome, lines, cured, policy, rests_on, fail_on }
    }

    /// How many of its findings fail the check.
    pub fn failing(&self) -> usize {
        let Some(least) = self.fail_on.least() else { return 0 };
        let findings = self.outcome.findings.iter().filter(|finding| finding.counts());
        let findings = findings.map(|finding| finding.severity).chain(self.lines.iter().flat_map(Lines::severities));
        findings.filter(|&severity| severity >= least).count()
    }

    /// Whether what is found in it with this severity is shown: what fails the check always is, or nobody could say why.
    fn shows(&self, severity: Severity, style: &Style) -> bool {
        style.shows(severity) || self.fail_on.least().is_some_and(|least| severity >= least)
    }
}

/// How a report is to look. Formats for machines look the same whatever is asked for here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour, with the terminal's own colours.
    pub color: bool,
    /// Whether to draw lines with more than ASCII.
    pub unicode: bool,
    /// Columns of the page.
    pub width: usize,
    /// Show errors, problems and what else fails the check, and nothing more: no milder findings, no exceptions, no
    /// summary.
    pub quiet: bool,
    /// Also count the findings of each rule.
    pub statistics: bool,
    /// Whether places and documents are links, for terminals that open them.
    pub hyperlinks: bool,
    /// So many findings, problems and notes of a kind are shown to people at most; what is left out is counted.
    pub most: usize,
    /// How many threads work on it at once, 0 for as many as there are cores. Nothing looks different for it.
    pub jobs: usize,
}

impl Style {
    /// Whether a diagnostic of this severity is shown, whatever fails the check.
    fn shows(&self, severity: Severity) -> bool {
        !self.quiet || severity == Severity::Error
    }
}

impl Default for Style {
    /// What suits a file: no colour, eighty columns, and no more than somebody reads; written by one thread.
    fn default() -> Self {
        let (color, unicode, quiet, statistics, hyperlinks) = (false, true, false, false, false);
        Self { color, unicode, width: 80, quiet, statistics, hyperlinks, most: most::USUAL, jobs: 1 }
    }
}

/// A way of writing a report.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name on the command line and in policies.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    write: fn(&Report, &Style, &mut dyn io::Write) -> io::Result<()>,
}

/// Makes lines of findings of a part of a file.
type MakesLines = fn((&Source, &Range<usize>), &[Brief<'_>], &Style) -> Lines;

impl Format {
    /// Every format, the one for people first.
    pub const ALL: &[Self] = &[
        human::FORMAT,
        short::FORMAT,
        json::FORMAT,
        ndjson::FORMAT,
        sarif::FORMAT,
        junit::FORMAT,
        gitlab::FORMAT,
        github::FORMAT,
        markdown::FORMAT,
        html::FORMAT,
        csv::FORMAT,
    ];

    /// Those whose readers have no catalogue at hand, and need [`Report::directory`] and [`FileReport::services`].
    const READ_ALONE: &[Self] = &[markdown::FORMAT, html::FORMAT];

    /// Those that say what an answer rests on, and need [`FileReport::rests_on`].
    const SAYING_WHAT_IT_RESTS_ON: &[Self] =
        &[json::FORMAT, ndjson::FORMAT, sarif::FORMAT, junit::FORMAT, markdown::FORMAT, html::FORMAT];

    /// Those that show each finding in a line of its own, with what makes the lines.
    const OF_LINES: &[(Self, MakesLines)] = &[(short::FORMAT, short::lines)];

    /// Those that leave out what to do about a finding.
    const WITHOUT_HELP: &[Self] = &[short::FORMAT];

    /// Whether it shows each finding in a line of its own, whatever else there is: see [`FileReport::lines`].
    pub fn is_of_lines(self) -> bool {
        Self::OF_LINES.iter().any(|(format, _)| *format == self)
    }

    /// Findings of a part of a file as it shows them, where it shows each in a line of its own.
    pub fn lines(self, part: (&Source, &Range<usize>), briefs: &[Brief<'_>], style: &Style) -> Lines {
        let lines = Self::OF_LINES.iter().find(|(format, _)| *format == self);
        lines.map(|(_, lines)| lines(part, briefs, style)).unwrap_or_default()
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name == name)
    }

    /// Whether its readers have no catalogue at hand.
    pub fn is_read_alone(self) -> bool {
        Self::READ_ALONE.contains(&self)
    }

    /// Whether it says what an answer rests on. To work that out takes time that the others need not pay for.
    pub fn says_what_it_rests_on(self) -> bool {
        Self::SAYING_WHAT_IT_RESTS_ON.contains(&self)
    }

    /// Whether it shows what to do about a finding. To find that out takes most of the time where there are many gaps.
    pub fn shows_help(self) -> bool {
        !Self::WITHOUT_HELP.contains(&self)
    }

    /// Writes `report`, down to the last line end.
    pub fn write(self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        (self.write)(report, style, out)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Format").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for &format in Format::ALL {
            assert_eq!(Format::named(format.name), Some(format));
        }
        assert_eq!(Format::named("Human"), None);
    }

    #[test]
    fn the_list_holds_every_format_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("the entry can be read").path())
            .filter(|path| path.is_file() && path.file_name().is_some_and(|name| name != "mod.rs"))
            .filter(|path| std::fs::read_to_string(path).expect("it is text").contains("const FORMAT: Format"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        let listed: BTreeSet<String> = Format::ALL.iter().map(|format| format.name.to_owned()).collect();
        assert_eq!(listed, files, "add the file's FORMAT to Format::ALL; a format is named as its file");
    }
}
