//! How much of a kind a person is shown. Nobody reads thousands; of too many the gravest are shown, and it is said how many
//! there are besides.

use super::diagnostic::Diagnostic;

/// So many findings or problems are shown where nobody says otherwise.
pub(super) const USUAL: usize = 500;

/// The gravest `most` of `all`, of two that are equally grave the first, in the order that they have; and how many are left
/// out.
pub(super) fn gravest<'d, 'a>(all: Vec<&'d Diagnostic<'a>>, most: usize) -> (Vec<&'d Diagnostic<'a>>, usize) {
    let left_out = all.len().saturating_sub(most);
    if left_out == 0 {
        return (all, 0);
    }
    let mut numbered: Vec<_> = all.into_iter().enumerate().collect();
    numbered.sort_by_key(|(number, one)| (std::cmp::Reverse(one.severity), *number));
    numbered.truncate(most);
    numbered.sort_by_key(|(number, _)| *number);
    (numbered.into_iter().map(|(_, one)| one).collect(), left_out)
}

/// That some are left out, and what to do about that; nothing where there are none.
pub(super) fn rest(left_out: usize, way: &str) -> String {
    match left_out {
        0 => String::new(),
        1 => format!("and 1 more that is no graver, which is left out here: {way}"),
        many => format!("and {many} more that are no graver, which are left out here: {way}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::{Format, Style};
    use crate::model::rule::Severity;
    use crate::text::Source;

    /// What a person sees of findings of these severities, where so many are shown.
    fn page(severities: &[Severity], most: usize) -> String {
        let source = Source::new("deploy.toml", "a\nb\nc\nd\ne\n");
        let finding = |(number, severity): (usize, &Severity)| crate::check::outcome::Finding {
            severity: *severity,
            message: format!("finding {number}"),
            ..fixture::finding(fixture::label(&source, "a", "here"), Vec::new())
        };
        let report = fixture::only(&source, severities.iter().enumerate().map(finding).collect());
        let mut out = Vec::new();
        let human = Format::named("human").expect("it is listed");
        human.write(&report, &Style { most, ..Style::default() }, &mut out).expect("a vector takes it");
        String::from_utf8(out).expect("it is text")
    }

    fn shown(page: &str, count: usize) -> Vec<usize> {
        (0..count).filter(|number| page.contains(&format!("finding {number}"))).collect()
    }

    #[test]
    fn of_too_many_the_gravest_are_shown_and_the_others_counted() {
        use Severity::{Advice, Error, Warning};
        let all = [Advice, Error, Warning, Error];
        for most in [4, 5, usize::MAX] {
            let page = page(&all, most);
            assert_eq!(shown(&page, 4), [0, 1, 2, 3]);
            assert!(!page.contains("left out"), "{page}");
        }
        let three = page(&all, 3);
        assert_eq!(shown(&three, 4), [1, 2, 3]);
        assert!(
            three.contains("\nand 1 more that is no graver, which is left out here: `--max-findings 0` shows"),
            "{three}"
        );
        let one = page(&all, 1);
        assert_eq!(shown(&one, 4), [1]);
        assert!(one.contains("\nand 3 more that are no graver"), "{one}");
    }
}
