//! How each noun of the model is packed: its parts, one after the other.
//!
//! A part that is added to the model and not here does not compile, in either direction.

use jiff::civil::{Date, date};

use super::{Pack, Reader, Writer, broken};
use crate::model::date::PartialDate;
use crate::model::evidence::{
    AuditDocument, Claim, Condition, DateBasis, Disputed, Document, FullList, Obligation, Publication, Reading,
    StatedIn, Statement,
};
use crate::model::provider::{Agreement, Cloud, CloudPart, CloudStatus, Provider, Region, RegionStatus, Service};
use crate::model::standard::{
    Assurance, Basis, Edition, EditionEnd, EndEffect, Level, Relation, RelationKind, RelationUse, Segment, Standard,
    StandardRef, Subsumption,
};

impl Pack for Date {
    fn pack(&self, out: &mut Writer) {
        out.bytes.extend(self.year().to_le_bytes());
        out.bytes.extend(self.month().to_le_bytes());
        out.bytes.extend(self.day().to_le_bytes());
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        let year = i16::from_le_bytes([input.byte(), input.byte()]);
        date(year, i8::from_le_bytes([input.byte()]), i8::from_le_bytes([input.byte()]))
    }
}

words! { Assurance Basis DateBasis EndEffect RelationKind RelationUse Segment }

one_of! {
    CloudStatus { Active, Closed(date), NamedOnly, Unstated }
    PartialDate { Day(date), Month(date), Year(date) }
    RegionStatus { Active, Staging, NamedOnly, Closed(date) }
    StatedIn { Document(id), Publication(id), Unverified, Inference }
    Statement { InScope, Pending, OutOfScope }
}

parts! {
    Provider { id, name }
    Cloud { id, provider, name, aliases, status, regions, parts, stated_in }
    CloudPart { id, name, aliases, regions, stated_in }
    Region { id, cloud, name, geography, country, place, pairs, zones, restricted, status, stated_in }
    Service { id, provider, name, aliases, is_platform, home, part_of, stated_in }
    Agreement { id, provider, name, aliases, standard, stated_in }

    Standard {
        id, name, title, issuer, segment, jurisdiction, kind, aliases, duty, needs_agreement, editions, levels, stated_in
    }
    StandardRef { standard, edition, level }
    Edition { standard, id, name, published, superseded_by, succeeded_by, end, stated_in }
    EditionEnd { date, effect, stated_in }
    Level { standard, id, ladder, name, editions, subsumes, kind, validity, stated_in }
    Subsumption { level, basis }
    Relation { from, kind, to, usage, same_level, basis, note, stated_in }

    Publication { id, title, publisher, found_at, kind, date }
    Document {
        id, title, publisher, provider, kind, as_of, as_of_basis, as_of_note, last_seen, replaces, found_at, licence,
        in_full, conditions, disputed, audit_documents, obligations
    }
    FullList { services, every_part_of, clouds, regions, standards }
    Condition { id, text }
    Claim { document, service, cloud, regions, statement, standard, from, until, conditions, at, note }
    Disputed { service, printed, standard, meant, reads_as, at, why }
    Reading { statement, cloud, regions, standard }
    AuditDocument { kind, title, services, cloud, standards, body, found_at, from, until }
    Obligation { standards, duty, at }
}
