//! What the whole catalogue answers, each with its document: the questions that people ask of it, and the places where
//! published documents contradict each other.

use crate::common;
use crate::common::harbour;

use std::sync::LazyLock;

use compliance_check::catalog::{Answer, Catalog, Question};

static CATALOG: LazyLock<Catalog> = LazyLock::new(common::catalog);

struct Told {
    question: String,
    verdict: String,
    deciding: String,
    contested_by: Vec<String>,
    others: Vec<String>,
    other_clouds: Vec<String>,
}

/// Asks about a service in `cloud` or `cloud/region`, on a day.
fn ask(service: &str, place: &str, standard: &str, as_of: &str) -> Told {
    let (cloud, region) = place.split_once('/').map_or((place, None), |(cloud, region)| (cloud, Some(region)));
    let region = region.map(|region| format!("regions = [{region:?}]\n")).unwrap_or_default();
    let text = format!("[[services]]\nservice = {service:?}\ncloud = {cloud:?}\n{region}requires = [{standard:?}]\n");
    let deployment = common::deployment(&text, &CATALOG);
    let instance = &deployment.services[0];
    let question = Question {
        service: instance.service.value,
        cloud: instance.cloud.value,
        region: instance.regions.first().map(|region| region.value),
        required: instance.requires[0].standard,
        assurance: instance.requires[0].assurance,
        meets: &instance.meets,
        as_of: as_of.parse().expect("a date"),
    };
    told(&question, &CATALOG.resolve(&question), format!("{service} in {place}: {standard} as of {as_of}"))
}

fn told(question: &Question<'_>, answer: &Answer, words: String) -> Told {
    let facts = CATALOG.facts();
    let document = |id| facts.documents[id].id.to_string();
    let ways = CATALOG.ways_out(question, answer);
    Told {
        question: words,
        verdict: answer.verdict.name().to_owned(),
        deciding: answer.deciding.as_ref().map(|opinion| document(opinion.document)).unwrap_or_default(),
        contested_by: answer.contested_by.iter().map(|&id| document(id)).collect(),
        others: answer.history.iter().map(|opinion| document(opinion.document)).collect(),
        other_clouds: ways.clouds.iter().map(|way| facts.clouds[way.cloud].id.to_string()).collect(),
    }
}

impl Told {
    #[track_caller]
    fn is(self, verdict: &str, deciding: &str) -> Self {
        assert_eq!((self.verdict.as_str(), self.deciding.as_str()), (verdict, deciding), "{}", self.question);
        self
    }

    #[track_caller]
    fn contested_by(self, document: &str) -> Self {
        assert!(self.contested_by.iter().any(|one| one == document), "{}: {:?}", self.question, self.contested_by);
        self
    }
}

const SCOPE_2026: &str = "azure-audit-scope-2026-09-21";
const MARKETPLACE: &str = "fedramp-marketplace-2026-04-28";

#[test]
fn in_scope_in_one_cloud_and_not_in_the_other() {
    ask("Microsoft Fabric", "azure-public/eastus", "FedRAMP High", "2026-11-22").is("covered", SCOPE_2026);
    ask("Microsoft Fabric", "azure-government/usgovvirginia", "FedRAMP High", "2026-11-22").is("platform-only", "");
}

#[test]
fn a_level_gained_between_two_versions_of_a_page() {
    let asked = |day| ask("Azure VMware Solution", "azure-government/usgovvirginia", "DoD IL5", day);
    asked("2025-12-31").is("level-too-low", "azure-audit-scope-2025-01-27");
    asked("2026-02-25").is("covered", "azure-audit-scope-2026-02-25");
}

#[test]
fn public_high_is_for_regions_in_the_united_states() {
    ask("Azure Bot Service", "azure-public/eastus", "FedRAMP High", "2026-11-22").is("covered", SCOPE_2026);
    ask("Azure Bot Service", "azure-public/westeurope", "FedRAMP High", "2026-11-22").is("elsewhere", SCOPE_2026);
    ask("Azure Bot Service", "azure-public", "FedRAMP High", "2026-11-22").is("elsewhere", SCOPE_2026);
}

#[test]
fn impact_level_six_belongs_to_the_secret_cloud() {
    let asked = ask("Azure Virtual Machines", "azure-government/usgovvirginia", "DoD IL6", "2026-11-22");
    let asked = asked.is("level-unstated", SCOPE_2026);
    assert_eq!(asked.other_clouds, ["azure-government-secret"]);
    ask("Azure Virtual Machines", "azure-government-secret", "DoD IL6", "2026-11-22").is("covered", SCOPE_2026);
}

#[test]
fn on_an_old_list_and_not_on_the_newest() {
    let asked = |day| ask("AWS RoboMaker", "aws", "hipaa-baa", day);
    asked("2025-06-01").is("covered", "aws-hipaa-eligible-services-2025-04-16");
    asked("2026-11-22").is("not-listed", "aws-hipaa-eligible-services-2026-05-22");
}

#[test]
fn on_the_list_of_one_partition_and_not_on_the_other() {
    ask("AWS Resilience Hub", "aws-us-gov", "FedRAMP High", "2026-11-22").is("covered", MARKETPLACE);
    ask("AWS Resilience Hub", "aws/us-east-1", "fedramp", "2026-11-22").is("not-listed", MARKETPLACE);
}

#[test]
fn an_offering_that_is_tied_to_four_regions() {
    let document = "microsoft-hds-france-2022-07-01";
    for region in ["francecentral", "francesouth", "northeurope", "westeurope"] {
        ask("Azure", &format!("azure-public/{region}"), "HDS", "2023-12-07").is("covered", document);
    }
    ask("Azure", "azure-public/germanynorth", "HDS", "2023-12-07").is("elsewhere", document);
    ask("Azure", "azure-public", "HDS", "2023-12-07").is("elsewhere", document);
}

#[test]
fn two_services_in_one_entry_of_a_list() {
    ask("Web Apps (App Service)", "azure-government/usgovvirginia", "FedRAMP High", "2026-11-22")
        .is("covered", MARKETPLACE);
    let both =
        CATALOG.facts().claims.iter().filter(|(_, claim)| claim.at.contains("Web Apps (App Service) Windows Virtual"));
    let both: Vec<_> = both.map(|(_, claim)| CATALOG.facts().services[claim.service].id.to_string()).collect();
    assert_eq!(both, ["web-apps-app-service", "azure-virtual-desktop"]);
}

#[test]
fn an_exclusion_that_stands_in_brackets() {
    let document = "microsoft-iso-27701-2022-07-11";
    ask("Power Virtual Agents", "azure-public", "ISO 27701:2019", "2023-12-07").is("covered", document);
    ask("Power Virtual Agents", "azure-government", "iso-27701", "2023-12-07").is("excluded", document);
}

#[test]
fn the_bot_services_own_page_contradicts_the_scope_page() {
    let own = "azure-bot-service-2021-08-03";
    ask("Azure Bot Service", "azure-public/eastus", "FedRAMP High", "2024-08-01")
        .is("covered", "azure-audit-scope-2023-07-26")
        .contested_by(own);
    ask("Azure Bot Service", "azure-government/usgovvirginia", "DoD IL5", "2024-08-01")
        .is("covered", "azure-audit-scope-2023-07-26")
        .contested_by(own);
}

#[test]
fn one_service_in_two_rows_of_one_table() {
    let document = "azure-audit-scope-2026-02-25";
    ask("SQL Managed Instance", "azure-government/usgovvirginia", "DoD IL5", "2026-03-01")
        .is("level-too-low", document)
        .contested_by(document);
}

#[test]
fn a_closed_cloud_that_is_still_listed() {
    ask("Azure", "azure-germany", "ISO 27001", "2023-12-07")
        .is("cloud-closed", "microsoft-iso-27001-2022-07-11")
        .contested_by("microsoft-iso-27001-2022-07-11");
}

#[test]
fn the_offering_page_says_azure_where_public_azure_stops_below() {
    let document = "microsoft-dod-il5-2021-11-17";
    for day in ["2023-12-07", "2026-11-22"] {
        ask("Azure", "azure-public/eastus", "DoD IL5", day)
            .is("level-too-low", "microsoft-dod-il2-2021-11-17")
            .contested_by(document);
    }
    let facts = CATALOG.facts();
    let disputing: Vec<_> = facts
        .documents
        .iter()
        .filter(|(_, document)| document.disputed.iter().any(|one| one.printed == "Azure"))
        .map(|(_, document)| document.id.to_string())
        .collect();
    assert_eq!(disputing, [document]);
}

#[test]
fn a_row_without_a_cloud_never_puts_public_azure_at_the_higher_levels() {
    for service in ["Dynamics 365 Customer Service", "Power BI", "Microsoft Graph", "Azure Backup"] {
        for level in ["DoD IL4", "DoD IL5"] {
            for day in ["2022-06-01", "2023-01-01", "2026-11-22"] {
                let asked = ask(service, "azure-public/eastus", level, day);
                assert_ne!(asked.verdict, "covered", "{}", asked.question);
            }
        }
    }
}

#[test]
fn a_list_that_has_a_family_leaves_its_members_open() {
    // The newest list has ElastiCache in one row; the page of 2021 still names this engine.
    ask("Amazon ElastiCache for Redis", "aws", "hipaa-baa", "2026-11-22")
        .is("covered", "aws-services-in-scope-2021-09-24");
    ask("Elastic Load Balancing", "aws-us-gov", "fedramp@high", "2026-11-22")
        .is("covered", "aws-services-in-scope-2021-09-24");
}

#[test]
fn the_list_of_the_dod_regions_leaves_out_what_the_table_has() {
    let list = "azure-government-dod-regions-2023-05-09";
    let asked = ask("Azure Kubernetes Service", "azure-government/usdodcentral", "DoD IL5", "2023-12-07");
    let asked = asked.is("not-listed", list).contested_by("azure-audit-scope-2023-07-26");
    assert!(asked.others.iter().any(|one| one == "azure-audit-scope-2023-07-26"), "{:?}", asked.others);
    // Of a service that the table doesn't have either, nobody says otherwise.
    let asked =
        ask("Microsoft Fabric", "azure-government/usdodcentral", "DoD IL5", "2023-12-07").is("not-listed", list);
    assert_eq!(asked.contested_by, Vec::<String>::new());
}

#[test]
fn a_package_that_two_documents_call_by_two_clouds() {
    let facts = CATALOG.facts();
    let (_, page) = facts.documents.iter().find(|(_, one)| one.id.as_str() == SCOPE_2026).expect("it is there");
    assert!(page.disputed.iter().any(|one| one.printed.contains("MSO365MT")));
    ask("Office 365", "office365-gcc", "FedRAMP Moderate", "2026-11-22").is("covered", MARKETPLACE);
    ask("Office 365", "office365-gcc-high", "FedRAMP High", "2026-11-22")
        .is("covered", MARKETPLACE)
        .contested_by(SCOPE_2026);
}

/// Many uses ask the same: the answer is worked out once, also for regions that no document tells apart.
#[test]
fn what_was_answered_is_known() {
    let text = harbour::claims("pier-1", &["in-scope regions: [north], at: a, standards: [soc-2]"]);
    let catalog = harbour::catalog(&[("list", "2026-01-01", &text)]);
    let answer = |region: &str| harbour::shared_answer(&catalog, region, "soc-2", "2026-03-01").number();
    let (north, south, whole) = (answer("north"), answer("south"), answer(""));
    assert!(north.is_some() && south.is_some() && whole.is_some(), "the catalogue keeps them");
    assert_eq!(north, answer("north"), "the same question");
    assert_eq!(south, answer("west"), "no document tells the south from the west");
    assert_eq!(whole, answer(""));
    assert!(north != south && south != whole && north != whole);
}
