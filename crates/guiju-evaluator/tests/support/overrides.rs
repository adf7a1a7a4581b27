//! Random exceptions among rules: chains, so that no two are in conflict.

use guiju_program::rule::RuleId;
use guiju_program::{Expr, ExprKind, Span, Type};

use super::{Maker, b, e};

impl Maker<'_> {
    /// Lets rules of one scope override each other, some of the time: each the one before it.
    pub(super) fn overrides(&mut self) {
        if self.random.chance(40) {
            return;
        }
        let ids: Vec<RuleId> = self.program.rules.ids().collect();
        // The last rule comes first: what is written into one holds what was written into those above it.
        for (at, rule) in ids.iter().enumerate().rev() {
            let scope = self.program.rules[*rule].scope.clone();
            let above = ids.iter().skip(at + 1).copied().find(|other| self.program.rules[*other].scope == scope);
            let Some(above) = above.filter(|_| self.random.chance(80)) else {
                continue;
            };
            let exception: Expr = self.program.rules[above].expr.clone();
            let exception = e(ExprKind::Applies(b(exception)), Type::Condition);
            self.program.rules.find_mut(above).unwrap().overrides.push(*rule);
            let slot = self.program.rules.find_mut(*rule).unwrap();
            let body =
                std::mem::replace(&mut slot.expr, Expr::new(ExprKind::YesNo(true), Type::Condition, Span::default()));
            slot.expr =
                e(ExprKind::Unless { body: b(body), exception: b(exception), cites: Vec::new() }, Type::Condition);
        }
    }
}
