//! The pages of the diagnostics: what a code means, why it is wrong, and how to mend it.

use std::sync::LazyLock;

use guiju_program::diagnostic::Language;

/// All pages of `docs/diagnostics`, one after another; a test keeps them fresh.
const PAGES: &str = include_str!("explain/pages.md");

/// A page (诊断说明).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The code.
    pub code: &'static str,
    zh: &'static str,
    en: &'static str,
    example: &'static str,
}

impl Page {
    /// What the code means, in one sentence.
    pub fn title(&self, language: Language) -> &'static str {
        self.text(language).lines().next().unwrap_or_default()
    }

    /// The whole explanation as Markdown, without the example.
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }

    /// A wrong example and a mended one, as Markdown; empty where a policy and its facts cannot bring it about.
    pub const fn example(&self) -> &'static str {
        self.example
    }
}

static BY_CODE: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let mut pages: Vec<Page> = PAGES.split("\n\u{c}\n").filter_map(read).collect();
    pages.sort_by_key(|page| page.code);
    pages
});

fn read(text: &'static str) -> Option<Page> {
    let (code, rest) = text.trim_start().strip_prefix("# ")?.split_once('\n')?;
    let (zh, rest) = rest.split_once("## 中文\n")?.1.split_once("\n## English\n")?;
    // What no policy and no file of facts can bring about has no example.
    let (en, example) = rest.split_once("\n## 例子 Example\n").unwrap_or((rest, ""));
    Some(Page { code: code.trim(), zh: zh.trim(), en: en.trim(), example: example.trim() })
}

/// All pages, by their codes.
pub fn pages() -> &'static [Page] {
    &BY_CODE
}

/// The page of a code.
///
/// ```
/// let page = guiju::explain::page("unit-mismatch").unwrap();
/// assert_eq!(page.title(guiju::Language::En), "Different units cannot be added, subtracted or compared.");
/// ```
pub fn page(code: &str) -> Option<Page> {
    let place = BY_CODE.binary_search_by_key(&code, |page| page.code).ok()?;
    BY_CODE.get(place).copied()
}
