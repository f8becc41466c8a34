//! What a reader should know of a manifest beside what the rules say: which of its patterns meet nothing.

use super::outcome::Notice;
use super::patterns::Pattern;
use super::subject::Context;
use crate::text::Spanned;
use crate::text::nearest::nearest;

/// The patterns of waivers that match nothing in the manifest, by place.
pub(super) fn notices(context: &Context<'_>) -> Vec<Notice> {
    let facts = context.catalog.facts();
    let deployment = context.deployment;
    if deployment.services.is_empty() || deployment.waivers.is_empty() {
        return Vec::new();
    }
    let services = &deployment.services;
    let names: Vec<&str> = services.iter().map(|one| one.name.value.as_str()).collect();
    let clouds: Vec<&str> = services.iter().map(|one| facts.clouds[one.cloud.value].id.as_str()).collect();
    let regions = services.iter().flat_map(|one| &one.regions);
    let regions: Vec<&str> = regions.map(|region| facts.regions[region.value].id.as_str()).collect();
    let standards: Vec<String> = context.requirements.iter().map(|one| facts.reference(one.required)).collect();
    let standards: Vec<&str> = standards.iter().map(String::as_str).collect();
    let mut notices = Vec::new();
    for waiver in &deployment.waivers {
        let patterns = [
            (&waiver.service, "no sound service of this file has a name", &names),
            (&waiver.standard, "nothing is required in this file", &standards),
            (&waiver.cloud, "no sound service of this file is in a cloud", &clouds),
            (&waiver.region, "no sound service of this file is in a region", &regions),
        ];
        for (pattern, what, known) in patterns {
            let lost = pattern.as_ref().filter(|pattern| !meets(pattern, known));
            notices.extend(lost.map(|pattern| {
                let near = nearest(&pattern.value, known.iter().copied());
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                let message = format!("{what} that `{}` matches{near}", pattern.value);
                Notice { source: deployment.source.clone(), span: pattern.span, message }
            }));
        }
    }
    notices.sort_by_key(|notice| notice.span);
    notices
}

fn meets(pattern: &Spanned<String>, known: &[&str]) -> bool {
    let pattern = Pattern::new(&pattern.value);
    known.iter().any(|name| pattern.matches(name))
}
