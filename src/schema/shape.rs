//! The parts that schemas are made of, in the words of JSON Schema (draft 7: the one that every editor's tool knows).
//!
//! Three habits keep to what editors do. A reference stands alone: what stands beside it is left out by some. Where other
//! spellings are allowed beside the names that are offered, the names are one of two alternatives: what a schema gives as
//! an example is offered by few. And nothing of a TOML file has `allOf`, beside which Taplo sees no key.

use serde::{Serialize, Serializer};

use super::{Names, Offer};

/// A schema, or a part of one.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shape {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    draft: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enum_descriptions: Vec<String>,
    #[serde(rename = "x-taplo", skip_serializing_if = "Option::is_none")]
    taplo: Option<Taplo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Shape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unique_items: Option<bool>,
    #[serde(skip_serializing_if = "Entries::is_empty")]
    properties: Entries,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    property_names: Option<Box<Shape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_properties: Option<Rest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_properties: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    any_of: Vec<Shape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    one_of: Vec<Shape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    all_of: Vec<Shape>,
    #[serde(rename = "not", skip_serializing_if = "Option::is_none")]
    forbidden: Option<Box<Shape>>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    condition: Option<Box<Shape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    then: Option<Box<Shape>>,
    #[serde(rename = "else", skip_serializing_if = "Option::is_none")]
    otherwise: Option<Box<Shape>>,
    #[serde(skip_serializing_if = "Entries::is_empty")]
    definitions: Entries,
}

/// Shapes by their names, in the order in which they are to be read.
#[derive(Debug, Clone, Default)]
struct Entries(Vec<(String, Shape)>);

impl Entries {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, shape)| (name, shape)))
    }
}

/// What is allowed beside the keys that are named.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Rest {
    Never(bool),
    Each(Box<Shape>),
}

/// What Taplo, the language server for TOML, shows beside each name that it offers.
#[derive(Debug, Clone, Serialize)]
struct Taplo {
    docs: TaploDocs,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct TaploDocs {
    enum_values: Vec<String>,
}

/// A key of a table.
pub(super) struct Key {
    name: &'static str,
    is_required: bool,
    shape: Shape,
}

/// A key that must be written, what it means, and what it holds.
pub(super) fn must(name: &'static str, meaning: &str, shape: Shape) -> Key {
    Key { name, is_required: true, shape: shape.about(meaning) }
}

/// A key that may be left out.
pub(super) fn may(name: &'static str, meaning: &str, shape: Shape) -> Key {
    Key { name, is_required: false, shape: shape.about(meaning) }
}

/// A table with these keys and no other.
pub(super) fn table(keys: impl IntoIterator<Item = Key>) -> Shape {
    let (mut properties, mut required) = (Vec::new(), Vec::new());
    for key in keys {
        if key.is_required {
            required.push(key.name.to_owned());
        }
        properties.push((key.name.to_owned(), key.shape));
    }
    let additional_properties = Some(Rest::Never(false));
    Shape { properties: Entries(properties), required, additional_properties, ..of_kind("object") }
}

/// A table whose keys are shapes that have their descriptions already, and no other.
pub(super) fn table_of(entries: Vec<(String, Shape)>) -> Shape {
    Shape { properties: Entries(entries), ..table([]) }
}

/// A table with keys of the user's own, each of which holds this.
pub(super) fn each(value: Shape) -> Shape {
    Shape { additional_properties: Some(Rest::Each(Box::new(value))), ..of_kind("object") }
}

/// Text, which may be empty.
pub(super) fn any_text() -> Shape {
    of_kind("string")
}

/// Text that says something.
pub(super) fn text() -> Shape {
    any_text().pattern(r"\S")
}

/// An id: small letters, digits, dots and dashes.
pub(super) fn slug() -> Shape {
    any_text().pattern("^[a-z0-9][a-z0-9.-]*$")
}

/// A day.
pub(super) fn date() -> Shape {
    Shape { format: Some("date"), ..any_text() }.like("2026-12-31")
}

/// A day, a month or a year.
pub(super) fn partial_date() -> Shape {
    any_text().pattern("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$").like("2026-12-31").like("2026-12").like("2026")
}

/// A length of time.
pub(super) fn term() -> Shape {
    any_text().pattern("^[1-9][0-9]{0,3} +(day|week|month|year)s?$").like("180 days").like("18 months")
}

/// True or false.
pub(super) fn flag() -> Shape {
    of_kind("boolean")
}

/// A whole number, of at least this where it is given.
pub(super) fn count(minimum: Option<i64>) -> Shape {
    Shape { minimum, ..of_kind("integer") }
}

/// One of these words and no other.
pub(super) fn word<'w>(words: impl IntoIterator<Item = &'w str>) -> Shape {
    Shape { names: words.into_iter().map(str::to_owned).collect(), ..Shape::default() }
}

/// Names to choose from, each with what people call it.
pub(super) fn choice(names: &[(String, String)]) -> Shape {
    let called: Vec<_> = names.iter().map(|(_, called)| called.clone()).collect();
    let choice = word(names.iter().map(|(name, _)| name.as_str()));
    if called.iter().all(String::is_empty) {
        return choice;
    }
    let taplo = Some(Taplo { docs: TaploDocs { enum_values: called.clone() } });
    Shape { taplo, enum_descriptions: called, ..choice }
}

/// A list.
pub(super) fn list(items: Shape) -> Shape {
    Shape { items: Some(Box::new(items)), ..of_kind("array") }
}

/// A list with something in it.
pub(super) fn filled(items: Shape) -> Shape {
    Shape { min_items: Some(1), ..list(items) }
}

/// One of these, or a list of them.
pub(super) fn one_or_many(item: Shape) -> Shape {
    either([item.clone(), list(item)])
}

/// One of these, or a list of them with something in it.
pub(super) fn one_or_some(item: Shape) -> Shape {
    either([item.clone(), filled(item)])
}

/// What fits at least one of these.
pub(super) fn either(shapes: impl IntoIterator<Item = Shape>) -> Shape {
    Shape { any_of: shapes.into_iter().collect(), ..Shape::default() }
}

/// What has exactly one of these keys.
pub(super) fn has_one_of(keys: &[&str]) -> Vec<Shape> {
    keys.iter().map(|key| has(&[key])).collect()
}

/// What has these keys.
pub(super) fn has(keys: &[&str]) -> Shape {
    Shape { required: keys.iter().map(|&key| key.to_owned()).collect(), ..Shape::default() }
}

/// What has at least one of these keys.
pub(super) fn has_any(keys: &[&str]) -> Shape {
    either(has_one_of(keys))
}

/// What holds such things at these keys, and anything elsewhere.
pub(super) fn holding(entries: impl IntoIterator<Item = (&'static str, Shape)>) -> Shape {
    let entries = entries.into_iter().map(|(name, shape)| (name.to_owned(), shape)).collect();
    Shape { properties: Entries(entries), ..Shape::default() }
}

/// What doesn't fit this.
pub(super) fn never(shape: Shape) -> Shape {
    Shape { forbidden: Some(Box::new(shape)), ..Shape::default() }
}

/// What fits the second where it fits the first.
pub(super) fn when(condition: Shape, then: Shape) -> Shape {
    Shape::default().if_then(condition, then)
}

/// What is written once, among the definitions of the whole.
pub(super) fn defined(name: &str) -> Shape {
    Shape { reference: Some(format!("#/definitions/{name}")), ..Shape::default() }
}

fn of_kind(kind: &'static str) -> Shape {
    Shape { kind: Some(kind), ..Shape::default() }
}

impl Shape {
    /// Any table.
    pub(super) fn object() -> Self {
        of_kind("object")
    }

    /// The same with what it means. Text beside which names are offered says so as well: editors show the alternatives.
    pub(super) fn about(mut self, meaning: &str) -> Self {
        if let [.., own] = self.any_of.as_mut_slice()
            && own.kind == self.kind
        {
            own.description.get_or_insert_with(|| meaning.to_owned());
        }
        Self { description: Some(meaning.to_owned()), ..self }
    }

    /// The same with an example.
    pub(super) fn like(mut self, example: &'static str) -> Self {
        self.examples.push(example);
        self
    }

    /// The same, of this form.
    pub(super) fn pattern(self, pattern: &'static str) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// The same where no element may stand twice.
    pub(super) fn each_once(self) -> Self {
        Self { unique_items: Some(true), ..self }
    }

    /// The same where at least one of the keys must be written.
    pub(super) fn not_empty(self) -> Self {
        Self { min_properties: Some(1), ..self }
    }

    /// The same where exactly one of these keys must be written.
    pub(super) fn with_one_of(self, keys: &[&str]) -> Self {
        Self { one_of: has_one_of(keys), ..self }
    }

    /// The same where each key is as this.
    pub(super) fn with_keys(self, names: Shape) -> Self {
        Self { property_names: Some(Box::new(names)), ..self }
    }

    /// The same, which has to fit the second where it fits the first.
    pub(super) fn if_then(self, condition: Shape, then: Shape) -> Self {
        Self { condition: Some(Box::new(condition)), then: Some(Box::new(then)), ..self }
    }

    /// The same, which holds this at that key.
    pub(super) fn and_holding(mut self, key: &str, shape: Shape) -> Self {
        self.properties.0.push((key.to_owned(), shape));
        self
    }

    /// The same, which has to fit this as well.
    pub(super) fn with(mut self, other: Shape) -> Self {
        self.all_of.push(other);
        self
    }

    /// The same, and what a condition that isn't met asks for.
    pub(super) fn or_else(self, otherwise: Shape) -> Self {
        Self { otherwise: Some(Box::new(otherwise)), ..self }
    }

    /// The same text, for which names are offered. Other spellings stay allowed.
    pub(super) fn offering(self, names: &Names, offers: &[Offer]) -> Self {
        let known = offers.iter().filter(|offer| names.has(**offer));
        let choices: Vec<_> = known.map(|offer| defined(offer.name())).collect();
        self.suggesting(choices)
    }

    /// The same text, for which these words are offered.
    pub(super) fn offering_words(self, words: &[String]) -> Self {
        let choices = (!words.is_empty()).then(|| word(words.iter().map(String::as_str)));
        self.suggesting(choices.into_iter().collect())
    }

    fn suggesting(self, mut choices: Vec<Shape>) -> Self {
        if choices.is_empty() {
            return self;
        }
        choices.push(any_text());
        Self { any_of: choices, ..self }
    }

    /// The same with what it refers to.
    pub(super) fn defining(mut self, shapes: impl IntoIterator<Item = (String, Shape)>) -> Self {
        self.definitions.0.extend(shapes);
        self
    }

    /// A whole schema as a part of another one.
    pub(super) fn within_another(self) -> Self {
        Self { draft: None, ..self }
    }

    /// The whole schema, with what it is called.
    pub(super) fn whole(self, title: &'static str, meaning: &str) -> Self {
        let draft = Some("http://json-schema.org/draft-07/schema#");
        Self { draft, title: Some(title), ..self.about(meaning) }
    }
}
