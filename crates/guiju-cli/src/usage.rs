//! Help, the version, and wrong usage.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use guiju::Language;

use crate::exit::Exit;
use crate::io;

/// Prints what clap has to say: the help on stdout, a mistake on stderr.
pub fn report(error: &clap::Error, language: Language) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return io::print(&error.render().to_string(), Exit::Done);
        }
        _ => {}
    }
    match language {
        Language::En => io::complain(&error.render().to_string()),
        Language::Zh => io::complain(&chinese(error)),
    }
    Exit::Usage
}

fn chinese(error: &clap::Error) -> String {
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
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数"),
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
        ErrorKind::ArgumentConflict => format!("“{argument}”给了两次，或者不能一起用"),
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
    if argument.starts_with("--as-of") {
        text.push_str("  日期写成 2023-12-31 这样\n");
    }
    text.push_str("\n详细用法见 guiju --help\n");
    text
}
