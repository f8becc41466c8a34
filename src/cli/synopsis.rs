//! The synopsis of a page of the manual: every option with the names of its values, and what may be repeated.

use clap::{Arg, ArgAction, Command};
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

/// What a section of a page begins with.
const SECTION: &str = ".SH ";

/// The page with the synopsis of `command` in place of the one that it has.
pub(super) fn in_place(page: &str, command: &Command) -> String {
    let head = format!("{SECTION}SYNOPSIS\n");
    let Some((before, rest)) = page.split_once(&head) else { return page.to_owned() };
    let after = rest.find(SECTION).map_or("", |at| &rest[at..]);
    let mut roff = Roff::new();
    roff.text(line(command));
    format!("{before}{head}{}{after}", roff.to_roff())
}

/// The command, its options, those last that have to be given, what else is named, and that commands stand below it.
fn line(command: &Command) -> Vec<Inline> {
    let mut line = vec![bold(command.get_bin_name().unwrap_or_else(|| command.get_name()))];
    let shown = || command.get_arguments().filter(|one| !one.is_hide_set());
    let mut options: Vec<_> = shown().filter(|one| !one.is_positional()).collect();
    options.sort_by_key(|one| one.is_required_set());
    for one in options.into_iter().chain(shown().filter(|one| one.is_positional())) {
        line.push(roman(if one.is_required_set() { " " } else { " [" }));
        line.extend(if one.is_positional() { vec![italic(values(one))] } else { option(one) });
        line.push(roman(if one.is_required_set() { "" } else { "]" }));
        if is_repeated(one) {
            line.push(roman("..."));
        }
    }
    if command.has_subcommands() {
        let (open, close) = if command.is_subcommand_required_set() { (" ", "") } else { (" [", "]") };
        line.extend([roman(open), italic("<COMMAND>"), roman(close)]);
    }
    line
}

/// `-o|--output <FILE>`
fn option(one: &Arg) -> Vec<Inline> {
    let short = one.get_short().map(|letter| format!("-{letter}"));
    let long = one.get_long().map(|name| format!("--{name}"));
    let mut parts = Vec::new();
    for name in short.into_iter().chain(long) {
        if !parts.is_empty() {
            parts.push(roman("|"));
        }
        parts.push(bold(name));
    }
    if one.get_action().takes_values() {
        parts.extend([roman(" "), italic(values(one))]);
    }
    parts
}

/// `<FILE>`
fn values(one: &Arg) -> String {
    let names = one.get_value_names().unwrap_or_default();
    let names: Vec<_> = names.iter().map(|name| format!("<{name}>")).collect();
    if names.is_empty() { format!("<{}>", one.get_id().as_str().to_uppercase()) } else { names.join(" ") }
}

fn is_repeated(one: &Arg) -> bool {
    matches!(one.get_action(), ArgAction::Append | ArgAction::Count)
        || one.get_num_args().is_some_and(|count| count.max_values() > count.min_values().max(1))
}
