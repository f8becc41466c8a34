//! An evidence document over the shipped catalogue, and one that stands alone.

use compliance_check::load::catalogue::Folder;

use super::ground::text;
use super::written::file;

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    file(Folder::Evidence, text);
}
