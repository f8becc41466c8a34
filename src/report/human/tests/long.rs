//! Pages that are drawn by many threads.

use super::super::super::{Report, Style, fixture, many_fixture};
use super::render;

#[test]
fn a_long_page_shows_each_finding_as_if_it_were_alone() {
    for count in [0, 1, 15, 16, 17, 63, 64, 65, 300] {
        let report = many_fixture::of_many(count);
        let page = |report: &Report, jobs| render(report, Style { quiet: true, jobs, ..Style::default() });
        let file = &report.files[0];
        let alone = file.outcome.findings.iter().map(|finding| fixture::only(&file.source, vec![finding.clone()]));
        let alone: Vec<_> = alone.map(|report| page(&report, 1)).collect();
        for jobs in [1, 2, 3, 8] {
            assert!(page(&report, jobs) == alone.join("\n"), "{count} by {jobs} threads");
        }
    }
}
