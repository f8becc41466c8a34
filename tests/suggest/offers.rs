//! What is offered for which gap, in which order, and what never is.

use compliance_check::suggest::Kind;

use super::{edited, findings, proposals, service, suggestion, told, what};

#[test]
fn another_region_takes_the_place_of_the_one_that_fails_and_the_paired_one_comes_first() {
    let text = service("crane", "bay", "\"bay-1\", \"bay-9\"", "\"audit\"");
    let one = suggestion(&text);
    assert_eq!((one.kind, one.what.as_str()), (Kind::Region, "put `crane` in bay-3 (NL) instead of bay-1 (NL)"));
    assert_eq!(told(&one.closes), ["coverage/elsewhere audit"]);
    assert_eq!(one.evidence.iter().map(|document| &*document.id).collect::<Vec<_>>(), ["list"]);
    assert_eq!(edited(&text), text.replace("bay-1", "bay-3"));
    assert!(findings(&edited(&text)).is_empty());
    let others = ["put `crane` in bay-2 (NL) instead of bay-1 (NL)", "put `crane` in bay-4 (NL) instead of bay-1 (NL)"];
    assert_eq!(what(&one.alternatives), others);
    assert_eq!(one.alternatives[1].notes, ["the provider has to be asked for access to bay-4"]);
}

#[test]
fn of_regions_that_are_as_near_the_one_that_the_manifest_uses_already_comes_first() {
    // The paired region is taken by the service itself.
    let crane = service("crane", "bay", "\"bay-1\", \"bay-3\"", "\"audit\"");
    let other = |region: &str| service("barge", "bay", region, "\"audit\"");
    assert!(edited(&format!("{crane}{}", other("\"bay-9\""))).contains("\"bay-2\", \"bay-3\""));
    // It is used, and access to it has to be asked for: what is open to all comes first.
    assert!(edited(&format!("{crane}{}", other("\"bay-4\""))).contains("\"bay-2\", \"bay-3\""));
}

#[test]
fn a_service_moves_to_another_cloud_with_regions_in_the_same_country() {
    let text = service("winch", "bay", "\"bay-1\", \"bay-2\"", "\"audit\"");
    let one = suggestion(&text);
    assert_eq!(one.kind, Kind::Cloud);
    assert_eq!(one.what, "move `winch` from bay to lake, in lake-1 (NL), lake-2 (NL)");
    assert_eq!(edited(&text), service("winch", "lake", "\"lake-1\", \"lake-2\"", "\"audit\""));
    let unbound = service("winch", "bay", "", "\"audit\"");
    assert_eq!(suggestion(&unbound).what, "move `winch` from bay to lake");
}

#[test]
fn the_same_regions_in_another_order_are_no_other_way() {
    let one = suggestion(&service("winch", "bay", "\"bay-1\", \"bay-2\"", "\"audit\""));
    let pairs = |text: &str| {
        let mut regions: Vec<_> =
            text.split(", in ").nth(1).unwrap_or_default().split(", ").map(str::to_owned).collect();
        regions.sort();
        regions
    };
    let mut ways: Vec<_> = what(&one.alternatives).into_iter().chain([one.what.as_str()]).map(pairs).collect();
    let count = ways.len();
    ways.sort();
    ways.dedup();
    assert_eq!(ways.len(), count, "{one:#?}");
}

#[test]
fn where_no_region_is_named_one_is_and_the_manifest_is_followed() {
    let text = service("crane", "bay", "", "\"audit\"");
    let one = suggestion(&text);
    assert_eq!((one.kind, one.what.as_str()), (Kind::Region, "name the region of `crane`: bay-2 (NL)"));
    assert_eq!(one.notes, ["the manifest names no region today, so the choice is yours"]);
    assert_eq!(edited(&text), service("crane", "bay", "\"bay-2\"", "\"audit\""));
    let text = format!("{text}{}", service("barge", "bay", "\"bay-9\"", "\"audit\""));
    assert_eq!(suggestion(&text).what, "name the region of `crane`: bay-9 (DE)");
}

#[test]
fn a_region_of_the_same_cloud_is_preferred_to_another_cloud() {
    let proposals = proposals(&service("crane", "bay", "\"bay-1\"", "\"audit\""));
    let kinds = proposals.suggestions.iter().flat_map(|one| one.alternatives.iter().chain([one]));
    assert!(kinds.map(|one| one.kind).all(|kind| kind == Kind::Region));
}

#[test]
fn data_is_never_led_to_another_country_by_choice() {
    // Germany has one region of the lake, and the service is in two places there.
    let far = service("crane", "bay", "\"bay-1\", \"bay-2\", \"bay-3\", \"bay-4\"", "\"audit\"");
    let proposals_of_far = proposals(&far);
    assert!(proposals_of_far.suggestions.is_empty());
    let [open] = proposals_of_far.open.as_slice() else { panic!("{proposals_of_far:#?}") };
    assert_eq!(open.why, ["what would close it leads to another country, which is for you to choose"]);
    let [other] = open.alternatives.as_slice() else { panic!("{open:#?}") };
    assert_eq!(other.what, "put `crane` in bay-9 (DE) instead of bay-1 (NL)");
    assert_eq!(other.notes, ["it leads away from where the manifest says: from bay-1 (NL) to bay-9 (DE)"]);
    // A cloud in one country names that country, even where no region is named.
    let closed = proposals(&service("raft", "old-bay", "", "\"audit\""));
    assert!(closed.suggestions.is_empty());
    assert_eq!(what(&closed.open[0].alternatives), ["move `raft` from old-bay to pond"]);
    assert_eq!(closed.open[0].alternatives[0].notes, ["old-bay is in NL alone, and this is not"]);
}

#[test]
fn where_the_manifest_names_a_region_a_cloud_without_any_is_not_chosen() {
    let proposals = proposals(&service("raft", "bay", "\"bay-1\"", "\"audit\""));
    assert!(proposals.suggestions.is_empty());
    let other = &proposals.open[0].alternatives[0];
    assert_eq!(other.what, "move `raft` from bay to pond");
    assert_eq!(other.notes, ["no region of pond is known, so the manifest would name none"]);
}

#[test]
fn a_service_in_a_closed_cloud_moves_near_to_where_it_was() {
    let text = service("crane", "old-bay", "\"old-1\"", "\"audit\"");
    assert_eq!(suggestion(&text).what, "move `crane` from old-bay to bay, in bay-2 (NL)");
    assert_eq!(told(&suggestion(&text).closes), ["coverage/cloud-closed audit"]);
}

#[test]
fn a_region_of_another_cloud_is_replaced_by_one_of_this_cloud() {
    let text = service("barge", "bay", "\"lake-1\"", "\"audit\"");
    assert_eq!(told(&suggestion(&text).closes), ["placement/region-outside-cloud"]);
    assert_eq!(suggestion(&text).what, "put `barge` in bay-1 (NL) instead of lake-1 (NL)");
    // Where the service is in scope in the region's own cloud alone, that is named.
    let moved = suggestion(&service("winch", "bay", "\"lake-1\"", "\"audit\""));
    assert_eq!(moved.what, "move `winch` from bay to lake, in lake-1 (NL)");
}

#[test]
fn nothing_is_moved_where_no_document_shows_the_service() {
    let closed = proposals("[[services]]\nservice = \"crane\"\ncloud = \"old-bay\"\n");
    assert!(closed.suggestions.is_empty());
    assert_eq!(closed.open[0].why, ["nothing is required of it, so no document shows where else it may run"]);
    assert!(closed.open[0].alternatives.is_empty());
}

#[test]
fn conditions_of_one_service_are_declared_together_and_must_be_confirmed() {
    let text = service("ferry", "bay", "\"bay-1\"", "\"audit\", \"seal\"");
    let one = suggestion(&text);
    assert_eq!((one.kind, one.what.as_str()), (Kind::Condition, "say that `ferry` meets `moored`, `lit`"));
    let confirm = "true only if this use is moored for the night, and lit from dusk on";
    assert_eq!(one.confirm.as_deref(), Some(confirm));
    assert_eq!(told(&one.closes), ["coverage/conditional audit", "coverage/conditional seal"]);
    assert!(edited(&text).contains("meets = [\"moored\", \"lit\"]\n"));
    assert!(proposals(&text).edits(false).is_empty(), "nobody has confirmed it");
    assert_eq!((proposals(&text).left(false), proposals(&text).left(true)), (2, 0));
}

#[test]
fn an_agreement_that_several_services_need_is_declared_once_and_without_dates() {
    let barge = |name: &str| format!("{}name = {name:?}\n", service("barge", "bay", "", "\"contract\""));
    let text = format!("{}{}", barge("one"), barge("two"));
    let one = suggestion(&text);
    assert_eq!((one.kind, one.what.as_str()), (Kind::Agreement, "declare the agreement `first-contract`"));
    assert_eq!(one.closes.len(), 2);
    assert!(one.confirm.is_some());
    assert_eq!(what(&one.alternatives), ["declare the agreement `second-contract`"]);
    assert_eq!(edited(&text), format!("{text}\n[[agreements]]\nagreement = \"first-contract\"\n"));
}

#[test]
fn an_agreement_goes_with_a_move_and_rests_on_what_is_shown_there() {
    let text = service("ketch", "bay", "", "\"audit\", \"contract\"");
    let proposals = proposals(&text);
    assert_eq!(
        what(&proposals.suggestions),
        ["move `ketch` from bay to lake", "declare the agreement `first-contract`"]
    );
    assert_eq!(proposals.suggestions[1].evidence[0].locator.as_deref(), Some("row 11"));
    assert!(findings(&edited(&text)).is_empty());
}

#[test]
fn the_dates_of_a_declared_agreement_are_not_touched() {
    let barge = service("barge", "bay", "", "\"contract\"");
    for dates in ["expires = 2025-12-31", "signed = 2027-01-01"] {
        let text = format!("{barge}\n[[agreements]]\nagreement = \"first-contract\"\n{dates}\n");
        let proposals = proposals(&text);
        assert!(proposals.suggestions.is_empty(), "{dates}");
        let why = "`first-contract` is declared, and not in force on 2026-03-01; its dates are for you to say";
        assert_eq!(proposals.open[0].why, [why]);
        assert!(proposals.open[0].advice.contains("agreement"));
    }
}

#[test]
fn a_move_and_a_condition_go_together_where_neither_is_enough() {
    let text = service("tug", "bay", "\"bay-1\"", "\"audit\"");
    let one = suggestion(&text);
    assert_eq!(one.what, "move `tug` from bay to lake, in lake-1 (NL), where it meets `moored`");
    assert_eq!(one.confirm.as_deref(), Some("true only if this use is moored for the night"));
    let meets = "regions = [\"lake-1\"]\nmeets = [\"moored\"]\n";
    assert!(edited(&text).contains(meets), "{}", edited(&text));
}

#[test]
fn what_would_add_a_finding_as_grave_is_told_and_not_offered() {
    let proposals = proposals(&service("pilot", "bay", "\"bay-1\"", "\"audit\", \"seal\""));
    assert!(proposals.suggestions.is_empty());
    let [open] = proposals.open.as_slice() else { panic!("{proposals:#?}") };
    assert_eq!(open.why, ["lake in lake-1 (NL) would close it, and add error[coverage/no-evidence] on seal"]);
    assert!(open.alternatives.is_empty());
}

#[test]
fn what_would_add_a_less_grave_finding_is_an_alternative_that_says_so() {
    let proposals = proposals(&service("buoy", "bay", "\"bay-1\"", "\"audit\""));
    assert!(proposals.suggestions.is_empty());
    let [open] = proposals.open.as_slice() else { panic!("{proposals:#?}") };
    assert_eq!(open.why, ["what would close it adds a finding that is less grave, which is for you to weigh"]);
    assert_eq!(told(&open.alternatives[0].adds), ["evidence/stale audit"]);
}

#[test]
fn where_nothing_helps_that_is_said_with_what_was_asked() {
    let proposals = proposals(&service("rope", "bay", "", "\"audit\", \"seal\""));
    assert_eq!((proposals.gaps.len(), proposals.open.len()), (2, 2));
    for open in &proposals.open {
        let why = "8 regions and 2 clouds of Anchorage besides bay were asked, and none covers it";
        assert_eq!((open.why.as_slice(), open.alternatives.len()), ([why.to_owned()].as_slice(), 0));
        assert!(!open.advice.is_empty());
    }
}

#[test]
fn what_is_required_is_never_touched_and_what_is_waived_is_left_alone() {
    let crane = service("crane", "bay", "\"bay-1\"", "\"audit\"");
    let waiver = "[[waivers]]\nrule = \"coverage/*\"\nuntil = 2026-12-31\nreason = \"Known\"\n";
    let waived = proposals(&format!("{crane}{waiver}"));
    assert!(waived.gaps.is_empty() && waived.suggestions.is_empty() && waived.open.is_empty());
    // A move that leaves a waiver without use adds a warning, so it is not made for another gap.
    let winch = service("winch", "bay", "", "\"audit\", \"seal\"");
    let proposals = proposals(&format!("{winch}{waiver}standard = \"seal\"\n"));
    assert!(proposals.suggestions.is_empty(), "{proposals:#?}");
    assert_eq!(told(&proposals.open[0].alternatives[0].adds), ["waiver/unused"]);
}

#[test]
fn findings_that_no_edit_closes_are_counted_apart() {
    let text = service("buoy", "lake", "\"lake-1\"", "\"audit\"");
    let proposals = proposals(&text);
    assert_eq!((proposals.gaps.len(), told(&proposals.outside)), (0, vec!["evidence/stale audit".to_owned()]));
}

#[test]
fn the_cloud_of_the_deployment_changes_where_all_that_have_it_move_and_one_service_is_given_its_own_else() {
    let head = "[deployment]\ncloud = \"bay\" # ours\n\n";
    let winch = |name: &str| format!("[[services]]\nname = {name:?}\nservice = \"winch\"\nrequires = [\"audit\"]\n");
    let all = format!("{head}{}{}", winch("one"), winch("two"));
    assert_eq!(suggestion(&all).what, "change the cloud of the deployment from bay to lake, for `one`, `two`");
    assert_eq!(edited(&all), all.replace("\"bay\"", "\"lake\""));
    let stays = "[[services]]\nservice = \"barge\"\nrequires = [\"audit\"]\n";
    let some = format!("{head}{}{stays}", winch("one"));
    assert_eq!(suggestion(&some).what, "move `one` from bay to lake");
    assert_eq!(edited(&some), some.replace("\"winch\"\n", "\"winch\"\ncloud = \"lake\"\n"));
    // A service that can't be read may have the cloud of the deployment as well.
    let faulty = format!("{all}[[services]]\nservice = \"crain\"\n");
    assert_eq!(proposals(&faulty).suggestions.len(), 2);
}

#[test]
fn services_with_a_problem_are_left_out_and_the_rest_is_looked_at() {
    let text = format!("{}{}", service("crain", "bay", "", ""), service("crane", "bay", "\"bay-1\"", "\"audit\""));
    let proposals = proposals(&text);
    assert_eq!((proposals.problems.len(), proposals.suggestions.len()), (1, 1));
    assert_eq!(super::proposals("[[services]").suggestions.len(), 0);
}

#[test]
fn every_alternative_would_pass_as_well() {
    let manifests = [
        service("crane", "bay", "\"bay-1\"", "\"audit\""),
        service("crane", "bay", "\"bay-1\", \"bay-2\", \"bay-3\", \"bay-4\"", "\"audit\""),
        service("raft", "bay", "\"bay-1\"", "\"audit\""),
        service("barge", "bay", "", "\"contract\""),
        service("buoy", "bay", "\"bay-1\"", "\"audit\""),
    ];
    let mut count = 0;
    for text in manifests {
        let proposals = proposals(&text);
        let of_open = proposals.open.iter().flat_map(|open| &open.alternatives);
        for other in proposals.suggestions.iter().flat_map(|one| &one.alternatives).chain(of_open) {
            let edited = compliance_check::suggest::apply(&text, &other.edits).expect("it fits");
            assert_eq!(told(&findings(&edited)), told(&other.adds), "{edited}");
            count += 1;
        }
    }
    assert!(count >= 7, "{count}");
}
