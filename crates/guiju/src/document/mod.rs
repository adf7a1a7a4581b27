//! A policy as a document for readers, as HTML and Markdown, in Chinese and English: clause by clause what was made of it, each rule as a
//! sentence with its source text, figures in tables, which clauses are computed and which tests guard them.
//!
//! What is written here depends on the policy and its tests alone: no date, no machine, no order of chance. HTML stands by itself:
//! its styles are in it, it has no script, and it loads nothing.
//!
//! ```
//! use guiju::{Language, Policy, SourceFile};
//! use guiju::document::Document;
//!
//! let text = r#"
//! 政策 示例 "示例办法" 年度 2023
//! 依据文件 办法 "示例办法" { 第一条 规范 }
//! 单位 户
//! 数据 服务对象 键 编号 计 户 { 编号: 文本  直播时长: 小时 }
//! 规则 时长 依据 第一条: 每个 服务对象: 直播时长 不低于60小时
//! "#;
//! let policy = Policy::compile(vec![SourceFile::new("policy.gj", text)]).policy.expect("the text compiles");
//! let document = Document::new(&policy, Language::Zh);
//! assert!(document.to_html()?.contains("对每个服务对象，直播时长不低于 60小时。"));
//! assert!(document.to_markdown()?.starts_with("# 示例办法"));
//! # Ok::<(), guiju::document::DocumentError>(())
//! ```

mod build;
mod coverage;
mod escape;
mod fields;
mod figures;
mod guards;
mod items;
mod model;
mod references;
mod sentence;
mod words;

use guiju_program::diagnostic::Language;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};

use crate::policy::Policy;
use model::Contents;
use sentence::is_chinese;

pub use build::LANGUAGE_VERSION;

const PAGE: &str = "page.html";
const MARKDOWN: &str = "page.md";
const INDEX: &str = "index.html";
const STYLE: &str = include_str!("templates/style.css");

/// A document could not be written out.
#[derive(Debug, thiserror::Error)]
#[error("the document could not be written out: {0}")]
pub struct DocumentError(#[from] minijinja::Error);

/// A policy as a document in one language.
#[derive(Clone, Debug)]
pub struct Document {
    language: Language,
    contents: Contents,
}

impl Document {
    /// Gathers what there is to say of a policy, and of the tests in its files.
    pub fn new(policy: &Policy, language: Language) -> Self {
        Self { language, contents: build::Builder::new(policy, language).contents() }
    }

    /// The document as one HTML page that needs nothing else.
    ///
    /// # Errors
    /// When it could not be written out.
    pub fn to_html(&self) -> Result<String, DocumentError> {
        self.render(PAGE)
    }

    /// The document as Markdown.
    ///
    /// # Errors
    /// When it could not be written out.
    pub fn to_markdown(&self) -> Result<String, DocumentError> {
        self.render(MARKDOWN)
    }

    fn render(&self, template: &str) -> Result<String, DocumentError> {
        let environment = environment(self.language)?;
        let text = environment.get_template(template)?.render(context! {
            doc => Value::from(Serde(&self.contents)),
            t => words::words(self.language),
            zh => self.language == Language::Zh,
            lang => code(self.language),
            style => Value::from_safe_string(STYLE.to_owned()),
        })?;
        Ok(text)
    }
}

/// A page that leads to the documents of a policy, by the languages in which they were written and their files.
///
/// # Errors
/// When it could not be written out.
pub fn index(policy: &Policy, pages: &[(Language, &str)]) -> Result<String, DocumentError> {
    let first = pages.first().map_or(Language::Zh, |(language, _)| *language);
    let program = policy.program();
    let title = if program.policy.title.is_empty() { &program.policy.id } else { &program.policy.title };
    let pages: Vec<Value> = pages
        .iter()
        .map(|(language, file)| {
            let words = words::words(*language);
            context! { lang => code(*language), file => *file, read => words.get("read").copied() }
        })
        .collect();
    let text = environment(first)?.get_template(INDEX)?.render(context! {
        title => title.as_str(),
        lang => code(first),
        pages => pages,
        style => Value::from_safe_string(STYLE.to_owned()),
    })?;
    Ok(text)
}

/// A language as HTML names it.
const fn code(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    }
}

fn environment(language: Language) -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment
        .set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    escape::escape_by_name(&mut environment);
    environment.add_template(PAGE, include_str!("templates/page.html"))?;
    environment.add_template(INDEX, include_str!("templates/index.html"))?;
    environment.add_template(MARKDOWN, include_str!("templates/page.md"))?;
    // A text in the other language says so, for readers who listen.
    environment.add_filter("tongue", move |text: &str| Value::from_safe_string(tongue(text, language).to_owned()));
    environment.add_filter("fenced", |text: &str, info: &str| Value::from_safe_string(escape::fenced(text, info)));
    Ok(environment)
}

/// The attribute that tells the language of a text where it is not that of the document.
fn tongue(text: &str, language: Language) -> &'static str {
    match (is_chinese(text), language) {
        (true, Language::En) => " lang=\"zh-CN\"",
        (false, Language::Zh) if text.chars().any(|c| c.is_ascii_alphabetic()) => " lang=\"en\"",
        _ => "",
    }
}
