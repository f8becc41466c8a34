//! Colours, and the characters that lines are drawn with.

use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};

use super::Style;
use crate::model::rule::Severity;

/// Paints words, or leaves them as they are.
#[derive(Debug)]
pub(super) struct Paint {
    characters: ThemeCharacters,
    styles: ThemeStyles,
    /// Whether nothing is coloured.
    is_plain: bool,
    /// What stands for left-out text.
    pub(super) ellipsis: &'static str,
}

impl Paint {
    /// The colours and characters that `style` allows.
    pub(super) fn new(style: &Style) -> Self {
        let (characters, ellipsis) =
            if style.unicode { (ThemeCharacters::unicode(), "…") } else { (ThemeCharacters::ascii(), "...") };
        let styles = if style.color { colors() } else { ThemeStyles::none() };
        Self { characters, styles, is_plain: !style.color, ellipsis }
    }

    /// Adds words in the colour of a severity to a text.
    pub(super) fn add_severity(&self, severity: Severity, words: &[&str], text: &mut String) {
        self.add(words, text, |words| self.severity(severity, words));
    }

    /// Adds words that matter most to a text.
    pub(super) fn add_strong(&self, words: &str, text: &mut String) {
        self.add(&[words], text, |words| self.strong(words));
    }

    /// Adds the word that begins a note to a text.
    pub(super) fn add_key(&self, words: &str, text: &mut String) {
        self.add(&[words], text, |words| self.key(words));
    }

    /// Adds words to a text, `painted` where anything is.
    fn add(&self, words: &[&str], text: &mut String, painted: impl FnOnce(&str) -> String) {
        if self.is_plain {
            text.extend(words.iter().copied());
        } else {
            text.push_str(&painted(&words.concat()));
        }
    }

    /// Words in the colour of a severity.
    pub(super) fn severity(&self, severity: Severity, words: &str) -> String {
        let style = match severity {
            Severity::Error => self.styles.error,
            Severity::Warning => self.styles.warning,
            Severity::Advice => self.styles.advice,
        };
        style.style(words).to_string()
    }

    /// Words that matter most.
    pub(super) fn strong(&self, words: &str) -> String {
        self.styles.link.style(words).to_string()
    }

    /// The word that begins a note.
    pub(super) fn key(&self, words: &str) -> String {
        self.styles.help.style(words).to_string()
    }

    /// How a snippet is drawn whose marks, in the order of their places, are the primary one or not.
    pub(super) fn theme(&self, severity: Severity, primary: impl Iterator<Item = bool>) -> GraphicalTheme {
        let first = match severity {
            Severity::Error => self.styles.error,
            Severity::Warning => self.styles.warning,
            Severity::Advice => self.styles.advice,
        };
        let second = self.styles.highlights.first().copied().unwrap_or(first);
        let highlights = primary.map(|primary| if primary { first } else { second }).collect();
        GraphicalTheme {
            characters: self.characters.clone(),
            styles: ThemeStyles { highlights, link: self.styles.help, ..self.styles.clone() },
        }
    }
}

/// Colours that every terminal has, and that its user may have changed.
fn colors() -> ThemeStyles {
    let plain = ThemeStyles::none().error;
    ThemeStyles {
        error: plain.red().bold(),
        warning: plain.yellow().bold(),
        advice: plain.cyan().bold(),
        help: plain.cyan(),
        link: plain.bold(),
        linum: plain.dimmed(),
        highlights: vec![plain.blue().bold()],
    }
}
