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

/// A thing with named parts.
macro_rules! parts {
    ($($thing:ident { $($part:ident),* })*) => {$(
        impl Pack for $thing {
            fn pack(&self, out: &mut Writer) {
                let Self { $($part),* } = self;
                $($part.pack(out);)*
            }

            fn unpack(input: &mut Reader<'_>) -> Self {
                $(let $part = Pack::unpack(input);)*
                Self { $($part),* }
            }
        }
    )*};
}

/// One of several, some of which hold a value.
macro_rules! one_of {
    ($($thing:ident { $($case:ident $(($value:ident))?),* })*) => {$(
        impl Pack for $thing {
            fn pack(&self, out: &mut Writer) {
                enum Number { $($case),* }
                match self {
                    $(Self::$case $(($value))? => {
                        out.byte(Number::$case as u8);
                        $($value.pack(out);)?
                    })*
                }
            }

            fn unpack(input: &mut Reader<'_>) -> Self {
                enum Number { $($case),* }
                match input.byte() {
                    $(number if number == Number::$case as u8 => {
                        $(let $value = Pack::unpack(input);)?
                        Self::$case $(($value))?
                    })*
                    _ => broken(),
                }
            }
        }
    )*};
}

/// One of a closed set that lists its members.
macro_rules! words {
    ($($thing:ident)*) => {$(
        impl Pack for $thing {
            fn pack(&self, out: &mut Writer) {
                // Every member is in the list, which a test holds against the written names.
                let number = Self::ALL.iter().position(|one| one == self);
                number.unwrap_or(Self::ALL.len()).pack(out);
            }

            fn unpack(input: &mut Reader<'_>) -> Self {
                Self::ALL[usize::unpack(input)]
            }
        }
    )*};
}

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
