//! `providers/`: clouds, regions, services and agreements. Several files may speak for one provider, and a file with a
//! list `providers` speaks for several.

use super::reader::Reader;
use crate::load::decode::Fields;
use crate::load::tree::Node;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, CloudPart, CloudStatus, Provider, Region, RegionStatus, Service};

impl Reader<'_> {
    pub(super) fn provider_file(&mut self, root: &Node) {
        let Some(mut fields) = self.complaints.table(root) else { return };
        self.sources(&mut fields);
        let several = self.items(&mut fields, "providers");
        if several.is_empty() {
            self.provider(root, fields);
            return;
        }
        for name in ["provider", "name", "clouds", "services", "agreements"] {
            if let Some(node) = fields.optional(name) {
                let message = format!("`{name}` belongs to one of the `providers` in this file");
                self.complaints.add(node.place, "contradiction", message, None);
            }
        }
        fields.finish(&mut self.complaints);
        several.iter().for_each(|node| self.provider_entry(node));
    }

    /// One of the providers of a file that has several.
    fn provider_entry(&mut self, node: &Node) {
        if let Some(fields) = self.complaints.table(node) {
            self.provider(node, fields);
        }
    }

    fn provider(&mut self, root: &Node, mut fields: Fields<'_>) {
        let id = self.slug(&mut fields, "provider");
        let provider = id.as_ref().and_then(|id| self.ids.providers.get(id.as_str()).copied());
        let name = self.optional_text(&mut fields, "name");
        if let (Some(id), Some(provider), Some(name)) = (id, provider, name) {
            if self.slots.providers.get(provider).is_some() {
                let message = format!("another file names the provider `{id}` already");
                self.complaints.add(root.place, "duplicate-key", message, None);
            }
            self.slots.providers.put(provider, Some(Provider { id, name }));
        }
        let clouds = self.items(&mut fields, "clouds");
        let services = self.items(&mut fields, "services");
        let agreements = self.items(&mut fields, "agreements");
        fields.finish(&mut self.complaints);
        let Some(provider) = provider else { return };
        clouds.iter().for_each(|node| self.cloud_entry(node, provider));
        services.iter().for_each(|node| self.service_entry(node, provider));
        agreements.iter().for_each(|node| self.agreement_entry(node, provider));
    }

    fn cloud_entry(&mut self, node: &Node, provider: Id<Provider>) {
        let Some(mut fields) = self.complaints.table(node) else { return };
        let id = self.slug(&mut fields, "id");
        let number = id.as_ref().and_then(|id| self.ids.clouds.get(id.as_str()).copied());
        let name = self.text(&mut fields, "name");
        let aliases = self.texts(&mut fields, "aliases").into_iter().map(|(_, alias)| alias.into()).collect();
        let status = self.cloud_status(&mut fields);
        let stated_in = self.stated_in(&mut fields, "stated-in");
        let region_nodes = self.items(&mut fields, "regions");
        let part_nodes = self.items(&mut fields, "parts");
        fields.finish(&mut self.complaints);
        let (Some(id), Some(number), Some(name), Some(status)) = (id, number, name, status) else { return };
        let regions = region_nodes.iter().filter_map(|node| self.region_entry(node, number)).collect();
        let parts = part_nodes.iter().filter_map(|node| self.part_entry(node, number)).collect();
        let cloud = Cloud { id, provider, name, aliases, status, regions, parts, stated_in };
        self.slots.clouds.put(number, Some(cloud));
    }

    fn cloud_status(&mut self, fields: &mut Fields<'_>) -> Option<CloudStatus> {
        let closed = self.date(fields, "closed");
        let node = fields.required(&mut self.complaints, "status")?;
        let words = [CloudStatus::Active, CloudStatus::NamedOnly, CloudStatus::Unstated];
        let is_closed = self.complaints.text(node)? == "closed";
        match (is_closed, closed) {
            (true, Some(date)) => Some(CloudStatus::Closed(date)),
            (true, None) => {
                self.complaints.add(node.place, "missing-key", "`closed` is missing: on which day did it close", None);
                None
            }
            (false, Some(_)) => {
                let message = "a closing day is given, and the status is not `closed`";
                self.complaints.add(node.place, "contradiction", message, None);
                None
            }
            (false, None) => self.complaints.one_of(node, "status", &words, CloudStatus::name),
        }
    }

    fn region_entry(&mut self, node: &Node, cloud: Id<Cloud>) -> Option<Id<Region>> {
        let mut fields = self.complaints.table(node)?;
        let id = self.slug(&mut fields, "id");
        let name = self.optional_text(&mut fields, "name");
        let geography = self.optional_text(&mut fields, "geography");
        let country = self.optional_text(&mut fields, "country");
        let place = self.optional_text(&mut fields, "place");
        let pairs = self.texts(&mut fields, "pairs");
        let pairs = pairs.iter().filter_map(|text| self.region(cloud, text)).collect();
        let zones = self.boolean(&mut fields, "zones");
        let restricted = self.boolean(&mut fields, "restricted");
        let status = self.region_status(&mut fields);
        let stated_in = self.stated_in(&mut fields, "stated-in");
        fields.finish(&mut self.complaints);
        let id = id?;
        let number = *self.ids.regions.get(&(cloud, id.to_string()))?;
        let region =
            Region { id, cloud, name, geography, country, place, pairs, zones, restricted, status: status?, stated_in };
        self.slots.regions.put(number, Some(region));
        Some(number)
    }

    fn region_status(&mut self, fields: &mut Fields<'_>) -> Option<RegionStatus> {
        let words = [RegionStatus::Active, RegionStatus::Staging, RegionStatus::NamedOnly];
        let closed = self.date(fields, "closed").map(RegionStatus::Closed);
        let written = fields.optional("status");
        let status = written.map(|node| self.complaints.one_of(node, "status", &words, RegionStatus::name));
        closed.or(status.unwrap_or(Some(RegionStatus::Active)))
    }

    fn part_entry(&mut self, node: &Node, cloud: Id<Cloud>) -> Option<CloudPart> {
        let mut fields = self.complaints.table(node)?;
        let id = self.slug(&mut fields, "id");
        let name = self.text(&mut fields, "name");
        let aliases = self.texts(&mut fields, "aliases").into_iter().map(|(_, alias)| alias.into()).collect();
        let regions = self.texts(&mut fields, "regions");
        let regions = regions.iter().filter_map(|text| self.region(cloud, text)).collect();
        let stated_in = self.stated_in(&mut fields, "stated-in");
        fields.finish(&mut self.complaints);
        Some(CloudPart { id: id?, name: name?, aliases, regions, stated_in })
    }

    fn service_entry(&mut self, node: &Node, provider: Id<Provider>) {
        let Some(mut fields) = self.complaints.table(node) else { return };
        let ids = self.ids;
        let id = self.slug(&mut fields, "id");
        let name = self.text(&mut fields, "name");
        let aliases = self.texts(&mut fields, "aliases").into_iter().map(|(_, alias)| alias.into()).collect();
        let is_platform = self.boolean(&mut fields, "platform").unwrap_or(false);
        let home = fields.required(&mut self.complaints, "home").and_then(|node| {
            let text = self.complaints.text(node)?.to_owned();
            self.find(&(node.place, text), "cloud", &ids.clouds)
        });
        let part_of = self.texts(&mut fields, "part-of");
        let part_of = self.find_all(&part_of, "platform", &ids.services);
        let stated_in = self.stated_in(&mut fields, "stated-in");
        fields.finish(&mut self.complaints);
        let (Some(id), Some(name), Some(home)) = (id, name, home) else { return };
        let Some(&number) = ids.services.get(id.as_str()) else { return };
        let service = Service { id, provider, name, aliases, is_platform, home, part_of, stated_in };
        self.slots.services.put(number, Some(service));
    }

    fn agreement_entry(&mut self, node: &Node, provider: Id<Provider>) {
        let Some(mut fields) = self.complaints.table(node) else { return };
        let ids = self.ids;
        let id = self.slug(&mut fields, "id");
        let name = self.text(&mut fields, "name");
        let aliases = self.texts(&mut fields, "aliases").into_iter().map(|(_, alias)| alias.into()).collect();
        let standard = fields.required(&mut self.complaints, "standard").and_then(|node| {
            let text = self.complaints.text(node)?.to_owned();
            self.find(&(node.place, text), "standard", &ids.standards)
        });
        let stated_in = self.stated_in(&mut fields, "stated-in");
        fields.finish(&mut self.complaints);
        let (Some(id), Some(name), Some(standard)) = (id, name, standard) else { return };
        let Some(&number) = ids.agreements.get(id.as_str()) else { return };
        self.slots.agreements.put(number, Some(Agreement { id, provider, name, aliases, standard, stated_in }));
    }
}
