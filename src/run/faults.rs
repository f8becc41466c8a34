//! What is wrong beside the manifests: with the policy, the catalogue and the rules.

use std::collections::BTreeSet;

use super::paths::Input;
use crate::check::outcome::{Failure, Notice};
use crate::load::problem::{Problem, Problems};
use crate::report::FileReport;

/// The rules that gave no answer somewhere, each once: what they were to check was not checked. Two rules of one id may
/// stand in the folders of two policies.
pub(super) fn without_answer<'f>(failures: impl IntoIterator<Item = &'f Failure>) -> Problems {
    let mut problems = Problems::new();
    let mut told = BTreeSet::new();
    for Failure { rule, source, span, message, help } in failures {
        if told.insert((source.name(), rule)) {
            let (message, help, source) = (message.clone(), help.clone(), source.clone());
            problems.push(Problem { code: "no-answer", message, help, source, span: *span });
        }
    }
    problems
}

/// Problems of the policy, the catalogue and the rules, each under its own file.
pub(super) fn by_file(problems: Problems) -> Vec<FileReport> {
    let sorted = problems.into_sorted();
    let files = sorted.chunk_by(|a, b| a.source.name() == b.source.name());
    files
        .map(|problems| FileReport { problems: problems.to_vec(), ..FileReport::new(problems[0].source.clone()) })
        .collect()
}

/// That the manifests of a policy were not checked, said where the first problem stands that is in the way.
pub(super) fn unchecked(file: &FileReport, inputs: &[Input]) -> Notice {
    let mut names: Vec<_> = inputs.iter().take(3).map(Input::name).collect();
    let more = format!("{} more", inputs.len().saturating_sub(names.len()));
    if inputs.len() > names.len() {
        names.push(&more);
    }
    let message = format!("with this unsolved, nothing was checked of {}", names.join(", "));
    let span = file.problems.first().map(|problem| problem.span).unwrap_or_default();
    Notice { source: file.source.clone(), span, message }
}
