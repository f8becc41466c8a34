//! Claims that their document can't make, that it makes twice, or that it contradicts itself.

use std::collections::{BTreeMap, BTreeSet};

use super::notes::{Note, Notes};
use crate::load::catalogue::Folder;
use crate::load::tree::{Node, Place, Value};
use crate::model::evidence::{Claim, Document, Statement};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Service};
use crate::model::standard::StandardRef;

/// What two claims have to share to be about the same thing.
type Subject = (Id<Service>, Id<Cloud>, StandardRef);

/// Two claims on one thing, as they stand in the file.
type Pair<'c> = (&'c Claim, &'c Claim);

/// A row of a table or a block of claims: where it stands, of which services it speaks, and how its claims say where.
struct Spot<'n> {
    node: &'n Node,
    /// What the `at` of its claims begins with.
    at: String,
    services: Vec<&'n str>,
    /// The table that it is a row of; none for a block.
    table: Option<usize>,
}

pub(super) fn check(notes: &mut Notes<'_>, facts: &Facts) {
    let mut by_document: BTreeMap<Id<Document>, Vec<&Claim>> = BTreeMap::new();
    for (_, claim) in facts.claims.iter() {
        by_document.entry(claim.document).or_default().push(claim);
    }
    let documents: BTreeMap<&str, Id<Document>> =
        facts.documents.iter().map(|(id, document)| (document.id.as_str(), id)).collect();
    for (sheet, root) in notes.of(Folder::Evidence) {
        let Some(&document) = root.get("id").and_then(Node::as_text).and_then(|id| documents.get(id)) else { continue };
        let claims = by_document.remove(&document).unwrap_or_default();
        let spots = spots(root, facts);
        foreign(notes, facts, sheet, &spots, &claims);
        misread(notes, facts, sheet, root, document);
        repeated(notes, sheet, &spots);
        contradictions(notes, facts, sheet, &spots, &claims);
    }
}

/// The rows and the blocks of a document, in the order of the file.
fn spots<'n>(root: &'n Node, facts: &Facts) -> Vec<Spot<'n>> {
    let names: BTreeMap<&str, &str> =
        facts.services.iter().map(|(_, service)| (service.id.as_str(), &*service.name)).collect();
    let mut spots = Vec::new();
    for (index, table) in root.items("tables").iter().enumerate() {
        let at = table.get("at").and_then(Node::as_text).unwrap_or_default();
        for row in table.items("rows") {
            let services = one_or_many(row.get("service").unwrap_or(row));
            let printed = row.get("as").and_then(Node::as_text);
            let own = services.first().and_then(|service| names.get(service).copied());
            let printed = printed.or(own).unwrap_or_default();
            spots.push(Spot { node: row, at: format!("{at}, row \"{printed}\""), services, table: Some(index) });
        }
    }
    for block in root.items("claims") {
        let said = ["in-scope", "pending", "out-of-scope"].into_iter().find_map(|name| block.get(name));
        let services = said.map(one_or_many).unwrap_or_default();
        let at = block.get("at").and_then(Node::as_text).unwrap_or_default().to_owned();
        spots.push(Spot { node: block, at, services, table: None });
    }
    spots
}

fn one_or_many(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(Node::as_text).collect(),
        _ => node.as_text().into_iter().collect(),
    }
}

/// The first row or block that can have made the claim.
fn spot_of<'s, 'n>(spots: &'s [Spot<'n>], facts: &Facts, claim: &Claim) -> Option<&'s Spot<'n>> {
    let service = facts.services[claim.service].id.as_str();
    spots.iter().find(|spot| spot.services.contains(&service) && claim.at.starts_with(&spot.at))
}

fn place_of(spots: &[Spot<'_>], facts: &Facts, claim: &Claim) -> Place {
    spot_of(spots, facts, claim).map_or(Place::Nth(0), |spot| spot.node.place)
}

/// A document speaks of its provider's services in its provider's clouds.
fn foreign(notes: &mut Notes<'_>, facts: &Facts, sheet: usize, spots: &[Spot<'_>], claims: &[&Claim]) {
    let mut said = BTreeSet::new();
    for claim in claims {
        // A document of no single provider speaks of each service in its own provider's clouds.
        let of_document = facts.documents[claim.document].provider;
        let provider = of_document.unwrap_or(facts.services[claim.service].provider);
        let owner = &facts.providers[provider].name;
        if let Some(cloud) = claim.cloud.filter(|&cloud| facts.clouds[cloud].provider != provider)
            && said.insert((Some(cloud), None))
        {
            let message = format!("{} is no cloud of {owner}, of whom this claim is", facts.clouds[cloud].id);
            let help = "a document speaks for its provider's clouds only";
            notes.add(Note::error("foreign-cloud", sheet, place_of(spots, facts, claim), message, help));
        }
        if facts.services[claim.service].provider != provider && said.insert((None, Some(claim.service))) {
            let message =
                format!("{} is no service of {owner}, whose document this is", facts.services[claim.service].id);
            let help = "a document speaks for its provider's services only";
            notes.add(Note::error("foreign-service", sheet, place_of(spots, facts, claim), message, help));
        }
    }
}

/// The words of a misprint are read of the document's provider's clouds as well.
fn misread(notes: &mut Notes<'_>, facts: &Facts, sheet: usize, root: &Node, document: Id<Document>) {
    let document = &facts.documents[document];
    for (node, disputed) in root.items("disputed").iter().zip(&document.disputed) {
        let provider = document.provider.unwrap_or(facts.services[disputed.service].provider);
        let foreign = disputed.reads_as.as_ref().filter(|reading| facts.clouds[reading.cloud].provider != provider);
        if let (Some(reading), Some(node)) = (foreign, node.get("reads-as")) {
            let (cloud, owner) = (&facts.clouds[reading.cloud].id, &facts.providers[provider].name);
            let message = format!("{cloud} is no cloud of {owner}, of whom these words are");
            let help = "a document speaks for its provider's clouds only";
            notes.add(Note::error("foreign-cloud", sheet, node.place, message, help));
        }
    }
}

/// Two rows of one table, or two blocks, that are the same word for word.
fn repeated(notes: &mut Notes<'_>, sheet: usize, spots: &[Spot<'_>]) {
    let mut earlier: BTreeMap<(Option<usize>, &str), Vec<&Spot<'_>>> = BTreeMap::new();
    for spot in spots {
        let alike = earlier.entry((spot.table, spot.at.as_str())).or_default();
        if let Some(first) = alike.iter().find(|first| first.node.same(spot.node)) {
            let message = format!("this says the same as an earlier one: {}", spot.at);
            let mut note = Note::error("duplicate-claim", sheet, spot.node.place, message, "take one of the two away");
            note.related.push((first.node.place, "said here first".to_owned()));
            notes.add(note);
        }
        alike.push(spot);
    }
}

/// Claims of one document on one thing that say different things.
fn contradictions(notes: &mut Notes<'_>, facts: &Facts, sheet: usize, spots: &[Spot<'_>], claims: &[&Claim]) {
    let mut by_subject: BTreeMap<Subject, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        let cloud = claim.cloud.unwrap_or(facts.services[claim.service].home);
        by_subject.entry((claim.service, cloud, claim.standard)).or_default().push(claim);
    }
    let mut said: BTreeMap<(Id<Service>, Id<Cloud>), Vec<Pair<'_>>> = BTreeMap::new();
    for ((service, cloud, _), claims) in &by_subject {
        let pair = claims.iter().enumerate().find_map(|(index, &second)| {
            let first = claims[..index].iter().find(|first| contradict(first, second))?;
            Some((*first, second))
        });
        said.entry((*service, *cloud)).or_default().extend(pair);
    }
    for ((service, cloud), pairs) in &said {
        let Some((first, second)) = pairs.first() else { continue };
        let standards: Vec<_> = pairs.iter().map(|(claim, _)| facts.reference(claim.standard)).collect();
        let message = format!(
            "{} in {} is {} and {} for {}",
            facts.services[*service].id,
            facts.clouds[*cloud].id,
            words(facts, first),
            words(facts, second),
            standards.join(", ")
        );
        let help = "if the page really says both, keep both: the narrower one stands, and is shown as contested";
        let place = last_place(spots, facts, second);
        let mut note = Note::error("contradiction", sheet, place, message, help).mildly();
        let other = place_of(spots, facts, first);
        if other != place {
            note.related.push((other, "said here first".to_owned()));
        }
        notes.add(note);
    }
}

/// What a claim says, and under which conditions.
fn words(facts: &Facts, claim: &Claim) -> String {
    let statement = match claim.statement {
        Statement::InScope => "in scope",
        Statement::Pending => "pending",
        Statement::OutOfScope => "out of scope",
    };
    let known = &facts.documents[claim.document].conditions;
    let conditions: Vec<_> = claim.conditions.iter().map(|&index| known[index].id.as_str()).collect();
    match conditions.as_slice() {
        [] => statement.to_owned(),
        conditions => format!("{statement} under {}", conditions.join(", ")),
    }
}

/// The last row or block that can have made the claim: of two rows for one service, the second contradicts.
fn last_place(spots: &[Spot<'_>], facts: &Facts, claim: &Claim) -> Place {
    let service = facts.services[claim.service].id.as_str();
    let made = |spot: &&Spot<'_>| spot.services.contains(&service) && claim.at.starts_with(&spot.at);
    spots.iter().rev().find(made).map_or(Place::Nth(0), |spot| spot.node.place)
}

/// Whether two claims on one thing can't both be the whole truth.
fn contradict(a: &Claim, b: &Claim) -> bool {
    let same_region = a.regions == b.regions || a.regions.iter().any(|region| b.regions.contains(region));
    let sorted = |claim: &Claim| claim.conditions.iter().copied().collect::<BTreeSet<_>>();
    same_region && (a.statement != b.statement || sorted(a) != sorted(b))
}
