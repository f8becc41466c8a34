//! One line for each problem and finding, in the form that editors and `grep` know: path, line, column, words.

use std::io;

use super::diagnostic::Diagnostic;
use super::paint::Paint;
use super::{Format, Report, Style, summary, visible};

pub(super) const FORMAT: Format = Format { name: "short", about: "one line for each problem and finding", write };

fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint::new(style);
    for file in &report.files {
        for diagnostic in file.diagnostics().iter().filter(|diagnostic| style.shows(diagnostic.severity)) {
            writeln!(out, "{}", line(diagnostic, &paint))?;
        }
    }
    if style.statistics {
        writeln!(out, "{}{}", summary::statistics(report, &paint), summary::sentence(report, &paint))?;
    }
    Ok(())
}

fn line(diagnostic: &Diagnostic<'_>, paint: &Paint) -> String {
    let position = diagnostic.source.position(diagnostic.place.span.start);
    let kind = format!("{}[{}]", diagnostic.severity.name(), visible::line(diagnostic.code));
    let subject: String = diagnostic.subject.iter().map(|word| visible::line(word) + ": ").collect();
    let help = diagnostic.help.filter(|_| diagnostic.is_problem);
    format!(
        "{}:{}:{}: {} {subject}{}{}",
        visible::line(diagnostic.source.name()),
        position.line,
        position.column,
        paint.severity(diagnostic.severity, &kind),
        visible::line(diagnostic.message),
        help.map(|help| format!(" ({})", visible::prose(help))).unwrap_or_default(),
    )
}
