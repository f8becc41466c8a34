//! The one thing that a name means.

use super::thing::{Kind, Spelling, Thing, spellings};
use crate::catalog::{Catalog, NotFound, normalised};
use crate::model::facts::Facts;
use crate::text::nearest::nearest;
use crate::text::shown;

/// The thing that `text` names: an id or another spelling of anything, `standard[:edition][@level]`, `cloud/region`,
/// or one of these after the name of a kind: `cloud:NAME`.
///
/// # Errors
///
/// That nothing is called so, with the nearest name of any kind; or that several things are.
pub fn find(catalog: &Catalog, text: &str) -> Result<Thing, NotFound> {
    let (kind, name) = with_kind(text);
    find_as(catalog, kind, name)
}

/// As [`find`], among the things of one kind where one is given.
pub(super) fn find_as(catalog: &Catalog, kind: Option<Kind>, name: &str) -> Result<Thing, NotFound> {
    let facts = catalog.facts();
    let known: Vec<_> =
        spellings(facts).into_iter().filter(|spelling| kind.is_none_or(|kind| spelling.thing.kind() == kind)).collect();
    let mut found = named(&known, name);
    let mut faulty = None;
    if found.is_empty() && name.contains([':', '@']) && kind.is_none_or(|kind| kind == Kind::Standard) {
        match catalog.names().standard(facts, name) {
            Ok(reference) => found.push(Thing::Standard(reference)),
            Err(error) => faulty = Some(error),
        }
    }
    if found.is_empty() && kind.is_none_or(|kind| kind == Kind::Region) {
        found.extend(region_of_cloud(facts, name));
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(faulty.filter(|error| error.help.is_some()).unwrap_or_else(|| unknown(kind, name, &known))),
        many => Err(several(facts, name, many)),
    }
}

/// The kind that stands before a name, if one does. The editions of standards stand after a colon as well.
fn with_kind(text: &str) -> (Option<Kind>, &str) {
    let split = text.split_once(':').and_then(|(before, name)| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == before.trim())?;
        Some((Some(kind), name.trim()))
    });
    split.unwrap_or((None, text))
}

/// All that is called `name`, each once, by kind. Within one kind, an id comes before an alias.
fn named(known: &[Spelling<'_>], name: &str) -> Vec<Thing> {
    let wanted = normalised(name);
    let hits: Vec<_> = known.iter().filter(|spelling| normalised(spelling.text) == wanted).collect();
    let mut things: Vec<Thing> = hits
        .iter()
        .filter(|hit| hit.is_id || !hits.iter().any(|other| other.is_id && other.thing.kind() == hit.thing.kind()))
        .map(|hit| hit.thing)
        .collect();
    things.sort();
    things.dedup();
    things
}

/// A region that is written after its cloud: `cloud/region`.
fn region_of_cloud(facts: &Facts, name: &str) -> Option<Thing> {
    let (cloud, region) = name.split_once('/')?;
    let (_, cloud) = facts.clouds.iter().find(|(_, known)| known.id.as_str() == cloud)?;
    let region = cloud.regions.iter().find(|&&id| facts.regions[id].id.as_str() == region)?;
    Some(Thing::Region(*region))
}

fn unknown(kind: Option<Kind>, name: &str, known: &[Spelling<'_>]) -> NotFound {
    let near = nearest(name, known.iter().map(|spelling| spelling.text));
    let name = shown(name);
    NotFound {
        message: match kind {
            Some(kind) => format!("no {} of the catalogue is called `{name}`", kind.name()),
            None => format!("nothing in the catalogue is called `{name}`"),
        },
        help: near.map(|near| format!("did you mean `{near}`?")),
    }
}

/// The sentence on a name that means several things, with a way to write each of them.
fn several(facts: &Facts, name: &str, things: &[Thing]) -> NotFound {
    let one_kind = things.iter().all(|thing| thing.kind() == things[0].kind());
    let written: Vec<_> = things.iter().map(|thing| format!("`{}:{}`", thing.kind().name(), thing.id(facts))).collect();
    NotFound {
        message: if one_kind {
            format!("`{name}` could mean several things of one kind ({})", things[0].kind().name())
        } else {
            format!("`{name}` means things of several kinds")
        },
        help: Some(format!("write {}", written.join(" or "))),
    }
}
