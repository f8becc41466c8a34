//! What stands where in a manifest that somebody is typing.
//!
//! A reader of TOML gives up at the first half-typed line, which is just where an editor asks. This one goes from word to
//! word, and guesses what was meant: a string ends with its line, and a line that begins a table ends every list before it.
//! It decides nothing; a manifest that can be read is read by the loader.

mod reader;

use crate::text::Span;
use reader::Reader;

/// The words of a manifest, and what is expected at one place of it.
#[derive(Debug)]
pub struct Outline<'t> {
    text: &'t str,
    /// The names of the tables in their order; the first, of what stands before any header, is empty.
    tables: Vec<&'t str>,
    words: Vec<Word<'t>>,
    cursor: Cursor<'t>,
}

/// A key or a value.
#[derive(Debug, Clone)]
pub struct Word<'t> {
    /// The table that it stands in, by its number.
    table: usize,
    /// The keys that lead to it, from its table's name on.
    pub path: Vec<&'t str>,
    /// What stands between its quotes.
    pub inner: Span,
    /// The whole of it.
    pub outer: Span,
    /// What sort of word it is.
    pub sort: Sort,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A key.
    Key,
    /// A value in quotes.
    Text,
    /// A value without quotes.
    Bare,
}

/// What is expected at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Expects {
    /// The name of a table.
    Header,
    /// A key.
    Key,
    /// A value.
    Value,
    /// Nothing that could be told.
    #[default]
    Nothing,
}

/// A place in a manifest.
#[derive(Debug, Clone, Default)]
pub struct Cursor<'t> {
    table: usize,
    /// What is expected there.
    pub expects: Expects,
    /// The keys that lead there, from the table's name on.
    pub path: Vec<&'t str>,
    /// Whether it stands in a list.
    pub in_list: bool,
    /// The word that it stands in, where it does, as its number.
    word: Option<usize>,
}

impl<'t> Outline<'t> {
    /// Reads `text`, of which the byte at `offset` is asked about.
    pub fn read(text: &'t str, offset: usize) -> Self {
        Reader::read(text, offset)
    }

    /// The place that is asked about.
    pub fn cursor(&self) -> &Cursor<'t> {
        &self.cursor
    }

    /// The word that the place stands in, where it stands in one.
    pub fn typed(&self) -> Option<&Word<'t>> {
        self.cursor.word.map(|word| &self.words[word])
    }

    /// The value in quotes at a byte, its quotes included.
    pub fn value_at(&self, offset: usize) -> Option<&Word<'t>> {
        self.words.iter().find(|word| word.sort == Sort::Text && (word.outer.start..=word.outer.end).contains(&offset))
    }

    /// What a word says.
    pub fn said(&self, word: &Word<'_>) -> &'t str {
        self.text.get(word.inner.start..word.inner.end).unwrap_or_default()
    }

    /// The value of `path` in the table in which `word` stands.
    pub fn beside(&self, word: &Word<'_>, path: &[&str]) -> Option<&'t str> {
        self.in_table(word.table, path).next()
    }

    /// The value of `path` in the table of the place that is asked about.
    pub fn here(&self, path: &[&str]) -> Option<&'t str> {
        self.in_table(self.cursor.table, path).next()
    }

    /// The values of `path` in the table of the place that is asked about.
    pub fn all_here(&self, path: &[&str]) -> Vec<&'t str> {
        self.in_table(self.cursor.table, path).collect()
    }

    /// The values of `path` in all tables.
    pub fn all(&self, path: &[&str]) -> Vec<&'t str> {
        (0..self.tables.len()).flat_map(|table| self.in_table(table, path)).collect()
    }

    /// The keys of the table, or of the small one within it, at the place that is asked about.
    pub fn keys_here(&self) -> Vec<&'t str> {
        let Cursor { table, path, word, .. } = &self.cursor;
        let own = |number: &usize| Some(*number) != *word;
        let keys = self.words.iter().enumerate().filter(|(number, one)| one.sort == Sort::Key && own(number));
        let here =
            keys.filter(|(_, one)| one.table == *table && one.path.split_last().is_some_and(|(_, up)| up == path));
        here.map(|(_, one)| self.said(one)).collect()
    }

    fn in_table(&self, table: usize, path: &[&str]) -> impl Iterator<Item = &'t str> {
        let of_table = self.words.iter().filter(move |word| word.table == table && word.sort == Sort::Text);
        of_table.filter(move |word| word.path == path).map(|word| self.said(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is expected at `|`, the keys that lead there, and the word around it.
    fn at(text: &str) -> (Expects, String, Option<String>) {
        let offset = text.find('|').expect("the place is marked");
        let text = text.replacen('|', "", 1);
        let outline = Outline::read(&text, offset);
        let cursor = outline.cursor();
        let typed = outline.typed().map(|word| outline.said(word).to_owned());
        (cursor.expects.clone(), cursor.path.join(" "), typed)
    }

    #[test]
    fn a_place_is_known_by_what_leads_to_it() {
        let some = |text: &str| Some(text.to_owned());
        for (text, expects, path, typed) in [
            ("|", Expects::Key, "", None),
            ("[[ser|", Expects::Header, "ser", None),
            ("[[services]]\ncl|", Expects::Key, "services", some("cl")),
            ("[[services]]\ncloud = \"a|z\"", Expects::Value, "services cloud", some("az")),
            ("[[services]]\r\ncloud = \"a|\r\nregions = []", Expects::Value, "services cloud", some("a")),
            ("[[services]]\ncloud = |\n", Expects::Value, "services cloud", None),
            ("[[services]]\ncloud = az|\n", Expects::Value, "services cloud", some("az")),
            ("[[services]]\ncloud = \"az\" |\n", Expects::Nothing, "services cloud", None),
            ("[[services]]\nregions = [\"a\", |]\n", Expects::Value, "services regions", None),
            ("[[services]]\nregions = [\n  \"a\",\n  \"|\n", Expects::Value, "services regions", some("")),
            ("[[services]]\nregions = [\"a\", \ncloud = \"|\"", Expects::Value, "services cloud", some("")),
            ("[[services]]\nregions = [\"a\"\n[deployment]\n|", Expects::Key, "deployment", None),
            ("[deployment]\nrequires = [{ standard = \"|", Expects::Value, "deployment requires standard", some("")),
            ("[deployment]\nrequires = [{ st|", Expects::Key, "deployment requires", some("st")),
            ("[[services]]\nsends-to = [{ service = \"a\", da|", Expects::Key, "services sends-to", some("da")),
            ("deployment.cloud = \"|\"", Expects::Value, "deployment cloud", some("")),
            ("services = [{ service = \"|\" }]", Expects::Value, "services service", some("")),
            ("x = \"\\\"|\" # a", Expects::Value, "x", some("\\\"")),
            ("x = 1 # a|b", Expects::Nothing, "x", None),
            ("x = '''\n|\n'''", Expects::Value, "x", some("\n\n")),
        ] {
            assert_eq!(at(text), (expects, path.to_owned(), typed), "{text:?}");
        }
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in [
            "]]]]",
            "}{",
            "[[[[",
            "= = =",
            "\"\\",
            "'''",
            "\u{feff}😀 = [😀",
            "a.b.c",
            ",,,",
            "[a]]b = [",
            "x = \"é\\😀",
        ] {
            for offset in 0..=text.len() + 1 {
                Outline::read(text, offset);
            }
        }
    }

    #[test]
    fn what_stands_beside_a_word_is_of_its_own_table() {
        let text = "[[services]]\ncloud = \"a\"\nname = \"one\"\n[[services]]\nname = \"two\"\ncloud = \"b\"\n";
        let outline = Outline::read(text, text.len());
        let two = outline.value_at(text.find("two").expect("it is there")).expect("a value");
        assert_eq!(
            (two.path.as_slice(), outline.beside(two, &["services", "cloud"])),
            (&["services", "name"][..], Some("b"))
        );
        assert_eq!(outline.all(&["services", "name"]), ["one", "two"]);
        assert_eq!(outline.keys_here(), ["name", "cloud"]);
    }
}
