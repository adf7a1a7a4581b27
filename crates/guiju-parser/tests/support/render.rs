//! Pieces of policy text, written out in one of their spellings with whatever blanks, breaks and comments are allowed.

/// A number that follows from the seed.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

#[derive(Clone, Debug)]
pub enum Piece {
    /// A word in both spellings.
    Word(&'static str, &'static str),
    /// A comparison word: a number may touch it in Chinese.
    Compare(&'static str, &'static str),
    /// A unit or a multiplier behind a number, which may touch it.
    Unit(&'static str, &'static str),
    /// 以上 and its like, which may touch a unit in Chinese.
    Bound(&'static str, &'static str),
    Name(String),
    /// A path in one spelling or the other.
    This(String),
    Number(String),
    Date(&'static str),
    Text(String),
    /// A sign that may touch both sides.
    Sign(&'static str),
    /// An operator, with blanks around it.
    Operator(&'static str),
    /// Where a line may be broken.
    Break,
    /// The end of a row; a line or a semicolon.
    Row,
    /// The end of a line.
    Line,
    /// The end of an item.
    End,
}

const WIDE: &[(&str, &str)] = &[
    (":", "："),
    (",", "，"),
    (",", "、"),
    (";", "；"),
    ("(", "（"),
    (")", "）"),
    ("{", "｛"),
    ("}", "｝"),
    ("[", "【"),
    ("]", "】"),
    ("%", "％"),
    ("=", "＝"),
    ("+", "＋"),
    ("-", "－"),
    ("*", "×"),
    (">=", "≥"),
    ("<=", "≤"),
    ("!=", "≠"),
];

const COMMENTS: &[&str] =
    &["# 且 至少 at least", "#", "＃ “引号” {括号", "# \"open 规则 甲: 3元", "#无", "#  two  blanks  "];

/// How much of the text is Chinese, of four.
pub fn text(pieces: &[Piece], chinese: usize, random: &mut Random) -> String {
    let end = if random.one_in(4) { "\r\n" } else { "\n" };
    let mut out = String::from(if random.one_in(8) { "\u{feff}" } else { "" });
    // Whether a blank must stand before the next piece that is no sign.
    let mut apart = false;
    let mut before = &Piece::Line;
    for piece in pieces {
        let zh = random.below(4) < chinese;
        let (written, is_sign): (String, bool) = match piece {
            Piece::Word(a, b) | Piece::Compare(a, b) | Piece::Unit(a, b) | Piece::Bound(a, b) => {
                let word = if zh { *a } else { *b };
                (if random.one_in(4) { word.replace(' ', "   ") } else { word.to_owned() }, false)
            }
            Piece::This(rest) => (format!("{}.{rest}", if zh { "本" } else { "this" }), false),
            Piece::Name(name) => (name.clone(), false),
            Piece::Number(number) => (number.clone(), false),
            Piece::Date(date) => ((*date).to_owned(), false),
            Piece::Text(text) if random.one_in(3) => (format!("“{text}”"), false),
            Piece::Text(text) => (format!("\"{text}\""), false),
            Piece::Sign(sign) | Piece::Operator(sign) => {
                let wide: Vec<&str> = WIDE.iter().filter(|(narrow, _)| narrow == sign).map(|(_, wide)| *wide).collect();
                let wide = random.one_in(3).then(|| wide.first().map(|_| random.pick(&wide))).flatten();
                (wide.unwrap_or(sign).to_owned(), true)
            }
            Piece::Break if random.one_in(12) => {
                line_end(&mut out, end, random);
                out.push_str(&" ".repeat(1 + random.below(6)));
                (apart, before) = (false, piece);
                continue;
            }
            Piece::Break => continue,
            Piece::Row if random.one_in(3) => {
                out.push_str(if random.one_in(2) { " ; " } else { "；" });
                (apart, before) = (false, piece);
                continue;
            }
            Piece::Row | Piece::Line | Piece::End => {
                line_end(&mut out, end, random);
                while random.one_in(5) {
                    let comment = if random.one_in(2) { random.pick(COMMENTS) } else { "" };
                    out.push_str(&" ".repeat(random.below(3)));
                    out.push_str(comment);
                    out.push_str(end);
                }
                if !matches!(piece, Piece::End) {
                    out.push_str(&" ".repeat(random.below(5)));
                }
                (apart, before) = (false, piece);
                continue;
            }
        };
        let chinese_word = !written.is_ascii();
        let touches = match (before, piece) {
            (Piece::Number(_), Piece::Unit(..)) => true,
            (Piece::Compare(..), Piece::Number(_)) => !out.ends_with(|c: char| c.is_ascii()),
            (Piece::Unit(..), Piece::Bound(..)) => chinese_word && !out.ends_with(|c: char| c.is_ascii()),
            _ => false,
        };
        let operator = |piece: &Piece| matches!(piece, Piece::Operator(_));
        let needed = (apart && !is_sign && !(touches && random.one_in(2))) || operator(piece) || operator(before);
        if needed || (!touches && random.one_in(3)) && !matches!((before, piece), (Piece::Line | Piece::End, _)) {
            out.push_str(random.pick(&[" ", " ", " ", "  ", "\t", "\u{3000}", "   "]));
        }
        out.push_str(&written);
        (apart, before) = (!is_sign, piece);
    }
    out
}

fn line_end(out: &mut String, end: &str, random: &mut Random) {
    if random.one_in(6) {
        out.push_str(&" ".repeat(random.below(4)));
        out.push_str(random.pick(COMMENTS));
    }
    out.push_str(end);
}
