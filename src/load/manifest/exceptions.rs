//! `[[agreements]]` and `[[waivers]]`: what is signed, and what is excused for a while.

use jiff::civil::Date;

use super::{Reader, span};
use crate::load::decode::Fields;
use crate::load::tree::{Node, Place};
use crate::model::deployment::{SignedAgreement, Waiver};
use crate::text::Spanned;

impl Reader<'_> {
    /// One signed agreement, where nothing in it is wrong.
    pub(super) fn agreement(&mut self, node: &Node) -> Option<SignedAgreement> {
        let mut fields = self.complaints.table(node)?;
        let before = self.complaints.len();
        let written = fields.required(&mut self.complaints, "agreement");
        let agreement = written.and_then(|node| {
            let text = self.complaints.text(node)?;
            let found = self.catalog.names().agreement(self.catalog.facts(), text);
            self.known(node.place, "unknown-agreement", found).map(|id| Spanned::new(id, span(node.place)))
        });
        let signed = self.date(&mut fields, "signed");
        let expires = self.date(&mut fields, "expires");
        if let (Some(signed), Some(expires)) = (&signed, &expires)
            && expires.value < signed.value
        {
            let message = format!("the agreement ends on {} before it begins on {}", expires.value, signed.value);
            self.complaints.add(Place::Bytes(expires.span), "ends-before-it-begins", message, None);
        }
        fields.finish(&mut self.complaints);
        let sound = self.complaints.len() == before;
        agreement.filter(|_| sound).map(|agreement| SignedAgreement { agreement, signed, expires })
    }

    /// One waiver, where nothing in it is wrong. It always ends, and always says why.
    pub(super) fn waiver(&mut self, node: &Node) -> Option<Waiver> {
        let mut fields = self.complaints.table(node)?;
        let before = self.complaints.len();
        let rule = self.pattern(&mut fields, "rule");
        if rule.is_none() {
            fields.required(&mut self.complaints, "rule");
        }
        let service = self.pattern(&mut fields, "service");
        let standard = self.pattern(&mut fields, "standard");
        let cloud = self.pattern(&mut fields, "cloud");
        let region = self.pattern(&mut fields, "region");
        let until = self.date(&mut fields, "until");
        if until.is_none() && fields.optional("until").is_none() {
            let help = "a waiver always ends: add `until = 2026-12-31`".to_owned();
            self.complaints.add(fields.place(), "missing-key", "`until` is missing", Some(help));
        }
        let reason = self.text(&mut fields, "reason");
        if reason.is_none() {
            fields.required(&mut self.complaints, "reason");
        }
        let approved_by = self.text(&mut fields, "approved-by");
        let span = span(fields.place());
        fields.finish(&mut self.complaints);
        if self.complaints.len() > before {
            return None;
        }
        Some(Waiver {
            rule: rule?,
            service,
            standard,
            cloud,
            region,
            until: until?,
            reason: reason?,
            approved_by,
            span,
        })
    }

    fn date(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Spanned<Date>> {
        let node = fields.optional(name)?;
        self.complaints.date(node).map(|date| Spanned::new(date, span(node.place)))
    }
}
