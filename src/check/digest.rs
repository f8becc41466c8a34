//! What tells one policy from another, as far as it changes an answer.

use sha2::{Digest, Sha256};

use super::policy::{Grades, own_grade};
use crate::model::facts::Facts;
use crate::model::policy::Policy;
use crate::model::profile::Profile;
use crate::model::rule::Rules;
use crate::text::Spanned;

/// SHA-256 over what `policy` says, held against `rules`, in one canonical form. A comment, an order, a way of writing and a
/// value that changes nothing make no difference: an entry for a rule that has this severity anyway, a default that is written
/// out. Where no policy is, it is that of the defaults. The folders and packs that a policy adds are told by the digests of
/// the catalogue and of the rules, and how it shows a report is no part of the answer.
pub fn of_policy(policy: &Policy, rules: &Rules, facts: &Facts) -> String {
    let mut lines =
        vec![vec!["fail-on", policy.fail_on.as_ref().map_or_else(Default::default, |one| one.value).name()]];
    let age = policy.evidence_age.as_ref().map(|age| age.value.to_string());
    let longest = policy.waivers.longest.as_ref().map(|longest| longest.value.to_string());
    lines.extend(age.as_deref().map(|age| vec!["evidence-age", age]));
    lines.extend(longest.as_deref().map(|longest| vec!["waivers.longest", longest]));
    lines.extend(policy.waivers.never.iter().map(|one| vec!["waivers.never", &one.value]));
    let approvers: &[Spanned<String>] = &policy.waivers.approved_by;
    lines.extend(approvers.iter().map(|one| vec!["waivers.approved-by", &one.value]));
    let grades = Grades::new(policy);
    let changed =
        rules.rules.iter().map(|rule| (rule, grades.of(rule))).filter(|(rule, grade)| own_grade(rule) != *grade);
    lines.extend(changed.map(|(rule, grade)| vec!["severity", &rule.id, grade.name()]));
    // Those of packs are told by the digest of the rules.
    let is_own = |profile: &&Profile| policy.source.as_ref().is_some_and(|own| own.name() == profile.source.name());
    let members: Vec<_> = policy
        .profiles
        .iter()
        .filter(is_own)
        .flat_map(|profile| {
            let member = |reference, assurance| (profile.name.as_str(), reference, assurance);
            let members = profile.members.iter();
            let members = members.map(move |one| member(facts.reference(one.standard), one.assurance.name()));
            members.chain([member(String::new(), "")])
        })
        .collect();
    lines.extend(members.iter().map(|(name, reference, assurance)| vec!["profile", name, reference, assurance]));
    lines.sort_unstable();
    lines.dedup();
    let mut hash = Sha256::new();
    for line in &lines {
        hash.update((line.len() as u64).to_le_bytes());
        for part in line {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
