//! The policy, `compliance.toml`, and the profiles that packs define in the same way.

use super::deploy::{ASSURANCE, STANDARD, assurance};
use super::shape::{Shape, any_text, each, either, filled, list, may, must, slug, table, term, text, word};
use super::{Names, Offer, Terms};
use crate::model::policy::{FailOn, Grade};

/// The schema of a policy.
pub(super) fn schema(terms: &Terms, names: &Names) -> Shape {
    let folders = || list(text()).each_once();
    let whole = table([
        may(
            "fail-on",
            "The least severity that fails a check; error where nothing is said.",
            word(FailOn::ALL.map(FailOn::name)),
        ),
        may(
            "format",
            "How a report is shown where the command line does not say it.",
            word(terms.formats.iter().copied()),
        ),
        may("catalogs", "Folders with more of the catalogue, from this file on.", folders()),
        may("rules", "Folders with more rules, from this file on.", folders()),
        may("packs", "Packs of rules that the program carries.", list(word(terms.packs.iter().copied())).each_once()),
        may("evidence-age", "How old evidence may be; what the rules say where nothing is said.", term()),
        may(
            "severity",
            "How grave the findings of rules are: patterns over their ids. The most precise one decides.",
            each(word(Grade::ALL.map(Grade::name))),
        ),
        may("profiles", "Named sets of standards, which a manifest requires as \"profile:name\".", profiles(names)),
        may("waivers", "What waivers may do.", waivers(names)),
    ]);
    whole.whole(
        "Policy",
        "What an organisation says to all its teams about how their manifests are judged: compliance.toml.",
    )
}

fn waivers(names: &Names) -> Shape {
    table([
        may(
            "never",
            "Rules that nobody can waive: patterns over their ids.",
            list(text().offering(names, &[Offer::Rules]).like("obligation/*")).each_once(),
        ),
        may("longest", "From the day of the check to the last day of a waiver at most.", term()),
        may(
            "approved-by",
            "Who can approve a waiver: patterns. Without them no approval is needed.",
            filled(text().like("*@security.example")).each_once(),
        ),
    ])
}

/// `profiles`: names, each with a list of standards or with a table that has one.
pub(super) fn profiles(names: &Names) -> Shape {
    let titled =
        table([may("title", "What it is for.", any_text()), must("requires", "What it stands for.", members(names))]);
    let plain = members(names).about("What it stands for.");
    each(either([plain, titled.about("What it stands for, with a title.")])).with_keys(slug())
}

fn members(names: &Names) -> Shape {
    let offered = [Offer::Standards, Offer::Profiles];
    let plain = any_text().offering(names, &offered).about(
        "A standard as `standard[:edition][@level]` or an alias of it; or another profile, as \"profile:name\".",
    );
    let table = table([
        must("standard", STANDARD, any_text().offering(names, &[Offer::Standards])),
        may("assurance", ASSURANCE, assurance()),
    ]);
    filled(either([plain, table.about("A standard with the least assurance that it must rest on.")]))
}
