//! Conditions that patterns can't say, in the Common Expression Language (<https://cel.dev>).
//!
//! An expression is compiled once and asked for every subject. It knows names and values, and not what they mean. What it
//! may cost is bounded: the language has no loops but those over lists, a text has at most [`LONGEST`] bytes, and a list
//! is gone through within another one's pass at most once.

mod no_answer;
mod no_form;

use std::fmt;
use std::sync::{Arc, LazyLock};
use std::thread;

use cel::common::ast::{EntryExpr, Expr, IdedExpr};
use cel::parser::Parser;
use cel::{Context, Env};

use crate::text::nearest::nearest;

/// The most bytes of an expression.
pub const LONGEST: usize = 2000;

/// How deep passes over lists may stand in each other.
const DEEPEST_PASSES: usize = 2;

/// How deep an expression may be nested: asking it calls itself for each step.
const DEEPEST: usize = 48;

/// The stack of the parser, which calls itself many times for each step that an expression is nested.
const STACK: usize = 64 << 20;

/// An expression that names only what it may.
#[derive(Clone)]
pub struct Expression {
    /// The tree, in which each known name is a variable of its number in `names`.
    tree: Arc<IdedExpr>,
    names: Vec<&'static str>,
}

/// The value of a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// It has none.
    Absent,
    /// Text; a date is text too, as year-month-day, so that dates compare as they should.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Count(i64),
}

/// Why a text is no expression, or why an expression gives no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<String>,
}

/// Compiles `text`, which may use the names `known`. In an expression a dash of a name is written `_`.
///
/// # Errors
///
/// Everything that is wrong with it: its form, names that are not known, its size.
pub fn compile(text: &str, known: &[&'static str]) -> Result<Expression, Vec<Mistake>> {
    if text.len() > LONGEST {
        let message = format!("the expression has {} bytes, and {LONGEST} are the most", text.len());
        return Err(vec![Mistake { message, help: Some("split it into several rules".to_owned()) }]);
    }
    let mut tree = parse(text)?;
    let mut names = Names { known, used: Vec::new(), bound: Vec::new(), mistakes: Vec::new() };
    names.walk(&mut tree, 0);
    if names.mistakes.is_empty() {
        Ok(Expression { tree: Arc::new(tree), names: names.used })
    } else {
        Err(names.mistakes)
    }
}

impl Expression {
    /// The names that it uses, each once.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// Whether it holds, where `value` gives the value of each name.
    ///
    /// # Errors
    ///
    /// That it gives no answer: it compares things that can't be compared, or is neither true nor false.
    pub fn holds(&self, value: &dyn Fn(&'static str) -> Value) -> Result<bool, Mistake> {
        let mut context = Context::with_env(Arc::clone(&LANGUAGE));
        for (number, name) in self.names.iter().enumerate() {
            context.add_variable_from_value(variable(number), cel_value(value(name)));
        }
        match cel::Value::resolve(&self.tree, &context) {
            Ok(cel::Value::Bool(truth)) => Ok(truth),
            Ok(other) => Err(no_answer::no_truth(&other)),
            Err(error) => Err(no_answer::told(&error, &self.tree, &context, &self.names)),
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Expression").field(&self.names).finish()
    }
}

/// Parses on a stack of its own: on the caller's, a hostile text could run over the end.
fn parse(text: &str) -> Result<IdedExpr, Vec<Mistake>> {
    let parsed = thread::scope(|scope| {
        let parser = thread::Builder::new().stack_size(STACK);
        let running = parser.spawn_scoped(scope, || {
            let tree = Parser::new().parse(text).map_err(|errors| no_form::told(&errors))?;
            if is_deeper(&tree.expr, DEEPEST) { Err(vec![too_deep()]) } else { Ok(tree) }
        });
        running.ok()?.join().ok()
    });
    parsed.unwrap_or_else(|| Err(vec![too_deep()]))
}

fn too_deep() -> Mistake {
    let message = format!("the expression is nested more than {DEEPEST} deep");
    Mistake { message, help: Some("say it with fewer steps, or in several rules".to_owned()) }
}

fn is_deeper(tree: &Expr, most: usize) -> bool {
    most == 0 || parts(tree).into_iter().any(|part| is_deeper(&part.expr, most - 1))
}

/// What an expression is made of.
fn parts(tree: &Expr) -> Vec<&IdedExpr> {
    match tree {
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => Vec::new(),
        Expr::Select(select) => vec![&select.operand],
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Map(map) => map.entries.iter().flat_map(|entry| entry_parts(&entry.expr)).collect(),
        Expr::Struct(one) => one.entries.iter().flat_map(|entry| entry_parts(&entry.expr)).collect(),
        Expr::Call(call) => call.target.iter().map(Box::as_ref).chain(&call.args).collect(),
        Expr::Comprehension(pass) => {
            vec![&pass.iter_range, &pass.accu_init, &pass.loop_cond, &pass.loop_step, &pass.result]
        }
    }
}

fn entry_parts(entry: &EntryExpr) -> Vec<&IdedExpr> {
    match entry {
        EntryExpr::StructField(field) => vec![&field.value],
        EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
    }
}

/// What the language itself brings. Making it takes longer than most expressions.
static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// The variable of a number: no expression can write such a name.
fn variable(number: usize) -> String {
    format!("@{number}")
}

fn cel_value(value: Value) -> cel::Value {
    let text = |text: String| cel::Value::String(Arc::new(text));
    match value {
        Value::Absent => cel::Value::Null,
        Value::Text(one) => text(one),
        Value::Texts(texts) => cel::Value::List(Arc::new(texts.into_iter().map(text).collect())),
        Value::Boolean(truth) => cel::Value::Bool(truth),
        Value::Count(count) => cel::Value::Int(count),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the names of an expression, and puts variables in their place.
struct Names<'k> {
    known: &'k [&'static str],
    used: Vec<&'static str>,
    /// The variables of the passes over lists that are open.
    bound: Vec<String>,
    mistakes: Vec<Mistake>,
}

impl Names<'_> {
    fn walk(&mut self, tree: &mut IdedExpr, passes: usize) {
        if let Some(segments) = segments(&tree.expr)
            && segments.first().is_some_and(|first| !self.bound.contains(first) && !first.starts_with('@'))
        {
            self.name(tree, &segments);
            return;
        }
        match &mut tree.expr {
            Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => {}
            Expr::Select(select) => self.walk(&mut select.operand, passes),
            Expr::List(list) => list.elements.iter_mut().for_each(|element| self.walk(element, passes)),
            Expr::Map(map) => map.entries.iter_mut().for_each(|entry| self.entry(&mut entry.expr, passes)),
            Expr::Struct(one) => one.entries.iter_mut().for_each(|entry| self.entry(&mut entry.expr, passes)),
            Expr::Call(call) => {
                let target = call.target.iter_mut().map(Box::as_mut);
                target.chain(&mut call.args).for_each(|part| self.walk(part, passes));
            }
            Expr::Comprehension(pass) => {
                if passes == DEEPEST_PASSES {
                    let message = "lists are gone through inside each other too often".to_owned();
                    let help =
                        format!("at most {DEEPEST_PASSES} of all, exists, map and filter may stand in each other");
                    self.mistakes.push(Mistake { message, help: Some(help) });
                    return;
                }
                self.walk(&mut pass.iter_range, passes);
                let before = self.bound.len();
                self.bound.push(pass.iter_var.clone());
                self.bound.extend(pass.iter_var2.clone());
                self.bound.push(pass.accu_var.clone());
                for part in [&mut pass.accu_init, &mut pass.loop_cond, &mut pass.loop_step, &mut pass.result] {
                    self.walk(part, passes + 1);
                }
                self.bound.truncate(before);
            }
        }
    }

    fn entry(&mut self, entry: &mut EntryExpr, passes: usize) {
        match entry {
            EntryExpr::StructField(field) => self.walk(&mut field.value, passes),
            EntryExpr::MapEntry(entry) => {
                self.walk(&mut entry.key, passes);
                self.walk(&mut entry.value, passes);
            }
        }
    }

    /// Puts a variable in the place of the longest known name that the segments begin with.
    fn name(&mut self, tree: &mut IdedExpr, segments: &[String]) {
        let spelled = |count: usize| segments[..count].join(".").replace('_', "-");
        let found = (1..=segments.len())
            .rev()
            .find_map(|count| Some((count, *self.known.iter().find(|known| **known == spelled(count))?)));
        let Some((count, name)) = found else {
            let whole = segments.join(".");
            let near = nearest(&spelled(segments.len()), self.known.iter().copied());
            let help = match near {
                Some(near) => format!("did you mean `{}`?", near.replace('-', "_")),
                None => format!("it knows {}", self.known.join(", ").replace('-', "_")),
            };
            self.mistakes.push(Mistake { message: format!("`{whole}` is not known here"), help: Some(help) });
            return;
        };
        let number = self.used.iter().position(|used| *used == name).unwrap_or_else(|| {
            self.used.push(name);
            self.used.len() - 1
        });
        // What follows the name is left to be looked up in its value.
        let mut place = tree;
        for _ in count..segments.len() {
            let Expr::Select(select) = &mut place.expr else { return };
            place = &mut select.operand;
        }
        place.expr = Expr::Ident(variable(number));
    }
}

/// `a.b.c` as its segments; none for everything else.
fn segments(mut tree: &Expr) -> Option<Vec<String>> {
    let mut found = Vec::new();
    loop {
        match tree {
            Expr::Ident(name) => {
                found.push(name.clone());
                found.reverse();
                return Some(found);
            }
            Expr::Select(select) => {
                found.push(select.field.clone());
                tree = &select.operand.expr;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["held", "held.title", "evidence.as-of", "service.data", "service.name", "services"];

    fn value(name: &str) -> Value {
        match name {
            "held" => Value::Text("std@high".to_owned()),
            "held.title" => Value::Text("Std High".to_owned()),
            "evidence.as-of" => Value::Text("2021-08-03".to_owned()),
            "service.data" => Value::Texts(vec!["phi".to_owned(), "pii".to_owned()]),
            "services" => Value::Count(3),
            _ => Value::Absent,
        }
    }

    fn holds(text: &str) -> Result<bool, String> {
        let compiled = compile(text, KNOWN).map_err(|mistakes| mistakes[0].message.clone())?;
        compiled.holds(&|name| value(name)).map_err(|mistake| mistake.message)
    }

    #[test]
    fn names_have_values_of_their_types() {
        for (text, truth) in [
            ("held == 'std@high' && held.title == 'Std High'", true),
            ("evidence.as_of < '2022-01-01'", true),
            ("'phi' in service.data && size(service.data) == 2", true),
            ("service.data.exists(class, class.startsWith('x'))", false),
            ("service.data.all(a, service.data.exists(b, a == b))", true),
            ("services >= 4", false),
            ("service.name == null", true),
        ] {
            assert_eq!(holds(text), Ok(truth), "{text}");
        }
    }

    #[test]
    fn every_mistake_is_told_with_the_nearest_name() {
        let mistakes = compile("service.nam == 'a' || evidence.as_off < '2'", KNOWN).expect_err("two names are wrong");
        let told: Vec<_> = mistakes.iter().map(|one| (one.message.as_str(), one.help.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("`service.nam` is not known here", Some("did you mean `service.name`?")),
                ("`evidence.as_off` is not known here", Some("did you mean `evidence.as_of`?")),
            ]
        );
        assert!(compile("held ==", KNOWN).expect_err("it ends early")[0].message.starts_with("this is no expression"));
    }

    #[test]
    fn what_gives_no_answer_says_why_in_the_words_of_the_expression() {
        for (text, why) in [
            ("held > 3", "`>` can't compare `held` (text) with a whole number"),
            ("3 < 'a'", "`<` can't compare a whole number with text"),
            ("services + 1", "it is neither true nor false, but a whole number"),
            ("services + held == 3", "`+` can't take `services` (a whole number) and `held` (text)"),
            ("service.name.startsWith('a')", "`service.name` has no value there"),
            ("evidence.as_of < '2' || service.name < 'a'", "`service.name` has no value there"),
            ("(service.name != null && service.name < 'a') || 'x' < service.name", "`service.name` has no value there"),
            ("service.data.exists(one, one < service.name)", "`service.name` has no value there"),
            ("service.data[7] == 'a'", "`service.data` has no element 7 there, counted from 0"),
            ("services / 0 == 1", "it divides by zero"),
            ("held ? true : false", "`? :` chooses by what is true or false, and not by `held` (text)"),
            ("held.title.length == 3", "`held.title` (text) has no `length`"),
            ("held.foo('a')", "there is no function `foo`"),
            ("held.startsWith(3)", "`startsWith` can't take `held` (text) and a whole number"),
            ("!held", "`!` can't take `held` (text)"),
            ("service.name[0] == 'a'", "`service.name` has no value there"),
        ] {
            assert_eq!(holds(text).expect_err(text), why, "{text}");
        }
    }

    #[test]
    fn its_cost_is_bounded() {
        let long = format!("held == '{}'", "a".repeat(LONGEST));
        assert!(compile(&long, KNOWN).expect_err("too long")[0].message.contains("are the most"));
        let deep = "service.data.all(a, service.data.all(b, service.data.all(c, a == b && b == c)))";
        assert!(compile(deep, KNOWN).expect_err("too deep")[0].message.contains("too often"));
        let nested = |depth: usize| format!("{}held == 'a'{}", "(".repeat(depth), ")".repeat(depth));
        assert!(compile(&nested(16), KNOWN).is_ok());
        let sum = format!("1{} == 2", "+1".repeat(900));
        for hostile in [nested(900), sum, "!".repeat(1999), "[".repeat(1000), "a?b:".repeat(499), "-".repeat(1999)] {
            assert!(compile(&hostile, KNOWN).is_err(), "{hostile}");
        }
    }
}
