//! What is meant: the findings, the requirements and the other subjects that an explanation is about.

use super::judged::is_written_for;
use super::kinds::Form;
use super::story::Wanted;
use crate::catalog::Catalog;
use crate::check::outcome::{About, Finding, Outcome};
use crate::check::subject::{Context, Item};
use crate::model::deployment::{Deployment, ServiceInstance, Waiver};
use crate::model::standard::StandardRef;
use crate::text::nearest::nearest;
use crate::text::shown;

/// The fewest digits of a fingerprint that name a finding.
const FEWEST_DIGITS: usize = 8;

/// No more names than this are offered.
const MOST_NAMED: usize = 8;

/// What an explanation is about.
pub(super) struct Selection<'s, 'a> {
    pub(super) form: Form,
    pub(super) question: String,
    /// The findings, by their places in the outcome.
    pub(super) findings: Vec<usize>,
    /// The requirements, by their numbers.
    pub(super) requirements: Vec<usize>,
    /// The other subjects.
    pub(super) items: Vec<&'s Item<'a>>,
}

/// The nearest name, as an offer.
pub(super) fn did_you_mean(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// The place of the service instance of this name.
pub(super) fn service(deployment: &Deployment, name: &str) -> Result<usize, String> {
    let found = deployment.services.iter().position(|instance| instance.name.value == name);
    found.ok_or_else(|| no_service(deployment, name))
}

fn no_service(deployment: &Deployment, name: &str) -> String {
    let near = nearest(name, deployment.services.iter().map(|instance| instance.name.value.as_str()));
    let help = match near {
        // What is in the way of them all is told beside it.
        None if deployment.services.is_empty() => String::new(),
        None => format!("; {}", services(deployment)),
        near => did_you_mean(near),
    };
    format!("{} has no service `{}` to explain{help}", deployment.source.name(), shown(name))
}

/// The service instances of a manifest, in words.
pub(super) fn services(deployment: &Deployment) -> String {
    let names: Vec<_> = deployment.services.iter().map(|instance| instance.name.value.as_str()).collect();
    let first: Vec<_> = names.iter().take(MOST_NAMED).map(|name| format!("`{}`", shown(name))).collect();
    match (names.len(), names.len().saturating_sub(MOST_NAMED)) {
        (0, _) => "it declares no service that can be explained".to_owned(),
        (_, 0) => format!("its services are {}", first.join(", ")),
        (_, more) => format!("its services are {} and {more} more", first.join(", ")),
    }
}

/// The standard that a manifest would require by this name.
pub(super) fn standard(catalog: &Catalog, name: &str) -> Result<StandardRef, String> {
    catalog.names().standard(catalog.facts(), name).map_err(|error| match error.help {
        Some(help) => format!("{}; {help}", error.message),
        None => error.message,
    })
}

/// What is said of a standard for a service instance; none where nothing asks for it.
pub(super) fn requirement<'s, 'a>(
    context: &Context<'a>,
    outcome: &Outcome,
    (instance, required): (&ServiceInstance, StandardRef),
) -> Option<Selection<'s, 'a>> {
    let facts = context.catalog.facts();
    let is_it = |name: &str| name == instance.name.value;
    let of_it = context.requirements.iter().filter(|one| is_it(&one.instance.name.value) && one.required == required);
    let requirements: Vec<_> = of_it.map(|one| one.number).collect();
    if requirements.is_empty() {
        return None;
    }
    let standard = facts.standards[required.standard].id.as_str();
    let concerns = |about: &About| match about {
        About::Requirement { number, .. } => requirements.contains(number),
        About::Obligation { service, standard: named, .. } => {
            is_it(service) && named.split([':', '@']).next() == Some(standard)
        }
        _ => false,
    };
    let (service, cloud) = (&facts.services[instance.service.value], &facts.clouds[instance.cloud.value]);
    let question =
        format!("Is {} in {} in scope of {} as of {}?", service.name, cloud.name, facts.title(required), context.as_of);
    let findings = findings(outcome, |finding| finding.about.iter().any(concerns));
    Some(Selection { form: Form::Requirement, question, findings, requirements, items: Vec::new() })
}

fn findings(outcome: &Outcome, wanted: impl Fn(&Finding) -> bool) -> Vec<usize> {
    outcome.findings.iter().enumerate().filter(|(_, finding)| wanted(finding)).map(|(number, _)| number).collect()
}

/// What `wanted` names, where that is no standard for a service instance.
pub(super) fn select<'s, 'a>(
    context: &Context<'a>,
    items: &'s [Item<'a>],
    outcome: &Outcome,
    wanted: &Wanted,
) -> Result<Selection<'s, 'a>, String> {
    let choice = Choice { context, items, outcome };
    match wanted {
        Wanted::Named(name) => {
            if let Some(instance) = context.deployment.services.iter().find(|one| one.name.value == *name) {
                return Ok(choice.service(instance));
            }
            let number = choice.fingerprint(name)?;
            let question = format!(
                "Why is {} reported at {} as of {}?",
                outcome.findings[number].rule,
                choice.place(&outcome.findings[number]),
                context.as_of
            );
            Ok(choice.of_findings(Form::Finding, question, vec![number]))
        }
        Wanted::Line { line, column } => choice.line(*line, *column),
        Wanted::Requirement { service, .. } => Err(no_service(context.deployment, service)),
    }
}

struct Choice<'c, 's, 'a> {
    context: &'c Context<'a>,
    items: &'s [Item<'a>],
    outcome: &'c Outcome,
}

impl<'s, 'a> Choice<'_, 's, 'a> {
    fn service(&self, instance: &ServiceInstance) -> Selection<'s, 'a> {
        let context = self.context;
        let facts = context.catalog.facts();
        let name = &instance.name.value;
        let of_it = context.requirements.iter().filter(|one| one.instance.name.value == *name);
        let requirements: Vec<_> = of_it.map(|one| one.number).collect();
        let concerns = |about: &About| match about {
            About::Requirement { number, .. } => requirements.contains(number),
            About::Service { service } | About::Placement { service, .. } | About::Obligation { service, .. } => {
                service == name
            }
            About::Flow { from, to, .. } => from == name || to == name,
            About::Deployment | About::Waiver(_) => false,
        };
        let findings = findings(self.outcome, |finding| finding.about.iter().any(concerns));
        let question = format!(
            "What is required of `{name}` ({} in {}), and what is shown for it as of {}?",
            facts.services[instance.service.value].name, facts.clouds[instance.cloud.value].name, context.as_of
        );
        let mut selection = self.of_findings(Form::Service, question, findings);
        selection.requirements = requirements;
        selection
    }

    /// The finding whose fingerprint begins so.
    fn fingerprint(&self, digits: &str) -> Result<usize, String> {
        let deployment = self.context.deployment;
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(no_service(deployment, digits));
        }
        let file = deployment.source.name();
        if digits.len() < FEWEST_DIGITS {
            let words = format!("a fingerprint is named by at least {FEWEST_DIGITS} of its digits");
            return Err(format!("{}, and {words}", no_service(deployment, digits)));
        }
        let digits = digits.to_ascii_lowercase();
        let fingerprints = self.outcome.findings.iter().map(|finding| finding.fingerprint.as_str());
        match begins_so(&digits, fingerprints).as_slice() {
            [one] => Ok(*one),
            [] => Err(format!(
                "{file} has no finding as of {} whose fingerprint begins with `{}`; give `--as-of` and whatever else the \
                 check was given that found it, such as `--rules`, `--catalog`, `--pack` or `--policy`",
                self.context.as_of,
                shown(&digits)
            )),
            many => {
                let told = many.iter().map(|&number| {
                    let finding = &self.outcome.findings[number];
                    format!("{} ({} at {})", finding.fingerprint, finding.rule, self.place(finding))
                });
                let told: Vec<_> = told.collect();
                Err(format!("{} findings have a fingerprint that begins so: {}", many.len(), told.join(", ")))
            }
        }
    }

    /// Where a finding is reported.
    fn place(&self, finding: &Finding) -> String {
        let source = &self.context.deployment.source;
        let position = source.position(finding.place.span.start);
        format!("{}:{}:{}", source.name(), position.line, position.column)
    }

    fn line(&self, line: usize, column: Option<usize>) -> Result<Selection<'s, 'a>, String> {
        let deployment = self.context.deployment;
        let at = |span: crate::text::Span| {
            let position = deployment.source.position(span.start);
            position.line == line && column.is_none_or(|column| position.column == column)
        };
        let column = column.map(|column| format!(":{column}")).unwrap_or_default();
        let place = format!("{}:{line}{column}", deployment.source.name());
        let question = format!("What is reported at {place} as of {}, and why?", self.context.as_of);
        let found = findings(self.outcome, |finding| at(finding.place.span));
        if !found.is_empty() {
            return Ok(self.of_findings(Form::Line, question, found));
        }
        let of_line = self.context.requirements.iter().filter(|one| one.demands.iter().any(|demand| at(demand.span)));
        let requirements: Vec<_> = of_line.map(|one| one.number).collect();
        if requirements.is_empty() {
            return Err(self.nothing_there(&place));
        }
        let question = format!("What is required at {place}, and what is shown for it as of {}?", self.context.as_of);
        Ok(Selection { form: Form::Line, question, findings: Vec::new(), requirements, items: Vec::new() })
    }

    fn nothing_there(&self, place: &str) -> String {
        let mut lines: Vec<usize> = Vec::new();
        for finding in &self.outcome.findings {
            let line = self.context.deployment.source.position(finding.place.span.start).line;
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        let told: Vec<_> = lines.iter().take(MOST_NAMED).map(usize::to_string).collect();
        let help = match (lines.len(), lines.len().saturating_sub(MOST_NAMED)) {
            (0, _) => format!("nothing is reported in this manifest as of {}", self.context.as_of),
            (1, _) => format!("the findings stand on line {}", told.join(", ")),
            (_, 0) => format!("the findings stand on the lines {}", told.join(", ")),
            (_, more) => format!("the findings stand on the lines {} and {more} more", told.join(", ")),
        };
        format!("nothing is reported or required at {place}; {help}")
    }

    /// These findings with all that they are about.
    fn of_findings(&self, form: Form, question: String, findings: Vec<usize>) -> Selection<'s, 'a> {
        let mut requirements = Vec::new();
        let mut items: Vec<&Item<'a>> = Vec::new();
        for about in findings.iter().flat_map(|&number| &self.outcome.findings[number].about) {
            match item(self.context, self.items, about) {
                Some(Item::Requirement { requirement, .. }) => requirements.push(requirement.number),
                Some(item) if items.iter().all(|known| !std::ptr::eq(*known, item)) => {
                    requirements.extend(self.behind(item));
                    items.push(item);
                }
                Some(_) | None => {}
            }
        }
        requirements.sort_unstable();
        requirements.dedup();
        Selection { form, question, findings, requirements, items }
    }

    /// The requirements that a subject rests on: for what stays with the customer, those for the standard; for a waiver,
    /// those of the findings that it was written for.
    fn behind(&self, item: &Item<'a>) -> Vec<usize> {
        match item {
            Item::Obligation(obligation) => {
                let same = self.context.requirements.iter().filter(|one| {
                    std::ptr::eq(one.instance, obligation.instance)
                        && one.required.standard == obligation.required.standard
                });
                same.map(|one| one.number).collect()
            }
            Item::Waiver { waiver, .. } => self.waived_by(waiver),
            _ => Vec::new(),
        }
    }

    fn waived_by(&self, waiver: &Waiver) -> Vec<usize> {
        let mut found = Vec::new();
        for finding in &self.outcome.findings {
            let items = finding.about.iter().filter_map(|about| meant(self.context, self.items, about));
            let waived = items.filter(|item| is_written_for(self.context, waiver, &finding.rule, item));
            found.extend(waived.filter_map(|item| Some(item.requirement()?.number)));
        }
        found
    }
}

/// The places of the fingerprints that begin with these digits.
fn begins_so<'f>(digits: &str, fingerprints: impl Iterator<Item = &'f str>) -> Vec<usize> {
    fingerprints.enumerate().filter(|(_, one)| one.starts_with(digits)).map(|(number, _)| number).collect()
}

/// The subject that a finding is about.
pub(super) fn item<'s, 'a>(context: &Context<'a>, items: &'s [Item<'a>], about: &About) -> Option<&'s Item<'a>> {
    items.iter().find(|item| match (about, item) {
        (About::Requirement { number, .. }, Item::Requirement { requirement, .. }) => requirement.number == *number,
        (About::Requirement { .. }, _) | (_, Item::Requirement { .. }) => false,
        _ => item.about(context) == *about,
    })
}

/// The same, as far as the finding is about it: a requirement in those of its regions that are meant.
pub(super) fn meant<'a>(context: &Context<'a>, items: &[Item<'a>], about: &About) -> Option<Item<'a>> {
    let whole = item(context, items, about)?;
    let About::Requirement { only: Some(only), .. } = about else { return Some(whole.clone()) };
    let known = &context.catalog.facts().regions;
    whole.within(
        whole.regions().iter().copied().filter(|&one| only.iter().any(|id| *id == known[one].id.as_str())).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_named_by_its_first_digits() {
        let known = ["00aa11bb22", "00aa11bb33", "ff00aa11bb"];
        for (digits, expected) in
            [("00aa11bb2", &[0][..]), ("00aa11bb", &[0, 1]), ("ff00aa11", &[2]), ("00aa11bb4", &[])]
        {
            assert_eq!(begins_so(digits, known.into_iter()), expected, "{digits}");
        }
    }
}
