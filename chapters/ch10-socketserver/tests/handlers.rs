//! Handlers: what is called when, and what their files do.

mod common;

use std::io::{self, BufRead, Read, Write};
use std::time::Duration;

use common::{Diary, Running, ask, diary, line, next, tcp};
use endpoint::Peer;
use http_basic::{LineEcho, Terms};
use socketserver::{
    Connection, Conversation, FileOptions, RequestHandler, Rfile, Sequential,
    Server, StreamHandler, Upper, Wfile,
};
use testing::assert_bytes;

/// Notes each call, and does in `handle` what it is told on the first line.
#[derive(Clone)]
struct Told {
    diary: Diary,
    setup_fails: bool,
    files: FileOptions,
}

impl Told {
    fn new(diary: &Diary) -> Told {
        let files = FileOptions::default();
        Told { diary: diary.clone(), setup_fails: false, files }
    }
}

impl StreamHandler for Told {
    fn files(&self) -> FileOptions {
        self.files
    }

    fn setup(&mut self, _: &Peer) -> io::Result<()> {
        self.diary.note("setup");
        match self.setup_fails {
            true => Err(io::Error::other("no setup today")),
            false => Ok(()),
        }
    }

    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        self.diary.note("handle");
        let order = rfile.read_line(100)?.unwrap_or_default();
        wfile.write_all(b"written before\n")?;
        match order.as_slice() {
            b"fail\n" => Err(io::Error::other("as told")),
            b"panic\n" => panic!("as told"),
            _ => Ok(()),
        }
    }

    fn finish(&mut self) {
        self.diary.note("finish");
    }
}

fn serve(handler: Told) -> Running {
    Running::start(Server::builder(tcp(), Sequential, move || handler.clone()))
}

#[test]
fn setup_handle_and_finish_are_called_in_this_order_and_once_each() {
    let (notes, told) = diary();
    let server = serve(Told::new(&notes));
    for _ in 0..2 {
        ask(&mut server.connect(), b"go\n");
        let calls = [(); 3].map(|()| next(&told));
        assert_eq!(calls, ["setup", "handle", "finish"]);
    }
    server.stop();
    assert!(told.try_recv().is_err(), "something was called once more");
}

#[test]
fn what_was_written_arrives_also_when_the_handler_fails_or_panics() {
    let (notes, told) = diary();
    let server = serve(Told::new(&notes));
    for order in [b"fail\n".as_slice(), b"panic\n"] {
        let got = ask(&mut server.connect(), order);
        let rule = "finish flushes wfile, whatever became of handle";
        assert_bytes(order, &got, b"written before\n", rule);
        let calls = [(); 3].map(|()| next(&told));
        assert_eq!(calls[2], "finish", "it is called after {order:?}, too");
    }
    let got = ask(&mut server.connect(), b"go\n");
    let rule = "a handler that panics ends its own request only";
    assert_bytes(b"go\n", &got, b"written before\n", rule);
}

#[test]
fn after_a_setup_that_fails_nothing_else_is_called() {
    let (notes, told) = diary();
    let mut handler = Told::new(&notes);
    handler.setup_fails = true;
    let server = serve(handler);
    // Who says something here may be reset: nobody waits for it.
    let got = testing::drain(&mut server.connect());
    assert_bytes(b"", &got, b"", "nobody was there to answer");
    server.stop();
    assert_eq!(told.try_iter().collect::<Vec<_>>(), ["setup"]);
}

#[test]
fn bytes_that_the_handler_did_not_read_do_not_destroy_its_answer() {
    let (notes, _told) = diary();
    let server = serve(Told::new(&notes));
    let mut request = b"go\n".to_vec();
    request.resize(200_000, b'x');
    let got = ask(&mut server.connect(), &request);
    let rule = "close() with unread bytes resets, and a reset destroys";
    assert_bytes(b"go\nxxx...", &got, b"written before\n", rule);
}

#[test]
fn what_comes_after_bytes_that_the_handler_left_does_no_harm_either() {
    let (notes, _told) = diary();
    let server = serve(Told::new(&notes));
    let mut client = server.connect();
    // The handler reads a line; its file has read all three bytes more.
    client.write_all(b"go\nand").unwrap();
    let rule = "one line is read, one is written";
    assert_bytes(b"go\nand", &line(&mut client), b"written before\n", rule);
    let rule = "who was not read to the end may be sending still";
    let end = ask(&mut client, &[b'x'; 100_000]);
    assert_bytes(b"xxx...", &end, b"", rule);
}

#[test]
fn an_answer_leaves_as_soon_as_the_handler_waits_for_the_client() {
    let server = Running::start(Server::builder(tcp(), Sequential, || Upper));
    let mut client = server.connect();
    for _ in 0..3 {
        client.write_all(b"hello\n").unwrap();
        let rule = "who waits for the client's next words has sent its own";
        assert_bytes(b"hello\n", &line(&mut client), b"HELLO\n", rule);
    }
}

#[test]
fn the_last_line_may_lack_its_line_feed_and_an_empty_one_is_a_line() {
    let server = Running::start(Server::builder(tcp(), Sequential, || Upper));
    for (sent, want) in [
        (b"one\ntwo".as_slice(), b"ONE\nTWO".as_slice()),
        (b"\n\na\n", b"\n\nA\n"),
        (b"", b""),
    ] {
        let got = ask(&mut server.connect(), sent);
        assert_bytes(
            sent,
            &got,
            want,
            "each line comes back, as long as it is",
        );
    }
}

#[test]
fn a_line_without_an_end_is_refused_at_its_limit() {
    let (notes, told) = diary();
    let server = serve(Told::new(&notes));
    let mut client = server.connect();
    client.write_all(&[b'x'; 100]).unwrap();
    // Not finished: the server must not wait for more.
    assert_bytes(&[b'x'; 100], &testing::drain(&mut client), b"", "no answer");
    let calls = [(); 3].map(|()| next(&told));
    assert_eq!(calls, ["setup", "handle", "finish"]);
}

/// Writes in pieces and then waits for a byte, without flushing.
#[derive(Clone, Copy)]
struct Pieces {
    wbufsize: usize,
}

impl StreamHandler for Pieces {
    fn files(&self) -> FileOptions {
        FileOptions { wbufsize: self.wbufsize, ..FileOptions::default() }
    }

    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        rfile.read_line(100)?;
        for piece in ["a", "b", "c"] {
            wfile.write_all(piece.as_bytes())?;
        }
        rfile.fill_buf().map(drop)
    }
}

#[test]
fn a_buffered_wfile_sends_once_and_one_without_sends_each_write() {
    for wbufsize in [0, 8192] {
        let handler = move || Pieces { wbufsize };
        let server =
            Running::start(Server::builder(tcp(), Sequential, handler));
        let mut client = server.connect();
        client.write_all(b"go\n").unwrap();
        let mut got = [0; 3];
        client.read_exact(&mut got).unwrap();
        assert_bytes(b"go\n", &got, b"abc", "three writes, in order");
    }
}

#[test]
fn a_client_that_says_nothing_is_given_up_after_the_handlers_own_time_out() {
    let (notes, told) = diary();
    let mut handler = Told::new(&notes);
    handler.files.timeout = Some(Duration::from_millis(30));
    let server = serve(handler);
    let mut silent = server.connect();
    assert_bytes(b"", &testing::drain(&mut silent), b"", "it is closed");
    let calls = [(); 3].map(|()| next(&told));
    assert_eq!(calls, ["setup", "handle", "finish"]);
}

/// The base trait: the connection itself.
struct Raw(Diary);

impl RequestHandler<Connection> for Raw {
    fn handle(
        &mut self,
        request: &mut Connection,
        _: &Terms<'_>,
    ) -> io::Result<()> {
        self.0.note(request.peer().to_string());
        let mut stream = request.stream();
        stream.write_all(b"raw\n")
    }
}

#[test]
fn the_base_handler_has_the_connection_and_the_clients_address() {
    let (notes, told) = diary();
    let make = move || Raw(notes.clone());
    let server = Running::start(Server::builder(tcp(), Sequential, make));
    let mut client = server.connect();
    assert_bytes(b"", &testing::drain(&mut client), b"raw\n", "it speaks");
    assert_eq!(next(&told), client.local_addr().unwrap().to_string());
}

#[test]
fn a_protocol_of_chapter_6_is_a_handler_too() {
    let make = || Conversation(LineEcho::new());
    let server = Running::start(Server::builder(tcp(), Sequential, make));
    let got = ask(&mut server.connect(), b"one\ntwo\n");
    assert_bytes(b"one\ntwo\n", &got, b"one\ntwo\n", "each line comes back");
}
