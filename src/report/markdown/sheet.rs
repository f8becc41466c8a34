//! A page of Markdown that holds only so much.

/// What a comment on GitHub holds, in characters. Bytes are counted here, of which there are never fewer.
pub(super) const LONGEST: usize = 65_536;

/// A page that is being written.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    out: String,
}

impl Sheet {
    /// The whole page.
    pub(super) fn into_text(self) -> String {
        self.out
    }

    /// How long the page is so far, in bytes.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.paragraph(&format!("### {words}"));
    }

    /// A paragraph, with an empty line before it.
    pub(super) fn paragraph(&mut self, words: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(words);
        self.out.push('\n');
    }

    /// Items of a list, of which `show` makes whole lines, as long as the page ends before `limit`; the others are counted.
    pub(super) fn list<T>(&mut self, items: &[T], show: impl Fn(&T) -> String, limit: usize, noun: (&str, &str)) {
        self.out.push('\n');
        let left = self.filled(items, show, limit);
        if left > 0 {
            self.out.push_str(&format!("- {}\n", cut(left, noun)));
        }
    }

    /// The same, shown on demand; nothing where there is none.
    pub(super) fn folded<T>(
        &mut self,
        title: &str,
        items: &[T],
        show: impl Fn(&T) -> String,
        limit: usize,
        noun: (&str, &str),
    ) {
        if items.is_empty() {
            return;
        }
        self.paragraph(&format!("<details><summary>{title}</summary>"));
        self.list(items, show, limit, noun);
        self.out.push_str("\n</details>\n");
    }

    /// The lines of a table, of which the first two are its head.
    pub(super) fn table(&mut self, lines: &[String], limit: usize) {
        let (head, rows) = lines.split_at(lines.len().min(2));
        let head = head.iter().map(|line| format!("{line}\n")).collect::<String>();
        if self.out.len() + head.len() > limit {
            self.paragraph(&cut(rows.len(), ("service", "services")));
            return;
        }
        self.out.push('\n');
        self.out.push_str(&head);
        let left = self.filled(rows, |line| format!("{line}\n"), limit);
        if left > 0 {
            self.paragraph(&cut(left, ("service", "services")));
        }
    }

    /// Adds what fits; says how many are left out. Nothing follows what is left out.
    fn filled<T>(&mut self, items: &[T], show: impl Fn(&T) -> String, limit: usize) -> usize {
        for (at, item) in items.iter().enumerate() {
            let shown = show(item);
            if self.out.len() + shown.len() > limit {
                return items.len() - at;
            }
            self.out.push_str(&shown);
        }
        0
    }
}

/// That something is cut.
pub(super) fn cut(left: usize, (one, many): (&str, &str)) -> String {
    let noun = if left == 1 { one } else { many };
    format!("**{left} more {noun}** not shown: a comment holds {LONGEST} characters, and every other format shows all")
}
