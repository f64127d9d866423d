//! The place that an exercise sends its reader to is there.

use super::Complaint;
use super::html::Rendered;
use crate::source::Book;

/// Complains of pages and headings in `exercises.toml` that do not exist.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (number, list) in &book.exercises {
        let path = format!("exercises/ex{number}/exercises.toml");
        let text = std::fs::read_to_string(book.root.join(&path));
        let text = text.unwrap_or_default();
        for exercise in &list.exercises {
            let page = book.pages.iter().find(|p| p.html() == exercise.page);
            let why = match page {
                None => format!("there is no page {}", exercise.page),
                Some(page) => {
                    let ids = Rendered::of(book, page).ids;
                    if ids.contains(&exercise.anchor) {
                        continue;
                    }
                    format!(
                        "{} has nothing with the id {}",
                        exercise.page, exercise.anchor
                    )
                }
            };
            let line = line_of(&text, &exercise.name);
            complaints.push(Complaint::new(&path, line, why));
        }
    }
    complaints
}

/// The line on which an exercise gives its name.
fn line_of(text: &str, name: &str) -> usize {
    let named = |line: &str| {
        line.trim_start().starts_with("name") && line.contains(name)
    };
    text.lines().position(named).map_or(1, |line| line + 1)
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn an_exercise_that_sends_its_reader_nowhere_is_a_complaint() {
        let list = "exercises/ex01/exercises.toml";
        let fake = Fake::new();
        fake.change(list, "'do-it'", "'do-that'");
        assert_eq!(
            fake.said(check),
            "exercises/ex01/exercises.toml:2: 01-echo.html has nothing with \
             the id do-that"
        );
        fake.change(list, "'01-echo.html'", "'01-ecco.html'");
        assert!(fake.said(check).ends_with("there is no page 01-ecco.html"));
    }
}
