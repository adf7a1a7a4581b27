//! Goes through objects and lists of JSON text without building them: each value is handed out as its own text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Calls `each` with every key and the text of its value, in order. Keys that occur twice come twice.
///
/// # Errors
/// The text is not one JSON object.
pub(super) fn entries<'a>(text: &'a str, each: &mut dyn FnMut(Cow<'a, str>, &'a str)) -> Result<(), serde_json::Error> {
    let mut source = serde_json::Deserializer::from_str(text);
    source.deserialize_map(Entries(each))?;
    source.end()
}

/// Calls `each` with the text of every item of a list, in order.
///
/// # Errors
/// The text is not one JSON list.
pub(super) fn items<'a>(text: &'a str, each: &mut dyn FnMut(&'a str)) -> Result<(), serde_json::Error> {
    let mut source = serde_json::Deserializer::from_str(text);
    source.deserialize_seq(Items(each))?;
    source.end()
}

struct Entries<'f, 'a>(&'f mut dyn FnMut(Cow<'a, str>, &'a str));

impl<'a> Visitor<'a> for Entries<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key)? {
            let value: &RawValue = map.next_value()?;
            (self.0)(key, value.get());
        }
        Ok(())
    }
}

struct Items<'f, 'a>(&'f mut dyn FnMut(&'a str));

impl<'a> Visitor<'a> for Items<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<&RawValue>()? {
            (self.0)(value.get());
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes.
struct Key;

impl<'a> DeserializeSeed<'a> for Key {
    type Value = Cow<'a, str>;

    fn deserialize<D: Deserializer<'a>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Key {
    type Value = Cow<'a, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// Finds line and column of parts of a text, going forwards; a part further back costs a new start.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column, from 1, where a part of the text starts.
    pub(super) fn position_of(&mut self, part: &str) -> (u32, u32) {
        // Both point into one text, so that the difference of their addresses is the part's place.
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.go_to(offset)
    }

    fn go_to(&mut self, offset: usize) -> (u32, u32) {
        if offset < self.at {
            *self = Self::new(self.text);
        }
        let between = self.text.as_bytes().get(self.at..offset);
        for byte in between.unwrap_or_default() {
            match byte {
                b'\n' => {
                    self.line = self.line.saturating_add(1);
                    self.column = 1;
                }
                // The further bytes of a character.
                0x80..=0xbf => {}
                _ => self.column = self.column.saturating_add(1),
            }
        }
        self.at = offset;
        (self.line, self.column)
    }

    /// Line and column in characters, of a line and column in bytes as serde_json counts them.
    pub(super) fn position_of_byte(text: &str, line: usize, column: usize) -> ((u32, u32), u8) {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let found = text.split('\n').nth(line.saturating_sub(1));
        let line_text = found.unwrap_or_default().as_bytes();
        let before = line_text.get(..column.saturating_sub(1)).unwrap_or(line_text);
        let chars = before.iter().filter(|b| !matches!(b, 0x80..=0xbf)).count();
        let byte = line_text.get(column.saturating_sub(1)).copied();
        ((narrow(line), narrow(chars + 1)), byte.unwrap_or(b'\n'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "甲乙\n 丙{}";
        let mut cursor = Cursor::new(text);
        assert_eq!(cursor.position_of(&text[3..]), (1, 2));
        assert_eq!(cursor.position_of(&text[text.len() - 2..]), (2, 3));
        assert_eq!(cursor.position_of(text), (1, 1));
    }

    #[test]
    fn keys_that_occur_twice_come_twice() {
        let mut seen = Vec::new();
        entries(r#"{"a": 1, "\u0061": [2]}"#, &mut |k, v| seen.push(format!("{k}={v}"))).unwrap();
        assert_eq!(seen, ["a=1", "a=[2]"]);
    }
}
