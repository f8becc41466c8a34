//! Which waivers fit a value, found for all of them at once: a large deployment has many of both.

use std::collections::HashMap;
use std::sync::Arc;

use globset::Glob;

use super::patterns::Globs;
use crate::model::rule::{PatternId, is_plain};

/// A number for each waiver, as a bit: whether it fits.
pub(super) type Bits = Vec<u64>;

/// The patterns that waivers have for one field.
#[derive(Debug)]
pub(super) struct Fitting {
    /// The waivers without a pattern, which fit whatever the field holds.
    open: Bits,
    /// Those that name a value.
    named: HashMap<String, Vec<usize>>,
    /// Those with a pattern, by their numbers.
    globs: Vec<Globs>,
    /// What was found for a value before.
    known: HashMap<String, Arc<Bits>>,
}

/// How many values are remembered: most fields hold few different ones, and each takes a bit for every waiver.
const REMEMBERED: usize = 256;

impl Fitting {
    /// The patterns of every waiver, in their order; none where one leaves the field open.
    pub(super) fn new<'p>(patterns: impl Iterator<Item = Option<&'p str>>) -> Self {
        let (mut open, mut named, mut globs) = (Bits::new(), HashMap::<_, Vec<_>>::new(), Vec::new());
        for (number, pattern) in patterns.enumerate() {
            if number % 64 == 0 {
                open.push(0);
            }
            match pattern {
                None => set(&mut open, number),
                Some(name) if is_plain(name) => named.entry(name.to_owned()).or_default().push(number),
                Some(pattern) => globs.extend(Glob::new(pattern).ok().map(|glob| (PatternId(number), glob))),
            }
        }
        Self { open, named, globs: Globs::of(&globs), known: HashMap::new() }
    }

    /// The waivers that fit a value; without one, those alone that leave the field open.
    pub(super) fn of(&mut self, value: Option<&str>) -> Arc<Bits> {
        let value = value.unwrap_or_default();
        if let Some(known) = self.known.get(value) {
            return Arc::clone(known);
        }
        let mut bits = self.open.clone();
        if !value.is_empty() {
            self.named.get(value).into_iter().flatten().for_each(|&number| set(&mut bits, number));
            self.globs.iter().flat_map(|globs| globs.matched(value)).for_each(|number| set(&mut bits, number.0));
        }
        let bits = Arc::new(bits);
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(value.to_owned(), Arc::clone(&bits));
        bits
    }

    /// The waivers that fit one of these values, or leave the field open.
    pub(super) fn of_any<'v>(&mut self, values: impl Iterator<Item = &'v str>) -> Bits {
        values.fold(self.open.clone(), |mut any, value| {
            any.iter_mut().zip(self.of(Some(value)).iter()).for_each(|(any, one)| *any |= one);
            any
        })
    }
}

/// Whether the bit of this number is set.
pub(super) fn is_set(bits: &Bits, number: usize) -> bool {
    bits[number / 64] & (1 << (number % 64)) != 0
}

fn set(bits: &mut Bits, number: usize) {
    bits[number / 64] |= 1 << (number % 64);
}

/// The numbers whose bits are set in each of `all`, in their order.
pub(super) fn in_each<const N: usize>(all: &[Arc<Bits>; N]) -> impl Iterator<Item = usize> {
    let words = all[0].len();
    (0..words).flat_map(move |word| {
        let mut left = all.iter().fold(u64::MAX, |left, bits| left & bits[word]);
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(word * 64 + bit)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::patterns::one_matches;
    use super::*;

    #[test]
    fn what_fits_is_what_each_pattern_matches_by_itself() {
        let patterns = [None, Some("a"), Some("a*"), Some("{b,c}"), Some("*"), Some("?b"), Some("a-[!x]")];
        let number = |at: usize| (at * 5 + at / 7) % patterns.len();
        let all: Vec<_> = (0..150).map(|at| patterns[number(at)]).collect();
        let mut fitting = Fitting::new(all.iter().copied());
        for value in [None, Some("a"), Some("b"), Some("ab"), Some("a-y"), Some("a-x"), Some("a"), None] {
            let fits = |pattern: &Option<&str>| match (pattern, value) {
                (None, _) => true,
                (Some(pattern), Some(value)) => one_matches(pattern, value),
                (Some(_), None) => false,
            };
            let wanted: Vec<_> = (0..all.len()).filter(|&at| fits(&all[at])).collect();
            let bits = fitting.of(value);
            assert!((0..all.len()).all(|at| is_set(&bits, at) == wanted.contains(&at)));
            assert_eq!(in_each(&[Arc::clone(&bits), bits]).collect::<Vec<_>>(), wanted, "{value:?}");
        }
    }

    #[test]
    fn of_any_value_is_what_fits_one_of_them() {
        let mut fitting = Fitting::new([Some("a"), None, Some("c*"), Some("b")].into_iter());
        let found = |bits: Bits| in_each(&[Arc::new(bits)]).collect::<Vec<_>>();
        assert_eq!(found(fitting.of_any(["b", "cd"].into_iter())), [1, 2, 3]);
        assert_eq!(found(fitting.of_any(std::iter::empty())), [1]);
    }

    #[test]
    fn of_many_values_each_is_answered_and_few_are_remembered() {
        let names: Vec<_> = (0..3 * REMEMBERED).map(|number| format!("s{number}")).collect();
        let mut fitting = Fitting::new(names.iter().map(|name| Some(name.as_str())));
        for (number, name) in names.iter().enumerate().chain(names.iter().enumerate()) {
            assert_eq!(in_each(&[fitting.of(Some(name))]).collect::<Vec<_>>(), [number]);
            assert!(fitting.known.len() <= REMEMBERED);
        }
    }

    #[test]
    fn only_what_fits_everywhere_fits() {
        let bits = |numbers: &[usize]| {
            let mut bits = vec![0; 3];
            numbers.iter().for_each(|&number| set(&mut bits, number));
            Arc::new(bits)
        };
        let all = [bits(&[0, 1, 63, 64, 190]), bits(&[1, 2, 63, 65, 190]), bits(&[0, 1, 63, 64, 190])];
        assert_eq!(in_each(&all).collect::<Vec<_>>(), [1, 63, 190]);
        assert_eq!(in_each(&[Arc::new(Bits::new())]).count(), 0);
    }
}
