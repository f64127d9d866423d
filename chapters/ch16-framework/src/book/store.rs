//! The entries, in a file that several processes may share.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use carafe::{Context, Error, Extract, State, abort};
use serde::{Deserialize, Serialize};

use super::random;
use super::settings::Settings;

/// The most entries that are kept: the oldest go first.
const MOST: usize = 100;

/// What a guest writes.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Words {
    pub(super) name: String,
    pub(super) text: String,
}

impl Words {
    /// The same without spaces around it, if it can stand in the book.
    pub(super) fn checked(&self) -> Result<Words, Error> {
        let fit = |what: &str, text: &str, most: usize| {
            let text = text.trim();
            let count = text.chars().count();
            if (1..=most).contains(&count) {
                return Ok(text.to_owned());
            }
            let why = format!(
                "The {what} has {count} characters; it needs 1 to {most}."
            );
            Err(abort(400).describe(why))
        };
        Ok(Words {
            name: fit("name", &self.name, 80)?,
            text: fit("text", &self.text, 1000)?,
        })
    }
}

/// What stands in the book.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Entry {
    pub(super) id: u64,
    #[serde(flatten)]
    pub(super) words: Words,
    /// The name of a file in the folder of the pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) picture: Option<String>,
}

/// What is in the file.
#[derive(Default, Deserialize, Serialize)]
struct Content {
    last: u64,
    entries: Vec<Entry>,
}

/// A folder for as long as the program runs. It is made when it is needed;
/// its name is chosen before, so that processes forked from this one share
/// it.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new() -> io::Result<Scratch> {
        let name = format!("guest-book-{}", random::hex(16)?);
        Ok(Scratch(std::env::temp_dir().join(name)))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Mostly there is none: nobody has written.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The book: a folder, named by the setting `BOOK_FOLDER`.
pub(super) struct Book {
    folder: PathBuf,
}

impl Extract for Book {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        let settings = Settings::extract(context)?;
        let scratch = State::<Scratch>::extract(context)?;
        let folder = settings.folder.unwrap_or_else(|| scratch.0.clone());
        Ok(Book { folder })
    }
}

impl Book {
    /// Where the pictures are.
    pub(super) fn pictures(&self) -> PathBuf {
        self.folder.join("pictures")
    }

    /// Makes the folders, for nobody else's eyes.
    pub(super) fn make(&self) -> Result<(), Error> {
        let pictures = self.pictures();
        let mut builder = DirBuilder::new();
        let made = builder.recursive(true).mode(0o700).create(&pictures);
        made.map_err(|error| failed(&pictures, &error))
    }

    /// All entries, the oldest first.
    pub(super) fn entries(&self) -> Result<Vec<Entry>, Error> {
        Ok(self.read()?.entries)
    }

    /// The entry with that number: 404 if there is none.
    pub(super) fn entry(&self, id: u64) -> Result<Entry, Error> {
        let mut entries = self.entries()?.into_iter();
        let found = entries.find(|entry| entry.id == id);
        Ok(found.ok_or_else(|| abort(404))?)
    }

    /// Puts an entry at the end.
    pub(super) fn add(
        &self,
        words: Words,
        picture: Option<String>,
    ) -> Result<Entry, Error> {
        let kept = picture.clone();
        let added = self.change(|content| {
            content.last += 1;
            let entry = Entry { id: content.last, words, picture };
            content.entries.push(entry.clone());
            let over = content.entries.len().saturating_sub(MOST);
            (entry, content.entries.drain(..over).collect())
        });
        added.inspect_err(|_| self.forget(kept.as_deref()))
    }

    /// Takes an entry out: 404 if there is none.
    pub(super) fn remove(&self, id: u64) -> Result<(), Error> {
        let found = self.change(|content| {
            let gone = |entry: &mut Entry| entry.id == id;
            let gone: Vec<_> = content.entries.extract_if(.., gone).collect();
            (!gone.is_empty(), gone)
        })?;
        if found { Ok(()) } else { Err(abort(404).into()) }
    }

    fn read(&self) -> Result<Content, Error> {
        let path = self.folder.join("entries.json");
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| failed(&path, &error)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Ok(Content::default())
            }
            Err(error) => Err(failed(&path, &error)),
        }
    }

    /// Changes the file, one process after the other. `change` also gives
    /// the entries that are gone. Who reads meanwhile sees the old file or
    /// the new one, never a part.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Content) -> (T, Vec<Entry>),
    ) -> Result<T, Error> {
        self.make()?;
        let folder = &self.folder;
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?; // until it is closed
        let mut content = self.read()?;
        let (result, gone) = change(&mut content);
        let fresh = folder.join("entries.new");
        fs::write(&fresh, serde_json::to_vec(&content)?)?;
        fs::rename(&fresh, folder.join("entries.json"))?;
        gone.iter().for_each(|entry| self.forget(entry.picture.as_deref()));
        Ok(result)
    }

    /// Removes a picture that no entry has. It may be gone already.
    fn forget(&self, picture: Option<&str>) {
        if let Some(name) = picture {
            let _ = fs::remove_file(self.pictures().join(name));
        }
    }
}

/// For the log: which file, and why.
fn failed(path: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::message(format!("{}: {why}", path.display()))
}
