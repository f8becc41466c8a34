//! An earlier report: read, held against itself and against another one, and told in every format.

use std::sync::LazyLock;

use compliance_check::load::report::read;
use compliance_check::model::told::Told;
use compliance_check::report::Style;
use compliance_check::report::verify::{Verified, VerifyFormat};
use compliance_check::text::Source;
use compliance_check::verify::{Runs, VerifiedFile};

use super::ground::{hold, text};
use super::harmless;

/// A report of another run: of the same form, with no manifest in it that any other has.
static OTHER: LazyLock<Told> = LazyLock::new(|| {
    let written = include_str!("verify.json");
    read(&Source::new("other.json", written)).expect("it is a report")
});

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let told = match read(&Source::new("report.json", text)) {
        Err(problem) => return hold([&problem]),
        Ok(told) => told,
    };
    let itself = Runs { told: &told, same_day: &told, today: &told };
    for file in &told.files {
        let verified = itself.file(file, file, file);
        assert!(verified.holds() && verified.follows(), "a report doesn't hold against itself: {verified:?}");
    }
    let edited = itself.edited(Some(&[]));
    assert_eq!(edited.is_empty(), told.adds_up, "{edited:?}");
    write(&told, itself);
    write(&told, Runs { told: &told, same_day: &OTHER, today: &OTHER });
    write(&OTHER, Runs { told: &OTHER, same_day: &told, today: &told });
}

/// Tells what became of `told` in every format, each file held against the one in its place.
fn write(told: &Told, runs: Runs<'_>) {
    let pairs = told.files.iter().zip(runs.same_day.files.iter().zip(&runs.today.files));
    let files: Vec<VerifiedFile> = pairs.map(|(then, (same_day, now))| runs.file(then, same_day, now)).collect();
    let verified = Verified {
        report: "report.json".to_owned(),
        program: told.program.clone(),
        then: told.as_of,
        now: runs.today.as_of,
        fail_on: told.fail_on,
        horizon: told.horizon,
        edited: runs.edited(None),
        others: 0,
        files,
        problems: Vec::new(),
    };
    for format in VerifyFormat::ALL {
        let mut written = Vec::new();
        verified.write(format, &Style::default(), &mut written).expect("memory takes everything");
        let written = String::from_utf8(written).expect("it is text");
        let harmless = match format {
            VerifyFormat::Human => harmless::quiet(&written),
            VerifyFormat::Json => harmless::json(&written),
        };
        harmless.unwrap_or_else(|what| panic!("{}: {what}", format.name()));
    }
}
