//! Services by words of their names, for a text that is no spelling of one.

use std::collections::BTreeSet;

use super::names::normalised;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Provider, Service};

/// The one service that these words can mean, in words: the one that is called so but for whose it is, else the only one
/// with all of them in a name. One of another provider than the wanted one is said to be that.
pub(super) fn by_word(facts: &Facts, text: &str, provider: Option<Id<Provider>>) -> Option<String> {
    let called = without_whose(facts, text, None);
    let all = if called.is_empty() { with_words(facts, text) } else { called };
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
fn with_words(facts: &Facts, text: &str) -> Vec<Id<Service>> {
    let wanted = normalised(text);
    let wanted: BTreeSet<&str> = words(&wanted).collect();
    services_called(facts, |_, spelling| !wanted.is_empty() && wanted.is_subset(spelling))
}

/// The services that are called so, but for words that only say whose they are; of one provider where one is given.
pub fn without_whose(facts: &Facts, text: &str, provider: Option<Id<Provider>>) -> Vec<Id<Service>> {
    let wanted = normalised(text);
    let wanted: BTreeSet<&str> = words(&wanted).collect();
    services_called(facts, |service, spelling| {
        let is_of = provider.is_none_or(|wanted| service.provider == wanted);
        !wanted.is_empty() && is_of && wanted.is_subset(spelling) && {
            let whose = owner(facts, service.provider);
            spelling.difference(&wanted).all(|word| whose.contains(*word))
        }
    })
}

/// The services of which `is_meant` takes the words of a spelling.
fn services_called(facts: &Facts, is_meant: impl Fn(&Service, &BTreeSet<&str>) -> bool) -> Vec<Id<Service>> {
    let is_called = |service: &Service, spelling: &str| {
        let spelling = normalised(spelling);
        is_meant(service, &words(&spelling).collect())
    };
    let called = facts
        .services
        .iter()
        .filter(|(_, one)| [&one.name].into_iter().chain(&one.aliases).any(|name| is_called(one, name)));
    called.map(|(id, _)| id).collect()
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
