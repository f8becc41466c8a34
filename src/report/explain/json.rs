//! For programs: one document with the whole explanation.
//!
//! `schema/explain.schema.json` describes it, and is generated from the types of [`super::shape`].

use std::io::{self, Write};

use super::Explained;
use super::shape::{
    Agreement, Asking, Catalog, Condition, Data, Decision, Document, DocumentedDuty, Duty, Elsewhere, Fact, Finding,
    Happening, Place, Profile, Publication, Relation, Requirement, Rule, Said, Saw, Step, Subject, Waiver,
};
use crate::check::explain as told;
use crate::look::Day;
use crate::model::deployment::LeastAssurance;
use crate::report::visible_json;

pub(super) fn write(explained: &Explained, out: &mut dyn Write) -> io::Result<()> {
    visible_json::pretty(&Document::of(explained), out)
}

impl<'a> Document<'a> {
    fn of(explained: &'a Explained) -> Self {
        let (explanation, catalog) = (&explained.explanation, &explained.catalog);
        Self {
            version: "1",
            as_of: Day(explanation.as_of),
            catalog: Catalog { digest: &catalog.digest, documents: catalog.documents, claims: catalog.claims },
            path: explanation.source.name(),
            problems: explained.problems,
            unanswered: explanation.unanswered.iter().map(|failure| failure.rule.as_str()).collect(),
            form: explanation.form.name(),
            question: &explanation.question,
            beforehand: explanation.beforehand.as_deref(),
            requirements: explanation.requirements.iter().map(Requirement::of).collect(),
            subjects: explanation.subjects.iter().map(Subject::of).collect(),
            findings: explanation.findings.iter().map(Finding::of).collect(),
        }
    }
}

impl<'a> Requirement<'a> {
    fn of(story: &'a told::Story) -> Self {
        Self {
            service: &story.service,
            service_id: &story.service_id,
            cloud: &story.cloud,
            regions: &story.regions,
            required: &story.required,
            title: &story.title,
            third_party: story.assurance == LeastAssurance::ThirdParty,
            supposed: story.supposed,
            asked_by: story.askings.iter().map(Asking::of).collect(),
            verdict: story.verdict.name(),
            says: &story.says,
            held: story.held.as_deref(),
            decided_by: story.deciding().map(|said| said.document.id.as_str()),
            decisions: story.decisions.iter().map(Decision::of).collect(),
            contested: story.contested.as_deref(),
            ways_out: story.ways_out.as_deref(),
            duty: story.duty.as_ref().map(Duty::of),
            dates: story.dates.iter().map(Happening::of).collect(),
            findings: &story.findings,
        }
    }
}

impl<'a> Place<'a> {
    fn of(place: &'a told::Place) -> Self {
        let position = place.source.position(place.span.start);
        Self { path: place.source.name(), line: position.line, column: position.column }
    }
}

impl<'a> Asking<'a> {
    fn of(asking: &'a told::Asking) -> Self {
        let profile = |profile: &'a told::AskingProfile| Profile {
            name: &profile.name,
            named_by: &profile.named_by,
            place: Place::of(&profile.place),
        };
        Self {
            kind: asking.kind.name(),
            place: Place::of(&asking.place),
            profile: asking.profile.as_ref().map(profile),
            rule: asking.rule.as_ref().map(Rule::of),
        }
    }
}

impl<'a> Rule<'a> {
    fn of(rule: &'a told::AskingRule) -> Self {
        let data = |data: &'a told::DataWay| Data { class: &data.class, way: &data.way, place: Place::of(&data.place) };
        Self {
            id: &rule.id,
            title: &rule.title,
            why: &rule.why,
            place: Place::of(&rule.place),
            data: rule.data.iter().map(data).collect(),
        }
    }
}

impl<'a> Decision<'a> {
    fn of(decision: &'a told::Decision) -> Self {
        let step = |step: &'a told::Step| Step { kind: step.kind.name(), effect: step.effect.name(), says: &step.says };
        Self {
            required: &decision.required,
            title: &decision.title,
            through: decision.through.as_ref().map(Relation::of),
            verdict: decision.verdict.name(),
            steps: decision.steps.iter().map(step).collect(),
            documents: decision.documents.iter().map(Said::of).collect(),
        }
    }
}

impl<'a> Relation<'a> {
    fn of(link: &'a told::Link) -> Self {
        Self {
            from: &link.from,
            kind: link.kind.name(),
            to: &link.to,
            basis: link.basis.map(|basis| basis.name()),
            note: link.note.as_deref(),
            sources: publications(&link.sources),
        }
    }
}

impl<'a> Said<'a> {
    fn of(said: &'a told::Said) -> Self {
        let condition = |needed: &'a told::Needed| Condition { id: &needed.id, text: &needed.text, met: needed.met };
        Self {
            part: said.part.name(),
            document: Publication::of(&said.document),
            verdict: said.verdict.map(|verdict| verdict.name()),
            says: &said.says,
            statement: said.statement.map(|statement| statement.name()),
            states: said.states.as_deref(),
            until: said.until.map(Day),
            conditions: said.conditions.iter().map(condition).collect(),
            notes: &said.notes,
            replaced_by: publications(&said.replaced_by),
        }
    }
}

impl<'a> Publication<'a> {
    fn of(cited: &'a told::Cited) -> Self {
        Self {
            id: &cited.id,
            title: &cited.title,
            publisher: cited.publisher.as_deref(),
            as_of: cited.as_of.map(Day),
            as_of_basis: cited.as_of_basis.map(|basis| basis.name()),
            last_seen: cited.last_seen.map(Day),
            found_at: &cited.found_at,
            locator: cited.locator.as_deref(),
        }
    }
}

fn publications(cited: &[told::Cited]) -> Vec<Publication<'_>> {
    cited.iter().map(Publication::of).collect()
}

impl<'a> Duty<'a> {
    fn of(duty: &'a told::Duty) -> Self {
        let documented =
            |(text, document): &'a (String, told::Cited)| DocumentedDuty { text, document: Publication::of(document) };
        Self {
            text: duty.text.as_deref(),
            agreement: duty.agreement.as_ref().map(Agreement::of),
            documents: duty.documents.iter().map(documented).collect(),
        }
    }
}

impl<'a> Agreement<'a> {
    fn of(agreement: &'a told::AgreementStory) -> Self {
        Self {
            id: agreement.id.as_deref(),
            title: &agreement.title,
            state: agreement.state,
            signed: agreement.signed.map(Day),
            expires: agreement.expires.map(Day),
            place: agreement.place.as_ref().map(Place::of),
            sources: publications(&agreement.sources),
        }
    }
}

impl<'a> Happening<'a> {
    fn of(happening: &'a told::Happening) -> Self {
        Self { day: Day(happening.day), what: &happening.what }
    }
}

impl<'a> Subject<'a> {
    fn of(story: &'a told::SubjectStory) -> Self {
        let fact = |fact: &'a told::Fact| Fact { says: &fact.says, sources: publications(&fact.sources) };
        Self {
            kind: story.subject.name(),
            says: &story.says,
            place: Place::of(&story.place),
            asked_by: story.askings.iter().map(Asking::of).collect(),
            facts: story.facts.iter().map(fact).collect(),
            duty: story.duty.as_ref().map(Duty::of),
            silence: story.silence.as_deref(),
            dates: story.dates.iter().map(Happening::of).collect(),
        }
    }
}

impl<'a> Finding<'a> {
    fn of(finding: &'a told::Judged) -> Self {
        let elsewhere = |(place, message): &'a (told::Place, String)| Elsewhere { place: Place::of(place), message };
        Self {
            rule: &finding.rule,
            title: &finding.title,
            rule_place: Place::of(&finding.rule_place),
            subject: finding.subject.name(),
            severity: finding.severity.name(),
            severity_set_by: finding.severity_set_by.as_ref().map(Place::of),
            message: &finding.message,
            why: &finding.why,
            because: finding.because.as_deref(),
            help: &finding.help,
            place: Place::of(&finding.place),
            elsewhere: finding.elsewhere.iter().map(elsewhere).collect(),
            saw: finding.saw.iter().map(|(field, values)| Saw { field, values }).collect(),
            fingerprint: &finding.fingerprint,
            waived: finding.waived.as_ref().map(Waiver::of),
            not_excused_by: finding.not_excused_by.iter().map(Waiver::of).collect(),
        }
    }
}

impl<'a> Waiver<'a> {
    fn of(excuse: &'a told::Excuse) -> Self {
        Self {
            reason: &excuse.reason,
            until: Day(excuse.until),
            approved_by: excuse.approved_by.as_deref(),
            place: Place::of(&excuse.place),
            void: excuse.void.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_that_of_the_types() {
        crate::report::schema::is_that_of::<Document<'_>>("explain");
    }
}
