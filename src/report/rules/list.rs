//! A list of rules.

use std::io;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::standing::{Row, Standing};
use crate::model::policy::Grade;
use crate::report::Style;
use crate::report::catalog::View;
use crate::report::sheet::{Sheet, counted};
use crate::report::table::{Column, Table};
use crate::report::visible_json;

/// A list of rules.
#[derive(Debug, Clone, Default)]
pub struct RuleList<'r> {
    /// The rules, by their ids.
    pub rules: Vec<Standing<'r>>,
    /// The packs that take no part here, and could be chosen.
    pub not_chosen: Vec<&'static str>,
}

impl RuleList<'_> {
    /// Writes everything, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, view: View, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match view {
            View::Human => self.page(&mut Sheet::new(style, out)),
            View::Json => visible_json::pretty(&Document::of(self), out),
        }
    }

    fn page(&self, sheet: &mut Sheet<'_>) -> io::Result<()> {
        let columns = [
            Column::ids("id"),
            Column::ids("severity"),
            Column::ids("subject").spare(2),
            Column::words("what it says", 24),
            Column::words("from", 8).spare(1),
        ];
        let mut table = Table::new(&columns);
        for standing in &self.rules {
            let rule = standing.rule;
            let cells = [rule.id.as_str(), standing.effect(), rule.subject.name(), &rule.title, &standing.origin()];
            let mut cells: Vec<_> = cells.into_iter().map(|cell| (cell.to_owned(), None)).collect();
            cells[1].1 = standing.tone();
            table.toned_cells(cells);
        }
        if !self.rules.is_empty() {
            sheet.table(&table)?;
        }
        sheet.gap()?;
        sheet.sentence(&self.closing())
    }

    /// The numbers as one sentence, and what could take part besides.
    fn closing(&self) -> String {
        let of = |effect: &str| self.rules.iter().filter(|one| one.effect() == effect).count();
        let mut said = vec![counted(self.rules.len(), "rule", "rules")];
        let (asking, off) = (of("requires"), of(Grade::Off.name()));
        said.extend(
            (asking > 0).then(|| format!("of which {asking} {}", if asking == 1 { "requires" } else { "require" })),
        );
        said.extend((off > 0).then(|| format!("{off} switched off by the policy")));
        let packs = match self.not_chosen.as_slice() {
            [] => String::new(),
            packs => format!("; packs that take no part: {}", packs.join(", ")),
        };
        format!("{}{packs}", said.join(", "))
    }
}

/// A list of rules.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Rules", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The rules that were asked for, by their ids.
    rules: Vec<Row<'a>>,
    /// The packs that take no part here, and could be chosen.
    packs_not_chosen: &'a [&'static str],
}

impl<'a> Document<'a> {
    fn of(list: &'a RuleList<'a>) -> Self {
        let rules = list.rules.iter().map(Row::of).collect();
        Self { version: "1", rules, packs_not_chosen: &list.not_chosen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_is_that_of_the_types() {
        crate::report::schema::is_that_of::<Document<'_>>("rules-list");
    }
}
