//! Dates that a document may print only to the month or to the year, and terms: how long something may last.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A date as it is known: to the day, to the month or to the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialDate {
    /// `2021-08-03`
    Day(Date),
    /// `2021-08`; the date is the first of that month.
    Month(Date),
    /// `2021`; the date is the first of January of that year.
    Year(Date),
}

impl PartialDate {
    /// Reads `2021-08-03`, `2021-08` or `2021`; `None` for everything else, and for days that don't exist.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let mut parts = text.split('-');
        let year = parts.next().filter(|part| digits(part, 4))?.parse().ok()?;
        let month = parts.next().map(|part| digits(part, 2).then(|| part.parse().ok()).flatten());
        let day = parts.next().map(|part| digits(part, 2).then(|| part.parse().ok()).flatten());
        if parts.next().is_some() {
            return None;
        }
        match (month, day) {
            (None, _) => Date::new(year, 1, 1).ok().map(Self::Year),
            (Some(month), None) => Date::new(year, month?, 1).ok().map(Self::Month),
            (Some(month), Some(day)) => Date::new(year, month?, day?).ok().map(Self::Day),
        }
    }

    /// The last day that it may mean. An end that is known to the month holds to the month's last day.
    pub fn last_day(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(date) => date.last_of_month(),
            Self::Year(date) => date.last_of_year(),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(formatter, "{date}"),
            Self::Month(date) => write!(formatter, "{:04}-{:02}", date.year(), date.month()),
            Self::Year(date) => write!(formatter, "{:04}", date.year()),
        }
    }
}

/// How long something may last, in whole calendar units: `180 days`, `18 months`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Term {
    count: i32,
    unit: Unit,
}

/// What a [`Term`] is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Term {
    /// The longest term, in any unit.
    const MOST: i32 = 9_999;

    /// This many months.
    pub fn months(count: i32) -> Self {
        Self { count, unit: Unit::Month }
    }

    /// Reads `1 day`, `6 weeks`, `18 months`, `2 years`; `None` for everything else, for less than one and for more
    /// than 9,999.
    pub fn parse(text: &str) -> Option<Self> {
        let (count, unit) = text.split_once(' ')?;
        let is_plain = count.bytes().all(|b| b.is_ascii_digit()) && !count.starts_with('0');
        let count = Some(count).filter(|_| is_plain)?.parse().ok()?;
        let unit = unit.trim_start();
        let unit = Unit::ALL.into_iter().find(|one| unit.strip_suffix('s').unwrap_or(unit) == one.name())?;
        (1..=Self::MOST).contains(&count).then_some(Self { count, unit })
    }

    /// The day on which a term that begins on `date` ends; `None` past the end of the calendar.
    pub fn after(self, date: Date) -> Option<Date> {
        date.checked_add(self.span()).ok()
    }

    /// The first day from which a term leads at least to `date`; `None` before the beginning of the calendar.
    pub fn first_before(self, date: Date) -> Option<Date> {
        let mut day = date.checked_sub(self.span()).ok()?;
        // Months differ in length: going back and then forth may fall short of the date, and never by more than three days.
        while self.after(day).is_some_and(|end| end < date) {
            day = day.tomorrow().ok()?;
        }
        Some(day)
    }

    fn span(self) -> Span {
        match self.unit {
            Unit::Day => self.count.days(),
            Unit::Week => self.count.weeks(),
            Unit::Month => self.count.months(),
            Unit::Year => self.count.years(),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, unit } = self;
        write!(formatter, "{count} {}{}", unit.name(), if *count == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_year_mean_their_last_day() {
        for (written, last) in
            [("2021-08-03", "2021-08-03"), ("2028-02", "2028-02-29"), ("2029-09", "2029-09-30"), ("2017", "2017-12-31")]
        {
            let date = PartialDate::parse(written).unwrap_or_else(|| panic!("{written} is a date"));
            assert_eq!(date.last_day().to_string(), last);
            assert_eq!(date.to_string(), written, "it prints as it was written");
        }
    }

    #[test]
    fn a_term_ends_on_its_day_and_prints_as_it_was_written() {
        for (written, ends) in [
            ("1 day", "2024-02-01"),
            ("180 days", "2024-07-29"),
            ("6 weeks", "2024-03-13"),
            ("1 month", "2024-02-29"),
            ("18 months", "2025-07-31"),
            ("2 years", "2026-01-31"),
        ] {
            let term = Term::parse(written).unwrap_or_else(|| panic!("{written} is a term"));
            assert_eq!(term.after(jiff::civil::date(2024, 1, 31)).map(|date| date.to_string()).as_deref(), Some(ends));
            assert_eq!(term.to_string(), written);
        }
        let longest = Term::parse("9999 years").expect("it is a term");
        assert_eq!(longest.after(jiff::civil::date(2024, 1, 31)), None);
    }

    #[test]
    fn what_is_no_term_is_refused() {
        for wrong in [
            "",
            "days",
            "180",
            "180days",
            "0 days",
            "07 days",
            "-1 days",
            "+1 day",
            "1.5 years",
            "10000 days",
            "1 fortnight",
        ] {
            assert_eq!(Term::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for wrong in ["", "21", "2021-8-3", "2021-13", "2021-02-30", "2021-08-03-01", "2021-08-03T00:00", "+021-01-01"]
        {
            assert_eq!(PartialDate::parse(wrong), None, "{wrong}");
        }
    }
}
