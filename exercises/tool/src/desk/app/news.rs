//! What the desk takes in: news of its jobs, saves, time.

use std::path::PathBuf;
use std::time::Instant;

use super::{App, Book};
use crate::catalog::Exercise;
use crate::check::Report;
use crate::desk::jobs::News;
use crate::progress::Status;

impl App {
    /// Takes in what happened elsewhere: news, saves, time.
    pub(in crate::desk) fn look_around(&mut self) {
        while let Ok(news) = self.jobs.news.try_recv() {
            self.hear(news);
            self.new = true;
        }
        let saved = self.watch.look();
        if !saved.is_empty() {
            self.saved(&saved);
        }
        let since = match (&self.doing, &self.book) {
            (Some(doing), _) => doing.since,
            (None, Book::Building(since)) => *since,
            _ => return,
        };
        let second = since.elapsed().as_secs();
        self.new |= second != self.second;
        self.second = second;
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Book(Ok(url)) => self.book = Book::At(url),
            News::Book(Err(why)) => self.book = Book::Failed(why),
            News::Building { job, key } if self.jobs.is_current(job) => {
                if let Some(doing) = &mut self.doing {
                    doing.key = key;
                    doing.running = false;
                }
            }
            News::Running { job } if self.jobs.is_current(job) => {
                if let Some(doing) = &mut self.doing {
                    doing.running = true;
                    doing.since = Instant::now();
                }
            }
            News::Checked { job, key, report } if self.jobs.is_current(job) => {
                self.checked(&key, report);
            }
            News::Ended { job } if self.jobs.is_current(job) => self.ended(),
            _ => {}
        }
    }

    fn checked(&mut self, key: &str, report: Result<Report, String>) {
        if let Ok(report) = &report
            && let Some(files) = &report.fingerprint
        {
            let passed = report.verdict.passed();
            self.desk.progress.record(key, files, passed);
            self.hear_trouble();
        }
        if let Some(doing) = &mut self.doing {
            doing.done += 1;
        }
        if self.exercise().is_some_and(|one| one.key() == key) {
            self.report = Some(report);
        }
        self.refresh();
    }

    fn ended(&mut self) {
        if self.doing.take().is_some_and(|doing| doing.total > 1) {
            let (passed, all) = (self.passed(None), self.statuses.len());
            self.tell([format!("Checked all: {passed} of {all} pass.")]);
        }
    }

    pub(super) fn hear_trouble(&mut self) {
        if let Some(trouble) = self.desk.progress.trouble()
            && !self.notices.contains(&trouble)
        {
            self.notices.push(trouble);
        }
    }

    /// A save of the current exercise, or of what it is built with, checks
    /// it; a save of another exercise goes there.
    fn saved(&mut self, paths: &[PathBuf]) {
        let all = &self.desk.catalog.exercises;
        let is_saved = |one: &Exercise| {
            paths.contains(&self.desk.root.exercises(&one.source()))
        };
        let saved: Vec<usize> =
            (0..all.len()).filter(|&i| is_saved(&all[i])).collect();
        if let [other] = saved[..]
            && other != self.current
            && self.desk.status(&all[other]) != Status::Untouched
            && self.desk.root.exercises(&all[other].source()).exists()
        {
            let key = all[other].key();
            self.notices = vec![format!("You saved {key}, so here it is.")];
            return self.go(other);
        }
        let Some(one) = self.exercise() else { return };
        let chapter = self.desk.root.exercises(&one.chapter);
        if paths.iter().any(|path| path.starts_with(&chapter)) {
            self.refresh();
            self.check();
        }
    }
}
