//! The manifest, `deploy.toml`.

use super::shape::{Shape, any_text, date, each, either, has, holding, list, may, must, never, table, text, word};
use super::{Names, Offer};
use crate::model::deployment::LeastAssurance;

/// The schema of a manifest.
pub(super) fn schema(names: &Names) -> Shape {
    let whole = table([
        may("deployment", "What holds for the deployment as a whole, and for all its services.", deployment(names)),
        must(
            "services",
            "What is deployed: one table for each use of a service. Each is checked in its cloud, in its regions, against \
             all that must be shown for it.",
            list(service(names)),
        ),
        may(
            "agreements",
            "Contracts that you have signed with a provider. Some assurances reach you only while one is in force.",
            list(agreement(names)),
        ),
        may(
            "waivers",
            "What may stand for a while although a rule finds it. A waiver always ends, and says why.",
            list(waiver(names)),
        ),
    ]);
    // Each service has a cloud, its own or that of the deployment.
    let one_for_all = has(&["deployment"]).and_holding("deployment", has(&["cloud"]));
    let own = holding([("services", list(has(&["cloud"])))]);
    let whole = whole.if_then(never(one_for_all), own);
    whole.whole("Manifest", "A deployment as a team declares it, for compliance-check: deploy.toml.")
}

fn deployment(names: &Names) -> Shape {
    table([
        may("name", "What the deployment is called in reports.", text().like("clinic-chatbot")),
        may("owner", "Who answers for it: a person, a team or an address.", text().like("platform@clinic.example")),
        may(
            "cloud",
            "The cloud of every service that names none itself: an id or any spelling of the catalogue.",
            text().offering(names, &[Offer::Clouds]),
        ),
        may(
            "requires",
            "What must be shown for every service below. What a service requires itself comes on top.",
            requires(names),
        ),
        may("tags", "Free words, which rules can look at: `tags = { stage = \"production\" }`.", tags()),
    ])
}

fn service(names: &Names) -> Shape {
    table([
        must(
            "service",
            "What is deployed: an id of the catalogue, or any spelling that a provider's documents print.",
            text().offering(names, &[Offer::Services]),
        ),
        may(
            "name",
            "Your own name for this use, unique in the file; what `service` says where it is left out.",
            text().like("intake-bot"),
        ),
        may(
            "cloud",
            "Where it runs: an id or any spelling. It may be left out where [deployment] names one for all services.",
            text().offering(names, &[Offer::Clouds]),
        ),
        may(
            "regions",
            "The regions that it runs in: ids or display names. Without any, the use is bound to no region.",
            list(text().offering(names, &[Offer::Regions])),
        ),
        may("requires", "What must be shown for this use, beside what [deployment] requires.", requires(names)),
        may(
            "data",
            "Classes of the data that it handles. Rules turn them into requirements.",
            list(text().offering(names, &[Offer::Data]).like("phi")),
        ),
        may(
            "meets",
            "Conditions of the catalogue's claims that this use meets: a claim under a condition counts only then.",
            list(text().offering(names, &[Offer::Conditions])),
        ),
        may("sends-to", "The services of this file to which it sends data.", list(flow(names))),
        may("tags", "Free words, which rules can look at: `tags = { tier = \"1\" }`.", tags()),
    ])
}

fn flow(names: &Names) -> Shape {
    table([
        must("service", "The name of the service of this file that receives.", any_text().like("records-db")),
        may(
            "data",
            "Classes of the data that goes there; all that the sender handles where it is left out.",
            list(text().offering(names, &[Offer::Data]).like("phi")),
        ),
    ])
}

fn agreement(names: &Names) -> Shape {
    table([
        must(
            "agreement",
            "The contract: an id of the catalogue or any spelling of it.",
            text().offering(names, &[Offer::Agreements]),
        ),
        may("signed", "The day from which it is in force, as a date without quotes.", date()),
        may("expires", "The last day on which it is in force, as a date without quotes.", date()),
    ])
}

fn waiver(names: &Names) -> Shape {
    let pattern = |example| text().like(example);
    table([
        must(
            "rule",
            "The rules whose findings may stand: an id, or a pattern over ids.",
            text().offering(names, &[Offer::Rules]).like("coverage/*"),
        ),
        may("service", "For which services: a pattern over their names in this file.", pattern("intake-*")),
        may(
            "standard",
            "For which standards: a pattern over `id[:edition][@level]` as reports write it.",
            text().offering(names, &[Offer::Standards]),
        ),
        may("cloud", "In which clouds: a pattern over their ids.", text().offering(names, &[Offer::Clouds])),
        may("region", "In which regions: a pattern over their ids.", text().offering(names, &[Offer::Regions])),
        must("until", "The last day on which it holds, as a date without quotes. A waiver always ends.", date()),
        must("reason", "Why this may stand for now.", text().like("The move to another cloud is under way (OPS-412)")),
        may("approved-by", "Who approved it. A policy may say who can.", text().like("ciso@clinic.example")),
    ])
}

fn tags() -> Shape {
    each(any_text())
}

/// A list of what must be shown.
fn requires(names: &Names) -> Shape {
    let table = table([
        must("standard", STANDARD, text().offering(names, &[Offer::Standards])),
        may("assurance", ASSURANCE, assurance()),
    ]);
    let offered = [Offer::Standards, Offer::Profiles];
    let plain = text().offering(names, &offered).about(
        "A standard as `standard[:edition][@level]`, or any alias of it; or a named set of standards as `profile:name`.",
    );
    list(either([plain, table.about("A standard with the least assurance that it must rest on.")]))
}

/// What `standard` means beside a least assurance.
pub(super) const STANDARD: &str = "A standard as `standard[:edition][@level]`, or any alias of it.";

/// What `assurance` means.
pub(super) const ASSURANCE: &str =
    "The least assurance that counts: `third-party` leaves out what is the provider's own word.";

/// The least assurance.
pub(super) fn assurance() -> Shape {
    word(LeastAssurance::ALL.map(LeastAssurance::name))
}
