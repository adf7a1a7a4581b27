//! The list to pay: one row an award and a row of facts, as CSV for a spreadsheet.

use std::io::{self, Write};

use guiju_evaluator::Exact;
use guiju_evaluator::outcome::{AwardOutcome, AwardRow, AwardStanding};
use guiju_program::award::{Award, AwardKind};
use guiju_program::diagnostic::{Diagnostic, Language, Place, Severity};
use guiju_program::{Dimension, Type};

use super::award_steps::{self, Left};
use super::number::{self, Style};
use super::words::{self, say};
use super::{Report, causes, measure};

/// The list to pay of a report (发放清单): every row that is, or may be, entitled to an award. Amounts are in 元, with two
/// digits behind the point, and what is paid adds up to the total of the report.
#[derive(Clone, Copy, Debug)]
pub struct AwardList<'r, 'p> {
    report: &'r Report<'p>,
}

impl<'p> Report<'p> {
    /// The list to pay.
    ///
    /// # Errors
    /// When an amount is not a whole number of fen, which nobody can pay.
    pub fn award_list(&self) -> Result<AwardList<'_, 'p>, Box<Diagnostic>> {
        for outcome in self.awards_paid() {
            let broken = |row: &&AwardRow| row.paid.value().is_some_and(|paid| fen(paid).is_none());
            if let Some(row) = outcome.rows.iter().find(broken) {
                return Err(Box::new(self.broken_fen(outcome, row)));
            }
        }
        Ok(AwardList { report: self })
    }

    /// Awards that are paid out: what is to be recovered is not for this list.
    fn awards_paid(&self) -> impl Iterator<Item = &AwardOutcome> {
        let awards = &self.policy.program().awards;
        self.outcome.awards.iter().filter(|found| awards[found.award].kind == AwardKind::Paid)
    }

    fn broken_fen(&self, outcome: &AwardOutcome, row: &AwardRow) -> Diagnostic {
        let program = self.policy.program();
        let award = &program.awards[outcome.award];
        let money = Type::Number(Dimension::money());
        let show = |language| measure::possible(&row.paid, &money, Style::of(program, language, false));
        Diagnostic::new(
            "unrounded-payment",
            Severity::Error,
            Place::Text(award.amount.span),
            format!("补助“{}”应付 {} {}，不是整分，列不进发放清单", award.name.text, row.key, show(Language::Zh)),
            format!(
                "the award `{}` pays {} {}, which is not a whole number of fen and cannot stand in a list to pay",
                award.name.text,
                row.key,
                show(Language::En)
            ),
        )
        .help(
            "在金额里写明怎样取整到分，如 舍去(…, 0.01元)",
            "say in the amount how it is rounded to the fen, such as down(…, 0.01 yuan)",
        )
    }
}

/// The amount in fen; `None` where it is not whole.
fn fen(amount: &Exact) -> Option<i128> {
    (amount * &Exact::from(100_u64)).to_i128()
}

/// An amount with two digits behind the point.
fn cents(amount: &Exact) -> String {
    match fen(amount) {
        Some(fen) => {
            let sign = if fen < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
        }
        // What is possible of an amount may end between two fen.
        None => amount.to_decimal().map_or_else(|| number::digits(amount, 4).replace(',', ""), |end| end.to_string()),
    }
}

impl AwardList<'_, '_> {
    /// Writes the list as CSV, row by row: UTF-8 with a byte order mark, lines that end in CR LF, a header in the language.
    /// Awards stand in the order of the policy, their rows in the order of their keys.
    ///
    /// # Errors
    /// What `to` says.
    pub fn write(&self, to: &mut dyn Write, language: Language) -> io::Result<()> {
        let program = self.report.policy.program();
        // Awards may part into instalments of the same names: a name has one column.
        let mut parts: Vec<&str> = Vec::new();
        for outcome in self.report.awards_paid() {
            for instalment in &program.awards[outcome.award].instalments {
                let name = words::name(&instalment.name, language);
                if !parts.contains(&name) {
                    parts.push(name);
                }
            }
        }
        to.write_all("\u{feff}".as_bytes())?;
        let mut line = Line::default();
        self.header(&mut line, &parts, language);
        line.end(to)?;
        for outcome in self.report.awards_paid() {
            let award = &program.awards[outcome.award];
            let place = |instalment: &guiju_program::award::Instalment| {
                parts.iter().position(|part| *part == words::name(&instalment.name, language))
            };
            let places: Vec<Option<usize>> = award.instalments.iter().map(place).collect();
            let rows =
                Rows { list: self, award, outcome, left: Left::of(award, outcome), columns: parts.len(), places };
            for row in &outcome.rows {
                rows.put(&mut line, row, language);
                line.end(to)?;
            }
        }
        to.flush()
    }

    fn header(&self, line: &mut Line, parts: &[&str], language: Language) {
        let style = Style::of(self.report.policy.program(), language, false);
        let currency = style.currency.unwrap_or_else(|| say(language, "元", "yuan"));
        let money = |zh: &str, en: &str| match language {
            Language::Zh => format!("{zh}（{currency}）"),
            Language::En => format!("{en} ({currency})"),
        };
        for name in [say(language, "补助", "award"), say(language, "数据", "record"), say(language, "键", "key")] {
            line.text(name);
        }
        line.text(say(language, "付给", "payee"));
        line.text(&money("金额", "amount"));
        line.text(&money("至少", "at least"));
        line.text(&money("至多", "at most"));
        for part in parts {
            line.text(&money(&format!("分期：{part}"), &format!("instalment: {part}")));
        }
        line.text(say(language, "状态", "status"));
        line.text(say(language, "原因", "reason"));
    }
}

/// The rows of one award.
struct Rows<'l> {
    list: &'l AwardList<'l, 'l>,
    award: &'l Award,
    outcome: &'l AwardOutcome,
    left: Option<Left>,
    /// How many columns of instalments there are.
    columns: usize,
    /// The column of each instalment.
    places: Vec<Option<usize>>,
}

impl Rows<'_> {
    fn put(&self, line: &mut Line, row: &AwardRow, language: Language) {
        let program = self.list.report.policy.program();
        line.text(words::name(&self.award.name, language));
        line.text(words::name(&program.records[self.award.record].name, language));
        line.text(&row.key);
        // Who is not paid through somebody else is paid himself.
        let payee = if self.award.payee.is_some() { row.payee.as_deref() } else { Some(row.key.as_str()) };
        line.text(payee.unwrap_or_default());
        match row.paid.value() {
            Some(paid) => {
                line.number(&cents(paid));
                line.number("");
                line.number("");
            }
            None => {
                let end = |end: Option<&Exact>| end.map(cents).unwrap_or_default();
                let values = row.paid.values.as_ref();
                line.number("");
                line.number(&end(values.and_then(|values| values.lo.as_ref())));
                line.number(&end(values.and_then(|values| values.hi.as_ref())));
            }
        }
        for column in 0..self.columns {
            let at = self.places.iter().position(|place| *place == Some(column));
            let part = at.and_then(|at| row.instalments.get(at));
            line.number(&part.map(cents).unwrap_or_default());
        }
        line.text(match row.standing() {
            AwardStanding::Paid => say(language, "发放", "paid"),
            AwardStanding::Cut => say(language, "减发", "cut"),
            AwardStanding::Refused => say(language, "不发", "refused"),
            AwardStanding::Undetermined => say(language, "待定", "undetermined"),
        });
        line.text(&self.reason(row, payee.is_some(), language));
    }

    /// Why a row is not paid in full, or it is not known what it is paid, or to whom.
    fn reason(&self, row: &AwardRow, known_payee: bool, language: Language) -> String {
        let program = self.list.report.policy.program();
        let mut sentences = Vec::new();
        if row.standing() != AwardStanding::Paid {
            let steps = award_steps::steps(self.outcome, self.award, row, self.left.as_ref());
            sentences
                .extend(steps.iter().filter_map(|step| award_steps::sentence(program, self.award, step, language)));
        }
        if !known_payee {
            sentences.push(say(language, "还不知道付给谁", "it is not known who is paid").to_owned());
        }
        if row.causes.list.is_empty() && row.causes.truncated {
            // Only the first rows are explained.
            sentences.push(say(language, "原因没有逐行列出", "the causes are not listed for this row").to_owned());
        } else {
            sentences.extend(causes::sentences(program, &self.award.cites, &row.causes, language));
        }
        sentences.join(say(language, "；", "; "))
    }
}

/// A line as it is put together; the next one takes its room.
#[derive(Default)]
struct Line {
    text: String,
    /// Whether a cell stands in it.
    begun: bool,
}

impl Line {
    /// A cell of text. What a spreadsheet would take for a formula gets an apostrophe in front.
    fn text(&mut self, cell: &str) {
        self.part();
        let formula = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
        let quoted = cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ');
        if quoted {
            self.text.push('"');
        }
        if formula {
            self.text.push('\'');
        }
        for c in cell.chars() {
            if c == '"' {
                self.text.push('"');
            }
            self.text.push(c);
        }
        if quoted {
            self.text.push('"');
        }
    }

    /// A cell with a number, or a blank one.
    fn number(&mut self, cell: &str) {
        self.part();
        self.text.push_str(cell);
    }

    fn part(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.text.push(',');
        }
    }

    fn end(&mut self, to: &mut dyn Write) -> io::Result<()> {
        self.text.push_str("\r\n");
        to.write_all(self.text.as_bytes())?;
        self.text.clear();
        self.begun = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut line = Line::default();
        cells.iter().for_each(|cell| line.text(cell));
        line.text
    }

    #[test]
    fn cells_are_quoted_and_formulas_are_not_run() {
        assert_eq!(line(&["a", "b,c", "d\"e", ""]), "a,\"b,c\",\"d\"\"e\",");
        assert_eq!(line(&["=1+1", "+1", "-1", "@x", "a=1"]), "'=1+1,'+1,'-1,'@x,a=1");
        assert_eq!(line(&["=\"a\",1", "＝1", "\tx"]), "\"'=\"\"a\"\",1\",'＝1,'\tx");
        assert_eq!(line(&["a\r\nb"]), "\"a\r\nb\"");
    }

    #[test]
    fn amounts_have_two_digits() {
        let text = |amount: &str| cents(&Exact::from(amount.parse::<guiju_program::Decimal>().unwrap()));
        assert_eq!(text("22700"), "22700.00");
        assert_eq!(text("0.5"), "0.50");
        assert_eq!(text("22666.66"), "22666.66");
        assert_eq!(text("-0.05"), "-0.05");
        assert_eq!(text("0.005"), "0.005");
        assert_eq!(cents(&Exact::fraction(1, 3).unwrap()), "0.3333…");
        assert_eq!(fen(&Exact::fraction(1, 3).unwrap()), None);
    }
}
