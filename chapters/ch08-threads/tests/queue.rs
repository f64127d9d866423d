//! The queue's promises: nothing is lost, nothing comes twice, nobody sleeps
//! through what he waits for.

use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use testing::{LIMIT, within};
use threading::{NotPushed, Queue};

/// In no time: `push` does not wait.
fn now() -> Option<Instant> {
    Some(Instant::now())
}

fn take<T>(queue: &Queue<T>) -> Option<T> {
    queue.pop().and_then(|mut taken| taken.take())
}

#[test]
fn items_come_out_in_the_order_in_which_they_went_in() {
    let queue = Queue::new(3);
    for n in 1..=3 {
        queue.push(n, None).unwrap();
    }
    let got: Vec<i32> = (0..3).filter_map(|_| take(&queue)).collect();
    assert_eq!(got, [1, 2, 3], "first in, first out");
}

#[test]
fn a_place_is_free_when_the_work_is_done_not_when_it_is_begun() {
    let queue = Queue::new(1);
    queue.push("one", None).unwrap();
    let mut taken = queue.pop().unwrap();
    assert_eq!(taken.take(), Some("one"));
    let full = queue.push("two", now());
    assert_eq!(full, Err(NotPushed::Full("two")), "one is in work");
    drop(taken);
    assert_eq!(queue.push("two", now()), Ok(()), "nothing is in work");
}

#[test]
fn a_full_queue_gives_the_item_back_when_the_time_is_over() {
    let queue = Queue::new(1);
    queue.push(1, None).unwrap();
    let until = Instant::now() + Duration::from_millis(20);
    assert_eq!(queue.push(2, Some(until)), Err(NotPushed::Full(2)));
    assert!(Instant::now() >= until, "it gave up too early");
    assert_eq!(queue.waiting(), 1, "only the first is in it");
}

#[test]
fn many_producers_and_consumers_lose_nothing_and_repeat_nothing() {
    const EACH: u64 = 2_000;
    const SIDES: u64 = 8;
    let mut got = within("a wake-up that was lost", || {
        let queue = Arc::new(Queue::new(3));
        let start = Arc::new(Barrier::new(2 * SIDES as usize));
        let (tell, told) = channel();
        let producers: Vec<_> = (0..SIDES)
            .map(|side| {
                let (queue, start) = (Arc::clone(&queue), Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    for n in 0..EACH {
                        // Some wait for ever, some try again and again.
                        let mut item = side * EACH + n;
                        let until =
                            (side % 2 == 0).then(|| Instant::now() + LIMIT);
                        while let Err(NotPushed::Full(back)) =
                            queue.push(item, until)
                        {
                            item = back;
                        }
                    }
                })
            })
            .collect();
        for _ in 0..SIDES {
            let (queue, start) = (Arc::clone(&queue), Arc::clone(&start));
            let tell = tell.clone();
            thread::spawn(move || {
                start.wait();
                while let Some(item) = take(&queue) {
                    tell.send(item).unwrap();
                }
            });
        }
        drop(tell);
        producers.into_iter().for_each(|p| p.join().unwrap());
        queue.close();
        told.iter().collect::<Vec<u64>>()
    });
    got.sort_unstable();
    assert!(
        got.iter().copied().eq(0..SIDES * EACH),
        "{} of {} items came out",
        got.len(),
        SIDES * EACH
    );
}

/// Returns when `n` pushes wait for a place in `queue` of `filled` items.
fn until_waiting<T>(queue: &Queue<T>, n: usize) {
    let end = Instant::now() + LIMIT;
    while queue.waiting() < n {
        assert!(Instant::now() < end, "nobody waits for a place");
        thread::yield_now();
    }
}

#[test]
fn closing_wakes_everybody_who_waits_on_either_side() {
    let result = within("a thread that nobody woke", || {
        let queue = Arc::new(Queue::new(1));
        queue.push(0, None).unwrap();
        let pushing: Vec<_> = (1..=3)
            .map(|n| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || queue.push(n, None))
            })
            .collect();
        until_waiting(&queue, 4);
        queue.close();
        let mut refused: Vec<i32> = pushing
            .into_iter()
            .map(|p| p.join().unwrap().unwrap_err().into_inner())
            .collect();
        refused.sort_unstable();
        let empty: Arc<Queue<i32>> = Arc::new(Queue::new(1));
        let popping: Vec<_> = (0..3)
            .map(|_| {
                let empty = Arc::clone(&empty);
                thread::spawn(move || empty.pop().is_none())
            })
            .collect();
        empty.close();
        let woken = popping.into_iter().all(|p| p.join().unwrap());
        (refused, woken)
    });
    assert_eq!(result, (vec![1, 2, 3], true));
}

#[test]
fn what_is_in_a_closed_queue_can_still_be_taken() {
    let queue = Queue::new(2);
    queue.push(1, None).unwrap();
    queue.push(2, None).unwrap();
    queue.close();
    assert_eq!(queue.push(3, None), Err(NotPushed::Closed(3)));
    assert_eq!((take(&queue), take(&queue)), (Some(1), Some(2)));
    assert!(queue.pop().is_none(), "closed and empty");
}

#[test]
fn an_item_that_panics_in_work_frees_its_place() {
    let queue = Queue::new(1);
    queue.push(1, None).unwrap();
    let panic = threading::caught(|| {
        let _taken = queue.pop();
        panic!("in the middle of it");
    });
    assert_eq!(panic.unwrap_err().message, "in the middle of it");
    assert_eq!(queue.push(2, now()), Ok(()), "the place is free again");
}
