//! Running the binary on one case, with its time and its memory measured.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A policy that facts are read for.
pub const POLICY: &str = "
政策 示例 \"示例\" 年度 2023
依据文件 方案 \"示例方案\" { 第一条 规范 }
单位 户, 个
数据 主体 键 编号 计 个 { 编号: 文本 }
数据 对象 键 编号 计 户 {
  编号: 文本  主体: 主体  类型: { 企业, 个体, .. }  时长: 小时  开业: 日期  增减: 元 可负 可缺  已查: 是否
}
数据 月度 属于 对象 键 月份 计 个 { 月份: 年月  销售: 元 }
规则 时长够 依据 第一条: 每个 对象: 时长 不低于60小时
规则 有月度 依据 第一条: 每个 对象: 计数(月度 其中 销售 > 0元) 至少1个
";

/// How long any case may take; processor time where it is measured, since the machine may have other work.
const LONGEST: Duration = Duration::from_secs(10);
/// When a case is given up.
const GIVEN_UP: Duration = Duration::from_secs(120);
/// How much memory any case may take, in KiB, besides a multiple of its input.
const MEMORY: u64 = 64 * 1024;
/// How many times its input a case may take. The items of a policy are kept: the shortest there are, a rule of sixteen
/// bytes, take about a hundred times what they measure, and a policy file holds 8 MiB at most.
pub const FACTS: u64 = 10;
/// The same of a policy.
pub const ITEMS: u64 = 100;

/// How large the large files are, in bytes.
pub fn large() -> usize {
    let megabytes = std::env::var("GUIJU_HOSTILE_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(2_usize);
    megabytes * 1_000_000
}

/// The text over and over, up to the size of a large file.
pub fn filled(piece: &str) -> String {
    piece.repeat(large() / piece.len())
}

/// Bytes of no kind.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// Text as UTF-16 with a byte order mark, as an older Windows saves it.
pub fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// A folder of its own, removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What came of a run.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the binary in a folder; `input` is how large its files are, in bytes, of which it may take that many times.
pub fn run(folder: &Folder, name: &str, arguments: &[&str], input: usize, times: u64) -> Run {
    let allowed = MEMORY + times * input as u64 / 1024;
    let path = |name: &str| folder.0.join(name);
    let mut command = measured(&path("peak"), allowed);
    command.args(arguments).current_dir(&folder.0).stdin(Stdio::null());
    for variable in ["GUIJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(variable);
    }
    // A panic would print its place rather than thousands of lines.
    command.env("RUST_BACKTRACE", "0");
    command.stdout(std::fs::File::create(path("stdout")).unwrap());
    command.stderr(std::fs::File::create(path("stderr")).unwrap());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > GIVEN_UP {
            child.kill().unwrap();
            panic!("{name}: still at work after {GIVEN_UP:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let time = start.elapsed();
    let read = |name: &str| String::from_utf8(std::fs::read(path(name)).unwrap()).expect("output is text");
    let run = Run {
        code: status.code().unwrap_or_else(|| panic!("{name}: ended by {status}: {}", read("stderr"))),
        stdout: read("stdout"),
        stderr: read("stderr"),
    };
    // Of a command that fails, a line saying so stands before the figures.
    let measured = std::fs::read_to_string(path("peak")).unwrap_or_default();
    let figures: Vec<f64> =
        measured.lines().last().unwrap_or_default().split(' ').filter_map(|figure| figure.parse().ok()).collect();
    let (time, peak) = match figures.as_slice() {
        [peak, user, system] => (Duration::from_secs_f64(*user) + Duration::from_secs_f64(*system), Some(*peak as u64)),
        _ => (time, None),
    };
    println!(
        "{name}: {} bytes, exit {}, {} ms, {} KiB",
        input,
        run.code,
        time.as_millis(),
        peak.map_or_else(|| "?".to_owned(), |peak| peak.to_string())
    );
    assert!(!run.stderr.contains("panicked"), "{name}: {}", run.stderr);
    assert!(!run.stderr.contains("overflowed its stack"), "{name}: {}", run.stderr);
    assert!(time <= LONGEST, "{name}: {time:?}");
    assert!(peak.is_none_or(|peak| peak <= allowed), "{name}: {peak:?} KiB of {allowed} for {input} bytes");
    // Nobody reads a message of megabytes.
    assert!(run.stderr.len() + run.stdout.len() < 1_000_000, "{name}: {} bytes of messages", run.stderr.len());
    run
}

/// The binary under something that measures its peak memory, or, where nothing does, bounds it.
fn measured(peak: &Path, allowed: u64) -> Command {
    let binary = env!("CARGO_BIN_EXE_guiju");
    if Path::new("/usr/bin/time").exists() {
        let mut command = Command::new("/usr/bin/time");
        command.args(["-f", "%M %U %S", "-o"]).arg(peak).arg(binary);
        return command;
    }
    if !cfg!(unix) {
        return Command::new(binary);
    }
    // Threads reserve more addresses than they ever use.
    let mut command = Command::new("sh");
    let script = format!("ulimit -v {}; exec \"$0\" \"$@\"", allowed + 512 * 1024);
    command.args(["-c", &script, binary]);
    command
}

/// Refused: exit status 3, nothing on stdout, and on stderr a message with these pieces, its place among them.
pub fn refused(run: &Run, name: &str, pieces: &[&str]) {
    assert_eq!(run.code, 3, "{name}: {}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout, "", "{name}");
    for piece in pieces {
        assert!(run.stderr.contains(piece), "{name}: no {piece} in: {}", head(&run.stderr));
    }
}

/// The first part of a text.
pub fn head(text: &str) -> String {
    text.chars().take(2_000).collect()
}
