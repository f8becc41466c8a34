//! A manifest as somebody may write it: read, checked, and as an editor and `suggest` see it.

use compliance_check::load::manifest;
use compliance_check::lsp::completion::complete;
use compliance_check::lsp::{Form, Known};
use compliance_check::model::profile::Profiles;
use compliance_check::suggest::propose;
use compliance_check::text::Source;

use super::ground::{CATALOG, CHECKER, hold, holds, inside, text};

/// More services than this are checked, and no ways out are looked for: that is `suggest`'s own work, and slow.
const FEW: usize = 4;

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let source = Source::new("deploy.toml", text);
    let (deployment, problems) = manifest::load(&source, &CATALOG, &Profiles::default());
    hold(&problems);
    let outcome = CHECKER.check(&deployment);
    holds(&source, &outcome);
    if deployment.services.len() <= FEW {
        for edit in propose(&CHECKER, &source).edits(true) {
            inside(&source, edit.span);
        }
    }
    // Somebody types here: at the last byte whose value is divided by seven.
    let at = data.iter().rposition(|byte| byte % 7 == 0).unwrap_or_default();
    complete(Known { checker: &CHECKER, packs: &[] }, Form::Manifest, &source, at);
}
