//! The work that is measured: recipients of a live-commerce programme with twelve months of sales each, of any number,
//! from a seed; and the same decided by hand.

pub mod hand;
pub mod rules;

use guiju_evaluator::{Facts, FactsBuilder};
use guiju_program::schema::FieldId;
use guiju_program::value::{Cell, Value, YearMonth};
use guiju_program::{Decimal, Program};

/// The policy of the work.
pub const POLICY: &str = include_str!("../policy/work.gj");

/// How many months each recipient has.
pub const MONTHS: usize = 12;

/// The 13 cities.
pub const CITIES: [&str; 13] = [
    "哈尔滨",
    "齐齐哈尔",
    "牡丹江",
    "佳木斯",
    "大庆",
    "鸡西",
    "双鸭山",
    "伊春",
    "七台河",
    "鹤岗",
    "黑河",
    "绥化",
    "大兴安岭",
];

/// The kinds of recipients; the first is the one of the quota.
pub const KINDS: [&str; 4] = ["限上", "特产", "合作社", "个体"];

/// Recipients in columns, as a hand-written program would hold them. Money is in fen, hours in hundredths.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Index into [`CITIES`].
    pub city: Vec<u8>,
    /// Index into [`KINDS`].
    pub kind: Vec<u8>,
    /// Whether the store is new.
    pub new_store: Vec<bool>,
    /// Hours of live streaming, in hundredths.
    pub hours: Vec<i64>,
    /// Short videos.
    pub videos: Vec<i64>,
    /// Months of service.
    pub service: Vec<i64>,
    /// Subsidy in fen.
    pub subsidy: Vec<i64>,
    /// Whether the city inspected.
    pub inspected: Vec<bool>,
    /// Sales in fen, [`MONTHS`] a recipient.
    pub sales: Vec<i64>,
    /// Sales of the same month last year in fen.
    pub last_year: Vec<i64>,
}

/// A generator of numbers (splitmix64).
pub struct Random(u64);

impl Random {
    /// The same numbers for the same seed, on every machine.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n`.
    pub const fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((z >> 1) % (n as u64)) as i64
    }
}

impl Columns {
    /// So many recipients; of about 10 in 13 every condition but the sales holds, and many lie on a bound.
    pub fn generate(recipients: usize, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut columns = Self::default();
        for _ in 0..recipients {
            columns.city.push(u8::try_from(random.below(13)).unwrap_or(0));
            columns.kind.push(u8::try_from(random.below(4)).unwrap_or(0));
            columns.new_store.push(random.below(2) == 0);
            columns.hours.push(5_900 + random.below(12) * 100);
            columns.videos.push(19 + random.below(12));
            columns.service.push(5 + random.below(6));
            columns.subsidy.push(2_270_000 - random.below(2) * 20_000);
            columns.inspected.push(random.below(5) == 0);
            for _ in 0..MONTHS {
                let before = 30_000_000 + random.below(40_000_000) / 5 * 5;
                // A third exactly on growth by 20 per cent, a third a fen beside it.
                let sales = match random.below(3) {
                    0 => before / 5 * 6,
                    1 => before / 5 * 6 - 1,
                    _ => 5_000_000 + random.below(60_000_000),
                };
                columns.sales.push(sales);
                columns.last_year.push(before);
            }
        }
        columns
    }

    /// How many recipients there are.
    pub const fn len(&self) -> usize {
        self.city.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.city.is_empty()
    }

    /// The same as facts for the policy [`POLICY`].
    ///
    /// # Errors
    /// A text, should the policy not have the tables of the work.
    pub fn facts(&self, program: &Program) -> Result<Facts, String> {
        let (recipient, _) = program.record("服务对象").ok_or("no table 服务对象")?;
        let (month, _) = program.record("月度销售").ok_or("no table 月度销售")?;
        let mut builder = FactsBuilder::new(program);
        let number = |value: i64, scale: u32| Cell::Known(Value::Number(Decimal::new(value, scale)));
        let field = |index: u32, cell: Cell| (FieldId(index), cell);
        let flag = |yes: bool| Cell::Known(Value::YesNo(yes));
        let text = |text: &str| Cell::Known(Value::Text(text.to_owned()));
        let months = self.sales.chunks(MONTHS).zip(self.last_year.chunks(MONTHS));
        let rows = self.city.iter().zip(&self.kind).zip(&self.new_store).zip(&self.hours).zip(&self.videos);
        let rows = rows.zip(&self.service).zip(&self.subsidy).zip(&self.inspected).zip(months).enumerate();
        for (index, ((((((((city, kind), new), hours), videos), service), subsidy), inspected), months)) in rows {
            let key = format!("R{index:08}");
            builder.push_row(
                recipient,
                None,
                &[
                    field(0, text(&key)),
                    field(1, text(CITIES.get(*city as usize).copied().unwrap_or_default())),
                    field(2, text(KINDS.get(*kind as usize).copied().unwrap_or_default())),
                    field(3, flag(*new)),
                    field(4, number(*hours, 2)),
                    field(5, number(*videos, 0)),
                    field(6, number(*service, 0)),
                    field(7, number(*subsidy, 2)),
                    field(8, flag(*inspected)),
                ],
            );
            for (at, (sales, before)) in months.0.iter().zip(months.1).enumerate() {
                let Some(calendar) = i8::try_from(at + 1).ok().and_then(|at| YearMonth::new(2023, at)) else {
                    continue;
                };
                builder.push_row(
                    month,
                    Some(&key),
                    &[
                        field(0, Cell::Known(Value::Month(calendar))),
                        field(1, number(*sales, 2)),
                        field(2, number(*before, 2)),
                    ],
                );
            }
        }
        builder.build().map_err(|errors| format!("{errors:?}"))
    }
}
