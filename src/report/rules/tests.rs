//! How the tests of rules went, as a test runner prints it.

use std::io;

use crate::load::problem::Problem;
use crate::model::rule::Severity;
use crate::report::diagnostic::Diagnostic;
use crate::report::paint::Paint;
use crate::report::summary::counted;
use crate::report::{Style, human, visible};
use crate::trial::{Ended, Trial, Tried};

use super::{junit, tests_json};

/// What is wrong with an example in which something else is found.
pub(super) const DIFFERS: &str = "example-differs";

/// What is wrong with an example that could not be tried.
pub(super) const BROKEN: &str = "example-broken";

/// How the tests of rules went.
#[derive(Debug, Clone, Default)]
pub struct Tests {
    /// What could not be taken. Where there is any, nothing was tried.
    pub problems: Vec<Problem>,
    /// Each rule, by its id.
    pub trials: Vec<Trial>,
}

/// How the tests of rules are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestsForm {
    /// For people.
    Human,
    /// For build servers.
    Junit,
    /// For programs.
    Json,
}

impl TestsForm {
    /// Every form, the one for people first.
    pub const ALL: [Self; 3] = [Self::Human, Self::Junit, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Junit => "junit",
            Self::Json => "json",
        }
    }
}

/// How many examples there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub examples: usize,
    /// Those in which what is found is what is expected.
    pub passed: usize,
    /// Those in which something else is found.
    pub failed: usize,
    /// Those that could not be tried.
    pub broken: usize,
}

impl Counts {
    /// Counts examples.
    pub(super) fn of<'t>(examples: impl IntoIterator<Item = &'t Tried>) -> Self {
        let mut counts = Self::default();
        for tried in examples {
            counts.examples += 1;
            match tried.ended {
                Ended::Passed => counts.passed += 1,
                Ended::Failed(_) => counts.failed += 1,
                Ended::Broken(_) => counts.broken += 1,
            }
        }
        counts
    }
}

impl Tests {
    /// All examples together.
    pub fn counts(&self) -> Counts {
        Counts::of(self.trials.iter().flat_map(|trial| &trial.examples))
    }

    /// How many rules have no example.
    pub(super) fn without_examples(&self) -> usize {
        self.trials.iter().filter(|trial| trial.examples.is_empty()).count()
    }

    /// Writes everything, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, form: TestsForm, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match form {
            TestsForm::Human => self.human(style, out),
            TestsForm::Junit => out.write_all(junit::document(self).as_bytes()),
            TestsForm::Json => tests_json::write(self, out),
        }
    }

    fn human(&self, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let paint = Paint::new(style);
        let longest = self.trials.iter().map(|trial| trial.rule.chars().count()).max().unwrap_or_default();
        for trial in &self.trials {
            writeln!(out, "{}", line(trial, longest, &paint))?;
        }
        if !self.trials.is_empty() {
            writeln!(out)?;
        }
        let mut shown: Vec<_> = self.problems.iter().map(Diagnostic::of_problem).collect();
        for trial in &self.trials {
            let faults = |tried: &'_ Tried| if matches!(tried.ended, Ended::Failed(_)) { DIFFERS } else { BROKEN };
            let of = |tried| Diagnostic::of_faults(&trial.source, faults(tried), tried);
            shown.extend(trial.examples.iter().flat_map(of));
        }
        human::diagnostics(&shown, &self.closing(), style, out)
    }

    /// The numbers as one sentence.
    fn closing(&self) -> String {
        if !self.problems.is_empty() {
            return format!("tested nothing: {}", counted(self.problems.len(), "problem", "problems"));
        }
        let Counts { examples, passed, failed, broken } = self.counts();
        let mut said = Vec::new();
        if failed > 0 {
            said.push(format!("{failed} failed"));
        }
        if broken > 0 {
            said.push(format!("{broken} could not be tried"));
        }
        let said = match said.as_slice() {
            [] if examples == 0 => "nothing was tried".to_owned(),
            [] => format!("{passed} passed"),
            said => format!("{passed} passed, {}", said.join(", ")),
        };
        let without = match self.without_examples() {
            0 => String::new(),
            without => format!(
                "; {} no example",
                if without == 1 { "1 rule has".to_owned() } else { format!("{without} rules have") }
            ),
        };
        let rules = counted(self.trials.len(), "rule", "rules");
        format!("tested {rules} with {}: {said}{without}", counted(examples, "example", "examples"))
    }
}

/// A rule on one line.
fn line(trial: &Trial, longest: usize, paint: &Paint) -> String {
    let Counts { examples, passed, .. } = Counts::of(&trial.examples);
    let all = counted(examples, "example", "examples");
    let (word, said) = match (examples, passed) {
        (0, _) => (paint.severity(Severity::Warning, "none"), all),
        (examples, passed) if passed == examples => ("ok  ".to_owned(), all),
        (_, passed) => (paint.severity(Severity::Error, "FAIL"), format!("{passed} of {all}")),
    };
    format!("{word}  {:longest$}  {said}", visible::line(&trial.rule))
}
