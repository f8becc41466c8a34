//! What the program carries is what the files say: packing loses nothing, and no name.

use crate::common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use compliance_check::catalog::{Catalog, Question};
use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::load::rules::{self, PackFiles};
use compliance_check::model::deployment::LeastAssurance;
use compliance_check::model::facts::Facts;
use compliance_check::model::id::{Id, Slug};
use compliance_check::model::rule::Rules;
use compliance_check::model::standard::StandardRef;
use compliance_check::run;
use compliance_check::text::{Source, Span, Spanned};
use jiff::ToSpan;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Two services under one name, and one under the id of another.
const HOMONYMS: &str = "\
provider: harbour
name: Harbour
clouds:
  - { id: harbour-cloud, name: Harbour Cloud, status: active, stated-in: [list] }
services:
  - { id: crane-one, name: Crane, aliases: [The Great Crane], home: harbour-cloud, stated-in: [list] }
  - { id: crane-two, name: CRANE, aliases: [crane-one], home: harbour-cloud, stated-in: [list] }
sources:
  list: { kind: primary, found-at: nowhere }
";

fn facts_with_homonyms() -> Facts {
    let mut files = common::catalogue_files();
    files.push(CatalogueFile { folder: Folder::Providers, source: Source::new("harbour.yaml", HOMONYMS) });
    catalogue::load(&files).unwrap_or_else(|problems| panic!("{}", common::lines(problems)))
}

/// The same catalogue after it was packed.
fn packed(catalog: &Catalog) -> Catalog {
    Catalog::open(catalog.pack().leak())
}

/// Two things that print alike; what differs first is shown with what stands around it.
#[track_caller]
fn same(left: &impl std::fmt::Debug, right: &impl std::fmt::Debug) {
    let (left, right) = (format!("{left:?}").into_bytes(), format!("{right:?}").into_bytes());
    if left != right {
        let at = left.iter().zip(&right).take_while(|(left, right)| left == right).count();
        let around = |text: &[u8]| {
            let (start, end) = (at.saturating_sub(200).min(text.len()), (at + 100).min(text.len()));
            String::from_utf8_lossy(&text[start..end]).into_owned()
        };
        panic!("they differ:\n{}\n{}", around(&left), around(&right));
    }
}

#[test]
fn packing_and_opening_loses_nothing() {
    let catalog = Catalog::new(facts_with_homonyms());
    let opened = packed(&catalog);
    same(&catalog, &opened);
    assert!(opened.pack() == catalog.pack(), "what was opened packs to the same bytes");
}

#[test]
fn the_program_carries_what_the_folder_says() {
    let facts = common::facts_with(&[]);
    assert!(!facts.claims.is_empty());
    same(&facts, run::carried().facts());
    // The build names the files from the package's folder on; the digest doesn't tell.
    let digest = catalogue::digest(None, &common::catalogue_files());
    let told = common::run_in(common::root(), &["--version"], "").out;
    let (documents, claims) = (facts.documents.len(), facts.claims.len());
    assert_eq!(
        told,
        format!(
            "compliance-check {} (catalogue {digest}, {documents} documents, {claims} claims)\n",
            env!("CARGO_PKG_VERSION")
        )
    );
    let short = common::run_in(common::root(), &["-V"], "").out;
    assert!(short.contains(&format!("(catalogue {}, ", &digest[..12])), "{short}");
}

/// Every spelling of a service as it is looked up, with the ids of what it stands for; an id comes before an alias.
fn spellings(facts: &Facts) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let mut ids: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    let mut aliases = ids.clone();
    for (_, service) in facts.services.iter() {
        let note = |map: &mut BTreeMap<String, (String, BTreeSet<String>)>, written: &str| {
            let entry = map.entry(written.to_lowercase()).or_insert_with(|| (written.to_owned(), BTreeSet::new()));
            entry.1.insert(service.id.to_string());
        };
        note(&mut ids, service.id.as_str());
        for written in std::iter::once(&service.name).chain(&service.aliases) {
            note(&mut aliases, written);
        }
    }
    aliases.extend(ids);
    aliases
}

static OPENED: LazyLock<Catalog> = LazyLock::new(|| packed(&Catalog::new(facts_with_homonyms())));
static SPELLINGS: LazyLock<Vec<(String, BTreeSet<String>)>> =
    LazyLock::new(|| spellings(OPENED.facts()).into_values().collect());
static KNOWN: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| SPELLINGS.iter().map(|(written, _)| written.to_lowercase()).collect());

proptest! {
    #[test]
    fn each_spelling_is_found_in_any_letters(
        (written, meant) in select(SPELLINGS.as_slice()),
        flips in prop::collection::vec(any::<Index>(), 0..8),
        wide in any::<bool>(),
    ) {
        let mut letters: Vec<char> = written.chars().collect();
        for flip in flips {
            let letter = &mut letters[flip.index(written.chars().count())];
            *letter = if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
        }
        let mut text: String = letters.into_iter().collect();
        if wide {
            text = format!(" {} ", text.replace(' ', "  \t"));
        }
        let facts = OPENED.facts();
        match (OPENED.names().service(facts, &text, None), meant.len()) {
            (Ok(found), 1) => prop_assert!(meant.contains(facts.services[found].id.as_str()), "{text}"),
            (Err(error), 2..) => {
                prop_assert!(error.message.contains("could mean"), "{}", error.message);
                prop_assert!(meant.iter().all(|id| error.message.contains(&format!("`{id}`"))), "{}", error.message);
            }
            (other, count) => prop_assert!(false, "{text} means {count}, and gives {other:?}"),
        }
    }
}

proptest! {
    // Each looks for the nearest of all names, which takes long in a program that isn't optimised.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_no_spelling_is_not_found(text in "[a-zA-Z][a-z -]{0,12}") {
        prop_assume!(!KNOWN.contains(&text.trim().to_lowercase()) && !text.contains("  "));
        let error = OPENED.names().service(OPENED.facts(), &text, None).expect_err("it is no spelling");
        prop_assert!(error.message.starts_with("no service"), "{}", error.message);
    }
}

#[test]
fn a_name_of_two_things_stays_ambiguous_and_an_id_comes_first() {
    let find = |text: &str| OPENED.names().service(OPENED.facts(), text, None);
    let error = find("crane").expect_err("it could be either");
    assert_eq!(error.message, "`crane` could mean `crane-one` or `crane-two`");
    let found = find("Crane-One").expect("an id comes before an alias");
    assert_eq!(OPENED.facts().services[found].id.as_str(), "crane-one");
}

/// The files of `rules/` below `folder`, those of packs apart.
fn rule_files() -> (Vec<Source>, Vec<PackFiles>) {
    let root = common::root().join("rules");
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("the file is text");
        Source::new(path.strip_prefix(&root).expect("it lies there").to_string_lossy(), text)
    };
    let of_packs = root.join("packs");
    let (in_packs, alone): (Vec<_>, Vec<_>) =
        common::files(&root, ".yaml").into_iter().partition(|path| path.starts_with(&of_packs));
    let packs = in_packs.chunk_by(|a, b| a.parent() == b.parent()).map(|files| {
        let (about, rules): (Vec<_>, Vec<_>) = files.iter().partition(|path| path.ends_with("pack.yaml"));
        PackFiles { about: read(about[0]), rules: rules.into_iter().map(read).collect() }
    });
    (alone.iter().map(read).collect(), packs.collect())
}

#[test]
fn rules_come_back_whole_from_their_bytes() {
    let (alone, packs) = rule_files();
    assert!(alone.len() > 20 && packs.len() > 5);
    let (rules, problems) = rules::load_packs_onto(Rules::default(), &alone, &packs, &run::carried());
    assert!(problems.is_empty(), "{}", common::lines(problems));
    let opened = compliance_check::packed::rules::open(compliance_check::packed::rules::pack(&rules).leak());
    same(&rules.rules, &opened.rules);
    same(&rules.patterns, &opened.patterns);
}

static CARRIED: LazyLock<Catalog> = LazyLock::new(run::carried);

proptest! {
    /// An answer that was given before, for a region that no document tells from this one, is the answer for this one. A
    /// use that meets a condition is always answered anew, and a condition that nobody asks for changes nothing.
    #[test]
    fn what_is_remembered_is_what_would_be_answered(
        service in any::<Index>(), cloud in any::<Index>(), regions in vec(any::<Option<Index>>(), 1..6),
        standard in any::<Index>(), level in any::<Option<Index>>(), day in 0..4_000_i32,
        third_party in any::<bool>(),
    ) {
        let facts = CARRIED.facts();
        let claimed = &facts.claims[Id::at(service.index(facts.claims.len()))];
        let standard = standard.index(facts.standards.len() + 20);
        let standard = if standard < facts.standards.len() { Id::at(standard) } else { claimed.standard.standard };
        let levels = &facts.standards[standard].levels;
        let level = level.filter(|_| !levels.is_empty()).map(|level| levels[level.index(levels.len())]);
        let providers: Vec<_> = facts.clouds.iter().map(|(id, _)| id).filter(|id| {
            facts.clouds[*id].provider == facts.services[claimed.service].provider
        }).collect();
        let nobody_asks = [Spanned::new(Slug::new("nobody-asks-for-this").expect("it is fit"), Span::default())];
        for region in regions {
            let region = region.map(|region| Id::at(region.index(facts.regions.len())));
            let question = Question {
                service: claimed.service,
                cloud: providers[cloud.index(providers.len())],
                region,
                required: StandardRef { standard, edition: None, level },
                assurance: LeastAssurance::ALL[usize::from(third_party)],
                meets: &[],
                as_of: date(2016, 1, 1).saturating_add(day.days()),
            };
            let anew = CARRIED.resolve(&Question { meets: &nobody_asks, ..question });
            prop_assert_eq!(format!("{:?}", CARRIED.resolve(&question)), format!("{:?}", anew));
        }
    }
}
