//! The worked cases, each with its verdict, its deciding document and its date; and every verdict at least once.

use crate::common;

use compliance_check::catalog::{Answer, Catalog, Question};
use compliance_check::model::deployment::ServiceInstance;
use compliance_check::model::verdict::Verdict;

const BOT_2021: &str = "azure-bot-service-2021-08-03";
const BOT_2019: &str = "azure-bot-service-2019-05-23";
const ISO_27001: &str = "microsoft-iso-27001-2019-06-30";
const ISO_22301: &str = "microsoft-iso-22301-2019-06-30";

/// A service, a cloud and what is required; then the day.
struct Case<'c> {
    service: &'c str,
    cloud: &'c str,
    requires: &'c str,
    more: &'c str,
    as_of: &'c str,
}

fn instance(case: &Case<'_>, catalog: &Catalog) -> ServiceInstance {
    let requires =
        if case.requires.starts_with('{') { case.requires.to_owned() } else { format!("{:?}", case.requires) };
    let text = format!(
        "[[services]]\nservice = {:?}\ncloud = {:?}\nrequires = [{requires}]\n{}\n",
        case.service, case.cloud, case.more
    );
    common::deployment(&text, catalog).services.remove(0)
}

fn asking<R>(case: &Case<'_>, catalog: &Catalog, ask: impl FnOnce(&Question<'_>) -> R) -> R {
    let instance = instance(case, catalog);
    let demand = &instance.requires[0];
    ask(&Question {
        service: instance.service.value,
        cloud: instance.cloud.value,
        region: instance.regions.first().map(|region| region.value),
        required: demand.standard,
        assurance: demand.assurance,
        meets: &instance.meets,
        as_of: case.as_of.parse().expect("a date"),
    })
}

fn answer(case: &Case<'_>, catalog: &Catalog) -> Answer {
    asking(case, catalog, |question| Answer::clone(&catalog.resolve(question)))
}

/// Verdict and deciding document, as `verdict by document`.
fn told(catalog: &Catalog, answer: &Answer) -> String {
    let document = answer.deciding.as_ref().map(|opinion| catalog.facts().documents[opinion.document].id.as_str());
    match document {
        Some(document) => format!("{} by {document}", answer.verdict.name()),
        None => answer.verdict.name().to_owned(),
    }
}

#[track_caller]
fn check(catalog: &Catalog, service: &str, cloud: &str, requires: &str, as_of: &str, expected: &str) -> Answer {
    let answer = answer(&Case { service, cloud, requires, more: "", as_of }, catalog);
    assert_eq!(told(catalog, &answer), expected, "{service} in {cloud}: {requires} as of {as_of}");
    answer
}

#[test]
fn the_worked_cases_of_the_first_documents() {
    let catalog = common::catalog();
    let bot = "azure-bot-service";
    let by_2021 = |verdict: &str| format!("{verdict} by {BOT_2021}");
    // High subsumes Moderate.
    check(&catalog, bot, "azure-government", "fedramp@moderate", "2021-08-03", &by_2021("covered"));
    // Its own page lists no ISO item there; the platform's page stands beside the verdict.
    check(&catalog, bot, "azure-government", "iso-27001", "2021-08-03", &by_2021("not-listed"));
    let case = Case { service: bot, cloud: "azure-government", requires: "iso-27001", more: "", as_of: "2021-08-03" };
    let platforms = asking(&case, &catalog, |question| catalog.platform_opinions(question));
    let documents = &catalog.facts().documents;
    let beside: Vec<_> = platforms.iter().map(|one| documents[one.opinion.document].id.as_str()).collect();
    assert_eq!(beside, ["microsoft-iso-27001-2021-03-15"]);
    assert_eq!(platforms[0].opinion.verdict, Verdict::Covered);
    check(&catalog, bot, "azure-public", "dod-srg@il4", "2021-08-03", &by_2021("level-too-low"));
    check(&catalog, bot, "azure-public", "iso-27001", "2021-08-03", &by_2021("covered"));
    check(&catalog, bot, "azure-public", "iso-27001", "2025-10-31", &by_2021("covered"));
    check(&catalog, bot, "azure-public", "iso-27001", "2025-11-01", &by_2021("edition-retired"));
    check(&catalog, bot, "azure-public", "iso-27001", "2026-11-22", &by_2021("edition-retired"));
    check(&catalog, bot, "azure-government", "pci-dss@sp-level-1", "2021-08-03", &by_2021("level-unstated"));
    // Resolves by alias; a VPAT is the owner's own report.
    check(
        &catalog,
        bot,
        "azure-public",
        "{ standard = \"Chapter 508\", assurance = \"third-party\" }",
        "2021-08-03",
        &by_2021("kind-too-weak"),
    );
    // The attestation lives one year from its signature, whatever the opening sentence says beside it.
    let answer = check(&catalog, bot, "azure-public", "pci-dss", "2019-05-23", &format!("lapsed by {BOT_2019}"));
    assert_eq!(answer.contested_by.len(), 1, "the page contradicts itself");
    assert_eq!(answer.deciding.and_then(|one| one.until).map(|day| day.to_string()).as_deref(), Some("2018-12-22"));
    check(
        &catalog,
        "Office 365",
        "Office 365 Germany",
        "iso-27017",
        "2026-11-22",
        "cloud-closed by microsoft-iso-27017-2022-07-11",
    );
    check(&catalog, "Office 365", "blackforest", "iso-27017", "2026-11-22", "cloud-closed");
    check(&catalog, "Power BI", "azure-public", "iso-22301", "2020-06-01", &format!("conditional by {ISO_22301}"));
}

#[test]
fn a_condition_that_is_met_leaves_the_claim_plain() {
    let catalog = common::catalog();
    let more = "meets = [\"standalone-or-office-365-plan\"]";
    let case = Case { service: "Power BI", cloud: "azure-public", requires: "iso-22301", more, as_of: "2020-06-01" };
    assert_eq!(told(&catalog, &answer(&case, &catalog)), format!("covered by {ISO_22301}"));
}

#[test]
fn a_misprinted_edition_leads_to_the_one_that_was_meant() {
    let catalog = common::catalog();
    let error = catalog.names().standard(catalog.facts(), "iso-27019:2014").expect_err("there is no such edition");
    assert!(error.help.is_some_and(|help| help.contains("`iso-27018:2014`")));
}

#[test]
fn a_run_in_the_past_sees_only_what_existed_then() {
    let catalog = common::catalog();
    let bot = "azure-bot-service";
    check(&catalog, bot, "azure-public", "soc-2", "2018-05-08", "no-evidence");
    check(&catalog, bot, "azure-public", "soc-2", "2018-05-09", "covered by azure-bot-service-2018-05-09");
    check(&catalog, bot, "azure-public", "soc-2", "2019-05-23", &format!("covered by {BOT_2019}"));
    check(&catalog, bot, "azure-public", "soc-2", "2021-08-02", "covered by azure-bot-service-2020-07-20");
    check(&catalog, bot, "azure-public", "soc-2", "2021-08-03", &format!("covered by {BOT_2021}"));
}

#[test]
fn the_other_verdicts_of_the_first_documents() {
    let catalog = common::catalog();
    let bot = "azure-bot-service";
    let by_2021 = |verdict: &str| format!("{verdict} by {BOT_2021}");
    check(&catalog, bot, "azure-public", "wcag:2.0", "2021-08-03", &by_2021("covered-by-relation"));
    check(&catalog, bot, "azure-public", "iso-22301:2019", "2021-08-03", &by_2021("edition-differs"));
    check(
        &catalog,
        "azure",
        "azure-public",
        "iso-27001:2013",
        "2020-01-01",
        &format!("edition-unstated by {ISO_27001}"),
    );
    check(&catalog, bot, "azure-public", "iso-22301", "2020-06-01", "platform-only");
    check(&catalog, bot, "azure-china", "soc-2", "2021-08-03", "no-evidence");
}

/// A document on one service, for the cases that no shipped document shows.
fn document(id: &str, as_of: &str, rest: &str) -> String {
    format!(
        "id: {id}\ntitle: An example list\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: {as_of}\n\
         as-of-basis: printed\nfound-at: nowhere\n{rest}"
    )
}

fn catalog_with(documents: &[String]) -> Catalog {
    let texts: Vec<&str> = documents.iter().map(String::as_str).collect();
    Catalog::new(common::facts_with(&texts))
}

fn answered(catalog: &Catalog, region: &str, requires: &str, as_of: &str) -> String {
    let more = if region.is_empty() { String::new() } else { format!("regions = [{region:?}]") };
    let case = Case { service: "microsoft-datacenter", cloud: "azure-government", requires, more: &more, as_of };
    let answer = answer(&case, catalog);
    let contested = if answer.contested_by.is_empty() { "" } else { ", contested" };
    format!("{}{contested}", told(catalog, &answer))
}

#[test]
fn the_newest_document_decides_and_of_two_on_one_day_the_one_that_says_less() {
    let old = document(
        "old",
        "2026-01-01",
        "claims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [soc-2] }\n",
    );
    let new = document(
        "new",
        "2026-02-01",
        "claims:\n  - { out-of-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [soc-2] }\n",
    );
    let same = document(
        "same",
        "2026-02-01",
        "claims:\n  - { pending: microsoft-datacenter, cloud: azure-government, at: a, standards: [soc-2] }\n",
    );
    let catalog = catalog_with(&[old, new, same]);
    assert_eq!(answered(&catalog, "", "soc-2", "2026-01-31"), "covered by old");
    assert_eq!(answered(&catalog, "", "soc-2", "2026-02-01"), "excluded by new, contested");
}

#[test]
fn a_replaced_document_is_silent_once_the_newer_one_exists() {
    let old = document(
        "old",
        "2026-01-01",
        "claims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [soc-2] }\n",
    );
    let new = document(
        "new",
        "2026-02-01",
        "replaces: [old]\nclaims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [soc-3] }\n",
    );
    let catalog = catalog_with(&[old, new]);
    assert_eq!(answered(&catalog, "", "soc-2", "2026-01-31"), "covered by old");
    assert_eq!(answered(&catalog, "", "soc-2", "2026-02-01"), "no-evidence");
}

#[test]
fn a_region_limit_hands_the_word_to_the_newest_document_that_names_the_region() {
    let plain = document(
        "plain",
        "2025-01-01",
        "claims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [dod-srg@il5] }\n",
    );
    let gov = document(
        "gov",
        "2026-02-01",
        "claims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government, regions: [usgovvirginia], at: a, standards: [dod-srg@il5] }\n",
    );
    let dod = document(
        "dod",
        "2026-01-01",
        "claims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government-dod, at: a, standards: [dod-srg@il4] }\n",
    );
    let catalog = catalog_with(&[plain, gov, dod]);
    let day = "2026-03-01";
    assert_eq!(answered(&catalog, "usgovvirginia", "dod-srg@il5", day), "covered by gov");
    assert_eq!(answered(&catalog, "usdodeast", "dod-srg@il4", day), "covered by dod");
    assert_eq!(answered(&catalog, "usdodeast", "dod-srg@il5", day), "level-too-low by dod, contested");
    assert_eq!(
        answered(&catalog, "usgovtexas", "dod-srg@il5", day),
        "elsewhere by gov, contested",
        "no document names it"
    );
    assert_eq!(answered(&catalog, "", "dod-srg@il5", day), "elsewhere by gov, contested");
}

#[test]
fn within_one_document_the_narrowest_claim_stands() {
    let text = "conditions:\n  planned: used as planned\nclaims:\n  \
        - { in-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [soc-2, soc-3, hitrust] }\n  \
        - { in-scope: microsoft-datacenter, cloud: azure-government, at: b, standards: [soc-2], condition: planned }\n  \
        - { pending: microsoft-datacenter, cloud: azure-government, at: c, standards: [soc-3] }\n  \
        - { out-of-scope: microsoft-datacenter, cloud: azure-government, at: d, standards: [hitrust] }\n";
    let catalog = catalog_with(&[document("one", "2026-01-01", text)]);
    assert_eq!(answered(&catalog, "", "soc-2", "2026-03-01"), "conditional by one, contested");
    assert_eq!(answered(&catalog, "", "soc-3", "2026-03-01"), "pending by one, contested");
    assert_eq!(answered(&catalog, "", "hitrust", "2026-03-01"), "excluded by one, contested");
}

#[test]
fn across_levels_the_claim_that_serves_best_counts() {
    let text = "claims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [dod-srg@il2] }\n  \
        - { out-of-scope: microsoft-datacenter, cloud: azure-government, at: b, standards: [dod-srg@il5] }\n";
    let catalog = catalog_with(&[document("one", "2026-01-01", text)]);
    assert_eq!(answered(&catalog, "", "dod-srg", "2026-03-01"), "covered by one");
    assert_eq!(answered(&catalog, "", "dod-srg@il2", "2026-03-01"), "covered by one");
    assert_eq!(answered(&catalog, "", "dod-srg@il5", "2026-03-01"), "level-too-low by one");
}

#[test]
fn fedramp_moderate_alone_grants_il2_and_high_never_grants_il4() {
    let text = "claims:\n  - { in-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [fedramp@moderate] }\n";
    let moderate = catalog_with(&[document("one", "2026-01-01", text)]);
    assert_eq!(answered(&moderate, "", "dod-srg@il2", "2026-03-01"), "covered-by-relation by one");
    let high = catalog_with(&[document("one", "2026-01-01", &text.replace("moderate", "high"))]);
    assert_eq!(answered(&high, "", "dod-srg@il2", "2026-03-01"), "covered-by-relation by one");
    assert_eq!(answered(&high, "", "dod-srg@il4", "2026-03-01"), "no-evidence");
}

#[test]
fn hitrust_does_not_cure_a_missing_agreement() {
    let catalog = common::catalog();
    let rules = common::shipped_rules();
    let text = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nregions = [\"eastus\"]\n\
        data = [\"phi\"]\nrequires = [\"hipaa-baa\", \"hitrust\"]\n";
    let deployment = common::deployment(text, &catalog);
    let day = "2021-08-03".parse().expect("a date");
    let outcome = compliance_check::check::Checker::new(&catalog, &rules, day).check(&deployment);
    let verdicts: Vec<_> = outcome.requirements.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::Covered, Verdict::Covered]);
    let found: Vec<_> = outcome.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(found, ["obligation/agreement-missing"]);
}

#[test]
fn an_exclusion_of_one_level_is_none_of_the_standard() {
    let text = "claims:\n  - { out-of-scope: microsoft-datacenter, cloud: azure-government, at: a, standards: [dod-srg@il4] }\n";
    let catalog = catalog_with(&[document("one", "2026-01-01", text)]);
    assert_eq!(answered(&catalog, "", "dod-srg", "2026-03-01"), "no-evidence");
    assert_eq!(answered(&catalog, "", "dod-srg@il4", "2026-03-01"), "excluded by one");
    assert_eq!(answered(&catalog, "", "dod-srg@il5", "2026-03-01"), "excluded by one", "who holds IL5 holds IL4");
    assert_eq!(answered(&catalog, "", "dod-srg@il2", "2026-03-01"), "no-evidence");
}
