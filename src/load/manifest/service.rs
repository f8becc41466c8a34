//! `[[services]]`: what is deployed, where, and what must be shown for it.

use std::collections::HashSet;

use super::{Defaults, NamedClasses, Reader, span};
use crate::catalog::CloudName;
use crate::load::decode::Fields;
use crate::load::limits;
use crate::load::tree::{Node, Place};
use crate::model::deployment::{Deployment, Flow, LeftOut, Origin, ServiceInstance};
use crate::model::id::{Id, Slug};
use crate::model::provider::{Provider, Region, Service};
use crate::text::nearest::{GUESSED, Glances, nearest};
use crate::text::{Span, Spanned};

impl Reader<'_> {
    /// One service, as soon as it has a name; it is left out where something in it is wrong.
    pub(super) fn service(&mut self, node: &Node, defaults: &Defaults) -> Option<Result<ServiceInstance, LeftOut>> {
        let mut fields = self.complaints.table(node)?;
        let before = self.complaints.len();
        let written = fields.required(&mut self.complaints, "service");
        let service = written.and_then(|node| self.complaints.text(node).map(|text| (node.place, text)));
        let own_name = self.text(&mut fields, "name");
        let name = own_name.or_else(|| service.map(|(place, text)| Spanned::new(text.to_owned(), span(place))));
        let cloud = self.cloud(&mut fields, defaults);
        let provider = cloud.as_ref().map(|cloud| self.catalog.facts().clouds[cloud.value.cloud].provider);
        let service = service.and_then(|(place, text)| self.known_service(place, text, provider));
        let regions = self.regions(&mut fields, cloud.as_ref());
        let mut requires = self.demands(&mut fields, Origin::Service);
        requires.extend(defaults.demands.iter().cloned());
        let data = self.data(&mut fields);
        let meets = self.meets(&mut fields);
        let sends_to = self.flows(&mut fields);
        let tags = self.tags(&mut fields);
        fields.finish(&mut self.complaints);
        let sound = self.complaints.len() == before;
        let name = name?;
        Some(match (service, cloud) {
            (Some(service), Some(cloud)) if sound => Ok(ServiceInstance {
                name,
                service,
                cloud: Spanned::new(cloud.value.cloud, cloud.span),
                regions,
                requires,
                data,
                meets,
                sends_to,
                tags,
            }),
            _ => Err(LeftOut { name, sends_to }),
        })
    }

    fn known_service(
        &mut self,
        place: Place,
        text: &str,
        provider: Option<Id<Provider>>,
    ) -> Option<Spanned<Id<Service>>> {
        let found = self.met.service(text, provider);
        self.known(place, "unknown-service", found).map(|service| Spanned::new(service, span(place)))
    }

    /// The cloud of the service, else that of the deployment.
    fn cloud(&mut self, fields: &mut Fields<'_>, defaults: &Defaults) -> Option<Spanned<CloudName>> {
        let own = fields.optional("cloud");
        let (place, text) = match (own, &defaults.cloud) {
            (Some(node), _) => (node.place, self.complaints.text(node)?),
            (None, Some(cloud)) => (Place::Bytes(cloud.span), cloud.value.as_str()),
            (None, None) => {
                let help = "name it here, or in [deployment] for all services".to_owned();
                self.complaints.add(fields.place(), "missing-key", "`cloud` is missing", Some(help));
                return None;
            }
        };
        let found = self.met.cloud(text);
        self.known(place, "unknown-cloud", found).map(|cloud| Spanned::new(cloud, span(place)))
    }

    /// The regions that are written, each once. A cloud that is named by a part of it brings that part's regions.
    fn regions(&mut self, fields: &mut Fields<'_>, cloud: Option<&Spanned<CloudName>>) -> Vec<Spanned<Id<Region>>> {
        let written = self.texts(fields, "regions");
        let Some(cloud) = cloud else {
            // Which cloud is meant can't be told; a region that no cloud has is wrong in any.
            for text in written {
                let found = self.catalog.names().region_of_any(text.value);
                self.known(Place::Bytes(text.span), "unknown-region", found);
            }
            return Vec::new();
        };
        let facts = self.catalog.facts();
        let part = cloud.value.part.map(|index| &facts.clouds[cloud.value.cloud].parts[index]);
        if let Some(part) = part.filter(|_| written.is_empty()) {
            return part.regions.iter().map(|&region| Spanned::new(region, cloud.span)).collect();
        }
        let mut regions: Vec<Spanned<Id<Region>>> = Vec::with_capacity(written.len());
        for text in written {
            let place = Place::Bytes(text.span);
            let found = self.met.region(text.value, cloud.value.cloud);
            let Some(region) = self.known(place, "unknown-region", found) else { continue };
            if let Some(part) = part.filter(|part| !part.regions.contains(&region)) {
                let ids: Vec<_> = part.regions.iter().map(|&id| facts.regions[id].id.as_str()).collect();
                let message = format!("{} is not one of the regions of {}", facts.regions[region].id, part.name);
                let help = format!("those are {}", ids.join(", "));
                self.complaints.add(place, "region-outside-part", message, Some(help));
            }
            regions.push(Spanned::new(region, text.span));
        }
        self.once(regions, |&region| facts.regions[region].id.to_string())
    }

    /// Classes of data, each once.
    fn data(&mut self, fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
        let mut data = self.texts(fields, "data");
        data.retain(|class| {
            let NamedClasses { names, is_told } = &mut self.classes;
            if names.len() < limits::CLASSES || names.contains(class.value) {
                names.insert(class.value.to_owned());
                return true;
            }
            if !std::mem::replace(is_told, true) {
                let message = format!("{} classes of data are the most that a file may name", limits::CLASSES);
                let help = "name what the data is, and not each piece of it".to_owned();
                self.complaints.add(Place::Bytes(class.span), "too-many-classes", message, Some(help));
            }
            false
        });
        let data = data.into_iter().map(|class| Spanned::new(class.value.to_owned(), class.span)).collect();
        self.once(data, String::clone)
    }

    /// The conditions that this use meets.
    fn meets(&mut self, fields: &mut Fields<'_>) -> Vec<Spanned<Slug>> {
        let mut meets = Vec::new();
        for text in self.texts(fields, "meets") {
            let found = self.met.condition(text.value);
            let condition = self.known(Place::Bytes(text.span), "unknown-condition", found);
            meets.extend(condition.map(|condition| Spanned::new(condition, text.span)));
        }
        self.once(meets, Slug::to_string)
    }

    /// Where the service's data goes.
    fn flows(&mut self, fields: &mut Fields<'_>) -> Vec<Flow> {
        let mut flows = Vec::new();
        for node in self.items(fields, "sends-to") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            let to = fields.required(&mut self.complaints, "service").and_then(|node| {
                self.complaints.text(node).map(|text| Spanned::new(text.to_owned(), span(node.place)))
            });
            let data = self.data(&mut fields);
            fields.finish(&mut self.complaints);
            flows.extend(to.map(|to| Flow { to, data }));
        }
        flows
    }

    /// Every flow must lead to a service of the file, a faulty one included, and so must those of faulty ones. A sender
    /// whose flow leads nowhere is left out like any service with a problem.
    pub(super) fn check_flows(&mut self, deployment: &mut Deployment, names: &HashSet<String>) {
        let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
        known.sort_unstable();
        let mut broken: Vec<(Span, String)> = Vec::new();
        let left_out = &mut deployment.left_out;
        let is_lost = |flow: &Flow| !names.contains(&flow.to.value);
        deployment.services.retain(|service| {
            let is_sound = !service.sends_to.iter().any(is_lost);
            if !is_sound {
                left_out.push(LeftOut { name: service.name.clone(), sends_to: service.sends_to.clone() });
            }
            is_sound
        });
        for service in left_out {
            let lost = service.sends_to.extract_if(.., |flow| is_lost(flow));
            broken.extend(lost.map(|flow| (flow.to.span, flow.to.value)));
        }
        let glances = if broken.is_empty() { Glances::default() } else { Glances::of(known.iter()) };
        for (number, (span, name)) in broken.into_iter().enumerate() {
            let may_be_near = || glances.may_be_near(&name, 3).map(|number| known[number]);
            let near = if number < GUESSED { nearest(&name, may_be_near()) } else { None };
            let near = near.map(|near| format!("did you mean `{near}`?"));
            let message = format!("no service of this file is named `{name}`");
            self.complaints.add(Place::Bytes(span), "unknown-receiver", message, near);
        }
    }
}
