//! A flowchart in the language of Mermaid (<https://mermaid.js.org>), from who asks to what decides and what rules say.
//!
//! Ids are numbered in the order in which they occur, so that the same explanation gives the same bytes. Every label is
//! quoted, and each of its characters that could mean something to Mermaid, to HTML or to Markdown is written as a number:
//! a name in a manifest can neither break the graph nor put anything into the page that shows it.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::visible;
use super::document::quoted;
use super::page::place;
use crate::check::explain::{Asking, Decision, Explanation, Fact, Judged, Link, Part, Said, Story, SubjectStory};
use crate::model::deployment::Origin;
use crate::model::verdict::Verdict;

/// A label longer than this, in characters, is cut: a graph is looked at, and JSON has everything.
const LONGEST: usize = 160;

/// What stands between the lines of a label.
const BREAK: &str = "<br/>";

pub(super) fn write(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let mut chart = Chart::default();
    let mut told = Vec::new();
    for story in &explanation.requirements {
        let ends = chart.story(story);
        told.push((story, ends));
    }
    let mut subjects = Vec::new();
    for subject in &explanation.subjects {
        subjects.push(chart.subject(subject));
    }
    for finding in &explanation.findings {
        let of_it = told.iter().filter(|(story, _)| story.findings.iter().any(|one| **one == *finding.fingerprint));
        let mut from: Vec<_> = of_it.map(|(_, verdict)| verdict.clone()).collect();
        if from.is_empty() {
            from.clone_from(&subjects);
        }
        chart.finding(finding, &from);
    }
    out.write_all(chart.finish().as_bytes())
}

/// How a node is drawn.
#[derive(Clone, Copy)]
enum Shape {
    /// Something that is said.
    Box,
    /// Somebody who asks.
    Round,
    /// A document.
    Document,
    /// A verdict.
    Verdict,
    /// A finding.
    Finding,
}

impl Shape {
    fn marks(self) -> (&'static str, &'static str) {
        match self {
            Self::Box => ("[", "]"),
            Self::Round => ("(", ")"),
            Self::Document => ("[/", "/]"),
            Self::Verdict => ("{{", "}}"),
            Self::Finding => ("[[", "]]"),
        }
    }

    /// What an id of such a node begins with.
    fn letter(self) -> char {
        match self {
            Self::Box => 's',
            Self::Round => 'a',
            Self::Document => 'd',
            Self::Verdict => 'v',
            Self::Finding => 'f',
        }
    }
}

/// How two nodes are linked.
#[derive(Clone, Copy)]
enum Edge {
    /// The one leads to the other.
    Leads,
    /// The one stands beside the other, and decides nothing.
    Beside,
}

/// A flowchart that grows.
#[derive(Default)]
struct Chart {
    nodes: String,
    edges: String,
    count: usize,
}

impl Chart {
    fn finish(self) -> String {
        format!("flowchart TD\n{}{}", self.nodes, self.edges)
    }

    fn node(&mut self, shape: Shape, lines: &[String]) -> String {
        let id = format!("{}{}", shape.letter(), self.count);
        self.count += 1;
        let (open, close) = shape.marks();
        let label: Vec<_> = lines.iter().filter(|line| !line.is_empty()).map(|line| escaped(line)).collect();
        // Writing into a text can't fail.
        let _ = writeln!(self.nodes, "  {id}{open}\"{}\"{close}", label.join(BREAK));
        id
    }

    fn edge(&mut self, from: &str, edge: Edge, label: &str, to: &str) {
        let arrow = match edge {
            Edge::Leads => "-->",
            Edge::Beside => "-.->",
        };
        let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(label)) };
        let _ = writeln!(self.edges, "  {from} {arrow}{label} {to}");
    }

    /// A requirement with who asks for it and what decides; the node of its verdict.
    fn story(&mut self, story: &Story) -> String {
        let regions = if story.regions.is_empty() { String::new() } else { format!("in {}", story.regions.join(", ")) };
        let whom = format!("{}: {} in {}", story.service, story.service_title, story.cloud_title);
        let beside = if story.supposed { "not required here".to_owned() } else { String::new() };
        let required = self.node(Shape::Box, &[story.title.clone(), whom, regions, beside]);
        for asking in &story.askings {
            self.asking(asking, &required);
        }
        let mut from = required;
        let mut held = None;
        let last = story.decisions.len().saturating_sub(1);
        for (number, decision) in story.decisions.iter().enumerate() {
            if let Some(link) = &decision.through {
                let source = self.node(Shape::Box, std::slice::from_ref(&decision.title));
                self.edge(&from, Edge::Leads, &relation(link), &source);
                from = source;
            }
            held = self.decision(decision, (number == last).then_some(story.verdict), &from);
        }
        let verdict = self.node(Shape::Verdict, &[story.verdict.name().to_owned(), story.says.clone()]);
        self.edge(held.as_ref().unwrap_or(&from), Edge::Leads, "", &verdict);
        verdict
    }

    fn asking(&mut self, asking: &Asking, wanted: &str) {
        let (lines, edge) = match (&asking.rule, &asking.profile) {
            (Some(rule), _) => {
                let mut lines = vec![format!("rule {}", rule.id), rule.title.clone(), place(&rule.place)];
                lines.extend(rule.data.iter().filter_map(|data| data.says.clone()));
                (lines, "requires")
            }
            (None, Some(profile)) => {
                (vec![format!("profile {}", profile.name), place(&profile.place), place(&asking.place)], "requires")
            }
            (None, None) => {
                let who = if asking.kind == Origin::Deployment { "the deployment" } else { "the service" };
                (vec![who.to_owned(), place(&asking.place)], "requires")
            }
        };
        let node = self.node(Shape::Round, &lines);
        self.edge(&node, Edge::Leads, edge, wanted);
    }

    /// The documents of a decision; the node from which the verdict follows, where this is the decision that gives it and a
    /// document decides.
    fn decision(&mut self, decision: &Decision, verdict: Option<Verdict>, asked: &str) -> Option<String> {
        let mut held = None;
        for said in &decision.documents {
            let decides = match (said.part, verdict) {
                (Part::Decides | Part::Closing, Some(_)) => held.is_none(),
                (Part::Platform, Some(verdict)) => held.is_none() && verdict == Verdict::PlatformOnly,
                (_, None) | (Part::Contests | Part::AlsoSays | Part::Replaced | Part::Misprint, _) => false,
            };
            if decides {
                held = Some(self.deciding(said, asked));
            } else {
                let label = beside(said.part);
                let document = self.document(said);
                self.edge(&document, Edge::Beside, label, asked);
            }
        }
        held
    }

    /// The deciding document, and what it says.
    fn deciding(&mut self, said: &Said, asked: &str) -> String {
        let document = self.node(Shape::Document, &[quoted(&said.document), said.document.id.clone()]);
        let until = said.until.map(|day| format!("until {day}")).unwrap_or_default();
        let only_if = said.conditions.iter().map(|one| format!("only if {}", one.text));
        let mut lines = vec![said.says.clone(), said.document.locator.clone().unwrap_or_default(), until];
        lines.extend(only_if);
        let claim = self.node(Shape::Box, &lines);
        self.edge(asked, Edge::Leads, "decided by", &document);
        self.edge(&document, Edge::Leads, "says", &claim);
        claim
    }

    fn document(&mut self, said: &Said) -> String {
        let verdict = said.verdict.map(|verdict| format!("says {}", verdict.name())).unwrap_or_default();
        self.node(Shape::Document, &[quoted(&said.document), said.says.clone(), verdict])
    }

    /// What a finding is about that is no requirement.
    fn subject(&mut self, story: &SubjectStory) -> String {
        let silence = story.silence.clone().unwrap_or_default();
        let node = self.node(Shape::Box, &[story.says.clone(), place(&story.place), silence]);
        for asking in &story.askings {
            self.asking(asking, &node);
        }
        for Fact { says, sources } in &story.facts {
            let fact = self.node(Shape::Box, std::slice::from_ref(says));
            self.edge(&node, Edge::Leads, "", &fact);
            for source in sources {
                let document = self.node(Shape::Document, &[quoted(source), source.id.clone()]);
                self.edge(&document, Edge::Leads, "says", &fact);
            }
        }
        node
    }

    fn finding(&mut self, finding: &Judged, from: &[String]) {
        let node = self
            .node(Shape::Finding, &[format!("{} {}", finding.severity.name(), finding.rule), finding.message.clone()]);
        for verdict in from {
            self.edge(verdict, Edge::Leads, "reported by", &node);
        }
        if let Some(excuse) = &finding.waived {
            let approved = excuse.approved_by.as_ref().map(|name| format!("approved by {name}")).unwrap_or_default();
            let lines = [format!("waived until {}", excuse.until), excuse.reason.clone(), approved];
            let waiver = self.node(Shape::Round, &lines);
            self.edge(&waiver, Edge::Leads, "excuses", &node);
        }
        for excuse in &finding.not_excused_by {
            let waiver = self.node(Shape::Round, &[format!("waiver until {}", excuse.until), excuse.reason.clone()]);
            self.edge(&waiver, Edge::Beside, "excuses nothing here", &node);
        }
    }
}

fn relation(link: &Link) -> String {
    let basis = link.basis.map(|basis| format!(" ({})", basis.name())).unwrap_or_default();
    format!("by relation: {} {} {}{basis}", link.from, link.kind.name(), link.to)
}

fn beside(part: Part) -> &'static str {
    match part {
        Part::Decides => "says by itself",
        Part::Closing | Part::AlsoSays => "speaks of it as well",
        Part::Contests => "says otherwise",
        Part::Replaced => "replaced by a newer version",
        Part::Platform => "beside it, on the platform",
        Part::Misprint => "misprint, not believed",
    }
}

/// A text for a line of a quoted label: what is no letter, digit or harmless mark is written as its number. So is what
/// could begin a list of Markdown.
fn escaped(text: &str) -> String {
    let shown = visible::prose(text);
    let mut label = String::with_capacity(shown.len());
    let mut begins = true;
    for (count, character) in shown.chars().enumerate() {
        if count == LONGEST {
            label.push_str("...");
            break;
        }
        if character.is_alphanumeric() || !begins && " ,.-/+=".contains(character) {
            label.push(character);
        } else {
            let _ = write!(label, "#{};", u32::from(character));
        }
        begins &= character.is_numeric();
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_mean_something_to_the_page_is_written_as_a_number() {
        for (given, expected) in [
            ("plain, 1.2-3/4", "plain, 1.2-3/4"),
            ("a_b_", "a#95;b#95;"),
            ("1. one", "1#46; one"),
            ("- one", "#45; one"),
            ("\"]-->b[\"", "#34;#93;--#62;b#91;#34;"),
            ("<img src=x onerror=alert(1)>", "#60;img src=x onerror=alert#40;1#41;#62;"),
            ("`**x**`", "#96;#42;#42;x#42;#42;#96;"),
            ("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"),
            ("#quot;", "#35;quot#59;"),
            ("two\nlines", "two lines"),
            ("ä 中", "ä 中"),
        ] {
            assert_eq!(escaped(given), expected);
        }
        assert!(escaped(&"x".repeat(10_000)).len() < 200);
    }
}
