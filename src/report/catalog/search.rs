//! What a search found.

use std::io;

use super::super::sheet::Sheet;
use super::super::table::{Column, Table};
use crate::look::Search;
use crate::text::shown;

pub(super) fn write(search: &Search, sheet: &mut Sheet<'_>) -> io::Result<()> {
    if search.hits.is_empty() {
        let near = search.nearest.as_ref().map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
        return sheet.sentence(&format!("nothing in the catalogue is called `{}`{near}", shown(&search.words)));
    }
    let mut table = Table::new(&[
        Column::ids("kind"),
        Column::ids("id"),
        Column::words("name", 16),
        Column::words("spelling", 16),
        Column::ids("match").spare(1),
    ]);
    for hit in &search.hits {
        // A spelling that is the id or the name says nothing new.
        let spelling = if hit.spelling == hit.id || hit.spelling == hit.name { "" } else { &hit.spelling };
        table.row([hit.kind.name(), &hit.id, &hit.name, spelling, hit.rank.name()]);
    }
    sheet.table(&table)
}
