//! What a rule says of the subjects that it matches, with placeholders for what is told of them.

use super::{Field, Severity};
use crate::model::Text;

/// What a rule says.
#[derive(Debug, Clone)]
pub struct Report {
    /// How grave a finding is.
    pub severity: Severity,
    /// What it says.
    pub says: Template,
    /// What it says instead where its finding depends on the regions.
    pub says_in_regions: Option<Template>,
    /// What stands beside the deployed thing in the user's file.
    pub label: Option<Template>,
    /// Subjects that have the same value here share one finding, which counts them.
    pub one_per: Option<Field>,
    /// Whether the help begins with the ways out that the catalogue knows; without any, it is the rule's own.
    pub ways_out: bool,
}

impl Report {
    /// All its words.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        [Some(&self.says), self.says_in_regions.as_ref(), self.label.as_ref()].into_iter().flatten()
    }

    pub(super) fn names(&self, field: Field) -> bool {
        let in_template =
            |template: &Template| template.0.iter().any(|piece| matches!(piece, Piece::Field(one) if *one == field));
        self.templates().any(in_template) || self.one_per == Some(field)
    }
}

/// Words with placeholders.
#[derive(Debug, Clone)]
pub struct Template(pub Vec<Piece>);

/// A piece of a [`Template`].
#[derive(Debug, Clone)]
pub enum Piece {
    /// These words.
    Words(Text),
    /// The value of a field of the subject.
    Field(Field),
    /// How many subjects share the finding.
    Count,
    /// The first words where the finding is about one subject, the second ones where it is about several.
    OneOrMany(Box<(Text, Text)>),
}
