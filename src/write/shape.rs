//! The shapes of catalogue files: the keys of each table in their order, and how their values are laid out.
//!
//! The order is that of a person who reads: what it is, where and when it holds, and who says so last. A key that is
//! in no shape comes after the others, as it was written; the loader will refuse it.

/// How a value is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A text, a number, a truth, or a list of them.
    Plain,
    /// A day, which needs no quotes here.
    Day,
    /// One text as a text, several as a list.
    OneOrMany,
    /// A list, even of one.
    Many,
    /// A list whose order says nothing: by the names of its elements.
    Set,
    /// A table with these keys.
    Table(&'static Table),
    /// A list of such tables, or of names that stand for one; each begins on a line of its own.
    List(&'static Table, Order),
    /// A table whose keys the author chooses.
    Open(&'static Shape, Order),
}

/// The order of the elements of a list, or of the keys that an author chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The order of the file says something: it is the page's, or goes from old to new, from large to small.
    Kept,
    /// It says nothing: they stand by their ids.
    ById,
}

/// The keys of a table.
#[derive(Debug)]
pub(super) struct Table {
    /// The keys in their order.
    pub(super) keys: &'static [(&'static str, Shape)],
    /// Whether it stands on one line where that fits.
    pub(super) on_one_line: bool,
}

impl Table {
    const fn lines(keys: &'static [(&'static str, Shape)]) -> Self {
        Self { keys, on_one_line: false }
    }

    const fn line(keys: &'static [(&'static str, Shape)]) -> Self {
        Self { keys, on_one_line: true }
    }

    /// The place of a key in the order, and its shape.
    pub(super) fn key(&self, name: &str) -> Option<(usize, &'static Shape)> {
        self.keys.iter().position(|(known, _)| *known == name).map(|at| (at, &self.keys[at].1))
    }
}

use Order::{ById, Kept};
use Shape::{Day, List, Many, OneOrMany, Open, Plain, Set};

/// `evidence/`: one published document.
pub(super) static EVIDENCE: Table = Table::lines(&[
    ("id", Plain),
    ("title", Plain),
    ("publisher", Plain),
    ("provider", Plain),
    ("kind", Plain),
    ("as-of", Day),
    ("as-of-basis", Plain),
    ("as-of-note", Plain),
    ("last-seen", Day),
    ("replaces", Many),
    ("found-at", Plain),
    ("licence", Plain),
    ("in-full", List(&IN_FULL, Kept)),
    ("conditions", Open(&Plain, Kept)),
    ("tables", List(&TABLE, Kept)),
    ("claims", List(&CLAIM, Kept)),
    ("disputed", List(&DISPUTED, Kept)),
    ("audit-documents", List(&AUDIT_DOCUMENT, Kept)),
    ("obligations", List(&DUTY, Kept)),
]);

static IN_FULL: Table = Table::line(&[
    ("services", Many),
    ("every-part-of", OneOrMany),
    ("clouds", Many),
    ("regions", Many),
    ("standards", Many),
]);

static TABLE: Table = Table::lines(&[
    ("at", Plain),
    ("cloud", OneOrMany),
    ("regions", Many),
    ("unmarked", Plain),
    ("from", Day),
    ("until", Day),
    ("condition", OneOrMany),
    ("columns", List(&COLUMN, Kept)),
    ("rows", List(&ROW, Kept)),
]);

static COLUMN: Table = Table::line(&[
    ("id", Plain),
    ("title", Plain),
    ("standards", Many),
    ("cloud", OneOrMany),
    ("regions", Many),
    ("condition", OneOrMany),
    ("from", Day),
    ("until", Day),
]);

static ROW: Table = Table::line(&[
    ("service", OneOrMany),
    ("as", Plain),
    ("cloud", OneOrMany),
    ("in-scope", Many),
    ("pending", Many),
    ("out-of-scope", Many),
    ("under", Open(&Many, Kept)),
    ("condition", OneOrMany),
    ("regions", Many),
    ("from", Day),
    ("until", Day),
    ("note", Plain),
]);

static CLAIM: Table = Table::lines(&[
    ("in-scope", OneOrMany),
    ("pending", OneOrMany),
    ("out-of-scope", OneOrMany),
    ("cloud", OneOrMany),
    ("regions", Many),
    ("standards", Many),
    ("from", Day),
    ("until", Day),
    ("condition", OneOrMany),
    ("at", Plain),
    ("note", Plain),
]);

static DISPUTED: Table = Table::lines(&[
    ("service", Plain),
    ("printed", Plain),
    ("standard", Plain),
    ("meant", Plain),
    ("reads-as", Shape::Table(&READING)),
    ("at", Plain),
    ("why", Plain),
]);

static READING: Table = Table::line(&[("says", Plain), ("cloud", Plain), ("regions", Many), ("standard", Plain)]);

static AUDIT_DOCUMENT: Table = Table::line(&[
    ("kind", Plain),
    ("title", Plain),
    ("services", Many),
    ("cloud", Plain),
    ("standards", Many),
    ("body", Plain),
    ("found-at", Plain),
    ("from", Day),
    ("until", Day),
    ("at", Plain),
]);

static DUTY: Table = Table::lines(&[("standards", Many), ("duty", Plain), ("at", Plain)]);

/// `providers/`: clouds, services and agreements of one provider, or of several.
pub(super) static PROVIDER: Table = Table::lines(&[
    ("providers", List(&ONE_OF_SEVERAL, Kept)),
    ("provider", Plain),
    ("name", Plain),
    ("clouds", List(&CLOUD, Kept)),
    ("services", List(&SERVICE, ById)),
    ("agreements", List(&AGREEMENT, ById)),
    ("sources", SOURCES),
]);

static ONE_OF_SEVERAL: Table = Table::lines(&[
    ("provider", Plain),
    ("name", Plain),
    ("clouds", List(&CLOUD, Kept)),
    ("services", List(&SERVICE, ById)),
    ("agreements", List(&AGREEMENT, ById)),
]);

static CLOUD: Table = Table::lines(&[
    ("id", Plain),
    ("name", Plain),
    ("aliases", Set),
    ("status", Plain),
    ("closed", Day),
    ("stated-in", Many),
    ("parts", List(&PART, Kept)),
    ("regions", List(&REGION, Kept)),
]);

static PART: Table =
    Table::lines(&[("id", Plain), ("name", Plain), ("aliases", Set), ("regions", Many), ("stated-in", Many)]);

static REGION: Table = Table::line(&[
    ("id", Plain),
    ("name", Plain),
    ("geography", Plain),
    ("country", Plain),
    ("place", Plain),
    ("pairs", Many),
    ("zones", Plain),
    ("restricted", Plain),
    ("status", Plain),
    ("closed", Day),
    ("stated-in", Many),
]);

static SERVICE: Table = Table::lines(&[
    ("id", Plain),
    ("name", Plain),
    ("aliases", Set),
    ("platform", Plain),
    ("home", Plain),
    ("part-of", OneOrMany),
    ("stated-in", Many),
]);

static AGREEMENT: Table =
    Table::lines(&[("id", Plain), ("name", Plain), ("aliases", Set), ("standard", Plain), ("stated-in", Many)]);

/// Publications on which a file's own facts rest.
const SOURCES: Shape = Open(&Shape::Table(&SOURCE), ById);

static SOURCE: Table = Table::line(&[
    ("title", Plain),
    ("publisher", Plain),
    ("kind", Plain),
    ("date", Day),
    ("licence", Plain),
    ("found-at", Plain),
]);

/// `standards/`: editions, levels and relations.
pub(super) static STANDARD: Table = Table::lines(&[
    ("id", Plain),
    ("name", Plain),
    ("title", Plain),
    ("issuer", Plain),
    ("segment", Plain),
    ("jurisdiction", Plain),
    ("kind", Plain),
    ("stated-in", Many),
    ("aliases", List(&ALIAS, Kept)),
    ("obligation", Shape::Table(&OBLIGATION)),
    ("editions", List(&EDITION, Kept)),
    ("levels", List(&LEVEL, Kept)),
    ("relations", List(&RELATION, Kept)),
    ("sources", SOURCES),
]);

static ALIAS: Table = Table::line(&[("name", Plain), ("means", Plain)]);

static OBLIGATION: Table = Table::lines(&[("duty", Plain), ("agreement", Plain)]);

static EDITION: Table = Table::lines(&[
    ("id", Plain),
    ("name", Plain),
    ("published", Day),
    ("superseded-by", Plain),
    ("succeeded-by", Plain),
    ("ends", Day),
    ("end-effect", Plain),
    ("stated-in", Many),
    ("end-stated-in", Many),
]);

static LEVEL: Table = Table::lines(&[
    ("id", Plain),
    ("ladder", Plain),
    ("name", Plain),
    ("editions", Many),
    ("subsumes", Many),
    ("basis", Plain),
    ("kind", Plain),
    ("validity", Plain),
    ("stated-in", Many),
]);

static RELATION: Table = Table::lines(&[
    ("from", Plain),
    ("relation", Plain),
    ("to", Plain),
    ("use", Plain),
    ("same-level", Plain),
    ("basis", Plain),
    ("note", Plain),
    ("stated-in", Many),
]);
