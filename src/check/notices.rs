//! What a reader should know of a manifest beside what the rules say: which of its patterns meet nothing, what it names
//! twice, and which data is not followed.

use std::collections::BTreeSet;

use super::fitting::{Fitting, is_set};
use super::outcome::Notice;
use super::subject::Context;
use crate::model::deployment::{Flow, LeftOut, Repeated, ServiceInstance, Waiver};
use crate::text::nearest::{GUESSED, nearest};
use crate::text::{Source, Spanned};

/// The patterns of waivers that match nothing in the manifest, what its lists name again, and the services through which
/// no data is followed, by place.
pub(super) fn notices(context: &Context<'_>) -> Vec<Notice> {
    let facts = context.catalog.facts();
    let deployment = context.deployment;
    let mut notices: Vec<_> = deployment.left_out.iter().filter_map(|one| unfollowed(context, one)).collect();
    notices.extend(deployment.repeated.iter().map(|one| repeated(&deployment.source, one)));
    notices.extend(deployment.services.iter().flat_map(|instance| repeated_flows(context, instance)));
    notices.sort_by_key(|notice| notice.span);
    if deployment.services.is_empty() || deployment.waivers.is_empty() {
        return notices;
    }
    let services = &deployment.services;
    let names = services.iter().map(|one| one.name.value.as_str());
    let clouds = services.iter().map(|one| facts.clouds[one.cloud.value].id.as_str());
    let regions = services.iter().flat_map(|one| &one.regions);
    let regions = regions.map(|region| facts.regions[region.value].id.as_str());
    let standards: BTreeSet<_> = context.requirements.iter().map(|one| facts.reference(one.required)).collect();
    let standards = standards.iter().map(String::as_str);
    let parts: [(Part, _, BTreeSet<&str>); 4] = [
        (|one| one.service.as_ref(), "no sound service of this file has a name", names.collect()),
        (|one| one.standard.as_ref(), "nothing is required in this file", standards.collect()),
        (|one| one.cloud.as_ref(), "no sound service of this file is in a cloud", clouds.collect()),
        (|one| one.region.as_ref(), "no sound service of this file is in a region", regions.collect()),
    ];
    for (part, what, known) in parts {
        for pattern in lost(&deployment.waivers, part, &known) {
            let near = if notices.len() < GUESSED { nearest(&pattern.value, known.iter().copied()) } else { None };
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let message = format!("{what} that `{}` matches{near}", pattern.value);
            notices.push(Notice { source: deployment.source.clone(), span: pattern.span, message });
        }
    }
    notices.sort_by_key(|notice| notice.span);
    notices
}

/// That a list names something again, and where it does so first.
pub(super) fn repeated(source: &Source, repeated: &Repeated) -> Notice {
    let written = source.slice(repeated.span);
    let means = &repeated.means;
    let first = source.position(repeated.first.start);
    let place = format!("{}:{}", first.line, first.column);
    // What is written as it is meant needs no translation, whatever the first is written as.
    let message = match written == source.slice(repeated.first) || written.trim_matches(['"', '\'']) == means {
        true => format!("{written} stands in this list already, at {place}, and counts once"),
        false => format!("{written} is `{means}`, which stands in this list already, at {place}, and counts once"),
    };
    Notice { source: source.clone(), span: repeated.span, message }
}

/// That flows carry what an earlier one of the same sender carries to the same receiver.
fn repeated_flows(context: &Context<'_>, sender: &ServiceInstance) -> Vec<Notice> {
    let source = &context.deployment.source;
    let note = |flow: &Flow| {
        let first = source.position(context.classes.same_before(sender, flow)?.to.span.start);
        let (to, span) = (&flow.to.value, flow.to.span);
        let message =
            format!("the same is sent to `{to}` already, at {}:{}, and counts once", first.line, first.column);
        Some(Notice { source: source.clone(), span, message })
    };
    sender.sends_to.iter().filter_map(note).collect()
}

/// That data is not followed through a service that is left out, where it sends some on.
fn unfollowed(context: &Context<'_>, left_out: &LeftOut) -> Option<Notice> {
    let receivers: Vec<_> = left_out.sends_to.iter().map(|flow| format!("`{}`", flow.to.value)).collect();
    let name = &left_out.name;
    let message = format!(
        "`{}` is left out, so no data is followed from it to {}, of which more may be asked than is told here",
        name.value,
        receivers.join(", ")
    );
    let source = context.deployment.source.clone();
    (!receivers.is_empty()).then_some(Notice { source, span: name.span, message })
}

/// One of the patterns of a waiver.
type Part = fn(&Waiver) -> Option<&Spanned<String>>;

/// The patterns of waivers for a part of them that match nothing of what is `known`.
fn lost<'d>(waivers: &'d [Waiver], part: Part, known: &BTreeSet<&str>) -> Vec<&'d Spanned<String>> {
    let patterns = || waivers.iter().map(part);
    let mut fitting = Fitting::new(patterns().map(|pattern| pattern.map(|pattern| pattern.value.as_str())));
    let met = fitting.of_any(known.iter().copied());
    let lost = patterns().enumerate().filter(|(number, _)| !is_set(&met, *number));
    lost.filter_map(|(_, pattern)| pattern).collect()
}
