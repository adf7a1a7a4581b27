//! The words of awards, caps and allocations in both spellings: they act only in their place, and are names elsewhere.

/// A word within an award, a cap or an allocation, however it is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwardWord {
    // Rows.
    Requires,
    Amount,
    Excludes,
    Budget,
    Instalments,
    Total,
    Weight,
    Rounding,
    Least,
    Most,
    By,
    // Words of headers and rows.
    PaidTo,
    KeepHighest,
    KeepFirst,
    MustFit,
    CutLast,
    Skip,
    Stop,
    ProRata,
    OddFen,
    LargestRemainder,
    Kept,
    Rest,
    Down,
}

impl AwardWord {
    /// Whether it says what happens when a budget is short.
    pub(crate) const fn is_shortage(self) -> bool {
        matches!(self, Self::MustFit | Self::CutLast | Self::Skip | Self::Stop | Self::ProRata)
    }
}

/// All of them: word, Chinese, English.
pub(crate) const TABLE: &[(AwardWord, &str, &str)] = &[
    (AwardWord::Requires, "条件", "requires"),
    (AwardWord::Amount, "金额", "amount"),
    (AwardWord::Excludes, "不兼得", "excludes"),
    (AwardWord::Budget, "预算", "budget"),
    (AwardWord::Instalments, "分期", "instalments"),
    (AwardWord::Total, "总量", "total"),
    (AwardWord::Weight, "权重", "weight"),
    (AwardWord::Rounding, "取整", "rounding"),
    (AwardWord::Least, "最少", "min"),
    (AwardWord::Most, "最多", "max"),
    (AwardWord::By, "按", "by"),
    (AwardWord::PaidTo, "付给", "paid_to"),
    (AwardWord::KeepHighest, "取高", "keep_highest"),
    (AwardWord::KeepFirst, "取先", "keep_first"),
    (AwardWord::MustFit, "不得超过", "must_fit"),
    (AwardWord::CutLast, "末笔给余额", "cut_last"),
    (AwardWord::Skip, "跳过", "skip"),
    (AwardWord::Stop, "即止", "stop"),
    (AwardWord::ProRata, "同比缩减", "pro_rata"),
    (AwardWord::OddFen, "尾差", "odd_fen"),
    (AwardWord::LargestRemainder, "最大余数", "largest_remainder"),
    (AwardWord::Kept, "留存", "kept"),
    (AwardWord::Rest, "其余", "rest"),
    (AwardWord::Down, "舍去", "down"),
];

/// The rows of an award, in their order.
pub(crate) const AWARD_ROWS: &[AwardWord] =
    &[AwardWord::Requires, AwardWord::Amount, AwardWord::Excludes, AwardWord::Budget, AwardWord::Instalments];

/// The rows of a claw-back, in their order.
pub(crate) const CLAWBACK_ROWS: &[AwardWord] = &[AwardWord::Requires, AwardWord::Amount];

/// The rows of an allocation, in their order.
pub(crate) const ALLOCATION_ROWS: &[AwardWord] =
    &[AwardWord::Total, AwardWord::Weight, AwardWord::Rounding, AwardWord::Least, AwardWord::Most, AwardWord::By];

/// The word spelled so.
pub(crate) fn award_word(text: &str) -> Option<AwardWord> {
    TABLE.iter().find(|(_, zh, en)| *zh == text || *en == text).map(|(word, ..)| *word)
}

/// The spellings of some, one after another: Chinese, English.
pub(crate) fn spelled(words: &[AwardWord]) -> (String, String) {
    let of = |word: &AwardWord| TABLE.iter().find(|(known, ..)| known == word);
    let zh: Vec<&str> = words.iter().filter_map(of).map(|(_, zh, _)| *zh).collect();
    let en: Vec<&str> = words.iter().filter_map(of).map(|(.., en)| *en).collect();
    (zh.join("、"), en.join(", "))
}

/// The spelling of one of the words nearest to a text, if one is near.
pub(crate) fn nearest(text: &str, words: &[AwardWord]) -> Option<String> {
    let of_words = TABLE.iter().filter(|(word, ..)| words.contains(word));
    crate::compile::nearest(text, of_words.flat_map(|(_, zh, en)| [*zh, *en]))
}
