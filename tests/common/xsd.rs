//! A checker for XML against an XML schema, as far as the schemas of this folder go: elements, attributes, sequences and
//! choices. What a schema says beyond that, the checker refuses to overlook.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

/// A schema that is ready to be held against documents.
pub struct Schema<'d> {
    elements: BTreeMap<String, Node<'d, 'd>>,
    types: BTreeMap<String, Node<'d, 'd>>,
}

/// What may stand in an element.
enum Content<'d> {
    /// Text alone.
    Text,
    /// Elements, with text between them or without.
    Elements { particles: Vec<Node<'d, 'd>>, attributes: Vec<Node<'d, 'd>>, mixed: bool },
}

fn children<'d>(node: Node<'d, 'd>) -> impl Iterator<Item = Node<'d, 'd>> {
    node.children().filter(Node::is_element)
}

fn local<'d>(node: Node<'d, '_>) -> &'d str {
    node.tag_name().name()
}

impl<'d> Schema<'d> {
    /// The schema that a document states.
    pub fn new(document: &'d Document<'d>) -> Self {
        let named = |kind: &str| {
            let all = children(document.root_element()).filter(|node| local(*node) == kind);
            all.map(|node| (node.attribute("name").expect("it has a name").to_owned(), node)).collect()
        };
        Self { elements: named("element"), types: named("complexType") }
    }

    /// What the schema has against a document.
    pub fn complaints(&self, text: &str) -> Vec<String> {
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => return vec![error.to_string()],
        };
        let mut found = Vec::new();
        let root = document.root_element();
        match self.elements.get(local(root)) {
            Some(element) => self.element(root, *element, &mut found),
            None => found.push(format!("no document begins with {}", local(root))),
        }
        found
    }

    fn content(&self, element: Node<'d, 'd>) -> Content<'d> {
        let kind = match element.attribute("type") {
            Some("xs:string") => return Content::Text,
            Some(named) => *self.types.get(named).unwrap_or_else(|| panic!("the checker knows no type {named}")),
            None => children(element).next().expect("an element without a type has one inside"),
        };
        assert_eq!(local(kind), "complexType", "the checker knows no other");
        let (attributes, particles): (Vec<_>, Vec<_>) = children(kind).partition(|node| local(*node) == "attribute");
        Content::Elements { particles, attributes, mixed: kind.attribute("mixed") == Some("true") }
    }

    fn element(&self, node: Node<'_, '_>, element: Node<'d, 'd>, found: &mut Vec<String>) {
        let name = local(node);
        let is_text = |node: &Node<'_, '_>| node.text().is_some_and(|text| node.is_text() && !text.trim().is_empty());
        match self.content(element) {
            Content::Text => {
                found.extend(node.attributes().map(|one| format!("{name} has no attribute {}", one.name())));
                found
                    .extend(node.children().filter(Node::is_element).map(|one| format!("{name} holds {}", local(one))));
            }
            Content::Elements { particles, attributes, mixed } => {
                self.attributes(node, &attributes, found);
                if !mixed && node.children().any(|child| is_text(&child)) {
                    found.push(format!("{name} holds text"));
                }
                let inside: Vec<_> = node.children().filter(Node::is_element).collect();
                let names: Vec<_> = inside.iter().map(|one| local(*one)).collect();
                let ends =
                    particles.iter().fold(BTreeSet::from([0]), |starts, one| self.repeated(*one, &names, &starts));
                if !ends.contains(&names.len()) {
                    found.push(format!("{name} may not hold {names:?}"));
                }
                for child in inside {
                    let declared = self.elements.get(local(child)).copied();
                    let declared = declared.or_else(|| {
                        let mut all = particles.iter().flat_map(|one| one.descendants());
                        all.find(|one| one.attribute("name") == Some(local(child)))
                    });
                    if let Some(declared) = declared {
                        self.element(child, declared, found);
                    }
                }
            }
        }
    }

    fn attributes(&self, node: Node<'_, '_>, declared: &[Node<'d, 'd>], found: &mut Vec<String>) {
        let name = local(node);
        for one in node.attributes() {
            match declared.iter().find(|known| known.attribute("name") == Some(one.name())) {
                None => found.push(format!("{name} has no attribute {}", one.name())),
                Some(known) => {
                    let kind = known.attribute("type");
                    assert_eq!(kind, Some("xs:string"), "the checker knows no other type, {}", one.name());
                }
            }
        }
        let required = declared.iter().filter(|one| one.attribute("use") == Some("required"));
        for one in required.filter_map(|one| one.attribute("name")) {
            if node.attribute(one).is_none() {
                found.push(format!("{name} lacks {one}"));
            }
        }
    }

    /// Where a particle can end that begins at one of `starts`, as often as it may occur.
    fn repeated(&self, particle: Node<'d, 'd>, names: &[&str], starts: &BTreeSet<usize>) -> BTreeSet<usize> {
        let number = |key: &str| particle.attribute(key).unwrap_or("1");
        let least: usize = number("minOccurs").parse().expect("a number");
        let most = match number("maxOccurs") {
            "unbounded" => names.len().max(least),
            most => most.parse().expect("a number"),
        };
        let mut ends = if least == 0 { starts.clone() } else { BTreeSet::new() };
        let mut reached = starts.clone();
        for times in 1..=most {
            reached = reached.iter().flat_map(|&start| self.once(particle, names, start)).collect();
            if times >= least {
                ends.extend(&reached);
            }
        }
        ends
    }

    fn once(&self, particle: Node<'d, 'd>, names: &[&str], start: usize) -> BTreeSet<usize> {
        match local(particle) {
            "element" => {
                let wanted = particle.attribute("ref").or(particle.attribute("name"));
                names.get(start).filter(|name| Some(**name) == wanted).map(|_| start + 1).into_iter().collect()
            }
            "sequence" => {
                children(particle).fold(BTreeSet::from([start]), |starts, one| self.repeated(one, names, &starts))
            }
            "choice" => {
                children(particle).flat_map(|one| self.repeated(one, names, &BTreeSet::from([start]))).collect()
            }
            other => panic!("the checker knows no {other}"),
        }
    }
}
