//! How classes of data travel: what a service instance handles reaches whom it sends to, through any number of steps.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::named::Named;
use crate::model::deployment::{Deployment, Flow, ServiceInstance};
use crate::text::Span;

/// Which classes of data each service instance handles, and how they come there.
#[derive(Debug, Default)]
pub(super) struct Classes<'d> {
    of: HashMap<&'d str, Vec<Class<'d>>>,
}

/// A class of data that a service instance handles. Of its way here no more is kept than is told in a sentence: the rest
/// stands with the service instances that it leads through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class<'d> {
    pub(super) name: &'d str,
    /// Where the manifest says so: the class in its own `data`, or the flow by which it comes.
    pub(super) span: Span,
    /// The service instance that handles it.
    holder: &'d str,
    /// Who sends it here on its shortest way; none where the service instance declares the class itself.
    from: Option<&'d str>,
    /// How many flows its shortest way has.
    flows: usize,
    /// The first service instances on that way, the holder included where it is that short.
    begins: [Option<&'d str>; 3],
}

impl<'d> Class<'d> {
    fn own(name: &'d str, span: Span, holder: &'d str) -> Self {
        Self { name, span, holder, from: None, flows: 0, begins: [Some(holder), None, None] }
    }

    /// The same where a flow brings it.
    fn sent(&self, flow: &'d Flow) -> Self {
        let holder = flow.to.value.as_str();
        let mut begins = self.begins;
        if let Some(next) = begins.iter_mut().find(|name| name.is_none()) {
            *next = Some(holder);
        }
        let (from, flows) = (Some(self.holder), self.flows + 1);
        Self { name: self.name, span: flow.to.span, holder, from, flows, begins }
    }

    /// Whether the service instance declares it itself.
    pub(super) fn is_own(&self) -> bool {
        self.from.is_none()
    }

    /// How it comes here, in a sentence; none where it was here from the start. Of a long way the first steps and the last
    /// are named.
    pub(super) fn sentence(&self) -> Option<String> {
        let from = self.from?;
        let [first, second, third] = self.begins;
        let between: Vec<_> = [second, third].into_iter().flatten().filter(|name| *name != self.holder).collect();
        let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let through = match self.flows.saturating_sub(1) {
            0 => String::new(),
            1 | 2 => format!(" through {}", quoted(&between)),
            3 => format!(" through {}, `{from}`", quoted(&between)),
            all => format!(" through {} and {} more, the last of them `{from}`", quoted(&between), all - 2),
        };
        Some(format!("{} reaches `{}` from `{}`{through}", self.name, self.holder, first.unwrap_or(from)))
    }
}

impl<'d> Classes<'d> {
    /// Follows every class from where it is declared. Of two ways of the same length the one that begins, or turns, at
    /// the earlier service of the manifest is kept.
    pub(super) fn new(deployment: &'d Deployment, named: &Named<'d>) -> Self {
        // Where each class is declared first by each service instance, by the places of these in the manifest.
        let mut declaring: BTreeMap<&str, Vec<(usize, Span)>> = BTreeMap::new();
        for (at, instance) in deployment.services.iter().enumerate() {
            for (class, span) in declared(instance) {
                let places = declaring.entry(class).or_default();
                if places.last().is_none_or(|(last, _)| *last != at) {
                    places.push((at, span));
                }
            }
        }
        let mut classes = Self::default();
        declaring.iter().for_each(|(name, places)| classes.follow(name, places, deployment, named));
        classes
    }

    /// The classes of a service instance, by their names: which of them the manifest names first is nothing that a part of it
    /// could tell.
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

    /// The flows of a sender that carry what an earlier one of them carries to the same receiver, each with the first.
    pub(super) fn repeated<'f>(&'f self, sender: &'f ServiceInstance) -> Vec<(&'f Flow, &'f Flow)> {
        if sender.sends_to.len() < 2 {
            return Vec::new();
        }
        let mut first: HashMap<(&str, BTreeSet<&str>), &Flow> = HashMap::new();
        let with_first = |flow: &'f Flow| {
            let carried = self.carried(sender, flow).into_iter().collect();
            (flow, *first.entry((flow.to.value.as_str(), carried)).or_insert(flow))
        };
        let all = sender.sends_to.iter().map(with_first);
        all.filter(|(flow, first)| !std::ptr::eq(*flow, *first)).collect()
    }

    /// The service instances on the shortest way of a class, from the first to the one that handles it.
    pub(super) fn way(&self, class: &Class<'d>) -> Vec<&'d str> {
        let before = |class: &Class<'d>| self.of.get(class.from?)?.iter().find(|one| one.name == class.name).copied();
        let steps = std::iter::successors(Some(*class), before);
        let mut way: Vec<_> = steps.map(|step| step.holder).collect();
        way.reverse();
        way
    }

    /// Follows a class from where it is declared, in the order of the manifest.
    fn follow(&mut self, name: &'d str, declared: &[(usize, Span)], deployment: &'d Deployment, named: &Named<'d>) {
        let mut met: HashMap<usize, Class<'d>> = HashMap::new();
        let mut open = VecDeque::new();
        for &(at, span) in declared {
            met.insert(at, Class::own(name, span, &deployment.services[at].name.value));
            open.push_back(at);
        }
        while let Some(at) = open.pop_front() {
            let here = met[&at];
            for flow in deployment.services[at].sends_to.iter().filter(|flow| carries(flow, name)) {
                let Some(to) = named.place(flow) else { continue };
                met.entry(to).or_insert_with(|| {
                    open.push_back(to);
                    here.sent(flow)
                });
            }
        }
        met.into_values().for_each(|class| self.of.entry(class.holder).or_default().push(class));
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
