//! One spelling of names and texts, and the nearest name to one that is not there.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in normal form C.
pub(crate) fn normal(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Names longer than this are not compared: the cost grows with the product of the lengths.
const LONGEST: usize = 60;

/// The name nearest to the one wanted, if one is near: the wanted one with a unit in brackets behind it, or with a
/// few characters changed.
pub(crate) fn suggest<'a>(wanted: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let bare = wanted.split(['(', '（', '[', '【', '/']).next()?.trim();
    if let Some(name) = names.clone().find(|name| *name == bare) {
        return Some(name);
    }
    if wanted.chars().count() > LONGEST {
        return None;
    }
    let lower = wanted.to_lowercase();
    names
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| {
            let length = name.chars().count().max(wanted.chars().count());
            *distance * 2 <= length && *distance < length
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// What was seen, short enough for a message.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}

/// Digits, signs and letters in their half-width form; the rest as it is.
pub(crate) fn half_width(text: &str) -> Cow<'_, str> {
    let full = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}' | '\u{2212}');
    if !text.contains(full) {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{2212}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    Cow::Owned(text.chars().map(narrow).collect())
}
