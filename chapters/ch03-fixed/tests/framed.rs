//! A stream that gives and takes whole messages, whatever the stream does.

use std::io::{self, ErrorKind, Read, Write};

use framing::{Error, FixedError, FixedLength, Framed, Unfinished};
use testing::{Choppy, Trickle, cuts};

fn four(chunks: Vec<&[u8]>) -> Framed<Choppy, FixedLength> {
    Framed::new(Choppy::new(chunks), FixedLength::new(4))
}

#[test]
fn every_cut_gives_the_same_frames_and_then_a_clean_end() {
    for chunks in cuts(b"aaaabbbbcccc") {
        let mut framed = four(chunks);
        for want in ["aaaa", "bbbb", "cccc"] {
            assert_eq!(framed.read_frame().unwrap().unwrap(), want);
        }
        assert!(framed.read_frame().unwrap().is_none());
        assert!(framed.read_frame().unwrap().is_none(), "and it stays so");
        assert_eq!(framed.get_ref().reads_after_end, 1);
    }
}

#[test]
fn an_end_inside_a_frame_is_an_error_that_says_how_far_it_got() {
    let mut framed = four(vec![b"aaaab", b"b"]);
    assert!(framed.read_frame().unwrap().is_some());
    let error = framed.read_frame().unwrap_err();
    assert!(matches!(
        error,
        Error::Codec(FixedError::Unfinished(Unfinished { bytes: 2 }))
    ));
    assert_eq!(
        error.to_string(),
        "the stream ended inside a message, 2 bytes after its start"
    );
    assert_eq!(io::Error::from(error).kind(), ErrorKind::InvalidData);
}

#[test]
fn a_signal_in_the_middle_of_a_read_or_a_write_is_not_an_error() {
    let stream = Choppy::new([&b"aa"[..], b"aab", b"bbb"]).interrupted();
    let mut framed = Framed::new(stream, FixedLength::new(4));
    assert_eq!(framed.read_frame().unwrap().unwrap(), "aaaa");
    assert_eq!(framed.read_frame().unwrap().unwrap(), "bbbb");
    framed.send("cccc").unwrap();
    assert_eq!(framed.get_ref().written, b"cccc");
}

#[test]
fn a_frame_is_read_with_no_more_reads_than_there_are_chunks() {
    // A read that is not needed would wait for ever on a socket.
    let mut framed = four(vec![b"aaaabbbb"]);
    framed.read_frame().unwrap();
    framed.read_frame().unwrap();
    assert_eq!(framed.get_ref().reads_after_end, 0);
}

#[test]
fn what_waits_is_kept_when_the_codec_changes() {
    let mut framed = four(vec![b"headbody-and-more"]);
    assert_eq!(framed.read_frame().unwrap().unwrap(), "head");
    let mut framed = framed.map_codec(|_| FixedLength::new(8));
    assert_eq!(framed.read_frame().unwrap().unwrap(), "body-and");
    assert_eq!(framed.buffered(), b"-more");
    let (_, rest) = framed.into_parts();
    assert_eq!(rest, "-more");
}

#[test]
fn frames_wait_for_the_flush_and_partial_writes_are_finished() {
    let mut framed = Framed::new(Trickle::new(3), FixedLength::new(4));
    framed.write_frame("aaaa").unwrap();
    framed.write_frame("bbbb").unwrap();
    assert_eq!(framed.get_ref().calls, 0);
    framed.flush().unwrap();
    assert_eq!(framed.get_ref().taken, b"aaaabbbb");
    assert_eq!(framed.get_ref().calls, 3);
}

#[test]
fn output_that_nobody_flushes_does_not_pile_up() {
    let mut framed =
        Framed::new(Trickle::new(usize::MAX), FixedLength::new(1024));
    for _ in 0..20 {
        framed.write_frame([7; 1024]).unwrap();
    }
    assert_eq!(framed.get_ref().taken.len(), 16 * 1024);
}

#[test]
fn a_stream_that_takes_no_bytes_is_an_error_not_a_loop() {
    let stream = Trickle::new(3).with_room(5);
    let mut framed = Framed::new(stream, FixedLength::new(4));
    framed.write_frame("aaaa").unwrap();
    let error = framed.send("bbbb").unwrap_err();
    assert!(matches!(&error, Error::Io(e) if e.kind() == ErrorKind::WriteZero));
}

/// A stream without bytes for the first call, as a time-out leaves it.
struct Slow(bool, &'static [u8]);

impl Read for Slow {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0 = !self.0;
        if self.0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        let n = self.1.len().min(3);
        (&self.1[..n]).read_exact(&mut buf[..n])?;
        self.1 = &self.1[n..];
        Ok(n)
    }
}

impl Write for Slow {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.0 = !self.0;
        if self.0 {
            Err(ErrorKind::WouldBlock.into())
        } else {
            Ok(buf.len().min(3))
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_time_out_in_the_middle_of_a_frame_loses_nothing() {
    let mut framed = Framed::new(Slow(false, b"aaaa"), FixedLength::new(4));
    let mut waits = 0;
    let frame = loop {
        match framed.read_frame() {
            Ok(frame) => break frame,
            Err(Error::Io(e)) if e.kind() == ErrorKind::WouldBlock => {
                waits += 1;
            }
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(frame.unwrap(), "aaaa");
    assert_eq!(waits, 2);
}
