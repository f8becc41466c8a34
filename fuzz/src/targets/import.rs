//! A provider's table as a document: the header before the first line of dashes, the page behind it.

use compliance_check::import::{Written, import};
use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::text::Source;

use super::ground::{CATALOG, hold, text};

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (header, page) = text.split_once("\n-----\n").unwrap_or((HEADER, text));
    for written in [Written::Markdown, Written::Csv] {
        let (page, header) = (Source::new("page", page), Source::new("header.yaml", header));
        let imported = import(&page, written, &header, &CATALOG);
        hold(imported.problems.iter().chain(&imported.warnings));
        let Some(text) = &imported.text else { continue };
        let file = CatalogueFile { folder: Folder::Evidence, source: Source::new("new.yaml", text.as_str()) };
        if let Err(problems) = catalogue::load_onto(CATALOG.facts().clone(), &[file]) {
            hold(&problems.into_sorted());
        }
    }
}

/// The header of a page that brings none.
const HEADER: &str = "\
id: harbour-list-2026-01-01
title: List of services
publisher: Microsoft
provider: microsoft
kind: scope-page
as-of: 2026-01-01
as-of-basis: printed
found-at: nowhere
licence: CC0
conditions:
  tied: tied up
read:
  - at: table of services
    cloud: azure-public
    columns:
      - { id: soc-2, title: SOC 2, standards: [soc-2] }
      - { id: iso, title: ISO 27001, standards: [iso-27001] }
    footnotes: { '1': tied, '*': { note: Renamed since } }
    marks: { pending: [planned] }
    skip: [AI]
";
