//! Texts that are kept once, however often they are said.

use std::collections::HashMap;

/// The texts met so far, each with its number.
#[derive(Debug, Default)]
pub(super) struct Pool {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Pool {
    /// The number of `text`.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    /// Every text, in the order of their numbers.
    pub(super) fn texts(&self) -> &[String] {
        &self.texts
    }
}
