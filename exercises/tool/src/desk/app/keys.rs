//! What a key does.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, Book, Mode, Wish};
use crate::catalog::Exercise;
use crate::desk::pager::Pager;
use crate::files;
use crate::pages;
use crate::plain;

impl App {
    /// Does what a key asks for.
    pub(in crate::desk) fn key(
        &mut self,
        key: KeyEvent,
        size: (usize, usize),
    ) -> Wish {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return match key.code {
                KeyCode::Char('c' | 'd') => Wish::Quit,
                KeyCode::Char('z') => Wish::Suspend,
                KeyCode::Char('l') => Wish::Draw,
                _ => Wish::Nothing,
            };
        }
        self.new = true;
        match &mut self.mode {
            Mode::Exercise => return self.exercise_key(key.code),
            Mode::List(_) => self.list_key(key.code, size),
            Mode::Pager(pager) => {
                if !pager.key(key.code, size) {
                    self.mode = Mode::Exercise;
                }
            }
            Mode::Reset => {
                self.mode = Mode::Exercise;
                if matches!(key.code, KeyCode::Char('y' | 'Y')) {
                    self.reset();
                } else {
                    self.tell(["Nothing was changed.".to_owned()]);
                }
            }
        }
        Wish::Nothing
    }

    fn list_key(&mut self, key: KeyCode, (_, rows): (usize, usize)) {
        let Mode::List(old) = self.mode else { return };
        let last = self.statuses.len().saturating_sub(1);
        let page = rows.saturating_sub(4).max(1);
        let new = match key {
            KeyCode::Char('j') | KeyCode::Down => old + 1,
            KeyCode::Char('k') | KeyCode::Up => old.saturating_sub(1),
            KeyCode::Char(' ') | KeyCode::PageDown => old + page,
            KeyCode::PageUp => old.saturating_sub(page),
            KeyCode::Char('g') | KeyCode::Home => 0,
            KeyCode::Char('G') | KeyCode::End => last,
            KeyCode::Enter => return self.go(old),
            _ => {
                self.mode = Mode::Exercise;
                return;
            }
        };
        self.mode = Mode::List(new.min(last));
    }

    fn exercise_key(&mut self, key: KeyCode) -> Wish {
        self.notices.clear();
        if matches!(key, KeyCode::Char('q')) {
            return Wish::Quit;
        }
        let Some(one) = self.exercise().cloned() else { return Wish::Nothing };
        let last = self.statuses.len() - 1;
        match key {
            KeyCode::Char('n') | KeyCode::Right if self.current < last => {
                self.go(self.current + 1);
            }
            KeyCode::Char('n') | KeyCode::Right => {
                self.tell(["This is the last exercise.".to_owned()]);
            }
            KeyCode::Char('p') | KeyCode::Left if self.current > 0 => {
                self.go(self.current - 1);
            }
            KeyCode::Char('p') | KeyCode::Left => {
                self.tell(["This is the first exercise.".to_owned()]);
            }
            KeyCode::Char('l') => {
                self.refresh();
                self.mode = Mode::List(self.current);
            }
            KeyCode::Char('h') => self.hint(&one),
            KeyCode::Char('r') => {
                return Wish::Chapter(format!("ch{}", one.number()));
            }
            KeyCode::Char('b') => self.page(&one),
            KeyCode::Char('s') => self.solution(&one),
            KeyCode::Char('x') => self.mode = Mode::Reset,
            KeyCode::Char('o') => self.output(&one),
            KeyCode::Char('c') => {
                self.check_these(self.desk.catalog.exercises.clone());
            }
            KeyCode::Enter | KeyCode::Char(' ') => self.check(),
            _ => {}
        }
        Wish::Nothing
    }

    fn hint(&mut self, one: &Exercise) {
        let shown = self.desk.progress.hints(&one.key());
        if shown < one.hints.len() {
            self.desk.progress.set_hints(&one.key(), shown + 1);
            self.hear_trouble();
        } else {
            self.tell(["These are all the hints.".to_owned()]);
        }
    }

    fn page(&mut self, one: &Exercise) {
        let url = pages::page(&self.desk.root, one);
        if matches!(self.book, Book::Building(_)) {
            self.tell(["The book is still being built.".to_owned()]);
        }
        if pages::open(&url) {
            self.tell(["In your browser:".to_owned()]);
        }
        self.tell([url]);
    }

    fn solution(&mut self, one: &Exercise) {
        match plain::solution_text(&self.desk, one) {
            Ok(text) => {
                let title = format!("Our solution: solutions/{}", one.source());
                self.mode = Mode::Pager(Pager::new(title, &text));
            }
            Err(error) => self.tell([error.to_string()]),
        }
    }

    fn output(&mut self, one: &Exercise) {
        let text = match &self.report {
            Some(Ok(report)) => report.text.clone(),
            Some(Err(error)) => error.clone(),
            None => return self.tell(["There is no output yet.".to_owned()]),
        };
        let title = format!("What the check of {} printed", one.key());
        self.mode = Mode::Pager(Pager::new(title, &text));
    }

    fn reset(&mut self) {
        let Some(one) = self.exercise().cloned() else { return };
        let done = files::reset(&self.desk.root, &self.desk.pristine, &one);
        for file in one.files() {
            self.watch.forget(&self.desk.root.exercises(&file));
        }
        match done {
            Ok(done) if done.is_empty() => {
                self.tell(["It is untouched already.".to_owned()]);
            }
            Ok(done) => {
                for reset in done {
                    let kept = match reset.backup {
                        Some(backup) => format!("; yours is {backup}"),
                        None => String::new(),
                    };
                    self.tell([format!("{} is reset{kept}", reset.file)]);
                }
            }
            Err(error) => self.tell([error.to_string()]),
        }
        self.refresh();
        self.check();
    }
}
