//! The other files of a catalogue: providers with their clouds, regions and services, and standards.

use compliance_check::load::catalogue::Folder;

use super::ground::text;
use super::written::file;

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let is_provider = ["clouds:", "services:", "agreements:", "provider:"].iter().any(|key| text.contains(key));
    file(if is_provider { Folder::Providers } else { Folder::Standards }, text);
}
