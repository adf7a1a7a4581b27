//! Random exclusions and claw-backs.

use guiju_program::arena::Id;
use guiju_program::award::{Award, AwardId, AwardKind};
use guiju_program::expr::{ArithmeticOp, RowPath, RowVar};
use guiju_program::rule::{Define, DefineId, Exclusion, Form, Rule, RuleId, RuleKind, Scope};
use guiju_program::schema::RecordId;
use guiju_program::{Expr, ExprKind, Span, Type};

use super::{Maker, Place, WHOLE, b, dec, e, pure};

fn condition(kind: ExprKind) -> Expr {
    e(kind, Type::Condition)
}

impl Maker<'_> {
    /// Bars some awards of a record; which is a definition, of which the rule comes [later](Self::exclusion_rules).
    pub(super) fn exclusion(&mut self, record: RecordId, awards: &[AwardId]) {
        let place = Place { current: Some(record), this: Some(record), defines: 2, criteria: 2, ..WHOLE };
        let expr = self.condition(place, 1);
        let define = self.program.defines.push(Define {
            name: format!("x{}", self.program.exclusions.len()).as_str().into(),
            record: Some(record),
            expr,
            cites: Vec::new(),
            span: Span::default(),
        });
        let all = self.random.chance(50);
        let barred: Vec<AwardId> = awards.iter().copied().filter(|_| all || self.random.chance(50)).collect();
        for award in &barred {
            let barred = condition(ExprKind::Define { row: Some(RowPath::new(RowVar::Current, record)), define });
            let either = condition(ExprKind::Or(vec![barred, condition(ExprKind::YesNo(false))]));
            let free = condition(ExprKind::Not(b(either)));
            let award = self.program.awards.find_mut(*award).unwrap();
            award.requires = Some(match award.requires.take() {
                Some(requires) => condition(ExprKind::And(vec![requires, free])),
                None => free,
            });
        }
        let awards = if all { Vec::new() } else { barred };
        self.program.exclusions.push(Exclusion { define, rule: RuleId::from_index(0), awards });
    }

    /// The rules that exclusions are.
    pub(super) fn exclusion_rules(&mut self) {
        for id in self.program.exclusions.ids().collect::<Vec<_>>() {
            let define = self.program.exclusions[id].define;
            let record = self.program.defines[define].record.unwrap();
            let rule = self.exclusion_rule(record, define);
            self.program.exclusions.find_mut(id).unwrap().rule = rule;
        }
    }

    fn exclusion_rule(&mut self, record: RecordId, define: DefineId) -> RuleId {
        let barred = condition(ExprKind::Define { row: Some(RowPath::new(RowVar::Current, record)), define });
        self.program.rules.push(Rule {
            name: self.program.defines[define].name.clone(),
            kind: RuleKind::Exclusion,
            scope: Scope::Each(record),
            expr: condition(ExprKind::Not(b(barred))),
            overrides: Vec::new(),
            form: Form::Condition,
            cites: Vec::new(),
            interpretations: Vec::new(),
            span: Span::default(),
        })
    }

    /// Half or all of what an award paid is paid back, by some.
    pub(super) fn clawback(&mut self, record: RecordId, award: AwardId) {
        let place = Place { current: Some(record), this: Some(record), defines: 2, criteria: 2, ..WHOLE };
        let paid = e(ExprKind::Award { row: RowPath::new(RowVar::Current, record), award }, pure());
        let share = e(ExprKind::Number(dec(self.random.pick(&["1", "0.5", "0.0365"]))), pure());
        let kind = ExprKind::Arithmetic { op: ArithmeticOp::Multiply, left: b(paid), right: b(share) };
        let (body, exception) = (self.condition(place, 0), self.condition(place, 0));
        let unless = ExprKind::Unless { body: b(body), exception: b(exception), cites: Vec::new() };
        let id = self.program.awards.push(Award {
            name: format!("a{}", self.program.awards.len()).as_str().into(),
            kind: AwardKind::Recovered,
            record,
            payee: None,
            requires: Some(condition(unless)),
            amount: e(kind, pure()),
            excludes: Vec::new(),
            draw: None,
            instalments: Vec::new(),
            cites: Vec::new(),
            interpretations: Vec::new(),
            span: Span::default(),
        });
        self.program.settlements.push(vec![id]);
    }
}
