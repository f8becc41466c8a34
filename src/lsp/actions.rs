//! Edits that are offered for what is found at a place: those that close a gap, and a waiver.
//!
//! What is offered was tried: the edited text was read and checked, and no problem came with it.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use lsp_types::{CodeAction, CodeActionKind, Diagnostic, TextEdit as Edit, Uri, WorkspaceEdit};

use super::position::Lines;
use crate::check::Checker;
use crate::check::outcome::Finding;
use crate::load::manifest;
use crate::model::rule::Subject;
use crate::suggest::{Suggestion, TextEdit, apply, propose_for};
use crate::text::{Source, Span};

/// For how many days a waiver is offered, where the policy allows that.
const WAIVED_DAYS: i64 = 90;

/// Of what is found at one place, so much is looked at: an editor asks at every step of the cursor, and what all services
/// require can be found missing at each of them. The rest is left to `suggest`.
const MOST_FINDINGS: usize = 20;

/// What is to be filled in by somebody who knows.
const TO_FILL_IN: &str = "TODO: say why this may stand until then, and where that is followed up";

/// The edits for what is found within `span`; `told` is what the editor shows there.
pub fn actions(
    checker: &Checker<'_>,
    (source, uri): (&Source, &Uri),
    span: Span,
    told: &[Diagnostic],
) -> Vec<CodeAction> {
    let (deployment, problems) = manifest::load(source, checker.catalog(), &checker.policy().profiles);
    let outcome = checker.check(&deployment);
    let open = outcome.findings.iter().filter(|finding| finding.counts() && touches(finding.place.span, span));
    let open: Vec<&Finding> = open.take(MOST_FINDINGS).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let offering = Offering { checker, source, uri, told, problems: problems.len() };
    let mut offered = offering.suggested(&open);
    offered.extend(open.iter().filter_map(|finding| offering.waiver(finding)));
    offered
}

/// Whether two places have something in common; a place between two bytes touches both.
fn touches(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}

struct Offering<'o> {
    checker: &'o Checker<'o>,
    source: &'o Source,
    uri: &'o Uri,
    told: &'o [Diagnostic],
    /// How many problems the text has as it is.
    problems: usize,
}

/// What is found in an edited text.
struct Tried {
    findings: Vec<Finding>,
}

impl Offering<'_> {
    /// What closes one of these gaps: what was chosen first, then what would do instead.
    fn suggested(&self, open: &[&Finding]) -> Vec<CodeAction> {
        let is_asked = |gap: &Finding| open.iter().any(|finding| finding.fingerprint == gap.fingerprint);
        let proposals = propose_for(self.checker, self.source, &is_asked);
        let closes = |one: &&Suggestion| one.closes.iter().any(is_asked);
        let chosen = proposals.suggestions.iter().filter(closes);
        let instead = proposals.suggestions.iter().filter(closes).flat_map(|one| &one.alternatives);
        let of_open = proposals.open.iter().flat_map(|one| &one.alternatives).filter(closes);
        let chosen: Vec<_> = chosen.filter_map(|one| self.suggestion(one, true)).collect();
        chosen.into_iter().chain(instead.chain(of_open).filter_map(|one| self.suggestion(one, false))).collect()
    }

    /// A suggestion, if it does alone what it is to do.
    fn suggestion(&self, one: &Suggestion, chosen: bool) -> Option<CodeAction> {
        let tried = self.tried(&one.edits)?;
        let stays = |closed: &Finding| tried.findings.iter().any(|left| left.fingerprint == closed.fingerprint);
        if one.closes.iter().any(stays) {
            return None;
        }
        let confirm = one.confirm.as_ref().map(|fact| format!(" ({fact})")).unwrap_or_default();
        let title = format!("{}{confirm}", capital(&one.what));
        let fingerprints: Vec<_> = one.closes.iter().map(|closed| closed.fingerprint.as_str()).collect();
        let is_preferred = (chosen && one.confirm.is_none()).then_some(true);
        Some(CodeAction { is_preferred, ..self.action(title, &one.edits, &fingerprints) })
    }

    /// A waiver for one finding, at the end of the file.
    fn waiver(&self, finding: &Finding) -> Option<CodeAction> {
        let rule = self.checker.rule(&finding.rule)?;
        if rule.subject == Subject::Waiver {
            return None;
        }
        let until = self.until()?;
        let text = self.source.text();
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut lines = vec!["[[waivers]]".to_owned(), format!("rule = {}", quoted(&finding.rule))];
        let names = [("service", &finding.service), ("standard", &finding.standard)];
        lines.extend(
            names.iter().filter_map(|(key, name)| Some(format!("{key} = {}", quoted(&literal(name.as_ref()?))))),
        );
        lines.push(format!("until = {until}"));
        lines.push(format!("reason = {}", quoted(TO_FILL_IN)));
        let needs_approval = !self.checker.policy().waivers.approved_by.is_empty();
        if needs_approval {
            lines.push(format!("approved-by = {}", quoted("TODO")));
        }
        let begin = if text.is_empty() || text.ends_with('\n') { end.to_owned() } else { end.repeat(2) };
        let table = format!("{begin}{}{end}", lines.join(end));
        let edits = [TextEdit { span: Span::new(text.len(), text.len()), text: table }];
        let tried = self.tried(&edits)?;
        let stands = |one: &Finding| one.fingerprint == finding.fingerprint && one.counts();
        // A waiver that waits for its approval excuses nothing yet.
        if !needs_approval && tried.findings.iter().any(stands) {
            return None;
        }
        let service = finding.service.as_ref().map(|service| format!(" for {service}")).unwrap_or_default();
        let title = format!("Waive {}{service} until {until}", finding.rule);
        Some(self.action(title, &edits, &[&finding.fingerprint]))
    }

    /// The last day of a waiver: as far ahead as is usual, or as the policy allows.
    fn until(&self) -> Option<Date> {
        let as_of = self.checker.as_of();
        let usual = as_of.checked_add(WAIVED_DAYS.days()).ok()?;
        let longest = self.checker.policy().waivers.longest.as_ref().and_then(|longest| longest.value.after(as_of));
        Some(longest.map_or(usual, |longest| longest.min(usual)))
    }

    /// What is found once these edits are made; none where a problem comes with them.
    fn tried(&self, edits: &[TextEdit]) -> Option<Tried> {
        let text = apply(self.source.text(), edits)?;
        let edited = Source::new(self.source.name(), text);
        let (deployment, problems) = manifest::load(&edited, self.checker.catalog(), &self.checker.policy().profiles);
        let findings = || self.checker.check_without_ways_out(&deployment).findings;
        (problems.len() <= self.problems).then(|| Tried { findings: findings() })
    }

    fn action(&self, title: String, edits: &[TextEdit], fingerprints: &[&str]) -> CodeAction {
        let lines = Lines::new(self.source.text());
        let edits = edits.iter().map(|edit| Edit { range: lines.range(edit.span), new_text: edit.text.clone() });
        let solved = self.told.iter().filter(|one| {
            let fingerprint = one.data.as_ref().and_then(|data| data.as_str());
            fingerprint.is_some_and(|fingerprint| fingerprints.contains(&fingerprint))
        });
        let solved: Vec<_> = solved.cloned().collect();
        CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: (!solved.is_empty()).then_some(solved),
            edit: Some(WorkspaceEdit {
                changes: Some(HashMap::from([(self.uri.clone(), edits.collect())])),
                ..WorkspaceEdit::default()
            }),
            ..CodeAction::default()
        }
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            character if character.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(character))),
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A pattern that matches a name; what would be a mark in it stands for any one character.
fn literal(name: &str) -> String {
    name.chars().map(|character| if "*?[]{}!\\".contains(character) { '?' } else { character }).collect()
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}
