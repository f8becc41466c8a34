//! Every spelling that the catalogue knows, and what it stands for.

use std::sync::OnceLock;

use super::by_word::{CalledBy, by_word};
use super::spellings::{Spellings, is_like_id};
use super::vocabulary;
use crate::model::evidence::Document;
use crate::model::facts::Facts;
use crate::model::id::{Id, Slug};
use crate::model::provider::{Agreement, Cloud, CloudPart, Provider, Region, Service};
use crate::model::standard::{Edition, Level, Standard, StandardRef};
use crate::packed::arrays::Fixed;
use crate::packed::sections::{Part, Sections, Written};
use crate::text::nearest::nearest;
use crate::text::shown;

/// Every spelling that the catalogue knows.
///
/// Letter case, the width of white space and the sort of dash make no difference; an id comes before an alias.
#[derive(Debug)]
pub struct Names {
    services: Spellings<Id<Service>>,
    clouds: Spellings<CloudName>,
    regions: Spellings<Id<Region>>,
    standards: Spellings<StandardRef>,
    agreements: Spellings<Id<Agreement>>,
    conditions: Spellings<()>,
    documents: Spellings<Id<Document>>,
    /// The words of the names of services, once a text is none of them.
    words: OnceLock<CalledBy>,
}

/// What the name of a cloud stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CloudName {
    /// The cloud.
    pub cloud: Id<Cloud>,
    /// The part of it that is meant, as an index into its parts; none for the whole.
    pub part: Option<usize>,
}

/// Why a name leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Fixed for CloudName {
    const WIDTH: usize = <(Id<Cloud>, Option<Id<CloudPart>>)>::WIDTH;

    fn write(self, out: &mut Vec<u8>) {
        (self.cloud, self.part.map(Id::<CloudPart>::at)).write(out);
    }

    fn read(bytes: &[u8]) -> Self {
        let (cloud, part): (_, Option<Id<CloudPart>>) = Fixed::read(bytes);
        Self { cloud, part: part.map(Id::index) }
    }
}

impl Names {
    pub(super) fn new(facts: &Facts) -> Self {
        Self {
            services: vocabulary::services(facts).with_hidden(),
            clouds: vocabulary::clouds(facts).spellings(),
            regions: vocabulary::regions(facts).spellings(),
            standards: vocabulary::standards(facts).spellings(),
            agreements: vocabulary::agreements(facts).spellings(),
            conditions: vocabulary::conditions(facts).spellings(),
            documents: vocabulary::documents(facts).spellings(),
            words: OnceLock::new(),
        }
    }

    /// The service that `text` names, among those of `provider` where one is given.
    pub fn service(&self, facts: &Facts, text: &str, provider: Option<Id<Provider>>) -> Result<Id<Service>, NotFound> {
        let of_provider = |id: &Id<Service>| provider.is_none_or(|wanted| facts.services[*id].provider == wanted);
        let all = self.services.all(text);
        let mut found: Vec<_> = all.iter().copied().filter(of_provider).collect();
        // An id comes before an alias, and that of another provider's service takes no name away.
        let wanted = normalised(text);
        if let Some(&service) = found.iter().find(|id| facts.services[**id].id.as_str() == wanted) {
            found = vec![service];
        }
        match (found.as_slice(), all.as_slice()) {
            ([one], _) => Ok(*one),
            ([], [other, ..]) => Err(NotFound {
                message: format!("`{}` is a service of {}, and this cloud is not theirs", shown(text), {
                    &facts.providers[facts.services[*other].provider].name
                }),
                help: None,
            }),
            ([], []) => {
                let unknown = self.services.unknown("service", text);
                let words = || self.words.get_or_init(|| CalledBy::of(facts));
                let help = unknown.help.or_else(|| by_word(facts, words(), &wanted, provider));
                Err(NotFound { help, ..unknown })
            }
            (many, _) => Err(ambiguous(text, many.iter().map(|id| facts.services[*id].id.as_str()))),
        }
    }

    /// The cloud, or the part of one, that `text` names.
    pub fn cloud(&self, facts: &Facts, text: &str) -> Result<CloudName, NotFound> {
        match self.clouds.all(text).as_slice() {
            [one] => Ok(*one),
            [] => Err(self.clouds.unknown("cloud", text)),
            many => Err(ambiguous(text, many.iter().map(|name| facts.clouds[name.cloud].id.as_str()))),
        }
    }

    /// The region that `text` names: one of `cloud` if it has such a one, else one of any other cloud.
    pub fn region(&self, facts: &Facts, text: &str, cloud: Id<Cloud>) -> Result<Id<Region>, NotFound> {
        let all = self.regions.all(text);
        let inside = all.iter().copied().find(|id| facts.regions[*id].cloud == cloud);
        match (inside, all.as_slice()) {
            (Some(region), _) | (None, &[region]) => Ok(region),
            (None, []) => {
                let nearby = facts.clouds[cloud].regions.iter().map(|&id| &facts.regions[id]);
                let known: Vec<&str> = nearby.flat_map(|region| [region.id.as_str(), region.display_name()]).collect();
                let unknown = self.regions.unknown("region", text);
                let near = nearest(text, known).map(|name| format!("did you mean `{name}`?"));
                Err(NotFound { help: near.or(unknown.help), ..unknown })
            }
            (None, many) => {
                Err(ambiguous(text, many.iter().map(|id| facts.clouds[facts.regions[*id].cloud].id.as_str())))
            }
        }
    }

    /// That there is a region of this name in any cloud.
    pub fn region_of_any(&self, text: &str) -> Result<(), NotFound> {
        if self.regions.all(text).is_empty() { Err(self.regions.unknown("region", text)) } else { Ok(()) }
    }

    /// Whether a service is spelled so, whichever is meant.
    pub fn spells_service(&self, text: &str) -> bool {
        !self.services.all(text).is_empty()
    }

    /// Whether a region of any cloud is spelled so.
    pub fn spells_region(&self, text: &str) -> bool {
        !self.regions.all(text).is_empty()
    }

    /// Whether a condition is spelled so.
    pub fn spells_condition(&self, text: &str) -> bool {
        !self.conditions.all(text).is_empty()
    }

    /// Whether what stands before an edition and a level, or the whole, is a spelling of a standard.
    pub fn spells_standard(&self, text: &str) -> bool {
        let rest = split_last(text, '@').0;
        [text, rest, split_last(rest, ':').0].iter().any(|text| !self.standards.all(text).is_empty())
    }

    /// The agreement that `text` names.
    pub fn agreement(&self, facts: &Facts, text: &str) -> Result<Id<Agreement>, NotFound> {
        match self.agreements.all(text).as_slice() {
            [one] => Ok(*one),
            [] => Err(self.agreements.unknown("agreement", text)),
            many => Err(ambiguous(text, many.iter().map(|id| facts.agreements[*id].id.as_str()))),
        }
    }

    /// The condition of a claim that `text` names.
    pub fn condition(&self, text: &str) -> Result<Slug, NotFound> {
        let known = if self.conditions.all(text).is_empty() { None } else { Slug::new(&normalised(text)) };
        known.ok_or_else(|| {
            let unknown = self.conditions.unknown("condition", text);
            let how = "documents give conditions their ids; a finding that rests on one says which".to_owned();
            NotFound { help: unknown.help.or(Some(how)), ..unknown }
        })
    }

    /// The document of this id.
    pub fn document(&self, text: &str) -> Result<Id<Document>, NotFound> {
        // Ids alone are known here: a title may be that of many editions.
        self.documents.all(text).first().copied().ok_or_else(|| self.documents.unknown("document", text))
    }

    /// What `text` asks for: an alias, which may carry an edition or a level, or `standard[:edition][@level]`.
    pub fn standard(&self, facts: &Facts, text: &str) -> Result<StandardRef, NotFound> {
        let found = self.standard_named(facts, text)?;
        level_of_edition(facts, found).map(|()| found)
    }

    /// As [`Names::standard`], whether or not the edition that is named has the level that is named.
    pub fn standard_named(&self, facts: &Facts, text: &str) -> Result<StandardRef, NotFound> {
        match self.standards.all(text).as_slice() {
            [one] => return Ok(*one),
            [] => {}
            many => {
                let names: Vec<_> = many.iter().map(|reference| facts.reference(*reference)).collect();
                return Err(ambiguous(text, names.iter().map(String::as_str)));
            }
        }
        let (rest, level) = split_last(text, '@');
        let (name, edition) = split_last(rest, ':');
        let mut found = match (self.standards.all(rest).as_slice(), self.standards.all(name).as_slice()) {
            ([one], _) => *one,
            (_, [one]) => self.with_edition(facts, *one, edition, text)?,
            _ => return Err(self.standards.unknown("standard", text)),
        };
        if let Some(level) = level {
            found.level = Some(self.level(facts, found.standard, level)?);
        }
        Ok(found)
    }

    fn with_edition(
        &self,
        facts: &Facts,
        standard: StandardRef,
        edition: Option<&str>,
        whole: &str,
    ) -> Result<StandardRef, NotFound> {
        let Some(edition) = edition else { return Ok(standard) };
        let known = &facts.standards[standard.standard];
        let wanted = normalised(edition);
        let matches = |id: &&Id<Edition>| {
            let edition = &facts.editions[**id];
            edition.id.as_str() == wanted || edition.name.as_ref().is_some_and(|name| normalised(name) == wanted)
        };
        if let Some(&edition) = known.editions.iter().find(matches) {
            return Ok(StandardRef { edition: Some(edition), ..standard });
        }
        let editions: Vec<_> = known.editions.iter().map(|&id| facts.editions[id].id.as_str()).collect();
        let misprint = misprint(facts, standard.standard, edition);
        let help = match (misprint, nearest(edition, editions.iter().copied())) {
            (Some(help), _) => help,
            (None, Some(near)) => format!("did you mean `{}:{near}`?", known.id),
            (None, None) if editions.is_empty() => format!("`{}` has no editions here; ask for it alone", known.id),
            (None, None) => format!("its editions are {}", editions.join(", ")),
        };
        Err(NotFound {
            message: format!("`{}` names no edition of {} that is known", shown(whole), known.name),
            help: Some(help),
        })
    }

    fn level(&self, facts: &Facts, standard: Id<Standard>, text: &str) -> Result<Id<Level>, NotFound> {
        let known = &facts.standards[standard];
        let wanted = normalised(text);
        let matches = |id: &&Id<Level>| {
            let level = &facts.levels[**id];
            level.id.as_str() == wanted
                || normalised(&level.name) == wanted
                || normalised(facts.short_level(**id)) == wanted
        };
        if let Some(&level) = known.levels.iter().find(matches) {
            return Ok(level);
        }
        let levels: Vec<_> = known.levels.iter().map(|&id| facts.levels[id].id.as_str()).collect();
        let help = match nearest(text, levels.iter().copied()) {
            Some(near) => format!("did you mean `{}@{near}`?", known.id),
            None if levels.is_empty() => format!("`{}` has no levels; ask for it alone", known.id),
            None => format!("its levels are {}", levels.join(", ")),
        };
        Err(NotFound { message: format!("{} has no level `{}`", known.name, shown(text)), help: Some(help) })
    }
}

impl Part for Names {
    fn write(&self, out: &mut Written) {
        let Self { services, clouds, regions, standards, agreements, conditions, documents, words: _ } = self;
        services.write(out);
        clouds.write(out);
        regions.write(out);
        standards.write(out);
        agreements.write(out);
        conditions.write(out);
        documents.write(out);
    }

    fn read(sections: &mut Sections) -> Self {
        // A struct's fields are evaluated in the order in which they are written: it is that of `write`.
        Self {
            services: Part::read(sections),
            clouds: Part::read(sections),
            regions: Part::read(sections),
            standards: Part::read(sections),
            agreements: Part::read(sections),
            conditions: Part::read(sections),
            documents: Part::read(sections),
            words: OnceLock::new(),
        }
    }
}

/// That the edition that is named has the level that is named; else where that level is, and what the edition has.
pub fn level_of_edition(facts: &Facts, named: StandardRef) -> Result<(), NotFound> {
    let (Some(edition), Some(level)) = (named.edition, named.level) else { return Ok(()) };
    let known = &facts.levels[level];
    if known.is_in(edition) {
        return Ok(());
    }
    let standard = &facts.standards[named.standard];
    // The editions of a standard stand oldest first, and who asks for a level means the newest that has it.
    let elsewhere = standard.editions.iter().rev().find(|&&other| known.is_in(other));
    let elsewhere = elsewhere.map(|&other| StandardRef { edition: Some(other), ..named });
    let own = standard.levels.iter().map(|&id| &facts.levels[id]).filter(|level| level.is_in(edition));
    let own: Vec<_> = own.map(|level| level.id.as_str()).collect();
    let own = match own.as_slice() {
        [] => "this edition has no levels; ask for it alone".to_owned(),
        own => format!("the levels of this edition are {}", own.join(", ")),
    };
    Err(NotFound {
        message: format!("{} has no level `{}`", facts.title(StandardRef { level: None, ..named }), known.id),
        help: Some(match elsewhere {
            Some(other) => format!("did you mean `{}`? {own}", facts.reference(other)),
            None => own,
        }),
    })
}

/// What a document that prints this edition most likely means, if one does so by mistake.
fn misprint(facts: &Facts, standard: Id<Standard>, edition: &str) -> Option<String> {
    facts.documents.iter().find_map(|(_, document)| {
        let disputed = document.disputed.iter().find(|disputed| {
            disputed.standard == standard && disputed.printed.to_lowercase().ends_with(&edition.to_lowercase())
        })?;
        let meant = facts.reference(disputed.meant?);
        Some(format!("did you mean `{meant}`? \"{}\" prints {} by mistake: {}", document.title, disputed.printed, {
            &disputed.why
        }))
    })
}

/// `text` split at the last `mark`: what stands before it, and what after, if it is there.
fn split_last(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.rsplit_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn ambiguous<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> NotFound {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    NotFound {
        message: format!("`{}` could mean {}", shown(text), names.join(" or ")),
        help: Some("write the one that is meant".to_owned()),
    }
}

/// A spelling without what makes no difference: letter case, the width of white space, the sort of dash.
pub fn normalised(text: &str) -> String {
    // An id is its own normal form, and most that is looked up is one.
    if is_like_id(text) {
        return text.to_owned();
    }
    let words: Vec<_> = text.split_whitespace().collect();
    if text.is_ascii() {
        let mut words = words.join(" ");
        words.make_ascii_lowercase();
        return words;
    }
    let dash = |c: char| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c };
    words.join(" ").chars().map(dash).flat_map(char::to_lowercase).collect()
}
