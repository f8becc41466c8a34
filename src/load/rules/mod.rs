//! Rule files: from YAML to [`Rules`], with every problem of every file in one run.

mod condition;
mod digest;
mod pack;
mod places;
mod require;
mod sources;
mod template;
mod vocabulary;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::decode::{Complaints, Fields};
use super::limits;
use super::problem::{Problem, Problems};
pub use super::profiles::Names;
use super::tree::{Node, Place, Value};
use super::yaml;
use crate::catalog::Catalog;
use crate::expression;
use crate::model::Text;
use crate::model::pack::{Pack, PackId};
use crate::model::profile::Profiles;
use crate::model::rule::{Effect, Example, Field, PatternId, Report, Rule, Rules, Severity, Subject};
use crate::text::nearest::nearest;
use crate::text::{Source, Span, Spanned};
pub use places::{ExamplePlaces, example_places, place_of_line};

pub use digest::digest;
pub use pack::{PackFiles, pack};
pub use vocabulary::of as words_of;

/// Reads the rules of `files` with the names of `catalog`. The order of the files makes no difference: rules are sorted
/// by their ids.
pub fn load(files: &[Source], catalog: &Catalog) -> (Rules, Problems) {
    load_onto(Rules::default(), files, catalog)
}

/// Adds the rules of `files` to those that are known already; an id that is known stands for nothing else.
pub fn load_onto(known: Rules, files: &[Source], catalog: &Catalog) -> (Rules, Problems) {
    load_packs_onto(known, files, &[], catalog)
}

/// Adds the rules of `files` and those of packs to those that are known already.
pub fn load_packs_onto(known: Rules, files: &[Source], packs: &[PackFiles], catalog: &Catalog) -> (Rules, Problems) {
    load_knowing(known, files, packs, Names { catalog, profiles: &Profiles::default() })
}

/// The same with profiles that are defined elsewhere. Packs and rules may name them beside those of the packs themselves.
pub fn load_knowing(known: Rules, files: &[Source], packs: &[PackFiles], names: Names<'_>) -> (Rules, Problems) {
    let mut problems = Problems::new();
    if files.is_empty() && packs.is_empty() {
        return (known, problems);
    }
    let mut patterns = Patterns::of(known.patterns);
    let (earlier, mut known) = (known.rules, known.packs);
    let mut rules = Vec::new();
    let mut profiles = names.profiles.clone();
    known.iter().flat_map(|pack| pack.profiles.iter()).for_each(|profile| profiles.add(profile.clone()));
    let mut abouts = Vec::new();
    for files in packs {
        let (pack, found) = pack(&files.about, Names { profiles: &profiles, ..names });
        problems.extend(found);
        pack.iter().flat_map(|pack| pack.profiles.iter()).for_each(|profile| profiles.add(profile.clone()));
        abouts.push(pack);
    }
    let names = Names { profiles: &profiles, ..names };
    for source in files {
        let (rule, found) = read(source, names, &mut patterns);
        problems.extend(found);
        rules.extend(rule);
    }
    for (files, pack) in packs.iter().zip(abouts) {
        for source in &files.rules {
            let (rule, found) = read(source, names, &mut patterns);
            problems.extend(found);
            if let (Some(rule), Some(pack)) = (&rule, &pack) {
                problems.extend(foreign(rule, pack));
            }
            rules.extend(rule.map(|rule| Rule { pack: pack.is_some().then_some(PackId(known.len())), ..rule }));
        }
        known.extend(pack);
    }
    rules.sort_by(|a, b| (&a.id, a.source.name()).cmp(&(&b.id, b.source.name())));
    // Of two of one id, the one that was known stands first: nobody who gives files can mend what the program carries.
    let mut rules = [earlier, rules].concat();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    for pair in rules.windows(2) {
        let [first, second] = pair else { continue };
        if first.id == second.id {
            let what = format!("a rule `{}`", second.id);
            problems.push(twice(&what, &first.source, (&second.source, second.span)));
        }
    }
    problems.extend(shared_names(&known));
    (Rules { rules, patterns: patterns.all, packs: known }, problems)
}

/// That a rule of a pack doesn't say in its id that it is one.
pub fn foreign(rule: &Rule, pack: &Pack) -> Option<Problem> {
    let (group, flaw) = rule.id.split_once('/')?;
    (group != pack.name).then(|| Problem {
        code: "bad-id",
        message: format!("a rule of the pack `{}` has an id that begins with `{}/`", pack.name, pack.name),
        help: Some(format!("write `{}/{flaw}`", pack.name)),
        source: rule.source.clone(),
        span: rule.span,
    })
}

/// What two packs call alike: themselves, or profiles.
fn shared_names(packs: &[Pack]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut names: BTreeMap<String, &Source> = BTreeMap::new();
    for pack in packs {
        let profiles = pack.profiles.iter().map(|profile| (format!("a profile `{}`", profile.name), profile.span));
        for (what, span) in [(format!("a pack `{}`", pack.name), pack.span)].into_iter().chain(profiles) {
            match names.get(&what) {
                Some(first) => problems.push(twice(&what, first, (&pack.source, span))),
                None => _ = names.insert(what, &pack.source),
            }
        }
    }
    problems
}

/// That something stands in an earlier file already.
fn twice(what: &str, first: &Source, (source, span): (&Source, Span)) -> Problem {
    Problem {
        code: "duplicate-id",
        message: format!("{what} stands in {} already", first.name()),
        help: Some("one of the two has to be called something else".to_owned()),
        source: source.clone(),
        span,
    }
}

/// The patterns of all rules, each once, and the names that they are held against.
#[derive(Default)]
struct Patterns {
    all: Vec<Text>,
    numbers: HashMap<Text, PatternId>,
    /// Those of which it is known that a value of the field can match them.
    sound: HashSet<(Field, PatternId)>,
    /// Every name that a field can have, sorted; none where it may be anything.
    names: HashMap<Field, Option<Arc<[String]>>>,
}

impl Patterns {
    fn of(all: Vec<Text>) -> Self {
        let numbers = all.iter().enumerate().map(|(at, pattern)| (pattern.clone(), PatternId(at))).collect();
        Self { all, numbers, ..Self::default() }
    }

    fn number(&mut self, pattern: &str) -> PatternId {
        if let Some(&known) = self.numbers.get(pattern) {
            return known;
        }
        let number = PatternId(self.all.len());
        self.all.push(pattern.to_owned().into());
        self.numbers.insert(pattern.to_owned().into(), number);
        number
    }

    /// The number of a pattern that was sound for this field before.
    fn known(&self, field: Field, pattern: &str) -> Option<PatternId> {
        self.numbers.get(pattern).copied().filter(|&number| self.sound.contains(&(field, number)))
    }

    /// Every name that a field can have, worked out once.
    fn names(&mut self, field: Field, catalog: &Catalog) -> Option<Arc<[String]>> {
        self.names.entry(field).or_insert_with(|| vocabulary::of(catalog, field).map(Arc::from)).clone()
    }
}

fn read(source: &Source, names: Names<'_>, patterns: &mut Patterns) -> (Option<Rule>, Vec<Problem>) {
    let mut complaints = Complaints::new(source.clone());
    if !complaints.fits(limits::RULE) {
        return (None, complaints.into_problems());
    }
    let rule = complaints.yaml().and_then(|root| Reader::new(source, names, patterns, &mut complaints).rule(&root));
    (rule, complaints.into_problems())
}

/// Whether this is fit to be one half of a rule's id.
fn is_part(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// What is not written is none; what is written and can't be taken ends the reading.
#[expect(clippy::option_option, reason = "written and good, written and bad, not written")]
fn written<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(good) => good.map(Some),
    }
}

struct Reader<'r> {
    source: &'r Source,
    catalog: &'r Catalog,
    profiles: &'r Profiles,
    patterns: &'r mut Patterns,
    complaints: &'r mut Complaints,
    /// Where nodes stand.
    spans: yaml::Spans<'r>,
}

impl<'r> Reader<'r> {
    fn new(source: &'r Source, names: Names<'r>, patterns: &'r mut Patterns, complaints: &'r mut Complaints) -> Self {
        let Names { catalog, profiles } = names;
        Self { source, catalog, profiles, patterns, complaints, spans: yaml::Spans::new(source.text()) }
    }
}

impl Reader<'_> {
    fn rule(&mut self, root: &Node) -> Option<Rule> {
        let mut fields = self.complaints.table(root)?;
        let id = self.id(&mut fields);
        let title = self.words(&mut fields, "title");
        let subject = fields.required(self.complaints, "subject");
        let subject = subject.and_then(|node| self.subject(node));
        let matching = fields.required(self.complaints, "match");
        let when = fields.optional("when");
        let effect = self.effect(&mut fields, subject);
        let why = self.words(&mut fields, "why");
        let asks = fields.optional("require").is_some();
        let fix = match fields.optional("fix") {
            None if asks => Some(String::new()),
            _ => self.words(&mut fields, "fix"),
        };
        let sources = fields.optional("sources").map(|node| self.sources(node)).unwrap_or_default();
        let examples = self.examples(&mut fields).into();
        fields.finish(self.complaints);
        // What can be matched depends on the subject; without one there is nothing to compare with.
        let subject = subject?;
        let condition = matching.and_then(|node| self.condition(node, subject));
        let when = written(when.map(|node| self.expression(node, subject)))?;
        let (id, span) = id?;
        let (source, title, why, fix) = (self.source.clone(), title?, why?.into(), fix?.into());
        Some(Rule {
            id,
            title: title.into(),
            subject,
            condition: condition?,
            when,
            effect: effect?,
            why,
            fix,
            sources,
            examples,
            pack: None,
            source,
            span,
        })
    }

    /// The subject; where it is misspelt, the one that is most likely meant, so that the rest is looked at as well.
    fn subject(&mut self, node: &Node) -> Option<Subject> {
        let found = self.complaints.one_of(node, "subject", &Subject::ALL, Subject::name);
        let near = || nearest(node.as_text()?, Subject::ALL.map(Subject::name));
        found.or_else(|| Subject::ALL.into_iter().find(|subject| near() == Some(subject.name())))
    }

    /// Either what it requires, or what it reports.
    fn effect(&mut self, fields: &mut Fields<'_>, subject: Option<Subject>) -> Option<Effect> {
        let Some(node) = fields.optional("require") else { return self.report(fields, subject).map(Effect::Report) };
        let key = fields.key("require").unwrap_or(node.place);
        for name in ["severity", "says", "says-in-regions", "label", "one-per", "ways-out"] {
            if let Some(place) = fields.key(name) {
                let message = format!("a rule that requires has no `{name}`");
                let help = "it asks; the rules that report say what is not so. Make a second rule to report";
                self.complaints.add(place, "two-effects", message, Some(help.to_owned()));
            }
        }
        self.require((key, node), subject?).map(Effect::Require)
    }

    fn report(&mut self, fields: &mut Fields<'_>, subject: Option<Subject>) -> Option<Report> {
        let severity = fields.required(self.complaints, "severity");
        let severity =
            severity.and_then(|node| self.complaints.one_of(node, "severity", &Severity::ALL, Severity::name));
        let says = fields.required(self.complaints, "says");
        let in_regions = fields.key("says-in-regions").zip(fields.optional("says-in-regions"));
        let label = fields.optional("label");
        let one_per = fields.optional("one-per");
        let ways_out = fields.optional("ways-out").and_then(|node| self.complaints.boolean(node)).unwrap_or(false);
        let subject = subject?;
        let says = says.and_then(|node| self.template(node, subject));
        let in_regions = in_regions.map(|(key, node)| match template::no_regions(subject, one_per.is_some()) {
            Some((code, message, help)) => {
                self.complaints.add(key, code, message, Some(help.to_owned()));
                None
            }
            None => self.template(node, subject),
        });
        let label = label.map(|node| self.template(node, subject));
        let one_per = one_per.map(|node| self.field_name(node, subject));
        let (label, one_per, says_in_regions) = (written(label)?, written(one_per)?, written(in_regions)?);
        Some(Report { severity: severity?, says: says?, says_in_regions, label, one_per, ways_out })
    }

    /// `when`: an expression over the subject's fields, which must give an answer at least where all of them are there.
    fn expression(&mut self, node: &Node, subject: Subject) -> Option<Spanned<String>> {
        let text = self.complaints.text(node)?;
        let names: Vec<_> = subject.fields().map(Field::name).collect();
        let field = |name: &str| subject.fields().find(|field| field.name() == name);
        let sample = |name| field(name).map_or(expression::Value::Absent, vocabulary::sample);
        let mistakes = match expression::compile(text, &names) {
            Ok(compiled) => match compiled.holds(&sample) {
                Ok(_) => return Some(Spanned::new(text.to_owned(), self.spans.of(node.place))),
                Err(reason) => {
                    let message = format!("the expression gives no answer: {}", reason.message);
                    vec![expression::Mistake { message, ..reason }]
                }
            },
            Err(mistakes) => mistakes,
        };
        for expression::Mistake { message, help } in mistakes {
            self.complaints.add(node.place, "bad-expression", message, help);
        }
        None
    }

    /// The id with its place, which problems that concern two files need in bytes.
    fn id(&mut self, fields: &mut Fields<'_>) -> Option<(String, Span)> {
        let node = fields.required(self.complaints, "id")?;
        let id = self.complaints.text(node)?;
        if id.split_once('/').is_none_or(|(group, flaw)| !is_part(group) || !is_part(flaw)) {
            let message = format!("`{id}` is no id for a rule");
            let help = "an id is a group and a flaw, as in `coverage/not-listed`: small letters, digits and dashes";
            self.complaints.add(node.place, "bad-id", message, Some(help.to_owned()));
            return None;
        }
        Some((id.to_owned(), self.spans.of(node.place)))
    }

    fn words(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
        let node = fields.required(self.complaints, name)?;
        let text = self.complaints.text(node)?;
        if text.trim().is_empty() {
            self.complaints.add(node.place, "empty", format!("`{name}` says nothing"), None);
        }
        Some(text.trim().to_owned())
    }

    /// `examples`: deployments that the rule passes and fails.
    fn examples(&mut self, fields: &mut Fields<'_>) -> Vec<Example> {
        let items = fields.optional("examples").and_then(|node| self.complaints.list(node)).unwrap_or_default();
        items.iter().filter_map(|item| self.example(item)).collect()
    }

    fn example(&mut self, node: &Node) -> Option<Example> {
        let mut fields = self.complaints.table(node)?;
        let passes = fields.optional("passes");
        let fails = fields.optional("fails");
        let as_of = fields.required(self.complaints, "as-of").and_then(|node| self.complaints.date(node));
        let owned = |text: &str| Text::from(text.to_owned());
        let evidence = fields.optional("evidence").and_then(|node| self.complaints.text(node)).map(owned);
        let beside = fields.optional("rule").and_then(|node| self.complaints.text(node)).map(owned);
        let policy = fields.optional("policy").and_then(|node| self.complaints.text(node)).map(owned);
        fields.finish(self.complaints);
        let (fails, written) = match (passes, fails) {
            (Some(written), None) => (false, written),
            (None, Some(written)) => (true, written),
            (Some(_), Some(_)) | (None, None) => {
                let message = "an example has either `passes` or `fails`, with a manifest";
                self.complaints.add(node.place, "bad-example", message, None);
                return None;
            }
        };
        let manifest = owned(self.complaints.text(written)?);
        Some(Example { fails, as_of: as_of?, manifest, evidence, beside, policy })
    }

    /// The field of `subject` that is named here, or a problem with the nearest one.
    fn field_name(&mut self, node: &Node, subject: Subject) -> Option<Field> {
        let Value::Text(name) = &node.value else {
            self.complaints.text(node);
            return None;
        };
        self.field(node.place, name, subject)
    }

    fn field(&mut self, place: Place, name: &str, subject: Subject) -> Option<Field> {
        if let Some(field) = subject.fields().find(|field| field.name() == name) {
            return Some(field);
        }
        let message = format!("a {} has no field `{name}`", subject.name());
        self.complaints.add(place, "unknown-field", message, Some(vocabulary::meant(subject, name)));
        None
    }
}
