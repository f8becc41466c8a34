//! The stories of the cases that the decision knows: each step, its words, and what stands beside it.

use crate::common;

use crate::common::harbour::{catalog, catalog_beside, claims, manifest};
use crate::common::mermaid;
use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::explain::{self, Effect, Explanation, Part, StepKind, Story, Wanted};
use compliance_check::load::policy;
use compliance_check::model::rule::Rules;
use compliance_check::model::verdict::Verdict;
use compliance_check::report::explain::{Explained, View};
use compliance_check::report::{CatalogSummary, Style};
use compliance_check::run::carried;
use compliance_check::text::Source;

const DAY: &str = "2026-03-01";

/// What is explained of a manifest by these rules.
#[track_caller]
fn explained(text: &str, catalog: &Catalog, rules: &Rules, day: &str, wanted: &Wanted) -> Explanation {
    let checker = Checker::new(catalog, rules, day.parse().expect("a date"));
    let deployment = common::deployment(text, catalog);
    explain::explain(&checker, &deployment, wanted).unwrap_or_else(|error| panic!("{error}"))
}

fn wanted(service: &str, standard: &str) -> Wanted {
    Wanted::Requirement { service: service.to_owned(), standard: standard.to_owned() }
}

/// The page for people, on one line.
fn page(explanation: Explanation) -> String {
    shown(explanation, View::Human).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shown(explanation: Explanation, view: View) -> String {
    let explained = Explained { explanation, catalog: CatalogSummary::default(), problems: 0, repeated: Vec::new() };
    let mut out = Vec::new();
    compliance_check::report::explain::write(&explained, view, &Style::default(), &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

/// The only story of a service with one requirement in the shipped catalogue.
#[track_caller]
fn real(service: &str, cloud: &str, requires: &str, rest: &str, day: &str) -> Explanation {
    let text = format!(
        "[[services]]\nname = \"it\"\nservice = {service:?}\ncloud = {cloud:?}\nrequires = [{requires:?}]\n{rest}"
    );
    explained(&text, &carried(), &common::shipped_rules(), day, &wanted("it", requires))
}

/// The only story of the crane in these documents.
#[track_caller]
fn crane(documents: &[(&str, &str, &str)], regions: &str, requires: &str) -> Vec<Story> {
    let text = manifest("pier-1", regions, &format!("{requires:?}"));
    explained(&text, &catalog(documents), &common::shipped_rules(), DAY, &wanted("crane", requires)).requirements
}

/// What a step of a story says, with what it does.
#[track_caller]
fn step(story: &Story, decision: usize, kind: StepKind) -> (Effect, &str) {
    let steps = &story.decisions[decision].steps;
    let found = steps.iter().find(|step| step.kind == kind);
    found.map(|step| (step.effect, step.says.as_str())).unwrap_or_else(|| panic!("no {} in {steps:#?}", kind.name()))
}

/// The parts of the documents of a story with their ids.
fn parts(story: &Story, decision: usize) -> Vec<(Part, &str)> {
    story.decisions[decision].documents.iter().map(|said| (said.part, said.document.id.as_str())).collect()
}

fn days(story: &Story) -> Vec<String> {
    story.dates.iter().map(|one| format!("{} {}", one.day, one.what)).collect()
}

#[test]
fn how_many_claims_a_document_makes_on_one_thing_is_told() {
    let says = |count: usize| {
        let rows: Vec<_> = (1..=count).map(|row| format!("in-scope at: row {row}, standards: [dod-srg@il2]")).collect();
        let rows: Vec<_> = rows.iter().map(String::as_str).collect();
        let stories = crane(&[("list", "2026-01-01", &claims("pier-1", &rows))], "", "dod-srg@il2");
        step(&stories[0], 0, StepKind::Claim).1.to_owned()
    };
    let stated = "in scope of DoD Impact Level 2 (row 1)";
    assert_eq!(says(1), stated);
    assert_eq!(says(2), format!("{stated}; the document makes 1 more claim on this, which serves no better"));
    assert_eq!(says(3), format!("{stated}; the document makes 2 more claims on this, none of which serves better"));
}

#[test]
fn a_level_that_is_too_low_stops_and_a_higher_one_passes_on_its_basis() {
    let low = real("azure-bot-service", "azure-public", "fedramp@high", "", "2021-08-03");
    let story = &low.requirements[0];
    assert_eq!(story.verdict, Verdict::LevelTooLow);
    let says = "FedRAMP Moderate is stated, and FedRAMP High, which is above it, is required";
    assert_eq!(step(story, 0, StepKind::Level), (Effect::Stops, says));
    assert!(step(story, 0, StepKind::Contested).1.contains("says covered"));
    assert_eq!(parts(story, 0)[0], (Part::Decides, "azure-bot-service-2021-08-03"));
    assert!(parts(story, 0).iter().any(|(part, _)| *part == Part::Contests));
    assert!(story.ways_out.as_ref().is_some_and(|ways| ways.contains("azure-government holds fedramp@high")));
    assert_eq!(low.findings[0].saw, [("verdict".to_owned(), vec!["level-too-low".to_owned()])]);
    let held = real("azure-bot-service", "azure-government", "fedramp@moderate", "", "2021-08-03");
    let (effect, says) = step(&held.requirements[0], 0, StepKind::Level);
    assert_eq!(effect, Effect::Passes);
    assert!(says.starts_with("FedRAMP High is stated, which includes FedRAMP Moderate ("), "{says}");
    assert!(page(held).contains("No rule reports anything."));
}

#[test]
fn a_document_on_other_regions_hands_over_to_the_newest_that_names_this_one() {
    let new = claims("pier-1", &["in-scope regions: [south], at: a, standards: [soc-2]"]);
    let old = claims("pier-1", &["in-scope regions: [north], at: b, standards: [soc-2]"]);
    let documents = [("new", "2026-02-01", new.as_str()), ("old", "2026-01-01", old.as_str())];
    let stories = crane(&documents, "\"north\", \"west\"", "soc-2");
    let [north, west] = stories.as_slice() else { panic!("{stories:#?}") };
    let title = |day| format!("\"An example list\", Nobody, as of {day}");
    let (effect, says) = step(north, 0, StepKind::Newest);
    let expected = format!(
        "{}, is the newest, and speaks of other regions only; the newest that names this region decides: {}",
        title("2026-02-01"),
        title("2026-01-01")
    );
    assert_eq!((effect, says), (Effect::Passes, expected.as_str()));
    assert_eq!(step(north, 0, StepKind::Region), (Effect::Passes, "it speaks for north"));
    let says = "it speaks of south only, and no document names west";
    assert_eq!((west.verdict, step(west, 0, StepKind::Region)), (Verdict::Elsewhere, (Effect::Stops, says)));
    let unbound = &crane(&documents, "", "soc-2")[0];
    let says = "it speaks of south only, and this use names no region";
    assert_eq!(step(unbound, 0, StepKind::Region), (Effect::Stops, says));
}

#[test]
fn of_two_documents_of_a_day_the_one_that_says_less_decides() {
    let more = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
    let less = claims("pier-1", &["pending at: b, standards: [soc-2]"]);
    let story = &crane(&[("one", "2026-01-01", &more), ("other", "2026-01-01", &less)], "", "soc-2")[0];
    let (_, says) = step(story, 0, StepKind::Newest);
    assert!(
        says.starts_with("of 2 that are equally new, the one that says less decides: ") && says.contains("(pending)")
    );
    assert_eq!(step(story, 0, StepKind::Claim), (Effect::Stops, "the audit for SOC 2 is under way (b)"));
}

#[test]
fn a_document_that_contradicts_itself_is_told_with_both_places() {
    let both = claims("pier-1", &["in-scope at: row 1, standards: [soc-2]", "pending at: row 2, standards: [soc-2]"]);
    let story = &crane(&[("new", "2026-02-01", &both)], "", "soc-2")[0];
    let (effect, says) = step(story, 0, StepKind::Claim);
    let expected =
        "the audit for SOC 2 is under way (row 2); row 1 says otherwise (covered), and the narrower one stands";
    assert_eq!((effect, says), (Effect::Stops, expected));
    let note = "it contradicts itself: covered by row 1; the narrowest of its claims stands";
    assert!(story.decisions[0].documents[0].notes.iter().any(|one| one == note));
    assert!(story.contested.as_ref().is_some_and(|how| how.starts_with("two statements of ")));
}

#[test]
fn a_relation_is_told_with_what_is_held_instead_and_its_source() {
    let explanation = real("azure-bot-service", "azure-public", "wcag:2.0", "", "2021-08-03");
    let story = &explanation.requirements[0];
    assert_eq!((story.verdict, story.decisions.len()), (Verdict::CoveredByRelation, 2));
    assert_eq!(step(story, 0, StepKind::Edition), (Effect::Stops, "WCAG 2.0 is required, and WCAG 2.1 is stated"));
    assert_eq!(step(story, 0, StepKind::Relation), (Effect::Passes, "WCAG 2.1 is covered, and includes WCAG 2.0"));
    assert_eq!(step(story, 1, StepKind::Edition), (Effect::Passes, "WCAG 2.1 is stated, as required"));
    let link = story.decisions[1].through.as_ref().expect("a relation leads there");
    assert!(link.sources.iter().any(|source| !source.found_at.is_empty()), "{link:?}");
    let chart = mermaid::read(&shown(explanation, View::Mermaid));
    assert!(chart.edges.iter().any(|(_, dashed, label, _)| !dashed && label.starts_with("by relation: WCAG 2.1")));
}

#[test]
fn a_chain_of_relations_is_told_link_by_link() {
    let standard = |id: &str, rest: &str| {
        format!(
            "id: {id}\nname: {id}\ntitle: {id}\nissuer: Nobody\nsegment: global\njurisdiction: global\n\
             kind: certification\nstated-in: unverified\n{rest}"
        )
    };
    let relation = |from: &str, to: &str| {
        format!(
            "relations:\n  - {{ from: {from}, relation: grants, to: {to}, use: satisfies, stated-in: unverified }}\n"
        )
    };
    let standards = [
        standard("first-code", ""),
        standard("second-code", &relation("first-code", "second-code")),
        standard("third-code", &relation("second-code", "third-code")),
    ];
    let text = claims("pier-1", &["in-scope at: a, standards: [first-code]"]);
    let catalog = catalog_beside(&standards, &[("one", "2026-01-01", &text)]);
    let manifest = manifest("pier-1", "", "\"third-code\"");
    let explanation = explained(&manifest, &catalog, &common::shipped_rules(), DAY, &wanted("crane", "third-code"));
    let titles: Vec<_> = explanation.requirements[0].decisions.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["third-code", "second-code", "first-code"]);
    let page = page(explanation);
    assert!(page.contains("first-code, which grants second-code (no publication was found that says so)"), "{page}");
}

#[test]
fn what_lapsed_names_its_own_end() {
    let explanation = real("azure-bot-service", "azure-public", "pci-dss", "", "2019-05-23");
    let story = &explanation.requirements[0];
    assert_eq!(story.verdict, Verdict::Lapsed);
    let says = "by the document's own word it held until 2018-12-22, which is before 2019-05-23";
    assert_eq!(step(story, 0, StepKind::Validity), (Effect::Stops, says));
    assert!(days(story).contains(&"2018-12-22 what it states ends by its own word".to_owned()));
    assert!(page(explanation).contains("No longer: what "));
}

#[test]
fn an_edition_that_ended_names_the_day_and_what_that_did() {
    let explanation = real("azure-bot-service", "azure-public", "iso-27001", "", "2026-11-22");
    let story = &explanation.requirements[0];
    let says = "ISO 27001:2013 ended on 2025-10-31: certificates for it lose their validity then";
    assert_eq!((story.verdict, step(story, 0, StepKind::Edition)), (Verdict::EditionRetired, (Effect::Stops, says)));
    let before = real("azure-bot-service", "azure-public", "iso-27001", "", "2021-08-03");
    let says = "counts until 2025-10-31: the end of ISO 27001:2013";
    assert_eq!(step(&before.requirements[0], 0, StepKind::Validity), (Effect::Passes, says));
    assert!(parts(story, 0).iter().filter(|(part, _)| *part == Part::Replaced).count() >= 3);
    assert!(story.decisions[0].documents.iter().any(|said| !said.replaced_by.is_empty()));
}

#[test]
fn a_closed_cloud_is_told_before_anything_else_with_who_says_so() {
    let explanation = real("office-365", "blackforest", "iso-27017", "", "2026-11-22");
    let story = &explanation.requirements[0];
    let says = "Azure Germany closed on 2021-10-29, which is before 2026-11-22, and nothing survives that";
    assert_eq!((story.verdict, step(story, 0, StepKind::Cloud)), (Verdict::CloudClosed, (Effect::Stops, says)));
    assert_eq!(story.deciding().map(|said| said.part), Some(Part::Closing));
    assert_eq!(days(story)[0], "2021-10-29 Azure Germany closes");
    let text = claims("old-pier", &["in-scope at: a, standards: [soc-2]"]);
    let text = format!("{text}  - {{ in-scope: crane, cloud: pier-1, at: a, standards: [soc-2] }}\n");
    let catalog = catalog(&[("late", "2026-02-01", &text)]);
    let manifest = manifest("old-pier", "", "\"soc-2\"");
    let late = explained(&manifest, &catalog, &common::shipped_rules(), DAY, &wanted("crane", "soc-2"));
    assert!(late.requirements[0].contested.as_ref().is_some_and(|how| how.contains("puts it in scope after that")));
    assert_eq!(parts(&late.requirements[0], 0), [(Part::Contests, "late")]);
    let page = page(late);
    assert!(page.contains("nothing survives that, though no publication was found that says that it closed"), "{page}");
    assert!(page.contains("1 document speaks of this, by a claim"), "{page}");
}

#[test]
fn a_condition_is_met_or_not_and_the_way_out_names_it() {
    let open = real("Power BI", "azure-public", "iso-22301", "", "2020-06-01");
    let story = &open.requirements[0];
    assert_eq!(story.verdict, Verdict::Conditional);
    let (effect, says) = step(story, 0, StepKind::Condition);
    assert!(effect == Effect::Stops && says.ends_with("which the manifest doesn't say that this use meets"), "{says}");
    assert!(story.ways_out.as_ref().is_some_and(|ways| ways.contains("meets = [\"standalone-or-office-365-plan\"]")));
    let text = "conditions:\n  planned: used as planned\nclaims:\n  \
        - { in-scope: crane, cloud: pier-1, at: a, standards: [soc-2], condition: planned }\n";
    let manifest = manifest("pier-1", "", "\"soc-2\"") + "meets = [\"planned\"]\n";
    let (catalog, rules) = (catalog(&[("list", "2026-01-01", text)]), common::shipped_rules());
    let met = explained(&manifest, &catalog, &rules, DAY, &wanted("crane", "soc-2"));
    let says = "only if used as planned (`planned`), which this use meets";
    assert_eq!(step(&met.requirements[0], 0, StepKind::Condition), (Effect::Passes, says));
}

#[test]
fn the_platform_stands_beside_and_never_decides() {
    let beside = real("azure-bot-service", "azure-government", "iso-27001", "", "2021-08-03");
    let story = &beside.requirements[0];
    assert_eq!(story.verdict, Verdict::NotListed);
    let (effect, says) = step(story, 0, StepKind::Platform);
    assert!(effect == Effect::Tells && says.ends_with("a platform's scope is not its services' scope"), "{says}");
    assert!(step(story, 0, StepKind::Claim).1.starts_with("it lists in full what Azure Bot Service holds in "));
    let only = real("Azure Portal", "azure-government", "pci-dss", "", "2021-08-03");
    let story = &only.requirements[0];
    assert_eq!((story.verdict, story.deciding().map(|said| said.part)), (Verdict::PlatformOnly, Some(Part::Platform)));
    assert!(page(only).contains("shown for the platform"));
}

#[test]
fn that_nothing_speaks_is_said_in_words() {
    let explanation = real("Genomics", "azure-public", "iso-22301:2012", "", "2021-08-03");
    let story = &explanation.requirements[0];
    assert_eq!(story.verdict, Verdict::NoEvidence);
    let says = "no document of 2021-08-03 or before speaks of this";
    assert_eq!(step(story, 0, StepKind::Documents), (Effect::Stops, says));
    assert!(page(explanation).contains("Not shown: no document in the catalogue speaks of it."));
}

#[test]
fn assurance_that_is_too_weak_names_its_kind() {
    let text = "[[services]]\nname = \"it\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        requires = [\"en-301-549\", { standard = \"en-301-549\", assurance = \"third-party\" }]\n";
    let explanation = explained(text, &carried(), &common::shipped_rules(), "2021-08-03", &wanted("it", "en-301-549"));
    let verdicts: Vec<_> = explanation.requirements.iter().map(|story| story.verdict).collect();
    assert_eq!(verdicts, [Verdict::Covered, Verdict::KindTooWeak]);
    let (effect, says) = step(&explanation.requirements[1], 0, StepKind::Kind);
    assert!(effect == Effect::Stops && says.contains("the provider's own word: self assessment"), "{says}");
}

/// Rules that ask for an agreement and a standard wherever patients' data comes.
const PHI: &str = "id: team/phi\ntitle: patients' data needs a business associate agreement\nsubject: service\n\
    match:\n  service.data: phi\nrequire:\n  standards: [hipaa-baa]\nwhy: The law asks for it.\n\
    examples:\n  - as-of: 2021-08-03\n    passes: |\n      [[services]]\n      service = \"azure-bot-service\"\n      \
    cloud = \"azure-public\"\n";

#[test]
fn a_rule_that_asks_is_told_with_its_reason_and_the_way_of_the_data() {
    let catalog = carried();
    let rules = common::rules_with([Source::new("team/phi.yaml", PHI)], &catalog);
    let service = |name: &str, rest: &str| {
        format!("[[services]]\nname = {name:?}\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n{rest}\n")
    };
    let text = [
        service("intake", "data = [\"phi\"]\nsends-to = [{ service = \"records\" }]"),
        service("records", "sends-to = [{ service = \"index\" }]"),
        service("index", ""),
    ]
    .concat();
    let explanation = explained(&text, &catalog, &rules, "2021-08-03", &wanted("index", "hipaa-baa"));
    let story = &explanation.requirements[0];
    assert!(!story.supposed);
    let rule = story.askings[0].rule.as_ref().expect("a rule asks");
    assert_eq!((rule.id.as_str(), rule.why.as_str()), ("team/phi", "The law asks for it."));
    assert_eq!(rule.data[0].way, ["intake", "records", "index"]);
    assert_eq!(rule.place.source.position(rule.place.span.start).line, 7);
    let agreement = story.duty.as_ref().and_then(|duty| duty.agreement.as_ref()).expect("an agreement is needed");
    assert_eq!((agreement.state, agreement.place.is_none()), ("missing", true));
    assert_eq!(explanation.findings[0].rule, "obligation/agreement-missing");
    let by_fingerprint = Wanted::Named(explanation.findings[0].fingerprint.to_string());
    let finding = explained(&text, &catalog, &rules, "2021-08-03", &by_fingerprint);
    assert_eq!(finding.requirements.len(), 1, "what the obligation rests on is told as well");
    let page = page(finding);
    for expected in [
        "the rule team/phi, at team/phi.yaml:7",
        "phi reaches `index` from `intake` through `records`, at deploy.toml:11",
        "because phi reaches `index` from `intake` through `records`.",
        "must be in force, and the manifest declares none",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let chart = mermaid::read(&shown(explanation, View::Mermaid));
    assert!(chart.nodes.iter().any(|(_, label)| label.contains("phi reaches `index` from `intake` through `records`")));
}

const FLOOR: &str = "id: team/third-party\ntitle: a third party answers for production\nsubject: deployment\n\
    match:\n  deployment.tags: stage=production\nrequire:\n  assurance: third-party\nwhy: Our auditors ask for it.\n\
    examples:\n  - as-of: 2021-08-03\n    passes: |\n      [[services]]\n      service = \"azure-bot-service\"\n      \
    cloud = \"azure-public\"\n";

#[test]
fn the_least_assurance_of_rules_holds_for_what_is_asked_and_for_what_could_be() {
    let catalog = carried();
    let rules = common::rules_with([Source::new("team/floor.yaml", FLOOR)], &catalog);
    let text = "[deployment]\ntags = { stage = \"production\" }\n[[services]]\nname = \"it\"\n\
        service = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"en-301-549\"]\n";
    for (standard, supposed) in [("en-301-549", false), ("section-508", true)] {
        let explanation = explained(text, &catalog, &rules, "2021-08-03", &wanted("it", standard));
        let story = &explanation.requirements[0];
        assert_eq!((story.supposed, story.verdict), (supposed, Verdict::KindTooWeak), "{standard}");
        assert!(story.askings.iter().any(|asking| asking.rule.is_some()), "{standard}");
        assert_eq!(explanation.beforehand.is_some(), supposed);
    }
}

#[test]
fn what_nothing_requires_is_told_as_it_would_be() {
    let catalog = carried();
    let text = "[[services]]\nname = \"it\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        requires = [\"fedramp@moderate\"]\n";
    let explanation = explained(text, &catalog, &common::shipped_rules(), "2021-08-03", &wanted("it", "fedramp@high"));
    let beforehand = explanation.beforehand.clone().expect("it is said");
    assert_eq!(
        beforehand,
        "Nothing requires fedramp@high of `it` (what is: fedramp@moderate); this is what would be if something did"
    );
    assert!(explanation.requirements[0].supposed && explanation.requirements[0].askings.is_empty());
    assert_eq!(explanation.findings[0].rule, "coverage/level-too-low");
    let page = page(explanation);
    assert!(page.contains("what rules would say") && !page.contains("asked by"), "{page}");
}

const WAIVED: &str = "[[services]]\nname = \"it\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
    requires = [\"fedramp@high\"]\n\n[[waivers]]\nrule = \"coverage/*\"\nuntil = 2021-07-31\nreason = \"Too long ago\"\n\n\
    [[waivers]]\nrule = \"coverage/level-too-low\"\nstandard = \"fedramp@*\"\nuntil = 2021-12-31\nreason = \"OPS-412\"\n\
    approved-by = \"ciso@example\"\n";

#[test]
fn a_waiver_is_told_with_its_end_and_its_approver_and_one_that_is_over_excuses_nothing() {
    let catalog = carried();
    let rules = common::shipped_rules();
    let explanation = explained(WAIVED, &catalog, &rules, "2021-08-03", &wanted("it", "fedramp@high"));
    let finding = explanation.findings.iter().find(|one| one.rule == "coverage/level-too-low").expect("it is reported");
    let excuse = finding.waived.as_ref().expect("it is excused");
    assert_eq!((excuse.reason.as_str(), excuse.until.to_string().as_str()), ("OPS-412", "2021-12-31"));
    assert_eq!(excuse.approved_by.as_deref(), Some("ciso@example"));
    assert_eq!(finding.not_excused_by.len(), 1);
    assert!(days(&explanation.requirements[0]).contains(&"2021-12-31 the waiver of line 13 ends".to_owned()));
    let over = explained(WAIVED, &catalog, &rules, "2021-08-03", &Wanted::Line { line: 8, column: None });
    assert_eq!(over.findings[0].rule, "waiver/expired");
    assert_eq!(over.requirements.len(), 1, "what it was written for is told as well");
    let page = page(explanation);
    let expected = "waived until 2021-12-31: OPS-412 (at deploy.toml:13:8, approved by ciso@example)";
    assert!(page.contains(expected), "{page}");
    assert!(page.contains("waiver until 2021-07-31, excuses nothing here, since it has ended: Too long ago"), "{page}");
}

#[test]
fn a_finding_that_several_share_tells_all_of_them() {
    let text = "[[services]]\nname = \"it\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        requires = [\"soc-1\", \"soc-2\", \"soc-3\", \"hitrust\"]\n";
    let (catalog, rules) = (carried(), common::shipped_rules());
    let checker = Checker::new(&catalog, &rules, "2026-11-22".parse().expect("a date"));
    let findings = checker.check(&common::deployment(text, &catalog)).findings;
    let [stale] = findings.as_slice() else { panic!("{findings:#?}") };
    assert!(stale.explain.is_none() && stale.about.len() == 4, "{stale:?}");
    let wanted = Wanted::Named(stale.fingerprint.to_string());
    let explanation = explained(text, &catalog, &rules, "2026-11-22", &wanted);
    assert_eq!(explanation.requirements.len(), 4);
    assert!(page(explanation).contains("the requirements behind it ✓ soc-1"));
}

/// The page of what is explained under a policy.
#[track_caller]
fn under(policy: &str, manifest: &str, day: &str, wanted: &Wanted) -> (Explanation, String) {
    let (catalog, rules) = (carried(), common::shipped_rules());
    let (draft, problems) = policy::read(&Source::new("compliance.toml", policy), &policy::Known::default());
    assert!(problems.is_empty(), "{problems:?}");
    let checker = Checker::new(&catalog, &rules, day.parse().expect("a date")).with_policy(&draft.policy);
    let deployment = common::deployment(manifest, &catalog);
    let told = || explain::explain(&checker, &deployment, wanted).expect("it can be told");
    (told(), page(told()))
}

#[test]
fn who_set_how_grave_a_finding_is_stands_beside_it() {
    let policy = "[severity]\n\"*\" = \"error\"\n\"coverage/*\" = \"error\"\n\"evidence/*\" = \"advice\"\n";
    let manifest = WAIVED.split("\n[[waivers]]").next().expect("it begins");
    let (told, page) = under(policy, manifest, "2021-08-03", &wanted("it", "fedramp@high"));
    let set: Vec<_> = told.findings.iter().map(|one| (one.rule.as_str(), one.severity_set_by.is_some())).collect();
    assert_eq!(set, [("coverage/level-too-low", true), ("evidence/contested", true)]);
    // Of two patterns that say the same, the more precise one decides.
    assert!(page.contains("severity error, by the policy at compliance.toml:3:16 (rule at "), "{page}");
    assert!(page.contains("severity advice, by the policy at compliance.toml:4:16 (rule at "), "{page}");
    let (_, page) = under("", manifest, "2021-08-03", &wanted("it", "fedramp@high"));
    assert!(page.contains("severity warning, by the rule at "), "{page}");
}

#[test]
fn what_the_policy_says_of_a_finding_and_its_waivers_is_told() {
    let policy = "evidence-age = \"6 months\"\n[waivers]\nnever = [\"coverage/level-too-low\"]\n";
    let (told, page) = under(policy, WAIVED, "2021-08-03", &wanted("it", "fedramp@high"));
    let finding = told.findings.iter().find(|one| one.rule == "coverage/level-too-low").expect("it is reported");
    let why: Vec<_> = finding.not_excused_by.iter().filter_map(|excuse| excuse.void.as_deref()).collect();
    assert_eq!((finding.waived.is_none(), why), (true, vec!["it has ended", "it breaks the policy"]));
    assert!(page.contains("waiver until 2021-12-31, excuses nothing here, since it breaks the policy"), "{page}");
    let manifest = "[[services]]\nname = \"it\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        requires = [\"soc-2\"]\n";
    let (_, page) = under(policy, manifest, "2026-11-22", &wanted("it", "soc-2"));
    assert!(page.contains("see compliance.toml:1:16: evidence may be 6 months old"), "{page}");
}

#[test]
fn a_profile_is_told_with_the_line_of_the_policy() {
    let folder = common::scratch("explain-profile");
    let manifest =
        "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"profile:all\"]\n";
    common::write(&folder, "deploy.toml", manifest);
    common::write(&folder, "compliance.toml", "[profiles]\nbase = [\"soc-2\"]\nall = [\"profile:base\", \"soc-1\"]\n");
    let run = |format: &str| {
        let arguments = ["explain", "deploy.toml", "azure-bot-service", "soc-2", "--as-of", "2021-08-03", "--format"];
        common::run_in(&folder, &[&arguments[..], &[format]].concat(), "").out
    };
    let json: serde_json::Value = serde_json::from_str(&run("json")).expect("it is JSON");
    common::keeps_to_schema("explain", &json);
    let profile = &json["requirements"][0]["asked_by"][0]["profile"];
    let expected = serde_json::json!({
        "name": "all", "named_by": "base", "place": { "path": "compliance.toml", "line": 2, "column": 9 }
    });
    assert_eq!(profile, &expected);
    assert!(run("human").contains("by the profile `all`, which contains `base`, at compliance.toml:2:9"));
}

#[test]
fn a_hostile_name_breaks_no_format() {
    let name = "\\\"]-->x[`<img src=x onerror=alert(1)>`\\n%%{init: {\\\"theme\\\": \\\"x\\\"}}%%\\u001b[31m#quot;";
    let text = format!(
        "[[services]]\nname = \"{name}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
         requires = [\"fedramp@high\"]\n\n[[waivers]]\nrule = \"coverage/*\"\nuntil = 2021-12-31\n\
         reason = \"{name}\"\napproved-by = \"{name}\"\n"
    );
    let (catalog, rules) = (carried(), common::shipped_rules());
    let line = Wanted::Line { line: 5, column: None };
    let explanation = || explained(&text, &catalog, &rules, "2021-08-03", &line);
    let chart = shown(explanation(), View::Mermaid);
    let read = mermaid::read(&chart);
    assert!(read.nodes.iter().any(|(_, label)| label.contains("<img src=x")), "it is shown as it is");
    assert!(!chart.contains("<img") && !chart.contains("%%") && !chart.contains('\u{1b}'));
    let page = shown(explanation(), View::Human);
    assert!(!page.contains('\u{1b}') && page.contains("\\u{1b}[31m"), "{page}");
    assert_eq!(chart, shown(explanation(), View::Mermaid), "the same bytes each time");
}

/// The step at which a verdict of the documents stops.
fn stopping(verdict: Verdict) -> Option<StepKind> {
    match verdict {
        Verdict::Covered | Verdict::CoveredByRelation => None,
        Verdict::CloudClosed => Some(StepKind::Cloud),
        Verdict::NoEvidence | Verdict::PlatformOnly => Some(StepKind::Documents),
        Verdict::Elsewhere => Some(StepKind::Region),
        Verdict::Pending | Verdict::Excluded | Verdict::NotListed => Some(StepKind::Claim),
        Verdict::Lapsed => Some(StepKind::Validity),
        Verdict::EditionRetired | Verdict::EditionDiffers | Verdict::EditionUnstated => Some(StepKind::Edition),
        Verdict::LevelTooLow | Verdict::LevelUnstated => Some(StepKind::Level),
        Verdict::KindTooWeak => Some(StepKind::Kind),
        Verdict::Conditional => Some(StepKind::Condition),
    }
}

/// The steps are told from the facts a second time, so they are held to the decision over the whole catalogue.
#[test]
fn the_step_that_stops_is_always_that_of_the_verdict() {
    let (catalog, rules) = (carried(), common::shipped_rules());
    let facts = catalog.facts();
    let days = ["2018-06-01", "2019-05-23", "2021-08-03", "2026-11-24"];
    let mut seen = std::collections::BTreeSet::new();
    for (number, (_, claim)) in facts.claims.iter().enumerate().filter(|(number, _)| number % 61 == 0) {
        let service = &facts.services[claim.service];
        let cloud = &facts.clouds[catalog.cloud_of(claim)];
        let standard = &facts.standards[claim.standard.standard];
        let region = match (number % 3, claim.regions.first(), cloud.regions.first()) {
            (0, Some(region), _) | (1, _, Some(region)) => format!("{:?}", facts.regions[*region].id.as_str()),
            _ => String::new(),
        };
        let level = standard.levels.get(number % standard.levels.len().max(1)).map(|&id| &facts.levels[id].id);
        let edition = standard.editions.get(number % standard.editions.len().max(1)).map(|&id| &facts.editions[id].id);
        let mut requires = vec![standard.id.to_string(), facts.reference(claim.standard)];
        requires.extend(level.map(|level| format!("{}@{level}", standard.id)));
        requires.extend(edition.map(|edition| format!("{}:{edition}", standard.id)));
        requires.dedup();
        let demands: Vec<_> = requires.iter().map(|one| format!("{one:?}")).collect();
        let text = format!(
            "[[services]]\nname = \"it\"\nservice = {:?}\ncloud = {:?}\nregions = [{region}]\nrequires = [{}, \
             {{ standard = {:?}, assurance = \"third-party\" }}]\n",
            service.id.as_str(),
            cloud.id.as_str(),
            demands.join(", "),
            standard.id.as_str()
        );
        let day = days[number % days.len()];
        let explanation = explained(&text, &catalog, &rules, day, &Wanted::Named("it".to_owned()));
        for decision in explanation.requirements.iter().flat_map(|story| &story.decisions) {
            let stops: Vec<_> = decision.steps.iter().filter(|step| step.effect == Effect::Stops).collect();
            let kinds: Vec<_> = stops.iter().map(|step| step.kind).collect();
            assert_eq!(kinds, stopping(decision.verdict).into_iter().collect::<Vec<_>>(), "{day}\n{text}{decision:#?}");
            seen.insert(decision.verdict);
        }
    }
    assert!(seen.len() >= 10, "enough of the verdicts occur: {seen:?}");
}
