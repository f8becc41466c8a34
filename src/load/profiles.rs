//! Profiles: named sets of standards, which may contain other profiles. Policies and packs define them alike.

use std::collections::{HashMap, HashSet};

use super::decode::Complaints;
use super::demand;
use super::tree::{Key, Node, Place, Value};
use crate::catalog::Catalog;
use crate::model::deployment::Repeated;
use crate::model::id::Slug;
use crate::model::profile::{Member, PREFIX, Profile, Profiles};
use crate::text::bytes::Way;
use crate::text::nearest::nearest;
use crate::text::{Source, Span, Spanned};

/// A profile as it is written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) name: Spanned<String>,
    title: Option<String>,
    requires: Vec<Node>,
}

/// What names stand for in profiles and in rules.
#[derive(Debug, Clone, Copy)]
pub struct Names<'n> {
    /// Everything else than profiles.
    pub catalog: &'n Catalog,
    /// Profiles that are defined elsewhere. One of the same name that is defined in what is read goes first.
    pub profiles: &'n Profiles,
}

/// Whether a text may name a profile: as it stands there, or in TOML's escapes of characters, of which few texts have any.
pub fn may_name_profile(text: &str) -> bool {
    let way = Way::through(text.len());
    let is_escape = |at: usize| matches!(text.as_bytes().get(at + 1), Some(b'u' | b'U' | b'x'));
    way.holds(text, PREFIX) || way.places(text, "\\").any(is_escape)
}

/// An element of a profile.
enum Element {
    Standard(Member),
    /// Another profile, by its number, and the place where it is named.
    Profile(usize, Span),
    /// A profile that is defined elsewhere, with what it requires, and the place where it is named.
    Known(String, Vec<Member>, Span),
}

/// Reads the entries of `profiles`: names, each with a list of standards or with a table that has one.
pub(super) fn read(complaints: &mut Complaints, node: &Node) -> Vec<Written> {
    let Value::Table(entries) = &node.value else {
        complaints.table(node);
        return Vec::new();
    };
    entries.iter().filter_map(|(key, value)| one(complaints, key, value)).collect()
}

/// Reads one entry: a list, or a table with the list in `requires` and a `title`.
fn one(complaints: &mut Complaints, key: &Key, value: &Node) -> Option<Written> {
    if Slug::new(&key.name).is_none() {
        let message = format!("`{}` is no name for a profile", key.name);
        let help = "a name has small letters, digits and dashes: `us-base`".to_owned();
        complaints.add(key.place, "bad-id", message, Some(help));
    }
    let (title, list) = match &value.value {
        Value::Table(_) => {
            let mut fields = complaints.table(value)?;
            let title = fields.optional("title").and_then(|node| complaints.text(node)).map(str::to_owned);
            let list = fields.required(complaints, "requires");
            fields.finish(complaints);
            (title, list?)
        }
        _ => (None, value),
    };
    let requires = complaints.list(list)?;
    if requires.is_empty() {
        let help = "name the standards that it stands for, or remove it".to_owned();
        complaints.add(list.place, "empty", "this profile requires nothing", Some(help));
    }
    let name = Spanned::new(key.name.to_string(), span(key.place));
    Some(Written { name, title, requires: requires.to_vec() })
}

/// The profiles with all that they require, that of the profiles that they contain included.
pub(super) fn resolve(written: &[Written], source: &Source, names: Names<'_>, complaints: &mut Complaints) -> Profiles {
    let numbers: HashMap<&str, usize> =
        written.iter().enumerate().map(|(number, one)| (one.name.value.as_str(), number)).collect();
    let mut elements: Vec<Vec<Element>> = Vec::new();
    for profile in written {
        let of_profile = profile.requires.iter();
        let element = |node| element(node, &profile.name.value, (&numbers, source, names), complaints);
        elements.push(of_profile.filter_map(element).collect());
    }
    let order = order(&elements);
    circles(written, &elements, &order, complaints);
    let mut members: Vec<Vec<Member>> = written.iter().map(|_| Vec::new()).collect();
    for &number in &order {
        members[number] = expanded(&elements[number], &members);
    }
    let mut profiles = Profiles::default();
    for ((profile, members), elements) in written.iter().zip(members).zip(&elements) {
        let Written { name, title, .. } = profile;
        let repeated = repeated(elements, written, names.catalog);
        let (name, title) = (name.clone(), title.clone());
        profiles.add(Profile { name: name.value, title, source: source.clone(), span: name.span, members, repeated });
    }
    profiles
}

fn element(
    node: &Node,
    named_by: &str,
    (numbers, source, names): (&HashMap<&str, usize>, &Source, Names<'_>),
    complaints: &mut Complaints,
) -> Option<Element> {
    let Some(name) = node.as_text().and_then(|text| text.strip_prefix(PREFIX)) else {
        let (standard, assurance) =
            demand::read(complaints, node, |text| names.catalog.names().standard(names.catalog.facts(), text))?;
        let (source, span, named_by) = (source.clone(), span(node.place), named_by.to_owned());
        return Some(Element::Standard(Member { standard, assurance, source, span, named_by }));
    };
    if let Some(&number) = numbers.get(name) {
        return Some(Element::Profile(number, span(node.place)));
    }
    if let Some(profile) = names.profiles.named(name) {
        return Some(Element::Known(name.to_owned(), profile.members.clone(), span(node.place)));
    }
    let elsewhere = names.profiles.iter().map(|profile| profile.name.as_str());
    let mut known: Vec<_> = numbers.keys().copied().chain(elsewhere).collect();
    known.sort_unstable();
    known.dedup();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{PREFIX}{near}`?"),
        None if known.is_empty() => "name the standards themselves: no profile is known".to_owned(),
        None => format!("known are {}", known.join(", ")),
    };
    complaints.add(node.place, "unknown-profile", format!("no profile `{name}` is known"), Some(help));
    None
}

/// The profiles after all that they contain; those of a circle, and those that contain one, are left out.
fn order(elements: &[Vec<Element>]) -> Vec<usize> {
    let contained = |number: usize| {
        elements[number].iter().filter_map(|element| match element {
            Element::Profile(inner, _) => Some(*inner),
            Element::Standard(_) | Element::Known(..) => None,
        })
    };
    let mut waiting: Vec<usize> = (0..elements.len()).map(|number| contained(number).count()).collect();
    let mut containers: Vec<Vec<usize>> = elements.iter().map(|_| Vec::new()).collect();
    for number in 0..elements.len() {
        contained(number).for_each(|inner| containers[inner].push(number));
    }
    let mut order: Vec<usize> = (0..elements.len()).filter(|&number| waiting[number] == 0).collect();
    let mut at = 0;
    while let Some(&number) = order.get(at) {
        at += 1;
        for &outer in &containers[number] {
            waiting[outer] -= 1;
            if waiting[outer] == 0 {
                order.push(outer);
            }
        }
    }
    order
}

/// Complains of every circle once, where it closes.
fn circles(written: &[Written], elements: &[Vec<Element>], order: &[usize], complaints: &mut Complaints) {
    let sound: HashSet<usize> = order.iter().copied().collect();
    let mut done = sound.clone();
    for first in 0..elements.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut number = first;
        while !done.contains(&number) {
            done.insert(number);
            path.push(number);
            // One that is in no order contains another such one.
            let inner = elements[number].iter().find_map(|element| match element {
                Element::Profile(inner, span) if !sound.contains(inner) => Some((*inner, *span)),
                Element::Profile(..) | Element::Standard(_) | Element::Known(..) => None,
            });
            let Some((inner, place)) = inner else { break };
            if let Some(begin) = path.iter().position(|&one| one == inner) {
                let names: Vec<_> = path[begin..].iter().chain([&inner]).map(|&one| &written[one].name.value).collect();
                let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
                let message = format!("profiles contain each other in a circle: {}", names.join(" contains "));
                complaints.add(Place::Bytes(place), "circle", message, Some("leave one of them out".to_owned()));
            }
            number = inner;
        }
    }
}

/// What a profile requires, nothing twice, given that of those that it contains.
fn expanded(elements: &[Element], members: &[Vec<Member>]) -> Vec<Member> {
    let mut seen = HashSet::new();
    let all = elements.iter().flat_map(|element| match element {
        Element::Standard(member) => std::slice::from_ref(member),
        Element::Known(_, members, _) => members.as_slice(),
        Element::Profile(inner, _) => members[*inner].as_slice(),
    });
    all.filter(|member| seen.insert((member.standard, member.assurance))).cloned().collect()
}

/// What a list names again: a standard with the same assurance, or a profile.
fn repeated(elements: &[Element], written: &[Written], catalog: &Catalog) -> Vec<Repeated> {
    let mut first = HashMap::new();
    let mut repeated = Vec::new();
    for element in elements {
        let (means, assurance, span) = match element {
            Element::Standard(one) => (catalog.facts().reference(one.standard), Some(one.assurance), one.span),
            Element::Profile(number, span) => (format!("{PREFIX}{}", written[*number].name.value), None, *span),
            Element::Known(name, _, span) => (format!("{PREFIX}{name}"), None, *span),
        };
        match first.get(&(means.clone(), assurance)) {
            Some(&first) => repeated.push(Repeated { means, span, first }),
            None => _ = first.insert((means, assurance), span),
        }
    }
    repeated
}

/// The bytes of a place in a file of which the places are known.
fn span(place: Place) -> Span {
    match place {
        Place::Bytes(span) => span,
        Place::Nth(_) => Span::default(),
    }
}
