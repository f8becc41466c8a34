//! How near a region is to another one, by what providers say of both.

use crate::model::Text;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Region};

/// How near a region is to the one that a manifest names, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// It is the same one.
    Same,
    /// In the same country, and paired with it for recovery.
    Paired,
    /// In the same country.
    Country,
    /// In the same market, as the provider counts, and not known to be in the same country.
    Geography,
    /// The manifest names no region to be near to.
    Free,
    /// In another country and market, or nobody says where it is. Data would leave: that is not chosen for anybody.
    Far,
}

/// How near `to` is to `from`.
pub(super) fn of(facts: &Facts, from: Id<Region>, to: Id<Region>) -> Nearness {
    let (old, new) = (&facts.regions[from], &facts.regions[to]);
    let same = |a: &Option<Text>, b: &Option<Text>| a.is_some() && a == b;
    if from == to {
        Nearness::Same
    } else if same(&old.country, &new.country) {
        let is_paired = old.pairs.contains(&to) || new.pairs.contains(&from);
        if is_paired { Nearness::Paired } else { Nearness::Country }
    } else if same(&old.geography, &new.geography) {
        Nearness::Geography
    } else {
        Nearness::Far
    }
}

/// The country of every region of a cloud, where there is only one and it is known of each of them.
pub(super) fn only_country(facts: &Facts, cloud: Id<Cloud>) -> Option<&str> {
    let mut countries = facts.clouds[cloud].regions.iter().map(|&region| facts.regions[region].country.as_deref());
    let first = countries.next()??;
    countries.all(|country| country == Some(first)).then_some(first)
}

/// A region as a sentence names it: with its country, where that is known.
pub(super) fn named(facts: &Facts, region: Id<Region>) -> String {
    let known = &facts.regions[region];
    match &known.country {
        Some(country) => format!("{} ({country})", known.id),
        None => known.id.to_string(),
    }
}
