//! Help, the version, and wrong usage.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use guiju::Language;

use crate::arguments;
use crate::exit::Exit;
use crate::help;
use crate::io;

/// Prints what clap has to say of the arguments: the help on stdout, a mistake on stderr.
pub fn report(error: &clap::Error, arguments: &[OsString], language: Language) -> Exit {
    let said = || help::lay_out(&error.render().to_string(), io::help_width(), language);
    match (error.kind(), language) {
        (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => return io::print(&said(), Exit::Done),
        (_, Language::En) => io::complain(&error.render().to_string()),
        (_, Language::Zh) => io::complain(&chinese(error, arguments)),
    }
    Exit::Usage
}

fn chinese(error: &clap::Error, arguments: &[OsString]) -> String {
    let context = |kind| {
        error.get(kind).map(|value| match value {
            ContextValue::String(text) => text.clone(),
            ContextValue::Strings(texts) => texts.join("、"),
            other => other.to_string(),
        })
    };
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let mut text = String::from("错误：");
    text.push_str(&match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => format!("没有“{argument}”这个选项"),
        ErrorKind::UnknownArgument => format!("“{argument}”是多出来的"),
        ErrorKind::InvalidSubcommand => {
            let name = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("没有“{name}”这个命令")
        }
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”不能是“{value}”")
        }
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg).filter(|prior| *prior != argument) {
            Some(prior) => format!("“{argument}”和“{prior}”不能一起用"),
            None => format!("“{argument}”给了两次"),
        },
        ErrorKind::TooManyValues => format!("“{argument}”后面的内容太多：{value}"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => "参数不对".to_owned(),
    });
    text.push('\n');
    if let Some(valid) = context(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        text.push_str(&format!("  可以是：{valid}\n"));
    }
    let suggestions = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    for suggestion in suggestions.into_iter().filter_map(context) {
        text.push_str(&format!("  是不是想写：{suggestion}\n"));
    }
    if let Some(expected) = expected(&argument) {
        text.push_str(&format!("  {expected}\n"));
    }
    // The command that was meant, if one was named.
    let words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    let command = words.into_iter().find(|word| *word != "guiju" && arguments::usage(word).is_some());
    let usage = command.and_then(arguments::usage).or_else(|| arguments::usage("guiju"));
    text.push_str(&format!("\n用法：{}\n", usage.unwrap_or_default()));
    text.push_str(&match command {
        Some(command) => format!("详细用法见 guiju {command} --help\n"),
        None => "详细用法见 guiju --help\n".to_owned(),
    });
    text
}

/// What an option takes, as it stands in messages: with its value.
fn expected(argument: &str) -> Option<&'static str> {
    Some(match argument.trim_end_matches("...") {
        "--as-of <日期>" => "日期写成 2023-12-31 这样",
        "--rows <表=行数>" => "写成 表=行数，如 店铺=1000",
        "--rows <个数>" => "要一个整数，0 或更大",
        "--threads <个数>" => "要一个整数，1 或更大",
        "--width <列数>" => "要一个整数，40 或更大",
        "--max-steps <步数>" => "要一个整数，0 或更大",
        "--year <年度>" => "要四位数的年份，如 2023",
        _ => return None,
    })
}
