//! Expressions and conditions: operators folded by how tightly they bind.
//!
//! One function serves all expressions, boolean or numeric: types are told apart by the checker. Operators of values are
//! folded in one loop with binding powers; the looser ones (comparisons, 非, 且 and 或, 除非, 当) have a function each,
//! because their mistakes have messages of their own.

use guiju_program::source::Span;

use super::cursor::{Cursor, Lost, NESTING, Step, VALUE};
use super::token::{Kind, Sign, Token};
use crate::ast::{BinaryOp, Expr, ExprKind};
use crate::syntax_message as message;
use crate::words::Word;

/// An expression, and how high its tree is: whoever walks a tree may recurse, so height is limited like nesting.
pub(super) struct Tree {
    pub(super) expr: Expr,
    pub(super) height: usize,
}

/// How high a tree may be. More than the nesting, since each bracket holds several operators.
const HEIGHT: usize = 2 * NESTING;

/// The operators of values by binding power; the higher binds tighter.
const LOOSEST: u8 = 1;

fn binding(token: &Token<'_>) -> Option<(u8, Option<BinaryOp>)> {
    Some(match (token.kind, token.word) {
        (_, Some(Word::CappedAt)) => (1, Some(BinaryOp::CappedAt)),
        (_, Some(Word::FlooredAt)) => (1, Some(BinaryOp::FlooredAt)),
        // Which change it is, the word behind the base says.
        (_, Some(Word::Versus)) => (2, None),
        (_, Some(Word::Since)) => (2, Some(BinaryOp::Since)),
        (Kind::Sign(Sign::Plus), _) => (3, Some(BinaryOp::Add)),
        (Kind::Sign(Sign::Minus), _) => (3, Some(BinaryOp::Subtract)),
        (Kind::Sign(Sign::Times), _) => (4, Some(BinaryOp::Multiply)),
        (Kind::Sign(Sign::Slash | Sign::Divide), _) => (4, Some(BinaryOp::Divide)),
        (_, Some(Word::PerFull)) => (4, Some(BinaryOp::PerFull)),
        _ => return None,
    })
}

impl<'t> Cursor<'t, '_> {
    /// A whole expression.
    pub(super) fn expression(&mut self) -> Step<Expr> {
        self.tree().map(|tree| tree.expr)
    }

    /// One level of the tree above others, if it is not too high.
    pub(super) fn node(&mut self, kind: ExprKind, span: Span, below: usize) -> Step<Tree> {
        if below >= HEIGHT {
            self.report(message::too_deep(Span::new(span.source, span.start, span.start), HEIGHT));
            return Err(Lost);
        }
        Ok(Tree { expr: Expr { kind, span }, height: below + 1 })
    }

    pub(super) fn tree(&mut self) -> Step<Tree> {
        let start = self.start();
        if self.take_word(Word::When).is_some() {
            return self.nested(|cursor| cursor.when(start));
        }
        self.unless()
    }

    /// 当 A 则 x 否则 y, behind 当.
    fn when(&mut self, start: u32) -> Step<Tree> {
        let condition = self.unless()?;
        if self.take_word(Word::Then).is_none() {
            return Err(self.expected(("“则”", "`then`")));
        }
        let then = self.tree()?;
        let otherwise = match self.take_word(Word::Else) {
            Some(_) => Some(self.tree()?),
            None => None,
        };
        let below = condition.height.max(then.height).max(otherwise.as_ref().map_or(0, |tree| tree.height));
        let kind = ExprKind::When {
            condition: Box::new(condition.expr),
            then: Box::new(then.expr),
            otherwise: otherwise.map(|tree| Box::new(tree.expr)),
        };
        self.node(kind, self.since(start), below)
    }

    /// A 除非 B 依据 C.
    fn unless(&mut self) -> Step<Tree> {
        let start = self.start();
        let mut body = self.joined()?;
        while self.take_word(Word::Unless).is_some() {
            let exception = self.joined()?;
            let mut cites = Vec::new();
            self.cites(&mut cites)?;
            let below = body.height.max(exception.height);
            let kind = ExprKind::Unless { body: Box::new(body.expr), exception: Box::new(exception.expr), cites };
            body = self.node(kind, self.since(start), below)?;
        }
        Ok(body)
    }

    /// 且 and 或, which do not mix.
    fn joined(&mut self) -> Step<Tree> {
        let start = self.start();
        let first = self.negated()?;
        let mut all = vec![first];
        let mut joints: Vec<Token<'t>> = Vec::new();
        while let Some(joint) = self.peek().filter(|token| matches!(token.word, Some(Word::And | Word::Or))) {
            self.advance();
            joints.push(joint);
            all.push(self.negated()?);
        }
        let Some(joint) = joints.first() else {
            return all.pop().ok_or(Lost);
        };
        let span = self.since(start);
        if let Some(other) = joints.iter().find(|other| other.word != joint.word) {
            let tight = self.reading(&all, &joints, Word::And);
            let loose = self.reading(&all, &joints, Word::Or);
            let place = self.span_of(other);
            self.report(message::mixed_and_or(place, &tight, &loose));
        }
        let below = all.iter().map(|tree| tree.height).max().unwrap_or(0);
        let parts = all.into_iter().map(|tree| tree.expr).collect();
        let kind = if joint.word == Some(Word::And) { ExprKind::And(parts) } else { ExprKind::Or(parts) };
        self.node(kind, span, below)
    }

    /// The text with brackets around what `tight` joins.
    fn reading(&self, all: &[Tree], joints: &[Token<'t>], tight: Word) -> String {
        // Help that fills the screen helps nobody.
        const MOST: usize = 6;
        let mut reading = String::new();
        let mut open = false;
        for (index, tree) in all.iter().enumerate().take(MOST) {
            let tight_before =
                index.checked_sub(1).and_then(|before| joints.get(before)).map(|joint| joint.word == Some(tight));
            let tight_behind = joints.get(index).is_some_and(|joint| joint.word == Some(tight));
            if let Some(joint) = index.checked_sub(1).and_then(|before| joints.get(before)) {
                reading.push_str(&format!(" {} ", joint.text));
            }
            if tight_behind && tight_before != Some(true) {
                reading.push('(');
                open = true;
            }
            reading.push_str(&message::shown(self.text_at(tree.expr.span)));
            if open && !tight_behind {
                reading.push(')');
                open = false;
            }
        }
        if all.len() > MOST {
            reading.push_str(" …");
        }
        reading
    }

    /// 非 covers the comparison behind it.
    fn negated(&mut self) -> Step<Tree> {
        let start = self.start();
        if self.take_word(Word::Not).is_none() {
            return self.comparison();
        }
        let inner = self.nested(Self::negated)?;
        let below = inner.height;
        self.node(ExprKind::Not(Box::new(inner.expr)), self.since(start), below)
    }

    /// Values joined by operators that bind at least so tightly.
    pub(super) fn value(&mut self) -> Step<Tree> {
        self.operators(LOOSEST)
    }

    fn operators(&mut self, least: u8) -> Step<Tree> {
        let start = self.start();
        let mut left = self.prefixed()?;
        while let Some(token) = self.peek() {
            let Some((power, op)) = binding(&token).filter(|(power, _)| *power >= least) else {
                break;
            };
            let mut word = self.span_of(&token);
            let before = self.behind().end;
            self.advance();
            if token.kind == Kind::Sign(Sign::Slash) && before == token.start && self.start() == token.end {
                self.report(message::division_spaces(word));
            }
            let right = self.nested(|cursor| cursor.operators(power + 1))?;
            let op = match op {
                Some(op) => op,
                None => {
                    let (op, change) = self.change()?;
                    word = change;
                    op
                }
            };
            let below = left.height.max(right.height);
            let kind = ExprKind::Binary { op, left: Box::new(left.expr), right: Box::new(right.expr), word };
            left = self.node(kind, self.since(start), below)?;
        }
        Ok(left)
    }

    /// 增长, 下降, 增加 or 减少 behind what is compared with.
    fn change(&mut self) -> Step<(BinaryOp, Span)> {
        let Some(token) = self.peek() else {
            return Err(self.expected(CHANGE));
        };
        let Some(Word::Change(op)) = token.word else {
            return Err(self.expected(CHANGE));
        };
        self.advance();
        Ok((op, self.span_of(&token)))
    }

    /// − X, 有 X, X 若无 Y.
    fn prefixed(&mut self) -> Step<Tree> {
        let start = self.start();
        if self.take_sign(Sign::Minus).is_some() {
            let inner = self.nested(Self::prefixed)?;
            let below = inner.height;
            return self.node(ExprKind::Negate(Box::new(inner.expr)), self.since(start), below);
        }
        if self.take_word(Word::Has).is_some() {
            let inner = self.nested(Self::prefixed)?;
            let below = inner.height;
            return self.node(ExprKind::Has(Box::new(inner.expr)), self.since(start), below);
        }
        let mut value = self.operand()?;
        while self.take_word(Word::Default).is_some() {
            let default = self.nested(Self::prefixed)?;
            let below = value.height.max(default.height);
            let kind = ExprKind::Default { value: Box::new(value.expr), default: Box::new(default.expr) };
            value = self.node(kind, self.since(start), below)?;
        }
        Ok(value)
    }

    /// Whether an operand starts here, rather than an operator or nothing.
    pub(super) fn starts_operand(&self) -> bool {
        let Some(token) = self.peek() else {
            return false;
        };
        match token.kind {
            Kind::Sign(sign) => sign == Sign::RoundOpen,
            Kind::Name => !token.word.is_some_and(Word::is_reserved) || token.word == Some(Word::Whole),
            _ => true,
        }
    }

    /// What an operand may be, when it is none.
    pub(super) fn no_operand(&mut self) -> Lost {
        match self.peek() {
            Some(token) if token.word.is_some_and(Word::is_reserved) => {
                let span = self.span_of(&token);
                self.report(message::reserved(span, token.text, false));
                Lost
            }
            _ => self.expected(VALUE),
        }
    }
}

const CHANGE: super::cursor::Expected = ("增长、下降、增加 或 减少", "grows, falls, rises or drops");
