//! Problems as text. Written here and not by a diagnostics crate because rows of a table are hundreds of characters
//! long (only the part around the place is shown) and columns are counted in characters, as an editor does.

use super::{Location, Problem, Problems, Severity};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// How many characters of a line are shown before and after the place.
const CONTEXT: usize = 30;
/// How many characters of the place are shown.
const SHOWN: usize = 40;

/// All problems, one block each.
pub(super) fn to_text(problems: &Problems) -> String {
    problems.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn block(problem: &Problem) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("{severity}[{}]: {}\n", problem.code, problem.message);
    if let Some(at) = &problem.at {
        text.push_str(&place(at));
        if let Some(line) = at.line_text().filter(|_| at.column > 0) {
            text.push_str(&excerpt(at, line));
        }
    }
    if let Some(help) = &problem.help {
        let _ = writeln!(text, "  = help: {help}");
    }
    text
}

fn place(at: &Location) -> String {
    let mut text = format!("  --> {}", at.file);
    if at.line > 0 {
        let _ = write!(text, ":{}", at.line);
    }
    if at.column > 0 {
        let _ = write!(text, ":{}", at.column);
    }
    if let Some(key) = &at.key {
        let _ = write!(text, " ({key})");
    }
    text.push('\n');
    text
}

fn excerpt(at: &Location, line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    let start = (at.column as usize - 1).min(characters.len());
    let width = (at.width as usize).max(1);
    let end = (start + width.min(SHOWN)).min(characters.len());
    let from = start.saturating_sub(CONTEXT);
    let to = if width > SHOWN { end } else { (end + CONTEXT).min(characters.len()) };
    let before: String = (if from > 0 { "…" } else { "" })
        .chars()
        .chain(characters[from..start].iter().copied())
        .collect();
    let marked: String = characters[start..end].iter().collect();
    let after: String = characters[end..to].iter().collect();
    let cut = if to < characters.len() { "…" } else { "" };
    let number = at.line.to_string();
    let margin = " ".repeat(number.len());
    let carets = "^".repeat(marked.width().max(1));
    format!(
        "{margin} |\n{number} | {before}{marked}{after}{cut}\n{margin} | {}{carets}\n",
        " ".repeat(before.width())
    )
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Location, Problem, Problems, SourceText};
    use std::sync::Arc;

    #[test]
    fn a_problem_shows_its_place_and_what_would_be_right() {
        let source =
            Arc::new(SourceText { file: "zone.csv".into(), text: "name,km\n宿州,12O\n".into() });
        let at = Location::span(&source, 15, 18).key("km");
        let problem = Problem::error("not-a-number", "`12O` is not a number")
            .at(at)
            .help("a length in km, such as 12.0");
        let expected = "\
error[not-a-number]: `12O` is not a number
  --> zone.csv:2:4 (km)
  |
2 | 宿州,12O
  |      ^^^
  = help: a length in km, such as 12.0
";
        assert_eq!(Problems::from(problem).to_string(), expected);
    }

    #[test]
    fn a_place_as_long_as_its_line_is_cut() {
        let source = Arc::new(SourceText { file: "zone.csv".into(), text: "州,".repeat(50) });
        let text = Problems::from(
            Problem::error("ragged-row", "too long").at(Location::span(&source, 0, 200)),
        )
        .to_string();
        let line = text.lines().find(|line| line.starts_with("1 | ")).unwrap();
        assert_eq!(line, format!("1 | {}…", "州,".repeat(20)));
        assert!(text.ends_with(&format!("| {}\n", "^".repeat(60))), "{text}");
    }
}
