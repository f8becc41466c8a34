//! The days that matter to a decision.

use jiff::civil::Date;

use super::duty::{AgreementStory, Duty};
use super::steps::effect;
use super::story::{Happening, Judged};
use crate::catalog::{Answer, Catalog, Question};
use crate::model::id::Id;
use crate::model::provider::Service;
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;

/// Collects days, each happening once.
#[derive(Debug, Default)]
pub(super) struct Days(Vec<Happening>);

impl Days {
    pub(super) fn add(&mut self, day: Date, what: impl Into<String>) {
        self.0.push(Happening { day, what: what.into() });
    }

    pub(super) fn maybe(&mut self, day: Option<Date>, what: impl Into<String>) {
        if let Some(day) = day {
            self.add(day, what);
        }
    }

    /// Earliest first.
    pub(super) fn sorted(mut self) -> Vec<Happening> {
        self.0.sort();
        self.0.dedup();
        self.0
    }

    /// The days of the answer to `question`.
    pub(super) fn of_answer(&mut self, catalog: &Catalog, question: &Question<'_>, answer: &Answer) {
        let facts = catalog.facts();
        self.add(question.as_of, "the day asked about");
        let cloud = &facts.clouds[question.cloud];
        self.maybe(cloud.status.closed(), format!("{} closes", cloud.name));
        if answer.verdict == Verdict::CloudClosed {
            return;
        }
        let platform = catalog.platform_in_scope(&answer.platforms).filter(|_| answer.deciding.is_none());
        let Some(deciding) = answer.deciding.as_ref().or(platform.map(|one| &one.opinion)) else { return };
        let document = &facts.documents[deciding.document];
        let part = match platform {
            Some(one) => format!("the document on {} speaks for this day", self::service(catalog, one.platform)),
            None => "the deciding document speaks for this day".to_owned(),
        };
        self.add(document.as_of, part);
        self.maybe(
            document.last_seen.filter(|&seen| seen > document.as_of),
            "the text of that document was last found",
        );
        let Some(claim) = deciding.claim.map(|claim| &facts.claims[claim]) else { return };
        self.maybe(claim.from, "what it states begins to count");
        self.maybe(claim.until, "what it states ends by its own word");
        for edition in [claim.standard.edition, question.required.edition].into_iter().flatten() {
            let known = &facts.editions[edition];
            let title = facts.title(StandardRef { standard: known.standard, edition: Some(edition), level: None });
            if let Some(end) = &known.end {
                let doubt = if end.is_verified() { "" } else { ", though no publication says so" };
                self.add(end.date.last_day(), format!("{title} ends{doubt}: {}", effect(end.effect)));
            }
        }
    }

    /// The days of what stays with the customer.
    pub(super) fn of_duty(&mut self, duty: &Duty) {
        if let Some(AgreementStory { title, signed, expires, .. }) = &duty.agreement {
            self.maybe(*signed, format!("{title} comes into force"));
            self.maybe(*expires, format!("{title} ends"));
        }
    }

    /// The days of waivers that were written for findings.
    pub(super) fn of_findings<'j>(&mut self, findings: impl Iterator<Item = &'j Judged>) {
        for excuse in findings.flat_map(|finding| finding.waived.iter().chain(&finding.not_excused_by)) {
            let place = excuse.place.source.position(excuse.place.span.start);
            self.add(excuse.until, format!("the waiver of line {} ends", place.line));
        }
    }
}

fn service(catalog: &Catalog, service: Id<Service>) -> &str {
    &catalog.facts().services[service].name
}
