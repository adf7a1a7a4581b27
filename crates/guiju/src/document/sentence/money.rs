//! Awards, claw-backs, ceilings and allocations: their parts, a sentence each.

use guiju_program::award::{
    Allocation, AllocationMethod, Award, AwardKind, Cap, CapScope, Draw, Keep, OddFen, Part as Share, Shortage,
};
use guiju_program::expr::{Expr, ExprKind};
use guiju_program::rule::DefineId;
use guiju_program::{Decimal, Dimension};

use super::number::Written;
use super::{Hold, Speaker};
use crate::report::number;

/// One part of an item: what it is about, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Part {
    pub label: &'static str,
    pub text: String,
}

/// The exclusion that a part of an award's condition stands for: who is barred does not get the award.
fn barred(expr: &Expr) -> Option<DefineId> {
    match &expr.kind {
        ExprKind::Not(inner) => match &inner.kind {
            ExprKind::Or(parts) => match parts.as_slice() {
                [Expr { kind: ExprKind::Define { define, .. }, .. }, Expr { kind: ExprKind::YesNo(false), .. }] => {
                    Some(*define)
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

impl Speaker<'_> {
    fn part(self, zh: &'static str, en: &'static str, text: &str) -> Part {
        Part { label: self.say(zh, en), text: self.sentence(text) }
    }

    /// What an award says, part by part.
    pub fn award(self, award: &Award) -> Vec<Part> {
        let mut parts = Vec::new();
        let row = self.row(award.record);
        let recovered = award.kind == AwardKind::Recovered;
        let payee = award.payee.as_ref().and_then(|payee| self.row_at(payee));
        let whom = match (recovered, payee, self.zh()) {
            (false, None, true) => format!("按每个{row}计算，付给它自己"),
            (false, Some(payee), true) => format!("按每个{row}计算，付给{payee}"),
            (true, None, true) => format!("按每个{row}计算，由它退回"),
            (true, Some(payee), true) => format!("按每个{row}计算，由{payee}退回"),
            (false, None, false) => format!("worked out for each {row}, and paid to it"),
            (false, Some(payee), false) => format!("worked out for each {row}, and paid to {payee}"),
            (true, None, false) => format!("worked out for each {row}, which pays it back"),
            (true, Some(payee), false) => format!("worked out for each {row}, and paid back by {payee}"),
        };
        parts.push(self.part("对象", "Whom", &whom));
        let asked: Vec<&Expr> = match award.requires.as_ref().map(|requires| (&requires.kind, requires)) {
            None => Vec::new(),
            Some((ExprKind::And(all), _)) if all.iter().any(|part| barred(part).is_some()) => all.iter().collect(),
            Some((_, one)) => vec![one],
        };
        let (exclusions, asked): (Vec<&Expr>, Vec<&Expr>) = asked.into_iter().partition(|part| barred(part).is_some());
        if !asked.is_empty() {
            let asked: Vec<String> =
                asked.iter().map(|asked| self.within(self.condition(asked, true), Hold::And)).collect();
            parts.push(self.part("条件", "Condition", &asked.join(self.say("，且", " and "))));
        }
        if !exclusions.is_empty() {
            let names: Vec<String> = exclusions
                .iter()
                .filter_map(|part| barred(part))
                .map(|define| self.quoted(&self.program.defines[define].name))
                .collect();
            let names = self.list(&names, ("或", "or"));
            let text = if self.zh() {
                format!("有{names}情形的不付")
            } else {
                format!("not paid where {names} applies")
            };
            parts.push(self.part("排除", "Exclusions", &text));
        }
        parts.push(self.part("金额", "Amount", &self.value(&award.amount).text));
        for exclude in &award.excludes {
            let other = self.quoted(&self.program.awards[exclude.award].name);
            let text = match (exclude.keep, self.zh()) {
                (Keep::Highest, true) => format!("与{other}不能兼得，取高的一项"),
                (Keep::First, true) => format!("与{other}不能兼得，取列在前面的一项"),
                (Keep::Highest, false) => format!("not paid beside {other}: the higher of the two is kept"),
                (Keep::First, false) => format!("not paid beside {other}: the one stated first is kept"),
            };
            parts.push(self.part("不兼得", "Not beside", &text));
        }
        if let Some(draw) = &award.draw {
            parts.push(self.part("预算", "Budget", &self.drawn(draw)));
        }
        if !award.instalments.is_empty() {
            let shares: Vec<String> = award
                .instalments
                .iter()
                .map(|instalment| {
                    let share = match instalment.part {
                        Share::Share(share) => {
                            self.figure(share, &Dimension::pure(), Written { rate: true, years: false })
                        }
                        Share::Amount(amount) => self.figure(amount, &Dimension::money(), Written::default()),
                        Share::Rest => self.say("其余", "the rest").to_owned(),
                    };
                    self.join(&self.quoted(&instalment.name), &share)
                })
                .collect();
            parts.push(self.part("分期", "Instalments", &shares.join(self.say("，", ", "))));
        }
        parts
    }

    fn drawn(self, draw: &Draw) -> String {
        let name = self.quoted(&self.program.budgets[draw.budget].name);
        let shortage = match draw.shortage {
            Shortage::MustFit => {
                self.say("合计不得超过预算，一笔也不减", "in all no more than the budget; nothing is cut")
            }
            Shortage::CutLast => self.say(
                "钱不够时，最后够到的一笔付余额，后面的不付",
                "when the money runs short, the last in reach gets what is left, and later ones nothing",
            ),
            Shortage::Skip => self.say(
                "钱不够付的一笔跳过，后面够付的照付",
                "who does not fit is skipped, and later ones that fit are paid",
            ),
            Shortage::Stop => {
                self.say("从第一笔钱不够付的起，都不付", "from the first that does not fit on nobody is paid")
            }
            Shortage::ProRata(OddFen::LargestRemainder) => self.say(
                "钱不够时，都按同一比例减少，尾差按最大余数补足",
                "when the money runs short, all are cut by one factor, and odd cents go to the largest remainders",
            ),
            Shortage::ProRata(OddFen::Kept) => self.say(
                "钱不够时，都按同一比例减少，尾差留在预算里",
                "when the money runs short, all are cut by one factor, and odd cents stay in the budget",
            ),
        };
        let order = self.order(&draw.order);
        match (order.is_empty(), self.zh()) {
            (true, true) => format!("从{name}支付，{shortage}"),
            (false, true) => format!("从{name}支付，先后按{order}；{shortage}"),
            (true, false) => format!("paid out of {name}; {shortage}"),
            (false, false) => format!("paid out of {name}, in the order of {order}; {shortage}"),
        }
    }

    /// What a ceiling says, as a sentence.
    pub fn cap(self, cap: &Cap) -> String {
        let awards: Vec<String> =
            cap.awards.iter().map(|award| self.quoted(&self.program.awards[*award].name)).collect();
        let several = awards.len() > 1;
        let (awards, limit) = (self.list(&awards, ("和", "and")), self.value(&cap.limit).text);
        let whole = match &cap.scope {
            CapScope::Each(record) if self.zh() => format!("对每个{}", self.row(*record)),
            CapScope::Each(record) => format!("for each {}", self.row(*record)),
            CapScope::EachGroup { record, keys } if self.zh() => format!("在{}内", self.group(*record, keys)),
            CapScope::EachGroup { record, keys } => format!("within {}", self.group(*record, keys)),
            CapScope::Whole(record) if self.zh() => format!("所有{}", self.rows(*record)),
            CapScope::Whole(record) => format!("for all {} together", self.rows(*record)),
        };
        let order = self.order(&cap.order);
        let text = if self.zh() {
            let together = if several { "合计" } else { "" };
            let mut text = format!("{whole}，{awards}{together}不超过{}，超过的部分不付", self.blank_before(&limit));
            if several {
                text.push_str("，先减列在后面的");
            }
            if !order.is_empty() {
                text.push_str(&format!("；同一项内先后按{order}，排在后面的先减"));
            }
            text
        } else {
            let together = if several { " together come" } else { " comes" };
            let mut text = format!("{whole}, {awards}{together} to at most {limit}; what is above is not paid");
            if several {
                text.push_str(", and the one named last is cut first");
            }
            if !order.is_empty() {
                text.push_str(&format!("; within one, in the order of {order}, the last are cut first"));
            }
            text
        };
        self.sentence(&text)
    }

    /// What an allocation says, part by part.
    pub fn allocation(self, allocation: &Allocation) -> Vec<Part> {
        let row = self.row(allocation.record);
        let total = self.value(&allocation.total).text;
        let mut parts = vec![
            if self.zh() {
                self.part("总量", "Total", &format!("把{}分给每个{row}", self.blank_before(&total)))
            } else {
                self.part("总量", "Total", &format!("{total} is divided among the {}", self.rows(allocation.record)))
            },
            self.part("权重", "Weight", &self.value(&allocation.weight).text),
        ];
        let step = match &allocation.total.ty {
            guiju_program::Type::Number(dimension) => self.figure(allocation.step, dimension, Written::default()),
            _ => number::digits(&guiju_evaluator::Exact::from(allocation.step), 4),
        };
        let rounding = match (allocation.method, self.zh()) {
            (AllocationMethod::LargestRemainder, true) => format!("每份为 {step} 的整数倍，余下的按最大余数逐份补足"),
            (AllocationMethod::Down, true) => format!("每份舍去到 {step} 的整数倍，余下的不分"),
            (AllocationMethod::LargestRemainder, false) => {
                format!("parts are multiples of {step}; what is left over goes to the largest remainders")
            }
            (AllocationMethod::Down, false) => {
                format!("parts are rounded down to multiples of {step}; the rest stays undivided")
            }
        };
        parts.push(self.part("取整", "Rounding", &rounding));
        if let Some(least) = &allocation.least {
            parts.push(self.part("最少", "Least", &self.value(least).text));
        }
        if let Some(most) = &allocation.most {
            parts.push(self.part("最多", "Most", &self.value(most).text));
        }
        if !allocation.order.is_empty() {
            parts.push(self.part("次序", "Order", &self.order(&allocation.order)));
        }
        parts
    }

    /// The figure of a table's column, in its unit.
    pub fn column_figure(self, value: Decimal, unit: &guiju_program::unit::Unit) -> String {
        self.figure(value, &unit.dimension, Written::of(&unit.text))
    }

    /// The amount of a budget.
    pub fn amount(self, amount: Decimal) -> String {
        self.figure(amount, &Dimension::money(), Written::default())
    }
}
