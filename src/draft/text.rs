//! The manifest as text.

use std::fmt::Write;

use toml::Value;

use super::{Draft, Drafted, Required};
use crate::model::profile::PREFIX;

/// The column at which a comment begins, where the line leaves room.
const COMMENT: usize = 46;

const HEAD: &str = "\
# What is deployed, and what must be shown for it: `compliance-check` holds this against what published audit documents
# put in scope. A name may be an id of the catalogue or any spelling that a document prints;
# `compliance-check catalog search WORDS` finds them.
";

const REQUIRES: &str = "\
# What must be shown for every service, as standard[:edition][@level]:
# requires = [\"standard@level\"]
";

const WAIVERS: &str = "\
# A dated exception for a finding that can't be mended yet:
# [[waivers]]
# rule = \"coverage/not-listed\"                 # stands in brackets in the finding
# service = \"name\"
# until = YYYY-MM-DD                           # the last day on which it excuses
# reason = \"why, and what is done about it\"
";

impl Draft<'_> {
    /// The manifest, down to the last line end.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n[deployment]\n");
        if let Some(name) = &self.name {
            entry(&mut text, "name", &quoted(name), "");
        }
        if let Some(owner) = &self.owner {
            entry(&mut text, "owner", &quoted(owner), "who answers for it");
        }
        if let Some(cloud) = self.cloud {
            entry(&mut text, "cloud", &quoted(cloud), "the default for every service");
        }
        let reference = |one: &Required| match one {
            Required::Standard(standard) => self.facts.reference(*standard),
            Required::Profile(name) => format!("{PREFIX}{name}"),
        };
        let requires: Vec<_> = self.requires.iter().map(|one| quoted(&reference(one))).collect();
        if requires.is_empty() {
            text.push_str(REQUIRES);
        } else {
            list(&mut text, "requires", &requires, "must be shown for every service");
        }
        self.services.iter().for_each(|service| self.service(&mut text, service));
        self.agreements(&mut text);
        text.push('\n');
        text.push_str(WAIVERS);
        text
    }

    fn service(&self, text: &mut String, service: &Drafted<'_>) {
        let known = &self.facts.services[service.service];
        text.push_str("\n[[services]]\n");
        entry(text, "name", &quoted(&service.name), "your own name for it");
        entry(text, "service", &quoted(known.id.as_str()), &known.name);
        if let Some(cloud) = service.cloud {
            entry(text, "cloud", &quoted(cloud), "its home; another one where it runs elsewhere");
        }
        if self.regions.is_empty() {
            text.push_str("# regions = []: without any, the use is not bound to a region\n");
        } else {
            let regions: Vec<_> = self.regions.iter().map(|region| quoted(region)).collect();
            list(text, "regions", &regions, "");
        }
    }

    /// The contracts that are needed, to be declared once they are signed: their days are not known here.
    fn agreements(&self, text: &mut String) {
        for &agreement in &self.agreements {
            let known = &self.facts.agreements[agreement];
            let standard = &self.facts.standards[known.standard].name;
            // Writing to a text can't fail.
            let _ = write!(
                text,
                "\n# {standard} reaches you through an agreement; declare it here once it is signed:\n\
                 # [[agreements]]\n# agreement = {}\n# signed = YYYY-MM-DD                          # its first day\n\
                 # expires = YYYY-MM-DD                         # its last day\n",
                quoted(known.id.as_str())
            );
        }
    }
}

/// A line `key = value`, with a comment where there is one.
fn entry(text: &mut String, key: &str, value: &str, comment: &str) {
    let line = format!("{key} = {value}");
    // A comment ends with its line, and a control character has no place in it.
    let comment: String = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let gap = COMMENT.saturating_sub(line.chars().count()).max(1);
    text.push_str(&line);
    if !comment.is_empty() && !line.contains('\n') {
        text.push_str(&" ".repeat(gap));
        text.push_str("# ");
        text.push_str(&comment);
    }
    text.push('\n');
}

/// A list on one line where it is short, else with a line for each.
fn list(text: &mut String, key: &str, values: &[String], comment: &str) {
    let line = values.join(", ");
    if line.len() <= 60 {
        return entry(text, key, &format!("[{line}]"), comment);
    }
    let lines: String = values.iter().map(|value| format!("    {value},\n")).collect();
    text.push_str(&format!("{key} = [\n{lines}]\n"));
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, Wanted};
    use crate::load::manifest;
    use crate::model::deployment::Deployment;
    use crate::model::profile::Profiles;
    use crate::run::carried;
    use crate::text::Source;

    fn wanted(services: &[&str], requires: &[&str]) -> Wanted {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Wanted { services: owned(services), requires: owned(requires), ..Wanted::default() }
    }

    /// The manifest as it is loaded again, without any problem.
    #[track_caller]
    fn loaded(wanted: &Wanted) -> (String, Deployment) {
        let catalog = carried();
        let text = Draft::new(wanted, &catalog, &Profiles::default()).expect("every name is known").text();
        let (deployment, problems) = manifest::load(
            &Source::new("deploy.toml", text.as_str()),
            &catalog,
            &crate::model::profile::Profiles::default(),
        );
        let problems: Vec<_> = problems.into_iter().map(|problem| problem.message).collect();
        assert_eq!(problems, Vec::<String>::new(), "{text}");
        (text, deployment)
    }

    #[test]
    fn any_spelling_becomes_an_id_with_the_name_beside_it() {
        let (text, deployment) = loaded(&Wanted {
            name: Some("desk".to_owned()),
            cloud: Some("Fairfax".to_owned()),
            regions: vec!["US Gov Virginia".to_owned(), "usgovvirginia".to_owned()],
            ..wanted(&["Azure Bot Service", "azure-bot-service"], &["FedRAMP High", "hipaa baa", "fedramp@high"])
        });
        assert!(text.contains("service = \"azure-bot-service\"                 # Azure Bot Service\n"), "{text}");
        assert!(text.contains("requires = [\"fedramp@high\", \"hipaa-baa\"]"), "{text}");
        assert!(text.contains("# agreement = \"microsoft-hipaa-baa\""), "{text}");
        let names: Vec<_> = deployment.services.iter().map(|service| service.name.value.as_str()).collect();
        assert_eq!(names, ["azure-bot-service", "azure-bot-service-2"]);
        assert_eq!(deployment.services[0].regions.len(), 1, "a region that is named twice stands once");
    }

    #[test]
    fn whatever_stands_in_a_name_is_read_back_as_it_was_typed() {
        for name in
            ["plain", "\"quoted\" \\ 'both'", "two\nlines\r\n\ttab", "ß 中 \u{202e} \u{0} \u{7f} \u{1b}[2J", "# = [x]"]
        {
            let wanted = Wanted {
                name: Some(name.to_owned()),
                owner: Some(name.to_owned()),
                ..wanted(&["azure-bot-service"], &[])
            };
            let (text, deployment) = loaded(&wanted);
            let read = |text: Option<&crate::text::Spanned<String>>| text.map(|text| text.value.clone());
            assert_eq!(read(deployment.name.as_ref()).as_deref(), Some(name), "{text}");
            assert_eq!(read(deployment.owner.as_ref()).as_deref(), Some(name), "{text}");
            assert!(!text.contains(['\u{0}', '\u{7f}', '\u{1b}']), "{text:?}");
        }
    }

    #[test]
    fn without_a_cloud_the_home_is_taken_and_told() {
        let catalog = carried();
        let one = wanted(&["azure-bot-service"], &[]);
        let draft = Draft::new(&one, &catalog, &Profiles::default()).expect("it is known");
        assert_eq!(draft.assumed_clouds(&one), ["azure-public"]);
        assert!(draft.text().contains("\ncloud = \"azure-public\""));
        let both = wanted(&["azure-bot-service", "amazon-simple-storage-service"], &[]);
        let (text, deployment) = loaded(&both);
        assert_eq!(deployment.services.len(), 2);
        assert!(!text.contains("the default for every service"), "{text}");
        assert_eq!(
            Draft::new(&both, &catalog, &Profiles::default()).expect("they are known").assumed_clouds(&both),
            ["aws", "azure-public"]
        );
    }

    #[test]
    fn many_standards_have_a_line_each() {
        let standards =
            ["soc-1", "soc-2", "soc-3", "iso-27001", "iso-27017", "iso-27018", "fedramp@high", "dod-srg@il4"];
        let (text, deployment) = loaded(&wanted(&["azure-bot-service"], &standards));
        assert!(text.contains("requires = [\n    \"soc-1\",\n"), "{text}");
        assert_eq!(deployment.services[0].requires.len(), standards.len());
    }

    #[test]
    fn everything_that_can_not_be_taken_is_said_at_once() {
        let wanted = Wanted {
            cloud: Some("azure-public".to_owned()),
            regions: vec!["usgovvirginia".to_owned(), "eastuss".to_owned()],
            ..wanted(&["azure-bot-servce", "amazon-simple-storage-service"], &["fedrmp"])
        };
        let complaints = Draft::new(&wanted, &carried(), &Profiles::default()).expect_err("nothing of it can be taken");
        let all = complaints.join("\n");
        for words in
            ["`azure-bot-service`", "`amazon-simple-storage-service`", "is a region of", "`eastus", "`fedramp`"]
        {
            assert!(all.contains(words), "{words}:\n{all}");
        }
        assert_eq!(complaints.len(), 5, "{all}");
        assert_eq!(
            Draft::new(&Wanted::default(), &carried(), &Profiles::default()).expect_err("nothing is named"),
            ["no service is named"]
        );
    }
}
