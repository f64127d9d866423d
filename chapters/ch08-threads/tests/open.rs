//! The list of open streams.

use std::io::{Read, Write};
use std::sync::mpsc::channel;
use std::thread;

use endpoint::Stream;
use testing::{LIMIT, within};
use threading::Open;

#[test]
fn a_cut_wakes_a_thread_that_sleeps_in_a_read() {
    let open = Open::new();
    let (one, _other) = Stream::pair().unwrap();
    let held = open.hold(one);
    let (tell, told) = channel();
    let reader = thread::spawn(move || {
        tell.send(()).unwrap();
        let got = (&*held).read(&mut [0; 1]);
        (got.map_err(|e| e.kind()), held.was_cut())
    });
    told.recv_timeout(LIMIT).unwrap();
    assert_eq!(open.cut(), 1, "one stream is open");
    let got = within("a read that nobody ended", || reader.join().unwrap());
    assert_eq!(got, (Ok(0), true), "a cut is the end of the stream");
    assert!(open.is_empty(), "what was dropped is not in the list");
}

#[test]
fn only_an_idle_read_is_dismissed() {
    let open = Open::new();
    let (one, mut client) = Stream::pair().unwrap();
    let held = open.hold(one);
    // Not idle: the request that has begun can go on.
    open.dismiss();
    client.write_all(b"!").unwrap();
    assert_eq!((&*held).read(&mut [0; 1]).unwrap(), 1);
    let (tell, told) = channel();
    let reader = thread::spawn(move || {
        let got = held.idle(|| {
            tell.send(()).unwrap();
            (&*held).read(&mut [0; 1])
        });
        (&*held).write_all(b"bye").unwrap();
        (got.map_err(|e| e.kind()), held.was_cut())
    });
    told.recv_timeout(LIMIT).unwrap();
    open.dismiss();
    let got = within("a read that nobody woke", || reader.join().unwrap());
    assert_eq!(got, (Ok(0), false), "woken, and not cut");
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "bye", "the other direction stays open");
}

#[test]
fn what_comes_after_the_cut_is_cut_too() {
    let open = Open::new();
    assert_eq!(open.cut(), 0);
    let (one, mut other) = Stream::pair().unwrap();
    let held = open.hold(one);
    assert!(held.was_cut());
    assert_eq!(other.read(&mut [0; 1]).unwrap(), 0, "its end is closed");
}

#[test]
fn a_stream_that_was_dropped_is_closed_and_not_in_the_list() {
    let open = Open::new();
    let (one, mut other) = Stream::pair().unwrap();
    let held = open.hold(one);
    assert_eq!(open.len(), 1);
    drop(held);
    assert_eq!((open.len(), open.cut()), (0, 0));
    assert_eq!(other.read(&mut [0; 1]).unwrap(), 0, "the list kept it open");
}

#[test]
fn a_stream_that_is_released_is_open_and_not_in_the_list() {
    let open = Open::new();
    let (one, _other) = Stream::pair().unwrap();
    let stream = open.hold(one).release().expect("nobody cuts it");
    assert_eq!((open.len(), open.cut()), (0, 0));
    stream.peer().expect("it is still connected");
}
