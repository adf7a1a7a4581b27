//! CSV: one file a table, UTF-8, commas.

use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};
use guiju_program::Diagnostic;
use guiju_program::diagnostic::{Place, Severity};
use guiju_program::schema::FieldId;
use guiju_program::value::{Cell, Value};

use crate::cell::read_bytes;
use crate::encoding;
use crate::loader::{Loader, Owner, Row, place};
use crate::origin::Origin;
use crate::plan::{FieldPlan, Kind, TablePlan, Target};
use crate::spelling::{normal, shown};

/// More cells than this in a row are not read: it bounds the memory that a row takes.
const MOST_CELLS: usize = 100_000;

/// What a column of the file goes to.
enum Column<'t> {
    /// A field, whose cell stands at that place of the row.
    Field { field: &'t FieldPlan, slot: usize },
    /// The owner's key.
    Owner,
    /// Nothing: it is not known, which was said.
    Nothing,
}

impl Loader<'_> {
    /// Reads a CSV file. `file_name` is the record's name or label, with `.csv` and a path in front if need be; `bytes`
    /// are UTF-8 with or without byte order mark, the header first, cells parted by commas.
    pub fn csv(&mut self, file_name: &str, bytes: &[u8]) {
        let file = self.files.add(file_name);
        let start = Origin { file, row: 0, position: (0, 0) };
        let text = match encoding::text(file_name, bytes) {
            Ok(text) => text,
            Err(diagnostic) => return self.sink.error(|| *diagnostic),
        };
        let plan = Arc::clone(&self.plan);
        let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
        let stem = match base.len().checked_sub(4).and_then(|at| base.split_at_checked(at)) {
            Some((stem, end)) if end.eq_ignore_ascii_case(".csv") => stem,
            _ => base,
        };
        let Some(table) = plan.find(stem) else {
            return self.unknown_table(start, stem);
        };
        if text.trim().is_empty() {
            return self.problem(table, start, None, |place| {
                Diagnostic::new(
                    "empty-file",
                    Severity::Error,
                    Place::Facts(place),
                    "文件是空的，连表头也没有",
                    "the file is empty; not even a header is there",
                )
                .help(
                    "第一行写字段的名称；没有数据的表只写表头",
                    "put the names of the fields in the first line; a table without rows has its header alone",
                )
            });
        }
        if let Some(line) = crowded_line(text) {
            let row = u32::try_from(line).unwrap_or(u32::MAX);
            return self.problem(table, Origin { row, ..start }, None, |place| {
                Diagnostic::new(
                    "too-many-cells",
                    Severity::Error,
                    Place::Facts(place),
                    format!("这一行的逗号超过 {MOST_CELLS} 个，不像是一张表"),
                    format!("the line has more than {MOST_CELLS} commas; that is hardly a table"),
                )
                .help("核对文件是否选对", "check that this is the right file")
            });
        }
        self.give(table, file, true);
        Reading { loader: self, table, file, text }.run();
    }
}

struct Reading<'l, 'p, 't> {
    loader: &'l mut Loader<'p>,
    table: &'t TablePlan,
    file: u32,
    text: &'t str,
}

impl<'t> Reading<'_, '_, 't> {
    fn run(mut self) {
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(self.text.as_bytes());
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            return;
        }
        let Some(columns) = self.header(&record) else {
            return;
        };
        let mut cells: Vec<(FieldId, Cell)> =
            field_ids(&columns).into_iter().map(|field| (field, Cell::Unknown)).collect();
        let mut last = 0_u64;
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                // Bytes in memory are always read; there is nothing further to say.
                Err(_) => break,
            }
            last = record.position().map_or(last, csv::Position::byte);
            // A quotation mark that is never closed is said once, below.
            let at_end = usize::try_from(reader.position().byte()).is_ok_and(|byte| byte >= self.text.len());
            if at_end && record.len() != columns.len() && self.swallows_the_rest(last) {
                self.loader.lose(self.table);
                break;
            }
            self.row(&record, &columns, &mut cells);
        }
        self.check_last_quote(last);
    }

    /// The line where the record starts: the reader counts from the blank lines before it.
    fn origin(&self, record: &ByteRecord) -> Origin {
        let (byte, line) = record.position().map_or((0, 1), |position| (position.byte(), position.line()));
        let mut line = line;
        let bytes = self.text.as_bytes();
        let rest = usize::try_from(byte).ok().and_then(|byte| bytes.get(byte..));
        for byte in rest.unwrap_or_default() {
            match byte {
                b'\n' => line += 1,
                b'\r' => {}
                _ => break,
            }
        }
        Origin { file: self.file, row: u32::try_from(line).unwrap_or(u32::MAX), position: (0, 0) }
    }

    /// Finds out what each column gives. `None` where no row could be read sensibly.
    fn header(&mut self, record: &ByteRecord) -> Option<Vec<Column<'t>>> {
        let origin = self.origin(record);
        let names: Vec<&str> = record.iter().map(|cell| std::str::from_utf8(cell).unwrap_or_default().trim()).collect();
        if self.wrong_separator(origin, &names) {
            return None;
        }
        let mut columns = Vec::with_capacity(names.len());
        let mut given: Vec<Target> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let Some(target) = self.table.target(name) else {
                self.unknown(origin, index, name);
                columns.push(Column::Nothing);
                continue;
            };
            if given.contains(&target) {
                self.loader.duplicate_column("duplicate-column", self.table, origin, name, target);
                columns.push(Column::Nothing);
                continue;
            }
            given.push(target);
            columns.push(match target {
                Target::Field(id) => match self.table.field(id) {
                    Some(field) => {
                        self.loader.saw(self.table, id);
                        Column::Field { field, slot: 0 }
                    }
                    None => Column::Nothing,
                },
                Target::Owner => Column::Owner,
                Target::Child(child) => {
                    self.child_column(origin, name, child);
                    Column::Nothing
                }
            });
        }
        place_cells(&mut columns);
        self.key_columns(origin, &given).then_some(columns)
    }

    fn unknown(&mut self, origin: Origin, index: usize, name: &str) {
        if !name.is_empty() {
            return self.loader.unknown_column(self.table, origin, name);
        }
        let number = index + 1;
        self.loader.problem(self.table, origin, None, |place| {
            Diagnostic::new(
                "blank-column-name",
                Severity::Error,
                Place::Facts(place),
                format!("第 {number} 列没有名称"),
                format!("column {number} has no name"),
            )
            .help(
                "写上字段的名称，或把整列（连同多出的逗号）删去",
                "give it the name of a field, or remove the whole column with its comma",
            )
        });
    }

    fn child_column(&mut self, origin: Origin, name: &str, child: guiju_program::schema::RecordId) {
        let plan = Arc::clone(&self.loader.plan);
        let child = plan.table(child).map_or("", |t| t.name.as_str()).to_owned();
        self.loader.problem(self.table, origin, Some(name), |place| {
            Diagnostic::new(
                "child-table-as-column",
                Severity::Error,
                Place::Facts(place),
                format!("“{child}”自成一表，不能写成一列"),
                format!("{child} is a table of its own, not a column"),
            )
            .help(
                format!("把它写进 {child}.csv，每行写明属于谁"),
                format!("put it in {child}.csv, each row saying to whom it belongs"),
            )
        });
    }

    /// Whether the columns are there without which no row can be kept.
    fn key_columns(&mut self, origin: Origin, given: &[Target]) -> bool {
        let plan = Arc::clone(&self.loader.plan);
        let key = self.table.key.map(Target::Field);
        let owner = self.table.parent.as_ref().map(|_| Target::Owner);
        let mut complete = true;
        for needed in [key, owner].into_iter().flatten() {
            if given.contains(&needed) {
                continue;
            }
            complete = false;
            let name = self.table.target_name(needed, &plan);
            if self.loader.is_misnamed(self.table, needed) {
                self.loader.lose(self.table);
                continue;
            }
            let record = self.table.name.as_str();
            let (why_zh, why_en) = if needed == Target::Owner {
                ("每一行靠它知道属于谁", "it says to whom each row belongs")
            } else {
                ("每一行靠它指明", "it names each row")
            };
            self.loader.problem(self.table, origin, Some(name), |place| {
                Diagnostic::new(
                    "missing-key-column",
                    Severity::Error,
                    Place::Facts(place),
                    format!("“{record}”缺“{name}”一列，{why_zh}"),
                    format!("{record} lacks the column {name}; {why_en}"),
                )
                .help(format!("补上“{name}”一列"), format!("add the column {name}"))
            });
            self.loader.lose(self.table);
        }
        complete
    }

    fn wrong_separator(&mut self, origin: Origin, names: &[&str]) -> bool {
        let [only] = names else { return false };
        if self.table.target(only).is_some() {
            return false;
        }
        let separators =
            [(';', "分号", "semicolons"), ('\t', "制表符", "tabs"), ('，', "全角逗号", "full-width commas")];
        let Some((_, zh, en)) = separators.iter().find(|(c, _, _)| only.contains(*c)) else {
            return false;
        };
        self.loader.problem(self.table, origin, None, |place| {
            Diagnostic::new(
                "wrong-separator",
                Severity::Error,
                Place::Facts(place),
                format!("列与列之间用了{zh}，这里只认半角逗号"),
                format!("the columns are parted by {en}; only commas are read"),
            )
            .help("另存为“CSV UTF-8（逗号分隔）”", "save it as “CSV UTF-8 (comma delimited)”")
        });
        true
    }

    fn row(&mut self, record: &ByteRecord, columns: &[Column<'t>], cells: &mut [(FieldId, Cell)]) {
        let origin = self.origin(record);
        if record.len() != columns.len() {
            self.loader.lose(self.table);
            let (has, wants) = (record.len(), columns.len());
            return self.loader.problem(self.table, origin, None, |place| {
                Diagnostic::new(
                    "cell-count",
                    Severity::Error,
                    Place::Facts(place),
                    format!("这一行有 {has} 格，表头有 {wants} 格"),
                    format!("the row has {has} cells, the header {wants}"),
                )
                .help(
                    "补上或删去逗号；内容里有逗号或换行的格要加半角双引号",
                    "add or remove commas; a cell that holds a comma or a line end needs quotation marks around it",
                )
            });
        }
        let mut owner = Owner::Nobody;
        let mut owner_text = None;
        let mut bad_key = false;
        for (raw, column) in record.iter().zip(columns) {
            match column {
                Column::Nothing => {}
                Column::Owner => {
                    let text = std::str::from_utf8(raw).unwrap_or_default().trim();
                    let text = normal(text);
                    owner_text = Some(match self.loader.owner_key(self.table, &text) {
                        Some(key) => key.into(),
                        None => text,
                    });
                }
                Column::Field { field, slot } => {
                    let Some((_, cell)) = cells.get_mut(*slot) else {
                        continue;
                    };
                    if let Err(problem) = read_bytes(field, raw, cell) {
                        *cell = Cell::Unknown;
                        bad_key |= self.table.key == Some(field.id);
                        let seen = std::str::from_utf8(raw).unwrap_or_default();
                        self.loader.bad_cell(self.table, origin, field, &problem, seen);
                    } else if matches!(field.kind, Kind::Reference(_)) {
                        self.loader.canonical_reference(field, cell);
                    }
                }
            }
        }
        self.warn_of_sums(origin, cells);
        if let Some(text) = &owner_text {
            owner = Owner::Key(text);
        }
        let row = Row { origin, owner, cells, bad_key };
        self.loader.add_row(self.table, &row, &[]);
    }

    /// A row called 合计 sums up the others: as a row of its own it would count twice.
    fn warn_of_sums(&mut self, origin: Origin, cells: &[(FieldId, Cell)]) {
        let key = cells.iter().find(|(field, _)| self.table.key == Some(*field));
        let Some((_, Cell::Known(Value::Text(text)))) = key else {
            return;
        };
        let sums = ["合计", "总计", "小计", "共计", "Total", "total", "TOTAL", "Sum"];
        if !sums.contains(&text.as_ref()) {
            return;
        }
        let (files, table, name) = (&self.loader.files, self.table, shown(text));
        let column = table.key.and_then(|key| table.field(key)).map(|field| field.name.as_str());
        self.loader.sink.warning(|| {
            Diagnostic::new(
                "sum-row",
                Severity::Warning,
                Place::Facts(place(files, Some(table), origin, column)),
                format!("这一行的键是“{name}”，像是合计行；它会被当作一行数据"),
                format!("the key of this row is {name}: it seems to sum up the others, and counts as a row"),
            )
            .help("若是合计行，把它删去：合计由规则来算", "take it away if it is a sum: rules work out sums themselves")
        });
    }

    /// Whether a quotation mark is never closed in the text from that byte on.
    fn swallows_the_rest(&self, from: u64) -> bool {
        let rest = usize::try_from(from).ok().and_then(|from| self.text.as_bytes().get(from..));
        rest.and_then(open_quote).is_some()
    }

    /// A quotation mark that is never closed takes in the rest of the file: said, not taken for a long cell.
    fn check_last_quote(&mut self, last: u64) {
        let bytes = self.text.as_bytes();
        let Some(rest) = usize::try_from(last).ok().and_then(|last| bytes.get(last..)) else {
            return;
        };
        let Some(at) = open_quote(rest) else { return };
        let from = usize::try_from(last).unwrap_or(0).saturating_add(at);
        let line = encoding::line_of(bytes, from);
        let origin = Origin { file: self.file, row: u32::try_from(line).unwrap_or(u32::MAX), position: (0, 0) };
        let files = &self.loader.files;
        let table = self.table;
        self.loader.sink.error(|| {
            Diagnostic::new(
                "unclosed-quote",
                Severity::Error,
                Place::Facts(place(files, Some(table), origin, None)),
                "这里的双引号到文件末尾也没有合上",
                "the quotation mark here is never closed",
            )
            .help(
                "在这一格的末尾补上双引号；格里的双引号写两个",
                "close it at the end of the cell; a quotation mark inside a cell is written twice",
            )
        });
    }
}

/// The fields that the columns give, in the order of the policy.
fn field_ids(columns: &[Column<'_>]) -> Vec<FieldId> {
    let mut fields: Vec<FieldId> = columns
        .iter()
        .filter_map(|column| match column {
            Column::Field { field, .. } => Some(field.id),
            _ => None,
        })
        .collect();
    fields.sort_unstable();
    fields
}

/// Gives each column its place in a row of cells, which is in the order of the policy: such rows are added fastest.
fn place_cells(columns: &mut [Column<'_>]) {
    let fields = field_ids(columns);
    for column in columns {
        if let Column::Field { field, slot } = column {
            *slot = fields.partition_point(|id| *id < field.id);
        }
    }
}

/// Where a quoted cell starts that does not end, in text that starts with a record.
fn open_quote(text: &[u8]) -> Option<usize> {
    enum In {
        Start,
        Plain,
        Quoted(usize),
        /// Behind a quotation mark in a quoted cell: its end, or the first of two.
        Closed(usize),
    }
    let mut state = In::Start;
    for (at, byte) in text.iter().enumerate() {
        state = match (state, byte) {
            (In::Quoted(start), b'"') => In::Closed(start),
            (In::Quoted(start), _) => In::Quoted(start),
            (In::Closed(start), b'"') => In::Quoted(start),
            (In::Start, b'"') => In::Quoted(at),
            (_, b',' | b'\n' | b'\r') => In::Start,
            _ => In::Plain,
        };
    }
    match state {
        In::Quoted(start) => Some(start),
        _ => None,
    }
}

/// The line of a row with far more cells than any table has fields.
fn crowded_line(text: &str) -> Option<usize> {
    let commas = |line: &[u8]| line.iter().filter(|byte| **byte == b',').count();
    text.as_bytes()
        .split(|byte| *byte == b'\n')
        .position(|line| line.len() > MOST_CELLS && commas(line) > MOST_CELLS)
        .map(|index| index + 1)
}
