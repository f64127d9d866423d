//! What runs beside the screen: checks, and building the book.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crate::catalog::Exercise;
use crate::check::{Manner, Report, check};
use crate::pages;
use crate::pristine::Pristine;
use crate::process::Cancel;
use crate::root::Root;

/// What the jobs tell.
pub(super) enum News {
    /// The book is built; its address, or why not.
    Book(Result<String, String>),
    /// A check of this exercise begins to compile.
    Building { job: u64, key: String },
    /// It is compiled and runs.
    Running { job: u64 },
    /// It is done, or could not be.
    Checked { job: u64, key: String, report: Result<Report, String> },
    /// All checks of the job are done.
    Ended { job: u64 },
}

/// What the check is doing now.
#[derive(Clone, Debug)]
pub(super) struct Doing {
    /// Which exercise.
    pub(super) key: String,
    /// Compiled already.
    pub(super) running: bool,
    pub(super) since: Instant,
    /// Checks of this job that are done, and all of them.
    pub(super) done: usize,
    pub(super) total: usize,
}

/// The jobs; at most one of them checks.
pub(super) struct Jobs {
    sender: Sender<News>,
    pub(super) news: Receiver<News>,
    job: u64,
    checking: Cancel,
    book: Cancel,
    /// Set when the desk is to end.
    end: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Jobs {
    pub(super) fn new(end: Arc<AtomicBool>) -> Jobs {
        let (sender, news) = mpsc::channel();
        Jobs {
            sender,
            news,
            job: 0,
            checking: Cancel::with(end.clone()),
            book: Cancel::with(end.clone()),
            end,
            threads: Vec::new(),
        }
    }

    /// Whether the news is of the check that counts, not of one that was
    /// replaced.
    pub(super) fn is_current(&self, job: u64) -> bool {
        self.job == job
    }

    /// Builds the book.
    pub(super) fn build_book(&mut self, root: &Root) {
        let (root, cancel) = (root.clone(), self.book.clone());
        let sender = self.sender.clone();
        self.threads.push(thread::spawn(move || {
            let built = pages::build(&root, &cancel)
                .unwrap_or_else(|error| Err(error.to_string()));
            let _ = sender.send(News::Book(built));
        }));
    }

    /// Checks these exercises, one after the other, instead of what is
    /// checked now.
    pub(super) fn check(
        &mut self,
        root: &Root,
        pristine: &Arc<Pristine>,
        exercises: Vec<Exercise>,
        manner: Manner,
    ) {
        self.checking.cancel();
        self.checking = Cancel::with(self.end.clone());
        self.job += 1;
        self.threads.retain(|thread| !thread.is_finished());
        let (job, cancel) = (self.job, self.checking.clone());
        let (root, pristine) = (root.clone(), Arc::clone(pristine));
        let sender = self.sender.clone();
        self.threads.push(thread::spawn(move || {
            // Nobody listens any more only when the desk is closing.
            let tell = |news| drop(sender.send(news));
            for one in exercises {
                let key = one.key();
                tell(News::Building { job, key: key.clone() });
                let mut running = || tell(News::Running { job });
                let report = check(
                    &root,
                    &pristine,
                    &one,
                    manner,
                    &cancel,
                    &mut running,
                )
                .map_err(|error| error.to_string());
                if cancel.is_cancelled() {
                    return;
                }
                tell(News::Checked { job, key, report });
            }
            tell(News::Ended { job });
        }));
    }

    /// Ends the check and waits until nothing of it runs.
    pub(super) fn end(self) {
        self.checking.cancel();
        self.book.cancel();
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}
