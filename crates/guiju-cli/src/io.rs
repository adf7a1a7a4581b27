//! Files, the environment and the streams: nothing else of Guiju touches them.
#![expect(
    clippy::disallowed_methods,
    reason = "this file is the edge: it reads what the user names, and hands texts and bytes inwards"
)]

use std::io::{BufWriter, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use guiju::diagnostic::{FactsPlace, Place, Severity};
use guiju::{Diagnostic, SourceFile};

use crate::exit::Exit;

/// A variable of the environment.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// How many threads the machine runs at once.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The width of the terminal that stdout is; `None` where it is none.
pub fn terminal_width() -> Option<usize> {
    let stdout = std::io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(stdout).map(|(width, _)| usize::from(width.0))
}

/// Whether stdout is a terminal that shows colours.
pub fn stdout_shows_colour() -> bool {
    std::io::stdout().is_terminal() && wants_colour()
}

/// Whether stderr is a terminal that shows colours.
pub fn stderr_shows_colour() -> bool {
    std::io::stderr().is_terminal() && wants_colour()
}

/// `NO_COLOR` and a terminal without abilities turn colours off.
fn wants_colour() -> bool {
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    set("NO_COLOR").is_none() && set("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// How wide the help may be: as the terminal, else as the variable `COLUMNS` says.
pub fn help_width() -> usize {
    let said = || environment("COLUMNS")?.parse().ok();
    terminal_width().or_else(said).unwrap_or(100)
}

/// Prints the report. A reader that closed the pipe has read enough; other trouble is told.
pub fn print(text: &str, exit: Exit) -> Exit {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => exit,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit,
        Err(error) => {
            complain(&format!("stdout: {error}\n"));
            Exit::Output
        }
    }
}

/// Writes to stdout as it comes. A reader that closed the pipe has read enough; other trouble is told.
pub fn stream(exit: Exit, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Exit {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Ok(()) => exit,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit,
        Err(error) => {
            complain(&format!("stdout: {error}\n"));
            Exit::Output
        }
    }
}

/// Writes a file as it comes, over one that is there.
///
/// # Errors
/// What cannot be written; the file may then be there in part.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Box<Diagnostic>> {
    let written = std::fs::File::create(path).and_then(|file| {
        let mut file = BufWriter::new(file);
        write(&mut file).and_then(|()| file.flush())
    });
    written.map_err(|error| {
        let trouble =
            trouble(path, "cannot-write", format!("写不了：{}", reason(&error)), format!("cannot be written: {error}"));
        Box::new(trouble.help(
            "请换一个能写的文件，或者给出已有的文件夹；没有写完的清单不能用",
            "name a file that can be written, in a folder that exists; a list that is not complete must not be used",
        ))
    })
}

/// Refuses to write over what was read.
///
/// # Errors
/// Which of the files read it is.
pub fn spare(path: &Path, read: &[PathBuf]) -> Result<(), Box<Diagnostic>> {
    let target = same_file(path);
    if !read.iter().any(|file| same_file(file) == target) {
        return Ok(());
    }
    let trouble = trouble(
        path,
        "would-overwrite",
        "清单会覆盖政策或者数据的文件".to_owned(),
        "the list would be written over a file of the policy or of the facts".to_owned(),
    );
    Err(Box::new(trouble.help("请给清单另取一个文件名", "give the list a name of its own")))
}

/// Says something on stderr; when nobody listens there, nothing can be said.
pub fn complain(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes());
}

/// A file of facts.
pub struct FactsFile {
    /// Its name without folders.
    pub name: String,
    /// Whether it is JSON, else it is CSV.
    pub json: bool,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A file of settings.
pub struct SettingsFile {
    /// Its path, as it is shown.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The settings (`guiju.toml`) beside a policy, if there are some.
///
/// # Errors
/// What cannot be read, or is not text.
pub fn read_settings(policy: &Path) -> Result<Option<SettingsFile>, Box<Diagnostic>> {
    let folder = if policy.is_dir() { policy } else { policy.parent().unwrap_or(Path::new("")) };
    let path = folder.join("guiju.toml");
    if !path.exists() {
        return Ok(None);
    }
    let text = read(&path).and_then(|bytes| text(&path, bytes))?;
    Ok(Some(SettingsFile { name: shown(&path), text }))
}

/// Which tests to read with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tests {
    /// None: only the policy.
    None,
    /// Those of its folder.
    Own,
    /// Those of its folder, and of the folders of the policies that it amends.
    WithBase,
}

/// The texts of a policy: a `.gj` file, or the `policy.gj` of a folder, with tests if they are asked for; then those of the
/// policies that it amends, each from the folder of that name beside it.
///
/// # Errors
/// What cannot be read, or is not text.
pub fn read_policy(path: &Path, tests: Tests) -> Result<Vec<SourceFile>, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let first = if path.is_dir() { path.join("policy.gj") } else { path.to_owned() };
    let mut sources: Vec<SourceFile> = Vec::new();
    sources.extend(read_text(&first, &mut wrong));
    let own = if path.is_dir() && tests != Tests::None { test_files(path, &mut wrong) } else { Vec::new() };
    sources.extend(own.iter().filter_map(|file| read_text(file, &mut wrong)));
    let mut bases: Vec<SourceFile> = Vec::new();
    let mut seen = vec![same_file(&first)];
    let mut file = first;
    // Who amends whom, down to the first policy. A circle ends here; the compiler tells of it.
    while let Some(id) = bases.last().or(sources.first()).and_then(|source| guiju::amended_id(&source.text)) {
        let base = base_of(&file, &id);
        if seen.contains(&same_file(&base)) || bases.len() >= MOST_BASES {
            break;
        }
        if !is_folder_name(&id) || !base.exists() {
            wrong.push(no_base(&file, &base, &id));
            break;
        }
        // Tests of what is amended, put to the amendment: they stand with its own.
        if tests == Tests::WithBase
            && let Some(folder) = base.parent()
        {
            let files = test_files(folder, &mut wrong);
            sources.extend(files.iter().filter_map(|file| read_text(file, &mut wrong)));
        }
        let Some(source) = read_text(&base, &mut wrong) else {
            break;
        };
        bases.push(source);
        seen.push(same_file(&base));
        file = base;
    }
    sources.append(&mut bases);
    if wrong.is_empty() { Ok(sources) } else { Err(wrong) }
}

/// More amendments of amendments than anybody keeps apart.
const MOST_BASES: usize = 100;

/// Where a policy that another one amends is looked for: in the folder of its name, beside that of the other one.
fn base_of(file: &Path, id: &str) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    let beside = match folder.file_name() {
        Some(_) => folder.parent().unwrap_or(Path::new("")).to_owned(),
        // `.` and `..` have no name of their own.
        None => folder.join(".."),
    };
    beside.join(id).join("policy.gj")
}

/// Whether an id names a folder, and does not lead to another place.
fn is_folder_name(id: &str) -> bool {
    !id.contains(['/', '\\', ':']) && !id.starts_with('.')
}

/// What tells files apart however their paths are written.
fn same_file(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn no_base(file: &Path, base: &Path, id: &str) -> Diagnostic {
    let file = shown(file);
    let found = trouble(
        base,
        "base-not-found",
        format!("{file} 修订“{id}”，而这里没有这项政策"),
        format!("{file} amends {id}, and that policy is not here"),
    );
    match near_folder(base, id) {
        Some(near) => found.help(
            format!("旁边有 {near}：若指它，写 修订 {near}；文件夹的名字要与政策的名字一样"),
            format!("there is {near}: if it is meant, write amends {near}; a folder is called like its policy"),
        ),
        None => found.help(
            format!("把被修订的政策放在旁边名为 {id} 的文件夹里"),
            format!("put the policy amended into a folder {id} beside this one"),
        ),
    }
}

/// The folder with a policy whose name is nearest to that of one that is not there.
fn near_folder(base: &Path, id: &str) -> Option<String> {
    let beside = base.parent()?.parent()?;
    // `policy.gj` without a folder in front lies in the folder at work.
    let beside = if beside.as_os_str().is_empty() { Path::new(".") } else { beside };
    let length = id.chars().count();
    let folders = entries(beside).ok()?.into_iter().filter(|folder| folder.join("policy.gj").is_file());
    folders
        .filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned()))
        .map(|name| (strsim::damerau_levenshtein(id, &name), name))
        .filter(|(distance, name)| *distance > 0 && *distance * 3 <= length.max(name.chars().count()))
        .min()
        .map(|(_, name)| name)
}

/// The `.gj` files at these paths: files, and those in folders and in the folders in them, in the order of their names;
/// with what is wrong with the others.
pub fn policy_files(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let (mut files, mut wrong) = (Vec::new(), Vec::new());
    let mut rest: Vec<PathBuf> = paths.iter().rev().cloned().collect();
    while let Some(path) = rest.pop() {
        if !path.is_dir() {
            files.push(path);
            continue;
        }
        match entries(&path) {
            Ok(listed) => {
                rest.extend(listed.into_iter().rev().filter(|file| file.is_dir() || has_extension(file, "gj")));
            }
            Err(diagnostic) => wrong.push(*diagnostic),
        }
    }
    (files, wrong)
}

/// Where the policy is that a file belongs to: the folder with its `policy.gj`, or the file itself.
pub fn policy_around(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    let in_tests = folder.file_name().is_some_and(|name| name == "tests");
    let above = folder.parent().filter(|_| in_tests);
    let found = [Some(folder), above].into_iter().flatten().find(|folder| folder.join("policy.gj").is_file());
    // The folder of a bare file name is the one we are in.
    found.map_or_else(
        || file.to_owned(),
        |folder| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() },
    )
}

/// The text of a policy file.
///
/// # Errors
/// What cannot be read, or is not text.
pub fn read_source(file: &Path) -> Result<SourceFile, Box<Diagnostic>> {
    Ok(SourceFile::new(shown(file), read(file).and_then(|bytes| text(file, bytes))?))
}

/// Writes a text over a file.
///
/// # Errors
/// Why it cannot be written.
pub fn replace_file(file: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    std::fs::write(file, text).map_err(|error| unwritable(file, &error))
}

/// Makes a folder, or takes one that is empty.
///
/// # Errors
/// That something is in it, or why it cannot be made.
pub fn empty_folder(folder: &Path) -> Result<(), Box<Diagnostic>> {
    match entries(folder) {
        Ok(found) if found.is_empty() => return Ok(()),
        Ok(_) => {}
        Err(_) if !folder.exists() => {
            return std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error));
        }
        Err(diagnostic) if folder.is_dir() => return Err(diagnostic),
        Err(_) => {}
    }
    let trouble = trouble(
        folder,
        "folder-not-empty",
        "这里已经有东西了，一个文件也不会动它".to_owned(),
        "there is something here already; it is left as it is".to_owned(),
    );
    Err(Box::new(trouble.help("请另取一个文件夹的名称，或者用一个空的文件夹", "name a new folder, or an empty one")))
}

/// Writes a file that is not there yet, with the folders above it.
///
/// # Errors
/// Why it cannot be written.
pub fn write_new(file: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    let created = folder.and_then(|()| std::fs::File::create_new(file));
    created.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| unwritable(file, &error))
}

/// The name of a folder, which may not be there yet.
pub fn folder_name(folder: &Path) -> Option<String> {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    named(folder).or_else(|| named(&same_file(folder)))
}

/// The year that it is, by the clock: what a new policy is of where nobody says. No verdict asks for it.
pub fn this_year() -> u16 {
    u16::try_from(jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).year()).unwrap_or(2000)
}

/// Writes a text into a folder, which is made where there is none; returns where it is.
///
/// # Errors
/// Why it cannot be written.
pub fn write_into(folder: &Path, name: &str, text: &str) -> Result<String, Box<Diagnostic>> {
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let file = folder.join(name);
    replace_file(&file, text)?;
    Ok(shown(&file))
}

/// What comes in on stdin.
///
/// # Errors
/// What cannot be read, or is not text.
pub fn standard_input() -> Result<String, Box<Diagnostic>> {
    let file = Path::new("-");
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| {
        let trouble =
            trouble(file, "cannot-read", format!("读不了：{}", reason(&error)), format!("cannot be read: {error}"));
        Box::new(
            trouble.help("把内容存成文件，给出文件的名字", "save the text as a file, and give the name of that file"),
        )
    })?;
    text(file, bytes)
}

fn test_files(folder: &Path, wrong: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let tests = folder.join("tests");
    if !tests.is_dir() {
        return Vec::new();
    }
    match listing(&tests) {
        Ok(listed) => listed.into_iter().filter(|file| has_extension(file, "gj")).collect(),
        Err(diagnostic) => {
            wrong.push(*diagnostic);
            Vec::new()
        }
    }
}

fn read_text(file: &Path, wrong: &mut Vec<Diagnostic>) -> Option<SourceFile> {
    match read(file).and_then(|bytes| text(file, bytes)) {
        Ok(text) => Some(SourceFile::new(shown(file), text)),
        Err(diagnostic) => {
            wrong.push(*diagnostic);
            None
        }
    }
}

/// The files of facts at these paths: JSON and CSV files, and those in folders, in the order of their names.
///
/// # Errors
/// What cannot be read.
pub fn facts_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut wrong = Vec::new();
    for path in paths {
        if path.is_dir() {
            match listing(path) {
                Ok(listed) => {
                    let before = files.len();
                    files.extend(listed.into_iter().filter(|file| is_facts(file)));
                    if files.len() == before {
                        let trouble = trouble(
                            path,
                            "no-facts",
                            "这个文件夹里没有 .json 或 .csv 文件".to_owned(),
                            "there is no .json or .csv file in this folder".to_owned(),
                        );
                        wrong.push(trouble.help(
                            "把数据文件放进来，每种数据一个，如 服务对象.csv；表格在“另存为”里选“CSV UTF-8（逗号分隔）”",
                            "put the files of facts here, one for each record, such as recipient.csv; save spreadsheets as \
                             “CSV UTF-8 (comma delimited)”",
                        ));
                    }
                }
                Err(diagnostic) => wrong.push(*diagnostic),
            }
        } else if is_facts(path) {
            files.push(path.clone());
        } else if path.exists() {
            let trouble = trouble(
                path,
                "unknown-format",
                "不知道这是什么格式的数据；数据要放在 .json 或 .csv 文件里".to_owned(),
                "it is not known how to read this; facts stand in .json or .csv files".to_owned(),
            );
            wrong.push(trouble.help(
                "用表格软件打开，每张表另存为“CSV UTF-8（逗号分隔）”，文件以数据命名，如 服务对象.csv",
                "open it in a spreadsheet, and save each sheet as “CSV UTF-8 (comma delimited)”, called like its record, \
                 such as recipient.csv",
            ));
        } else {
            wrong.push(not_found(path));
        }
    }
    if wrong.is_empty() { Ok(files) } else { Err(wrong) }
}

/// One file of facts.
///
/// # Errors
/// What cannot be read.
pub fn read_facts(path: &Path) -> Result<FactsFile, Box<Diagnostic>> {
    Ok(FactsFile {
        name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        json: has_extension(path, "json"),
        bytes: read(path)?,
    })
}

fn is_facts(path: &Path) -> bool {
    has_extension(path, "json") || has_extension(path, "csv")
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// The files of a folder in the order of their names.
fn listing(folder: &Path) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_file()).collect())
}

/// What is in a folder, in the order of the names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let about = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    // A device or a pipe may have no end.
    if !about.is_file() {
        let trouble = trouble(path, "not-a-file", "这不是文件".to_owned(), "this is not a file".to_owned());
        return Err(Box::new(trouble.help(
            "给出一个文件：政策是 .gj 文件，或者有 policy.gj 的文件夹；设备和管道先存成文件",
            "name a file: a policy is a .gj file, or a folder with a policy.gj; save what comes from a device or pipe first",
        )));
    }
    std::fs::read(path).map_err(|error| unreadable(path, &error))
}

/// The bytes as text, without a byte order mark.
fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Box<Diagnostic>> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let in_line = String::from_utf8_lossy(before.get(start..).unwrap_or_default());
        let mut diagnostic =
            trouble(path, "not-utf8", "这里不是 UTF-8 文字".to_owned(), "this is not UTF-8 text".to_owned())
                .help("请把文件另存为 UTF-8 编码", "save the file in the encoding UTF-8");
        if let Place::Facts(place) = &mut diagnostic.place {
            place.position = Some((line, in_line.chars().count() + 1));
        }
        Box::new(diagnostic)
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Box<Diagnostic> {
    if error.kind() == ErrorKind::NotFound {
        return Box::new(not_found(path));
    }
    let (zh, en) = match error.kind() {
        ErrorKind::PermissionDenied => (
            "请管理员给这个文件的读取权限，或者换一个有权限的账号",
            "ask for the permission to read it, or use an account that has it",
        ),
        ErrorKind::ResourceBusy => ("关掉正在使用它的程序，再试一次", "close the program that uses it, then try again"),
        _ => ("核对路径，或把文件复制到别处再读", "check the path, or copy the file to another place and read that"),
    };
    let trouble =
        trouble(path, "cannot-read", format!("读不了：{}", reason(error)), format!("cannot be read: {error}"));
    Box::new(trouble.help(zh, en))
}

/// Why the system does not do it, in Chinese; in English it says so itself.
fn reason(error: &std::io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::AlreadyExists => "已经有这个文件或文件夹",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径里有一段不是文件夹",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘空间不够",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::InvalidFilename => "这样的文件名不能用",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "别的程序正在使用它",
        ErrorKind::Interrupted => "中途被打断",
        _ => "",
    };
    match (known, error.raw_os_error()) {
        ("", Some(code)) => format!("系统错误 {code}"),
        ("", None) => "系统没有说明原因".to_owned(),
        (known, _) => known.to_owned(),
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Box<Diagnostic> {
    let trouble =
        trouble(path, "cannot-write", format!("写不了：{}", reason(error)), format!("cannot be written: {error}"));
    Box::new(
        trouble.help(
            "请换一个能写的文件，或者给出已有的文件夹",
            "name a file that can be written, in a folder that exists",
        ),
    )
}

fn not_found(path: &Path) -> Diagnostic {
    trouble(path, "not-found", "没有这个文件或文件夹".to_owned(), "there is no such file or folder".to_owned()).help(
        "核对名字和所在的文件夹；名字里有空格的，加引号",
        "check the name and the folder that it is in; put a name with spaces in quotes",
    )
}

fn trouble(path: &Path, code: &'static str, zh: String, en: String) -> Diagnostic {
    let place = FactsPlace { file: shown(path), ..FactsPlace::default() };
    Diagnostic::new(code, Severity::Error, Place::Facts(place), zh, en)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
