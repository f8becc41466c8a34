//! `evidence/`: one published document a file, and every claim that it makes.

use std::path::Path;

use super::reader::{Placed, Reader};
use crate::load::decode::Fields;
use crate::load::tree::{Node, Value};
use crate::model::evidence::{
    AuditDocument, Claim, Condition, DateBasis, Disputed, Document, FullList, Obligation, Reading, Statement,
};
use crate::model::id::{Id, Slug};
use crate::model::provider::{Cloud, Region};
use crate::model::standard::Standard;

/// A cloud that a file names, with the part of it that is meant.
pub(super) type NamedCloud = (Id<Cloud>, Option<usize>);
/// Where a claim speaks: the cloud, if one is named, and the regions that it is limited to.
pub(super) type ClaimPlace = (Option<Id<Cloud>>, Vec<Id<Region>>);

impl Reader<'_> {
    pub(super) fn evidence_file(&mut self, root: &Node) {
        let Some(mut fields) = self.complaints.table(root) else { return };
        let ids = self.ids;
        let id = self.document_id(&mut fields);
        let number = id.as_ref().and_then(|id| ids.documents.get(id.as_str()).copied());
        let title = self.text(&mut fields, "title");
        let publisher = self.text(&mut fields, "publisher");
        let provider = fields.optional("provider").and_then(|node| {
            let text = self.complaints.text(node)?.to_owned();
            self.find(&(node.place, text), "provider", &ids.providers)
        });
        let kind = self.text(&mut fields, "kind");
        let as_of = fields.required(&mut self.complaints, "as-of").and_then(|node| self.complaints.date(node));
        let as_of_basis = self.word(&mut fields, "as-of-basis", &DateBasis::ALL, DateBasis::name);
        let as_of_note = self.optional_text(&mut fields, "as-of-note");
        let last_seen = self.date(&mut fields, "last-seen");
        let replaces = self.texts(&mut fields, "replaces");
        let replaces = self.find_all(&replaces, "document", &ids.documents);
        let found_at = self.text(&mut fields, "found-at");
        let licence = self.optional_text(&mut fields, "licence");
        let in_full = self.full_lists(&mut fields);
        let conditions = self.conditions(&mut fields);
        if let Some(number) = number {
            self.tables(&mut fields, number, &conditions);
            self.claims(&mut fields, number, &conditions);
            self.unnamed_conditions();
        }
        let disputed = self.disputed(&mut fields);
        let audit_documents = self.audit_documents(&mut fields);
        let obligations = self.obligations(&mut fields);
        fields.finish(&mut self.complaints);
        let Some(number) = number else { return };
        self.slots.document_files.insert(number, self.source.clone());
        let document = (|| {
            Some(Document {
                id: id?,
                title: title?,
                publisher: publisher?,
                provider,
                kind: kind?,
                as_of: as_of?,
                as_of_basis: as_of_basis?,
                as_of_note,
                last_seen,
                replaces,
                found_at: found_at?,
                licence,
                in_full,
                conditions,
                disputed,
                audit_documents,
                obligations,
            })
        })();
        self.slots.documents.put(number, document);
    }

    /// The id, which is the file's name as well where the file lies in a folder: who looks for a document that a report
    /// names finds it.
    fn document_id(&mut self, fields: &mut Fields<'_>) -> Option<Slug> {
        let id = self.slug(fields, "id")?;
        let path = Path::new(self.source.name());
        let in_folder = path.parent().is_some_and(|folder| !folder.as_os_str().is_empty());
        if in_folder && path.file_stem().is_some_and(|stem| stem != id.as_str()) {
            let node = fields.required(&mut self.complaints, "id")?;
            let help = format!("name the file `{id}.yaml`, or correct the id");
            let message = format!("the id `{id}` is not the name of the file");
            self.complaints.add(node.place, "misnamed", message, Some(help));
        }
        Some(id)
    }

    fn full_lists(&mut self, fields: &mut Fields<'_>) -> Vec<FullList> {
        let mut lists = Vec::new();
        for node in self.items(fields, "in-full") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let ids = self.ids;
            let services = self.texts(&mut fields, "services");
            let services = self.find_all(&services, "service", &ids.services);
            let every_part_of = self.texts(&mut fields, "every-part-of");
            let every_part_of = self.find_all(&every_part_of, "platform", &ids.services);
            let clouds = self.texts(&mut fields, "clouds");
            let clouds = self.find_all(&clouds, "cloud", &ids.clouds);
            let written = self.texts(&mut fields, "regions");
            let regions = written.iter().flat_map(|text| self.region_in(&clouds, text)).collect();
            let standards = self.texts(&mut fields, "standards");
            let standards = self.references(&standards);
            fields.finish(&mut self.complaints);
            lists.push(FullList { services, every_part_of, clouds, regions, standards });
        }
        lists
    }

    fn region_in(&mut self, clouds: &[Id<Cloud>], text: &Placed) -> Option<Id<Region>> {
        let known = clouds.iter().find_map(|&cloud| self.ids.regions.get(&(cloud, text.1.clone())).copied());
        known.or_else(|| clouds.first().and_then(|&cloud| self.region(cloud, text)))
    }

    /// `conditions`: ids with what must hold.
    fn conditions(&mut self, fields: &mut Fields<'_>) -> Vec<Condition> {
        let Some(node) = fields.optional("conditions") else { return Vec::new() };
        let Value::Table(entries) = &node.value else {
            self.complaints.table(node);
            return Vec::new();
        };
        let mut conditions = Vec::new();
        for (key, value) in entries {
            let text = self.complaints.text(value).map(|text| text.to_owned().into());
            let id = Slug::new(&key.name);
            if id.is_none() {
                self.complaints.add(key.place, "bad-id", format!("`{}` is not fit to be an id", key.name), None);
            }
            if let Some((id, text)) = id.zip(text) {
                self.unnamed.insert(conditions.len(), (key.place, id.to_string()));
                conditions.push(Condition { id, text });
            }
        }
        conditions
    }

    /// A condition that no claim names would be offered to nobody, and may be a slip in one that should have named it.
    fn unnamed_conditions(&mut self) {
        for (_, (place, id)) in std::mem::take(&mut self.unnamed) {
            let help = "name it as the `condition` of a claim, or remove it".to_owned();
            self.complaints.add(place, "unused", format!("no claim names the condition `{id}`"), Some(help));
        }
    }

    fn claims(&mut self, fields: &mut Fields<'_>, document: Id<Document>, conditions: &[Condition]) {
        for node in self.items(fields, "claims") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            self.claim_block(node, &mut fields, document, conditions);
            fields.finish(&mut self.complaints);
        }
    }

    /// One block: a claim for each service × cloud × standard that it names.
    fn claim_block(&mut self, node: &Node, fields: &mut Fields<'_>, document: Id<Document>, conditions: &[Condition]) {
        let ids = self.ids;
        let statements = Statement::ALL.into_iter();
        let mut said: Vec<_> = statements.filter_map(|said| Some((said, fields.optional(said.name())?))).collect();
        let clouds = self.texts(fields, "cloud");
        let clouds: Vec<_> = clouds.iter().filter_map(|text| self.cloud(text)).collect();
        let regions = self.texts(fields, "regions");
        let standards = fields.required(&mut self.complaints, "standards").map(|node| self.one_or_many(node));
        let standards = standards.map(|texts| self.references(&texts)).unwrap_or_default();
        let at = self.text(fields, "at").unwrap_or_default();
        let from = self.date(fields, "from");
        let until = self.partial_date(fields, "until").map(|date| date.last_day());
        let conditions = self.conditions_named(fields, "condition", conditions);
        let note = self.optional_text(fields, "note");
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.complaints.add(node.place, "contradiction", "`until` lies before `from`", None);
        }
        let (Some((statement, services)), true) = (said.pop(), said.is_empty()) else {
            let message = "a claim says one of `in-scope`, `out-of-scope` and `pending`";
            self.complaints.add(node.place, "bad-claim", message, None);
            return;
        };
        let services = self.one_or_many(services);
        let services = self.find_all(&services, "service", &ids.services);
        let places = self.places(&clouds, &regions);
        for &service in &services {
            for (cloud, regions) in &places {
                for &standard in &standards {
                    self.slots.claims.add(Claim {
                        document,
                        service,
                        cloud: *cloud,
                        regions: regions.clone(),
                        statement,
                        standard,
                        from,
                        until,
                        conditions: conditions.clone(),
                        at: at.clone(),
                        note: note.clone(),
                    });
                }
            }
        }
    }

    /// Each cloud with the regions that a claim is limited to there; one place without a cloud where none is named.
    pub(super) fn places(&mut self, clouds: &[NamedCloud], regions: &[Placed]) -> Vec<ClaimPlace> {
        match clouds {
            [] => {
                if let Some((place, _)) = regions.first() {
                    let message = "regions belong to a cloud, and none is named";
                    self.complaints.add(*place, "missing-key", message, Some("add `cloud`".to_owned()));
                }
                vec![(None, Vec::new())]
            }
            named => {
                named.iter().map(|&(cloud, part)| (Some(cloud), self.claim_regions(cloud, part, regions))).collect()
            }
        }
    }

    /// The regions that a claim is limited to: those that it names, else those of the part of the cloud that it names.
    fn claim_regions(&mut self, cloud: Id<Cloud>, part: Option<usize>, written: &[Placed]) -> Vec<Id<Region>> {
        let named: Vec<_> = written.iter().filter_map(|text| self.region(cloud, text)).collect();
        let built = self.slots.clouds.get(cloud);
        let of_part = part.and_then(|part| built.and_then(|cloud| cloud.parts.get(part)));
        match of_part {
            Some(part) if named.is_empty() => part.regions.clone(),
            _ => named,
        }
    }

    /// The conditions, one or several, that stand under `name`.
    pub(super) fn conditions_named(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        known: &[Condition],
    ) -> Vec<usize> {
        let written = self.texts(fields, name);
        written.iter().filter_map(|text| self.condition_named(text, known)).collect()
    }

    pub(super) fn condition_named(&mut self, (place, text): &Placed, known: &[Condition]) -> Option<usize> {
        let found = known.iter().position(|condition| condition.id.as_str() == text);
        match found {
            Some(index) => {
                self.unnamed.remove(&index);
            }
            None => self.unknown(*place, "condition", text, known.iter().map(|condition| condition.id.as_str())),
        }
        found
    }

    fn disputed(&mut self, fields: &mut Fields<'_>) -> Vec<Disputed> {
        let mut all = Vec::new();
        for node in self.items(fields, "disputed") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let ids = self.ids;
            let service = self.text(&mut fields, "service").map(|text| (node.place, text.to_string()));
            let service = service.and_then(|text| self.find(&text, "service", &ids.services));
            let standard = self.text(&mut fields, "standard").map(|text| (node.place, text.to_string()));
            let standard = standard.and_then(|text| self.find(&text, "standard", &ids.standards));
            let printed = self.text(&mut fields, "printed");
            let meant = self.optional_text(&mut fields, "meant").map(|text| (node.place, text.to_string()));
            let meant = meant.and_then(|text| self.reference(&text));
            let reads_as = fields.optional("reads-as").and_then(|node| self.reading(node, standard));
            let at = self.text(&mut fields, "at");
            let why = self.text(&mut fields, "why");
            fields.finish(&mut self.complaints);
            all.extend((|| {
                let (service, printed, standard) = (service?, printed?, standard?);
                Some(Disputed { service, printed, standard, meant, reads_as, at: at?, why: why? })
            })());
        }
        all
    }

    /// `reads-as`: what the words of a misprint would state of its service, were they believed.
    fn reading(&mut self, node: &Node, of: Option<Id<Standard>>) -> Option<Reading> {
        let mut fields = self.complaints.table(node)?;
        let statement = self.word(&mut fields, "says", &Statement::ALL, Statement::name);
        let cloud = self.text(&mut fields, "cloud").map(|text| (node.place, text.to_string()));
        let cloud = cloud.and_then(|text| self.cloud(&text));
        let regions = self.texts(&mut fields, "regions");
        let standard = fields.required(&mut self.complaints, "standard").and_then(|node| {
            let text = self.complaints.text(node)?.to_owned();
            let reference = self.reference(&(node.place, text))?;
            if of.is_some_and(|of| of != reference.standard) {
                let message = "the words are read as another standard than the one that they name";
                self.complaints.add(node.place, "contradiction", message, None);
            }
            Some(reference)
        });
        fields.finish(&mut self.complaints);
        let (cloud, regions) = self.places(&[cloud?], &regions).pop()?;
        Some(Reading { statement: statement?, cloud: cloud?, regions, standard: standard? })
    }

    fn audit_documents(&mut self, fields: &mut Fields<'_>) -> Vec<AuditDocument> {
        let mut all = Vec::new();
        for node in self.items(fields, "audit-documents") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let ids = self.ids;
            let kind = self.text(&mut fields, "kind");
            let title = self.text(&mut fields, "title");
            let services = self.texts(&mut fields, "services");
            let services = self.find_all(&services, "service", &ids.services);
            let cloud = self.optional_text(&mut fields, "cloud").map(|text| (node.place, text.to_string()));
            let cloud = cloud.and_then(|text| self.cloud(&text)).map(|(cloud, _)| cloud);
            let standards = self.texts(&mut fields, "standards");
            let standards = self.references(&standards);
            let body = self.optional_text(&mut fields, "body");
            let found_at = self.optional_text(&mut fields, "found-at");
            let from = self.date(&mut fields, "from");
            let until = self.date(&mut fields, "until");
            self.optional_text(&mut fields, "at");
            fields.finish(&mut self.complaints);
            all.extend(kind.zip(title).map(|(kind, title)| AuditDocument {
                kind,
                title,
                services,
                cloud,
                standards,
                body,
                found_at,
                from,
                until,
            }));
        }
        all
    }

    fn obligations(&mut self, fields: &mut Fields<'_>) -> Vec<Obligation> {
        let mut all = Vec::new();
        for node in self.items(fields, "obligations") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let standards = self.texts(&mut fields, "standards");
            let standards = self.references(&standards);
            let duty = self.text(&mut fields, "duty");
            let at = self.text(&mut fields, "at");
            fields.finish(&mut self.complaints);
            all.extend(duty.zip(at).map(|(duty, at)| Obligation { standards, duty, at }));
        }
        all
    }
}
