//! Every message of the checker, in Chinese and English, by what it is about.

pub(crate) mod amend;
pub(crate) mod award_text;
pub(crate) mod awards;
pub(crate) mod calendar;
pub(crate) mod cites;
pub(crate) mod hints;
pub(crate) mod items;
pub(crate) mod names;
pub(crate) mod overrides;
pub(crate) mod rows;
pub(crate) mod spelling;
pub(crate) mod tables;
pub(crate) mod tests;
pub(crate) mod types;
pub(crate) mod typing;
pub(crate) mod units;
pub(crate) mod workflows;

/// Names one after another.
pub(crate) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> (String, String) {
    let names: Vec<&str> = names.into_iter().collect();
    (names.join("、"), names.join(", "))
}

/// At most `most` of many names, and how many more there are.
pub(crate) fn shortened(names: &[String], most: usize) -> (String, String) {
    let (mut zh, mut en) = list(names.iter().take(most).map(String::as_str));
    if let Some(more) = names.len().checked_sub(most).filter(|more| *more > 0) {
        zh.push_str(&format!(" 等，另有 {more} 个"));
        en.push_str(&format!(" and {more} more"));
    }
    (zh, en)
}
