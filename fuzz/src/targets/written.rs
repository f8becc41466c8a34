//! What is done with any file of a catalogue.

use compliance_check::catalog::Catalog;
use compliance_check::lint::{Sheet, lint};
use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::load::manifest;
use compliance_check::load::yaml;
use compliance_check::model::profile::Profiles;
use compliance_check::text::Source;

use super::ground::{CATALOG, RULES, day, hold, holds, inside};
use compliance_check::check::Checker;

/// A manifest that meets what such files may say.
const ASKING: &str = r#"
[[services]]
service = "azure-bot-service"
cloud = "azure-public"
regions = ["eastus"]
requires = ["fedramp@high", "soc-2", "iso-27001:2013", "pci-dss", "hipaa-baa"]

[[services]]
service = "aws-lambda"
cloud = "aws"
requires = ["fedramp@moderate", "soc-2"]
"#;

/// Reads a file of a catalogue, sets it right, and asks the catalogue that it makes.
pub fn file(folder: Folder, text: &str) {
    let file = CatalogueFile { folder, source: Source::new("own.yaml", text) };
    mended(&file);
    match catalogue::load_onto(CATALOG.facts().clone(), std::slice::from_ref(&file)) {
        Err(problems) => hold(&problems.into_sorted()),
        Ok(facts) => asked(&file, &Catalog::new(facts)),
    }
}

/// What is set right stays right, and means the same.
fn mended(file: &CatalogueFile) {
    let Some(sheet) = Sheet::read(file) else { return };
    let Some(mended) = sheet.mended() else { return };
    let (old, new) = (yaml::read(file.source.text()), yaml::read(&mended));
    let (Ok(_), Ok(_)) = (&old, &new) else { panic!("what was set right can't be read: {mended:?}") };
    let again = CatalogueFile { folder: file.folder, source: Source::new("own.yaml", mended.clone()) };
    if let Some(twice) = Sheet::read(&again).and_then(|sheet| sheet.mended()) {
        assert_eq!(mended, twice, "what was set right is set right once more");
    }
}

fn asked(file: &CatalogueFile, catalog: &Catalog) {
    if let Some(sheet) = Sheet::read(file) {
        lint(&[sheet], Some(catalog)).iter().for_each(|flaw| inside(&flaw.source, flaw.span));
    }
    let source = Source::new("deploy.toml", ASKING);
    let (deployment, problems) = manifest::load(&source, catalog, &Profiles::default());
    hold(&problems);
    holds(&source, &Checker::new(catalog, &RULES, day()).check(&deployment));
}
