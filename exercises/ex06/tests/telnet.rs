//! Judges the exercise `telnet`.

use std::io::Write;
use std::net::Shutdown;
use std::process::Command;

use bytes::BytesMut;
use endpoint::{Peer, Stream};
use ex06::telnet::{DO, DONT, IAC, SB, SE, Telnet, WILL, WONT};
use http_basic::{LineEcho, Next, Protocol, Upper};
use testing::{Server, assert_bytes, cuts, drain, shown, within};

/// What `protocol` says to `chunks`, and how it ends.
fn talk(
    mut protocol: impl Protocol,
    chunks: &[&[u8]],
) -> (Vec<u8>, Next, BytesMut) {
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    for chunk in chunks {
        input.extend_from_slice(chunk);
        let next = protocol.data_received(&mut input, &mut output);
        if next != Next::Keep {
            return (output.to_vec(), next, input);
        }
    }
    (output.to_vec(), Next::Keep, input)
}

/// A line echo must answer `bytes` with `want`, however they are cut.
#[track_caller]
fn echoes(bytes: &'static [u8], want: &[u8], rule: &str) {
    for chunks in cuts(bytes) {
        let cut = shown(&chunks);
        let what = "data_received: does a loop of yours stand still?";
        let (got, next, _) =
            within(what, move || talk(Telnet::new(LineEcho::new()), &chunks));
        let rule = format!("{rule}\n  cut  {cut}");
        assert_bytes(bytes, &got, want, &rule);
        assert_eq!(next, Next::Keep, "{rule}");
    }
}

#[test]
fn text_without_commands_passes_through() {
    let rule = "text is the inner protocol's, byte by byte";
    echoes(b"one\r\ntwo\n", b"one\r\ntwo\n", rule);
    echoes(b"\xf0\xfa\xfb\n\0\n", b"\xf0\xfa\xfb\n\0\n", rule);
}

#[test]
fn options_are_refused_and_only_asked_ones() {
    let rule = "DO is answered with WONT, WILL with DONT";
    echoes(&[IAC, DO, 1], &[IAC, WONT, 1], rule);
    echoes(&[IAC, WILL, 31], &[IAC, DONT, 31], rule);
    echoes(&[IAC, DO, IAC, b'\n'], &[IAC, WONT, IAC, b'\n'], rule);
    let rule = "WONT and DONT are no questions: two programs that answer \
                every answer never stop";
    echoes(&[IAC, WONT, 1, IAC, DONT, 3], b"", rule);
}

#[test]
fn a_command_in_the_middle_of_a_line_is_no_part_of_it() {
    let rule = "the inner protocol sees the line without the command";
    echoes(b"ab\xff\xf1cd\n", b"abcd\n", rule);
    echoes(b"ab\xff\xfd\x01cd\n", b"\xff\xfc\x01abcd\n", rule);
    echoes(b"\xff\xfb\n\n", b"\xff\xfe\n\n", rule);
}

#[test]
fn a_doubled_255_is_text_in_both_directions() {
    let rule = "IAC IAC is one byte 255 of the text, read and written";
    echoes(b"a\xff\xffb\n", b"a\xff\xffb\n", rule);
    echoes(b"\xff\xff\xff\xff\n", b"\xff\xff\xff\xff\n", rule);
    echoes(b"\xff\xff\xf1\n", b"\xff\xff\xf1\n", rule);
    let (got, ..) =
        within("talk", || talk(Telnet::new(Inner), &[b"a\xff\xff"]));
    let rule = "the inner protocol reads the pair as one byte";
    assert_bytes(b"a\xff\xff", &got, b"(1: 61)(1: ff)", rule);
}

#[test]
fn answers_stand_in_the_order_of_the_bytes() {
    let rule = "the line in front of a command is answered before it: the \
                answers must not depend on the cuts";
    let sent = b"a\n\xff\xfd\x01b\n\xff\xfb\x03";
    echoes(sent, b"a\n\xff\xfc\x01b\n\xff\xfe\x03", rule);
}

#[test]
fn what_is_about_an_option_is_dropped() {
    let rule = "all from SB to SE goes, and IAC IAC in it does not end it";
    echoes(b"a\xff\xfa\x18\0xt\xff\xf0b\n", b"ab\n", rule);
    echoes(b"\xff\xfa\x1f\xff\xff\xf0\n\xff\xf0a\n", b"a\n", rule);
    echoes(b"\xff\xfa\xff\xfd\x01\xff\xf0a\n", b"a\n", rule);
    echoes(b"\xff\xfa\xff\xff\xff\xf0a\n", b"a\n", rule);
}

#[test]
fn what_is_about_an_option_may_never_end_and_is_not_kept() {
    let (most, idle) = within("a lot of text about an option", || {
        let mut telnet = Telnet::new(LineEcho::new());
        let mut input = BytesMut::from(&[IAC, SB, 24][..]);
        let mut output = BytesMut::new();
        let mut most = 0;
        for _ in 0..100 {
            telnet.data_received(&mut input, &mut output);
            most = most.max(input.len());
            input.extend_from_slice(&[b'x'; 1_000]);
        }
        telnet.data_received(&mut input, &mut output);
        let between = telnet.is_idle();
        input.extend_from_slice(&[IAC, SE]);
        telnet.data_received(&mut input, &mut output);
        (most, (between, telnet.is_idle()))
    });
    assert!(
        most < 3_000,
        "what is dropped need not be kept until it ends, for a peer may never \
         end it: {most} bytes were left in the input",
    );
    let rule = "while SB is open a command is half there; behind SE the \
                conversation is idle again";
    assert_eq!(idle, (false, true), "{rule}");
}

#[test]
fn the_inner_protocol_has_the_last_word() {
    let mut long = vec![b'x'; 10_000];
    long.extend_from_slice(b"\n\xff\xfd\x01");
    let (got, next, _) = within("talk", move || {
        talk(Telnet::new(LineEcho::new()), &[b"a\n", &long])
    });
    let rule = "when the inner protocol does not say Keep, that is the answer, \
                and no command behind it is looked at";
    assert_eq!(next, Next::Drain, "{rule}");
    assert_bytes(b"", &got, b"a\ntoo long: over 8192 bytes\n", rule);
}

/// Says all it hears about, with a 255.
struct Inner;

impl Protocol for Inner {
    fn connection_made(&mut self, _: &Peer, output: &mut BytesMut) -> Next {
        output.extend_from_slice(b"\xffmade");
        Next::Close
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        for byte in input.split() {
            output.extend_from_slice(format!("(1: {byte:x})").as_bytes());
        }
        Next::Keep
    }

    fn eof_received(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        output.extend_from_slice(b"\xffeof ");
        output.extend_from_slice(input);
    }

    fn is_idle(&self) -> bool {
        false
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        output.extend_from_slice(b"\xffbusy");
    }
}

#[test]
fn every_event_reaches_the_inner_protocol() {
    let peer = || Stream::pair().expect("two ends").0.peer().expect("a peer");
    let (made, next) = within("connection_made", move || {
        let mut output = BytesMut::new();
        let next = Telnet::new(Inner).connection_made(&peer(), &mut output);
        (output, next)
    });
    let rule = "the inner protocol may speak first, and its 255s are doubled";
    assert_bytes(b"", &made, b"\xff\xffmade", rule);
    assert_eq!(next, Next::Close, "its word is what becomes of the connection");
    let busy = within("overloaded", || {
        let mut output = BytesMut::new();
        Telnet::new(Inner).overloaded(&mut output);
        output
    });
    assert_bytes(b"", &busy, b"\xff\xffbusy", "overloaded is passed on");
    let idle = within("is_idle", || Telnet::new(Inner).is_idle());
    assert!(!idle, "only the inner protocol knows whether it is idle");
    let idle = within("is_idle", || Telnet::new(Upper).is_idle());
    assert!(idle, "nothing has come: the conversation is idle");
}

#[test]
fn half_a_line_at_the_end_is_handed_to_the_inner_protocol() {
    let (idle, output) = within("eof_received", || {
        let mut telnet = Telnet::new(Silent(Inner));
        let (mut input, mut output) = (BytesMut::from("hal"), BytesMut::new());
        telnet.data_received(&mut input, &mut output);
        input.extend_from_slice(&[b'f', IAC]);
        telnet.data_received(&mut input, &mut output);
        let idle = telnet.is_idle();
        telnet.eof_received(&mut input, &mut output);
        telnet.connection_lost(None);
        (idle, output)
    });
    let rule = "text that the inner protocol left waiting is half a message";
    assert!(!idle, "{rule}");
    let rule = "at the end the inner protocol sees its own input, without half \
                a command";
    assert_bytes(b"half\xff", &output, b"\xff\xffeof half", rule);
}

/// Takes nothing, and is always idle.
struct Silent(Inner);

impl Protocol for Silent {
    fn data_received(&mut self, _: &mut BytesMut, _: &mut BytesMut) -> Next {
        Next::Keep
    }

    fn eof_received(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        self.0.eof_received(input, output);
    }
}

#[test]
fn the_program_echoes_to_a_telnet_client() {
    let program = testing::program!("06", "telnet");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let mut client = server.connect();
    let sent = b"\xff\xfd\x01\xff\xfb\x1fhello\r\n";
    client.write_all(sent).expect("room");
    client.shutdown(Shutdown::Write).expect("an open socket");
    let want = b"\xff\xfc\x01\xff\xfe\x1fhello\r\n";
    let rule = "a Telnet client's options are refused, its lines come back";
    assert_bytes(sent, &drain(&mut client), want, rule);
}
