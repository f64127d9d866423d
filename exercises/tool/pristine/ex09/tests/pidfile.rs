//! Judges the exercise `pidfile`.

use std::fs;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use ex09::pidfile::{PidFile, PidFileError};
use nix::sys::signal::Signal;
use tempfile::TempDir;
use testing::{Server, finish, within};

/// An empty folder, and a path in it.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("server.pid");
    (folder, path)
}

fn take(path: &Path) -> Result<PidFile, PidFileError> {
    let path = path.to_owned();
    within("take: it never waits for the lock", move || PidFile::take(&path))
}

/// The program, holding the file.
fn program(path: &Path) -> Command {
    let mut command = Command::new(testing::program!("09", "pidfile"));
    command.arg(path);
    command
}

fn ours() -> String {
    format!("{}\n", std::process::id())
}

fn text(path: &Path) -> String {
    let text = fs::read_to_string(path);
    text.expect(
        "the file stays: who removes or replaces it lets two processes lock \
         two files of one name",
    )
}

#[test]
fn the_file_has_our_number_and_a_line_feed() {
    let (_folder, path) = folder();
    let file = take(&path).expect("nobody holds it");
    assert_eq!(text(&path), ours(), "scripts read one line with a number");
    drop(file);
    assert_eq!(text(&path), "", "nobody runs any more: the number goes");
}

#[test]
fn what_was_left_behind_is_no_obstacle() {
    for old in ["1\n", "no number", "123456789012345678901234567890\n"] {
        let (_folder, path) = folder();
        fs::write(&path, old).expect("room");
        let file = take(&path);
        let rule = "a file without a lock is nobody's, whatever is in it \
                    (process 1 runs, but it holds no lock)";
        let file = file.unwrap_or_else(|error| panic!("{rule}: {error}"));
        assert_eq!(text(&path), ours(), "all of what was in it before goes");
        drop(file);
    }
}

#[test]
fn one_process_takes_it_and_the_next_is_told_by_whom() {
    let (_folder, path) = folder();
    let server = Server::start(&mut program(&path));
    for _ in 0..2 {
        let got = take(&path);
        let rule = "before the lock is yours, nothing in the file is yours to \
                    change";
        assert_eq!(text(&path), format!("{}\n", server.pid()), "{rule}");
        let rule = "who is too late learns who was faster";
        match got {
            Err(PidFileError::Taken { pid }) => {
                assert_eq!(pid, Some(server.pid()), "{rule}");
            }
            other => panic!("{rule}: {other:?}"),
        }
    }
}

#[test]
fn the_number_of_the_faster_one_may_not_be_there_yet() {
    let (_folder, path) = folder();
    for (there, want) in [("", None), ("17\n", Some(17)), ("x\n", None)] {
        fs::write(&path, there).expect("room");
        let other = fs::File::open(&path).expect("it is there");
        other.try_lock().expect("nobody has locked it");
        let rule = "between lock and write the file has no number: it is taken \
                    all the same";
        match take(&path) {
            Err(PidFileError::Taken { pid }) => {
                assert_eq!(pid, want, "{rule}: the file says {there:?}");
            }
            other => panic!("{rule}: {other:?}"),
        }
        other.unlock().expect("it is ours");
    }
    let long = "7".repeat(1_000_000);
    fs::write(&path, long).expect("room");
    let other = fs::File::open(&path).expect("it is there");
    other.try_lock().expect("nobody has locked it");
    let rule = "a file of any length is no number";
    let got = take(&path);
    assert!(matches!(got, Err(PidFileError::Taken { pid: None })), "{rule}");
}

#[test]
fn kill_9_unlocks_the_file_and_leaves_the_number() {
    let (_folder, path) = folder();
    let server = Server::start(&mut program(&path));
    let pid = server.pid();
    server.stop(Signal::SIGKILL);
    assert_eq!(text(&path), format!("{pid}\n"), "nobody could tidy up");
    let rule = "the kernel takes a dead process's lock back: the next server \
                starts";
    let file = take(&path).unwrap_or_else(|error| panic!("{rule}: {error}"));
    assert_eq!(text(&path), ours(), "{rule}");
    drop(file);
}

#[test]
fn the_file_stays_the_same_file() {
    let (_folder, path) = folder();
    let inode = |path: &Path| fs::metadata(path).map(|data| data.ino());
    drop(take(&path).expect("nobody holds it"));
    let first = inode(&path).expect("the file is never removed");
    // Somebody has the file open and will lock it in a moment.
    let waiting = fs::File::open(&path).expect("it is there");
    drop(take(&path).expect("nobody has locked it"));
    waiting.try_lock().expect("it was given back");
    let got = take(&path);
    let rule = "who removes or replaces the file lets two processes lock two \
                files of one name";
    assert!(matches!(got, Err(PidFileError::Taken { .. })), "{rule}: {got:?}");
    assert_eq!(inode(&path).ok(), Some(first), "{rule}");
}

#[test]
fn a_worker_that_has_the_file_open_does_not_hold_it() {
    let (_folder, path) = folder();
    let file = take(&path).expect("nobody holds it");
    let worker = inherited(&path);
    drop(file);
    let rule = "a forked worker has the same open file; closing yours alone \
                leaves the lock to it";
    let again = take(&path);
    assert!(again.is_ok(), "{rule}: {again:?}");
    drop(worker);
}

/// What a process that was forked would have: the same open file.
#[allow(unsafe_code)]
fn inherited(path: &Path) -> OwnedFd {
    for entry in fs::read_dir("/proc/self/fd").expect("Linux").flatten() {
        if fs::read_link(entry.path()).is_ok_and(|to| to == path) {
            let name = entry.file_name().into_string().expect("a number");
            let number = name.parse().expect("a number");
            // SAFETY: the caller holds it open.
            let file = unsafe { BorrowedFd::borrow_raw(number) };
            return file.try_clone_to_owned().expect("descriptors");
        }
    }
    panic!("who holds the lock keeps the file open: {}", path.display());
}

#[test]
fn what_the_system_says_is_passed_on() {
    let (folder, path) = folder();
    for bad in [path.join("no such folder"), folder.path().to_owned()] {
        let got = take(&bad);
        let rule = "a path that cannot be opened is no file that is taken";
        assert!(matches!(got, Err(PidFileError::Io(_))), "{rule}: {got:?}");
    }
}

#[test]
fn the_program_gives_the_file_back_when_it_ends() {
    let (_folder, path) = folder();
    let server = Server::start(&mut program(&path));
    let second = finish(&mut program(&path));
    let want = format!(
        "ex09-pidfile: another server runs already, process {}\n",
        server.pid()
    );
    assert_eq!((second.code, second.err), (Some(1), want), "one at a time");
    let (code, _) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0), "SIGTERM ends it in order");
    assert_eq!(text(&path), "", "its number goes with it");
}
