//! Names of items, as they stand in the policy, with an optional label in another language.

use std::fmt;

/// A name (名称): the text in normal form C by which an item is known, and a label for readers of another language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The name itself, such as `服务对象`.
    pub text: String,
    /// The label behind it, such as `"recipient"`; reports in that language show it.
    pub label: Option<String>,
}

impl Name {
    /// A name without a label.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), label: None }
    }

    /// The same name with a label.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}
