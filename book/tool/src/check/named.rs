//! Every chapter names its crate and its exercises, and everything that is
//! written is on a page.

use super::Complaint;
use crate::source::{Book, Page};

/// Complains of chapters without crate or exercises, and of crates and
/// exercises without chapter.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for floor in &book.tower.floors {
        let package = floor.package();
        let Some(page) = book.page_of(floor) else {
            let main = format!("chapters/{}/src/main.rs", floor.directory);
            if book.root.join(&main).is_file() {
                let why = format!("{package} is on no page");
                complaints.push(Complaint::new(&main, 1, why));
            }
            continue;
        };
        if !names(page, &package) {
            let why = format!("the page never says `-p {package}`");
            complaints.push(Complaint::new(&page.path, 1, why));
        }
    }
    for (number, list) in &book.exercises {
        let floor = book.tower.floor(number);
        let page = floor.and_then(|floor| book.page_of(floor));
        let directive = format!("{{{{#exercises {number}}}}}");
        let (file, why) = match page {
            _ if list.exercises.is_empty() => continue,
            Some(page) if shows(page, number) => continue,
            Some(page) => {
                (page.path.clone(), format!("the page has no {directive}"))
            }
            None => (
                format!("exercises/ex{number}/exercises.toml").into(),
                format!("ex{number} is on no page"),
            ),
        };
        complaints.push(Complaint::new(file, 1, why));
    }
    complaints
}

/// Whether a page says `-p chNN`, and not only `-p chNNN`.
fn names(page: &Page, package: &str) -> bool {
    let option = format!("-p {package}");
    page.lines.iter().any(|line| {
        line.match_indices(&option).any(|(at, _)| {
            let next = line[at + option.len()..].chars().next();
            !next.is_some_and(char::is_alphanumeric)
        })
    })
}

fn shows(page: &Page, number: &str) -> bool {
    page.directives("exercises").any(|d| d.args == number)
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn a_chapter_says_how_to_run_its_crate() {
        let fake = Fake::new();
        fake.chapter("-p ch01", "-p ch011");
        assert_eq!(
            fake.said(check),
            "book/src/01-echo.md:1: the page never says `-p ch01`"
        );
    }

    #[test]
    fn a_chapter_shows_its_exercises() {
        let fake = Fake::new();
        fake.chapter("{{#exercises 01}}", "");
        assert_eq!(
            fake.said(check),
            "book/src/01-echo.md:1: the page has no {{#exercises 01}}"
        );
    }

    #[test]
    fn a_crate_and_exercises_without_a_page_are_complaints() {
        let fake = Fake::new();
        fake.write("chapters/ch03-fixed/src/main.rs", "fn main() {}\n");
        let list = "[[exercise]]\nname='a'\ntitle='A'\nminutes=1\n\
                    page='x.html'\nanchor='y'\n";
        fake.write("exercises/ex03/exercises.toml", list);
        assert_eq!(
            fake.said(check),
            "chapters/ch03-fixed/src/main.rs:1: ch03 is on no page\n\
             exercises/ex03/exercises.toml:1: ex03 is on no page"
        );
    }
}
