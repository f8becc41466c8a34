//! Edits of a text, each of them a span and what is to stand in its place.

use crate::text::Span;

/// A piece of a text, and what is to stand in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes that go; none where something is put between two bytes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl TextEdit {
    pub(super) fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::new(at, at), text)
    }
}

/// The text with all edits made; of two at the same place, the first comes first. None where two of them overlap, or one
/// doesn't fit the text.
pub fn apply(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in by_place(edits) {
        edited.push_str(text.get(at..edit.span.start)?);
        edited.push_str(&edit.text);
        // The end has to lie between two characters as well.
        text.get(edit.span.start..edit.span.end)?;
        at = edit.span.end;
    }
    edited.push_str(text.get(at..)?);
    Some(edited)
}

/// The same edits for the text in which `made` are made already.
pub fn rebased(edits: &[TextEdit], made: &[TextEdit]) -> Vec<TextEdit> {
    let shifted = |edit: &TextEdit| {
        let before = made.iter().filter(|one| one.span.end <= edit.span.start);
        let (gone, come) = before.fold((0, 0), |(gone, come), one| (gone + one.span.len(), come + one.text.len()));
        let start = edit.span.start + come - gone;
        TextEdit { span: Span::new(start, start + edit.span.len()), text: edit.text.clone() }
    };
    edits.iter().map(shifted).collect()
}

/// The edits in the order of their places.
pub(super) fn by_place(edits: &[TextEdit]) -> Vec<&TextEdit> {
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> TextEdit {
        TextEdit::replace(Span::new(start, end), text)
    }

    #[test]
    fn edits_are_made_by_place_and_those_at_one_place_in_their_order() {
        let edits = [edit(3, 4, "D"), edit(1, 1, "x"), edit(1, 1, "y"), edit(1, 2, "B")];
        assert_eq!(apply("abcd", &edits).as_deref(), Some("axyBcD"));
        assert_eq!(apply("abcd", &[]).as_deref(), Some("abcd"));
    }

    #[test]
    fn edits_that_overlap_or_do_not_fit_are_not_made() {
        assert_eq!(apply("abcd", &[edit(0, 2, ""), edit(1, 3, "")]), None);
        assert_eq!(apply("abcd", &[edit(3, 9, "")]), None);
        assert_eq!(apply("aßd", &[edit(2, 2, "")]), None);
        assert_eq!(apply("aßd", &[edit(1, 2, "")]), None);
    }

    #[test]
    fn edits_made_one_after_the_other_give_the_same_as_all_at_once() {
        let all = [edit(3, 4, "long"), edit(1, 1, "x"), edit(1, 1, "yy"), edit(1, 2, ""), edit(4, 4, "!")];
        let mut text = "abcd".to_owned();
        for (at, one) in all.iter().enumerate() {
            text = apply(&text, &rebased(std::slice::from_ref(one), &all[..at])).expect("it fits");
        }
        assert_eq!(Some(text), apply("abcd", &all));
    }
}
