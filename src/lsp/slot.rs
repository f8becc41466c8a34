//! What the places of a manifest or a policy take: names of one sort, or nothing that is known.

use super::Form;
use super::outline::Outline;
use crate::catalog::Catalog;
use crate::model::id::Id;
use crate::model::provider::Cloud;

/// What a value names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A service of the catalogue.
    Service,
    /// A cloud.
    Cloud,
    /// A region.
    Region,
    /// What must be shown.
    Standard,
    /// The least assurance.
    Assurance,
    /// A condition of a claim.
    Condition,
    /// An agreement.
    Agreement,
    /// A class of data.
    Data,
    /// A service of the same file.
    Own,
    /// A rule.
    Rule,
    /// Rules, by their ids or by their groups.
    Rules,
    /// A pack of rules.
    Pack,
    /// How grave the findings of rules are.
    Grade,
    /// The least severity that fails a check.
    FailOn,
    /// How a report is shown.
    Report,
}

impl Slot {
    /// What the value that these keys lead to names.
    pub fn at(form: Form, path: &[&str]) -> Option<Self> {
        match form {
            Form::Manifest => Self::of_manifest(path),
            Form::Policy => Self::of_policy(path),
            Form::Rule => None,
        }
    }

    fn of_policy(path: &[&str]) -> Option<Self> {
        Some(match path {
            ["fail-on"] => Self::FailOn,
            ["format"] => Self::Report,
            ["packs"] => Self::Pack,
            ["severity", _] => Self::Grade,
            ["profiles", _] | ["profiles", _, "requires"] => Self::Standard,
            ["profiles", _, "standard"] | ["profiles", _, "requires", "standard"] => Self::Standard,
            ["profiles", _, "assurance"] | ["profiles", _, "requires", "assurance"] => Self::Assurance,
            ["waivers", "never"] => Self::Rules,
            _ => return None,
        })
    }

    fn of_manifest(path: &[&str]) -> Option<Self> {
        Some(match path {
            ["services", "service"] => Self::Service,
            ["deployment" | "services" | "waivers", "cloud"] => Self::Cloud,
            ["services", "regions"] | ["waivers", "region"] => Self::Region,
            ["deployment" | "services", "requires"] | ["waivers", "standard"] => Self::Standard,
            ["deployment" | "services", "requires", "standard"] => Self::Standard,
            ["deployment" | "services", "requires", "assurance"] => Self::Assurance,
            ["services", "meets"] => Self::Condition,
            ["services", "data"] | ["services", "sends-to", "data"] => Self::Data,
            ["agreements", "agreement"] => Self::Agreement,
            ["services", "sends-to", "service"] | ["waivers", "service"] => Self::Own,
            ["waivers", "rule"] => Self::Rule,
            _ => return None,
        })
    }
}

/// Words, each with what it is for.
pub type Words = &'static [(&'static str, &'static str)];

/// The keys of a table, which may stand in a list, each with what it is for; none where the table is unknown.
pub fn keys(form: Form, path: &[&str], in_list: bool) -> Words {
    match form {
        Form::Manifest => keys_of_manifest(path),
        Form::Policy => keys_of_policy(path, in_list),
        Form::Rule => &[],
    }
}

fn keys_of_policy(path: &[&str], in_list: bool) -> Words {
    match path {
        [] => &[
            ("fail-on", "the least severity that fails a check"),
            ("format", "how a report is shown where the command line doesn't say it"),
            ("catalogs", "folders with more of the catalogue, from this file on"),
            ("rules", "folders with more rules, from this file on"),
            ("packs", "packs of rules that the program carries"),
            ("evidence-age", "how old evidence may be"),
        ],
        ["waivers"] => &[
            ("never", "rules that nobody can waive: patterns over their ids"),
            ("longest", "how far ahead a waiver may end at most"),
            ("approved-by", "who can approve a waiver: patterns"),
        ],
        ["profiles", _, "requires"] | ["profiles", _] if in_list => {
            &[("standard", "standard[:edition][@level]"), ("assurance", "whether the provider's own word is enough")]
        }
        ["profiles", _] => &[("title", "what it is for"), ("requires", "what it stands for: standards, profiles")],
        _ => &[],
    }
}

fn keys_of_manifest(path: &[&str]) -> Words {
    const REQUIRES: (&str, &str) = ("requires", "what must be shown: standards, profiles");
    match path {
        ["deployment"] => &[
            ("name", "what it is called"),
            ("owner", "who answers for it"),
            ("cloud", "the cloud of every service that names none"),
            ("requires", "what must be shown for every service"),
            ("tags", "free words"),
        ],
        ["services"] => &[
            ("name", "your own name for it, unique in this file"),
            ("service", "the service, as the catalogue or its provider calls it"),
            ("cloud", "where it runs"),
            ("regions", "where in the cloud; without any, it is bound to none"),
            REQUIRES,
            ("data", "classes of data that it handles"),
            ("meets", "conditions of audits that this use meets"),
            ("sends-to", "the services of this file that get its data"),
            ("tags", "free words"),
        ],
        ["services", "sends-to"] => &[("service", "who gets the data"), ("data", "classes of that data")],
        ["deployment" | "services", "requires"] => {
            &[("standard", "standard[:edition][@level]"), ("assurance", "whether the provider's own word is enough")]
        }
        ["agreements"] => &[
            ("agreement", "which agreement"),
            ("signed", "from when it is in force"),
            ("expires", "the last day on which it is in force"),
        ],
        ["waivers"] => &[
            ("rule", "which rules: a pattern over their ids"),
            ("service", "which services: a pattern over their names"),
            ("standard", "which requirements: a pattern"),
            ("cloud", "which clouds: a pattern over their ids"),
            ("region", "which regions: a pattern over their ids"),
            ("until", "the last day on which it excuses"),
            ("reason", "why what is found may stand for now"),
            ("approved-by", "who allowed it"),
        ],
        _ => &[],
    }
}

/// The tables of a file, as their headers are written, each with what it is for.
pub fn tables(form: Form) -> Words {
    match form {
        Form::Manifest => &[
            ("[deployment]", "what holds for all services"),
            ("[[services]]", "a service that is deployed"),
            ("[[agreements]]", "an agreement that is signed"),
            ("[[waivers]]", "findings that are excused for a while"),
        ],
        Form::Policy => &[
            ("[severity]", "how grave the findings of rules are"),
            ("[profiles]", "named sets of standards"),
            ("[waivers]", "what waivers may do"),
        ],
        Form::Rule => &[],
    }
}

/// The cloud of a service that names `own`, else that of the deployment, where the catalogue knows it.
pub fn cloud(outline: &Outline<'_>, own: Option<&str>, catalog: &Catalog) -> Option<Id<Cloud>> {
    let name = own.or_else(|| outline.all(&["deployment", "cloud"]).first().copied())?;
    catalog.names().cloud(catalog.facts(), name).ok().map(|found| found.cloud)
}
