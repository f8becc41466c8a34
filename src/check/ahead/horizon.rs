//! How far ahead to look, as people write it: `90d`, `12w`, `6m`, `1y`, or a day.

use std::fmt;

use jiff::Span;
use jiff::civil::Date;

/// How far ahead to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Horizon {
    /// To this day.
    Day(Date),
    /// So many days from the day of the check.
    Days(i32),
    /// So many months from it; where that month is shorter, its last day.
    Months(i32),
}

/// What so many of a unit are; none where that is too many.
type Many = fn(i32) -> Option<Horizon>;

/// The units that a number may have, each by its spellings.
const UNITS: [(&[&str], Many); 4] = [
    (&["d", "day", "days"], |many| Some(Horizon::Days(many))),
    (&["w", "week", "weeks"], |many| many.checked_mul(7).map(Horizon::Days)),
    (&["m", "month", "months"], |many| Some(Horizon::Months(many))),
    (&["y", "year", "years"], |many| many.checked_mul(12).map(Horizon::Months)),
];

/// What is taken, for messages.
const TAKEN: &str =
    "write `90d` for days, `12w` for weeks, `6m` for months, `2y` for years, or a day such as `2027-03-31`";

impl Horizon {
    /// Reads `90d`, `12 weeks`, `6m`, `1y` or `2027-03-31`.
    ///
    /// # Errors
    ///
    /// What is taken, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(day) = text.parse() {
            return Ok(Self::Day(day));
        }
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = text.strip_suffix(unit).unwrap_or_default();
        let unit = unit.trim_start();
        if number.is_empty() || unit.is_empty() {
            return Err(TAKEN.to_owned());
        }
        let (_, make) = UNITS.iter().find(|(names, _)| names.contains(&unit)).ok_or(TAKEN)?;
        let horizon = number.parse().ok().filter(|&many: &i32| many > 0).and_then(make);
        horizon.ok_or_else(|| format!("`{number}` is not a number of them; {TAKEN}"))
    }

    /// The last day that is looked at from the day `as_of`.
    ///
    /// # Errors
    ///
    /// That it does not lie after that day, or is no day, in words.
    pub fn until(self, as_of: Date) -> Result<Date, String> {
        let reached = match self {
            Self::Day(day) => Ok(day),
            Self::Days(many) => Span::new().try_days(many).and_then(|span| as_of.checked_add(span)),
            Self::Months(many) => Span::new().try_months(many).and_then(|span| as_of.checked_add(span)),
        };
        match reached {
            Ok(day) if day > as_of => Ok(day),
            Ok(day) => Err(format!("{day} does not lie after {as_of}, the day of the check")),
            Err(_) => Err(format!("{self} from {as_of} is further than days are counted")),
        }
    }
}

impl fmt::Display for Horizon {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(formatter, "{day}"),
            Self::Days(many) => write!(formatter, "{many}d"),
            Self::Months(many) if many % 12 == 0 => write!(formatter, "{}y", many / 12),
            Self::Months(many) => write!(formatter, "{many}m"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(text: &str, as_of: &str) -> Result<String, String> {
        let as_of = as_of.parse().expect("a day");
        Horizon::parse(text).and_then(|horizon| horizon.until(as_of)).map(|day| day.to_string())
    }

    #[test]
    fn days_weeks_months_years_and_a_day_are_taken() {
        for (text, last) in [
            ("90d", "2025-11-30"),
            ("1 day", "2025-09-02"),
            ("12w", "2025-11-24"),
            ("2 weeks", "2025-09-15"),
            ("6m", "2026-03-01"),
            ("18 months", "2027-03-01"),
            ("1y", "2026-09-01"),
            ("2 years", "2027-09-01"),
            (" 2025-12-31 ", "2025-12-31"),
        ] {
            assert_eq!(reached(text, "2025-09-01").as_deref(), Ok(last), "{text}");
        }
    }

    #[test]
    fn a_shorter_month_ends_it() {
        assert_eq!(reached("1m", "2027-01-31").as_deref(), Ok("2027-02-28"));
        assert_eq!(reached("1y", "2028-02-29").as_deref(), Ok("2029-02-28"));
    }

    #[test]
    fn everything_else_is_refused_with_what_is_taken() {
        for text in ["", "90", "d", "-3d", "3.5y", "soon", "90 fortnights", "0d", "99999999999d", "2025-13-01", "９０d"]
        {
            let refused = reached(text, "2025-09-01").expect_err(text);
            assert!(refused.contains("`90d` for days"), "{text}: {refused}");
        }
        let before = reached("2025-09-01", "2025-09-01").expect_err("it is today");
        assert!(before.contains("does not lie after 2025-09-01"), "{before}");
        for far in ["9000y", "2000000000y", "2147483647d", "2147483647w"] {
            assert!(reached(far, "2025-09-01").is_err(), "{far}");
        }
        assert_eq!(
            reached("9999y", "2025-09-01"),
            Err("9999y from 2025-09-01 is further than days are counted".to_owned())
        );
    }
}
