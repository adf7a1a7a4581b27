//! Tables of figures, and looking them up.

use guiju_program::civil::Date;

use super::cursor::{BLOCK, Cursor, NAME, Step};
use super::expression::Tree;
use super::rows::Layout;
use super::token::{Kind, Sign, Token};
use super::uses::Role;
use crate::ast::{Cell, CellKind, CellValue, ExprKind, KeyType, Lookup, Table, TableColumn, TableKey, TableRow};
use crate::syntax_message as message;
use crate::words::Word;

const UNIT: super::cursor::Expected = ("单位（如 万元）", "a unit (such as yuan)");
const CELL: super::cursor::Expected = ("一格（取值、一档、其余 或 任意）", "a cell (values, a band, other or any)");

impl<'t> Cursor<'t, '_> {
    /// 表 table
    pub(super) fn table(&mut self) -> Step<Table> {
        let name = self.declared()?;
        let mut table = Table {
            name,
            keys: Vec::new(),
            columns: Vec::new(),
            cites: Vec::new(),
            reviewed_until: None,
            rows: Vec::new(),
        };
        while let Some(token) = self.peek() {
            let twice = match token.word {
                Some(Word::By) => {
                    self.advance();
                    let keys = self.list(Self::table_key)?;
                    !std::mem::replace(&mut table.keys, keys).is_empty()
                }
                Some(Word::Gives) => {
                    self.advance();
                    let columns = self.list(Self::table_column)?;
                    !std::mem::replace(&mut table.columns, columns).is_empty()
                }
                _ => {
                    if self.cites(&mut table.cites)? || self.reviewed_until(&mut table.reviewed_until)? {
                        continue;
                    }
                    break;
                }
            };
            if twice {
                let span = self.span_of(&token);
                self.report(message::given_twice(span, token.text));
            }
        }
        if table.keys.is_empty() {
            return Err(self.expected(("按 和查表所用的列", "by and what picks a row")));
        }
        if table.columns.is_empty() {
            return Err(self.expected(("得 和查出的列", "gives and the columns of figures")));
        }
        if self.sign() != Some(Sign::CurlyOpen) {
            return Err(self.expected(BLOCK));
        }
        let (from, to) = self.block()?;
        table.rows = self.each_row(from, to, Layout::Bands, Self::table_row);
        self.at = to + 1;
        Ok(table)
    }

    /// `复核至 2023-12-31`, if it stands here.
    pub(super) fn reviewed_until(&mut self, until: &mut Option<Date>) -> Step<bool> {
        let Some(token) = self.take_word(Word::ReviewedUntil) else {
            return Ok(false);
        };
        let span = self.span_of(&token);
        if until.replace(self.date()?).is_some() {
            self.report(message::given_twice(span, token.text));
        }
        Ok(true)
    }

    /// `类型: 服务对象.类型`, `时长: 小时`, `服务对象.类型`
    fn table_key(&mut self) -> Step<TableKey> {
        let start = self.start();
        let (name, ty) = if self.is_kind(Kind::Path) {
            let path = self.path()?;
            let name = path.names.last().cloned().ok_or(super::cursor::Lost)?;
            (name, KeyType::Field(path))
        } else {
            let name = self.name()?;
            self.colon()?;
            let ty = if self.is_kind(Kind::Path) {
                KeyType::Field(self.path()?)
            } else {
                KeyType::Unit(self.unit_of(UNIT, Role::KeyType)?)
            };
            (name, ty)
        };
        let signed = self.take_word(Word::Signed).is_some();
        Ok(TableKey { name, ty, signed, span: self.since(start) })
    }

    /// `单价: 万元/户`, `万元/户`
    fn table_column(&mut self) -> Step<TableColumn> {
        let second = self.peek_second().map(|token| token.kind);
        let named = self.is_kind(Kind::Name) && matches!(second, Some(Kind::Sign(Sign::Colon) | Kind::Text));
        let name = if named {
            let name = self.declared()?;
            self.colon()?;
            Some(name)
        } else {
            None
        };
        Ok(TableColumn { name, unit: self.unit_of(UNIT, Role::KeyType)? })
    }

    /// `甲 或 乙, 不低于60小时: 2.27万元/户, 待定`
    fn table_row(&mut self) -> Step<TableRow> {
        let start = self.start();
        let colon = self.colon_ahead()?;
        let cells = self.within(self.at, colon, |cursor| cursor.list(Self::cell));
        let cells = cells.ok_or(super::cursor::Lost)?;
        self.colon()?;
        let values = self.list(|cursor| {
            if cursor.take_word(Word::Open).is_some() {
                return Ok(None);
            }
            cursor.expression().map(Some)
        })?;
        Ok(TableRow { cells, values, span: self.since(start) })
    }

    fn cell(&mut self) -> Step<Cell> {
        let start = self.start();
        let Some(token) = self.peek() else {
            return Err(self.expected(CELL));
        };
        let next = self.peek_second();
        let ends = next.is_none_or(|next| next.kind == Kind::Sign(Sign::Comma));
        let bounds = next
            .is_some_and(|next| matches!(next.word, Some(Word::OrMore | Word::OrLess | Word::OrWithin | Word::To)))
            || self.is_mark(self.at + 1);
        let value = match token.kind {
            Kind::Text => true,
            Kind::Name => !token.word.is_some_and(Word::is_reserved) && !bounds,
            _ => false,
        };
        let kind = match token.word {
            Some(Word::Any) if ends => {
                self.advance();
                CellKind::Any
            }
            Some(Word::Other) if ends => {
                self.advance();
                CellKind::Other
            }
            _ if value => CellKind::Values(self.cell_values()?),
            _ => CellKind::Limits(Box::new(self.limits()?)),
        };
        Ok(Cell { kind, span: self.since(start) })
    }

    /// Values with 或 between them.
    fn cell_values(&mut self) -> Step<Vec<CellValue>> {
        let mut values = Vec::new();
        loop {
            let Some(token) = self.peek() else {
                return Err(self.expected(NAME));
            };
            let span = self.span_of(&token);
            values.push(match (token.kind, token.word) {
                (Kind::Text, _) => CellValue::Text(self.text()?),
                (_, Some(word @ (Word::Yes | Word::No))) => {
                    self.advance();
                    self.note_last(Role::Value);
                    CellValue::YesNo(word == Word::Yes, span)
                }
                _ => CellValue::Name(self.name()?),
            });
            if self.take_word(Word::Or).is_none() {
                return Ok(values);
            }
        }
    }

    /// `补助标准[类型, 时长].上限`, behind the name.
    pub(super) fn lookup(&mut self, table: &Token<'t>) -> Step<Tree> {
        let table_name = if table.kind == Kind::Name {
            self.name_of(table)
        } else {
            let span = self.span_of(table);
            self.report(message::left_over(span, table.text, false));
            return Err(super::cursor::Lost);
        };
        let close = self.open()?;
        let mut below = 0;
        let keys = self.nested(|cursor| {
            cursor.list(|cursor| {
                let tree = cursor.tree()?;
                below = below.max(tree.height);
                Ok(tree.expr)
            })
        })?;
        self.closed(close)?;
        let dot =
            self.peek().filter(|token| token.kind == Kind::Sign(Sign::Unknown) && matches!(token.text, "." | "．"));
        let column = match dot {
            Some(_) => {
                self.advance();
                Some(self.name()?)
            }
            None => None,
        };
        let lookup = Lookup { table: table_name, keys, column };
        self.node(ExprKind::Lookup(Box::new(lookup)), self.since(table.start), below)
    }
}
