//! XML, as far as a report needs it: elements with attributes and text, indented, and nothing that a reader could take
//! for markup.

use std::fmt::Write as _;

use super::visible;

/// A document that is being written.
#[derive(Debug)]
pub(super) struct Xml {
    out: String,
    depth: usize,
}

impl Xml {
    /// A document with nothing but its declaration.
    pub(super) fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 }
    }

    /// An element with what `inside` writes.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.indent();
        // Writing to a text can't fail.
        let _ = writeln!(self.out, "</{name}>");
    }

    /// An element with text alone, or with nothing.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        let _ = match text {
            "" => writeln!(self.out, "/>"),
            text => writeln!(self.out, ">{}</{name}>", escaped(text, Where::Text)),
        };
    }

    /// The whole document.
    pub(super) fn into_text(self) -> String {
        self.out
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        let _ = write!(self.out, "<{name}");
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"{}\"", escaped(value, Where::Attribute));
        }
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Attribute,
    Text,
}

/// The text with everything that would be markup as references, and with what XML can't hold, or hides, written out.
fn escaped(text: &str, place: Where) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match (character, place) {
            ('&', _) => out.push_str("&amp;"),
            ('<', _) => out.push_str("&lt;"),
            ('>', _) => out.push_str("&gt;"),
            ('"', Where::Attribute) => out.push_str("&quot;"),
            ('\n', Where::Text) => out.push('\n'),
            // What XML has no place for at all is neither shown nor hidden elsewhere.
            ('\u{fffe}' | '\u{ffff}', _) => out.extend(character.escape_unicode()),
            _ => visible::push(&mut out, character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_stays_text() {
        let mut xml = Xml::new();
        xml.element("a", &[("b", "<\"&'>\n")], |xml| {
            xml.leaf("c", &[], "]]> & <d>\n\u{1b}[2J\u{202e}\u{ffff}");
            xml.leaf("e", &[], "");
        });
        let text = xml.into_text();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&lt;&quot;&amp;'&gt;\\n\">\n  \
             <c>]]&gt; &amp; &lt;d&gt;\n\\u{1b}[2J\\u{202e}\\u{ffff}</c>\n  <e/>\n</a>\n"
        );
    }
}
