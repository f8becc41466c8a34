//! Rules, one a file, and the file with which a pack of rules says what it is.

use super::deploy::{ASSURANCE, STANDARD, assurance};
use super::policy::profiles;
use super::shape::{
    Shape, any_text, count, date, defined, each, either, filled, flag, has, has_any, holding, list, may, must, never,
    one_or_some, partial_date, table, table_of, term, text, when, word,
};
use super::{Names, Offer, Terms};
use crate::model::rule::{Field, FieldKind, Severity, Subject};

/// The keys of a rule that reports.
const REPORTING: [&str; 6] = ["severity", "says", "says-in-regions", "label", "one-per", "ways-out"];

/// The schema of a rule.
pub(super) fn schema(terms: &Terms, names: &Names) -> Shape {
    let askable = word(Subject::ASKABLE.map(Subject::name));
    let requires = never(has_any(&REPORTING)).with(holding([("subject", askable)]));
    let mut whole =
        table(keys(names)).with(when(has(&["require"]), requires).or_else(has(&["severity", "says", "fix"])));
    for subject in Subject::ALL {
        let is_it = has(&["subject"]).and_holding("subject", word([subject.name()]));
        let fields = word(subject.fields().map(Field::name));
        let then = holding([("match", defined(&condition_of(subject))), ("one-per", fields)]);
        whole = whole.with(when(is_it, then));
        if subject != Subject::Requirement {
            let is_it = has(&["subject"]).and_holding("subject", word([subject.name()]));
            whole = whole.with(when(is_it, never(has(&["says-in-regions"]))));
        }
    }
    whole = whole.with(when(has(&["one-per"]), never(has(&["says-in-regions"]))));
    let fields = Field::ALL.iter().map(|&field| (field.name().to_owned(), test(field, terms, names)));
    let conditions = Subject::ALL.map(|subject| (condition_of(subject), condition(subject)));
    let whole = whole.defining(fields.chain(conditions));
    whole.whole("Rule", "A rule of compliance-check: when it speaks, and what it requires or says then.")
}

fn keys(names: &Names) -> Vec<super::shape::Key> {
    let subjects: Vec<_> =
        Subject::ALL.map(|subject| format!("{}: {}", subject.name(), subject.meaning())).into_iter().collect();
    let subjects = format!("What the rule speaks about.\n\n- {}", subjects.join("\n- "));
    let about_fields = "Placeholders are fields in braces, `{service.name}`; `{n}` is how many subjects share the \
                        finding, and `{one|many}` gives one of two words by that number.";
    vec![
        must("id", "A group and a flaw: small letters, digits and dashes.", rule_id()),
        must("title", "The flaw in a few words; of a rule that requires, what it asks for.", text()),
        may("severity", "How grave a finding is.", word(Severity::ALL.map(Severity::name))),
        must("subject", &subjects, word(Subject::ALL.map(Subject::name))),
        must(
            "match",
            "When the rule speaks: fields of the subject with what they must be, all of which must hold; `all` and `any` \
             with lists of such tables, `not` with one. An empty table always holds.",
            Shape::object(),
        ),
        may("when", "What must hold besides, as an expression over the subject's fields (CEL).", any_text()),
        may("require", "What is asked of the subjects that match, instead of reporting them.", require(names)),
        may("says", &format!("What a finding says. {about_fields}"), text()),
        may(
            "says-in-regions",
            &format!(
                "What a finding says instead where it depends on the regions: they are only some of the service's, or a \
                 claim that it rests on speaks of some regions only. {about_fields}"
            ),
            text(),
        ),
        may("label", &format!("What stands beside the deployed thing in the manifest. {about_fields}"), any_text()),
        may(
            "one-per",
            "A field: subjects that have the same value there share one finding, which counts them.",
            any_text(),
        ),
        may("ways-out", "Whether the help begins with the ways out that the catalogue knows.", flag()),
        must("why", "Why it matters.", text()),
        may("fix", "What to do. A rule that requires may leave it out.", text()),
        may("sources", "What the rule rests on.", sources(names)),
        may("examples", "Manifests that the rule passes and fails; they are its tests.", list(example())),
    ]
}

fn rule_id() -> Shape {
    any_text().pattern("^[a-z0-9-]+/[a-z0-9-]+$").like("coverage/not-listed")
}

fn condition_of(subject: Subject) -> String {
    format!("match-{}", subject.name())
}

/// What a rule over this subject can match.
fn condition(subject: Subject) -> Shape {
    let own = || defined(&condition_of(subject));
    let joined = [
        ("all".to_owned(), filled(own()).about("Tables that must all hold.")),
        ("any".to_owned(), filled(own()).about("Tables of which at least one must hold.")),
        ("not".to_owned(), Shape::object().with(own()).about("A table that must not hold.")),
    ];
    let fields = subject.fields().map(|field| (field.name().to_owned(), defined(field.name())));
    table_of(fields.chain(joined).collect()).about(&format!("What must hold of a {}.", subject.name()))
}

/// What a field must be.
fn test(field: Field, terms: &Terms, names: &Names) -> Shape {
    let shape = match field.kind() {
        FieldKind::Text | FieldKind::Texts => {
            let closed = (terms.words)(field).unwrap_or_default();
            let offers: Vec<_> = Offer::for_field(field).into_iter().collect();
            one_or_some(match closed.is_empty() {
                true => any_text().offering(names, &offers),
                false => any_text().offering_words(&closed),
            })
        }
        FieldKind::Boolean => flag(),
        FieldKind::Date => {
            let allowed = table([
                must("policy", "The length of time in a policy.", word(["evidence-age"])),
                must("otherwise", "How long, where the policy says nothing.", term()),
            ]);
            table([
                may("older-than", "It lies longer than this before the as-of date.", either([term(), allowed])),
                may("within", "It lies at most this long after the as-of date, and not before it.", term()),
                may("before", "It lies before this day.", date()),
                may("after", "It lies after this day.", date()),
            ])
            .not_empty()
        }
        FieldKind::Count => table([
            may("at-least", "It is at least this many.", count(None)),
            may("at-most", "It is at most this many.", count(None)),
        ])
        .not_empty(),
    };
    shape.about(&match field.kind() {
        FieldKind::Text => format!("{} A pattern, or several of which one must match.", field.meaning()),
        FieldKind::Texts => format!("{} Patterns, one of which one of them must match.", field.meaning()),
        FieldKind::Boolean | FieldKind::Date | FieldKind::Count => field.meaning().to_owned(),
    })
}

fn require(names: &Names) -> Shape {
    let offered = [Offer::Standards, Offer::Profiles];
    let plain = any_text().offering(names, &offered).about(
        "A standard as `standard[:edition][@level]`, or any alias of it; or a profile of a pack as `profile:name`.",
    );
    let own = table([
        must("standard", STANDARD, any_text().offering(names, &offered)),
        may("assurance", ASSURANCE, assurance()),
    ]);
    let places = |offer| one_or_some(any_text().offering(names, &[offer]));
    let at_least = |what: &str| (format!("In how many different {what}."), count(Some(2)));
    let [regions, geographies, countries] = ["regions", "geographies", "countries"].map(at_least);
    let spread = table([
        may("regions", &regions.0, regions.1),
        may("geographies", &geographies.0, geographies.1),
        may("countries", &countries.0, countries.1),
    ]);
    table([
        may(
            "standards",
            "What must be shown for the service.",
            filled(either([plain, own.about("A standard with the least assurance that it must rest on.")])),
        ),
        may("assurance", "The least assurance of all that must be shown for the service.", assurance()),
        may(
            "agreements",
            "Contracts, of which one that the service's provider offers must be in force.",
            filled(any_text().offering(names, &[Offer::Agreements])),
        ),
        may("regions", "Where it may be: regions, as patterns over their ids.", places(Offer::Regions)),
        may("geographies", "Where it may be: geographies, as patterns.", places(Offer::Geographies)),
        may("countries", "Where it may be: countries, as patterns over their codes.", places(Offer::Countries)),
        may("at-least", "Over how many places it must be spread.", spread),
    ])
    .not_empty()
}

fn sources(names: &Names) -> Shape {
    let document = table([
        must("document", "The id of a document of the catalogue.", any_text().offering(names, &[Offer::Documents])),
        may("at", "Where in it.", text()),
    ]);
    let work = table([
        must("title", "What it is called.", text()),
        must("found-at", "Where it is found.", text()),
        may("publisher", "Who published it.", text()),
        may("date", "The date printed on it, in quotes where it is a year or a month.", partial_date()),
        may("at", "Where in it.", text()),
    ]);
    filled(either([
        text().about("In words: a clause of a contract, a decision of the house."),
        document.about("A document of the catalogue."),
        work.about("A published work: a law, an authority's text."),
    ]))
}

fn example() -> Shape {
    table([
        must("as-of", "The day for which it is checked.", date()),
        may("passes", "A manifest on which the rule doesn't speak.", any_text()),
        may(
            "fails",
            "A manifest on which the rule speaks. A comment at the end of a line says what is found there: \
             `# error[rule] standard`.",
            any_text(),
        ),
        may("evidence", "An evidence file that the catalogue has beside its own for this.", any_text()),
        may("rule", "A rule file that stands beside this one for this.", any_text()),
        may("policy", "The policy that it is checked under.", any_text()),
    ])
    .with_one_of(&["passes", "fails"])
}

/// The schema of a pack's own file.
pub(super) fn pack(names: &Names) -> Shape {
    let whole = table([
        must(
            "name",
            "What the pack is called; the ids of its rules begin with it.",
            any_text().pattern("^[a-z0-9-]+$"),
        ),
        must(
            "version",
            "Three numbers: a greater first one says that an outcome may change, a greater second one that something \
             was added.",
            any_text().pattern("^(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*)){2}$").like("1.0.0"),
        ),
        must("title", "What it is called in reports.", text()),
        must("for", "Whom it is for.", text()),
        may("data", "Classes of data that its rules look at, each with what it means.", each(text())),
        may("tags", "Tags that its rules look at, each with what it means.", each(text())),
        may("sources", "What the pack rests on.", sources(names)),
        may("profiles", "Named sets of standards that come with it, for `profile:name`.", profiles(names)),
    ]);
    whole.whole("Pack", "What a pack of rules of compliance-check says of itself: pack.yaml.")
}
