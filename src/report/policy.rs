//! The policy that is kept to: every value with where it comes from, for people and for programs.

use std::io::{self, Write};

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;
use textwrap::core::display_width;

use super::catalog::View;
use super::json::ProblemEntry;
use super::paint::Paint;
use super::{Style, human, visible, visible_json};
use crate::check::outcome::Notice;
use crate::load::problem::Problem;
use crate::text::{Source, Span};

/// The policy that is kept to, or what is in the way of telling.
#[derive(Debug, Clone, Default)]
pub struct Effective {
    /// The policy's file, where there is one.
    pub policy: Option<String>,
    /// What is wrong with the policy, the catalogue or the rules, by place. Where anything is, no value is told.
    pub problems: Vec<Problem>,
    /// Every value. A key whose value is a list has an entry for each element, or one without a value.
    pub settings: Vec<Setting>,
    /// What a reader should know beside it.
    pub notices: Vec<Notice>,
}

/// One value.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its key, with the tables that it stands in: `waivers.longest`.
    pub key: String,
    /// The value; none where nothing is set.
    pub value: Option<String>,
    /// Where it comes from.
    pub origin: SettingOrigin,
    /// What a person should know of it, in a few words.
    pub note: Option<String>,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum SettingOrigin {
    /// The program.
    Default,
    /// A place in the policy, in a rule.
    File(Source, Span),
    /// A flag of the command line.
    Flag(&'static str),
}

impl Effective {
    /// Writes everything, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, view: View, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        match view {
            View::Human => self.page(style, out),
            View::Json => visible_json::pretty(&Document::of(self), out),
        }
    }

    fn page(&self, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let paint = Paint::new(style);
        match &self.policy {
            Some(path) => writeln!(out, "{} {}\n", paint.strong("policy:"), visible::line(path))?,
            None => writeln!(out, "{}\n", paint.strong("no policy"))?,
        }
        let mut last = "";
        let mut rows = vec![["key", "value", "from", ""].map(str::to_owned)];
        for setting in &self.settings {
            let key = if setting.key == last { "" } else { setting.key.as_str() };
            last = &setting.key;
            let value = setting.value.as_deref().unwrap_or("none");
            let note = setting.note.as_deref().unwrap_or_default();
            rows.push([key, value, &setting.origin.words(), note].map(visible::line));
        }
        let width = |column: usize| rows.iter().map(|row| display_width(&row[column])).max().unwrap_or_default();
        let widths = [width(0), width(1), width(2)];
        for (number, row) in rows.iter().enumerate() {
            let padded = row.iter().enumerate().map(|(column, cell)| {
                let space = widths.get(column).map_or(0, |width| width.saturating_sub(display_width(cell)));
                format!("{cell}{:space$}", "")
            });
            let line = padded.collect::<Vec<_>>().join("  ");
            let line = line.trim_end();
            writeln!(out, "{}", if number == 0 { paint.key(line) } else { line.to_owned() })?;
        }
        human::notices(&self.notices, style, out)
    }
}

impl SettingOrigin {
    fn words(&self) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::File(source, span) => format!("{}:{}", source.name(), source.position(span.start).line),
            Self::Flag(name) => (*name).to_owned(),
        }
    }
}

/// The policy that is kept to.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Effective policy", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The policy's file; null where there is none.
    policy: Option<&'a str>,
    /// The files in which something is wrong: the policy, or a file of the catalogue or of rules. Where there are any, no
    /// value is told.
    files: Vec<File<'a>>,
    /// Every value. A key whose value is a list has an entry for each element, or one without a value.
    settings: Vec<Entry<'a>>,
    /// What a reader should know beside it.
    notices: Vec<Noted<'a>>,
}

/// A file in which something is wrong.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct File<'a> {
    /// The file.
    path: &'a str,
    /// What could not be taken.
    problems: Vec<ProblemEntry<'a>>,
}

impl<'a> File<'a> {
    fn of(problems: &'a [Problem]) -> Option<Self> {
        let path = problems.first()?.source.name();
        Some(Self { path, problems: problems.iter().map(ProblemEntry::of).collect() })
    }
}

/// One value.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Setting", deny_unknown_fields))]
pub(super) struct Entry<'a> {
    /// Its key, with the tables that it stands in: `waivers.longest`.
    key: &'a str,
    /// The value as it is written in a policy; null where nothing is set.
    value: Option<&'a str>,
    /// Where it comes from: `default`, `file` or `flag`.
    #[cfg_attr(test, schemars(extend("enum" = ["default", "file", "flag"])))]
    from: &'static str,
    /// The file that it stands in, where it stands in one.
    path: Option<&'a str>,
    /// The line there, counted from 1.
    line: Option<usize>,
    /// The column there, counted from 1 in Unicode scalar values.
    column: Option<usize>,
    /// The flag that sets it, where one does.
    flag: Option<&'a str>,
    /// What a person should know of it.
    note: Option<&'a str>,
}

/// What a reader should know and that is no finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Notice", deny_unknown_fields))]
pub(super) struct Noted<'a> {
    /// The file.
    path: &'a str,
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    column: usize,
    /// What there is to know.
    message: &'a str,
}

impl<'a> Noted<'a> {
    pub(super) fn of(notice: &'a Notice) -> Self {
        let position = notice.source.position(notice.span.start);
        let path = notice.source.name();
        Self { path, line: position.line, column: position.column, message: &notice.message }
    }
}

impl<'a> Document<'a> {
    fn of(effective: &'a Effective) -> Self {
        Self {
            version: "1",
            policy: effective.policy.as_deref(),
            files: effective
                .problems
                .chunk_by(|a, b| a.source.name() == b.source.name())
                .filter_map(File::of)
                .collect(),
            settings: effective.settings.iter().map(Entry::of).collect(),
            notices: effective.notices.iter().map(Noted::of).collect(),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(setting: &'a Setting) -> Self {
        let (key, value, note) = (setting.key.as_str(), setting.value.as_deref(), setting.note.as_deref());
        let plain = Self { key, value, from: "default", path: None, line: None, column: None, flag: None, note };
        match &setting.origin {
            SettingOrigin::Default => plain,
            SettingOrigin::File(source, span) => {
                let position = source.position(span.start);
                let (line, column) = (Some(position.line), Some(position.column));
                Self { from: "file", path: Some(source.name()), line, column, ..plain }
            }
            SettingOrigin::Flag(name) => Self { from: "flag", flag: Some(name), ..plain },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::schema;

    fn effective() -> Effective {
        let source = Source::new("org/\u{1b}[2J.toml", "fail-on = \"never\"\n");
        let setting = |key: &str, value: Option<&str>, origin, note: Option<&str>| Setting {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            origin,
            note: note.map(str::to_owned),
        };
        let settings = vec![
            setting("fail-on", Some("never"), SettingOrigin::File(source.clone(), Span::new(10, 17)), None),
            setting("catalogs", Some("built in"), SettingOrigin::Default, None),
            setting("catalogs", Some("a\u{202e}b"), SettingOrigin::Flag("--catalog"), Some("a note")),
            setting("packs", None, SettingOrigin::Default, None),
        ];
        let message = "no rule has an id that `a/*` matches".to_owned();
        let notice = Notice { source: source.clone(), span: Span::new(0, 7), message };
        Effective { policy: Some(source.name().to_owned()), problems: Vec::new(), settings, notices: vec![notice] }
    }

    fn written(view: View) -> String {
        let mut out = Vec::new();
        effective().write(view, &Style::default(), &mut out).expect("a vector takes it");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn a_person_sees_each_value_and_where_it_comes_from() {
        let lines = [
            "policy: org/\\u{1b}[2J.toml",
            "",
            "key       value       from",
            "fail-on   never       org/\\u{1b}[2J.toml:1",
            "catalogs  built in    default",
            "          a\\u{202e}b  --catalog             a note",
            "packs     none        default",
            "",
            "note: org/\\u{1b}[2J.toml:1:1: no rule has an id that `a/*` matches",
        ];
        assert_eq!(written(View::Human).lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn a_program_sees_the_same_and_the_schema_describes_it() {
        schema::is_that_of::<Document<'_>>("effective-policy");
        let document: serde_json::Value = serde_json::from_str(&written(View::Json)).expect("it is JSON");
        assert_eq!(schema::complaints("effective-policy", &document), Vec::<String>::new());
        let first = &document["settings"][0];
        assert_eq!((&first["from"], &first["line"], &first["column"]), (&"file".into(), &1.into(), &11.into()));
        assert_eq!(document["settings"][2]["flag"], "--catalog");
        assert_eq!(document["settings"][3]["value"], serde_json::Value::Null);
    }
}
