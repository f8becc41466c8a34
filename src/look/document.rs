//! The page of one document: what is known of it, and what it claims.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::holding::Needed;
use super::service::{Misprint, misprint};
use super::{Day, Look};
use crate::model::evidence::{AuditDocument, Claim, Document, FullList, Obligation};
use crate::model::id::Id;
use crate::model::standard::StandardRef;

/// What is known of one document, and what it claims.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct DocumentPage<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its title.
    pub title: &'c str,
    /// Who published it.
    pub publisher: &'c str,
    /// The id of the provider whose services it speaks of, where it is of one provider.
    pub provider: Option<&'c str>,
    /// What sort of document it is.
    pub kind: &'c str,
    /// The day for which it speaks.
    pub as_of: Day,
    /// How that day is known.
    pub as_of_basis: &'static str,
    /// Why that day, where it isn't printed.
    pub as_of_note: Option<&'c str>,
    /// The latest day on which the same text was still found.
    pub last_seen: Option<Day>,
    /// How many days old it is; counted from the latest day on which it was found.
    pub age: i64,
    /// The ids of the documents that it takes the place of.
    pub replaces: Vec<&'c str>,
    /// The ids of the documents that took its place.
    pub replaced_by: Vec<&'c str>,
    /// The licence of its text.
    pub licence: Option<&'c str>,
    /// Where it is found.
    pub found_at: &'c str,
    /// What it lists in full.
    pub in_full: Vec<ListEntry<'c>>,
    /// The conditions that its claims name.
    pub conditions: Vec<Needed<'c>>,
    /// What it claims, in its own order.
    pub claims: Vec<ClaimLine<'c>>,
    /// What it prints by mistake.
    pub misprints: Vec<Misprint<'c>>,
    /// Certificates, reports and statements that it names.
    pub audit_documents: Vec<AuditEntry<'c>>,
    /// What it says stays with the customer.
    pub obligations: Vec<DutyEntry<'c>>,
}

/// What a document lists in full, by ids; an empty list of regions or standards means all.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct ListEntry<'c> {
    /// The services.
    pub services: Vec<&'c str>,
    /// The platforms of which it lists every part.
    pub every_part_of: Vec<&'c str>,
    /// The clouds.
    pub clouds: Vec<&'c str>,
    /// The regions.
    pub regions: Vec<&'c str>,
    /// The standards, each as `standard[:edition][@level]`.
    pub standards: Vec<String>,
}

/// One claim of a document.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct ClaimLine<'c> {
    /// The service's id.
    pub service: &'c str,
    /// The cloud's id.
    pub cloud: &'c str,
    /// Whether the document names no cloud, so that the service's home cloud is inferred.
    pub cloud_inferred: bool,
    /// The ids of the only regions for which it speaks; empty for all.
    pub regions: Vec<&'c str>,
    /// What it says: `in-scope`, `pending`, `out-of-scope`.
    pub statement: &'static str,
    /// The standard, as `standard[:edition][@level]`.
    pub standard: String,
    /// The first day on which it holds.
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub until: Option<Day>,
    /// The ids of the conditions that must all be met.
    pub conditions: Vec<&'c str>,
    /// Where in the document it stands.
    pub locator: &'c str,
    /// What a reader should know beside it.
    pub note: Option<&'c str>,
}

/// A certificate, report or statement that a document names.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct AuditEntry<'c> {
    /// What sort it is.
    pub kind: &'c str,
    /// Its title.
    pub title: &'c str,
    /// The standards that it answers for, each as `standard[:edition][@level]`.
    pub standards: Vec<String>,
    /// Who issued it.
    pub body: Option<&'c str>,
    /// Where it is found.
    pub found_at: Option<&'c str>,
    /// The first day on which it holds.
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub until: Option<Day>,
}

/// What a document says stays with the customer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct DutyEntry<'c> {
    /// The standards, each as `standard[:edition][@level]`.
    pub standards: Vec<String>,
    /// The duty, to be read after "you".
    pub duty: &'c str,
    /// Where in the document it stands.
    pub locator: &'c str,
}

impl<'c> Look<'c> {
    /// The page of a document.
    pub(super) fn document(&self, id: Id<Document>) -> DocumentPage<'c> {
        let facts = self.facts();
        let document = &facts.documents[id];
        let of_it = facts.claims.iter().filter(|(_, claim)| claim.document == id);
        DocumentPage {
            id: document.id.as_str(),
            title: &document.title,
            publisher: &document.publisher,
            provider: document.provider.map(|provider| facts.providers[provider].id.as_str()),
            kind: &document.kind,
            as_of: Day(document.as_of),
            as_of_basis: document.as_of_basis.name(),
            as_of_note: document.as_of_note.as_deref(),
            last_seen: document.last_seen.map(Day),
            age: self.age(document),
            replaces: document.replaces.iter().map(|&older| facts.documents[older].id.as_str()).collect(),
            replaced_by: self.replaced_by(id),
            licence: document.licence.as_deref(),
            found_at: &document.found_at,
            in_full: document.in_full.iter().map(|list| self.list_entry(list)).collect(),
            conditions: document.conditions.iter().map(|one| Needed { id: one.id.as_str(), text: &one.text }).collect(),
            claims: of_it.map(|(_, claim)| self.claim_line(claim, document)).collect(),
            misprints: document.disputed.iter().map(|one| misprint(facts, document, one)).collect(),
            audit_documents: document.audit_documents.iter().map(|one| self.audit_entry(one)).collect(),
            obligations: document.obligations.iter().map(|one| self.duty_entry(one)).collect(),
        }
    }

    fn list_entry(&self, list: &'c FullList) -> ListEntry<'c> {
        let facts = self.facts();
        ListEntry {
            services: list.services.iter().map(|&id| facts.services[id].id.as_str()).collect(),
            every_part_of: list.every_part_of.iter().map(|&id| facts.services[id].id.as_str()).collect(),
            clouds: list.clouds.iter().map(|&id| facts.clouds[id].id.as_str()).collect(),
            regions: list.regions.iter().map(|&id| facts.regions[id].id.as_str()).collect(),
            standards: self.references(&list.standards),
        }
    }

    fn claim_line(&self, claim: &'c Claim, document: &'c Document) -> ClaimLine<'c> {
        let facts = self.facts();
        let conditions = claim.conditions.iter().filter_map(|&index| document.conditions.get(index));
        ClaimLine {
            service: facts.services[claim.service].id.as_str(),
            cloud: facts.clouds[self.catalog.cloud_of(claim)].id.as_str(),
            cloud_inferred: claim.cloud.is_none(),
            regions: claim.regions.iter().map(|&id| facts.regions[id].id.as_str()).collect(),
            statement: claim.statement.name(),
            standard: facts.reference(claim.standard),
            from: claim.from.map(Day),
            until: claim.until.map(Day),
            conditions: conditions.map(|condition| condition.id.as_str()).collect(),
            locator: &claim.at,
            note: claim.note.as_deref(),
        }
    }

    fn audit_entry(&self, audit: &'c AuditDocument) -> AuditEntry<'c> {
        AuditEntry {
            kind: &audit.kind,
            title: &audit.title,
            standards: self.references(&audit.standards),
            body: audit.body.as_deref(),
            found_at: audit.found_at.as_deref(),
            from: audit.from.map(Day),
            until: audit.until.map(Day),
        }
    }

    fn duty_entry(&self, obligation: &'c Obligation) -> DutyEntry<'c> {
        DutyEntry { standards: self.references(&obligation.standards), duty: &obligation.duty, locator: &obligation.at }
    }

    fn references(&self, standards: &[StandardRef]) -> Vec<String> {
        standards.iter().map(|&standard| self.facts().reference(standard)).collect()
    }
}
