//! A place in the words of an item, and the small steps that everything is parsed by.

use guiju_program::Diagnostic;
use guiju_program::source::{SourceId, Span};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::lex::path_names;
use super::token::{Kind, Sign, Token};
use super::uses::{Notes, Role};
use crate::ast::{Citation, Declared, Name, Path, Text};
use crate::message::typing;
use crate::syntax_message as message;
pub(super) use crate::syntax_message::Expected;
use crate::words::Word;

/// Says that a mistake was reported, and that what was being parsed is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lost;

/// What a step of parsing yields.
pub(super) type Step<T> = Result<T, Lost>;

/// How deep brackets and other things that hold each other may be.
pub(super) const NESTING: usize = 64;

pub(super) const NAME: Expected = ("名称", "a name");
pub(super) const TEXT: Expected = ("带引号的文字", "a text in quotes");
pub(super) const NUMBER: Expected = ("数", "a number");
pub(super) const DATE: Expected = ("日期（如 2023-03-01）", "a date (such as 2023-03-01)");
pub(super) const COLON: Expected = ("“:”", "`:`");
pub(super) const EQUALS: Expected = ("“=”", "`=`");
pub(super) const BLOCK: Expected = ("“{”", "`{`");
pub(super) const CLAUSE: Expected = ("条款（如 附件1.三）", "a clause (such as annex1.3)");
pub(super) const VALUE: Expected = ("值（数、名称、日期或括号）", "a value (a number, a name, a date or brackets)");

/// The words of an item and a place among them.
pub(super) struct Cursor<'t, 'd> {
    pub(super) source: SourceId,
    /// The whole file.
    pub(super) file: &'t str,
    pub(super) tokens: Vec<Token<'t>>,
    /// For a bracket, where its counterpart is; the index itself for all others.
    pub(super) partners: Vec<u32>,
    /// The next token.
    pub(super) at: usize,
    /// Where what is being parsed ends.
    pub(super) end: usize,
    /// How deep the brackets are here.
    pub(super) depth: usize,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    /// Where each citation stands.
    pub(super) citations: Vec<Span>,
    /// What each token was taken for, if that is wanted.
    pub(super) notes: Notes,
}

impl<'t, 'd> Cursor<'t, 'd> {
    pub(super) fn new(
        source: SourceId,
        file: &'t str,
        tokens: Vec<Token<'t>>,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        let end = tokens.len();
        let partners = partners(&tokens);
        Self {
            source,
            file,
            tokens,
            partners,
            at: 0,
            end,
            depth: 0,
            diagnostics,
            citations: Vec::new(),
            notes: Notes::default(),
        }
    }

    pub(super) fn token(&self, index: usize) -> Option<Token<'t>> {
        if index < self.end { self.tokens.get(index).copied() } else { None }
    }

    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.token(self.at)
    }

    pub(super) fn peek_second(&self) -> Option<Token<'t>> {
        self.token(self.at + 1)
    }

    pub(super) fn word(&self) -> Option<Word> {
        self.peek().and_then(|token| token.word)
    }

    pub(super) fn sign(&self) -> Option<Sign> {
        match self.peek()?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub(super) fn is_kind(&self, kind: Kind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    pub(super) fn previous(&self) -> Option<Token<'t>> {
        self.at.checked_sub(1).and_then(|index| self.tokens.get(index)).copied()
    }

    pub(super) fn advance(&mut self) {
        self.note(self.at, Role::Word);
        self.at += 1;
    }

    pub(super) fn take_word(&mut self, word: Word) -> Option<Token<'t>> {
        let token = self.peek().filter(|token| token.word == Some(word))?;
        self.advance();
        Some(token)
    }

    pub(super) fn take_sign(&mut self, sign: Sign) -> Option<Token<'t>> {
        let token = self.peek().filter(|token| token.kind == Kind::Sign(sign))?;
        self.advance();
        Some(token)
    }

    pub(super) fn take_kind(&mut self, kind: Kind) -> Option<Token<'t>> {
        let token = self.peek().filter(|token| token.kind == kind)?;
        self.advance();
        Some(token)
    }

    pub(super) fn span_of(&self, token: &Token<'_>) -> Span {
        Span::new(self.source, token.start, token.end)
    }

    /// The place behind the last token taken.
    pub(super) fn behind(&self) -> Span {
        let end = self.previous().map_or(0, |token| token.end);
        Span::new(self.source, end, end)
    }

    /// From that byte to the end of the last token taken.
    pub(super) fn since(&self, start: u32) -> Span {
        Span::new(self.source, start, self.behind().end.max(start))
    }

    /// Where the next token starts.
    pub(super) fn start(&self) -> u32 {
        self.peek().map_or_else(|| self.behind().end, |token| token.start)
    }

    pub(super) fn text_at(&self, span: Span) -> &'t str {
        self.file.get(span.range()).unwrap_or_default()
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports that something else was expected here.
    pub(super) fn expected(&mut self, expected: Expected) -> Lost {
        // What stands behind the name of an item may be the rest of that name.
        let behind_name = self.at == 2
            && self.tokens.first().and_then(|token| token.word).is_some_and(Word::starts_item)
            && self.is_whole_item();
        if let Some(found) = self.run_together_or_no_comma() {
            self.report(found);
            return Lost;
        }
        let diagnostic = match self.peek() {
            Some(token)
                if behind_name && !matches!(token.kind, Kind::Text) && !token.word.is_some_and(Word::is_reserved) =>
            {
                let (start, end) = (self.tokens.get(1).map_or(token.start, |name| name.start), token.end);
                let written = message::shown(self.text_at(Span::new(self.source, start, end)));
                let found = message::unexpected(self.span_of(&token), token.text, expected);
                let (zh, en) = expected;
                found.help(
                    format!("名称后面是{zh}；名称里若有空格、括号或别的符号，整个写在「」里，如「{written}…」"),
                    format!("behind the name stands {en}; a name with blanks, brackets or signs stands in back quotes, as in `{written}…`"),
                )
            }
            Some(token) => {
                let span = self.span_of(&token);
                match token.kind {
                    Kind::Sign(Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose) if self.is_stray() => {
                        message::stray_closing(span, token.text)
                    }
                    Kind::Sign(Sign::RoundOpen | Sign::SquareOpen) if expected.0.contains("“{”") => {
                        typing::brace_needed(span, token.text)
                    }
                    _ => message::unexpected(span, token.text, expected),
                }
            }
            None => {
                let before = self.previous().map(|token| token.text).unwrap_or_default();
                message::missing(self.behind(), before, expected)
            }
        };
        self.report(diagnostic);
        Lost
    }

    /// `依据第一条` without its blank, and a clause behind a clause.
    fn run_together_or_no_comma(&self) -> Option<Diagnostic> {
        let token = self.peek().filter(|token| token.word.is_none() && self.at > 1)?;
        let span = self.span_of(&token);
        let spaced = ["依据", "适用"].into_iter().find_map(|word| {
            let rest = token.text.strip_prefix(word).filter(|rest| token.kind == Kind::Name && !rest.is_empty())?;
            Some(format!("{word} {rest}"))
        });
        if let Some(spaced) = spaced {
            return Some(typing::run_together(span, token.text, &spaced));
        }
        let name = matches!(token.kind, Kind::Name | Kind::Number);
        (name && self.is_behind_clause()).then(|| typing::clauses_without_comma(span, token.text))
    }

    /// Whether 依据 and a clause stand directly before.
    fn is_behind_clause(&self) -> bool {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        for token in before.iter().rev().take(8) {
            match token.kind {
                _ if token.word == Some(Word::Cites) => return true,
                Kind::Name
                | Kind::Path
                | Kind::Number
                | Kind::Sign(Sign::Comma | Sign::RoundOpen | Sign::RoundClose) => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether the words of a whole item are read, rather than those of one of its rows.
    fn is_whole_item(&self) -> bool {
        self.end == self.tokens.len()
    }

    /// Whether the next token, a closing bracket, closes nothing.
    fn is_stray(&self) -> bool {
        self.partners.get(self.at).is_some_and(|partner| *partner as usize == self.at)
    }

    /// Reports what is left when a statement should end.
    pub(super) fn finish(&mut self) -> Step<()> {
        let Some(token) = self.peek() else {
            return Ok(());
        };
        let span = self.span_of(&token);
        let before = self.previous();
        let split = |name: Token<'t>| Some((name, crate::words::split_words(name.text)?));
        let plain = |name: &Token<'_>| matches!(name.kind, Kind::Name | Kind::Path) && name.word.is_none();
        let run_together = before.filter(plain).and_then(split).or_else(|| Some(token).filter(plain).and_then(split));
        if let Some((name, spaced)) = run_together {
            let place = self.span_of(&name);
            self.report(typing::run_together(place, name.text, &spaced));
            return Err(Lost);
        }
        let diagnostic = match token.kind {
            Kind::Sign(Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose) if self.is_stray() => {
                message::stray_closing(span, token.text)
            }
            _ if before.is_some_and(|before| before.kind == Kind::Sign(Sign::CurlyClose)) && token.new_line => {
                let brace = before.map_or(span, |before| self.span_of(&before));
                typing::behind_block(span, token.text, brace)
            }
            Kind::Number if before.is_some_and(|before| before.kind == Kind::Number) => {
                typing::two_numbers(span, token.text)
            }
            Kind::Sign(_) => message::left_over(span, token.text, false),
            _ if token.word == Some(Word::Where) => message::left_over(span, token.text, false).help(
                "其中 写在汇总的括号里，如 计数(服务对象 其中 达标)",
                "where stands in the brackets of an aggregate, as in count(recipient where qualified)",
            ),
            _ if matches!(token.word, Some(Word::Then | Word::Else)) => message::left_over(span, token.text, false)
                .help(
                    "则、否则 前面要有 当：当 条件 则 … 否则 …",
                    "then and else need a when before them: when condition then … else …",
                ),
            _ => message::left_over(span, token.text, token.word.is_none()),
        };
        self.report(diagnostic);
        Err(Lost)
    }

    /// Parses something one level deeper, if the limit allows.
    pub(super) fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        if self.depth >= NESTING {
            let span = self.peek().map_or_else(|| self.behind(), |token| self.span_of(&token));
            self.report(message::too_deep(span, NESTING));
            return Err(Lost);
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    /// Parses the tokens `from..to` alone, all of them; whatever happens, the place is `to` afterwards.
    pub(super) fn within<T>(&mut self, from: usize, to: usize, parse: impl FnOnce(&mut Self) -> Step<T>) -> Option<T> {
        let (end, depth) = (self.end, self.depth);
        self.at = from;
        self.end = to.min(end);
        let result = parse(self).and_then(|value| self.finish().map(|()| value));
        self.at = to.min(end);
        self.end = end;
        self.depth = depth;
        result.ok()
    }

    /// Takes an opening bracket: where its closing one stands. Reports one that is not closed.
    pub(super) fn open(&mut self) -> Step<usize> {
        let at = self.at;
        let close = self.partners.get(at).map_or(at, |close| *close as usize);
        let Some(token) = self.peek() else {
            return Err(self.expected(BLOCK));
        };
        if close <= at || close >= self.end {
            let closer = match token.kind {
                Kind::Sign(Sign::CurlyOpen) => ("}", "}"),
                Kind::Sign(Sign::SquareOpen) => ("]", "]"),
                _ => (")", ")"),
            };
            let span = self.span_of(&token);
            self.report(message::unclosed(span, token.text, closer));
            return Err(Lost);
        }
        self.advance();
        Ok(close)
    }

    // --- names -------------------------------------------------------------------------------------------------

    /// A name that is looked up or declared.
    pub(super) fn name(&mut self) -> Step<Name> {
        self.named(NAME)
    }

    pub(super) fn named(&mut self, expected: Expected) -> Step<Name> {
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Name) else {
            let lost = self.expected(expected);
            // `参数 2023名额`
            if self.is_kind(Kind::Number)
                && let Some(found) = self.diagnostics.last_mut()
            {
                *found = found.clone().help(
                    "名称不以数字开头；一定要这样写时放在「」里，如「2023名额」",
                    "a name does not start with a digit, unless it stands in back quotes",
                );
            }
            return Err(lost);
        };
        if token.word.is_some_and(Word::is_reserved) {
            // `规则 依据 第一条`: there is no name.
            if matches!(token.word, Some(Word::Cites | Word::For)) {
                return Err(self.expected(expected));
            }
            let span = self.span_of(&token);
            self.report(message::reserved(span, token.text, true));
            return Err(Lost);
        }
        self.advance();
        self.note_last(Role::Name);
        Ok(self.name_of(&token))
    }

    /// The name that a token spells.
    pub(super) fn name_of(&self, token: &Token<'t>) -> Name {
        let (text, start, end) = path_names(token).into_iter().next().unwrap_or((token.text, token.start, token.end));
        self.make_name(text, start, end)
    }

    pub(super) fn make_name(&self, text: &str, start: u32, end: u32) -> Name {
        Name { text: normal(text), span: Span::new(self.source, start, end) }
    }

    /// A name with its label.
    pub(super) fn declared(&mut self) -> Step<Declared> {
        let name = self.name()?;
        let label = self.take_kind(Kind::Text).map(|token| unquoted(token.text).to_owned());
        Ok(Declared { name, label })
    }

    /// A name, or names joined by dots.
    pub(super) fn path(&mut self) -> Step<Path> {
        let Some(token) = self.peek().filter(|token| matches!(token.kind, Kind::Name | Kind::Path)) else {
            return Err(self.expected(NAME));
        };
        if token.word.is_some_and(Word::is_reserved) {
            let span = self.span_of(&token);
            self.report(message::reserved(span, token.text, false));
            return Err(Lost);
        }
        self.advance();
        self.note_last(Role::Name);
        Ok(self.path_of(&token))
    }

    pub(super) fn path_of(&self, token: &Token<'t>) -> Path {
        let names = path_names(token);
        let names = names.into_iter().map(|(text, start, end)| self.make_name(text, start, end)).collect();
        Path { names, span: self.span_of(token) }
    }

    /// One or more, with commas between them.
    pub(super) fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Step<T>) -> Step<Vec<T>> {
        let mut all = vec![one(self)?];
        while self.take_sign(Sign::Comma).is_some() {
            all.push(one(self)?);
        }
        Ok(all)
    }

    pub(super) fn text(&mut self) -> Step<Text> {
        match self.take_kind(Kind::Text) {
            Some(token) => Ok(self.text_of(&token)),
            None => Err(self.expected(TEXT)),
        }
    }

    pub(super) fn text_of(&self, token: &Token<'t>) -> Text {
        Text { text: unquoted(token.text).to_owned(), span: self.span_of(token) }
    }

    // --- citations ---------------------------------------------------------------------------------------------

    /// The clauses behind 依据, if it stands here; added to those given before.
    pub(super) fn cites(&mut self, cites: &mut Vec<Citation>) -> Step<bool> {
        if self.take_word(Word::Cites).is_none() {
            return Ok(false);
        }
        cites.extend(self.list(Self::citation)?);
        Ok(true)
    }

    /// The path of a clause: all that touches, so that `第六条(一)` and `3.2` are clauses too.
    pub(super) fn citation(&mut self) -> Step<Citation> {
        let Some(first) = self.peek().filter(|token| matches!(token.kind, Kind::Name | Kind::Path | Kind::Number))
        else {
            return Err(self.expected(CLAUSE));
        };
        if first.word.is_some_and(Word::is_reserved) {
            return Err(self.expected(CLAUSE));
        }
        self.advance();
        self.note_last(Role::Name);
        let mut end = first.end;
        let mut depth = 0usize;
        while let Some(token) = self.peek().filter(|token| token.start == end) {
            match token.kind {
                Kind::Name | Kind::Path | Kind::Number => {}
                Kind::Sign(Sign::Minus | Sign::Unknown) => {}
                Kind::Sign(Sign::RoundOpen) => depth += 1,
                Kind::Sign(Sign::RoundClose) if depth > 0 => depth -= 1,
                _ => break,
            }
            end = token.end;
            self.advance();
            self.note_last(Role::Name);
        }
        let span = Span::new(self.source, first.start, end);
        self.citations.push(span);
        Ok(Citation { path: cited(self.text_at(span)), span })
    }
}

/// Where the counterpart of each bracket is. A closing brace ends whatever is open within its braces; what is
/// then not closed is its own partner.
fn partners(tokens: &[Token<'_>]) -> Vec<u32> {
    let mut partners: Vec<u32> = (0..tokens.len()).map(|index| u32::try_from(index).unwrap_or(u32::MAX)).collect();
    let mut open: Vec<(usize, Sign)> = Vec::new();
    // How many braces are open, so that a stray closing one costs no search.
    let mut braces = 0usize;
    for (index, token) in tokens.iter().enumerate() {
        let Kind::Sign(sign) = token.kind else {
            continue;
        };
        let opener = match sign {
            Sign::RoundOpen | Sign::SquareOpen | Sign::CurlyOpen => {
                braces += usize::from(sign == Sign::CurlyOpen);
                open.push((index, sign));
                continue;
            }
            Sign::RoundClose => Sign::RoundOpen,
            Sign::SquareClose => Sign::SquareOpen,
            Sign::CurlyClose => Sign::CurlyOpen,
            _ => continue,
        };
        if opener == Sign::CurlyOpen {
            if braces == 0 {
                continue;
            }
            while open.last().is_some_and(|(_, sign)| *sign != opener) {
                open.pop();
            }
            braces -= 1;
        }
        if open.last().is_some_and(|(_, sign)| *sign == opener)
            && let Some((opened, _)) = open.pop()
        {
            for (here, there) in [(opened, index), (index, opened)] {
                if let Some(partner) = partners.get_mut(here) {
                    *partner = u32::try_from(there).unwrap_or(u32::MAX);
                }
            }
        }
    }
    partners
}

/// A text without its quotes; an unclosed one has only the first.
pub(super) fn unquoted(text: &str) -> &str {
    let proper = text.starts_with('"') && text.ends_with('"') || text.starts_with('“') && text.ends_with('”');
    let quotes = ['"', '“', '”', '\'', '‘', '’', '《', '》'];
    if !proper && text.chars().count() > 1 && text.starts_with(quotes) && text.ends_with(quotes) {
        return crate::message::typing::inside_odd_quotes(text);
    }
    if let Some(inner) = text.strip_prefix('“') {
        inner.strip_suffix('”').unwrap_or(inner)
    } else {
        let inner = text.strip_prefix('"').unwrap_or(text);
        inner.strip_suffix('"').unwrap_or(inner)
    }
}

/// The path of a clause from how it is written: without quotes around its names.
pub(crate) fn cited(written: &str) -> String {
    let path: String = written.chars().filter(|c| !matches!(c, '「' | '」' | '`')).collect();
    normal(&path)
}

/// A name in normal form C. Most names are made of letters that are in that form by themselves.
fn normal(text: &str) -> String {
    if let Some(text) = crate::residue::without_invisible(text) {
        return text.nfc().collect();
    }
    let plain = text.chars().all(|c| c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c));
    if plain || is_nfc_quick(text.chars()) == IsNormalized::Yes { text.to_owned() } else { text.nfc().collect() }
}
