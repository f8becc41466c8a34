//! What an answer rests on: the digests by which a later run can tell what has changed.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{FileReport, Report};

/// What the answer about a manifest rests on, beside the manifest, the day and the program. Each is a SHA-256 of 64
/// lower-case hex digits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestsOn {
    /// Over the catalogue's files.
    pub catalog: String,
    /// Over the texts of the rules and of the packs that take part.
    pub rules: String,
    /// Over the values of the policy that have an effect; without a policy, over the defaults.
    pub policy: String,
}

/// SHA-256 over a text: what `sha256sum` says of a file that holds it.
pub(super) fn of_text(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What every manifest of a report rests on; none where there is no manifest, or where policies make it different things.
pub(super) fn shared(report: &Report) -> Option<&RestsOn> {
    let mut all = report.files.iter().filter_map(|file: &FileReport| file.rests_on.as_deref());
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// The same for one manifest.
pub(super) type Shared = Option<Arc<RestsOn>>;
