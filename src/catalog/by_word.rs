//! Services by words of their names, for a text that is no spelling of one.

use std::collections::BTreeSet;

use super::names::normalised;
use crate::model::Text;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Provider, Service};

/// The words of every name of every service, as they are compared.
#[derive(Debug)]
pub(super) struct CalledBy(Vec<(Id<Service>, BTreeSet<String>)>);

impl CalledBy {
    pub(super) fn of(facts: &Facts) -> Self {
        let names = |(id, service): (_, &Service)| {
            let spelled = |name: &Text| (id, words(&normalised(name)).map(str::to_owned).collect());
            [&service.name].into_iter().chain(&service.aliases).map(spelled).collect::<Vec<_>>()
        };
        Self(facts.services.iter().flat_map(names).collect())
    }

    /// The services of which `is_meant` takes the words of a name, each once.
    fn services(&self, is_meant: impl Fn(Id<Service>, &BTreeSet<String>) -> bool) -> Vec<Id<Service>> {
        let mut called: Vec<_> =
            self.0.iter().filter(|(service, words)| is_meant(*service, words)).map(|(service, _)| *service).collect();
        called.dedup();
        called
    }
}

/// The one service that these words can mean, in words: the one that is called so but for whose it is, else the only one
/// with all of them in a name. One of another provider than the wanted one is said to be that.
pub(super) fn by_word(facts: &Facts, known: &CalledBy, text: &str, provider: Option<Id<Provider>>) -> Option<String> {
    let called = called_but_for_whose(facts, known, text, None);
    let all = if called.is_empty() { with_words(known, text) } else { called };
    let is_own = |id: &Id<Service>| provider.is_none_or(|wanted| facts.services[*id].provider == wanted);
    let own: Vec<_> = all.iter().copied().filter(is_own).collect();
    match (own.as_slice(), all.as_slice()) {
        ([one], _) => Some(format!("did you mean `{}`?", facts.services[*one].id)),
        ([], [one]) => {
            let one = &facts.services[*one];
            let whose = &facts.providers[one.provider].name;
            Some(format!("`{}` may be meant, which is a service of {whose}, and this cloud is not theirs", one.id))
        }
        _ => None,
    }
}

/// The services in a name of which all these words stand.
fn with_words(known: &CalledBy, text: &str) -> Vec<Id<Service>> {
    let wanted = normalised(text);
    let wanted: Vec<&str> = words(&wanted).collect();
    known.services(|_, spelling| !wanted.is_empty() && wanted.iter().all(|word| spelling.contains(*word)))
}

/// The services that are called so, but for words that only say whose they are; of one provider where one is given.
pub fn without_whose(facts: &Facts, text: &str, provider: Option<Id<Provider>>) -> Vec<Id<Service>> {
    called_but_for_whose(facts, &CalledBy::of(facts), text, provider)
}

fn called_but_for_whose(
    facts: &Facts,
    known: &CalledBy,
    text: &str,
    provider: Option<Id<Provider>>,
) -> Vec<Id<Service>> {
    let wanted = normalised(text);
    let wanted: BTreeSet<&str> = words(&wanted).collect();
    known.services(|service, spelling| {
        // What can be told without the facts comes first: nearly every name is told off by it.
        !wanted.is_empty() && wanted.iter().all(|word| spelling.contains(*word)) && {
            let owned_by = facts.services[service].provider;
            let whose = owner(facts, owned_by);
            let mut rest = spelling.iter().filter(|word| !wanted.contains(word.as_str()));
            provider.is_none_or(|wanted| owned_by == wanted) && rest.all(|word| whose.contains(word))
        }
    })
}

/// The words that say whose something is: those with which the names of the provider and its clouds begin. What follows
/// there may be anybody's.
fn owner(facts: &Facts, provider: Id<Provider>) -> BTreeSet<String> {
    let clouds = facts.clouds.iter().filter(|(_, cloud)| cloud.provider == provider).map(|(_, cloud)| &cloud.name);
    let names = clouds.chain([&facts.providers[provider].name]).map(|name| normalised(name));
    names.filter_map(|name| words(&name).next().map(str::to_owned)).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
