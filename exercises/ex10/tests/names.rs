//! Judges the exercise `names`.

use std::net::{Ipv4Addr, UdpSocket};
use std::process::Command;
use std::sync::Arc;

use ex10::names::{MAX_ANSWER, Names, Zone, answer};
use socketserver::DatagramHandler;
use testing::{LIMIT, Server, assert_bytes, within};

#[path = "names/odd.rs"]
mod odd;

/// The header of a query: number 1234, "please ask others too", one question.
const HEADER: [u8; 12] = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
const WEB: &[u8] = b"\x03web\x03lan\0";
const WEB_A: &[u8] = b"\x03web\x03lan\0\0\x01\0\x01";

fn zone() -> Zone {
    let many = (0..40).map(|last| Ipv4Addr::new(10, 0, 1, last)).collect();
    vec![
        ("web.lan".to_owned(), vec![Ipv4Addr::new(10, 0, 0, 1)]),
        ("lan".to_owned(), vec![]),
        ("many.lan".to_owned(), many),
        (
            "db.lan".to_owned(),
            [2, 3].map(|n| Ipv4Addr::new(10, 0, 0, n)).into(),
        ),
    ]
}

/// What is answered to a query of these parts.
#[track_caller]
fn ask(parts: &[&[u8]]) -> (Vec<u8>, Option<Vec<u8>>) {
    let query = parts.concat();
    let asked = query.clone();
    (query, within("answer", move || answer(&zone(), &asked)))
}

/// The answer to `header` and `question` must have this byte 2, this code,
/// repeat the question or not, and bring these addresses.
#[track_caller]
fn check(
    header: [u8; 12],
    question: &[u8],
    (flags, code): (u8, u8),
    repeated: &[u8],
    addresses: &[[u8; 4]],
    rule: &str,
) {
    let (query, got) = ask(&[&header, question]);
    let got = got.unwrap_or_else(|| {
        panic!("{rule}\n  no answer to \"{}\"", query.escape_ascii())
    });
    let questions = u8::from(!repeated.is_empty());
    let records = addresses.len() as u8;
    let mut want = vec![header[0], header[1], flags, code, 0, questions];
    want.extend([0, records, 0, 0, 0, 0]);
    want.extend_from_slice(repeated);
    for address in addresses {
        want.extend([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
        want.extend(address);
    }
    assert_bytes(&query, &got, &want, rule);
}

#[test]
fn a_name_is_answered_with_its_addresses() {
    let rule = "the question again, then a record for each address";
    check(HEADER, WEB_A, (0x85, 0), WEB_A, &[[10, 0, 0, 1]], rule);
    let db = b"\x02db\x03lan\0\0\x01\0\x01";
    check(HEADER, db, (0x85, 0), db, &[[10, 0, 0, 2], [10, 0, 0, 3]], rule);
}

#[test]
fn the_number_and_the_wish_come_back() {
    let header = [0xff, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    let rule = "number, OOOO and R as in the query; without the wish (R) 84";
    check(header, WEB_A, (0x84, 0), WEB_A, &[[10, 0, 0, 1]], rule);
    let header = [0, 1, 0x07, 0xff, 0, 1, 0, 0, 0, 0, 0, 0];
    let rule = "A, T and all of byte 3 are the answer's own, whatever the \
                query has there";
    check(header, WEB_A, (0x85, 0), WEB_A, &[[10, 0, 0, 1]], rule);
}

#[test]
fn case_does_not_matter_and_comes_back_as_it_was() {
    let asked = b"\x03wEB\x03LaN\0\0\x01\0\x01";
    let rule = "names are compared without case, and repeated byte by byte: \
                clients look for their own capitals";
    check(HEADER, asked, (0x85, 0), asked, &[[10, 0, 0, 1]], rule);
}

#[test]
fn a_name_that_is_not_ours_does_not_exist() {
    for name in [
        &b"\x03www\x03lan\0"[..],
        b"\x02eb\x03lan\0",
        b"\x03web\x03lan\x03lan\0",
        b"\x03web\0",
        b"\0",
        b"\x07web.lan\0",
        b"\x03web\x02la\0",
        b"\x03w\xff\xfe\x03lan\0",
    ] {
        let question = [name, b"\0\x01\0\x01"].concat();
        let rule = "code 3: label by label, this is no name of ours (a label \
                    may have a dot in it)";
        check(HEADER, &question, (0x85, 3), &question, &[], rule);
    }
}

#[test]
fn a_name_without_what_is_asked_for_exists() {
    for kind in [b"\0\x1c", b"\0\x0f", b"\x01\x01"] {
        let question = [WEB, kind, b"\0\x01"].concat();
        let rule = "code 0 and no records: code 3 would say that the name has \
                    no addresses either";
        check(HEADER, &question, (0x85, 0), &question, &[], rule);
    }
    let lan = b"\x03lan\0\0\x01\0\x01";
    check(HEADER, lan, (0x85, 0), lan, &[], "a name may have no address");
}

#[test]
fn other_classes_are_refused() {
    for class in [b"\0\x03", b"\0\xff", b"\x01\x01"] {
        let question = [WEB, b"\0\x01", class].concat();
        let rule = "code 5: we know about class 1 only, and say A = 0";
        check(HEADER, &question, (0x81, 5), &question, &[], rule);
    }
}

#[test]
fn the_handler_says_it_in_one_packet() {
    let said = |query: Vec<u8>| {
        within("handle", move || {
            let mut said = Vec::new();
            Names::new(&Arc::new(zone()))
                .handle(&mut query.as_slice(), &mut said)
                .expect("memory");
            said
        })
    };
    let (query, want) = ask(&[&HEADER, WEB_A]);
    let got = said(query.clone());
    assert_bytes(&query, &got, &want.unwrap_or_default(), "one answer");
    assert_bytes(b"x", &said(b"x".to_vec()), b"", "no answer is no packet");
}

#[test]
fn the_program_answers_over_udp() {
    let program = testing::program!("10", "names");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let address = server.address().trim_start_matches("udp:");
    let client = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    client.set_read_timeout(Some(LIMIT)).expect("a time-out");
    let query = [&HEADER[..], WEB_A].concat();
    client.send_to(b"not a query", address).expect("a packet");
    client.send_to(&query, address).expect("a packet");
    let mut packet = [0; 600];
    let n = client.recv(&mut packet).expect("an answer");
    let (_, want) = ask(&[&HEADER, WEB_A]);
    let rule = "what is no query gets no answer, the query behind it does";
    assert_bytes(&query, &packet[..n], &want.unwrap_or_default(), rule);
}
