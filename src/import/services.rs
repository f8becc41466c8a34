//! The services that a page names, in whichever of its tables, and those of them that the catalogue lacks.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::NewService;
use super::header::{Header, Plan, normalised};
use crate::catalog::{Catalog, NotFound};
use crate::load::tree::{Node, Value};
use crate::model::Text;
use crate::model::id::Id;
use crate::model::provider::{Provider, Service};
use crate::text::nearest::{GUESSED, Glances, nearest_few};

/// How many known names are offered for one that is unknown.
const OFFERED: usize = 3;

/// Finds services by their names. A page says few different ones, some of them many times.
pub(super) struct Services<'c> {
    catalog: &'c Catalog,
    provider: Option<Id<Provider>>,
    /// The provider's spellings, once a name is none of them.
    spelled: OnceCell<Spelled<'c>>,
    /// What was said of names that are none.
    nameless: HashMap<String, Nameless>,
    /// The services that the catalogue lacks.
    pub(super) new: Vec<NewService>,
    /// Their ids.
    given: HashSet<String>,
    /// For an id that several of them would have: the number with which the next one may end.
    numbers: HashMap<String, usize>,
}

/// Every spelling of the services of one provider, or of all of them.
struct Spelled<'c> {
    written: Vec<&'c str>,
    /// The same, as they are compared.
    normalised: HashSet<String>,
    /// What can be told of them at a glance.
    glances: Glances,
    /// The ids that are taken, by services of any provider.
    ids: HashSet<&'c str>,
}

/// What is wrong with a name that leads to no service, or to several, and what to do.
#[derive(Debug, Clone)]
pub(super) struct Nameless {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: String,
}

impl<'c> Services<'c> {
    pub(super) fn new(catalog: &'c Catalog, header: &Header) -> Self {
        let named = |provider: &Provider| header.provider.as_deref() == Some(provider.id.as_str());
        let provider = catalog.facts().providers.iter().find(|(_, provider)| named(provider)).map(|(id, _)| id);
        Self {
            catalog,
            provider,
            spelled: OnceCell::new(),
            nameless: HashMap::new(),
            new: Vec::new(),
            given: HashSet::new(),
            numbers: HashMap::new(),
        }
    }

    /// The service of this name, by any spelling that the catalogue knows; one that it lacks is added to the new ones, with
    /// the cloud of the table as its home.
    pub(super) fn named(&mut self, name: &str, plan: &Plan) -> Result<Id<Service>, Nameless> {
        if let Some(known) = self.nameless.get(name) {
            return Err(known.clone());
        }
        let (facts, names) = (self.catalog.facts(), self.catalog.names());
        let is_guessed = self.nameless.len() < GUESSED || names.spells_service(name);
        let found = match is_guessed {
            true => names.service(facts, name, self.provider),
            false => Err(NotFound::plainly("service", name)),
        };
        let NotFound { message, help } = match found {
            Ok(service) => return Ok(service),
            Err(problem) => problem,
        };
        // A name that could mean two services is known; there is nothing to add, but something to part.
        let is_known = self.spelled().normalised.contains(&normalised(name))
            && help.is_some()
            && names.service(facts, name, None).is_err();
        let nameless = if is_known {
            Nameless { code: "ambiguous-service", message, help: help.unwrap_or_default() }
        } else {
            self.add(name, plan);
            Nameless { code: "unknown-service", message, help: self.near(name, is_guessed) }
        };
        self.nameless.insert(name.to_owned(), nameless.clone());
        Err(nameless)
    }

    fn spelled(&self) -> &Spelled<'c> {
        let (provider, catalog) = (self.provider, self.catalog);
        self.spelled.get_or_init(|| {
            let services = || catalog.facts().services.iter().map(|(_, service)| service);
            let own = services().filter(|service| provider.is_none_or(|wanted| service.provider == wanted));
            let names = |service: &'c Service| [&service.name].into_iter().chain(&service.aliases).map(Text::as_ref);
            let written: Vec<&str> = own.flat_map(names).collect();
            Spelled {
                normalised: written.iter().map(|name| normalised(name)).collect(),
                glances: Glances::of(written.iter()),
                written,
                ids: services().map(|service| service.id.as_str()).collect(),
            }
        })
    }

    fn near(&self, name: &str, is_guessed: bool) -> String {
        if !is_guessed {
            return "add its spelling to the aliases of a service, or the service to the provider's file".to_owned();
        }
        let Spelled { written, glances, .. } = self.spelled();
        let near = glances.may_be_near(name, 2).map(|number| written[number]);
        match nearest_few(name, near, OFFERED).as_slice() {
            [] => "nothing like it is known; add it to the provider's file".to_owned(),
            few => format!("if it is {}, add this spelling to its aliases; else add the service", few.join(" or ")),
        }
    }

    /// Adds a service that the catalogue lacks, under an id that nobody has.
    fn add(&mut self, name: &str, plan: &Plan) {
        let plain = slug(name);
        let owned = self.provider.map(|provider| format!("{}-{plain}", self.catalog.facts().providers[provider].id));
        // There may be many names that make the same id: the search goes on where the last one ended.
        let first = self.numbers.get(&plain).copied().unwrap_or(2);
        let numbered = (first..).map(|number| (Some(number), format!("{plain}-{number}")));
        let mut ids = std::iter::once(plain.clone()).chain(owned).map(|id| (None, id)).chain(numbered);
        let is_free = |id: &str| !self.spelled().ids.contains(id) && !self.given.contains(id);
        let Some((number, id)) = ids.find(|(_, id)| is_free(id)) else { return };
        if let Some(number) = number {
            self.numbers.insert(plain, number + 1);
        }
        self.given.insert(id.clone());
        let cloud = plan.shared.iter().find(|(key, _)| *key == "cloud").map(|(_, node)| node);
        let home = cloud.and_then(|node| match &node.value {
            Value::List(items) => items.first().and_then(Node::as_text),
            _ => node.as_text(),
        });
        self.new.push(NewService { id, name: name.to_owned(), home: home.map(str::to_owned) });
    }
}

/// An id made of the letters and digits of a name.
fn slug(name: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = name.chars().filter(|c| *c != '\'' && *c != '’').map(fits).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::decode::Complaints;
    use crate::load::yaml;
    use crate::text::Source;

    #[test]
    fn after_many_unknown_names_nothing_is_offered_for_further_ones() {
        let catalog = crate::run::carried();
        let header = "provider: microsoft\nread: [{ at: here, columns: [{ id: a, title: A, standards: [soc-2] }] }]\n";
        let root = yaml::read(header).expect("it is YAML");
        let header = Header::decode(&root, &mut Complaints::new(Source::new("header.yaml", header)));
        let header = header.expect("it says how to read");
        let mut services = Services::new(&catalog, &header);
        let mut help = |name: &str| services.named(name, &header.plans[0]).map_err(|nameless| nameless.help);
        let offered = |help: &Result<_, String>| help.as_ref().is_err_and(|help| help.contains("Microsoft Graph"));
        for number in 0..GUESSED {
            assert!(offered(&help(&format!("Microsoft Grap {number:04}"))), "{number}");
        }
        let late = help("Microsoft Grap");
        assert!(!offered(&late) && late.is_err_and(|help| help.starts_with("add its spelling to the aliases")));
        assert!(offered(&help("Microsoft Grap 0007")), "what was said once is said again");
        assert!(help("Microsoft Graph").is_ok());
    }
}
