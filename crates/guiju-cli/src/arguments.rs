//! The arguments, in both languages.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use guiju::civil::Date;
use guiju::{Language, Level, finding_kinds};

use crate::language::say;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// `guiju analyze`.
    Analyze(Analyze),
    /// `guiju check`.
    Check(Check),
    /// `guiju doc`.
    Doc(Doc),
    /// `guiju eval`.
    Eval(Eval),
    /// `guiju explain`: of one code, or of all.
    Explain(Option<String>),
    /// `guiju fmt`.
    Fmt(Fmt),
    /// `guiju new`.
    New(New),
    /// `guiju schema`.
    Schema(PathBuf),
    /// `guiju show`.
    Show(PathBuf),
    /// `guiju test`.
    Test(Test),
}

/// The arguments of `guiju analyze`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analyze {
    /// The policy: a file or a folder.
    pub policy: PathBuf,
    /// How to print.
    pub format: Format,
    /// Whether warnings count.
    pub strict: bool,
    /// How loudly findings are told, by their codes, in the order of the arguments; `all` is all of them.
    pub levels: Vec<(Level, String)>,
    /// At most so many steps for each question.
    pub max_steps: Option<u64>,
}

/// The arguments of `guiju check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The policy: a file or a folder.
    pub policy: PathBuf,
    /// How to print.
    pub format: Format,
    /// Whether warnings count.
    pub strict: bool,
    /// Whether to make safe fixes in the files.
    pub fix: bool,
    /// How loudly findings are told, by their codes, in the order of the arguments; `all` is all of them.
    pub levels: Vec<(Level, String)>,
    /// Whether to tell what an evaluation costs.
    pub cost: bool,
    /// How many rows tables have.
    pub rows: Vec<(String, u64)>,
}

/// The arguments of `guiju doc`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// The policy: a file or a folder.
    pub policy: PathBuf,
    /// The folder of the documents.
    pub folder: PathBuf,
    /// In that language alone.
    pub only: Option<Language>,
}

/// The arguments of `guiju eval`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eval {
    /// The policy: a file or a folder.
    pub policy: PathBuf,
    /// Files and folders of facts.
    pub facts: Vec<PathBuf>,
    /// The as-of date.
    pub as_of: Option<Date>,
    /// How to print.
    pub format: Format,
    /// Whether failures count.
    pub strict: bool,
    /// On how many threads; `None`: as many as the machine has.
    pub threads: Option<usize>,
    /// How many rows a list names.
    pub rows: usize,
    /// At most so many steps.
    pub max_steps: Option<u64>,
    /// Whether to hash the facts.
    pub facts_hash: bool,
    /// How wide the text may be.
    pub width: Option<usize>,
    /// Where to write the list to pay; `-`: to stdout, in the place of the report.
    pub awards: Option<PathBuf>,
}

/// The arguments of `guiju fmt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fmt {
    /// Files, folders, or `-` for stdin.
    pub paths: Vec<PathBuf>,
    /// Whether to tell only.
    pub check: bool,
    /// The language whose spelling the words get; `None`: they stay.
    pub spelling: Option<Language>,
}

/// The arguments of `guiju new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The folder to make.
    pub folder: PathBuf,
    /// The id of the policy; `None`: the folder's name.
    pub id: Option<String>,
    /// Its title; `None`: the id.
    pub title: Option<String>,
    /// Its year; `None`: the one in the id, else this year.
    pub year: Option<u16>,
}

/// The arguments of `guiju test`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The policy: a file or a folder.
    pub policy: PathBuf,
    /// Only tests whose names contain this.
    pub filter: Option<String>,
    /// Whether the tests of the policies amended are run as well.
    pub base_tests: bool,
    /// How to print.
    pub format: Format,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// Messages one a line.
    Plain,
    /// For programs.
    Json,
    /// Messages for code review tools.
    Sarif,
}

/// Understands the arguments.
///
/// # Errors
/// What clap says of them; also the help and the version, when asked for.
pub fn parse(arguments: Vec<OsString>, language: Language) -> Result<Task, clap::Error> {
    let matches = command(language).try_get_matches_from(arguments)?;
    let whole = spelling(&matches);
    let Some((name, matches)) = matches.subcommand() else {
        return Err(command(language)
            .error(clap::error::ErrorKind::MissingSubcommand, say(language, "缺少命令", "a command is missing")));
    };
    if name == "fmt" {
        let paths = matches.get_many::<PathBuf>("paths").map(|paths| paths.cloned().collect()).unwrap_or_default();
        // Given anywhere on the line, never by the environment: a file is not rewritten because of where somebody lives.
        let spelling = spelling(matches).or(whole);
        return Ok(Task::Fmt(Fmt { paths, check: matches.get_flag("check"), spelling }));
    }
    if name == "new" {
        return Ok(Task::New(New {
            folder: path(matches, "folder"),
            id: matches.get_one::<String>("id").cloned(),
            title: matches.get_one::<String>("title").cloned(),
            year: matches.get_one::<u16>("year").copied(),
        }));
    }
    if name == "explain" {
        return Ok(Task::Explain(matches.get_one::<String>("code").cloned()));
    }
    let policy = path(matches, "policy");
    Ok(match name {
        "analyze" => Task::Analyze(Analyze {
            policy,
            format: format(matches),
            strict: matches.get_flag("strict"),
            levels: levels(matches),
            max_steps: matches.get_one::<u64>("max-steps").copied(),
        }),
        "check" => Task::Check(Check {
            policy,
            format: format(matches),
            strict: matches.get_flag("strict"),
            fix: matches.get_flag("fix"),
            levels: levels(matches),
            cost: matches.get_flag("cost"),
            rows: matches.get_many("rows").map(|rows| rows.cloned().collect()).unwrap_or_default(),
        }),
        "doc" => Task::Doc(Doc {
            policy,
            folder: path(matches, "output"),
            only: matches.get_one::<String>("lang").map(|name| if name == "zh" { Language::Zh } else { Language::En }),
        }),
        "schema" => Task::Schema(policy),
        "show" => Task::Show(policy),
        "test" => Task::Test(Test {
            policy,
            filter: matches.get_one::<String>("filter").cloned(),
            base_tests: matches.get_flag("base-tests"),
            format: format(matches),
        }),
        _ => Task::Eval(Eval {
            policy,
            facts: matches.get_many::<PathBuf>("facts").map(|paths| paths.cloned().collect()).unwrap_or_default(),
            as_of: matches.get_one::<Date>("as-of").copied(),
            format: format(matches),
            strict: matches.get_flag("strict"),
            threads: number(matches, "threads"),
            rows: number(matches, "rows").unwrap_or(100),
            max_steps: matches.get_one::<u64>("max-steps").copied(),
            facts_hash: matches.get_flag("facts-hash"),
            width: number(matches, "width"),
            awards: matches.get_one::<PathBuf>("awards").cloned(),
        }),
    })
}

/// The arguments that set how loudly findings are told.
const LEVELS: [(&str, Level); 3] = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

/// The levels of findings, in the order in which they stand.
fn levels(matches: &ArgMatches) -> Vec<(Level, String)> {
    let mut levels: Vec<(usize, Level, String)> = Vec::new();
    for (name, level) in LEVELS {
        let codes = matches.get_many::<String>(name).unwrap_or_default();
        let indices = matches.indices_of(name).unwrap_or_default();
        levels.extend(indices.zip(codes).map(|(index, code)| (index, level, code.clone())));
    }
    levels.sort_by_key(|(index, ..)| *index);
    levels.into_iter().map(|(_, level, code)| (level, code)).collect()
}

/// The options that set the levels of findings.
fn level_arguments(language: Language) -> impl Iterator<Item = Arg> {
    LEVELS.into_iter().map(move |(name, level)| {
        let codes = finding_kinds().into_iter().map(|kind| kind.code);
        option(name, say(language, "代号", "CODE"))
            .action(ArgAction::Append)
            .value_parser(PossibleValuesParser::new(codes.chain(["all"])))
            .hide_possible_values(true)
            .help(match level {
                Level::Deny => say(
                    language,
                    "把这个检查项当作错误，可以写几次；all 指所有检查项，代号见 docs/lints.md",
                    "Tell the findings of this code as errors, may be given several times; all stands for all codes, see docs/lints.md",
                ),
                Level::Warn => say(language, "把这个检查项当作警告", "Tell the findings of this code as warnings"),
                Level::Allow | Level::Note => say(language, "不提这个检查项", "Do not tell the findings of this code"),
            })
    })
}

/// The language given on the line.
fn spelling(matches: &ArgMatches) -> Option<Language> {
    let name = matches.get_one::<String>("lang")?;
    Some(if name == "zh" { Language::Zh } else { Language::En })
}

/// A table and how many rows it has.
fn table_rows(text: &str) -> Result<(String, u64), String> {
    let (table, rows) = text.split_once('=').ok_or("TABLE=N")?;
    let rows = rows.replace('_', "").parse().map_err(|_| "TABLE=N".to_owned())?;
    Ok((table.to_owned(), rows))
}

fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

fn number(matches: &ArgMatches, name: &str) -> Option<usize> {
    let number = matches.get_one::<u32>(name).copied()?;
    usize::try_from(number).ok()
}

fn format(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("plain") => Format::Plain,
        Some("json") => Format::Json,
        Some("sarif") => Format::Sarif,
        _ => Format::Text,
    }
}

/// The command line as a whole.
pub fn command(language: Language) -> Command {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let top = Command::new("guiju")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t(
            "规矩：把扶持政策写成能读、能算、能查的规则",
            "Guiju: public-funding rules that people read and a machine keeps",
        ))
        .subcommand_required(true)
        .arg_required_else_help(false)
        .disable_help_subcommand(true)
        .subcommand_value_name(t("命令", "COMMAND"))
        .subcommand_help_heading(t("命令", "Commands"))
        .after_help(t(
            "退出码：0 完成；1 有发现（--strict 时有规则不满足或有警告，或有测试失败）；2 --strict 时有规则待定；\
             3 政策或数据有错误；64 用法不对；74 写不了文件。",
            "Exit codes: 0 done; 1 findings (with --strict a rule fails or there are warnings; a test failed); \
             2 with --strict a rule is undetermined; 3 errors in the policy or the facts; 64 wrong usage; \
             74 a file cannot be written.",
        ))
        .subcommand(
            common(Command::new("analyze"), language)
                .about(t(
                    "分析政策：不看数据，找出做不到、对不上、不起作用的条文",
                    "Analyse a policy: without facts, find what cannot be met, does not add up or never binds",
                ))
                .arg(policy(language))
                .arg(messages_argument(language))
                .arg(flag("strict", t("有警告时退出码为 1", "Exit with 1 when there are warnings")))
                .args(level_arguments(language))
                .arg(
                    option("max-steps", t("步数", "N"))
                        .value_parser(clap::value_parser!(u64))
                        .help(t("每个问题最多用多少步；到了上限就说没有答案", "At most so many steps for each question; what is not answered then is told")),
                ),
        )
        .subcommand(
            common(Command::new("check"), language)
                .about(t(
                    "检查政策：名称、类型、单位、依据、循环",
                    "Check a policy: names, types, units, citations, cycles",
                ))
                .arg(policy(language))
                .arg(messages_argument(language))
                .arg(flag("strict", t("有警告时退出码为 1", "Exit with 1 when there are warnings")))
                .args(level_arguments(language))
                .arg(flag(
                    "fix",
                    t(
                        "改正有唯一改法的错误，直接改政策文件；改了什么，逐条列出",
                        "Mend mistakes that have one remedy, in the policy files; what was mended is listed",
                    ),
                ))
                .arg(flag(
                    "cost",
                    t(
                        "说明核算最多要多少步：按各数据表的行数写成算式",
                        "Tell how many steps an evaluation takes at most, by the numbers of rows of the tables",
                    ),
                ))
                .arg(
                    option("rows", t("表=行数", "TABLE=N"))
                        .action(ArgAction::Append)
                        .requires("cost")
                        .value_parser(ValueParser::from(table_rows))
                        .help(t("与 --cost 同用：某个表有多少行", "With --cost: how many rows a table has")),
                ),
        )
        .subcommand(
            common(Command::new("doc"), language)
                .about(t(
                    "把政策写成便于阅读和打印的文档：逐条说明，HTML 和 Markdown，中文和英文",
                    "Write a policy as documents to read and print: clause by clause, HTML and Markdown, Chinese and English",
                ))
                .arg(policy(language))
                .arg(
                    option("output", t("文件夹", "DIR"))
                        .short('o')
                        .required(true)
                        .value_parser(value_parser!(PathBuf))
                        .help(t(
                            "写到哪个文件夹，没有就新建；同名的文件会被覆盖",
                            "The folder for the documents, made where there is none; files of the same names are overwritten",
                        )),
                )
                .mut_arg("lang", |lang| {
                    lang.help(t(
                        "只写这种语言的文档：zh 中文，en 英文；不指定时两种都写",
                        "Write the documents in this language only: zh Chinese, en English; by default in both",
                    ))
                }),
        )
        .subcommand(eval(language))
        .subcommand(
            common(Command::new("explain"), language)
                .about(t(
                    "说明一个诊断代码：什么意思，为什么不对，怎么改；不给代码时列出全部",
                    "Explain the code of a message: what it means, why it is wrong, how to mend it; without a code, list all",
                ))
                .arg(
                    Arg::new("code")
                        .value_name(t("代码", "CODE"))
                        .help_heading(t("参数", "Arguments"))
                        .help(t("诊断代码，如 unit-mismatch", "The code, such as unit-mismatch")),
                ),
        )
        .subcommand(
            common(Command::new("fmt"), language)
                .about(t(
                    "整理政策文件的格式，可以把关键词改成中文或英文写法",
                    "Lay policy files out, and rewrite their words in Chinese or English spelling if asked to",
                ))
                .arg(
                    Arg::new("paths")
                        .value_name(t("路径", "PATH"))
                        .required(true)
                        .num_args(1..)
                        .value_parser(value_parser!(PathBuf))
                        .help_heading(t("参数", "Arguments"))
                        .help(t(
                            "文件、文件夹（其中所有 .gj 文件），或者 - 表示标准输入",
                            "Files, folders (all .gj files in them), or - for stdin",
                        )),
                )
                .arg(flag(
                    "check",
                    t("只检查，不改文件；要整理时退出码为 1", "Change no file; exit with 1 when one would be changed"),
                )),
        )
        .subcommand(
            common(Command::new("new"), language)
                .about(t(
                    "新建一份规则文件的样板：规则、测试、样例数据",
                    "Start a policy: a folder with rules, tests and sample facts that work as they stand",
                ))
                .arg(
                    Arg::new("folder")
                        .value_name(t("文件夹", "DIR"))
                        .required(true)
                        .value_parser(value_parser!(PathBuf))
                        .help_heading(t("参数", "Arguments"))
                        .help(t(
                            "要新建的文件夹；已经有的，里面必须是空的",
                            "The folder to make; one that is there must be empty",
                        )),
                )
                .arg(option("id", t("代号", "ID")).help(t(
                    "政策的代号；默认是文件夹的名称。修订按代号找被修订的政策",
                    "The id of the policy, by which amendments find it; by default the folder's name",
                )))
                .arg(
                    option("title", t("名称", "TITLE"))
                        .help(t("办法的名称；默认是代号", "The title of the regulation; by default the id")),
                )
                .arg(
                    option("year", t("年度", "YEAR"))
                        .value_parser(value_parser!(u16).range(1000..=9999))
                        .allow_negative_numbers(true)
                        .help(t(
                            "哪一年的政策，如 2023；默认是代号里的年份，没有的是今年",
                            "The year of the policy, such as 2023; by default the one in the id, else this year",
                        )),
                ),
        )
        .subcommand(
            common(Command::new("schema"), language)
                .about(t("输出政策所需数据的 JSON Schema", "Print the JSON Schema of the facts that a policy needs"))
                .arg(policy(language)),
        )
        .subcommand(
            common(Command::new("show"), language)
                .about(t(
                    "输出政策修订后的全文，逐条注明来源",
                    "Print the text of a policy as it stands after all amendments, with where each item comes from",
                ))
                .arg(policy(language)),
        )
        .subcommand(
            common(Command::new("test"), language)
                .about(t("运行政策的测试", "Run the tests of a policy"))
                .arg(policy(language))
                .arg(messages_argument(language))
                .arg(flag(
                    "base-tests",
                    t(
                        "也用修订后的政策运行被修订政策的测试",
                        "Also run the tests of the policies amended, by the policy as it stands now",
                    ),
                ))
                .arg(
                    option("filter", t("文字", "TEXT"))
                        .help(t("只运行名称里有这段文字的测试", "Run only tests whose names contain this text")),
                ),
        );
    common(top, language).disable_version_flag(true).arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help(t("显示版本", "Print the version")),
    )
}

fn eval(language: Language) -> Command {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let count = |least: i64| value_parser!(u32).range(least..);
    common(Command::new("eval"), language)
        .about(t(
            "按政策核算数据，逐条给出结论、数字和依据",
            "Evaluate facts by a policy: a verdict for each clause, with numbers and citations",
        ))
        .arg(policy(language))
        .arg(option("facts", t("路径", "PATH")).num_args(1..).required(true).value_parser(value_parser!(PathBuf)).help(
            t(
                "数据：JSON 文件、CSV 文件（文件名即表名），或者放这些文件的文件夹",
                "The facts: JSON files, CSV files (each called like its table), or folders of them",
            ),
        ))
        .arg(
            option("as-of", t("日期", "DATE"))
                .value_parser(ValueParser::from(|text: &str| text.parse::<Date>().map_err(|_| "YYYY-MM-DD".to_owned())))
                .help(t(
                    "基准日，如 2023-12-31；不指定时取政策年度的最后一天",
                    "The as-of date, such as 2023-12-31; by default the last day of the policy's year",
                )),
        )
        .arg(format_argument(language))
        .arg(flag(
            "strict",
            t(
                "有规则不满足时退出码为 1，没有不满足而有待定时为 2",
                "Exit with 1 when a rule fails, with 2 when one is undetermined and none fails",
            ),
        ))
        .arg(
            option("rows", t("个数", "N"))
                .value_parser(count(0)).allow_negative_numbers(true)
                .help(t("每个清单最多列出多少行，默认 100", "How many rows each list names at most, 100 by default")),
        )
        .arg(
            option("threads", t("个数", "N"))
                .value_parser(count(1)).allow_negative_numbers(true)
                .help(t("用几个线程；不影响报告的任何一个字", "On how many threads; changes no byte of the report")),
        )
        .arg(option("max-steps", t("步数", "N")).value_parser(value_parser!(u64)).allow_negative_numbers(true).help(t(
            "最多核算多少步，超过就停下并报错；要多少步见 check --cost",
            "At most so many steps; more are an error. How many it takes: check --cost",
        )))
        .arg(option("width", t("列数", "N")).value_parser(count(40)).allow_negative_numbers(true).help(t(
            "文字报告的宽度，至少 40 列；默认为终端宽度，不是终端时为 100",
            "The width of the text report, at least 40 columns; by default that of the terminal, else 100",
        )))
        .arg(option("awards", t("文件", "FILE")).value_parser(value_parser!(PathBuf)).help(t(
            "把发放清单写成 CSV 文件，一项补助的一行数据一行；- 表示写到标准输出，不再输出报告",
            "Write the list to pay as a CSV file, one row an award and a row of facts; - writes it to stdout in the place of the report",
        )))
        .arg(flag("facts-hash", t("在 JSON 报告里写上数据的散列值", "Put a hash of the facts into the JSON report")))
}

/// What every command has: its help and the language, in the words of the language.
fn common(command: Command, language: Language) -> Command {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    let rewrites = command.get_name() == "fmt";
    let command = match (language, usage(command.get_name())) {
        (Language::Zh, Some(usage)) => command.override_usage(usage),
        _ => command,
    };
    let template = match language {
        Language::Zh => "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
        Language::En => "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    };
    command
        .help_template(template)
        // Lines are broken by their width in columns, see `help.rs`.
        .term_width(0)
        .disable_help_flag(true)
        .next_help_heading(t("选项", "Options"))
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(t("显示帮助", "Print help")))
        .arg(
            option("lang", t("语言", "LANG"))
                .value_parser(PossibleValuesParser::new(["zh", "en"]))
                .hide_possible_values(true)
                .help(if rewrites {
                    t(
                        "把文件里的关键词改成这种写法：zh 中文，en 英文，提示也用这种语言；不指定时写法不变，\
                         GUIJU_LANG 和系统语言只管提示",
                        "Rewrite the words of the files in this spelling: zh Chinese, en English; messages are in it too. \
                         Without it words stay, and GUIJU_LANG and the locale decide on messages alone",
                    )
                } else {
                    t(
                        "语言：zh 中文，en 英文；默认看环境变量 GUIJU_LANG 和系统语言",
                        "The language: zh Chinese, en English; by default that of GUIJU_LANG or the locale",
                    )
                }),
        )
}

/// The usage line in Chinese; in English clap writes it.
pub fn usage(command: &str) -> Option<&'static str> {
    Some(match command {
        "guiju" => "guiju [选项] <命令>",
        "analyze" => "guiju analyze [选项] <政策>",
        "check" => "guiju check [选项] <政策>",
        "explain" => "guiju explain [选项] [代码]",
        "fmt" => "guiju fmt [选项] <路径>...",
        "doc" => "guiju doc [选项] <政策> -o <文件夹>",
        "eval" => "guiju eval [选项] <政策> --facts <路径>...",
        "new" => "guiju new [选项] <文件夹>",
        "schema" => "guiju schema [选项] <政策>",
        "show" => "guiju show [选项] <政策>",
        "test" => "guiju test [选项] <政策>",
        _ => return None,
    })
}

fn policy(language: Language) -> Arg {
    let t = |zh: &'static str, en: &'static str| say(language, zh, en);
    Arg::new("policy")
        .value_name(t("政策", "POLICY"))
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help_heading(t("参数", "Arguments"))
        .help(t(
            "政策：一个 .gj 文件，或者有 policy.gj 的文件夹",
            "The policy: a .gj file, or a folder with a policy.gj",
        ))
}

fn format_argument(language: Language) -> Arg {
    option("format", say(language, "格式", "FORMAT"))
        .value_parser(PossibleValuesParser::new(["text", "json"]))
        .hide_possible_values(true)
        .help(say(language, "输出格式：text 文字（默认），json", "How to print: text (default) or json"))
}

/// The formats of commands that print messages.
fn messages_argument(language: Language) -> Arg {
    option("format", say(language, "格式", "FORMAT"))
        .value_parser(PossibleValuesParser::new(["text", "plain", "json", "sarif"]))
        .hide_possible_values(true)
        .help(say(
            language,
            "输出格式：text 带原文的文字（默认），plain 一条一行，json，sarif",
            "How to print: text with the lines concerned (default), plain one a line, json or sarif",
        ))
}

fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command(Language::Zh).debug_assert();
        command(Language::En).debug_assert();
    }

    #[test]
    fn everything_is_explained_in_both_languages() {
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for (language, chinese) in [(Language::Zh, true), (Language::En, false)] {
            let top = command(language);
            for part in top.get_subcommands().chain([&top]) {
                let name = part.get_name();
                let about = part.get_about().expect(name).to_string();
                assert_eq!(about.contains(is_han), chinese, "{name}: {about}");
                assert!(usage(name).is_some(), "{name} has no usage in Chinese");
                for argument in part.get_arguments() {
                    let help =
                        argument.get_help().unwrap_or_else(|| panic!("{name} {}", argument.get_id())).to_string();
                    assert_eq!(help.contains(is_han), chinese, "{name} {}: {help}", argument.get_id());
                }
            }
        }
    }

    #[test]
    fn several_paths_of_facts() {
        let arguments = ["guiju", "eval", "p", "--facts", "a", "b.csv", "--as-of", "2023-12-31"];
        let task = parse(arguments.map(OsString::from).to_vec(), Language::En).unwrap();
        let Task::Eval(eval) = task else { panic!("eval") };
        assert_eq!(eval.facts, [PathBuf::from("a"), PathBuf::from("b.csv")]);
        assert_eq!(eval.as_of.unwrap().to_string(), "2023-12-31");
        assert_eq!(eval.rows, 100);
    }
}
