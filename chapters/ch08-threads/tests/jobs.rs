//! Threads and pools run jobs; nothing here knows a socket.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Once};
use std::thread;
use std::time::Instant;

use testing::{LIMIT, within};
use threading::{
    Job, NotPushed, Pool, SpawnError, Threads, WhenFull, caught,
    one_line_panics,
};

/// In any test: longer than this nothing takes.
fn late() -> Option<Instant> {
    Instant::now().checked_add(LIMIT)
}

/// Jobs panic here: a line for each is enough, and to find the lines of a
/// backtrace takes a debug build seconds.
fn no_backtraces() {
    static HOOK: Once = Once::new();
    HOOK.call_once(one_line_panics);
}

/// A job that says that it began, then waits until its sender is dropped.
fn blocked(began: &Sender<()>) -> (Job, Sender<()>) {
    let (release, wait): (Sender<()>, Receiver<()>) = channel();
    let began = began.clone();
    let job = Box::new(move || {
        began.send(()).expect("the test listens");
        let _ = wait.recv();
    });
    (job, release)
}

#[test]
fn jobs_in_threads_run_at_the_same_time() {
    within("three jobs that each wait for the other two", || {
        let threads = Threads::new(3);
        let meet = Arc::new(Barrier::new(3));
        for _ in 0..3 {
            let meet = Arc::clone(&meet);
            threads.spawn(move || _ = meet.wait()).unwrap();
        }
        assert_eq!(threads.join(late()), 0);
    });
}

#[test]
fn one_job_more_than_the_limit_is_not_begun_and_later_it_is() {
    let (tell, began) = channel();
    let threads = Threads::new(1);
    let (job, release) = blocked(&tell);
    threads.spawn(job).unwrap();
    began.recv_timeout(LIMIT).expect("the first job begins");
    let full = threads.spawn(|| ());
    assert!(matches!(full, Err(SpawnError::Full(1))), "{full:?}");
    drop(release);
    assert_eq!(threads.join(late()), 0);
    threads.spawn(|| ()).expect("the place is free again");
    assert_eq!(threads.join(late()), 0);
}

#[test]
fn a_panic_ends_one_job_and_frees_its_place() {
    no_backtraces();
    let threads = Threads::new(1);
    for _ in 0..3 {
        threads.spawn(|| panic!("a job of this test fails")).unwrap();
        assert_eq!(threads.join(late()), 0, "a panic ends the job");
    }
}

#[test]
fn waiting_for_jobs_ends_with_its_time_and_counts_the_rest() {
    let (tell, began) = channel();
    let threads = Threads::new(2);
    let (first, release_first) = blocked(&tell);
    let (second, release_second) = blocked(&tell);
    threads.spawn(first).unwrap();
    threads.spawn(second).unwrap();
    began.recv_timeout(LIMIT).unwrap();
    began.recv_timeout(LIMIT).unwrap();
    assert_eq!(threads.join(Some(Instant::now())), 2);
    drop(release_first);
    drop(release_second);
    assert_eq!(threads.join(late()), 0);
}

#[test]
fn threads_have_the_names_and_the_stacks_that_they_are_given() {
    let (tell, told) = channel();
    let threads =
        Threads::new(1).named("clie\0nt").with_stack_size(8 * 1024 * 1024);
    for _ in 0..2 {
        let tell = tell.clone();
        let job = move || {
            let fits_into_8_mib = std::hint::black_box([1_u8; 1 << 20]);
            let name = thread::current().name().unwrap_or("").to_owned();
            tell.send((name, fits_into_8_mib[9])).unwrap();
        };
        threads.spawn(job).unwrap();
        assert_eq!(threads.join(late()), 0);
    }
    let mut names = told.try_iter().map(|(name, _)| name);
    assert_eq!(names.next().as_deref(), Some("client-1"));
    assert_eq!(names.next().as_deref(), Some("client-2"));
}

#[test]
fn a_system_without_threads_is_an_error_and_no_panic() {
    // No address space is that large, so the stack cannot be had.
    let threads = Threads::new(1).with_stack_size(1 << 60);
    let none = threads.spawn(|| ());
    assert!(matches!(none, Err(SpawnError::System(_))), "{none:?}");
    assert_eq!(threads.running(), 0, "its place is free again");
}

#[test]
fn after_more_panics_than_threads_a_pool_works_as_before() {
    no_backtraces();
    let pool = Pool::new(2, 8, WhenFull::Wait).unwrap();
    let (tell, told) = channel();
    for _ in 0..5 {
        pool.submit(Box::new(|| panic!("a job of this test fails")), late())
            .unwrap();
    }
    // Two jobs that need each other: both threads are alive.
    let meet = Arc::new(Barrier::new(2));
    for _ in 0..2 {
        let (tell, meet) = (tell.clone(), Arc::clone(&meet));
        let job = move || {
            meet.wait();
            tell.send(()).unwrap();
        };
        pool.submit(Box::new(job), late()).unwrap();
    }
    for _ in 0..2 {
        told.recv_timeout(LIMIT).expect("both threads took a job");
    }
    assert_eq!(pool.join(late()), 0);
}

#[test]
fn jobs_of_one_kind_need_no_box_and_a_panic_ends_only_one() {
    no_backtraces();
    let (tell, told) = channel();
    let threads = Threads::new(2).named("halves");
    let halve = move |n: i32| {
        assert_eq!(n % 2, 0, "a job of this test fails");
        tell.send(n / 2).unwrap();
    };
    let pool = Pool::of(threads, 8, WhenFull::Wait, halve).unwrap();
    for n in [2, 3, 4, 5, 6, 7, 8] {
        pool.submit(n, late()).unwrap();
    }
    assert_eq!(pool.join(late()), 0);
    let mut halves: Vec<i32> = told.iter().collect();
    halves.sort_unstable();
    assert_eq!(halves, [1, 2, 3, 4], "of the even ones");
}

#[test]
fn a_pool_that_refuses_takes_its_threads_and_its_queue_full_not_one_more() {
    let (tell, began) = channel();
    let pool = Pool::new(2, 1, WhenFull::Refuse).unwrap();
    let mut releases = Vec::new();
    // All at once: it must not matter whether the threads are awake yet.
    for n in 1..=3 {
        let (job, release) = blocked(&tell);
        releases.push(release);
        assert!(pool.submit(job, None).is_ok(), "job {n} of 2 + 1");
    }
    let fourth = pool.submit(Box::new(|| ()), None);
    assert!(matches!(fourth, Err(NotPushed::Full(_))), "2 + 1 are taken");
    for _ in 0..2 {
        began.recv_timeout(LIMIT).unwrap();
    }
    assert_eq!(pool.waiting(), 1);
    drop(releases);
    assert_eq!(pool.join(late()), 0);
}

#[test]
fn a_pool_that_waits_takes_the_job_when_a_thread_is_free() {
    within("a bringer that nobody woke", || {
        let (tell, began) = channel();
        let pool = Pool::new(1, 0, WhenFull::Wait).unwrap();
        let (job, release) = blocked(&tell);
        pool.submit(job, None).unwrap();
        began.recv_timeout(LIMIT).unwrap();
        thread::scope(|scope| {
            scope.spawn(|| pool.submit(Box::new(|| ()), None).is_ok());
            while pool.waiting() == 0 {
                thread::yield_now();
            }
            drop(release);
        });
        assert_eq!(pool.join(late()), 0);
    });
}

#[test]
fn a_closed_pool_does_what_is_in_its_queue_and_takes_nothing_more() {
    let (tell, began) = channel();
    let pool = Pool::new(1, 5, WhenFull::Wait).unwrap();
    let (job, release) = blocked(&tell);
    pool.submit(job, None).unwrap();
    let (count, counted) = channel();
    for n in 0..5 {
        let count = count.clone();
        let job = move || count.send(n).unwrap();
        pool.submit(Box::new(job), None).unwrap();
    }
    began.recv_timeout(LIMIT).unwrap();
    pool.close();
    let more = pool.submit(Box::new(|| ()), None);
    assert!(matches!(more, Err(NotPushed::Closed(_))), "it is closed");
    drop(release);
    assert_eq!(pool.join(late()), 0);
    let done: Vec<i32> = counted.try_iter().collect();
    assert_eq!(done, [0, 1, 2, 3, 4], "jobs that were taken are done");
}

#[test]
fn a_panic_that_is_caught_keeps_its_words() {
    no_backtraces();
    let fixed = caught(|| panic!("boom")).unwrap_err();
    assert_eq!(fixed.message, "boom");
    let made = caught(|| panic!("boom {}", 1 + 1)).unwrap_err();
    assert_eq!(made.message, "boom 2");
    let other = caught(|| std::panic::panic_any(7)).unwrap_err();
    assert_eq!(other.message, "(no message)");
    assert_eq!(caught(|| 5), Ok(5));
}
