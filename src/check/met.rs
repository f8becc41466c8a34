//! What of the words of a manifest the rules know: a tag or a class of data that nothing matches may be misspelt, on
//! either side.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::fast::RandomState;

use super::Checker;
use super::outcome::Notice;
use super::patterns::Patterns;
use crate::model::Text;
use crate::model::deployment::{Deployment, Tag};
use crate::model::pack::PackId;
use crate::model::rule::{Condition, Field, PatternId, Rule, Test};
use crate::text::Spanned;
use crate::text::nearest::nearest;

/// The fields with classes of data.
const DATA: [Field; 3] = [Field::ServiceData, Field::ServiceDataOwn, Field::FlowData];

/// What the words of a manifest meet among the rules.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// The patterns that a word of the manifest matches, each with the field.
    patterns: BTreeSet<(Field, PatternId)>,
    /// The packs that know a tag or a class of data of the manifest.
    packs: BTreeSet<PackId>,
}

impl Met {
    /// Whether a pack knows a tag or a class of data of the manifest.
    pub(super) fn is_known_to(&self, pack: PackId) -> bool {
        self.packs.contains(&pack)
    }

    /// Takes in what other manifests meet.
    pub(super) fn add(&mut self, other: &Self) {
        self.patterns.extend(&other.patterns);
        self.packs.extend(&other.packs);
    }

    /// The field on which nothing matches what `rule` wants matched before all else; none where there is no such field.
    pub(super) fn missed(&self, rule: &Rule) -> Option<(Field, Vec<PatternId>)> {
        let missed = |condition: &Condition| match condition {
            Condition::Field(field, Test::Matches(wanted)) if is_written(*field) => {
                let is_met = wanted.iter().any(|&pattern| self.patterns.contains(&(*field, pattern)));
                (!is_met).then(|| (*field, wanted.clone()))
            }
            _ => None,
        };
        match &rule.condition {
            Condition::All(each) => each.iter().find_map(missed),
            one => missed(one),
        }
    }
}

/// Whether the values of a field are words that the team chooses.
fn is_written(field: Field) -> bool {
    matches!(
        field,
        Field::DeploymentName
            | Field::DeploymentOwner
            | Field::DeploymentTags
            | Field::ServiceName
            | Field::ServiceTags
            | Field::FlowTo
    ) || DATA.contains(&field)
}

impl Checker<'_> {
    /// What the words of `deployment` meet among the rules.
    pub fn met(&self, deployment: &Deployment) -> Met {
        let services = &deployment.services;
        let data: BTreeSet<_> = classes(deployment).map(|class| class.value.as_str()).collect();
        let own_tags: BTreeSet<_> = tags(&deployment.tags).collect();
        // Many services have the same.
        let service_tags: HashSet<_, RandomState> = services.iter().flat_map(|one| &one.tags).map(words_of).collect();
        let service_tags: BTreeSet<_> = service_tags.into_iter().map(tag).collect();
        let mut patterns = BTreeSet::new();
        let mut add = |field: Field, word: &str| {
            if !self.ready.patterns.is_on(field) {
                return;
            }
            patterns.extend(self.ready.patterns.matched(field, word).map(|pattern| (field, pattern)));
        };
        deployment.name.iter().for_each(|name| add(Field::DeploymentName, &name.value));
        deployment.owner.iter().for_each(|owner| add(Field::DeploymentOwner, &owner.value));
        own_tags.iter().for_each(|tag| add(Field::DeploymentTags, tag));
        service_tags.iter().for_each(|tag| add(Field::ServiceTags, tag));
        for service in services {
            add(Field::ServiceName, &service.name.value);
            service.sends_to.iter().for_each(|flow| add(Field::FlowTo, &flow.to.value));
        }
        data.iter().for_each(|class| DATA.iter().for_each(|&field| add(field, class)));
        let packs = self.rules.packs.iter().enumerate().filter(|(_, pack)| {
            pack.data.iter().any(|(class, _)| data.contains(class.as_str()))
                || pack.tags.iter().any(|(tag, _)| own_tags.contains(tag) || service_tags.contains(tag))
        });
        Met { patterns, packs: packs.map(|(number, _)| PackId(number)).collect() }
    }

    /// The classes of data that rules speak of by their names, and what packs say that they mean.
    pub fn known_data(&self) -> Vec<(&str, Option<&str>)> {
        let meanings: BTreeMap<_, _> = self
            .rules
            .packs
            .iter()
            .flat_map(|pack| &pack.data)
            .map(|(class, means)| (class.as_str(), means.as_str()))
            .collect();
        let named = self.ready.data.names.iter().map(Text::as_ref).filter(|name| !name.contains(['*', '?', '[', '{']));
        let all: BTreeSet<_> = named.chain(meanings.keys().copied()).collect();
        all.into_iter().map(|class| (class, meanings.get(class).copied())).collect()
    }

    /// The classes of data of `deployment` that no rule speaks of, each where it first stands.
    pub fn unknown_data(&self, deployment: &Deployment) -> Vec<Notice> {
        let known = &self.ready.data;
        let mut told = BTreeSet::new();
        let unknown = classes(deployment).filter(|class| !known.has(&class.value, &self.ready.patterns));
        let unknown = unknown.filter(|class| told.insert(class.value.as_str()));
        let notice = |class: &Spanned<String>| {
            let near = nearest(&class.value, known.names.iter().map(Text::as_ref));
            let rest = match near {
                Some(near) => format!("; did you mean `{near}`?"),
                None => "; a pack or a rule of your own would".to_owned(),
            };
            let message = format!("no rule speaks of the data `{}`, and so nothing is asked for it{rest}", class.value);
            Notice { source: deployment.source.clone(), span: class.span, message }
        };
        unknown.map(notice).collect()
    }
}

/// What rules say of classes of data.
#[derive(Debug)]
pub(super) struct KnownData {
    /// The patterns of rules on them that are plain names.
    names: BTreeSet<Text>,
    /// The patterns of rules on them.
    patterns: BTreeSet<PatternId>,
    /// Whether an expression looks at them, so that nobody can say which of them it knows.
    is_open: bool,
}

impl KnownData {
    pub(super) fn of<'r>(
        rules: impl Iterator<Item = &'r Rule>,
        texts: &[Text],
        is_open: impl Fn(&Rule, &[Field]) -> bool,
    ) -> Self {
        let (mut patterns, mut open) = (BTreeSet::new(), false);
        for rule in rules {
            gather(&rule.condition, &mut patterns);
            open |= is_open(rule, &DATA);
        }
        let names = patterns.iter().filter_map(|pattern| texts.get(pattern.0)).cloned().collect();
        Self { names, patterns, is_open: open }
    }

    fn has(&self, class: &str, patterns: &Patterns) -> bool {
        let mut matched = DATA.iter().flat_map(|&field| patterns.matched(field, class));
        self.is_open || matched.any(|pattern| self.patterns.contains(&pattern))
    }
}

fn gather(condition: &Condition, found: &mut BTreeSet<PatternId>) {
    match condition {
        Condition::All(each) | Condition::Any(each) => each.iter().for_each(|one| gather(one, found)),
        Condition::Not(one) => gather(one, found),
        Condition::Field(field, Test::Matches(wanted)) if DATA.contains(field) => found.extend(wanted),
        Condition::Field(..) => {}
    }
}

/// The classes of data of a manifest, wherever they stand.
fn classes(deployment: &Deployment) -> impl Iterator<Item = &Spanned<String>> {
    deployment.services.iter().flat_map(|one| one.data.iter().chain(one.sends_to.iter().flat_map(|flow| &flow.data)))
}

/// Tags as rules see them.
fn tags(tags: &[Tag]) -> impl Iterator<Item = String> {
    tags.iter().map(words_of).map(tag)
}

fn words_of(tag: &Tag) -> (&str, &str) {
    (&tag.key.value, &tag.value.value)
}

fn tag((key, value): (&str, &str)) -> String {
    format!("{key}={value}")
}
