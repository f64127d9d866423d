//! Judges the exercise `worker`.

use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use ex08::worker::{Ended, Worker};
use testing::{LIMIT, within};

const HOUR: Duration = Duration::from_secs(3600);

fn soon() -> Instant {
    Instant::now() + LIMIT / 2
}

/// What a worker said, in a word.
fn word(ended: &Ended) -> String {
    match ended {
        Ended::Done => "done".to_owned(),
        Ended::Panicked(panic) => format!("panicked: {}", panic.message),
        Ended::Late(_) => "late".to_owned(),
    }
}

#[test]
fn a_job_that_sleeps_hears_the_word() {
    let (here, place) = channel();
    let (tell, told) = channel();
    let worker = Worker::start(move |cancel| {
        let _ = here.send(std::fs::read_link("/proc/thread-self"));
        let _ = tell.send(cancel.wait(HOUR));
    });
    let worker = worker.expect("a thread");
    let place = place.recv_timeout(LIMIT).expect("the job begins");
    let stat = Path::new("/proc").join(place.expect("Linux")).join("stat");
    // A word before the sleep is another test.
    testing::proc::until("the job sleeps", || is_asleep(&stat));
    worker.cancel();
    let heard = told.recv_timeout(LIMIT / 2);
    assert_eq!(
        heard.ok(),
        Some(true),
        "cancel wakes a job that sleeps: it wanted to sleep for an hour, and \
         did not say that it was cancelled",
    );
    assert_eq!(word(&worker.join(soon())), "done");
}

#[test]
fn a_word_that_was_said_before_the_sleep_is_heard() {
    let (go, wait) = channel::<()>();
    let (tell, told) = channel();
    let worker = Worker::start(move |cancel| {
        let _ = wait.recv();
        let _ = tell.send((cancel.is_cancelled(), cancel.wait(HOUR)));
    });
    let worker = worker.expect("a thread");
    worker.cancel();
    drop(go);
    let heard = told.recv_timeout(LIMIT / 2);
    assert_eq!(
        heard.ok(),
        Some((true, true)),
        "a word that was said before the job went to sleep: it must look \
         before it sleeps",
    );
    assert_eq!(word(&worker.join(soon())), "done");
}

#[test]
fn a_sleep_that_nobody_ends_takes_its_time() {
    let (tell, told) = channel();
    let worker = Worker::start(move |cancel| {
        let begun = Instant::now();
        let said = cancel.wait(Duration::from_millis(30));
        let _ = tell.send((said, begun.elapsed()));
    });
    let (said, took) =
        within("Cancel::wait: does it look at its time?", move || {
            told.recv().expect("the job ends")
        });
    assert!(!said, "nobody has said the word");
    assert!(took >= Duration::from_millis(30), "it slept for {took:?} only");
    let worker = worker.expect("a thread");
    assert_eq!(word(&worker.join(soon())), "done");
}

#[test]
fn join_gives_up_in_time_and_can_be_called_again() {
    let (release, wait) = channel::<()>();
    let worker = Worker::start(move |_| {
        let _ = wait.recv();
    });
    let worker = worker.expect("a thread");
    let until = Instant::now() + Duration::from_millis(30);
    let late = within("join has a limit: it waits for a job that blocks", {
        move || worker.join(until)
    });
    let early = Instant::now() < until;
    let Ended::Late(worker) = late else {
        panic!("the job blocks, and join says: {}", word(&late));
    };
    assert!(!early, "join gave up before its time was over");
    drop(release);
    assert_eq!(word(&worker.join(soon())), "done", "the second time");
}

/// Whether the thread with this `stat` sleeps.
fn is_asleep(stat: &Path) -> bool {
    std::fs::read_to_string(stat).is_ok_and(|stat| stat.contains(") S "))
}

/// Returns when the thread of this process that is called `name` sleeps
/// (proc_pid_task(5)).
fn until_asleep(name: &str) {
    let is_asleep = |task: std::fs::DirEntry| {
        let comm = std::fs::read_to_string(task.path().join("comm"));
        let comm = comm.unwrap_or_default();
        comm.trim_end() == name && is_asleep(&task.path().join("stat"))
    };
    testing::proc::until("the thread in `join` sleeps", || {
        let tasks = std::fs::read_dir("/proc/self/task");
        tasks.expect("Linux").flatten().any(is_asleep)
    });
}

#[test]
fn join_is_woken_by_the_end_of_the_job() {
    let (release, wait) = channel::<()>();
    let worker = Worker::start(move |_| {
        let _ = wait.recv();
    });
    let worker = worker.expect("a thread");
    let (tell, told) = channel();
    let joining = move || {
        let ended = worker.join(Instant::now() + HOUR);
        let _ = tell.send(word(&ended));
    };
    let joining =
        thread::Builder::new().name("in-join".to_owned()).spawn(joining);
    let joining = joining.expect("a thread");
    if !joining.is_finished() {
        until_asleep("in-join");
    }
    drop(release);
    let ended = told.recv_timeout(LIMIT / 2);
    assert_eq!(
        ended.as_deref(),
        Ok("done"),
        "the end of the job wakes who waits in join: an hour was allowed, \
         the job has ended, and nobody woke it",
    );
}

#[test]
fn a_panic_is_an_end_too() {
    let worker = Worker::start(|_| panic!("a job of this test fails"));
    let worker = worker.expect("a thread");
    let ended = worker.join(soon());
    assert_eq!(
        word(&ended),
        "panicked: a job of this test fails",
        "a panic is an end, too, and its words are kept",
    );
}

#[test]
fn a_job_that_computes_looks_at_the_word() {
    let worker = Worker::start(|cancel| {
        while !cancel.is_cancelled() {
            thread::yield_now();
        }
    });
    let worker = worker.expect("a thread");
    worker.cancel();
    assert_eq!(word(&worker.join(soon())), "done", "it was cancelled");
}
