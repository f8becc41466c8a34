//! As comma-separated values: a line for each event.

use std::io;

use ::csv::WriterBuilder;

use super::super::catalog::export::csv::plain;
use super::super::visible;
use super::{Timelines, in_words};

/// What stands between the parts of a list.
const BETWEEN: &str = "|";

const COLUMNS: [&str; 13] = [
    "file", "day", "change", "severity", "rule", "service", "standard", "cloud", "regions", "before", "after",
    "message", "causes",
];

pub(super) fn write(timelines: &Timelines, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().from_writer(out);
    writer.write_record(COLUMNS).map_err(plain)?;
    for manifest in &timelines.manifests {
        for event in &manifest.events {
            let finding = event.finding();
            let causes: Vec<_> = event.causes.iter().map(in_words).collect();
            let text = |text: Option<&str>| visible::cell(text.unwrap_or_default());
            let record = [
                visible::cell(manifest.source.name()),
                event.day.to_string(),
                event.change.name().to_owned(),
                event.change.severity().map(|severity| severity.name()).unwrap_or_default().to_owned(),
                text(finding.map(|finding| finding.rule.as_str())),
                text(event.service.as_deref()),
                text(event.standard.as_deref()),
                text(event.cloud.as_deref()),
                event.regions.join(BETWEEN),
                event.before.map(|verdict| verdict.name()).unwrap_or_default().to_owned(),
                event.after.map(|verdict| verdict.name()).unwrap_or_default().to_owned(),
                text(finding.map(|finding| finding.message.as_str())),
                visible::cell(&causes.join(BETWEEN)),
            ];
            writer.write_record(&record).map_err(plain)?;
        }
    }
    writer.flush()
}
