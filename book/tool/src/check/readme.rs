//! The README's table of chapters and its picture agree with the tower.

use super::Complaint;
use crate::error::{Error, Result};
use crate::picture::tower;
use crate::source::Book;

const FILE: &str = "README.md";
/// The picture, drawn by [`update`].
const PICTURE: &str = "book/tower.svg";

/// Draws the picture anew.
///
/// # Errors
///
/// [`Error::File`] when it cannot be written.
pub fn update(book: &Book) -> Result<()> {
    let path = book.root.join(PICTURE);
    std::fs::write(&path, draw(book)).map_err(Error::file(&path))
}

fn draw(book: &Book) -> String {
    let written: Vec<&str> =
        book.written().map(|(floor, _)| floor.number.as_str()).collect();
    tower::alone(&book.tower, &written)
}

/// Complains of floors that the table does not have, or not with their
/// title. Without a README there is nothing to check.
pub fn check(book: &Book) -> Vec<Complaint> {
    let Ok(text) = std::fs::read_to_string(book.root.join(FILE)) else {
        return Vec::new();
    };
    let rows: Vec<(usize, &str, &str)> = text
        .lines()
        .zip(1..)
        .filter_map(|(line, number)| {
            let cells = line.trim().strip_prefix('|')?;
            let (first, rest) = cells.split_once('|')?;
            let first = first.trim().trim_matches('*');
            let digits = first.chars().all(|c| c.is_ascii_digit());
            (first.len() == 2 && digits).then_some((number, first, rest))
        })
        .collect();
    let mut complaints = Vec::new();
    let old = std::fs::read_to_string(book.root.join(PICTURE));
    if text.contains(PICTURE) && old.ok() != Some(draw(book)) {
        let why = format!(
            "{PICTURE} shows another tower; draw it again with \
             `cargo book check --update`"
        );
        complaints.push(Complaint::new(FILE, 1, why));
    }
    for floor in &book.tower.floors {
        let row = rows.iter().find(|(_, number, _)| *number == floor.number);
        let (line, why) = match row {
            None => (1, "is not in the table of chapters"),
            Some((line, _, rest)) if !rest.contains(&floor.title) => {
                (*line, "has another title in book/tower.toml")
            }
            Some(_) => continue,
        };
        let why = format!("floor {}, {:?}, {why}", floor.number, floor.title);
        complaints.push(Complaint::new(FILE, line, why));
    }
    for (line, number, _) in rows {
        if book.tower.floor(number).is_none() {
            let why = format!("the tower has no floor {number}");
            complaints.push(Complaint::new(FILE, line, why));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn a_picture_of_another_tower_is_noticed_and_drawn_again() {
        let fake = Fake::new();
        let table = "| 01 | Echo |\n| 03 | Frames |\n";
        fake.write("README.md", &format!("<img src=\"{PICTURE}\">\n{table}"));
        assert!(fake.said(check).contains("shows another tower"));
        update(&fake.book()).unwrap();
        assert_eq!(fake.said(check), "");
    }

    #[test]
    fn the_table_has_every_floor_with_its_title() {
        let fake = Fake::new();
        assert_eq!(fake.said(check), "");
        fake.write("README.md", "# Us\n\n| 01 | Ecco |\n| 09 | More |\n");
        assert_eq!(
            fake.said(check),
            "README.md:3: floor 01, \"Echo\", has another title in \
             book/tower.toml\n\
             README.md:1: floor 03, \"Frames\", is not in the table of \
             chapters\n\
             README.md:4: the tower has no floor 09"
        );
        fake.write("README.md", "| 01 | [Echo](x) |\n| 03 | Frames |\n");
        assert_eq!(fake.said(check), "");
    }
}
