//! What a word of a manifest is, and what is shown for it.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::Form;
use super::outline::{Outline, Word};
use super::position::Lines;
use super::slot::{self, Slot};
use crate::check::Checker;
use crate::check::explain::{Part, Story, Wanted, explain};
use crate::check::outcome::{Citation, RequirementOutcome};
use crate::load::manifest;
use crate::model::deployment::Deployment;
use crate::model::facts::Facts;
use crate::model::profile::{PREFIX, Profile};
use crate::model::standard::StandardRef;
use crate::report::visible::markdown as safe;
use crate::text::Source;

/// No more requirements than this are told at once.
const MOST: usize = 24;

/// What there is to say of the word at a byte.
pub fn hover(checker: &Checker<'_>, source: &Source, offset: usize) -> Option<Hover> {
    let outline = Outline::read(source.text(), offset);
    let word = outline.value_at(offset)?;
    let telling = Telling { checker, source, outline: &outline, word };
    let value = telling.told(Slot::at(Form::Manifest, &word.path)?)?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(Lines::new(source.text()).range(word.outer)),
    })
}

struct Telling<'t> {
    checker: &'t Checker<'t>,
    source: &'t Source,
    outline: &'t Outline<'t>,
    word: &'t Word<'t>,
}

impl Telling<'_> {
    fn told(&self, slot: Slot) -> Option<String> {
        let said = self.outline.said(self.word);
        match slot {
            Slot::Service => self.service(said),
            Slot::Cloud => self.cloud(said),
            Slot::Region => self.region(said),
            Slot::Standard => self.requirement(said),
            Slot::Condition => self.condition(said),
            Slot::Agreement => self.agreement(said),
            Slot::Own => self.stories(said, |_| true),
            Slot::Rule => self.rule(said),
            Slot::Data => self.data(said),
            Slot::Assurance | Slot::Rules | Slot::Pack | Slot::Grade | Slot::FailOn | Slot::Report => None,
        }
    }

    fn facts(&self) -> &Facts {
        self.checker.catalog().facts()
    }

    fn deployment(&self) -> Deployment {
        manifest::load(self.source, self.checker.catalog(), &self.checker.policy().profiles).0
    }

    /// The team's own name for the service in whose table the word stands.
    fn instance(&self) -> Option<&str> {
        let beside = |key| self.outline.beside(self.word, &["services", key]);
        beside("name").or_else(|| beside("service"))
    }

    fn service(&self, said: &str) -> Option<String> {
        let facts = self.facts();
        let cloud = self.outline.beside(self.word, &["services", "cloud"]);
        let cloud = slot::cloud(self.outline, cloud, self.checker.catalog());
        let provider = cloud.map(|cloud| facts.clouds[cloud].provider);
        let service = self.checker.catalog().names().service(facts, said, provider).ok()?;
        let service = &facts.services[service];
        let what = if service.is_platform { "platform" } else { "service" };
        let provider = &facts.providers[service.provider].name;
        let head = format!("**{}**: the {what} `{}` of {}", safe(&service.name), service.id, safe(provider));
        let stories = self.instance().and_then(|instance| self.stories(instance, |_| true));
        Some(joined([Some(head), stories]))
    }

    fn data(&self, said: &str) -> Option<String> {
        let known = self.checker.known_data();
        let (class, meaning) = known.iter().find(|(class, _)| *class == said)?;
        let meaning = meaning.map(|meaning| format!(": {}", safe(meaning))).unwrap_or_default();
        Some(format!("the data `{}`{meaning}", safe(class)))
    }

    fn cloud(&self, said: &str) -> Option<String> {
        let facts = self.facts();
        let found = self.checker.catalog().names().cloud(facts, said).ok()?;
        let cloud = &facts.clouds[found.cloud];
        let provider = &facts.providers[cloud.provider].name;
        let closed = cloud.status.closed().map(|day| format!(" on {day}")).unwrap_or_default();
        let status = format!("{}{closed}, {} regions are known", cloud.status.name(), cloud.regions.len());
        let part = found.part.and_then(|part| cloud.parts.get(part));
        let part = part.map(|part| format!("named by a part of it: {}", safe(&part.name)));
        let head = format!("**{}**: the cloud `{}` of {}", safe(&cloud.name), cloud.id, safe(provider));
        let aliases: Vec<_> = cloud.aliases.iter().map(|alias| safe(alias)).collect();
        let aliases = (!aliases.is_empty()).then(|| format!("also called {}", aliases.join(", ")));
        Some(joined([Some(head), part, Some(status), aliases]))
    }

    fn region(&self, said: &str) -> Option<String> {
        let facts = self.facts();
        let own = self.outline.beside(self.word, &["services", "cloud"]);
        let cloud = slot::cloud(self.outline, own, self.checker.catalog())?;
        let region = self.checker.catalog().names().region(facts, said, cloud).ok()?;
        let region = &facts.regions[region];
        let of = &facts.clouds[region.cloud].name;
        let head = format!("**{}**: the region `{}` of {}", safe(region.display_name()), region.id, safe(of));
        let elsewhere =
            (region.cloud != cloud).then(|| format!("it is no region of {}", safe(&facts.clouds[cloud].name)));
        let place = [&region.place, &region.country, &region.geography].into_iter().flatten();
        let place: Vec<_> = place.map(|text| safe(text)).collect();
        let place = if place.is_empty() { None } else { Some(place.join(", ")) };
        Some(joined([Some(head), elsewhere, place, Some(region.status.name().to_owned())]))
    }

    fn requirement(&self, said: &str) -> Option<String> {
        if let Some(name) = said.strip_prefix(PREFIX) {
            return self.checker.policy().profiles.named(name).map(|profile| self.profile(profile));
        }
        let facts = self.facts();
        let reference = self.checker.catalog().names().standard(facts, said).ok()?;
        let required = facts.reference(reference);
        let shown = match (self.word.path.first(), self.instance()) {
            (Some(&"services"), Some(instance)) => self.stories(instance, |story| story.required == required),
            (Some(&"deployment"), _) => self.requirements(&required),
            _ => None,
        };
        Some(joined([Some(self.standard(reference)), shown]))
    }

    fn standard(&self, reference: StandardRef) -> String {
        let facts = self.facts();
        let standard = &facts.standards[reference.standard];
        let head = format!("**{}**: `{}`", safe(&facts.title(reference)), facts.reference(reference));
        let title = format!("{}, by {}", safe(&standard.title), safe(&standard.issuer));
        let edition = reference.edition.and_then(|edition| facts.editions[edition].end.as_ref());
        let end = edition.map(|end| format!("this edition ends on {}", end.date.last_day()));
        let duty = standard.duty.as_ref().map(|duty| format!("stays with you: {}", safe(duty)));
        joined([Some(head), Some(title), end, duty])
    }

    fn profile(&self, profile: &Profile) -> String {
        let facts = self.facts();
        let title = profile.title.as_ref().map(|title| format!(": {}", safe(title))).unwrap_or_default();
        let members = profile.members.iter().map(|member| format!("- `{}`", facts.reference(member.standard)));
        let head = format!("the profile **{}**{title}", safe(&profile.name));
        joined([Some(head), Some(members.collect::<Vec<_>>().join("\n"))])
    }

    /// How what is required of a service instance is decided, in the words of `explain`.
    fn stories(&self, instance: &str, wanted: impl Fn(&Story) -> bool) -> Option<String> {
        let named = Wanted::Named(instance.to_owned());
        let told = explain(self.checker, &self.deployment(), &named).ok()?;
        let stories: Vec<_> = told.requirements.iter().filter(|story| wanted(story)).collect();
        let first = stories.first()?;
        let head = format!("{} in {}, as of {}:", safe(&first.service), safe(&first.cloud_title), told.as_of);
        let lines = stories.iter().take(MOST).map(|story| {
            let place = decides(story).map(|place| format!(" ({})", safe(place))).unwrap_or_default();
            let what = about(&story.required, &story.regions);
            format!("- {what}: **{}**. {}{place}", story.verdict.name(), safe(&story.says))
        });
        Some(joined([Some(head), Some(lines.collect::<Vec<_>>().join("\n")), more(stories.len())]))
    }

    /// What the deployment requires of all its services, by service.
    fn requirements(&self, required: &str) -> Option<String> {
        let outcome = self.checker.check_without_ways_out(&self.deployment());
        let of: Vec<_> = outcome.requirements.iter().filter(|one| one.required.reference() == required).collect();
        let line = |one: &&RequirementOutcome| {
            let evidence = one.evidence.as_ref().map(cited).unwrap_or_default();
            let what = about(&one.cloud, &one.regions);
            format!("- {} in {what}: **{}**{evidence}", safe(&one.service), one.verdict.name())
        };
        let lines: Vec<_> = of.iter().take(MOST).map(line).collect();
        if lines.is_empty() {
            return None;
        }
        let head = format!("as of {}:", self.checker.as_of());
        Some(joined([Some(head), Some(lines.join("\n")), more(of.len())]))
    }

    fn condition(&self, said: &str) -> Option<String> {
        let facts = self.facts();
        let condition = self.checker.catalog().names().condition(said).ok()?;
        let documents = facts.documents.iter().map(|(_, document)| document);
        let mut said: Vec<_> = documents
            .filter_map(|document| {
                let one = document.conditions.iter().find(|one| one.id == condition)?;
                Some((document.as_of, safe(&one.text), safe(&document.title)))
            })
            .collect();
        said.sort();
        let (day, text, title) = said.last()?;
        Some(format!("the condition `{}`: only if {text}\n\n\"{title}\", as of {day}", condition.as_str()))
    }

    fn agreement(&self, said: &str) -> Option<String> {
        let facts = self.facts();
        let agreement = self.checker.catalog().names().agreement(facts, said).ok()?;
        let agreement = &facts.agreements[agreement];
        let (provider, standard) = (&facts.providers[agreement.provider], &facts.standards[agreement.standard]);
        let head = format!("**{}**: the agreement `{}`", safe(&agreement.name), agreement.id);
        let of = format!("{} signs it, and it answers for {}", safe(&provider.name), safe(&standard.name));
        Some(joined([Some(head), Some(of)]))
    }

    fn rule(&self, said: &str) -> Option<String> {
        let rule = self.checker.rule(said)?;
        Some(joined([Some(format!("**{}**: {}", safe(&rule.id), safe(&rule.title))), Some(safe(&one_line(&rule.why)))]))
    }
}

/// What is required, or the cloud, with the regions that share an answer.
fn about(what: &str, regions: &[String]) -> String {
    let regions: Vec<_> = regions.iter().map(|region| format!("`{region}`")).collect();
    if regions.is_empty() { format!("`{what}`") } else { format!("`{what}` ({})", regions.join(", ")) }
}

/// Where in the document that decides it stands.
fn decides(story: &Story) -> Option<&str> {
    let mut documents = story.decisions.iter().flat_map(|decision| &decision.documents);
    documents.find(|said| said.part == Part::Decides)?.document.locator.as_deref()
}

fn cited(evidence: &Citation) -> String {
    let Citation { title, publisher, as_of, locator, .. } = evidence;
    let publisher = publisher.as_ref().map(|publisher| format!(", {}", safe(publisher))).unwrap_or_default();
    let as_of = as_of.map(|day| format!(", as of {day}")).unwrap_or_default();
    let locator = locator.as_ref().map(|place| format!(" ({})", safe(place))).unwrap_or_default();
    format!(" by \"{}\"{publisher}{as_of}{locator}", safe(title))
}

/// How many are not told.
fn more(all: usize) -> Option<String> {
    (all > MOST).then(|| format!("and {} more", all - MOST))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Paragraphs.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}
