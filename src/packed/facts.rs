//! All tables of the facts, one after the other.

use super::arrays::{Pieces, Texts};
use super::sections::{Part, Sections, Written};
use super::{Pack, PackedRows, Writer, rows};
use crate::model::facts::Facts;
use crate::model::table::Table;

/// The facts as sections, which [`open`] opens.
pub fn pack(facts: &Facts, out: &mut Written) {
    let Facts {
        providers,
        clouds,
        regions,
        services,
        agreements,
        standards,
        editions,
        levels,
        relations,
        documents,
        claims,
        publications,
    } = facts;
    let mut writer = Writer::default();
    let tables = [
        rows::pack(providers, &mut writer),
        rows::pack(clouds, &mut writer),
        rows::pack(regions, &mut writer),
        rows::pack(services, &mut writer),
        rows::pack(agreements, &mut writer),
        rows::pack(standards, &mut writer),
        rows::pack(editions, &mut writer),
        rows::pack(levels, &mut writer),
        rows::pack(relations, &mut writer),
        rows::pack(documents, &mut writer),
        rows::pack(claims, &mut writer),
        rows::pack(publications, &mut writer),
    ];
    // The texts come first: every row refers to them.
    Texts::new(writer.pool.texts()).write(out);
    tables.iter().for_each(|table| table.write(out));
}

/// The facts of which the next sections are made.
pub fn open(sections: &mut Sections) -> Facts {
    let texts = Texts::read(sections);
    // A struct's fields are evaluated in the order in which they are written: it is that of `pack`.
    Facts {
        providers: table(sections, &texts),
        clouds: table(sections, &texts),
        regions: table(sections, &texts),
        services: table(sections, &texts),
        agreements: table(sections, &texts),
        standards: table(sections, &texts),
        editions: table(sections, &texts),
        levels: table(sections, &texts),
        relations: table(sections, &texts),
        documents: table(sections, &texts),
        claims: table(sections, &texts),
        publications: table(sections, &texts),
    }
}

fn table<T: Pack + 'static>(sections: &mut Sections, texts: &Texts) -> Table<T> {
    Table::stored(PackedRows::new(Pieces::read(sections), texts.clone()))
}
