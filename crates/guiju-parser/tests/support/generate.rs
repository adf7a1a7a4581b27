//! Random policies whose names and units fit together as a rule.

use super::render::{Piece, Random};

/// Names that look like words of the language, quoted ones, and usual ones.
const NAMES: &[&str] = &[
    "说明",
    "规范",
    "年度",
    "year",
    "month",
    "day",
    "note",
    "text",
    "count",
    "open",
    "met",
    "total",
    "amount",
    "金额",
    "条件",
    "天数",
    "unit",
    "数",
    "月",
    "h",
    "none",
    "「非 名」",
    "`at least`",
    "「且」",
    "店1",
    "名_2",
    "Σ",
    "日期",
    "hours",
    "期望",
    "如",
    "first_day",
    "status",
    "计",
    "键",
    "rest",
    "其余",
    "any",
    "down",
    "left",
    "优先",
    "yesno",
    "rule",
    "规则",
];

pub struct Generator {
    pub random: Random,
    pub pieces: Vec<Piece>,
    used: Vec<String>,
    counter: usize,
    /// Fields of the record 店, by what they hold.
    money: Vec<String>,
    hours: Vec<String>,
    flags: Vec<String>,
    dates: Vec<String>,
    listed: String,
    values: [&'static str; 3],
    awards: Vec<String>,
    rules: Vec<String>,
    depth: usize,
}

macro_rules! words {
    ($self:ident, $($zh:literal $en:literal),+) => {{ $($self.word($zh, $en);)+ }};
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            pieces: Vec::new(),
            used: Vec::new(),
            counter: 0,
            money: Vec::new(),
            hours: Vec::new(),
            flags: Vec::new(),
            dates: Vec::new(),
            listed: String::new(),
            values: ["甲", "乙", "丙"],
            awards: Vec::new(),
            rules: Vec::new(),
            depth: 0,
        }
    }

    fn word(&mut self, zh: &'static str, en: &'static str) {
        self.pieces.push(Piece::Word(zh, en));
    }

    fn sign(&mut self, sign: &'static str) {
        self.pieces.push(Piece::Sign(sign));
    }

    fn name(&mut self, name: &str) {
        self.pieces.push(Piece::Name(name.to_owned()));
    }

    fn end(&mut self) {
        self.pieces.push(Piece::End);
    }

    fn row(&mut self) {
        self.pieces.push(Piece::Row);
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.random.one_in(many)
    }

    /// A name that nothing has yet.
    fn fresh(&mut self) -> String {
        let name = if self.one_in(3) { self.random.pick(NAMES).to_owned() } else { String::new() };
        if !name.is_empty() && !self.used.contains(&name) {
            self.used.push(name.clone());
            return name;
        }
        self.counter += 1;
        format!("{}{}", self.random.pick(&["名", "item_", "条目", "x"]), self.counter)
    }

    fn label(&mut self) {
        if self.one_in(3) {
            self.counter += 1;
            self.pieces.push(Piece::Text(format!("label 且 {}", self.counter)));
        }
    }

    fn cites(&mut self) {
        if self.one_in(2) {
            self.pieces.push(Piece::Break);
            self.word("依据", "cites");
            self.name("第一条");
            if self.one_in(3) {
                self.sign(",");
                self.name("办法.第二条");
            }
        }
    }

    fn number(&mut self, numbers: &[&str]) {
        let number = self.random.pick(numbers).to_owned();
        self.pieces.push(Piece::Number(number));
    }

    fn unit(&mut self, units: &[(&'static str, &'static str)]) {
        let (zh, en) = self.random.pick(units);
        self.pieces.push(Piece::Unit(zh, en));
    }

    fn money_literal(&mut self) {
        self.number(&["1", "3", "2.27", "1_000", "0.5"]);
        if self.one_in(3) {
            self.unit(&[("万", "ten_thousand"), ("亿", "hundred_million"), ("千", "thousand"), ("百万", "million")]);
        }
        // 千 and 百万 touch no other unit.
        self.unit(&[("元", "yuan")]);
    }

    fn hours_literal(&mut self) {
        self.number(&["1", "60", "59.99"]);
        self.unit(&[("小时", "hours"), ("个小时", "hour"), ("时", "h")]);
    }

    fn span_literal(&mut self) {
        self.number(&["1", "5", "30"]);
        self.unit(&[
            ("天", "days"),
            ("日", "day"),
            ("个月", "months"),
            ("月", "month"),
            ("年", "years"),
            ("周年", "year"),
        ]);
    }

    fn field(&mut self, of: fn(&Self) -> &Vec<String>) {
        let field = self.random.below(of(self).len());
        let field = of(self)[field].clone();
        self.name(&field);
    }

    /// An amount of money.
    fn amount(&mut self) {
        self.depth += 1;
        let choice = if self.depth > 3 { self.random.below(2) } else { self.random.below(9) };
        match choice {
            0 => self.field(|g| &g.money),
            1 => self.money_literal(),
            2 => {
                self.amount_in_brackets();
                let operator = self.random.pick(&["+", "-"]);
                self.pieces.push(Piece::Operator(operator));
                self.amount_in_brackets();
            }
            3 => {
                self.sign("(");
                self.amount();
                let (zh, en) = self.random.pick(&[("最高", "capped at"), ("最低", "floored at")]);
                self.pieces.push(Piece::Break);
                self.word(zh, en);
                self.amount_in_brackets();
                self.sign(")");
            }
            4 => {
                let (zh, en) = self.random.pick(&[
                    ("舍去", "down"),
                    ("进位", "up"),
                    ("四舍五入", "half_up"),
                    ("四舍六入", "half_even"),
                ]);
                self.word(zh, en);
                self.sign("(");
                self.amount();
                self.sign(",");
                self.number(&["1", "0.01"]);
                self.unit(&[("元", "yuan"), ("角", "jiao")]);
                self.sign(")");
            }
            5 => {
                let (zh, en) = self.random.pick(&[
                    ("合计", "sum"),
                    ("最大", "max"),
                    ("最小", "min"),
                    ("平均", "mean"),
                    ("中位数", "median"),
                ]);
                self.word(zh, en);
                self.sign("(");
                self.name("月销.额");
                self.pieces.push(Piece::Break);
                words!(self, "其中" "where");
                self.name("额");
                self.compare_money();
                self.sign(")");
            }
            6 => {
                self.sign("(");
                let (zh, en) = self.random.pick(&[("取最高档", "highest"), ("各档累加", "cumulate")]);
                self.word(zh, en);
                self.field(|g| &g.money);
                self.sign("{");
                for number in ["3", "90"] {
                    self.pieces.push(Piece::Number(number.to_owned()));
                    self.unit(&[("元", "yuan")]);
                    self.pieces.push(Piece::Bound("以上", "or more"));
                    self.sign(":");
                    self.money_literal();
                    self.row();
                }
                self.sign("}");
                self.sign(")");
            }
            7 => {
                self.amount_in_brackets();
                self.pieces.push(Piece::Operator("*"));
                self.number(&["40", "2"]);
                self.sign("%");
            }
            _ => {
                self.sign("(");
                words!(self, "当" "when");
                self.condition();
                self.pieces.push(Piece::Break);
                words!(self, "则" "then");
                self.amount();
                self.pieces.push(Piece::Break);
                words!(self, "否则" "else");
                self.amount();
                self.sign(")");
            }
        }
        self.depth -= 1;
    }

    fn amount_in_brackets(&mut self) {
        self.sign("(");
        self.amount();
        self.sign(")");
    }

    fn compare(&mut self) {
        let (zh, en) = self.random.pick(&[
            ("不低于", "at least"),
            ("不少于", "no_fewer_than"),
            ("不小于", "no_smaller_than"),
            ("至少", "no_less_than"),
            ("达到", "reaches"),
            ("不超过", "at most"),
            ("不高于", "no_higher_than"),
            ("不多于", "no_more_than"),
            ("不大于", "no_larger_than"),
            ("至多", "up_to"),
            ("超过", "exceeds"),
            ("高于", "higher_than"),
            ("多于", "more_than"),
            ("低于", "below"),
            ("不满", "short_of"),
            ("不足", "less_than"),
            ("少于", "fewer_than"),
        ]);
        self.pieces.push(Piece::Compare(zh, en));
    }

    fn compare_money(&mut self) {
        if self.one_in(4) {
            let sign = self.random.pick(&[">=", "<=", ">", "<", "!=", "="]);
            self.pieces.push(Piece::Operator(sign));
        } else {
            self.compare();
        }
        self.money_literal();
    }

    fn day(&mut self) {
        match self.random.below(5) {
            0 => self.field(|g| &g.dates),
            1 => words!(self, "基准日" "as_of"),
            2 => {
                self.sign("(");
                self.field(|g| &g.dates);
                let operator = self.random.pick(&["+", "-"]);
                self.pieces.push(Piece::Operator(operator));
                self.span_literal();
                self.sign(")");
            }
            3 => {
                let (zh, en) = self.random.pick(&[("月初", "first_day"), ("月末", "last_day")]);
                self.word(zh, en);
                self.sign("(");
                self.pieces.push(Piece::Date("2023年6月"));
                self.sign(")");
            }
            _ => {
                let date = self.random.pick(&["2023-03-01", "2023年3月1日"]);
                self.pieces.push(Piece::Date(date));
            }
        }
    }

    /// A condition on a row of 店.
    fn condition(&mut self) {
        self.depth += 1;
        let choice = if self.depth > 3 { self.random.below(4) } else { self.random.below(16) };
        match choice {
            0 => self.field(|g| &g.flags),
            1 => {
                self.field(|g| &g.money);
                self.compare_money();
            }
            2 => {
                self.field(|g| &g.hours);
                if self.one_in(2) {
                    self.compare();
                    self.hours_literal();
                } else {
                    words!(self, "为" "is");
                    self.hours_literal();
                    if self.one_in(3) {
                        self.sign("(");
                        let (zh, en) = self.random.pick(&[("含", "incl"), ("不含", "excl")]);
                        self.word(zh, en);
                        self.sign(")");
                    }
                    let (zh, en) = self.random.pick(&[("以上", "or more"), ("以下", "or less"), ("以内", "or fewer")]);
                    self.pieces.push(Piece::Bound(zh, en));
                }
            }
            3 => {
                let listed = self.listed.clone();
                self.name(&listed);
                let (zh, en) = self.random.pick(&[("为", "is"), ("不为", "is not")]);
                self.word(zh, en);
                self.name(self.values[0]);
            }
            4 | 5 => {
                let (zh, en) = self.random.pick(&[("且", "and"), ("或", "or")]);
                for at in 0..2 + self.random.below(2) {
                    if at > 0 {
                        self.pieces.push(Piece::Break);
                        self.word(zh, en);
                    }
                    self.sign("(");
                    self.condition();
                    self.sign(")");
                }
            }
            6 => {
                words!(self, "非" "not");
                self.sign("(");
                self.condition();
                self.sign(")");
            }
            7 | 8 => {
                self.day();
                match self.random.below(4) {
                    0 => {
                        let (zh, en) = self.random.pick(&[
                            ("早于", "before"),
                            ("不早于", "no_earlier_than"),
                            ("晚于", "after"),
                            ("不晚于", "no_later_than"),
                        ]);
                        self.word(zh, en);
                        self.day();
                    }
                    1 => {
                        words!(self, "在" "within");
                        self.day();
                        let (zh, en) = self.random.pick(&[("至", "to"), ("直至", "until")]);
                        self.word(zh, en);
                        self.day();
                    }
                    2 => {
                        words!(self, "在" "within");
                        self.day();
                        words!(self, "起" "onward");
                        if self.one_in(4) {
                            self.pieces.push(Piece::Line);
                        }
                        self.span_literal();
                        words!(self, "内" "inclusive");
                    }
                    _ => {
                        words!(self, "在" "within");
                        self.span_literal();
                        self.pieces.push(Piece::Break);
                        words!(self, "自" "from");
                        self.day();
                    }
                }
            }
            9 => {
                self.field(|g| &g.dates);
                words!(self, "距" "since");
                self.field(|g| &g.dates);
                self.compare();
                self.number(&["1", "6"]);
                self.unit(&[("个月", "months"), ("月", "month"), ("天", "days")]);
            }
            10 => {
                self.field(|g| &g.money);
                words!(self, "较" "versus");
                self.field(|g| &g.money);
                let (zh, en) = self.random.pick(&[("增长", "grows"), ("下降", "falls")]);
                self.word(zh, en);
                self.number(&["20"]);
                self.sign("%");
                self.pieces.push(Piece::Bound("以上", "or more"));
            }
            11 => {
                let (zh, en) = self.random.pick(&[("全都", "all"), ("有一", "any")]);
                self.word(zh, en);
                self.sign("(");
                self.name("月销");
                words!(self, "其中" "where");
                self.name("额");
                self.compare_money();
                self.sign(")");
            }
            12 => {
                words!(self, "计数" "count");
                self.sign("(");
                words!(self, "全部" "whole");
                self.name("店");
                words!(self, "其中" "where");
                let field = self.money[0].clone();
                self.name(&field);
                self.pieces.push(Piece::Compare("高于", "higher_than"));
                self.pieces.push(Piece::This(field));
                self.sign(")");
                self.compare();
                self.number(&["1", "9"]);
                self.pieces.push(Piece::Unit("户", "户"));
            }
            13 => {
                words!(self, "排名" "rank");
                self.sign("(");
                self.name("店");
                words!(self, "按" "by");
                self.field(|g| &g.money);
                let (zh, en) = self.random.pick(&[("升序", "ascending"), ("降序", "descending")]);
                self.word(zh, en);
                self.sign(")");
                words!(self, "前" "top");
                self.number(&["3", "5"]);
                self.sign("%");
            }
            14 => {
                let listed = self.listed.clone();
                self.name(&listed);
                words!(self, "属于" "in");
                self.sign("{");
                self.name(self.values[0]);
                self.sign(",");
                self.name(self.values[1]);
                self.sign("}");
            }
            _ => {
                self.field(|g| &g.flags);
                words!(self, "为" "is");
                let (zh, en) = self.random.pick(&[("是", "yes"), ("否", "no")]);
                self.word(zh, en);
            }
        }
        self.depth -= 1;
    }

    fn typed(&mut self, name: &str, (zh, en): (&'static str, &'static str)) {
        self.name(name);
        self.label();
        self.sign(":");
        self.word(zh, en);
    }

    fn header(&mut self) {
        words!(self, "政策" "policy");
        let id = self.random.pick(&["例-2023", "example"]);
        self.name(id);
        self.pieces.push(Piece::Text("题 政策".into()));
        self.pieces.push(Piece::Break);
        words!(self, "年度" "year");
        self.number(&["2023"]);
        if self.one_in(2) {
            words!(self, "有效" "valid", "自" "from");
            self.pieces.push(Piece::Date("2023-01-01"));
            let (zh, en) = self.random.pick(&[("至", "to"), ("直至", "until")]);
            self.word(zh, en);
            self.name("总额");
            words!(self, "用完" "used_up");
        }
        if self.one_in(3) {
            words!(self, "财年" "fiscal_year", "自" "from");
            self.name("4月1日");
        }
        words!(self, "状态" "status");
        self.name("试行");
        self.label();
        self.end();
    }

    fn facts(&mut self) {
        words!(self, "数据" "record");
        self.name("店");
        self.label();
        words!(self, "键" "key");
        self.name("编号");
        words!(self, "计" "counted");
        self.name("户");
        words!(self, "规则日" "ruled_on");
        self.name("开业");
        self.sign("{");
        self.typed("编号", ("文本", "text"));
        self.row();
        self.typed("开业", ("日期", "date"));
        self.dates.push("开业".into());
        for kind in 0..8 {
            self.row();
            let name = self.fresh();
            match kind {
                0 | 1 => {
                    let unit =
                        self.random.pick(&[("元", "yuan"), ("万元", "ten_thousand yuan"), ("千元", "thousand yuan")]);
                    self.typed(&name, unit);
                    self.money.push(name);
                }
                2 => {
                    let unit = self.random.pick(&[("小时", "hour"), ("个小时", "hours"), ("时", "h")]);
                    self.typed(&name, unit);
                    self.hours.push(name);
                }
                3 | 4 => {
                    self.typed(&name, ("是否", "yesno"));
                    self.flags.push(name);
                }
                5 => {
                    self.typed(&name, ("日期", "date"));
                    self.dates.push(name);
                }
                6 => {
                    self.values =
                        self.random.pick(&[["甲", "乙", "丙"], ["无", "有些", "未知"], ["large", "none", "小"]]);
                    self.name(&name);
                    self.sign(":");
                    self.sign("{");
                    for value in self.values {
                        self.name(value);
                        self.label();
                        self.sign(",");
                    }
                    self.sign("..");
                    self.sign("}");
                    self.listed = name;
                }
                _ => {
                    let ty = self.random.pick(&[
                        ("整数", "integer"),
                        ("数", "number"),
                        ("年月", "month"),
                        ("年份", "year"),
                        ("时刻", "instant"),
                        ("个月", "months"),
                        ("年", "years"),
                        ("工作日", "workday"),
                        ("天", "day"),
                        ("文本", "text"),
                    ]);
                    self.typed(&name, ty);
                    let (zh, en) = self.random.pick(&[("可缺", "optional"), ("可负", "signed")]);
                    if zh == "可缺" || !matches!(ty.1, "month" | "year" | "instant" | "text") {
                        self.word(zh, en);
                    }
                }
            }
        }
        self.sign("}");
        self.end();
        words!(self, "数据" "record");
        self.name("月销");
        let (zh, en) = self.random.pick(&[("属于", "of"), ("隶属于", "in")]);
        self.word(zh, en);
        self.name("店");
        words!(self, "键" "key");
        self.name("月份");
        self.sign("{");
        self.typed("月份", ("年月", "month"));
        self.row();
        self.typed("额", ("元", "yuan"));
        self.sign("}");
        self.end();
    }

    fn item(&mut self) {
        let name = self.fresh();
        match self.random.below(15) {
            0 => {
                words!(self, "参数" "param");
                self.name(&name);
                self.label();
                match self.random.below(3) {
                    0 => {
                        words!(self, "待定" "open");
                        self.word("元", "yuan");
                    }
                    1 => {
                        self.sign("=");
                        words!(self, "自" "from");
                        self.pieces.push(Piece::Date("2023-01-01"));
                        self.sign(":");
                        self.money_literal();
                        self.sign(",");
                        words!(self, "自" "from");
                        self.pieces.push(Piece::Date("2024-01-01"));
                        self.sign(":");
                        self.money_literal();
                    }
                    _ => {
                        self.sign("=");
                        self.number(&["1", "2.27", "300"]);
                        self.unit(&[
                            ("万元/户", "ten_thousand yuan/户"),
                            ("元/天", "yuan/day"),
                            ("元/月", "yuan/month"),
                            ("元/年", "yuan/year"),
                        ]);
                    }
                }
                self.cites();
                words!(self, "复核至" "reviewed_until");
                self.pieces.push(Piece::Date("2023-12-31"));
            }
            1 => {
                words!(self, "预算" "budget");
                self.name(&name);
                self.sign("=");
                self.money_literal();
                words!(self, "划自" "out_of");
                self.name("总额");
                words!(self, "结余" "unspent");
                let (zh, en) = self.random.pick(&[("缴回", "returned"), ("结转", "carried")]);
                self.word(zh, en);
                self.cites();
            }
            2 => {
                words!(self, "定义" "define");
                self.name(&name);
                words!(self, "适用" "for");
                self.name("店");
                self.cites();
                if self.one_in(2) {
                    self.sign("=");
                    self.amount();
                } else {
                    self.sign(":");
                    self.condition();
                }
            }
            3 => {
                words!(self, "标准" "criteria");
                self.name(&name);
                words!(self, "适用" "for");
                self.name("店");
                self.sign("{");
                for at in 0..3 {
                    self.name(["子", "year", "说明"][at]);
                    self.sign(":");
                    self.condition();
                    self.cites();
                    self.row();
                }
                self.sign("}");
            }
            4 | 5 => {
                let (zh, en) = self.random.pick(&[("规则", "rule"), ("目标", "target"), ("建议", "advice")]);
                self.word(zh, en);
                self.name(&name);
                self.label();
                if self.one_in(4) && !self.rules.is_empty() {
                    words!(self, "优先于" "overrides");
                    let other = self.rules[0].clone();
                    self.name(&other);
                }
                self.cites();
                self.sign(":");
                words!(self, "每个" "each");
                self.name("店");
                self.sign(":");
                self.condition();
                if self.one_in(3) {
                    self.pieces.push(Piece::Break);
                    words!(self, "除非" "unless");
                    self.sign("(");
                    self.condition();
                    self.sign(")");
                }
                self.rules.push(name);
            }
            6 => {
                words!(self, "规则" "rule");
                self.name(&name);
                self.sign(":");
                words!(self, "占比" "share");
                self.sign("(");
                self.name("店");
                words!(self, "其中" "where");
                self.condition();
                self.sign(")");
                self.compare();
                self.number(&["1", "10"]);
                self.unit(&[("个百分点", "pp")]);
            }
            7 => {
                words!(self, "表" "table");
                self.name(&name);
                words!(self, "按" "by");
                self.name("时长");
                self.sign(":");
                let (zh, en) = self.random.pick(&[("小时", "hour"), ("数", "number")]);
                self.word(zh, en);
                self.sign(",");
                self.name("类");
                self.sign(":");
                let (yes, en) = self.random.pick(&[("是否", "yesno"), ("文本", "text")]);
                self.word(yes, en);
                words!(self, "得" "gives", "元" "yuan");
                self.cites();
                self.sign("{");
                for below in [true, false] {
                    self.pieces.push(Piece::Line);
                    self.pieces.push(if below {
                        Piece::Compare("低于", "below")
                    } else {
                        Piece::Compare("不低于", "at least")
                    });
                    self.pieces.push(Piece::Number("60".into()));
                    if zh == "小时" {
                        self.unit(&[("小时", "hours"), ("时", "h")]);
                    }
                    self.sign(",");
                    words!(self, "任意" "any");
                    self.sign(":");
                    if self.one_in(3) {
                        words!(self, "待定" "open");
                    } else {
                        self.money_literal();
                    }
                }
                self.pieces.push(Piece::Line);
                self.sign("}");
            }
            8 | 9 => {
                words!(self, "补助" "award");
                self.name(&name);
                words!(self, "适用" "for");
                self.name("店");
                self.cites();
                self.sign("{");
                words!(self, "条件" "requires");
                self.sign(":");
                self.condition();
                self.row();
                words!(self, "金额" "amount");
                self.sign(":");
                self.amount();
                if let Some(other) = self.awards.last().cloned() {
                    self.row();
                    words!(self, "不兼得" "excludes");
                    self.sign(":");
                    self.name(&other);
                    let (zh, en) = self.random.pick(&[("取高", "keep_highest"), ("取先", "keep_first")]);
                    self.word(zh, en);
                }
                self.row();
                words!(self, "预算" "budget");
                self.sign(":");
                self.name("总额");
                words!(self, "按" "by");
                self.name("开业");
                let (zh, en) = self.random.pick(&[
                    ("末笔给余额", "cut_last"),
                    ("跳过", "skip"),
                    ("即止", "stop"),
                    ("同比缩减", "pro_rata"),
                ]);
                self.word(zh, en);
                if zh == "同比缩减" {
                    words!(self, "尾差" "odd_fen");
                    let (zh, en) = self.random.pick(&[("留存", "kept"), ("最大余数", "largest_remainder")]);
                    self.word(zh, en);
                }
                self.row();
                words!(self, "分期" "instalments");
                self.sign(":");
                self.name("签约");
                self.number(&["40"]);
                self.sign("%");
                self.sign(",");
                self.name("验收");
                words!(self, "其余" "rest");
                self.row();
                self.sign("}");
                self.awards.push(name);
            }
            10 => {
                words!(self, "流程" "workflow");
                self.name(&name);
                words!(self, "适用" "for");
                self.name("店");
                self.sign("{");
                self.name("开张");
                self.sign(":");
                self.name("开业");
                words!(self, "不晚于" "no_later_than");
                self.pieces.push(Piece::Date("2023-06-01"));
                self.cites();
                self.row();
                self.sign("}");
            }
            11 => {
                words!(self, "排除" "exclusion");
                self.name(&name);
                words!(self, "适用" "for");
                self.name("店");
                if let Some(award) = self.awards.first().cloned() {
                    words!(self, "不得享受" "bars");
                    self.name(&award);
                }
                self.sign(":");
                self.field(|g| &g.flags);
            }
            12 => {
                words!(self, "日历" "calendar");
                self.name(&name);
                words!(self, "自" "from");
                self.pieces.push(Piece::Date("2023-01-01"));
                words!(self, "至" "to");
                self.pieces.push(Piece::Date("2023-12-31"));
                self.sign("{");
                words!(self, "休" "off");
                self.pieces.push(Piece::Date("2023-01-02"));
                self.row();
                words!(self, "班" "on");
                self.pieces.push(Piece::Date("2023-01-07"));
                self.row();
                self.sign("}");
            }
            13 => {
                words!(self, "分配" "allocate");
                self.name(&name);
                words!(self, "适用" "for");
                self.name("店");
                self.sign("{");
                words!(self, "总量" "total");
                self.sign(":");
                self.number(&["1500"]);
                self.pieces.push(Piece::Unit("户", "户"));
                self.row();
                words!(self, "权重" "weight");
                self.sign(":");
                self.field(|g| &g.money);
                self.row();
                words!(self, "取整" "rounding");
                self.sign(":");
                let (zh, en) = self.random.pick(&[("最大余数", "largest_remainder"), ("舍去", "down")]);
                self.word(zh, en);
                self.number(&["1"]);
                self.pieces.push(Piece::Unit("户", "户"));
                self.row();
                self.sign("}");
            }
            _ => self.test(&name),
        }
        self.end();
    }

    fn test(&mut self, name: &str) {
        words!(self, "测试" "test");
        self.pieces.push(Piece::Text(format!("测试 {}", name.trim_matches(['「', '」', '`']))));
        self.sign("{");
        if self.one_in(2) {
            words!(self, "基准日" "as_of");
            self.sign(":");
            self.pieces.push(Piece::Date("2023-12-31"));
            self.row();
        }
        for label in ["A", "说明"] {
            self.name("店");
            self.name(label);
            self.sign("{");
            let (money, flag, listed) = (self.money[0].clone(), self.flags[0].clone(), self.listed.clone());
            self.name(&money);
            self.sign(":");
            self.money_literal();
            self.row();
            self.name(&flag);
            self.sign(":");
            let (zh, en) = self.random.pick(&[("是", "yes"), ("否", "no"), ("未知", "unknown")]);
            if self.values.contains(&zh) || self.values.contains(&en) {
                words!(self, "是" "yes");
            } else {
                self.word(zh, en);
            }
            self.row();
            self.name(&listed);
            self.sign(":");
            let value = self.random.pick(&self.values);
            self.name(value);
            self.row();
            self.sign("}");
            self.row();
        }
        if let Some(rule) = self.rules.first().cloned() {
            words!(self, "期望" "expect");
            self.name(&rule);
            self.sign(":");
            let (zh, en) = self.random.pick(&[
                ("满足", "met"),
                ("不满足", "unmet"),
                ("待定", "undetermined"),
                ("不适用", "not_applicable"),
            ]);
            self.word(zh, en);
            if self.one_in(2) {
                words!(self, "因" "because");
                let (zh, en) = self.random.pick(&[
                    ("零基数", "zero_base"),
                    ("名次取整", "top_rounding"),
                    ("并列", "ties"),
                    ("首日", "first_day"),
                ]);
                self.word(zh, en);
            }
            self.row();
        }
        self.sign("}");
    }

    /// The pieces of a whole policy.
    pub fn policy(mut self) -> (Vec<Piece>, Random) {
        self.header();
        words!(self, "依据文件" "source");
        self.name("办法");
        self.sign("{");
        self.name("第一条");
        words!(self, "规范" "normative");
        self.row();
        self.name("第二条");
        words!(self, "规范" "normative");
        self.row();
        self.name("第六条(一)");
        words!(self, "说明" "narrative");
        self.pieces.push(Piece::Text("说明 or 规范".into()));
        self.row();
        self.sign("}");
        self.end();
        words!(self, "单位" "unit");
        self.name("户");
        self.end();
        words!(self, "预算" "budget");
        self.name("总额");
        self.sign("=");
        self.money_literal();
        self.end();
        self.facts();
        if self.one_in(3) {
            words!(self, "词义" "wording");
            let (zh, en) = self.random.pick(&[("以上", "or more"), ("以下", "or less"), ("以内", "or fewer")]);
            self.word(zh, en);
            let (zh, en) = self.random.pick(&[("含", "incl"), ("不含", "excl")]);
            self.word(zh, en);
            self.end();
        }
        for _ in 0..4 + self.random.below(6) {
            self.item();
        }
        if let Some(rule) = self.rules.first().cloned() {
            words!(self, "解释" "interpretation");
            self.name("读法");
            words!(self, "适用" "for");
            self.name(&rule);
            self.sign(":");
            self.pieces.push(Piece::Text("这样读".into()));
            self.end();
        }
        (self.pieces, self.random)
    }
}
