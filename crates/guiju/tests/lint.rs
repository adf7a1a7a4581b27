//! Findings of lints through the facade: levels, acceptances, the policies of the project, and their document.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::fs;
use std::path::{Path, PathBuf};

use guiju::diagnostic::Place;
use guiju::{Level, LintLevels, Policy, Severity, SourceFile, UnknownFinding, finding_kinds};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const BASE: &str = r#"政策 a-2023 "甲" 年度 2023
依据文件 方案 "方案" { 第一条 规范 }
单位 户
数据 店 键 编号 计 户 { 编号: 文本  时长: 小时 }
标准 达标 适用 店 依据 第一条 { 时长: 时长 不低于60小时 }
规则 占比: 占比(店 其中 达标) 不低于10%
"#;

fn policy(items: &str) -> Policy {
    let compiled = Policy::compile(vec![SourceFile::new("a.gj", format!("{BASE}{items}"))]);
    assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
    compiled.policy.unwrap()
}

/// Codes with what they stand at.
fn told(items: &str, levels: &LintLevels) -> Vec<String> {
    let policy = policy(items);
    let text = &policy.sources()[0].text;
    let found = policy.lint(levels);
    found
        .iter()
        .map(|found| match found.place {
            Place::Text(span) => format!("{} {}", found.code, &text[span.range()]),
            _ => panic!("{found:?}"),
        })
        .collect()
}

fn levels(set: &[(&str, Level)]) -> LintLevels {
    let mut levels = LintLevels::default();
    for (code, level) in set {
        if *code == "all" { levels.set_all(*level) } else { levels.set(code, *level).unwrap() }
    }
    levels
}

#[test]
fn levels_decide_what_is_told_and_how() {
    assert_eq!(told("", &LintLevels::default()), Vec::<String>::new());
    let figures = ["magic-number 60小时", "magic-number 10%"];
    for (level, severity) in
        [(Level::Note, Severity::Note), (Level::Warn, Severity::Warning), (Level::Deny, Severity::Error)]
    {
        let levels = levels(&[("magic-number", level)]);
        assert_eq!(told("", &levels), figures);
        assert!(policy("").lint(&levels).iter().all(|found| found.severity == severity));
    }
    assert_eq!(told("参数 甲 = 5元 依据 第一条\n", &LintLevels::default()), ["unused-item 甲"]);
    assert_eq!(told("参数 甲 = 5元 依据 第一条\n", &levels(&[("unused-item", Level::Allow)])), Vec::<String>::new());
}

#[test]
fn what_is_said_later_wins() {
    let both = levels(&[("all", Level::Allow), ("magic-number", Level::Deny)]);
    assert_eq!(told("参数 甲 = 5元 依据 第一条\n", &both), ["magic-number 60小时", "magic-number 10%"]);
    let neither = levels(&[("magic-number", Level::Deny), ("all", Level::Allow)]);
    assert_eq!(told("参数 甲 = 5元 依据 第一条\n", &neither), Vec::<String>::new());
    let all = levels(&[("all", Level::Note), ("missing-language", Level::Allow)]);
    assert_eq!(
        told("参数 甲 = 5元 依据 第一条\n", &all),
        ["magic-number 60小时", "magic-number 10%", "unused-item 甲"]
    );
}

#[test]
fn an_unknown_code_has_the_nearest_that_there_is() {
    let unknown = LintLevels::default().set("magic-numbers", Level::Warn);
    assert_eq!(unknown, Err(UnknownFinding { code: "magic-numbers".to_owned(), near: Some("magic-number") }));
    assert_eq!(LintLevels::default().set("x", Level::Warn).unwrap_err().near, None);
    let text = format!("{BASE}接受 magic-numbre 于 占比 因 \"x\"\n");
    let compiled = Policy::compile(vec![SourceFile::new("a.gj", text)]);
    let codes: Vec<&str> = compiled.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["unknown-finding"]);
    assert!(compiled.policy.is_none());
    assert!(compiled.diagnostics[0].help.as_ref().unwrap().zh.contains("magic-number"));
}

#[test]
fn what_is_accepted_is_silent() {
    let deny = levels(&[("magic-number", Level::Deny)]);
    assert_eq!(told("接受 magic-number 于 占比 因 \"x\"\n", &deny), ["magic-number 60小时"]);
    assert_eq!(told("接受 magic-number 于 占比, 达标.时长 因 \"x\"\n", &deny), Vec::<String>::new());
    // An item stands for its parts.
    assert_eq!(told("接受 magic-number 于 占比, 达标 因 \"x\"\n", &deny), Vec::<String>::new());
    // Another code silences nothing of this one.
    assert_eq!(
        told("接受 unused-item 于 占比 因 \"x\"\n", &deny),
        ["magic-number 60小时", "magic-number 10%", "idle-acceptance 占比"]
    );
    assert_eq!(
        told("参数 甲 = 5元 依据 第一条\n接受 unused-item 于 甲 因 \"x\"\n", &LintLevels::default()),
        Vec::<String>::new()
    );
    let policy = policy("接受 magic-number 于 达标 因 \"照写\"\n");
    assert_eq!(policy.accepted("magic-number", "达标.时长").unwrap().reason, "照写");
    assert!(policy.accepted("magic-number", "占比").is_none());
    assert!(policy.accepted("unused-item", "达标.时长").is_none());
}

#[test]
fn what_silences_nothing_is_told() {
    // Whatever the level of what it would silence.
    assert_eq!(told("接受 magic-number 于 占比 因 \"x\"\n", &LintLevels::default()), Vec::<String>::new());
    assert_eq!(told("接受 magic-number 于 占比, 户 因 \"x\"\n", &LintLevels::default()), ["idle-acceptance 户"]);
    let twice = "接受 magic-number 于 占比 因 \"x\"\n接受 magic-number 于 占比 因 \"y\"\n";
    assert_eq!(told(twice, &LintLevels::default()), ["idle-acceptance 占比"]);
    assert_eq!(policy(twice).lint(&LintLevels::default())[0].labels.len(), 1);
    assert_eq!(told(twice, &levels(&[("idle-acceptance", Level::Allow)])), Vec::<String>::new());
}

#[test]
fn overdue_figures_are_findings_and_are_told_in_reports_all_the_same() {
    let items = "参数 甲 = 5元 依据 第一条 复核至 2023-12-30\n规则 乙: 甲 高于 甲 - 甲\n";
    assert_eq!(told(items, &LintLevels::default()).len(), 1);
    assert!(told(&items.replace("12-30", "12-31"), &LintLevels::default()).is_empty());
    let found = policy(items).lint(&levels(&[("stale-figure", Level::Deny)]));
    assert_eq!((found[0].code, found[0].severity), ("stale-figure", Severity::Error));
    let accepted = format!("{items}接受 stale-figure 于 甲 因 \"x\"\n");
    assert!(told(&accepted, &LintLevels::default()).is_empty());
    let policy = policy(&accepted);
    assert_eq!(policy.stale_figures(policy.last_day().unwrap()).len(), 1);
}

/// The files of a policy of the project, as `guiju check` reads them.
fn sources(folder: &Path) -> Vec<SourceFile> {
    let read = |path: &Path| SourceFile::new(path.display().to_string(), fs::read_to_string(path).unwrap());
    let mut sources = vec![read(&folder.join("policy.gj"))];
    let mut tests: Vec<PathBuf> =
        fs::read_dir(folder.join("tests")).unwrap().map(|file| file.unwrap().path()).collect();
    tests.sort();
    sources.extend(tests.iter().map(|file| read(file)));
    let mut base = guiju::amended_id(&sources[0].text);
    while let Some(id) = base {
        let source = read(&folder.parent().unwrap().join(id).join("policy.gj"));
        base = guiju::amended_id(&source.text);
        sources.push(source);
    }
    sources
}

#[test]
fn the_policies_have_no_findings() {
    let mut count = 0;
    for folder in fs::read_dir(root().join("policies")).unwrap().map(|entry| entry.unwrap().path()) {
        if !folder.join("policy.gj").exists() {
            continue;
        }
        let policy = Policy::compile(sources(&folder)).policy.unwrap();
        let found = policy.lint(&LintLevels::default());
        assert!(found.is_empty(), "{}: {found:#?}", folder.display());
        count += 1;
    }
    assert!(count >= 4);
}

/// With `deny`, each figure of the first policy's rules is told once.
#[test]
fn figures_of_the_first_policy() {
    let policy = Policy::compile(sources(&root().join("policies/hlj-live-commerce-2023"))).policy.unwrap();
    let found = policy.lint(&levels(&[("all", Level::Allow), ("magic-number", Level::Deny)]));
    let text = &policy.sources()[0].text;
    let mut places = Vec::new();
    for diagnostic in &found {
        let Place::Text(span) = diagnostic.place else { panic!() };
        places.push((span.start, &text[span.range()]));
    }
    let figures: Vec<&str> = places.iter().map(|(_, figure)| *figure).collect();
    for figure in ["60小时", "20条", "10%", "1500户", "6个月"] {
        assert!(figures.contains(&figure), "{figure}: {figures:?}");
    }
    // The figure of a param, and a plain one.
    assert!(!figures.contains(&"2.27万元/户") && !figures.contains(&"1户"), "{figures:?}");
    let count = places.len();
    places.dedup();
    assert_eq!(places.len(), count);
}

/// The table of the document is that of the program; `UPDATE=1` writes it.
#[test]
fn the_document_lists_every_finding() {
    let path = root().join("docs/lints.md");
    let text = fs::read_to_string(&path).unwrap();
    let head = "| code 代号 | level 级别 | | |\n|---|---|---|---|\n";
    let (before, rest) = text.split_once(head).expect("the head of the table");
    let after: String = rest.split_inclusive('\n').skip_while(|line| line.starts_with('|')).collect();
    let mut rows = String::new();
    for kind in finding_kinds() {
        let page = format!("docs/diagnostics/{}.md", kind.code);
        assert!(root().join(&page).exists(), "{page}");
        let (code, level) = (kind.code, kind.level.word());
        rows.push_str(&format!("| [{code}](diagnostics/{code}.md) | `{level}` | {} | {} |\n", kind.zh, kind.en));
    }
    let wanted = format!("{before}{head}{rows}{after}");
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        fs::write(&path, wanted).unwrap();
        return;
    }
    assert!(text == wanted, "run the test with UPDATE=1 to write docs/lints.md");
}
