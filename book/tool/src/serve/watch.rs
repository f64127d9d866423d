//! Notices saves and rebuilds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Version;
use crate::error::{Error, Result};
use crate::render;

/// One save is several events: so long after the last one it is over.
const QUIET: Duration = Duration::from_millis(200);

/// Whatever pages are made of, below the root.
const WATCHED: &[&str] = &["book", "chapters", "exercises", "support"];
/// What the build itself writes, and what cargo writes.
const IGNORED: &[&str] = &["book/build", "book/tool", "target"];

/// Starts to watch; watching ends when the returned value is dropped.
///
/// # Errors
///
/// [`Error::File`] when the system refuses to watch a folder.
pub(super) fn start(
    root: &Path,
    version: &Arc<Version>,
) -> Result<RecommendedWatcher> {
    let (saved, saves) = mpsc::channel();
    let below = root.to_owned();
    let mut watcher =
        notify::recommended_watcher(move |event: notify::Result<_>| {
            if event.is_ok_and(|event| matters(&event, &below)) {
                // Nobody listens when the program is about to end.
                let _ = saved.send(());
            }
        })
        .map_err(refused(root))?;
    for folder in WATCHED {
        let folder = root.join(folder);
        if folder.is_dir() {
            watcher
                .watch(&folder, RecursiveMode::Recursive)
                .map_err(refused(&folder))?;
        }
    }
    let (root, version) = (root.to_owned(), Arc::clone(version));
    thread::spawn(move || rebuild(&root, &version, &saves));
    Ok(watcher)
}

fn refused(path: &Path) -> impl FnOnce(notify::Error) -> Error {
    let path = path.to_owned();
    |e| Error::File { path, source: std::io::Error::other(e) }
}

/// Whether an event is a change of something that a page is made of.
fn matters(event: &notify::Event, root: &Path) -> bool {
    let changed = !matches!(event.kind, EventKind::Access(_));
    let ours = |path: &PathBuf| {
        let path = path.strip_prefix(root).unwrap_or(path);
        let parts = || path.iter().filter_map(|part| part.to_str());
        let ignored = IGNORED.iter().any(|i| path.starts_with(i));
        !ignored && !parts().any(|part| part == "target" || part == ".git")
    };
    changed && event.paths.iter().any(ours)
}

/// Rebuilds after each save, until the watcher is gone.
fn rebuild(root: &Path, version: &Version, saves: &Receiver<()>) {
    while saves.recv().is_ok() {
        while saves.recv_timeout(QUIET).is_ok() {}
        match render::build(root) {
            Ok(_) => {
                println!("rebuilt");
                version.advance();
            }
            // The last good build stays, and so does the reader's page.
            Err(e) => eprintln!("{e}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind};

    fn event(kind: EventKind, path: &str) -> notify::Event {
        notify::Event::new(kind).add_path(PathBuf::from(path))
    }

    #[test]
    fn a_save_matters_and_what_the_build_writes_does_not() {
        let root = Path::new("/r");
        let made = EventKind::Create(CreateKind::File);
        let matters = |path: &str| matters(&event(made, path), root);
        assert!(matters("/r/book/src/01-echo.md"));
        assert!(matters("/r/chapters/ch01-echo/src/lib.rs"));
        assert!(!matters("/r/book/build/index.html"));
        assert!(!matters("/r/chapters/ch01-echo/fuzz/target/x"));
        let read = EventKind::Access(AccessKind::Any);
        assert!(!super::matters(&event(read, "/r/book/src/a.md"), root));
    }
}
