use wire::{Action, Part, PartKind, Recording};

use super::draw;

fn call(call: &str, result: &str, after: &str) -> Action {
    Action::Call {
        call: call.into(),
        result: result.into(),
        after: after.into(),
    }
}

fn sent(to: usize, bytes: &str) -> Action {
    Action::Sent { to, bytes: bytes.into(), parts: vec![] }
}

fn received(from: usize, bytes: &str) -> Action {
    Action::Received { from, bytes: bytes.into(), parts: vec![] }
}

/// A conversation with one of everything.
pub(crate) fn everything() -> Recording {
    let client = vec![
        call("socket()", "3", ""),
        call("connect(127.0.0.1:9001)", "", "listen"),
        sent(1, "5:hello,"),
        sent(1, "3:abc,"),
        received(1, "5:"),
        received(1, "HELLO,3:ABC,"),
        Action::Note { text: "Nothing more to say, so it says so.".into() },
        Action::Finished { to: 1 },
        Action::Reset { from: 1 },
    ];
    let server = vec![
        call("bind(127.0.0.1:9001)", "", ""),
        call("listen(128)", "", ""),
        call("accept()", "127.0.0.1:51234", "connect"),
        received(0, "5:hello,3:ab"),
        received(0, "c,"),
        sent(0, "5:HELLO,3:ABC,"),
        Action::End { from: 0 },
        sent(0, &"x".repeat(1024)),
        Action::Finished { to: 0 },
    ];
    let sides = vec!["client".into(), "server".into()];
    let mut told = Recording::merge("Two records", sides, vec![client, server]);
    for (from, to) in [(0, 1), (1, 0)] {
        told.annotate(from, to, |_| {
            let part = |len, kind, label: &str| Part {
                len,
                kind,
                label: label.into(),
            };
            vec![
                part(2, PartKind::Framing, "length"),
                part(5, PartKind::Payload, "payload"),
                part(1, PartKind::Framing, "comma"),
                part(2, PartKind::Framing, "length"),
                part(3, PartKind::Payload, "payload"),
                part(1, PartKind::Framing, "comma"),
            ]
        });
    }
    told
}

#[test]
fn the_picture_tells_in_words_what_it_shows() {
    let svg = draw(&everything());
    let title = svg.split("</title>").next().unwrap();
    for words in [
        "Two records",
        "client sends 8 bytes &quot;5:hello,&quot;",
        "server receives 12 bytes &quot;5:hello,3:ab&quot;",
        "server: accept() gives 127.0.0.1:51234",
        "client will send no more",
        "server sees the end of client",
        "client finds the connection reset by server",
        "Nothing more to say",
    ] {
        assert!(title.contains(words), "{words:?} is not in {title:?}");
    }
}

#[test]
fn framing_and_payload_have_their_own_cells() {
    let svg = draw(&everything());
    assert!(svg.contains("class=\"cell framing\""));
    assert!(svg.contains("class=\"cell payload\""));
    assert!(svg.contains(">length</text>"));
}

#[test]
fn every_receive_has_an_arrow_from_each_send_that_fed_it() {
    let svg = draw(&everything());
    let arrows = |class: &str| {
        svg.matches(&format!("<polygon class=\"head {class}\"")).count()
    };
    // Two sends for one receive, then the rest of the second one.
    assert_eq!(arrows("client"), 3);
    // One send, two receives.
    assert_eq!(arrows("server"), 2);
}

#[test]
fn a_long_chunk_is_cut_and_says_how_long_it_was() {
    let svg = draw(&everything());
    assert!(svg.contains("1,024 bytes"));
    assert!(svg.contains('…'));
    assert!(!svg.contains(&"x".repeat(60)));
}

#[test]
fn the_end_is_a_bar_and_a_reset_is_a_cross() {
    let svg = draw(&everything());
    assert!(svg.contains("0 bytes: the end"));
    let crosses = svg.matches("<line class=\"line thick accent\"").count();
    assert_eq!(crosses, 2);
}

#[test]
fn a_picture_of_three_parties_has_three_life_lines() {
    let sides = vec!["client".into(), "proxy".into(), "server".into()];
    let own = vec![
        vec![sent(1, "hi")],
        vec![received(0, "hi"), sent(2, "hi")],
        vec![received(1, "hi")],
    ];
    let svg = draw(&Recording::merge("Passed on", sides, own));
    assert_eq!(svg.matches("lifeline").count(), 3);
    assert!(svg.lines().all(|line| !line.trim().is_empty()));
}
