//! What stays with the customer, and whether the agreement that it needs is in force.

use jiff::civil::Date;

use super::askings::here;
use super::documents::{cited, publications};
use super::story::{Cited, Place};
use crate::catalog::Answer;
use crate::check::obligations::{AgreementState, Obligation};
use crate::check::subject::{Context, Item};
use crate::model::deployment::ServiceInstance;
use crate::model::id::Id;
use crate::model::standard::Standard;

/// What stays with the customer, whatever the provider holds.
#[derive(Debug, Clone)]
pub struct Duty {
    /// The duty, to be read after "you".
    pub text: Option<String>,
    /// The agreement that must be in force, where one must be.
    pub agreement: Option<AgreementStory>,
    /// What documents say stays with the customer: each duty, to be read after "you", with its document.
    pub documents: Vec<(String, Cited)>,
}

/// An agreement that must be in force.
#[derive(Debug, Clone)]
pub struct AgreementStory {
    /// Its id; none where the provider offers none that the catalogue knows.
    pub id: Option<String>,
    /// Its name; the standard's where there is no agreement.
    pub title: String,
    /// Whether it is in force: `in-force`, `not-yet-in-force`, `expired` or `missing`.
    pub state: &'static str,
    /// From when it is in force, where the manifest says so.
    pub signed: Option<Date>,
    /// The last day on which it is in force, where the manifest says so.
    pub expires: Option<Date>,
    /// Where the manifest declares it.
    pub place: Option<Place>,
    /// Who says that it is offered.
    pub sources: Vec<Cited>,
}

/// What `standard` leaves with the customer who uses `instance`, where it leaves something.
pub(super) fn of_standard(
    context: &Context<'_>,
    items: &[Item<'_>],
    (instance, standard): (&ServiceInstance, Id<Standard>),
    answer: &Answer,
) -> Option<Duty> {
    let obligations = items.iter().filter_map(|item| match item {
        Item::Obligation(obligation) => Some(obligation),
        _ => None,
    });
    let of_it = obligations.filter(|one| std::ptr::eq(one.instance, instance) && one.required.standard == standard);
    // Of several agreements that are asked for, the one that fares worst is what is to be known.
    let needed = of_it.filter(|one| one.state != AgreementState::NotNeeded).max_by_key(|one| one.state);
    let facts = context.catalog.facts();
    let document = answer.deciding.as_ref().map(|opinion| &facts.documents[opinion.document]);
    let documents = document.into_iter().flat_map(|document| {
        let on_it = |one: &&crate::model::evidence::Obligation| {
            one.standards.iter().any(|reference| reference.standard == standard)
        };
        document.obligations.iter().filter(on_it).map(|one| (one.duty.to_string(), cited(document, Some(&one.at))))
    });
    let duty = Duty {
        text: facts.standards[standard].duty.as_deref().map(str::to_owned),
        agreement: needed.map(|obligation| agreement(context, obligation)),
        documents: documents.collect(),
    };
    (duty.text.is_some() || duty.agreement.is_some() || !duty.documents.is_empty()).then_some(duty)
}

/// What an obligation asks.
pub(super) fn of_obligation(context: &Context<'_>, obligation: &Obligation<'_>) -> Duty {
    let needed = obligation.state != AgreementState::NotNeeded;
    Duty {
        text: context.catalog.facts().standards[obligation.required.standard].duty.as_deref().map(str::to_owned),
        agreement: needed.then(|| agreement(context, obligation)),
        documents: Vec::new(),
    }
}

fn agreement(context: &Context<'_>, obligation: &Obligation<'_>) -> AgreementStory {
    let facts = context.catalog.facts();
    let known = obligation.agreement.map(|agreement| &facts.agreements[agreement]);
    let signed = obligation.signed;
    AgreementStory {
        id: known.map(|agreement| agreement.id.as_str().to_owned()),
        title: known
            .map_or(&facts.standards[obligation.required.standard].name, |agreement| &agreement.name)
            .to_string(),
        state: obligation.state.name(),
        signed: signed.and_then(|one| one.signed.as_ref()).map(|date| date.value),
        expires: signed.and_then(|one| one.expires.as_ref()).map(|date| date.value),
        place: signed.map(|one| here(context, one.agreement.span)),
        sources: known.map(|agreement| publications(facts, &agreement.stated_in)).unwrap_or_default(),
    }
}
