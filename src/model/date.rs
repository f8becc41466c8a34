//! Dates that a document may print only to the month or to the year.

use std::fmt;

use jiff::civil::Date;

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
    fn what_is_no_date_is_refused() {
        for wrong in ["", "21", "2021-8-3", "2021-13", "2021-02-30", "2021-08-03-01", "2021-08-03T00:00", "+021-01-01"]
        {
            assert_eq!(PartialDate::parse(wrong), None, "{wrong}");
        }
    }
}
