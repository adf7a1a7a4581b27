//! The types of fields and of a table's keys, in both spellings.

/// A type that is no unit and no record (类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeWord {
    Text,
    YesNo,
    Integer,
    Number,
    Date,
    Month,
    Year,
    Instant,
}

impl TypeWord {
    /// Whether a key of a table may be of it.
    pub(crate) const fn is_key(self) -> bool {
        matches!(self, Self::Text | Self::YesNo) || self.is_number()
    }

    /// Whether it is a plain number.
    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }
}

/// All of them: type, Chinese, English.
pub(crate) const TYPES: &[(TypeWord, &str, &str)] = &[
    (TypeWord::Text, "文本", "text"),
    (TypeWord::YesNo, "是否", "yesno"),
    (TypeWord::Integer, "整数", "integer"),
    (TypeWord::Number, "数", "number"),
    (TypeWord::Date, "日期", "date"),
    (TypeWord::Month, "年月", "month"),
    (TypeWord::Year, "年份", "year"),
    (TypeWord::Instant, "时刻", "instant"),
];

/// The type spelled so.
pub(crate) fn type_word(text: &str) -> Option<TypeWord> {
    TYPES.iter().find(|(_, zh, en)| *zh == text || *en == text).map(|(word, ..)| *word)
}
