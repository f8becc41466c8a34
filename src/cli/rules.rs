//! The flags of `rules`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::beside::beside;
use super::catalog::ShownArgs;
use super::look::{WIDEST, one_of, view_named};
use super::shell::{self, names};
use super::{KnowledgeArgs, When, color, fail_on_named, width, width_up_to};
use crate::model::policy::FailOn;
use crate::model::rule::Subject;
use crate::report::Style;
use crate::report::catalog::View;
use crate::report::rules::page::PageView;
use crate::report::rules::tests::TestsForm;
use crate::run::rules::{self, LintRequest, ListRequest, NewRequest, ShowRequest, TestRequest};
use crate::run::{Exit, Named};

/// What is to be done with rules.
#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// List every rule that would judge here
    List(ListArgs),
    /// Show the page of a rule: when it speaks, what it says or asks for, what it rests on, and its examples
    Show(ShowArgs),
    /// Say what is wrong with rule files: what can't be taken, what no example tests, what can never speak
    #[command(after_help = LINT_HELP)]
    Lint(LintArgs),
    /// Write a new rule with comments that teach the rest, and with two examples that hold
    New(NewArgs),
    /// Hold rules against the examples in their own files
    #[command(after_help = TEST_HELP)]
    Test(TestArgs),
}

const LINT_HELP: &str = "A rule that can't be taken is a problem; beside that, it is said of each rule that no example shows \
    it to speak or to be silent, that it can never speak, that another one says the same, that it lies in a file of another \
    name, and that its words break the form that all others have.

Exit status: 0 nothing at or above --fail-on, 1 flaws at or above it, 2 a file can't be taken.";

const TEST_HELP: &str =
    "An example says in comments what is found: `# error[rule] standard` at the end of the line that \
    a finding is reported at, several joined by ` + `. A rule that reports answers for its own findings, one that \
    requires for those that rest on what it asks.

Exit status: 0 every example is as its comments say, 1 some are not, 2 something could not be tried.";

impl RulesCommand {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let err = &mut beside();
        match self {
            Self::List(args) => rules::list(&args.request(), out, err),
            Self::Show(args) => rules::show(&args.request(), out, err),
            Self::Lint(args) => rules::lint(&args.request(), out),
            Self::New(args) => rules::new(&args.request(), out, err),
            Self::Test(args) => rules::test(&args.request(), out),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Only rules whose ids match one of these patterns, as `coverage/*`
    #[arg(value_name = "GLOB", add = names(&[Named::Rule]))]
    globs: Vec<String>,
    /// How it is shown: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = view_named,
        add = shell::one_of(&View::ALL, View::name))]
    format: View,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl ListArgs {
    fn request(&self) -> ListRequest {
        ListRequest {
            globs: self.globs.clone(),
            sources: self.knowledge.sources(),
            view: self.format,
            style: Style { color: color(self.color), width: width_up_to(WIDEST), ..Style::default() },
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The rule's id; a rule of a pack is found whether the pack is chosen or not
    #[arg(add = names(&[Named::Rule]))]
    rule: String,
    /// How it is shown: human, markdown or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = page_view_named,
        add = shell::one_of(&PageView::ALL, PageView::name))]
    format: PageView,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl ShowArgs {
    fn request(&self) -> ShowRequest {
        ShowRequest {
            rule: self.rule.clone(),
            sources: self.knowledge.sources(),
            view: self.format,
            style: Style { color: color(self.color), width: width(), ..Style::default() },
        }
    }
}

fn page_view_named(name: &str) -> Result<PageView, String> {
    one_of(&PageView::ALL, PageView::name, name)
}

#[derive(Debug, Args)]
pub(super) struct LintArgs {
    /// Rule files, or folders of them [default: every rule that a check would know here]
    paths: Vec<PathBuf>,
    /// The least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = fail_on_named())]
    fail_on: FailOn,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
    #[command(flatten)]
    shown: ShownArgs,
}

impl LintArgs {
    fn request(&self) -> LintRequest {
        LintRequest {
            paths: self.paths.clone(),
            sources: self.knowledge.sources(),
            fail_on: self.fail_on.least(),
            form: self.shown.form(),
            style: self.shown.style(),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// The rule's id, a group and a flaw: team/no-owner
    id: String,
    /// What it speaks about: deployment, service, placement, requirement, obligation, flow or waiver
    #[arg(long, value_name = "SUBJECT", default_value = "service", value_parser = subject_named,
        add = shell::one_of(&Subject::ALL, Subject::name))]
    subject: Subject,
    /// Begin with a rule that requires something
    #[arg(long, conflicts_with = "reports")]
    requires: bool,
    /// Begin with a rule that reports something, which is the default
    #[arg(long)]
    reports: bool,
    /// The folder of rules to write into [default: the first one of the policy, else rules]
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// A folder with more of the catalogue (may be repeated)
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
    /// Leave out the catalogue and the rules that the program carries
    #[arg(long)]
    no_builtin: bool,
    /// The policy that it is to stand under [default: the nearest compliance.toml above this folder]
    #[arg(long, value_name = "FILE", conflicts_with = "no_policy")]
    policy: Option<PathBuf>,
    /// Keep to no policy
    #[arg(long)]
    no_policy: bool,
}

impl NewArgs {
    fn request(&self) -> NewRequest {
        let knowledge = KnowledgeArgs {
            catalog: self.catalog.clone(),
            rules: self.rules.iter().cloned().collect(),
            pack: Vec::new(),
            no_builtin: self.no_builtin,
            policy: self.policy.clone(),
            no_policy: self.no_policy,
        };
        let (id, subject, requires) = (self.id.clone(), self.subject, self.requires && !self.reports);
        NewRequest {
            id,
            subject,
            requires,
            sources: knowledge.sources(),
            style: Style { width: width(), ..Style::default() },
        }
    }
}

fn subject_named(name: &str) -> Result<Subject, String> {
    one_of(&Subject::ALL, Subject::name, name)
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// Rule files, or folders of them [default: every rule that a check would know here]
    paths: Vec<PathBuf>,
    /// How the outcome is shown: human, junit or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = tests_form_named,
        add = shell::one_of(&TestsForm::ALL, TestsForm::name))]
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
