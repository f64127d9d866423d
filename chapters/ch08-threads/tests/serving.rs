//! Both servers, inside the test program.

mod shared;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http_basic::Limits;
use shared::{By, Caller, House};
use testing::LIMIT;
use testing::proc::until;
use threading::{Ending, Pool, Threads, WhenFull};

fn threads(max: usize) -> By {
    By::Threads(Threads::new(max))
}

fn pool(size: usize, queue: usize, when_full: WhenFull) -> Arc<Pool> {
    Arc::new(Pool::new(size, queue, when_full).expect("a few threads"))
}

/// Nobody is sent away for being silent, and the grace is long.
fn patient() -> Limits {
    Limits { first: LIMIT, grace: LIMIT, ..Limits::default() }
}

/// The grace is over at once.
fn hasty() -> Limits {
    Limits { grace: Duration::from_millis(50), ..patient() }
}

/// Is answered, and sends a part of the next line. Both go in one piece: who
/// has answered the one has read the other.
fn begins(client: &mut Caller, part: &str) {
    client.say(&format!("hello\n{part}"));
    assert_eq!(client.hear(), "hello\n", "it echoes lines");
}

#[test]
fn a_panic_ends_one_connection_and_no_other() {
    for by in [threads(8), By::Pool(pool(2, 8, WhenFull::Wait))] {
        let house = House::open(patient(), by);
        let mut bystander = house.client();
        bystander.echoes("before");
        // More often than the pool has threads.
        for _ in 0..5 {
            let mut fails = house.client();
            fails.echoes("fine so far");
            fails.say("boom\n");
            assert_eq!(fails.hear(), "", "its connection is closed");
        }
        bystander.echoes("after");
        drop(bystander);
        house.client().echoes("somebody new");
        assert_eq!(house.end(), Ending::default());
    }
}

#[test]
fn a_panic_while_a_client_is_refused_ends_no_server() {
    let house = House::open(patient(), threads(1));
    let mut inside = house.client();
    inside.echoes("in the only place");
    house.speechless.store(true, Ordering::SeqCst);
    assert_eq!(house.client().hear(), "", "it is closed without a word");
    house.speechless.store(false, Ordering::SeqCst);
    assert_eq!(house.client().hear(), "busy\n", "clients are still taken");
    inside.echoes("still there");
    drop(inside);
    assert_eq!(house.end(), Ending::default());
}

#[test]
fn threads_serve_everybody_at_the_same_time_up_to_the_cap() {
    let house = House::open(patient(), threads(3));
    let mut inside: Vec<_> = (0..3).map(|_| house.client()).collect();
    // The last is answered while the first ones have said nothing.
    for client in inside.iter_mut().rev() {
        client.echoes("hello");
    }
    let mut fourth = house.client();
    assert_eq!(fourth.hear(), "busy\n", "the cap is 3");
    assert_eq!(fourth.hear(), "", "and the connection is closed");
    inside.pop();
    until("a place is free", || {
        let mut late = house.client();
        late.say("late\n");
        late.hear() == "late\n"
    });
    drop(inside);
    assert_eq!(house.end(), Ending::default());
}

#[test]
fn a_pool_that_refuses_says_so_when_threads_and_queue_are_full() {
    let pool = pool(1, 1, WhenFull::Refuse);
    let house = House::open(patient(), By::Pool(Arc::clone(&pool)));
    let mut served = house.client();
    served.echoes("first");
    let mut queued = house.client();
    until("the second waits", || pool.waiting() == 1);
    let mut refused = house.client();
    refused.say("a request that nobody reads\n");
    assert_eq!(refused.hear(), "busy\n", "one is served, one waits");
    assert_eq!(refused.hear(), "", "and the connection is closed");
    drop(served);
    queued.echoes("its turn");
    drop(queued);
    assert_eq!(house.end(), Ending::default());
}

#[test]
fn a_pool_that_waits_refuses_nobody() {
    let pool = pool(1, 1, WhenFull::Wait);
    let house = House::open(patient(), By::Pool(Arc::clone(&pool)));
    let mut clients: Vec<_> = (0..5).map(|_| house.client()).collect();
    for client in &mut clients {
        client.say("all at once\n");
    }
    until("one waits in the queue, one at its door", || pool.waiting() == 2);
    for mut client in clients {
        assert_eq!(client.hear(), "all at once\n", "each in its turn");
    }
    assert_eq!(house.end(), Ending::default());
}

#[test]
fn a_silent_client_has_its_thread_only_until_somebody_waits() {
    let limits = Limits { first: Duration::from_millis(5), ..patient() };
    for when_full in [WhenFull::Wait, WhenFull::Refuse] {
        let pool = pool(1, 4, when_full);
        let house = House::open(limits, By::Pool(pool));
        let mut silent = house.client();
        let mut talks = house.client();
        talks.echoes("I have something to say");
        assert_eq!(silent.hear(), "", "{when_full:?}: it made room");
        drop(talks);
        assert_eq!(house.end(), Ending::default());
    }
}

#[test]
fn the_end_closes_idle_connections_at_once() {
    for by in [threads(8), By::Pool(pool(2, 8, WhenFull::Wait))] {
        let house = House::open(patient(), by);
        let mut idle = house.client();
        idle.echoes("and then nothing");
        house.stop.stop();
        assert_eq!(idle.hear(), "", "long before the grace of 10 s");
        assert_eq!(house.ended(), Ending::default());
    }
}

#[test]
fn the_end_serves_those_who_wait_in_the_queue() {
    for places in [2, 1] {
        // With one place the second one waits at the door of the queue.
        let pool = pool(1, places, WhenFull::Wait);
        let house = House::open(patient(), By::Pool(Arc::clone(&pool)));
        let mut begun = house.client();
        begins(&mut begun, "half a l");
        let mut asked = house.client();
        asked.say("I was accepted\n");
        let mut silent = house.client();
        until("two wait", || pool.waiting() == 2);
        house.stop.stop();
        begun.say("ine\n");
        assert_eq!(begun.hear(), "half a line\n", "it had begun");
        assert_eq!(begun.hear(), "", "now it is idle");
        assert_eq!(asked.hear(), "I was accepted\n", "it had asked");
        assert_eq!(asked.hear(), "", "now it is idle");
        assert_eq!(silent.hear(), "", "it had said nothing");
        assert_eq!(house.ended(), Ending::default());
    }
}

#[test]
fn the_end_of_the_grace_cuts_off_the_rest_and_counts_them() {
    let pool = pool(1, 1, WhenFull::Wait);
    let by = By::Pool(Arc::clone(&pool));
    for (by, n) in [(threads(8), 2), (by, 2)] {
        let is_pool = matches!(by, By::Pool(_));
        let house = House::open(hasty(), by);
        let mut begun = house.client();
        begins(&mut begun, "half a line");
        let mut other = house.client();
        if is_pool {
            until("the second waits", || pool.waiting() == 1);
            other.say("half a line");
        } else {
            begins(&mut other, "half a line");
        }
        let ending = house.end();
        assert_eq!(ending, Ending { cut: n, running: 0 });
        assert_eq!(begun.hear(), "", "it was cut off");
        assert_eq!(other.hear(), "", "it was cut off, too");
    }
}

#[test]
fn a_thread_that_computes_cannot_be_ended_and_is_counted() {
    for by in [threads(8), By::Pool(pool(1, 1, WhenFull::Wait))] {
        let mut house = House::open(hasty(), by);
        let computed = house.computed.take();
        let mut client = house.client();
        client.say("compute\n");
        house.computing.recv_timeout(LIMIT).expect("it begins");
        let ending = house.end();
        assert_eq!(ending, Ending { cut: 1, running: 1 });
        let words = "stopped; conversations cut off: 1; \
                     threads that did not end: 1";
        assert_eq!(ending.to_string(), words);
        drop(computed);
    }
}
