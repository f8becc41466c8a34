//! Test suites in the form of JUnit, which every build server reads. What the cases are, each report says for itself.

use std::collections::HashMap;

use super::visible;
use super::xml::Xml;
use crate::load::problem::Problem;

/// Cases that belong together.
#[derive(Debug, Default)]
pub(super) struct Suite {
    /// What they are about.
    pub name: String,
    /// The file that they are about, where that is not the name.
    pub file: Option<String>,
    /// What else is known of them, by names.
    pub properties: Vec<(&'static str, String)>,
    /// The cases, in their order.
    pub cases: Vec<Case>,
    /// What there is to know beside them.
    pub out: Vec<String>,
}

/// One case.
#[derive(Debug)]
pub(super) struct Case {
    /// Its name; where several cases of a suite share one, they are numbered.
    pub name: String,
    /// The class that build servers file it under, with dots between its parts.
    pub class: String,
    /// What came of it; none where all is well.
    pub result: Option<Told>,
    /// What there is to know of it, whatever came of it.
    pub out: Vec<String>,
}

/// What came of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// What is found is not what should be.
    Failure,
    /// The question could not be asked.
    Error,
    /// It is not held against anybody.
    Skipped,
}

/// What came of a case, in words.
#[derive(Debug)]
pub(super) struct Told {
    pub mark: Mark,
    /// What kind of thing: a rule's id, a kind of problem.
    pub kind: String,
    /// In a few words.
    pub message: String,
    /// In full.
    pub text: String,
}

impl Mark {
    fn element(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

impl Suite {
    /// A suite for a file that can't be taken, or not wholly: each of its problems is an error.
    pub(super) fn of_problems(problems: &[Problem], class: &str) -> Vec<Case> {
        problems.iter().map(|problem| of_problem(problem, class)).collect()
    }

    fn count(&self, mark: Mark) -> usize {
        self.cases.iter().filter(|case| case.result.as_ref().is_some_and(|told| told.mark == mark)).count()
    }

    fn write(&self, xml: &mut Xml) {
        let counts = [self.cases.len(), self.count(Mark::Failure), self.count(Mark::Error), self.count(Mark::Skipped)];
        let [all, failures, errors, skipped] = counts.map(|n| n.to_string());
        let mut attributes = vec![
            ("name", self.name.as_str()),
            ("tests", &all),
            ("failures", &failures),
            ("errors", &errors),
            ("skipped", &skipped),
        ];
        attributes.extend(self.file.as_deref().map(|file| ("file", file)));
        xml.element("testsuite", &attributes, |xml| {
            if !self.properties.is_empty() {
                xml.element("properties", &[], |xml| {
                    let property = |(name, value): &(&str, String)| {
                        xml.leaf("property", &[("name", name), ("value", value)], "");
                    };
                    self.properties.iter().for_each(property);
                });
            }
            let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
            for case in &self.cases {
                let times = seen.entry((&case.class, &case.name)).or_default();
                *times += 1;
                case.write(*times, xml);
            }
            if !self.out.is_empty() {
                xml.leaf("system-out", &[], &self.out.join("\n"));
            }
        });
    }
}

impl Case {
    /// Writes it; of several cases of one name it is that with this number.
    fn write(&self, number: usize, xml: &mut Xml) {
        let name = if number > 1 { format!("{} ({number})", self.name) } else { self.name.clone() };
        let attributes = [("name", name.as_str()), ("classname", &self.class)];
        if self.result.is_none() && self.out.is_empty() {
            return xml.leaf("testcase", &attributes, "");
        }
        xml.element("testcase", &attributes, |xml| {
            if let Some(Told { mark, kind, message, text }) = &self.result {
                let mut attributes = vec![("message", message.as_str())];
                attributes.extend(Some(("type", kind.as_str())).filter(|_| !kind.is_empty()));
                xml.leaf(mark.element(), &attributes, text);
            }
            if !self.out.is_empty() {
                xml.leaf("system-out", &[], &self.out.join("\n"));
            }
        });
    }
}

fn of_problem(problem: &Problem, class: &str) -> Case {
    let name = visible::line(problem.source.name());
    let line = problem.source.position(problem.span.start).line;
    let message = visible::line(&problem.message);
    let help = problem.help.as_deref().map(|help| format!("\nhelp: {}", visible::prose(help))).unwrap_or_default();
    let told = Told {
        mark: Mark::Error,
        kind: problem.code.to_owned(),
        text: format!("{name}:{line}: {message}{help}"),
        message,
    };
    Case { name: format!("line {line}"), class: class.to_owned(), result: Some(told), out: Vec::new() }
}

/// The whole document.
pub(super) fn document(name: &str, suites: &[Suite]) -> String {
    let all: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let count = |mark| suites.iter().map(|suite| suite.count(mark)).sum::<usize>();
    let [all, failures, errors] = [all, count(Mark::Failure), count(Mark::Error)].map(|n| n.to_string());
    let attributes = [("name", name), ("tests", &all), ("failures", &failures), ("errors", &errors)];
    let mut xml = Xml::new();
    xml.element("testsuites", &attributes, |xml| suites.iter().for_each(|suite| suite.write(xml)));
    xml.into_text()
}
