//! Files of a folder, under a path: `static`.

use std::any::TypeId;
use std::path::{Path, PathBuf};

use crate::registers::boxed;
use crate::routing::Rule;
use crate::scope::Scope;
use crate::{Context, Error, Response, SendFile};

/// The endpoint of the files, as in Flask: `url_for("static", …)`.
const ENDPOINT: &str = "static";

impl Scope {
    /// Answers the paths below `path` with the files below `folder`.
    pub(crate) fn add_static(&mut self, path: &str, folder: PathBuf) {
        let path = path.trim_matches('/');
        let slash = if path.is_empty() { "" } else { "/" };
        let rule = format!("{slash}{path}/<path:filename>");
        let rule = Rule::new(&rule, ENDPOINT).with_methods(["GET"]);
        self.folders.push(folder.clone());
        let file = move |context: &Context<'_>, name: crate::Path<String>| {
            context.send_from_directory(&folder, &name.0)
        };
        self.add(rule, boxed(file), TypeId::of::<PathBuf>());
    }

    /// The first folder that is none, in words.
    pub(crate) fn missing_folder(&self) -> Option<String> {
        let missing = self.folders.iter().find(|folder| !folder.is_dir())?;
        let shown = missing.display();
        Some(format!("the static folder {shown} is not there: create it"))
    }
}

/// The path for a folder that nobody said: its own name.
pub(crate) fn path_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

impl Context<'_> {
    /// Answers with a file of ours (Flask's `send_file`), as far as the
    /// request's conditions want it. Caches may keep it for
    /// `SEND_FILE_MAX_AGE_DEFAULT` seconds.
    ///
    /// # Errors
    ///
    /// As [`SendFile::open`] and [`SendFile::respond`].
    pub fn send_file(&self, path: impl AsRef<Path>) -> Result<Response, Error> {
        self.send(SendFile::open(path)?)
    }

    /// The same with a file whose name the client chooses (Flask's
    /// `send_from_directory`): only what really is below `folder`.
    ///
    /// # Errors
    ///
    /// As [`SendFile::below`] and [`SendFile::respond`].
    pub fn send_from_directory(
        &self,
        folder: impl AsRef<Path>,
        name: &str,
    ) -> Result<Response, Error> {
        self.send(SendFile::below(folder, name)?)
    }

    fn send(&self, file: SendFile) -> Result<Response, Error> {
        let age = self.app().settings()?.send_file_max_age;
        let file = match age {
            Some(seconds) => file.max_age(seconds),
            None => file,
        };
        file.respond(&self.request().conditions())
    }
}
