//! Judges the exercise `cache`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ex08::cache::Cache;
use testing::{LIMIT, within};

type Words = Arc<Cache<&'static str, String>>;

/// How many threads of this process with this name sleep (proc_pid_task(5)).
fn asleep(name: &str) -> usize {
    let is_asleep = |task: &std::fs::DirEntry| {
        let file = |name| std::fs::read_to_string(task.path().join(name));
        let comm = file("comm").unwrap_or_default();
        let stat = file("stat").unwrap_or_default();
        comm.trim_end() == name && stat.contains(") S ")
    };
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux");
    tasks.flatten().filter(is_asleep).count()
}

/// A thread called `name` that asks for "page", and sends what it got.
fn ask(
    name: &str,
    cache: &Words,
    tell: &Sender<String>,
    make: impl FnOnce() -> String + Send + 'static,
) -> JoinHandle<()> {
    let (cache, tell) = (Arc::clone(cache), tell.clone());
    let body = move || {
        let _ = tell.send(cache.get("page", make));
    };
    let thread = thread::Builder::new().name(name.to_owned()).spawn(body);
    thread.expect("a thread")
}

/// Returns when all `threads` sleep, which are called `name`; or when one of
/// them has ended, which the rest of the test then finds out.
fn until_asleep(name: &str, threads: &[JoinHandle<()>]) {
    testing::proc::until("whoever makes or waits sleeps", || {
        asleep(name) == threads.len()
            || threads.iter().any(JoinHandle::is_finished)
    });
}

#[test]
fn a_value_is_made_once_and_kept() {
    let got = within("get", || {
        let cache = Cache::new();
        let made = AtomicUsize::new(0);
        let make = || made.fetch_add(1, Ordering::SeqCst);
        let got = [cache.get("a", make), cache.get("a", make)];
        (got, cache.get("b", make), made.load(Ordering::SeqCst))
    });
    assert_eq!(got, ([0, 0], 1, 2), "each key once, and the value is kept");
}

#[test]
fn ten_ask_and_one_makes_it() {
    let cache: Words = Arc::default();
    let made = Arc::new(AtomicUsize::new(0));
    let (release, wait) = channel::<()>();
    let wait = Arc::new(Mutex::new(wait));
    let (tell, told) = channel();
    let ten = [(); 10].map(|()| {
        let (made, wait) = (Arc::clone(&made), Arc::clone(&wait));
        ask("ten", &cache, &tell, move || {
            made.fetch_add(1, Ordering::SeqCst);
            let _ = wait.lock().expect("no panic here").recv();
            "a page".to_owned()
        })
    });
    drop(tell);
    // One is making it, nine wait for it, or make it, too.
    until_asleep("ten", &ten);
    drop(release);
    let mut got = Vec::new();
    while let Ok(page) = told.recv_timeout(LIMIT / 2) {
        got.push(page);
    }
    let made = made.load(Ordering::SeqCst);
    assert_eq!(made, 1, "one makes it for all: ten asked, {made} made it");
    assert_eq!(
        got.len(),
        10,
        "all who wait are woken when the value is there: ten asked, and so \
         many have an answer",
    );
    assert!(got.iter().all(|page| page == "a page"), "{got:?}");
}

#[test]
fn other_keys_are_made_at_the_same_time() {
    let cache: Words = Arc::default();
    let (tell, told) = channel();
    let (release, wait) = channel::<()>();
    let slow = ask("one", &cache, &tell, move || {
        let _ = wait.recv_timeout(3 * LIMIT);
        "slow".to_owned()
    });
    until_asleep("one", &[slow]);
    let (other, asked) = (Arc::clone(&cache), tell.clone());
    thread::spawn(move || {
        let _ = asked.send(other.get("other", || "quick".to_owned()));
    });
    let first = told.recv_timeout(Duration::from_secs(5));
    drop(release);
    assert_eq!(
        first.as_deref(),
        Ok("quick"),
        "other keys do not wait: one value takes its time, and another \
         could be made meanwhile",
    );
}

#[test]
fn after_a_panic_the_next_one_makes_it() {
    let cache: Words = Arc::default();
    let theirs = Arc::clone(&cache);
    let first = thread::spawn(move || {
        theirs.get("page", || panic!("a make of this test fails"))
    });
    let panic = within("get", || first.join().expect_err("it panics"));
    let words = panic.downcast_ref::<&str>().copied();
    assert_eq!(
        words,
        Some("a make of this test fails"),
        "the panic of a make is for the thread that called it",
    );
    let page = within("a panic leaves nothing behind: the key is free", {
        move || cache.get("page", || "made at last".to_owned())
    });
    assert_eq!(page, "made at last");
}

#[test]
fn who_waits_hears_of_a_panic() {
    let cache: Words = Arc::default();
    let (tell, told) = channel();
    let (release, wait) = channel::<()>();
    let panics = ask("panics", &cache, &tell, move || {
        let _ = wait.recv_timeout(LIMIT);
        panic!("a make of this test fails")
    });
    until_asleep("panics", &[panics]);
    let make = || "made by who waited".to_owned();
    let waits = ask("waits", &cache, &tell, make);
    until_asleep("waits", &[waits]);
    drop(release);
    let got = told.recv_timeout(LIMIT / 2);
    assert_eq!(
        got.as_deref(),
        Ok("made by who waited"),
        "those who wait must hear of a panic, and one of them makes it",
    );
}
