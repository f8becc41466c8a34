//! Names of problems that survive moving lines, as findings have them from the engine.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::load::problem::Problem;

/// A name for each problem of a file, in their order: sixty-four lower-case hex digits over what is wrong, and nothing
/// about where it stands.
pub(super) fn of_problems(problems: &[Problem]) -> Vec<String> {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let mut names = Vec::new();
    for problem in problems {
        let times = seen.entry((problem.code, &problem.message)).or_default();
        *times += 1;
        names.push(hashed(&("problem", problem.code, &problem.message, *times)));
    }
    names
}

/// A name over other words.
pub(super) fn hashed(words: &impl std::fmt::Debug) -> String {
    let digest = Sha256::digest(format!("{words:?}").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Source, Span};

    #[test]
    fn a_problem_keeps_its_name_where_lines_move_and_shares_it_with_no_other() {
        let problems = |above: &str| -> Vec<Problem> {
            let problem = |start: usize, message: &str| Problem {
                code: "unknown-key",
                message: message.to_owned(),
                help: None,
                source: Source::new("deploy.toml", format!("{above}a\na\nb\n")),
                span: Span::new(above.len() + start, above.len() + start + 1),
            };
            vec![problem(0, "no key is called `a`"), problem(2, "no key is called `a`"), problem(4, "no key is `b`")]
        };
        let names = of_problems(&problems(""));
        assert_eq!(names, of_problems(&problems("\n\n\n")));
        assert!(names[0] != names[1] && names[1] != names[2] && names.iter().all(|name| name.len() == 64));
    }
}
