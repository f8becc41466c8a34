//! Words with placeholders: `{service.title} holds {held.title}`.
//!
//! `{count}` is how many subjects share the finding, `{rests|rest}` chooses by that count, and `{{` is a brace.

use super::Reader;
use crate::load::tree::{Node, Place};
use crate::model::rule::{Piece, Subject, Template};

impl Reader<'_> {
    /// Reads the words; a placeholder that the subject lacks is a problem.
    pub(super) fn template(&mut self, node: &Node, subject: Subject) -> Option<Template> {
        let mut rest = self.complaints.text(node)?;
        let mut pieces = Vec::new();
        let mut sound = true;
        while let Some(open) = rest.find(['{', '}']) {
            words(&mut pieces, &rest[..open]);
            let doubled = rest[open..].starts_with("{{") || rest[open..].starts_with("}}");
            if doubled {
                words(&mut pieces, &rest[open..=open]);
                rest = &rest[open + 2..];
                continue;
            }
            let Some(length) = rest[open..].find('}').filter(|&length| length > 0) else {
                let message = "a brace is not closed, or closes nothing";
                let help = "write `{{` or `}}` for a brace itself".to_owned();
                self.complaints.add(node.place, "bad-placeholder", message, Some(help));
                return None;
            };
            match self.placeholder(node.place, &rest[open + 1..open + length], subject) {
                Some(piece) => pieces.push(piece),
                None => sound = false,
            }
            rest = &rest[open + length + 1..];
        }
        words(&mut pieces, rest);
        sound.then_some(Template(pieces))
    }

    fn placeholder(&mut self, place: Place, name: &str, subject: Subject) -> Option<Piece> {
        if name == "count" {
            return Some(Piece::Count);
        }
        if let Some((one, many)) = name.split_once('|') {
            return Some(Piece::OneOrMany(one.to_owned(), many.to_owned()));
        }
        self.field(place, name, subject).map(Piece::Field)
    }
}

fn words(pieces: &mut Vec<Piece>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(Piece::Words(last)) = pieces.last_mut() {
        last.push_str(text);
    } else {
        pieces.push(Piece::Words(text.to_owned()));
    }
}
