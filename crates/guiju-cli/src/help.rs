//! Help by the width of the terminal: a Chinese character takes two columns, and a line may end behind any of them.

use guiju::Language;
use guiju::report::wrap::{display_width, wrap};

/// Narrower than this nothing can be read; then the terminal breaks the lines.
const LEAST: usize = 40;

/// Breaks what clap wrote without breaks. What goes on starts below the beginning of the explanation, or of the line.
pub fn lay_out(text: &str, width: usize, language: Language) -> String {
    let width = width.max(LEAST);
    let mut laid_out = String::with_capacity(text.len());
    for line in text.lines() {
        // Headings, to which clap puts the colon.
        let heading = line.strip_suffix(':').filter(|_| language == Language::Zh && !line.starts_with(' '));
        if let Some(heading) = heading {
            laid_out.push_str(&format!("{heading}：\n"));
            continue;
        }
        if display_width(line) <= width {
            laid_out.push_str(line);
            laid_out.push('\n');
            continue;
        }
        let (head, explanation) = line.split_at(explanation(line));
        let hang = match display_width(head) {
            // So little room is left that the explanation starts on a line of its own.
            head if head + LEAST / 2 > width => 10,
            head => head,
        };
        let used = display_width(head) - hang.min(display_width(head));
        let lines = wrap(explanation, width - hang, used);
        for (at, line) in lines.iter().enumerate() {
            laid_out.push_str(if at == 0 { head.to_owned() } else { " ".repeat(hang) }.as_str());
            laid_out.push_str(line);
            laid_out.truncate(laid_out.trim_end_matches(' ').len());
            laid_out.push('\n');
        }
    }
    laid_out
}

/// Where the explanation of a name starts: behind the first gap of two blanks; else where the line does.
fn explanation(line: &str) -> usize {
    let start = line.len() - line.trim_start().len();
    let named = line.get(start..).unwrap_or_default();
    let Some(gap) = named.find("  ").filter(|_| start > 0) else {
        return start;
    };
    let rest = named.get(gap..).unwrap_or_default();
    start + gap + (rest.len() - rest.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::command;

    /// The help of the program and of each command, as it is printed.
    fn helps(language: Language, width: usize) -> Vec<(String, String)> {
        let top = command(language);
        let mut helps = vec![("guiju".to_owned(), top.clone().render_help().to_string())];
        for sub in top.get_subcommands() {
            let mut sub = sub.clone();
            helps.push((sub.get_name().to_owned(), sub.render_help().to_string()));
        }
        helps.into_iter().map(|(name, help)| (name, lay_out(&help, width, language))).collect()
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for language in [Language::Zh, Language::En] {
            for width in [40, 60, 80, 100, 200] {
                for (name, help) in helps(language, width) {
                    for line in help.lines() {
                        assert!(display_width(line) <= width, "{name} {width}: {line}\n{help}");
                    }
                }
            }
        }
    }

    #[test]
    fn explanations_start_in_one_column() {
        for width in [60, 100] {
            for (name, help) in helps(Language::Zh, width) {
                let options = help.split_once("选项：\n").unwrap().1.split("\n\n").next().unwrap();
                let starts: Vec<usize> = options
                    .lines()
                    .map(|line| display_width(&line[..explanation(line)]))
                    .filter(|column| *column > 0)
                    .collect();
                assert!(starts.iter().all(|column| *column == starts[0]), "{name} {width}: {starts:?}\n{help}");
            }
        }
    }

    #[test]
    fn nothing_is_lost_and_nothing_added() {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        for language in [Language::Zh, Language::En] {
            let wide = helps(language, 10_000);
            for ((name, narrow), (_, wide)) in helps(language, 60).into_iter().zip(wide) {
                assert_eq!(squeezed(&narrow), squeezed(&wide), "{name}");
            }
        }
    }
}
