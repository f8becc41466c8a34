//! How classes of data travel: what a service instance handles reaches whom it sends to, through any number of steps.

use std::collections::{HashMap, HashSet, VecDeque};

use super::named::Named;
use crate::model::deployment::{Deployment, Flow, ServiceInstance};
use crate::text::Span;

/// Which classes of data each service instance handles, and how they come there.
#[derive(Debug, Default)]
pub(super) struct Classes<'d> {
    of: HashMap<&'d str, Vec<Class<'d>>>,
}

/// A class of data that a service instance handles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Class<'d> {
    pub(super) name: &'d str,
    /// Where the manifest says so: the class in its own `data`, or the flow by which it comes.
    pub(super) span: Span,
    /// The service instances on its shortest way here, the first one and this one included; this one alone where it
    /// declares the class itself.
    pub(super) way: Vec<&'d str>,
}

impl Class<'_> {
    /// Whether the service instance declares it itself.
    pub(super) fn is_own(&self) -> bool {
        self.way.len() < 2
    }

    /// How it comes here, in a sentence; none where it was here from the start.
    pub(super) fn sentence(&self) -> Option<String> {
        let (last, before) = self.way.split_last()?;
        let (first, between) = before.split_first()?;
        let through: Vec<_> = between.iter().map(|name| format!("`{name}`")).collect();
        let through = if through.is_empty() { String::new() } else { format!(" through {}", through.join(" and ")) };
        Some(format!("{} reaches `{last}` from `{first}`{through}", self.name))
    }
}

impl<'d> Classes<'d> {
    /// Follows every class from where it is declared. Of two ways of the same length the one that begins, or turns, at
    /// the earlier service of the manifest is kept.
    pub(super) fn new(deployment: &'d Deployment, named: &Named<'d>) -> Self {
        let mut names: Vec<&str> = Vec::new();
        let mut known = HashSet::new();
        for (class, _) in deployment.services.iter().flat_map(declared) {
            if known.insert(class) {
                names.push(class);
            }
        }
        let mut classes = Self::default();
        names.into_iter().for_each(|name| classes.follow(name, deployment, named));
        classes
    }

    /// The classes of a service instance, in the order in which the manifest first names them.
    pub(super) fn of(&self, instance: &ServiceInstance) -> &[Class<'d>] {
        self.of.get(instance.name.value.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The names of the classes that a flow carries: those that it names, else all that the sender handles.
    pub(super) fn carried<'c>(&'c self, sender: &'c ServiceInstance, flow: &'c Flow) -> Vec<&'c str> {
        if flow.data.is_empty() {
            return self.of(sender).iter().map(|class| class.name).collect();
        }
        flow.data.iter().map(|class| class.value.as_str()).collect()
    }

    fn follow(&mut self, name: &'d str, deployment: &'d Deployment, named: &Named<'d>) {
        // For each service instance where the class was met: where the manifest says so, and whence it came.
        let mut met: HashMap<usize, (Span, Option<usize>)> = HashMap::new();
        let mut open = VecDeque::new();
        for (at, instance) in deployment.services.iter().enumerate() {
            if let Some((_, span)) = declared(instance).find(|(class, _)| *class == name) {
                met.insert(at, (span, None));
                open.push_back(at);
            }
        }
        while let Some(at) = open.pop_front() {
            for flow in deployment.services[at].sends_to.iter().filter(|flow| carries(flow, name)) {
                let Some(to) = named.place(flow) else { continue };
                met.entry(to).or_insert_with(|| {
                    open.push_back(to);
                    (flow.to.span, Some(at))
                });
            }
        }
        for (&at, &(span, _)) in &met {
            let steps = std::iter::successors(Some(at), |step| met.get(step).and_then(|(_, from)| *from));
            let mut way: Vec<_> = steps.map(|step| deployment.services[step].name.value.as_str()).collect();
            way.reverse();
            let classes = self.of.entry(deployment.services[at].name.value.as_str()).or_default();
            classes.push(Class { name, span, way });
        }
    }
}

/// The classes that a service instance says it handles: whoever sends something handles it.
fn declared(instance: &ServiceInstance) -> impl Iterator<Item = (&str, Span)> {
    let sent = instance.sends_to.iter().flat_map(|flow| &flow.data);
    instance.data.iter().chain(sent).map(|class| (class.value.as_str(), class.span))
}

fn carries(flow: &Flow, name: &str) -> bool {
    flow.data.is_empty() || flow.data.iter().any(|class| class.value == name)
}
