//! The catalogue's own manual: its annotated template and its recipes are files that load, answer and have no fault.

use crate::common;

/// The blocks that are a file of a catalogue, with the path that each begins with.
fn files(manual: &str) -> Vec<(String, String)> {
    let blocks = manual.split("```yaml ").skip(1).filter_map(|rest| rest.split_once("```").map(|(block, _)| block));
    blocks.filter_map(|block| block.split_once('\n')).map(|(path, text)| (path.into(), text.into())).collect()
}

#[test]
fn the_template_and_the_recipes_are_sound() {
    let manual = std::fs::read_to_string(common::root().join("catalog/README.md")).expect("the manual is text");
    let folder = common::scratch("catalog-manual");
    let files = files(&manual);
    assert_eq!(files.len(), 3, "a document, a service and a standard");
    for (path, text) in &files {
        common::write(&folder, &format!("more/{path}"), text);
    }
    common::write(
        &folder,
        "deploy.toml",
        "[deployment]\ncloud = \"harbour-cloud\"\n\
         [[services]]\nservice = \"Harbour Crane\"\nregions = [\"North Quay\"]\nrequires = [\"soc-2@type-2\", \"iso-27001:2022\"]\n\
         [[services]]\nservice = \"Quay\"\nmeets = [\"encryption-switched-on\"]\nrequires = [\"soc-2\"]\n\
         [[services]]\nservice = \"Harbour Light\"\nregions = [\"harbour-north\"]\nrequires = [\"iso-27001\"]\n",
    );
    let ran = common::run_in(&folder, &["--as-of", "2026-07-01", "--catalog", "more", "--format", "short"], "");
    let lines: Vec<_> = ran.out.lines().collect();
    let [pending] = lines.as_slice() else { panic!("one finding: {ran:?}") };
    assert!(pending.contains("[coverage/pending] Harbour Light: iso-27001"), "{pending}");
    let ran = common::run_in(&folder, &["catalog", "lint", "more", "--format", "short"], "");
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""), "{ran:?}");
}

#[test]
fn the_notice_names_every_licence_that_asks_for_one() {
    let notice = std::fs::read_to_string(common::root().join("NOTICE")).expect("the notice is text");
    let facts = common::facts_with(&[]);
    for (_, document) in facts.documents.iter() {
        let licence = document.licence.as_deref().unwrap_or_else(|| panic!("{} has no licence", document.id));
        if licence.starts_with("CC-") || licence.starts_with("Apache") || licence.starts_with("MIT") {
            let publisher = &*document.publisher;
            assert!(
                notice.contains(licence) && notice.contains(publisher),
                "{licence} of {publisher}: {}",
                document.id
            );
        }
    }
}
