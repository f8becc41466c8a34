//! For auditors: one page that is complete in itself, to be kept, printed and read in a browser.
//!
//! The view is made of plain words here; `html/page.html` arranges them, and askama escapes every one of them. Nothing in
//! the page asks anybody for anything: style and script are in it, and its own policy forbids all else.

mod chain;
mod finding;
mod grid;
mod keys;
mod lines;
mod page;
mod paper;
#[cfg(test)]
mod tests;
mod waiver;

use std::io;

use askama::Template;

use super::{Format, Report, Style};
use page::Page;

pub(super) const FORMAT: Format = Format { name: "html", about: "one page to keep, for auditors", write };

fn write(report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    Page::of(report).write_into(out)
}
