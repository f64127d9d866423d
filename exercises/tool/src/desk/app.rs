//! What the desk knows, and the exercise that it shows.

mod keys;
mod news;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::jobs::{Doing, Jobs};
use super::pager::Pager;
use super::style::Style;
use super::watch::Watch;
use crate::catalog::Exercise;
use crate::check::{Manner, Report};
use crate::files;
use crate::plain::{self, Desk};
use crate::progress::Status;
use crate::root::Root;

/// What a key asks for that the application cannot do itself.
pub(super) enum Wish {
    Nothing,
    Draw,
    Quit,
    Suspend,
    /// Run this package in front.
    Chapter(String),
}

/// What the screen shows.
pub(super) enum Mode {
    Exercise,
    /// The list, with one line selected.
    List(usize),
    Pager(Pager),
    /// The question whether to reset.
    Reset,
}

/// How the book is.
pub(super) enum Book {
    Building(Instant),
    At(String),
    Failed(String),
}

/// The desk.
pub(super) struct App {
    pub(super) desk: Desk,
    /// The exercise that is worked on: its position in the catalog.
    pub(super) current: usize,
    /// How all exercises stand.
    pub(super) statuses: Vec<Status>,
    /// What the last check of the current exercise found.
    pub(super) report: Option<Result<Report, String>>,
    pub(super) doing: Option<Doing>,
    pub(super) book: Book,
    pub(super) mode: Mode,
    /// What was said since the last key.
    pub(super) notices: Vec<String>,
    pub(super) style: Style,
    jobs: Jobs,
    watch: Watch,
    /// The screen is not up to date.
    new: bool,
    /// Seconds that the screen shows.
    second: u64,
}

impl App {
    pub(super) fn new(
        mut desk: Desk,
        start: Option<usize>,
        end: Arc<AtomicBool>,
    ) -> App {
        let last = desk.progress.current().map(str::to_owned);
        let last = last.and_then(|key| desk.catalog.find(&key).ok());
        let open = |&at: &usize| {
            desk.status(&desk.catalog.exercises[at]) != Status::Passed
        };
        // Where the learner was, unless that is done.
        let current = start
            .or(last.filter(open))
            .or_else(|| desk.next())
            .or(last)
            .unwrap_or(0);
        let mut notices = std::mem::take(&mut desk.catalog.notes);
        notices.extend(desk.progress.trouble());
        let watch = watch(&desk);
        let color = plain::color_on(&std::io::stdout());
        let mut app = App {
            desk,
            current,
            statuses: Vec::new(),
            report: None,
            doing: None,
            book: Book::Building(Instant::now()),
            mode: Mode::Exercise,
            notices,
            style: Style(color),
            jobs: Jobs::new(end),
            watch,
            new: true,
            second: 0,
        };
        app.refresh();
        app
    }

    pub(super) fn root(&self) -> &Root {
        &self.desk.root
    }

    /// The exercise that is worked on; none when there are none at all.
    pub(super) fn exercise(&self) -> Option<&Exercise> {
        self.desk.catalog.exercises.get(self.current)
    }

    /// How it stands.
    pub(super) fn status(&self) -> Status {
        let status = self.statuses.get(self.current);
        status.copied().unwrap_or(Status::Untouched)
    }

    /// Adds something to say.
    pub(super) fn tell(&mut self, notice: impl IntoIterator<Item = String>) {
        self.notices.extend(notice);
        self.new = true;
    }

    /// The screen has to be drawn again.
    pub(super) fn touch(&mut self) {
        self.new = true;
    }

    /// Whether the screen has to be drawn; asked once per drawing.
    pub(super) fn is_new(&mut self) -> bool {
        std::mem::take(&mut self.new)
    }

    /// Starts what the desk starts with.
    pub(super) fn begin(&mut self) {
        self.jobs.build_book(&self.desk.root);
        self.check();
    }

    /// Ends what still runs.
    pub(super) fn end(self) {
        self.jobs.end();
    }

    fn refresh(&mut self) {
        let all = self.desk.catalog.exercises.iter();
        self.statuses = all.map(|one| self.desk.status(one)).collect();
    }

    /// Checks the current exercise.
    fn check(&mut self) {
        self.report = None;
        let one = self.exercise().cloned();
        self.check_these(one.into_iter().collect());
    }

    fn check_these(&mut self, exercises: Vec<Exercise>) {
        let Some(first) = exercises.first() else { return };
        self.restore(&exercises);
        self.doing = Some(Doing {
            key: first.key(),
            running: false,
            since: Instant::now(),
            done: 0,
            total: exercises.len(),
        });
        let manner =
            Manner { color: self.style.0, deadline: self.desk.deadline };
        let (root, pristine) = (&self.desk.root, &self.desk.pristine);
        self.jobs.check(root, pristine, exercises, manner);
        self.new = true;
    }

    /// Puts back files that are gone. Here, not beside the screen: so our
    /// own writing does not look like a save.
    fn restore(&mut self, exercises: &[Exercise]) {
        for one in exercises {
            let (root, pristine) = (&self.desk.root, &self.desk.pristine);
            let files = match files::restore(root, pristine, one) {
                Ok(files) => files,
                Err(error) => {
                    self.notices.push(error.to_string());
                    continue;
                }
            };
            for file in files {
                self.watch.forget(&root.path().join(&file));
                self.notices
                    .push(format!("{file} was gone; it is back, untouched."));
            }
        }
        self.refresh();
    }

    fn go(&mut self, position: usize) {
        self.current = position;
        self.mode = Mode::Exercise;
        if let Some(key) = self.exercise().map(Exercise::key) {
            self.desk.progress.set_current(&key);
        }
        self.hear_trouble();
        self.refresh();
        self.check();
    }

    /// How many exercises pass, of a chapter or of all.
    pub(super) fn passed(&self, chapter: Option<&str>) -> usize {
        let all = self.desk.catalog.exercises.iter().zip(&self.statuses);
        all.filter(|(one, status)| {
            **status == Status::Passed
                && chapter.is_none_or(|chapter| one.chapter == chapter)
        })
        .count()
    }
}

/// Watches all exercises, and what each chapter is built with.
fn watch(desk: &Desk) -> Watch {
    let mut names: Vec<String> = Vec::new();
    for one in &desk.catalog.exercises {
        names.extend(one.files());
        names.push(format!("{}/src/lib.rs", one.chapter));
        names.push(format!("{}/Cargo.toml", one.chapter));
    }
    Watch::new(names.iter().map(|name| desk.root.exercises(name)))
}
