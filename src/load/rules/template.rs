//! Words with placeholders: `{service.title} holds {held.title}`.
//!
//! `{count}` is how many subjects share the finding, `{rests|rest}` chooses by that count, and `{{` is a brace.

use std::mem;

use super::Reader;
use crate::load::tree::{Node, Place};
use crate::model::rule::{Field, Piece, Subject, Template};
use crate::text::Span;
use crate::text::nearest::nearest;

const DOUBLED: &str = "write `{{` or `}}` for a brace itself";

impl Reader<'_> {
    /// Reads the words; every placeholder that the subject lacks, and every brace alone, is a problem at its own place.
    pub(super) fn template(&mut self, node: &Node, subject: Subject) -> Option<Template> {
        let text = self.complaints.text(node)?;
        // Words come in parts where braces stand between them: they are one piece, however many parts there are.
        let (mut pieces, mut said) = (Vec::new(), String::new());
        let mut sound = true;
        let mut at = 0;
        while let Some(open) = text[at..].find(['{', '}']).map(|next| at + next) {
            said.push_str(&text[at..open]);
            let rest = &text[open..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                said.push_str(&rest[..1]);
                at = open + 2;
                continue;
            }
            let end = rest[1..].find(['{', '}']).map(|end| end + 1);
            let closed = end.filter(|&end| rest.starts_with('{') && rest[end..].starts_with('}'));
            let Some(end) = closed else {
                sound = false;
                at = open + self.lone_brace(node, open);
                continue;
            };
            at = open + end + 1;
            match self.placeholder((node, Span::new(open, at)), &rest[1..end], subject) {
                Some(piece) => pieces.extend(words(&mut said).into_iter().chain([piece])),
                None => sound = false,
            }
        }
        said.push_str(&text[at..]);
        pieces.extend(words(&mut said));
        sound.then_some(Template(pieces))
    }

    /// Complains of a brace without its like, and gives how many bytes belong to it: with one that opens, the word behind
    /// it, which was meant to be a name.
    fn lone_brace(&mut self, node: &Node, open: usize) -> usize {
        let rest = node.as_text().and_then(|text| text.get(open..)).unwrap_or_default();
        let ends = |c: char| c.is_whitespace() || c == '{' || c == '}';
        let (length, message) = match rest.strip_prefix('{') {
            Some(name) => (1 + name.find(ends).unwrap_or(name.len()), "this brace is not closed"),
            None => (1, "this brace closes nothing"),
        };
        let place = self.place_within(node, Span::new(open, open + length));
        self.complaints.add(place, "bad-placeholder", message, Some(DOUBLED.to_owned()));
        length
    }

    fn placeholder(&mut self, (node, at): (&Node, Span), name: &str, subject: Subject) -> Option<Piece> {
        if name == "count" {
            return Some(Piece::Count);
        }
        if let Some(field) = subject.fields().find(|field| field.name() == name) {
            return Some(Piece::Field(field));
        }
        let place = self.place_within(node, at);
        if name.trim().is_empty() {
            let help = format!("name a field, as in `{{{}}}`; {DOUBLED}", Field::DeploymentName.name());
            self.complaints.add(place, "bad-placeholder", "this placeholder names nothing", Some(help));
            return None;
        }
        if name.contains('|') {
            return self.choice(place, name, subject);
        }
        self.field(place, name, subject).map(Piece::Field)
    }

    /// `{rests|rest}`, where each half is words that are said as they are.
    fn choice(&mut self, place: Place, written: &str, subject: Subject) -> Option<Piece> {
        let halves: Vec<_> = written.split('|').collect();
        let names: Vec<_> = subject.fields().map(Field::name).collect();
        let meant = |half: &&&str| half.contains('.') || names.contains(*half);
        let how = "the first half is said of one subject, the second of several";
        let (message, help) = match halves.as_slice() {
            [one, many] if one.trim().is_empty() || many.trim().is_empty() => {
                let help = format!("write both words whole, as in `{{region|regions}}`: {how}");
                (format!("a half of `{{{written}}}` is empty"), help)
            }
            [one, many] => match [one, many].into_iter().find(meant) {
                None => return Some(Piece::OneOrMany(Box::new(((*one).to_owned().into(), (*many).to_owned().into())))),
                Some(half) => {
                    let near = nearest(half, names.iter().copied()).map_or_else(
                        || format!("{how}, as it is written"),
                        |near| format!("did you mean `{{{near}}}`?"),
                    );
                    (format!("`{{{written}}}` chooses between words, and `{half}` looks like a field"), near)
                }
            },
            _ => {
                let message = format!("`{{{written}}}` has {} parts, and a choice has two", halves.len());
                (message, format!("write `{{is|are}}`: {how}"))
            }
        };
        self.complaints.add(place, "bad-placeholder", message, Some(help));
        None
    }

    /// The place in the file of a part of a text. However the text is quoted, folded or escaped, its parts come in the same
    /// order; where one can't be told from its likes, that is the place of the whole text.
    fn place_within(&mut self, node: &Node, part: Span) -> Place {
        let whole = self.spans.of(node.place);
        let found = || {
            let text = node.as_text()?;
            let wanted = text.get(part.start..part.end)?;
            let places = |text: &str| text.match_indices(wanted).map(|(at, _)| at).collect::<Vec<_>>();
            let (read, written) = (places(text), places(self.source.slice(whole)));
            let number = read.iter().position(|&at| at == part.start).filter(|_| read.len() == written.len())?;
            let start = whole.start + written[number];
            Some(Place::Bytes(Span::new(start, start + wanted.len())))
        };
        found().unwrap_or(node.place)
    }
}

/// What was said so far, as a piece; none where that is nothing.
fn words(said: &mut String) -> Option<Piece> {
    let said = mem::take(said);
    (!said.is_empty()).then(|| Piece::Words(said.into()))
}

/// Why a rule on this subject can have no words for a finding in some regions, and what to do.
pub(super) fn no_regions(subject: Subject, is_shared: bool) -> Option<(&'static str, String, &'static str)> {
    if subject != Subject::Requirement {
        let message = format!("what is found of a {} is not told by regions", subject.name());
        return Some((
            "not-by-regions",
            message,
            "leave it out: only a requirement can hold in some regions and fail in others",
        ));
    }
    let message = "subjects that share a finding by `one-per` fail in regions of their own, and no words on regions hold for \
                   all of them";
    let help = "leave `says-in-regions` out, or `one-per`";
    is_shared.then(|| ("shared-in-regions", message.to_owned(), help))
}
