//! Judges the exercise `bucket`. No test waits: the time is invented.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ex08::bucket::Bucket;
use testing::within;

const INTERVAL: Duration = Duration::from_millis(100);

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A bucket of `burst` tokens, one more each 100 ms, and when it was made.
fn bucket(burst: u32) -> (Bucket, Instant) {
    let start = Instant::now();
    (Bucket::new(INTERVAL, burst, start), start)
}

/// How many tokens there are at `now`. Takes them all.
fn take_all(bucket: &Bucket, now: Instant) -> u32 {
    let taken = (0..1_000).take_while(|_| bucket.take(now).is_ok());
    taken.count() as u32
}

#[test]
fn a_burst_is_fine_and_then_one_each_interval() {
    let (bucket, start) = bucket(3);
    assert_eq!(take_all(&bucket, start), 3, "it is full at the start");
    for (at, want) in [
        (0, Err(ms(100))),
        (99, Err(ms(1))),
        (100, Ok(())),
        (100, Err(ms(100))),
        (250, Ok(())),
        (250, Err(ms(50))),
        (300, Ok(())),
        (301, Err(ms(99))),
    ] {
        let got = bucket.take(start + ms(at));
        assert_eq!(
            got, want,
            "three were taken at 0 ms, one comes each 100 ms; at {at} ms: \
             a token, or how long it takes, exactly",
        );
    }
}

#[test]
fn who_asks_often_does_not_lose_time() {
    let (bucket, start) = bucket(2);
    assert_eq!(take_all(&bucket, start), 2);
    let asked = (1..=1_000).map(|n| start + ms(n * 3));
    let got = asked.filter(|&now| bucket.take(now).is_ok()).count();
    assert_eq!(
        got, 30,
        "3 seconds are 30 tokens, however often somebody asks meanwhile",
    );
}

#[test]
fn a_bucket_that_was_left_alone_is_full_and_no_more() {
    let (bucket, start) = bucket(4);
    assert_eq!(take_all(&bucket, start), 4);
    let hour = start + Duration::from_secs(3600);
    assert_eq!(take_all(&bucket, hour), 4, "at most as many as it holds");
    let decades = hour + Duration::from_secs(1_000_000_000);
    assert_eq!(take_all(&bucket, decades), 4, "at most as many as it holds");
}

#[test]
fn a_full_bucket_collects_nothing() {
    let (bucket, start) = bucket(1);
    // It is full for 190 ms; the next token begins when one is taken.
    bucket.take(start + ms(190)).expect("it is full");
    assert_eq!(
        bucket.take(start + ms(200)),
        Err(ms(90)),
        "a full bucket collects nothing: taken at 190 ms, so the next one \
         comes at 290",
    );
}

#[test]
fn a_time_that_lies_before_the_last_is_no_time() {
    let (bucket, start) = bucket(2);
    let later = start + ms(10_000);
    assert_eq!(take_all(&bucket, later), 2);
    let early = bucket.take(start);
    assert!(early.is_err(), "a clock that goes back brings no tokens");
    assert_eq!(
        take_all(&bucket, later),
        0,
        "no time is given twice: all was taken at 10 s, then somebody came \
         with an older time, and at 10 s there must still be nothing",
    );
    assert_eq!(bucket.take(later + ms(100)), Ok(()), "and so it goes on");
}

#[test]
fn many_threads_take_each_token_once() {
    const BURST: u32 = 2_000;
    let got = within("take: does it let go of its lock?", || {
        let (bucket, start) = bucket(BURST);
        let (begin, got) = (Barrier::new(8), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    begin.wait();
                    let taken =
                        (0..BURST).filter(|_| bucket.take(start).is_ok());
                    got.fetch_add(taken.count() as u32, Ordering::SeqCst);
                });
            }
        });
        got.into_inner()
    });
    assert_eq!(
        got, BURST,
        "two threads took the same token: eight took all they could at the \
         same moment, and the bucket held {BURST}",
    );
}
