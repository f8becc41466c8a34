//! How the text is edited: what isn't edited stays as it is, to the byte.

use super::{edited, findings, proposals, service};

/// Expects that the edits make `after` of `before`, that all gaps are closed then, and that there is nothing more to do.
#[track_caller]
fn becomes(before: &str, after: &str) {
    assert_eq!(edited(before), after);
    assert!(findings(after).is_empty(), "{:#?}", findings(after));
    assert!(proposals(after).edits(true).is_empty(), "a second time changes nothing");
}

#[test]
fn comments_blanks_quotes_and_order_stay() {
    let before = "# The harbour's cranes.\n\n[[services]]   # the first\nrequires = [ 'audit' ]  # by law\n\
                  regions=['bay-1',   'bay-9'] # near the quay\nservice = 'crane'\n\tcloud = 'bay'\n\n\n# The end.\n";
    becomes(before, &before.replace("bay-1", "bay-3"));
}

#[test]
fn a_list_over_several_lines_keeps_its_lines_and_comments() {
    let before = "[[services]]\nservice = \"crane\"\ncloud = \"bay\"\nregions = [\n    # the old one\n    \"bay-1\", # until June\n    \"bay-9\"\n]\nrequires = [\n    \"audit\",\n]\n";
    becomes(before, &before.replace("bay-1", "bay-3"));
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let before = format!("\u{feff}{}", service("winch", "bay", "\"bay-1\"", "\"audit\"")).replace('\n', "\r\n");
    becomes(&before, &before.replace("\"bay\"", "\"lake\"").replace("bay-1", "lake-1"));
    let before = service("ferry", "bay", "\"bay-1\"", "\"audit\"").replace('\n', "\r\n");
    becomes(&before, &before.replace("requires", "meets = [\"moored\"]\r\nrequires"));
    let before = service("barge", "bay", "", "\"contract\"").replace('\n', "\r\n");
    becomes(&before, &format!("{before}\r\n[[agreements]]\r\nagreement = \"first-contract\"\r\n"));
}

#[test]
fn a_file_without_a_last_line_end_has_none_after() {
    let before = "[[services]]\ncloud = \"bay\"\nrequires = [\"contract\"]\nservice = \"barge\"";
    becomes(before, &format!("{before}\n\n[[agreements]]\nagreement = \"first-contract\""));
    let before = "[[services]]\ncloud = \"bay\"\nrequires = [\"audit\"]\nservice = \"ferry\"";
    becomes(before, &before.replace("\"bay\"", "\"bay\"\nmeets = [\"moored\"]"));
}

#[test]
fn services_in_braces_are_edited_where_they_stand() {
    let before = "services = [\n  { service = \"winch\", cloud = \"bay\", requires = [\"audit\"] }, # one\n  { service = \"ferry\", cloud = \"bay\", requires = [\"audit\"] },\n]\n";
    let after = before
        .replace("\"winch\", cloud = \"bay\"", "\"winch\", cloud = \"lake\"")
        .replace("\"ferry\", cloud = \"bay\"", "\"ferry\", cloud = \"bay\", meets = [\"moored\"]");
    becomes(before, &after);
    let before = "deployment = { cloud = \"bay\" }\nagreements = []\nservices = [{ service = \"barge\", requires = [\"contract\"] }, { service = \"winch\", requires = [\"audit\"] }]\n";
    let after = before
        .replace("agreements = []", "agreements = [{ agreement = \"first-contract\" }]")
        .replace("\"winch\"", "\"winch\", cloud = \"lake\"");
    becomes(before, &after);
}

#[test]
fn dotted_and_quoted_keys_and_tables_below_a_service_are_no_hindrance() {
    let before = "deployment.cloud = \"bay\"\n\n[[services]]\n  \"service\" = \"winch\" # to lift\n  tags.stage = \"test\"\n  \
                  requires = [\"audit\"]\n\n[[services]]\n  service = \"barge\"\n\n  [services.tags]\n  stage = \"test\"\n";
    becomes(before, &before.replace("# to lift\n", "# to lift\n  cloud = \"lake\"\n"));
}

#[test]
fn a_condition_joins_a_list_after_the_comment_on_its_last_element() {
    let ferry = |meets: &str| {
        format!("[[services]]\nservice = \"ferry\"\ncloud = \"bay\"\nrequires = [\"audit\"]\nmeets = {meets}\n")
    };
    for (before, after) in [
        ("[]", "[\"moored\"]"),
        ("[ # none yet\n]", "[\"moored\" # none yet\n]"),
        ("[\"lit\"]", "[\"lit\", \"moored\"]"),
        ("[\"lit\", ]", "[\"lit\", \"moored\", ]"),
        ("[\n    \"lit\", # since May\n]", "[\n    \"lit\", # since May\n    \"moored\",\n]"),
        ("[\n    \"lit\" # since May\n]", "[\n    \"lit\", # since May\n    \"moored\",\n]"),
        ("[\n    \"lit\"]", "[\n    \"lit\", \"moored\"]"),
    ] {
        becomes(&ferry(before), &ferry(after));
    }
}

#[test]
fn an_agreement_comes_after_those_that_are_declared() {
    let before = "[[agreements]]\nagreement = \"pact-paper\" # since May\n# all of them\n\n[[services]]\nservice = \"barge\"\n\
                  cloud = \"bay\"\nrequires = [\"contract\", \"pact\"]\n";
    becomes(
        before,
        &before.replace("# since May\n", "# since May\n\n[[agreements]]\nagreement = \"first-contract\"\n"),
    );
    let before = "agreements = [\n    { agreement = \"pact-paper\" }, # since May\n]\n\n[[services]]\nservice = \"barge\"\n\
                  cloud = \"bay\"\nrequires = [\"contract\", \"pact\"]\n";
    becomes(before, &before.replace("# since May\n", "# since May\n    { agreement = \"first-contract\" },\n"));
}

#[test]
fn a_region_that_is_named_twice_is_replaced_twice() {
    let before = service("crane", "bay", "\"bay-1\", \"Bay One\", \"bay-9\"", "\"audit\"");
    let after = service("crane", "bay", "\"bay-3\", \"bay-3\", \"bay-9\"", "\"audit\"");
    becomes(&before, &after);
}

#[test]
fn a_name_that_stands_for_some_regions_makes_room_for_the_cloud_with_other_regions() {
    let before = "[[services]]\nservice = \"crane\"\ncloud = \"bay-south\"\nrequires = [\"audit\"]\n";
    becomes(before, &before.replace("\"bay-south\"\n", "\"bay\"\nregions = [\"bay-3\", \"bay-9\"]\n"));
    let before = "[deployment]\ncloud = \"bay-south\"\n\n[[services]]\nservice = \"barge\"\nrequires = [\"audit\"]\n\n[[services]]\nservice = \"crane\"\nrequires = [\"audit\"]\n";
    becomes(before, &before.replace("\"crane\"\n", "\"crane\"\ncloud = \"bay\"\nregions = [\"bay-3\", \"bay-9\"]\n"));
}

#[test]
fn names_with_marks_of_any_sort_are_left_as_they_are() {
    let before = service("crane", "bay", "\"bay-1\"", "\"audit\"") + "name = \"a \\\"crane\\\" ß 中 \\u001b[31m\"\n";
    becomes(&before, &before.replace("bay-1", "bay-3"));
}
