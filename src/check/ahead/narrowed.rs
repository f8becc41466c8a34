//! A finding that names fewer regions.

use crate::check::Checker;
use crate::check::findings::Judgement;
use crate::check::outcome::{About, Finding};
use crate::check::subject::{Context, Item};

impl Checker<'_> {
    /// What a finding on one requirement says of these of its regions alone; none for another finding.
    pub(super) fn narrowed<'a>(
        &self,
        (context, items): (&Context<'a>, &[Item<'a>]),
        finding: &Finding,
        regions: &[String],
    ) -> Option<Finding> {
        let [About::Requirement { number: wanted, .. }] = finding.about.as_slice() else { return None };
        let item = items.iter().find(|item| item.requirement().is_some_and(|one| one.number == *wanted))?;
        let known = &context.catalog.facts().regions;
        let is_meant = |id: &str| regions.iter().any(|region| region == id);
        let within = item.regions().iter().copied().filter(|&region| is_meant(known[region].id.as_str())).collect();
        let judgement = Judgement::new(context, &self.ready.expressions);
        let alone = judgement.alone(self.rule(&finding.rule)?, &item.within(within)?)?;
        let Finding { message, place, related, regions, about, .. } = alone;
        Some(Finding { message, place, related, regions, about, ..finding.clone() })
    }
}
