//! The spellings of one sort of thing.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::names::{NotFound, normalised};
use crate::model::Text;
use crate::model::id::Id;
use crate::packed::arrays::{Fixed, Lists, Texts};
use crate::packed::sections::{Part, Sections, Written};
use crate::text::nearest::{Glances, nearest};
use crate::text::shown;

/// The spellings of one sort of thing, and what each of them stands for.
#[derive(Debug)]
pub(super) struct Spellings<T> {
    /// Without what makes no difference, sorted.
    sorted: Texts,
    /// What each of the sorted ones stands for.
    meanings: Lists<Spelling, T>,
    /// Every spelling as it is written, in the order of the catalogue: what a mistyped name is compared with.
    written: Texts,
    /// Made when the first name stands for nothing.
    glances: OnceLock<Glances>,
}

/// What a spelling's number counts.
#[derive(Debug)]
struct Spelling;

/// Spellings that are still being gathered.
#[derive(Debug)]
pub(super) struct Gathered<T> {
    ids: BTreeMap<String, Vec<T>>,
    aliases: BTreeMap<String, Vec<T>>,
    written: Vec<String>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Self {
        Self { ids: BTreeMap::new(), aliases: BTreeMap::new(), written: Vec::new() }
    }
}

impl<T: Fixed + PartialEq> Gathered<T> {
    pub(super) fn add(&mut self, id: &str, name: &str, aliases: &[Text], meaning: T) {
        insert(&mut self.ids, id, meaning);
        self.written.push(id.to_owned());
        self.alias(name, meaning);
        for alias in aliases {
            self.alias(alias, meaning);
        }
    }

    pub(super) fn alias(&mut self, alias: &str, meaning: T) {
        insert(&mut self.aliases, alias, meaning);
        self.written.push(alias.to_owned());
    }

    /// An id comes before an alias: who writes an id never means anything else.
    pub(super) fn spellings(self) -> Spellings<T> {
        let mut all = self.aliases;
        all.extend(self.ids);
        kept(all, &self.written)
    }

    /// As [`Gathered::spellings`], with what an id would hide: for names of which more is known than the text.
    pub(super) fn with_hidden(self) -> Spellings<T> {
        let mut all = self.ids;
        for (alias, meanings) in self.aliases {
            let known = all.entry(alias).or_default();
            meanings.into_iter().for_each(|meaning| push_new(known, meaning));
        }
        kept(all, &self.written)
    }
}

fn kept<T: Fixed>(all: BTreeMap<String, Vec<T>>, written: &[String]) -> Spellings<T> {
    let (sorted, meanings): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    Spellings {
        sorted: Texts::new(&sorted),
        meanings: Lists::new(&meanings),
        written: Texts::new(written),
        glances: OnceLock::new(),
    }
}

fn insert<T: PartialEq>(map: &mut BTreeMap<String, Vec<T>>, spelling: &str, meaning: T) {
    push_new(map.entry(normalised(spelling)).or_default(), meaning);
}

fn push_new<T: PartialEq>(meanings: &mut Vec<T>, meaning: T) {
    if !meanings.contains(&meaning) {
        meanings.push(meaning);
    }
}

/// Whether a text could be an id: small letters, digits and hyphens.
pub(super) fn is_like_id(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

impl NotFound {
    /// That nothing is called so, whatever comes near.
    pub fn plainly(what: &str, text: &str) -> Self {
        Self { message: format!("no {what} `{}` is known to the catalogue", shown(text)), help: None }
    }
}

impl<T: Fixed + PartialEq> Spellings<T> {
    /// Everything that `text` may stand for.
    pub(super) fn all(&self, text: &str) -> Vec<T> {
        let number = self.sorted.position(&normalised(text));
        number.map(|number| self.meanings.get(Id::at(number)).collect()).unwrap_or_default()
    }

    /// What to say of a text that stands for nothing. Only here is every spelling looked at.
    pub(super) fn unknown(&self, what: &str, text: &str) -> NotFound {
        let glances = self.glances.get_or_init(|| Glances::of(self.written.iter()));
        let seen: Vec<_> = glances.may_be_near(text, 3).map(|number| self.written.get(number)).collect();
        let near = nearest(text, seen.iter().copied());
        // Who writes an id is offered one: it stands before the other spellings.
        let same_id = |near: &str| {
            let meant = self.all(near);
            self.written.iter().find(|other| is_like_id(other) && self.all(other) == meant)
        };
        let near = match near {
            Some(near) if is_like_id(text) && !is_like_id(near) => same_id(near).or(Some(near)),
            near => near,
        };
        NotFound { help: near.map(|name| format!("did you mean `{name}`?")), ..NotFound::plainly(what, text) }
    }
}

impl<T: Fixed> Part for Spellings<T> {
    fn write(&self, out: &mut Written) {
        self.sorted.write(out);
        self.meanings.write(out);
        self.written.write(out);
    }

    fn read(sections: &mut Sections) -> Self {
        Self {
            sorted: Part::read(sections),
            meanings: Part::read(sections),
            written: Part::read(sections),
            glances: OnceLock::new(),
        }
    }
}
