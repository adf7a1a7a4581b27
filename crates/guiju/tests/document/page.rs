//! What must be so of any page.

use guiju::Language;

/// Every element that is opened is closed in its turn, and whatever looks like one is one that the templates write.
pub fn balanced(html: &str) {
    const KNOWN: &str = "html head meta title style body header h1 h2 h3 h4 h5 dl div dt dd p nav ol ul li a main section svg rect \
        table thead tbody tr th td span details summary pre code footer";
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        assert!(KNOWN.split(' ').any(|known| known == name), "<{tag}>");
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}>");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "</{closed}>");
        } else if name != "meta" {
            open.push(name);
        }
        if name == "style" && !tag.starts_with('/') {
            rest = &rest[rest.find("</style>").expect("the style ends")..];
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// The sentences of rules and the parts of awards, but not the policy's own texts of interpretations.
pub fn sentences(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for item in html.split("<section class=\"item ").skip(1) {
        let item = item.split("</section>").next().unwrap();
        if item.starts_with("reading") || item.starts_with("wording") {
            continue;
        }
        for text in item.split("<p class=\"sentence\">").skip(1).map(|rest| rest.split("</p>").next().unwrap()) {
            found.push(plain(text));
        }
        if let Some(parts) = item.split("<dl class=\"parts\">").nth(1) {
            let parts = parts.split("</dl>").next().unwrap();
            found.extend(parts.split("<dd>").skip(1).map(|rest| plain(rest.split("</dd>").next().unwrap())));
        }
    }
    found
}

/// A text without escapes.
pub fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

/// The attribute of a text in the other language.
pub fn tongue(text: &str, language: Language) -> &'static str {
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    match (chinese, language) {
        (true, Language::En) => " lang=\"zh-CN\"",
        (false, Language::Zh) if text.contains(|c: char| c.is_ascii_alphabetic()) => " lang=\"en\"",
        _ => "",
    }
}

/// Fences close, rows of a table have as many cells as its head, and there is no other HTML than anchors and folds.
pub fn sound_markdown(text: &str) {
    let mut fence: Option<&str> = None;
    let mut columns = 0;
    let mut tables = 0;
    for (number, line) in text.lines().enumerate() {
        let run = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) => {
                if line == open {
                    fence = None;
                }
                continue;
            }
            None if run >= 3 => {
                fence = Some(&line[..run]);
                continue;
            }
            None => {}
        }
        if line.starts_with('|') {
            let cells = line.replace("\\|", "").matches('|').count();
            if columns == 0 {
                columns = cells;
                tables += 1;
            }
            assert_eq!(cells, columns, "line {}: {line}", number + 1);
            assert!(line.ends_with('|'), "line {}: {line}", number + 1);
        } else {
            columns = 0;
        }
        for tag in line.split('<').skip(1) {
            let known = ["a id=", "/a>", "details>", "/details>", "summary>", "/summary>", "br>"];
            assert!(known.iter().any(|known| tag.starts_with(known)), "line {}: {line}", number + 1);
        }
        assert!(!line.starts_with('\t') && line.trim_end() == line, "line {}: {line:?}", number + 1);
    }
    assert!(fence.is_none(), "a fence is open");
    assert!(tables > 2, "only {tables} tables");
}
