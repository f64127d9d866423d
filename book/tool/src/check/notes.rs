//! What the notes treat, ask and say is answered in the chapters that are
//! written; the rest counts as open.

use std::collections::BTreeSet;

use super::Complaint;
use crate::expand::noted_ids;
use crate::source::Book;

/// Complains of written chapters that leave one of their ids out, and of
/// entries that name no chapter or one that the tower does not have.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (floor, page) in book.written() {
        let ids: BTreeSet<String> = noted_ids(page).collect();
        let notes = book.notes.notes.iter();
        for note in notes.filter(|note| note.belongs_to(&floor.number)) {
            if !ids.contains(&note.id) {
                let why = format!("{} is not answered: {}", note.id, note.text);
                complaints.push(Complaint::new(&page.path, 1, why));
            }
        }
    }
    let mut seen = BTreeSet::new();
    for note in &book.notes.notes {
        let unknown = note.chapters.iter().find(|chapter| {
            *chapter != "*" && book.tower.floor(chapter).is_none()
        });
        let why = if note.chapters.is_empty() {
            format!("{} belongs to no chapter", note.id)
        } else if let Some(chapter) = unknown {
            format!("{} belongs to chapter {chapter}: there is none", note.id)
        } else if !seen.insert(&note.id) {
            format!("{} is there twice", note.id)
        } else {
            continue;
        };
        complaints.push(Complaint::new("book/notes.toml", 1, why));
    }
    complaints
}

/// How many entries are answered in all their chapters, and how many still
/// wait for a chapter.
pub fn tally(book: &Book) -> (usize, usize) {
    let written: Vec<(&str, BTreeSet<String>)> = book
        .written()
        .map(|(floor, page)| (floor.number.as_str(), noted_ids(page).collect()))
        .collect();
    let answered = book.notes.notes.iter().filter(|note| {
        let floors = book.tower.floors.iter();
        let mut own = floors.filter(|f| note.belongs_to(&f.number));
        own.all(|floor| {
            let page = written.iter().find(|(n, _)| *n == floor.number);
            page.is_some_and(|(_, ids)| ids.contains(&note.id))
        })
    });
    let answered = answered.count();
    (answered, book.notes.notes.len() - answered)
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn a_written_chapter_must_answer_and_a_draft_counts_as_open() {
        let fake = Fake::new();
        assert_eq!(fake.said(check), "");
        assert_eq!(tally(&fake.book()), (1, 1));
        fake.chapter("A01 C04", "C04");
        assert_eq!(
            fake.said(check),
            "book/src/01-echo.md:1: A01 is not answered: A server."
        );
        assert_eq!(tally(&fake.book()), (0, 2));
    }

    #[test]
    fn a_box_answers_too() {
        let fake = Fake::new();
        let boxed = "{{#answers A01}}\n\n> [!NOTES-SAY] C04 All is sent.\n>\n\
                     > No.\n";
        fake.chapter("{{#answers A01 C04}}", boxed);
        assert_eq!(fake.said(check), "");
    }

    #[test]
    fn an_unknown_id_is_a_complaint_in_marks_and_boxes() {
        let fake = Fake::new();
        fake.chapter("A01 C04", "A01 C04 A99");
        assert_eq!(
            fake.said(super::super::directives),
            "book/src/01-echo.md:3: the notes have no A99"
        );
        let fake = Fake::new();
        fake.chapter("## Do it", "> [!NOTES-ASK] B77 Why?\n\n## Do it");
        assert_eq!(
            fake.said(super::super::directives),
            "book/src/01-echo.md:9: the notes have no B77"
        );
    }

    #[test]
    fn an_entry_that_belongs_nowhere_is_a_complaint() {
        let fake = Fake::new();
        fake.change("book/notes.toml", "['01', '03']", "['01', '33']");
        assert!(fake.said(check).contains("C04 belongs to chapter 33"));
    }
}
