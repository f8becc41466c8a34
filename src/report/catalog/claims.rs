//! The claims of a document, those that stand together and say the same in one line.

use super::super::sheet::joined;
use crate::look::ClaimLine;

/// Claims that stand together and differ in services, clouds or standards alone.
pub(super) struct Group<'p> {
    first: &'p ClaimLine<'p>,
    services: Vec<&'p str>,
    /// Each with a star where it is inferred.
    clouds: Vec<String>,
    standards: Vec<&'p str>,
    /// Where they stand, as far as it is the same.
    locator: &'p str,
}

/// The claims in their own order, as groups: first those that differ in the standard, then in the cloud, then in the
/// service.
pub(super) fn groups<'p>(claims: &'p [ClaimLine<'p>]) -> Vec<Group<'p>> {
    let single = claims.iter().map(|claim| Group {
        first: claim,
        services: vec![claim.service],
        clouds: vec![format!("{}{}", claim.cloud, if claim.cloud_inferred { "*" } else { "" })],
        standards: vec![&claim.standard],
        locator: claim.locator,
    });
    let by_standard = merged(single, |last, next| {
        let same = last.services == next.services && last.clouds == next.clouds;
        if same {
            add(&mut last.standards, &next.standards);
        }
        same
    });
    let by_cloud = merged(by_standard, |last, next| {
        let same = last.services == next.services && last.standards == next.standards;
        if same {
            add(&mut last.clouds, &next.clouds);
        }
        same
    });
    merged(by_cloud, |last, next| {
        let same = last.clouds == next.clouds && last.standards == next.standards;
        if same {
            add(&mut last.services, &next.services);
        }
        same
    })
}

/// Joins each group to the one before it where they stand in the same place, agree in everything that is never joined,
/// and `join` takes the one into the other.
fn merged<'p>(
    groups: impl IntoIterator<Item = Group<'p>>,
    join: impl Fn(&mut Group<'p>, &Group<'p>) -> bool,
) -> Vec<Group<'p>> {
    let mut merged: Vec<Group<'p>> = Vec::new();
    for group in groups {
        if let Some(last) = merged.last_mut()
            && last.place().0 == group.place().0
            && last.agrees(&group)
            && join(last, &group)
        {
            last.locator = common_place(last.locator, group.locator);
            continue;
        }
        merged.push(group);
    }
    merged
}

fn add<T: PartialEq + Clone>(all: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

/// The beginning that two locators share, in whole parts between commas; the first one where they share none.
fn common_place<'p>(a: &'p str, b: &str) -> &'p str {
    if a == b {
        return a;
    }
    let shared = a.split(", ").zip(b.split(", ")).take_while(|(left, right)| left == right);
    let length: usize = shared.map(|(part, _)| part.len() + ", ".len()).sum();
    if length == 0 { a } else { &a[..length - ", ".len()] }
}

impl<'p> Group<'p> {
    fn agrees(&self, other: &Self) -> bool {
        let (a, b) = (self.first, other.first);
        (a.statement, &a.regions, &a.conditions) == (b.statement, &b.regions, &b.conditions)
            && (a.from, a.until, a.note) == (b.from, b.until, b.note)
    }

    /// Where the group stands: the part of the document, and the place within it.
    pub(super) fn place(&self) -> (&'p str, Option<&'p str>) {
        match self.locator.split_once(", ") {
            Some((part, within)) => (part, Some(within)),
            None => (self.locator, None),
        }
    }

    /// What it says. Regions are named in `notes`: whole tables share a long list of them.
    pub(super) fn words(&self, notes: &mut Vec<String>) -> String {
        let claim = self.first;
        let mut words = format!(
            "{}: {} for {} in {}",
            self.services.join(", "),
            claim.statement,
            self.standards.join(", "),
            self.clouds.join(", ")
        );
        if let Some(regions) = joined(&claim.regions) {
            let note = format!("in {regions} only");
            let number = notes.iter().position(|other| *other == note).unwrap_or_else(|| {
                notes.push(note);
                notes.len() - 1
            });
            words.push_str(&format!(" [{}]", number + 1));
        }
        words.extend(joined(&claim.conditions).map(|conditions| format!(", under {conditions}")));
        words.extend(claim.from.map(|day| format!(", from {day}")));
        words.extend(claim.until.map(|day| format!(", until {day}")));
        words.extend(self.place().1.map(|within| format!("; {within}")));
        words.extend(claim.note.map(|note| format!("; note: {note}")));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_place_ends_where_the_parts_differ() {
        for (a, b, shared) in [
            ("table 1, row \"Bot\"", "table 1, row \"Bot\"", "table 1, row \"Bot\""),
            ("table 1, row \"Bot\", column \"A\"", "table 1, row \"Bot\", column \"B\"", "table 1, row \"Bot\""),
            ("table 1, row \"A\"", "table 2, row \"A\"", "table 1, row \"A\""),
        ] {
            assert_eq!(common_place(a, b), shared);
        }
    }
}
