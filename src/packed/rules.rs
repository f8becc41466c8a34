//! Rules that were read and found sound when the program was built: made of their bytes at each start, with nothing to
//! parse.

use super::arrays::{Pieces, Texts};
use super::sections::{Carried, Fresh, Part, Sections, Written};
use super::{Pack, Reader, Writer, broken};
use crate::model::date::Term;
use crate::model::deployment::LeastAssurance;
use crate::model::pack::PackId;
use crate::model::rule::{
    Cited, Condition, Effect, Example, Field, PatternId, Piece, Places, Report, Require, Required, Rule, Rules,
    Severity, Spread, Subject, Template, Test, Work,
};
use crate::text::{Source, Span, Spanned};

/// Rules that belong to no pack, packed as [`open`] opens them.
pub fn pack(rules: &Rules) -> Fresh {
    let Rules { rules, patterns, packs: _ } = rules;
    let mut writer = Writer::default();
    rules.pack(&mut writer);
    patterns.pack(&mut writer);
    let mut out = Written::default();
    Texts::new(writer.pool.texts()).write(&mut out);
    Pieces::new(&[writer.bytes.len()], writer.bytes).write(&mut out);
    out.packed()
}

/// The rules of which [`pack`] made this. What they refer to stands in the catalogue that they were read with, and in
/// one that only adds to it.
pub fn open(carried: Carried) -> Rules {
    let mut sections = Sections::new(carried);
    let texts = Texts::read(&mut sections);
    let packed = Pieces::read(&mut sections);
    let mut input = Reader { bytes: packed.get(0), texts: &texts };
    Rules { rules: Pack::unpack(&mut input), patterns: Pack::unpack(&mut input), packs: Vec::new() }
}

words! { Field LeastAssurance Severity Subject }

one_of! {
    Cited { Words(words), Work(work), Document { document, at } }
    Condition { All(each), Any(each), Not(one), Field(field, test) }
    Effect { Require(require), Report(report) }
    Piece { Words(words), Field(field), Count, OneOrMany(words) }
    Test {
        Matches(wanted), Is(truth), OlderThan(term), OlderThanAllowed { otherwise, span }, Within(term), Before(date),
        After(date), AtLeast(count), AtMost(count)
    }
}

parts! {
    Example { fails, as_of, manifest, evidence, beside, policy }
    Places { regions, geographies, countries, words }
    Report { severity, says, says_in_regions, label, one_per, ways_out }
    Require { standards, assurance, agreements, places, spread, span }
    Required { standard, assurance, span }
    Rule { id, title, subject, condition, when, effect, why, fix, sources, examples, pack, source, span }
    Span { start, end }
    Spread { regions, geographies, countries }
    Work { title, found_at, publisher, date, at }
}

wrapped! { PackId PatternId Template }

impl Pack for Term {
    fn pack(&self, out: &mut Writer) {
        out.text(&self.to_string());
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        Self::parse(&input.text()).unwrap_or_else(|| broken())
    }
}

impl Pack for Source {
    fn pack(&self, out: &mut Writer) {
        out.text(self.name());
        out.text(self.text());
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        let name = input.number() as usize;
        let text = input.number() as usize;
        match (input.texts.carried(name), input.texts.carried(text)) {
            (Some(name), Some(text)) => Self::carried(name, text),
            _ => Self::new(input.texts.get(name), input.texts.get(text)),
        }
    }
}

impl Pack for i64 {
    fn pack(&self, out: &mut Writer) {
        out.bytes.extend(self.to_le_bytes());
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        Self::from_le_bytes([(); 8].map(|()| input.byte()))
    }
}

impl<T: Pack> Pack for Spanned<T> {
    fn pack(&self, out: &mut Writer) {
        self.value.pack(out);
        self.span.pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        Self { value: Pack::unpack(input), span: Pack::unpack(input) }
    }
}

impl<T: Pack> Pack for Box<T> {
    fn pack(&self, out: &mut Writer) {
        (**self).pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        Self::new(T::unpack(input))
    }
}
