//! The tables of a page in Markdown, with whatever stands around them.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::cell::Cell;
use super::page::PageTable;
use crate::text::Span;

/// Every table of the page, in its order.
pub(super) fn tables(text: &str) -> Vec<PageTable> {
    let mut reader = Reader::default();
    for (event, at) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(event, at);
    }
    reader.tables
}

/// The words of a cell that is written as Markdown and stands in no Markdown table.
pub(super) fn inline(text: &str, span: Span) -> Cell {
    let mut words = Words::default();
    for event in Parser::new(text) {
        words.take(&event);
    }
    words.cell(span)
}

/// Words as they come, without their markup.
#[derive(Default)]
struct Words {
    text: String,
    raised: Vec<String>,
    is_raised: bool,
}

impl Words {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.push(text),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::InlineHtml(tag) | Event::Html(tag) => self.tag(&tag.to_lowercase()),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        match self.raised.last_mut() {
            Some(raised) if self.is_raised => raised.push_str(text),
            _ => self.text.push_str(text),
        }
    }

    fn tag(&mut self, tag: &str) {
        if tag.starts_with("<sup") {
            self.is_raised = true;
            self.raised.push(String::new());
        } else if tag.starts_with("</sup") {
            self.is_raised = false;
        } else if tag.starts_with("<br") {
            self.push(" ");
        }
    }

    fn cell(&self, span: Span) -> Cell {
        Cell::new(&self.text, &self.raised, span)
    }
}

#[derive(Default)]
struct Reader {
    tables: Vec<PageTable>,
    heading: String,
    /// The words of the heading or the cell that is open.
    words: Option<Words>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::TableCell) => self.words = Some(Words::default()),
            Event::End(TagEnd::Heading(_)) => {
                self.heading = self.words.take().map(|words| words.cell(Span::default()).text).unwrap_or_default();
            }
            Event::Start(Tag::Table(_)) => {
                self.tables.push(PageTable { heading: self.heading.clone(), rows: Vec::new() });
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            Event::End(TagEnd::TableCell) => {
                let cell = self.words.take().map(|words| words.cell(Span::from(at)));
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.extend(cell);
                }
            }
            event => {
                if let Some(words) = &mut self.words {
                    words.take(&event);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_among_prose_with_links_marks_and_escapes() {
        let page = "# Page\n\nProse | with a bar.\n\n## One\n\nMore prose.\n\n| Name | A |\n|:--|:-:|\n\
            | [Bot](x.md \"t\") **new** | &#x2705;<sup>1</sup> |\n| A \\| B<br>C | :x: |\n\n### Two *x*\n\n| N |\n|-|\n| d\\* |\n";
        let tables = tables(page);
        let shown: Vec<_> = tables
            .iter()
            .map(|table| {
                let rows = table.rows.iter().map(|row| {
                    row.iter().map(|cell| format!("{}/{}", cell.text, cell.marks.join("+"))).collect::<Vec<_>>()
                });
                (table.heading.as_str(), rows.collect::<Vec<_>>())
            })
            .collect();
        let wanted = [
            ("One", vec![vec!["Name/", "A/"], vec!["Bot new/", "✅/1"], vec!["A | B C/", ":x:/"]]),
            ("Two x", vec![vec!["N/"], vec!["d/*"]]),
        ];
        assert_eq!(shown.len(), wanted.len());
        for (shown, wanted) in shown.iter().zip(wanted) {
            assert_eq!(
                (shown.0, &shown.1),
                (wanted.0, &wanted.1.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect())
            );
        }
        let cell = &tables[0].rows[1][1];
        assert!(page[cell.span.start..cell.span.end].contains("&#x2705;"), "a cell knows its place");
    }
}
