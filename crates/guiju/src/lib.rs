//! Guiju (规矩): public-funding rules that people read and a machine keeps.
//!
//! This is the door for programs that embed Guiju: compile a [`Policy`] from its text, hand it facts, read the
//! [`Report`]. The crate takes texts and bytes; it opens no file, reads no environment and knows no clock, and every
//! number in it is exact.
//!
//! ```
//! use guiju::civil::date;
//! use guiju::report::json::Standing;
//! use guiju::{Options, Policy, SourceFile};
//!
//! let text = r#"
//! 政策 示例 "直播带货服务补助" 年度 2023
//! 依据文件 方案 "示例方案" {
//!   第二条  规范
//!   第三条  规范
//! }
//! 单位 户
//! 数据 服务对象 键 编号 计 户 {
//!   编号: 文本
//!   类型: { 限上企业, 个体工商户 }
//!   直播时长: 小时
//! }
//! 标准 达标 适用 服务对象 依据 第二条 {
//!   直播时长: 直播时长 不低于60小时
//! }
//! 规则 限上占比 依据 第三条: 占比(服务对象 其中 类型 为 限上企业) 不低于10%
//! "#;
//! let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
//! let policy = compiled.policy.expect("the text compiles");
//!
//! let mut loader = policy.loader();
//! loader.csv("服务对象.csv", "编号,类型,直播时长\nA,限上企业,60\nB,个体工商户,59.99\n".as_bytes());
//! let loaded = loader.finish();
//! let facts = loaded.facts.expect("the facts fit the policy");
//!
//! let report = policy.evaluate(&facts, &Options::new(date(2023, 12, 31)))?;
//! let document = report.document();
//! assert_eq!(document.rules[0].verdict, Standing::Pass);
//! assert_eq!(document.rules[0].measure.measured.as_deref(), Some("1/2"));
//! let failed = &document.criteria[0].rows[0];
//! assert_eq!(failed.key, "B");
//! assert_eq!(failed.conditions[0].measure.margin.as_deref(), Some("-0.01"));
//! # Ok::<(), guiju::EvaluateError>(())
//! ```
//!
//! For one application at a time there is [`Policy::decide`].

#[cfg(feature = "analysis")]
pub mod analysis;
mod decide;
#[cfg(feature = "document")]
pub mod document;
mod engine;
pub mod explain;
mod facts_hash;
mod fix;
mod lines;
mod lint;
mod policy;
mod render;
pub mod report;
mod stale;
mod test_item;

pub use decide::{ConditionDecision, CriteriaDecision, DecideError, Decision, RuleDecision};
pub use engine::EvaluateError;
pub use facts_hash::facts_hash;
pub use fix::{Mended, apply, mend};
pub use lint::{LintLevels, UnknownFinding, finding_kinds};
pub use policy::{Compiled, Policy};
pub use render::{Appearance, draw, plain, render, sarif, tally};
pub use report::Report;
pub use test_item::{Difference, TestResult};

#[cfg(feature = "analysis")]
pub use guiju_analysis::{AnalyzeOptions, solver};
pub use guiju_data::{Loaded, Loader};
pub use guiju_evaluator::{Exact, Facts, FactsBuilder, Num, Options, Outcome, cost, limits, outcome};
pub use guiju_parser::{Names, amended_id, format, respell, vocabulary};
pub use guiju_program::diagnostic::{Bilingual, Diagnostic, Language, Severity};
pub use guiju_program::finding::{FindingKind, Level};
pub use guiju_program::source::SourceFile;
pub use guiju_program::value::{Cell, Value, Verdict};
pub use guiju_program::{Decimal, Program, acceptance, citation, civil, diagnostic, parameter, rule, schema, source};
