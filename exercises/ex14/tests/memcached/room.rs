//! What a client can make the server keep.

use bytes::BytesMut;
use ex14::memcached::{MAX_OUTPUT, MAX_VALUE, Memcached};
use http_basic::{Next, Protocol};
use testing::{assert_bytes, within};

use super::{SERVER, answers, store, talk, without_texts};

#[test]
fn the_store_has_room_for_so_many_keys() {
    let mut sent = String::new();
    for key in ["a", "b", "c", "d", "e", "f", "a"] {
        sent += &format!("set {key} 0 0 1\r\n{key}\r\n");
    }
    sent += "get f a\r\ndelete b\r\nset f 0 0 1\r\nf\r\nget f\r\n";
    let stored = "STORED\r\n";
    let want = format!(
        "{}{SERVER}{stored}VALUE a 0 1\r\na\r\nEND\r\nDELETED\r\n{stored}\
         VALUE f 0 1\r\nf\r\nEND\r\n",
        stored.repeat(5)
    );
    let rule = "room for 5 keys: SERVER_ERROR for a sixth, not for one that is \
                there already";
    answers(sent, want, rule);
}

#[test]
fn a_place_in_the_store_is_taken_by_a_value_that_has_come() {
    let said = within("data_received", || {
        let store = store();
        let mut waiting: Vec<Memcached> =
            (0..6).map(|_| Memcached::new(&store)).collect();
        let mut answers = BytesMut::new();
        for (i, memcached) in waiting.iter_mut().enumerate() {
            let mut line = BytesMut::from(&*format!("set {i} 0 0 1\r\n"));
            memcached.data_received(&mut line, &mut answers);
        }
        for memcached in &mut waiting {
            let mut value = BytesMut::from("x\r\n");
            memcached.data_received(&mut value, &mut answers);
        }
        answers
    });
    let want = format!("{}{SERVER}", "STORED\r\n".repeat(5));
    let rule = "room for 5 keys, and 6 clients that send a new one at the same \
                time: all lines come first, then the values";
    let got = without_texts(&said);
    assert_bytes(b"", &got, want.as_bytes(), rule);
}

#[test]
fn all_connections_share_what_is_kept() {
    let said = within("data_received", || {
        let store = store();
        talk(&store, &[b"set a 0 0 1\r\nx\r\n"]);
        talk(&store, &[b"get a\r\n"])
    });
    let rule = "what one client sets another one gets";
    assert_bytes(b"", &said.answers, b"VALUE a 0 1\r\nx\r\nEND\r\n", rule);
}

#[test]
fn who_asks_faster_than_it_reads_is_stopped() {
    let most = MAX_OUTPUT + MAX_VALUE + 1_000;
    for (command, times, rule) in [
        ("get a\r\n", 1_000, "many short commands make many long answers"),
        ("get a a a a a a a a a a a a a a a a a a a a\r\n", 50, "so do keys"),
        ("\r\n", 200_000, "an empty line has an answer"),
    ] {
        let said = within("data_received", move || {
            let store = store();
            let value = "v".repeat(MAX_VALUE);
            let set = format!("set a 0 0 {MAX_VALUE}\r\n{value}\r\n");
            talk(&store, &[set.as_bytes()]);
            talk(&store, &[command.repeat(times).as_bytes()])
        });
        let got = said.answers.len();
        let rule = format!("{rule}: memory for them has a limit, too");
        assert!(got <= most, "{rule}: {got} bytes wait to be sent");
        assert!(got > MAX_OUTPUT, "{rule}, which was not reached: {got}");
        assert_eq!(said.next, Next::Drain, "{rule}: SERVER_ERROR, the end");
        let end = String::from_utf8_lossy(&said.answers[got - 80..]);
        let reason = end.lines().next_back().unwrap_or_default();
        assert!(reason.starts_with("SERVER_ERROR "), "{rule}: {end:?}");
    }
    let said = within("data_received", || {
        let value = "v".repeat(MAX_VALUE);
        let set = format!("set a 0 0 {MAX_VALUE}\r\n{value}\r\n");
        let mut chunks = vec![set.as_bytes()];
        chunks.resize(501, b"get a\r\n");
        talk(&store(), &chunks)
    });
    let rule = "who reads its answers may ask as much as it likes";
    assert_eq!(said.next, Next::Keep, "{rule}");
}
