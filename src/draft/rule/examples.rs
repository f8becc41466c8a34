//! The two deployments that a new rule begins with. Their names come from the catalogue that is at hand.

use super::{RuleDoes, RuleWanted};
use crate::catalog::Catalog;
use crate::draft::text::quoted;
use crate::model::date::Term;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Service};
use crate::model::rule::Subject;

/// The names that examples are made of.
pub(super) struct Ground<'c> {
    facts: &'c Facts,
    service: &'c str,
    cloud: &'c str,
    /// Two regions of that cloud, where it has as many.
    regions: Option<[&'c str; 2]>,
}

impl<'c> Ground<'c> {
    /// The first service that can be spread over regions; the first one at all where none can.
    pub(super) fn new(catalog: &'c Catalog) -> Result<Self, String> {
        let facts = catalog.facts();
        let runs = |cloud: Id<Cloud>| facts.clouds[cloud].status.closed().is_none();
        let fits = |service: &Service| runs(service.home) && facts.clouds[service.home].regions.len() > 1;
        let mut services = facts.services.iter().map(|(_, service)| service);
        let first = services.next().ok_or("the catalogue at hand has no service to make an example of")?;
        let service = std::iter::once(first).chain(services).find(|service| fits(service)).unwrap_or(first);
        let cloud = &facts.clouds[service.home];
        let regions = match cloud.regions.as_slice() {
            &[one, other, ..] => Some([one, other].map(|region| facts.regions[region].id.as_str())),
            _ => None,
        };
        Ok(Self { facts, service: service.id.as_str(), cloud: cloud.id.as_str(), regions })
    }

    /// A deployment on which the rule is silent, and one on which it speaks.
    pub(super) fn examples(&self, wanted: &RuleWanted<'_>) -> Result<(String, String), String> {
        if let RuleDoes::Requires(rule, severity) = wanted.does {
            let comment = format!(" # {}[{rule}]", severity.name());
            return Ok(self.requiring(wanted, &comment));
        }
        let comment = format!(" # warning[{}]", wanted.id);
        let (tags, flaw) = (tags(wanted), wanted.flaw());
        let plain = self.service("", "");
        Ok(match wanted.subject {
            Subject::Deployment => {
                let deployment = |comment: &str, tags: &str| {
                    format!("[deployment]\nname = \"shop\"{comment}\n{tags}\n{}", self.service("", ""))
                };
                (deployment("", ""), deployment(&comment, &tags))
            }
            Subject::Service => (plain, self.service(&comment, "") + &tags),
            Subject::Placement => (plain, self.service("", &comment) + &tags),
            Subject::Requirement => self.requirements(|_| true, &comment, &tags)?,
            Subject::Obligation => self.requirements(|one| one, &comment, &tags)?,
            Subject::Flow => {
                let flow = |data: &str, comment: &str| {
                    let to = format!("sends-to = [{{ service = \"store\", data = [\"{data}\"] }}]{comment}\n");
                    self.named("front", "") + &to + "\n" + &self.named("store", "")
                };
                (flow(other(flaw), ""), flow(flaw, &comment))
            }
            Subject::Waiver => {
                let until = Term::months(12).after(wanted.as_of).unwrap_or(wanted.as_of);
                let waiver = |reason: &str, comment: &str| {
                    let rule = quoted(wanted.id);
                    format!("{plain}\n[[waivers]]\nrule = {rule}{comment}\nuntil = {until}\nreason = \"{reason}\"\n")
                };
                (waiver("a move is under way", ""), waiver(&format!("it is marked as {flaw}"), &comment))
            }
        })
    }

    /// A service instance, with comments at the end of the lines of its service and its cloud.
    fn service(&self, service: &str, cloud: &str) -> String {
        let (id, home) = (quoted(self.service), quoted(self.cloud));
        format!("[[services]]\nservice = {id}{service}\ncloud = {home}{cloud}\n")
    }

    fn named(&self, name: &str, comment: &str) -> String {
        self.service(comment, "").replacen("service =", &format!("name = \"{name}\"\nservice ="), 1)
    }

    /// A service of which the first standard is required that is wanted by whether it asks something of the customer.
    fn requirements(
        &self,
        is_wanted: impl Fn(bool) -> bool,
        comment: &str,
        tags: &str,
    ) -> Result<(String, String), String> {
        let mut standards = self.facts.standards.iter().map(|(_, standard)| standard);
        let standard = standards.find(|standard| is_wanted(standard.duty.is_some()));
        let standard = standard.ok_or("the catalogue at hand has no standard to make an example of")?.id.as_str();
        let requires = |comment: &str| {
            let comment = if comment.is_empty() { String::new() } else { format!("{comment} {standard}") };
            format!("{}requires = [{}]{comment}\n", self.service("", ""), quoted(standard))
        };
        Ok((requires(""), requires(comment) + tags))
    }

    /// A service that is spread over two regions as the rule asks, and one that isn't.
    fn requiring(&self, wanted: &RuleWanted<'_>, comment: &str) -> (String, String) {
        let [enough, lacking] = match self.regions {
            Some([one, other]) => {
                let (one, other) = (quoted(one), quoted(other));
                [Some(format!("regions = [{one}, {other}]\n")), Some(format!("regions = [{one}]\n"))]
            }
            None => [None, Some(String::new())],
        };
        let of = |regions: Option<&String>, comment: &str| {
            // Where no service can be spread, the one that passes is not asked to be.
            let tags = if regions.is_some() { tags(wanted) } else { String::new() };
            let regions = regions.map(String::as_str).unwrap_or_default();
            match wanted.subject {
                Subject::Deployment => {
                    let services = self.service(comment, "");
                    format!("[deployment]\nname = \"shop\"\n{tags}\n{services}{regions}")
                }
                Subject::Flow => {
                    let data = if tags.is_empty() { other(wanted.flaw()) } else { wanted.flaw() };
                    let to = format!("sends-to = [{{ service = \"store\", data = [\"{data}\"] }}]\n");
                    self.named("front", "") + &to + "\n" + &self.named("store", comment) + regions
                }
                _ => self.service(comment, "") + regions + &tags,
            }
        };
        (of(enough.as_ref(), ""), of(lacking.as_ref(), comment))
    }
}

/// A class of data of which the rule does not speak.
fn other(flaw: &str) -> &'static str {
    if flaw == "other" { "another" } else { "other" }
}

/// What marks a service instance or a deployment so that the rule speaks.
fn tags(wanted: &RuleWanted<'_>) -> String {
    format!("tags = {{ {} = \"yes\" }}\n", wanted.flaw())
}
