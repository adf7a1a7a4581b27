//! Lines and columns of policy text.

use guiju_program::source::{SourceFile, Span};

/// A file with the places where its lines start.
pub(crate) struct Lines<'a> {
    pub file: &'a SourceFile,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(file: &'a SourceFile) -> Self {
        let breaks = file.text.bytes().enumerate();
        let starts =
            std::iter::once(0).chain(breaks.filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1)).collect();
        Self { file, starts }
    }

    /// The line of a byte, from 0.
    pub fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// Line and column of a byte, from 1, the column in characters.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.line_of(byte);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let text = &self.file.text;
        let end = floor(text, byte);
        let column = text.get(start..end).unwrap_or_default().chars().count();
        (line + 1, column + 1)
    }

    /// The text of the lines, and the byte where it starts.
    pub fn cut(&self, first: usize, last: usize) -> Option<(usize, &'a str)> {
        let start = *self.starts.get(first)?;
        let end = self.starts.get(last + 1).map_or(self.file.text.len(), |next| next.saturating_sub(1));
        Some((start, self.file.text.get(start..end.max(start))?))
    }

    /// A place as a range of a cut text, between characters.
    pub fn mark(&self, span: Span, start: usize, length: usize) -> std::ops::Range<usize> {
        let text = &self.file.text;
        let within = |byte: usize| floor(text, byte).saturating_sub(start).min(length);
        let from = within(span.start as usize);
        let to = within(span.end as usize).max(from);
        from..to
    }
}

/// The last place between characters at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
