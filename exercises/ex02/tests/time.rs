//! Judges the exercise `time`.

use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::thread::{self, JoinHandle};

use endpoint::Datagram;
use ex02::time::serve;
use testing::{LIMIT, Server, assert_bytes, within};

/// The clock stands at this many seconds since 1970.
fn serving(at: u64, count: usize) -> (Datagram, JoinHandle<()>) {
    let server = Datagram::bind("127.0.0.1:0").expect("a free port");
    server.set_timeouts(Some(LIMIT), Some(LIMIT)).expect("time-outs");
    let to = server.address().expect("it is bound").to_string();
    let client = Datagram::connect(&to).expect("its address");
    client.set_timeouts(Some(LIMIT / 5), None).expect("a time-out");
    let serving = thread::spawn(move || {
        serve(&server, || at, count).expect("nothing is wrong with it");
    });
    (client, serving)
}

fn join(serving: JoinHandle<()>) {
    let what = "serve: it answers `count` datagrams, then it returns";
    let ended = within(what, move || serving.join());
    if let Err(cause) = ended {
        std::panic::resume_unwind(cause);
    }
}

/// Sends `question` and returns what came back.
#[track_caller]
fn ask(
    client: &Datagram,
    question: &[u8],
    serving: JoinHandle<()>,
    rule: &str,
) -> (Vec<u8>, JoinHandle<()>) {
    let mut buf = [0; 64];
    client.send(question).expect("room for it");
    match client.receive(&mut buf) {
        Ok(got) => (buf[..got.len].to_vec(), serving),
        Err(error) => {
            if serving.is_finished() {
                join(serving); // its own words first
            }
            panic!("{rule}: no answer came: {error}");
        }
    }
}

#[test]
fn seconds_since_1900_come_as_four_bytes_the_highest_first() {
    let (client, serving) = serving(0, 1);
    let (got, serving) =
        ask(&client, b"", serving, "an empty datagram is a question");
    join(serving);
    let rule = "at the beginning of 1970 it is 2,208,988,800 seconds since \
                1900, the highest byte first";
    assert_bytes(b"", &got, b"\x83\xaa\x7e\x80", rule);
}

#[test]
fn an_empty_datagram_is_a_datagram_and_no_end() {
    let (client, mut serving) = serving(5, 3);
    for question in [&b""[..], b"", b"what time is it?"] {
        let rule = "a datagram of zero bytes is a message, not an end";
        let got;
        (got, serving) = ask(&client, question, serving, rule);
        assert_bytes(question, &got, b"\x83\xaa\x7e\x85", rule);
    }
    join(serving);
}

#[test]
fn after_2036_the_number_starts_again() {
    // 2^32 seconds after the beginning of 1900, and three more.
    let (client, serving) = serving((1 << 32) - 2_208_988_800 + 3, 1);
    let (got, serving) = ask(&client, b"", serving, "the server goes on");
    join(serving);
    let rule = "the number has four bytes and starts again at zero";
    assert_bytes(b"", &got, b"\0\0\0\x03", rule);
}

#[test]
fn a_client_that_cannot_be_answered_does_not_end_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("socket");
    let address = format!("unix:{}", path.display());
    let server = Datagram::bind(&address).expect("a new path");
    let serving = thread::spawn(move || {
        serve(&server, || 0, 2).map_err(|error| error.to_string())
    });
    let nameless = UnixDatagram::unbound().expect("a socket");
    nameless.send_to(b"", &path).expect("the server is bound");
    let client = Datagram::connect(&address).expect("the server is bound");
    client.set_timeouts(Some(LIMIT / 5), None).expect("a time-out");
    let sent = client.send(b"");
    let answer = sent.and_then(|()| client.receive(&mut [0; 64]));
    let ended = within("serve", move || serving.join());
    match ended {
        Err(cause) => std::panic::resume_unwind(cause),
        Ok(Err(error)) => panic!(
            "a client that cannot be answered is no reason to stop: {error}"
        ),
        Ok(Ok(())) => {
            let got = answer.expect("the second client is answered");
            assert_eq!(got.len, 4, "the second client gets its four bytes");
        }
    }
}

#[test]
fn the_program_tells_the_time() {
    let program = testing::program!("02", "time");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let to = server.address().replace("udp:", "");
    let client = Datagram::connect(&to).expect("its address");
    client.set_timeouts(Some(LIMIT / 5), None).expect("a time-out");
    let mut buf = [0; 64];
    client.send(b"").expect("room for it");
    let got = client.receive(&mut buf).expect("the program answers");
    assert_eq!(got.len, 4, "four bytes, got {:?}", &buf[..got.len]);
    let seconds = u32::from_be_bytes([buf[0], buf[1], buf[2], buf[3]]);
    // After the beginning of 2025, or run over.
    let before = 1_000_000_000..3_944_678_400;
    assert!(!before.contains(&seconds), "the clock is wrong: {seconds}");
}
