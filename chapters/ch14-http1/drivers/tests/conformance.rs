//! The same conversations, byte by byte, with each of the drivers.
#![allow(clippy::unwrap_used)]

mod cases;
mod started;

use std::io::{Read, Write};

use cases::{cases, text};
use started::{DRIVERS, GET, HELLO, answer_to, hello, start, undated};
use testing::drain;
use testing::load::connect;

#[test]
fn each_driver_says_the_same_in_the_same_bytes_for_all_cuts() {
    for driver in DRIVERS {
        let server = start(driver, "--workers 2");
        for (what, sent, want) in cases() {
            for step in [usize::MAX, 7, 1] {
                let got = answer_to(server.address(), sent.as_bytes(), step);
                let note = format!("{driver}, {what}, pieces of {step}");
                let (sent, got, want) =
                    (sent.as_bytes(), got.as_bytes(), want.as_bytes());
                testing::assert_bytes(sent, got, want, &note);
            }
        }
    }
}

#[test]
fn a_100_is_sent_when_the_service_reads_and_not_when_it_does_not() {
    let head = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\
             Expect: 100-continue\r\n\r\n"
        )
    };
    for driver in DRIVERS {
        let server = start(driver, "");
        let mut client = connect(server.address()).unwrap();
        client.write_all(head("/echo").as_bytes()).unwrap();
        let mut go_on = [0; 25];
        client.read_exact(&mut go_on).expect("a word before the body");
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n", "{driver}");
        client.write_all(b"ok").unwrap();
        client.write_all(GET).unwrap();
        client.shutdown(std::net::Shutdown::Write).unwrap();
        let want = text("200 OK", "Content-Length: 2\r\n\r\nok") + HELLO;
        assert_eq!(undated(&drain(&mut client)), want, "{driver}");

        let mut client = connect(server.address()).unwrap();
        client.write_all(head("/").as_bytes()).unwrap();
        let got = undated(&drain(&mut client));
        assert!(got.starts_with("HTTP/1.1 405 "), "{driver}: {got}");
        assert!(got.contains("\r\nConnection: close\r\n"), "{driver}: {got}");
    }
}

#[test]
fn the_answers_of_a_pipeline_leave_in_one_piece() {
    for driver in DRIVERS {
        let server = start(driver, "");
        let mut client = connect(server.address()).unwrap();
        hello(&mut client).unwrap();
        client.write_all(&GET.repeat(3)).unwrap();
        let mut got = [0; 4096];
        let n = client.read(&mut got).unwrap();
        assert_eq!(undated(&got[..n]), HELLO.repeat(3), "{driver}");
    }
}

#[test]
fn an_early_refusal_reaches_a_client_that_sends_all_before_it_reads() {
    for driver in DRIVERS {
        let server = start(driver, "--linger 30");
        let mut client = connect(server.address()).unwrap();
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\n\
                    Content-Length: 9999999\r\n\r\n";
        client.write_all(head.as_bytes()).unwrap();
        client.write_all(&[b'x'; 9_999_999]).expect("it is still there");
        let got = undated(&drain(&mut client));
        assert!(got.starts_with("HTTP/1.1 413 "), "{driver}: {got}");
    }
}
