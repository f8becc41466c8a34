//! The flags of `rules`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{KnowledgeArgs, When, color, width};
use crate::report::Style;
use crate::report::rules::tests::TestsForm;
use crate::run::Exit;
use crate::run::rules::{self, TestRequest};

/// What is to be done with rules.
#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// Hold rules against the examples in their own files
    #[command(after_help = TEST_HELP)]
    Test(TestArgs),
}

const TEST_HELP: &str =
    "An example says in comments what is found: `# error[rule] standard` at the end of the line that \
    a finding is reported at, several joined by ` + `. A rule that reports answers for its own findings, one that \
    requires for those that rest on what it asks.

Exit status: 0 every example is as its comments say, 1 some are not, 2 something could not be tried.";

impl RulesCommand {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        match self {
            Self::Test(args) => rules::test(&args.request(), out),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// Rule files, or folders of them [default: every rule that a check would know here]
    paths: Vec<PathBuf>,
    /// How the outcome is shown: human, junit or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = tests_form_named)]
    format: TestsForm,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl TestArgs {
    fn request(&self) -> TestRequest {
        TestRequest {
            paths: self.paths.clone(),
            sources: self.knowledge.sources(),
            form: self.format,
            style: Style { color: color(self.color), width: width(), ..Style::default() },
        }
    }
}

fn tests_form_named(name: &str) -> Result<TestsForm, String> {
    TestsForm::ALL.into_iter().find(|form| form.name() == name).ok_or_else(|| {
        let names: Vec<_> = TestsForm::ALL.into_iter().map(TestsForm::name).collect();
        format!("it is one of {}", names.join(", "))
    })
}
