//! Clients that are gone, and the end.

use super::*;

#[test]
fn a_client_that_has_just_gone_ends_nothing() {
    let server = server();
    let [mut one, mut two] = clients(&server);
    for number in 3..40 {
        let three = Client::come(&server, number);
        let rule = "when one comes, all others hear its number";
        one.hears(&format!("* {number} came\n"), rule);
        two.hears(&format!("* {number} came\n"), rule);
        // Unread bytes at its end make its close a reset.
        one.say(b"1\n2\n");
        drop(three);
        one.say(b"3\n4\n");
        let mut heard: Vec<String> = (0..5).map(|_| two.line()).collect();
        heard.retain(|line| *line != format!("* {number} left\n"));
        let rule = "writing to one who has gone ends nothing";
        assert_eq!(heard, ["1: 1\n", "1: 2\n", "1: 3\n", "1: 4\n"], "{rule}");
        one.hears(&format!("* {number} left\n"), "who goes is announced once");
    }
}

#[test]
fn who_is_gone_leaves_no_descriptor_and_no_thread() {
    let server = server();
    let [mut one] = clients(&server);
    let counts =
        || (proc::descriptors(server.pid()), proc::threads(server.pid()));
    let before = counts();
    for number in 2..60 {
        let client = Client::come(&server, number);
        one.hears(&format!("* {number} came\n"), "it came");
        drop(client);
        one.hears(&format!("* {number} left\n"), "it left");
    }
    let what = "the room lets go of the streams of those who left (before: \
                descriptors, threads)";
    proc::until(&format!("{what} {before:?}"), || {
        let now = counts();
        now.0 <= before.0 && now.1 <= before.1
    });
}

#[test]
fn the_end_comes_at_once_for_all() {
    let server = server();
    let [mut one, mut two] = clients(&server);
    let start = std::time::Instant::now();
    let (code, _) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0), "SIGTERM ends it in order");
    assert!(start.elapsed() < LIMIT, "idle conversations end at once");
    for client in [&mut one, &mut two] {
        let mut last = client.line();
        while last.starts_with("* ") {
            last = client.line();
        }
        assert_eq!(last, "", "all hear the end");
    }
}
