//! Why an expression gives no answer, in the words of whoever wrote it.
//!
//! The innermost part that fails is found by asking its parts one after the other, as the language does; what that part
//! was given tells more than the words of the library that failed.

use cel::common::ast::{CallExpr, Expr, IdedExpr, operators};
use cel::{Context, ExecutionError, Value};

use super::{Mistake, one_line};

/// Why asking `tree` failed with `error`. The variables stand for `names`, by their numbers.
pub(super) fn told(
    error: &ExecutionError,
    tree: &IdedExpr,
    context: &Context<'_, '_>,
    names: &[&'static str],
) -> Mistake {
    let part = failing(tree, context);
    let given = Given { context, names };
    if let Some(name) = given.absent(part) {
        let help = format!("ask first whether the value is there: `{name} != null && …`");
        return Mistake { message: format!("`{name}` has no value there"), help: Some(help) };
    }
    match error {
        ExecutionError::NoSuchOverload(error) => Mistake { message: given.unfit(part, error.function()), help: None },
        ExecutionError::NotSupportedAsMethod { method, .. } => {
            Mistake { message: given.unfit(part, method), help: None }
        }
        ExecutionError::UnsupportedBinaryOperator(function, ..) => {
            Mistake { message: given.unfit(part, function), help: None }
        }
        ExecutionError::UnexpectedType { .. } => Mistake { message: given.unfit(part, "this"), help: None },
        ExecutionError::IndexOutOfBounds(place) => given.too_short(part, place),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => Mistake {
            message: "it divides by zero".to_owned(),
            help: Some("ask first whether the divisor is 0".to_owned()),
        },
        ExecutionError::UndeclaredReference(name) => {
            Mistake { message: format!("there is no function `{name}`"), help: None }
        }
        ExecutionError::NoSuchKey(key) => Mistake { message: format!("nothing has a `{key}` there"), help: None },
        other => Mistake { message: one_line(&other.to_string()), help: None },
    }
}

/// That it is something else than true or false.
pub(super) fn no_truth(value: &Value) -> Mistake {
    let message = match kind(value) {
        Some(kind) => format!("it is neither true nor false, but {kind}"),
        None => format!("it is neither true nor false, but of type {}", value.type_of()),
    };
    Mistake { message, help: Some("compare it with something: `… == …`".to_owned()) }
}

/// The innermost part of a failing expression that fails though all that it is made of gives a value.
fn failing<'t>(tree: &'t IdedExpr, context: &Context<'_, '_>) -> &'t IdedExpr {
    let fails = |part: &&'t IdedExpr| Value::resolve(part, context).is_err();
    let first = match &tree.expr {
        Expr::Call(call) if call.func_name == operators::CONDITIONAL => {
            let chosen = match call.args.first().map(|condition| Value::resolve(condition, context)) {
                Some(Ok(Value::Bool(true))) => 1,
                Some(Ok(_)) => 2,
                _ => 0,
            };
            call.args.get(chosen).filter(fails)
        }
        Expr::Call(call) => operands(call).find(fails),
        Expr::Select(select) => Some(select.operand.as_ref()).filter(fails),
        Expr::List(list) => list.elements.iter().find(fails),
        // What is passed over has no value outside of the pass.
        Expr::Comprehension(pass) => Some(&pass.iter_range).filter(fails),
        _ => None,
    };
    first.map_or(tree, |part| failing(part, context))
}

fn operands(call: &CallExpr) -> impl Iterator<Item = &IdedExpr> {
    call.target.iter().map(Box::as_ref).chain(&call.args)
}

/// What an expression was given.
struct Given<'g> {
    context: &'g Context<'g, 'g>,
    names: &'g [&'static str],
}

impl Given<'_> {
    /// The name without a value that a part rests on, as an expression spells it.
    fn absent(&self, part: &IdedExpr) -> Option<String> {
        let named = |part: &IdedExpr| self.name(part).filter(|_| matches!(self.value(part), Some(Value::Null)));
        match &part.expr {
            Expr::Call(call) => operands(call).find_map(named),
            Expr::Select(select) => named(&select.operand),
            Expr::Comprehension(pass) => named(&pass.iter_range).or_else(|| self.absent_within(&pass.loop_step)),
            _ => None,
        }
    }

    /// The same for something inside of a pass over a list, where parts can't be asked on their own.
    fn absent_within(&self, part: &IdedExpr) -> Option<String> {
        let Expr::Call(call) = &part.expr else { return None };
        let is_guard = [operators::EQUALS, operators::NOT_EQUALS].contains(&call.func_name.as_str());
        let own = if is_guard { None } else { self.absent(part) };
        own.or_else(|| operands(call).find_map(|part| self.absent_within(part)))
    }

    /// The name that a part is, as an expression spells it.
    fn name(&self, part: &IdedExpr) -> Option<String> {
        let Expr::Ident(variable) = &part.expr else { return None };
        let name = self.names.get(variable.strip_prefix('@')?.parse::<usize>().ok()?)?;
        Some(name.replace('-', "_"))
    }

    fn value(&self, part: &IdedExpr) -> Option<Value> {
        Value::resolve(part, self.context).ok()
    }

    /// That something is done with values that it can't be done with.
    fn unfit(&self, part: &IdedExpr, function: &str) -> String {
        let told = |part: &IdedExpr| {
            let kind = self.value(part).and_then(|value| kind(&value)).unwrap_or("something else");
            match self.name(part) {
                Some(name) => format!("`{name}` ({kind})"),
                None => kind.to_owned(),
            }
        };
        let call = match &part.expr {
            Expr::Call(call) => call,
            Expr::Select(select) => return format!("{} has no `{}`", told(&select.operand), select.field),
            _ => return format!("`{}` can't be done there", sign(function)),
        };
        let operands: Vec<_> = operands(call).map(told).collect();
        let sign = sign(&call.func_name);
        match (call.func_name.as_str(), operands.as_slice()) {
            (
                operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
                [one, other],
            ) => {
                format!("`{sign}` can't compare {one} with {other}")
            }
            (operators::CONDITIONAL, [condition, ..]) => {
                format!("`{sign}` chooses by what is true or false, and not by {condition}")
            }
            _ => format!("`{sign}` can't take {}", operands.join(" and ")),
        }
    }

    fn too_short(&self, part: &IdedExpr, place: &Value) -> Mistake {
        let place = if let Value::Int(place) = place { place.to_string() } else { "such a".to_owned() };
        let list = match &part.expr {
            Expr::Call(call) => operands(call).next().and_then(|list| self.name(list)),
            _ => None,
        };
        let list = list.map_or_else(|| "the list".to_owned(), |name| format!("`{name}`"));
        let message = match place.as_str() {
            "0" => format!("{list} is empty there"),
            _ => format!("{list} has no element {place} there, counted from 0"),
        };
        let size = if list.starts_with('`') { list.trim_matches('`') } else { "…" };
        Mistake { message, help: Some(format!("ask first how long it is: `size({size}) > {place} && …`")) }
    }
}

/// A function or an operator as an expression writes it.
fn sign(function: &str) -> &str {
    match function {
        operators::IN => "in",
        operators::INDEX => "[ ]",
        operators::CONDITIONAL => "? :",
        other => other.trim_matches('_'),
    }
}

/// What a value is, as a file's values are called.
fn kind(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Int(_) | Value::UInt(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::String(_) => "text",
        Value::List(_) => "a list",
        Value::Map(_) => "a table",
        _ => return None,
    })
}
