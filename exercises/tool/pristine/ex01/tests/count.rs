//! Judges the exercise `count`.

use std::io::Write;
use std::net::Shutdown;
use std::process::Command;

use ex01::count::count;
use testing::{Choppy, Server, assert_bytes, cuts, drain, within};

#[test]
fn the_answer_is_the_number_of_bytes_however_they_are_cut() {
    for chunks in cuts(b"hello, world") {
        let shown = format!("{chunks:?}");
        let mut stream = Choppy::new(chunks);
        let total = within("count: does your loop stop at zero?", move || {
            let total = count(&mut stream).expect("nothing failed");
            (total, stream.written)
        });
        let rule = format!("12 bytes are 12 bytes in any pieces: {shown}");
        assert_bytes(b"hello, world", &total.1, b"12\n", &rule);
        assert_eq!(total.0, 12, "the count is returned, too");
    }
}

#[test]
fn nothing_at_all_is_zero() {
    let mut stream = Choppy::new([]);
    let written = within("count of an empty stream", move || {
        count(&mut stream).expect("nothing failed");
        stream.written
    });
    assert_bytes(b"", &written, b"0\n", "no byte at all is a count, too");
}

#[test]
fn no_byte_value_means_the_end() {
    let bytes = b"a\0b\n\xffc\x04\x1a";
    let mut stream = Choppy::new([&bytes[..3], &bytes[3..]]);
    let written = within("count", move || {
        count(&mut stream).expect("nothing failed");
        stream.written
    });
    let rule = "only a read of zero bytes is the end, no byte value is";
    assert_bytes(bytes, &written, b"8\n", rule);
}

#[test]
fn more_than_a_buffer_full_is_counted() {
    let bytes = vec![b'x'; 100_003];
    let mut stream = Choppy::new([&bytes[..]]);
    let written = within("count", move || {
        count(&mut stream).expect("nothing failed");
        stream.written
    });
    let rule = "count what each call returned, not the size of the buffer";
    assert_bytes(&bytes, &written, b"100003\n", rule);
}

#[test]
fn a_signal_in_between_is_no_error() {
    let mut stream = Choppy::new([&b"abc"[..], b"de"]).interrupted();
    let result = within("count with interrupted calls", move || {
        count(&mut stream).map(|_| stream.written)
    });
    let written = result.unwrap_or_else(|error| {
        panic!("an interrupted call is to be made again, got: {error}")
    });
    assert_bytes(b"abcde", &written, b"5\n", "an interrupted call is repeated");
}

#[test]
fn over_a_socket_the_answer_comes_after_the_client_has_finished() {
    let program = testing::program!("01", "count");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let mut client = server.connect();
    client.write_all(b"twelve bytes").expect("room");
    client.shutdown(Shutdown::Write).expect("an open socket");
    let rule = "half-closing asks for the answer";
    assert_bytes(b"twelve bytes", &drain(&mut client), b"12\n", rule);
}
