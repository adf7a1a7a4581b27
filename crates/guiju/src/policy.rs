//! A compiled policy, ready to decide.

use guiju_data::Loader;
use guiju_evaluator::{Facts, Options};
use guiju_program::Program;
use guiju_program::civil::Date;
use guiju_program::diagnostic::{Diagnostic, Language};
use guiju_program::source::SourceFile;
use guiju_program::test_item::TestItem;
use sha2::{Digest, Sha256};

use crate::engine::EvaluateError;
use crate::report::Report;

/// A compiled policy (政策) with its tests and its text.
#[derive(Clone, Debug)]
pub struct Policy {
    program: Program,
    tests: Vec<TestItem>,
    sources: Vec<SourceFile>,
    hash: String,
}

/// What comes of compiling.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The policy; `None` exactly if one of its items has an error. Errors in tests leave the policy as it is.
    pub policy: Option<Policy>,
    /// Every mistake, and every warning, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were compiled: the places in `diagnostics` refer to them.
    pub sources: Vec<SourceFile>,
}

impl Compiled {
    /// Whether there is an error, in the policy or in a test.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

impl Policy {
    /// Compiles the files of one policy; all share one namespace, and tests may stand in files of their own.
    ///
    /// The policies that it amends (修订) are given in the same list, in any order; a file without a header belongs to the
    /// policy before it. [`amended_id`](crate::amended_id) tells which policy a text amends.
    pub fn compile(sources: Vec<SourceFile>) -> Compiled {
        let mut compilation = guiju_parser::compile(&sources);
        // The compiler does not know what others find.
        let unknown = compilation.program.as_ref().map(crate::lint::unknown_codes).unwrap_or_default();
        if !unknown.is_empty() {
            compilation.program = None;
            compilation.diagnostics.extend(unknown);
            compilation.diagnostics.sort_by_key(crate::lint::order);
        }
        let policy = compilation.program.map(|program| Self {
            program,
            tests: compilation.tests,
            hash: hash(&sources),
            sources: sources.clone(),
        });
        Compiled { policy, diagnostics: compilation.diagnostics, sources }
    }

    /// The compiled program.
    pub const fn program(&self) -> &Program {
        &self.program
    }

    /// The tests (测试) in its files that compiled.
    pub fn tests(&self) -> &[TestItem] {
        &self.tests
    }

    /// The files that it was compiled from.
    pub fn sources(&self) -> &[SourceFile] {
        &self.sources
    }

    /// `sha256:` and the hash over the names (without folders) and texts of its files, in the order given.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The text of the policy as it stands after all amendments: every item as it was written, under a comment in `language`
    /// that says where it comes from. Compiling it gives the same program.
    pub fn consolidated(&self, language: Language) -> String {
        guiju_parser::consolidate(&self.sources, language).unwrap_or_default()
    }

    /// The last day of the policy's year: the as-of date where nobody names one.
    pub fn last_day(&self) -> Option<Date> {
        self.program.last_day()
    }

    /// Takes facts for this policy, from JSON, CSV or rows of one's own.
    pub fn loader(&self) -> Loader<'_> {
        Loader::new(&self.program)
    }

    /// A JSON Schema of the facts that it needs.
    pub fn facts_schema(&self) -> serde_json::Value {
        guiju_data::json_schema(&self.program)
    }

    /// Judges facts.
    ///
    /// # Errors
    /// When a number grows beyond what the evaluator holds.
    pub fn evaluate(&self, facts: &Facts, options: &Options) -> Result<Report<'_>, EvaluateError> {
        let outcome = crate::engine::evaluate(&self.program, facts, options)?;
        Ok(Report::new(self, outcome)
            .with_row_limit(options.row_limit)
            .with_diagnostics(self.stale_figures(options.as_of)))
    }
}

fn hash(sources: &[SourceFile]) -> String {
    let mut hasher = Sha256::new();
    for source in sources {
        let name = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
        // Lengths keep the end of a name apart from the start of a text.
        for part in [name, &source.text] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    finish(hasher)
}

/// A hash as reports print it.
pub(crate) fn finish(hasher: Sha256) -> String {
    let mut text = String::from("sha256:");
    for byte in hasher.finalize() {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}
