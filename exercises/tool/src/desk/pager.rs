//! Text that is longer than the screen.

use crossterm::event::KeyCode;

use super::style::Style;
use crate::ansi;

/// Text with a title, and how far it is scrolled.
pub(super) struct Pager {
    title: String,
    text: String,
    top: usize,
}

impl Pager {
    pub(super) fn new(title: impl Into<String>, text: &str) -> Pager {
        Pager { title: title.into(), text: text.to_owned(), top: 0 }
    }

    /// Moves; false when the key closes the pager.
    pub(super) fn key(&mut self, key: KeyCode, size: (usize, usize)) -> bool {
        let page = size.1.saturating_sub(3).max(1);
        let end = ansi::fold(&self.text, size.0).len().saturating_sub(page);
        self.top = match key {
            KeyCode::Char('j') | KeyCode::Down | KeyCode::Enter => self.top + 1,
            KeyCode::Char('k') | KeyCode::Up => self.top.saturating_sub(1),
            KeyCode::Char(' ' | 'f') | KeyCode::PageDown => self.top + page,
            KeyCode::Char('b') | KeyCode::PageUp => {
                self.top.saturating_sub(page)
            }
            KeyCode::Char('g') | KeyCode::Home => 0,
            KeyCode::Char('G') | KeyCode::End => end,
            _ => return false,
        }
        .min(end);
        true
    }

    pub(super) fn draw(
        &self,
        (columns, rows): (usize, usize),
        style: Style,
    ) -> Vec<String> {
        let all = ansi::fold(&self.text, columns);
        let page = rows.saturating_sub(3).max(1);
        let top = self.top.min(all.len().saturating_sub(page));
        let mut lines = vec![style.bold(&self.title), String::new()];
        lines.extend(all.iter().skip(top).take(page).cloned());
        lines.resize(rows.saturating_sub(1).max(1), String::new());
        let place = format!(
            "{}-{} of {}",
            (top + 1).min(all.len()),
            (top + page).min(all.len()),
            all.len()
        );
        let keys = "arrows, space: move  other keys: back";
        lines.push(style.dim(&format!("{place}  {keys}")));
        lines
    }
}
