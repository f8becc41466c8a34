//! Profiles: named sets of standards, which a manifest requires by one name.

use std::collections::HashMap;

use super::deployment::{LeastAssurance, Repeated};
use super::standard::StandardRef;
use crate::text::{Source, Span, nearest::nearest};

/// What stands before the name of a profile where standards are required.
pub const PREFIX: &str = "profile:";

/// Every profile that is known, wherever it was defined.
#[derive(Debug, Clone, Default)]
pub struct Profiles {
    profiles: Vec<Profile>,
    /// The place of each name in that list.
    numbers: HashMap<String, usize>,
}

/// A named set of standards.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name, without [`PREFIX`].
    pub name: String,
    /// What it is for, where that is said.
    pub title: Option<String>,
    /// The file that defines it.
    pub source: Source,
    /// The place of its name there.
    pub span: Span,
    /// What it requires, that of the profiles that it contains included; nothing of it twice.
    pub members: Vec<Member>,
    /// What its own list names again.
    pub repeated: Vec<Repeated>,
}

/// One standard of a profile.
#[derive(Debug, Clone)]
pub struct Member {
    /// What must be shown.
    pub standard: StandardRef,
    /// The least assurance.
    pub assurance: LeastAssurance,
    /// The file that names it.
    pub source: Source,
    /// The place there.
    pub span: Span,
    /// The profile that names it itself: another one than asked for, where a profile contains others.
    pub named_by: String,
}

impl Profiles {
    /// Adds a profile, which takes the place of one of the same name.
    pub fn add(&mut self, profile: Profile) {
        match self.numbers.get(&profile.name) {
            Some(&number) => self.profiles[number] = profile,
            None => {
                self.numbers.insert(profile.name.clone(), self.profiles.len());
                self.profiles.push(profile);
            }
        }
    }

    /// The profile of this name.
    pub fn named(&self, name: &str) -> Option<&Profile> {
        self.numbers.get(name).and_then(|&number| self.profiles.get(number))
    }

    /// The name of a profile that is like this one.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.iter().map(|profile| profile.name.as_str()))
    }

    /// Every profile, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.iter()
    }
}
