//! Judges the exercise `permits`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use ex08::permits::Permits;
use testing::{LIMIT, within};

/// A time that is over: `take` does not wait.
fn now() -> Option<Instant> {
    Some(Instant::now())
}

fn in_ms(ms: u64) -> Option<Instant> {
    Instant::now().checked_add(Duration::from_millis(ms))
}

/// Returns when `n` threads wait.
fn until_waiting(permits: &Permits, n: usize) {
    testing::proc::until("take counts those who wait in `waiting`", || {
        permits.waiting() == n
    });
}

#[test]
fn as_many_can_be_held_as_there_are() {
    within("take: it must not wait when a permit is free", || {
        let permits = Permits::new(2);
        let first = permits.take(None).expect("one of two");
        let _second = permits.take(now()).expect("two of two");
        assert!(
            permits.take(now()).is_none(),
            "two permits, both held: a third was given out",
        );
        assert_eq!((permits.free(), permits.waiting()), (0, 0));
        drop(first);
        assert_eq!(permits.free(), 1, "dropping a permit gives it back");
        assert!(permits.take(now()).is_some(), "what came back can be taken");
    });
}

#[test]
fn a_permit_that_is_given_back_wakes_one_who_waits() {
    let permits = Arc::new(Permits::new(1));
    let held = permits.take(None).expect("one of one");
    let waits = Arc::clone(&permits);
    let (tell, told) = channel();
    thread::spawn(move || {
        let got = waits.take(None).is_some();
        let _ = tell.send(got);
    });
    until_waiting(&permits, 1);
    drop(held);
    let got = told.recv_timeout(Duration::from_secs(5));
    assert_eq!(
        got,
        Ok(true),
        "a permit that is given back wakes one who waits: a thread waits in \
         take, the permit came back, and nothing happened",
    );
}

#[test]
fn one_permit_for_two_who_wait_goes_to_one() {
    let permits = Arc::new(Permits::new(1));
    let held = permits.take(None).expect("one of one");
    let (tell, told) = channel();
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let (permits, tell) = (Arc::clone(&permits), tell.clone());
            thread::spawn(move || {
                let permit = permits.take(in_ms(2_000));
                let _ = tell.send(permit.is_some());
                // Held until the other one has its answer, too.
                thread::park_timeout(Duration::from_secs(20));
                drop(permit);
            })
        })
        .collect();
    until_waiting(&permits, 2);
    drop(held);
    let answers: Vec<bool> =
        (0..2).filter_map(|_| told.recv_timeout(testing::LIMIT).ok()).collect();
    waiting.iter().for_each(|thread| thread.thread().unpark());
    let got = answers.iter().filter(|&&got| got).count();
    assert_eq!(
        (answers.len(), got),
        (2, 1),
        "one permit is for one thread: two waited, one permit came back, \
         (answers, permits) is",
    );
}

#[test]
fn a_time_that_is_over_ends_the_wait_and_not_early() {
    let (none, early, waiting) =
        within("take: does take look at its time?", || {
            let permits = Permits::new(0);
            let until = in_ms(30);
            let none = permits.take(until).is_none();
            (none, Some(Instant::now()) < until, permits.waiting())
        });
    assert!(none, "there is no permit at all, and one was given out");
    assert!(!early, "take gave up before its time was over");
    assert_eq!(waiting, 0, "who has given up does not wait any more");
}

#[test]
fn a_holder_who_panics_gives_it_back() {
    let permits = Arc::new(Permits::new(1));
    let theirs = Arc::clone(&permits);
    let holder = thread::spawn(move || {
        let held = theirs.take(None);
        assert!(held.is_none(), "the holder of this test panics");
    });
    let panicked = within("the holder", || holder.join().is_err());
    assert!(panicked, "take gave nothing, although one was free");
    assert_eq!(
        permits.take(now()).map(|_| permits.free()),
        Some(0),
        "a holder who panics gives it back: unwinding drops the permit",
    );
}

#[test]
fn many_threads_never_hold_more_than_there_are() {
    let most = within("a wake-up that was lost", || {
        let permits = Permits::new(3);
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        // Whoever lets others go first may wait long on a busy machine.
        let end = Instant::now() + LIMIT / 5;
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..300 {
                        if Instant::now() > end {
                            break;
                        }
                        let _permit = permits.take(None).expect("in the end");
                        let n = inside.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(n, Ordering::SeqCst);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        most.into_inner()
    });
    assert!(most <= 3, "three permits, and {most} threads held one");
}
