//! What was found out, remembered in `.learn/progress.json`.
//!
//! A result counts only as long as the files it was found with are the same:
//! an exercise that was edited since is neither solved nor unsolved.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;

use serde::{Deserialize, Serialize};

use crate::catalog::Exercise;
use crate::error::Why;
use crate::files;
use crate::pristine::Pristine;
use crate::root::Root;

/// How an exercise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// As it came; nothing to check.
    Untouched,
    /// Edited since it was last checked, or never checked.
    Unknown,
    /// The last check, of these very files, failed.
    Failed,
    /// The last check, of these very files, passed.
    Passed,
}

impl Status {
    /// The word for it in lists.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Status::Untouched => "to do",
            Status::Unknown => "not checked since the last edit",
            Status::Failed => "fails",
            Status::Passed => "passes",
        }
    }

    /// One character for it.
    pub(crate) fn mark(self) -> char {
        match self {
            Status::Untouched => ' ',
            Status::Unknown => '?',
            Status::Failed => 'x',
            Status::Passed => '#',
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Checked {
    files: String,
    passed: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// Where the learner was.
    #[serde(default)]
    current: Option<String>,
    #[serde(default)]
    checked: BTreeMap<String, Checked>,
    /// How many hints of each exercise were shown.
    #[serde(default)]
    hints: BTreeMap<String, usize>,
}

/// The memory of what was found out.
pub(crate) struct Progress {
    root: Root,
    memory: Memory,
    /// Why it cannot be written or read, said once to the learner.
    trouble: Option<String>,
}

impl Progress {
    /// Reads the memory. A file that cannot be understood is set aside.
    pub(crate) fn load(root: &Root) -> Progress {
        let mut progress = Progress {
            root: root.clone(),
            memory: Memory::default(),
            trouble: None,
        };
        progress.read();
        progress
    }

    /// Reads again what another desk may have written.
    pub(crate) fn read(&mut self) {
        let path = self.root.memory("progress.json");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e)
                if matches!(
                    e.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return;
            }
            Err(e) => return self.complain("read", &e),
        };
        match serde_json::from_str(&text) {
            Ok(memory) => self.memory = memory,
            Err(_) => {
                let aside = (1..).map(|n| {
                    self.root.memory(&format!("progress.json.broken.{n}"))
                });
                let free = aside.into_iter().find(|path| !path.exists());
                let moved = free.map(|to| fs::rename(&path, to));
                self.trouble = Some(match moved {
                    Some(Ok(())) => ".learn/progress.json was not readable \
                        and is set aside; `cargo learn check --all` finds \
                        out again what passes"
                        .into(),
                    _ => ".learn/progress.json is not readable; \
                        delete it to start again"
                        .into(),
                });
            }
        }
    }

    /// What is wrong with the memory, once.
    pub(crate) fn trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// How an exercise stands, by its files as they are now.
    pub(crate) fn status(
        &self,
        pristine: &Pristine,
        exercise: &Exercise,
    ) -> Status {
        let now = files::fingerprint(&self.root, exercise);
        match self.memory.checked.get(&exercise.key()) {
            Some(Checked { files, passed: true }) if *files == now => {
                Status::Passed
            }
            _ if files::untouched(&self.root, pristine, exercise) => {
                Status::Untouched
            }
            Some(Checked { files, .. }) if *files == now => Status::Failed,
            _ => Status::Unknown,
        }
    }

    /// Remembers what a check of files with this fingerprint gave.
    pub(crate) fn record(&mut self, key: &str, files: &str, passed: bool) {
        let checked = Checked { files: files.to_owned(), passed };
        self.change(|memory| {
            memory.checked.insert(key.to_owned(), checked);
        });
    }

    /// Where the learner was.
    pub(crate) fn current(&self) -> Option<&str> {
        self.memory.current.as_deref()
    }

    /// Remembers where the learner is.
    pub(crate) fn set_current(&mut self, key: &str) {
        self.change(|memory| memory.current = Some(key.to_owned()));
    }

    /// How many hints were shown.
    pub(crate) fn hints(&self, key: &str) -> usize {
        self.memory.hints.get(key).copied().unwrap_or(0)
    }

    /// Remembers how many hints were shown.
    pub(crate) fn set_hints(&mut self, key: &str, count: usize) {
        self.change(|memory| {
            memory.hints.insert(key.to_owned(), count);
        });
    }

    /// Changes the file as it is now, so that two desks keep what the other
    /// wrote; the lock orders them.
    fn change(&mut self, change: impl FnOnce(&mut Memory)) {
        let path = self.root.memory("progress.json");
        let lock = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| File::create(self.root.memory("progress.lock")));
        // Without a lock it is written all the same: better than forgetting.
        if let Ok(lock) = &lock {
            let _ = lock.lock();
        }
        self.read();
        change(&mut self.memory);
        let written = serde_json::to_vec_pretty(&self.memory)
            .map_err(io::Error::other)
            .and_then(|bytes| files::write_whole(&path, &bytes));
        if let Err(error) = written {
            self.complain("write", &error);
        }
    }

    fn complain(&mut self, what: &str, error: &io::Error) {
        self.trouble = Some(format!(
            "progress is not remembered: cannot {what} \
             .learn/progress.json: {}",
            Why(error)
        ));
    }
}
