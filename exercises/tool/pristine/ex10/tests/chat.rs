//! Judges the exercise `chat`.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::process::Command;

use nix::sys::signal::Signal;
use testing::{LIMIT, Server, proc};

#[path = "chat/gone.rs"]
mod gone;

fn server() -> Server {
    let program = testing::program!("10", "chat");
    Server::start(Command::new(program).arg("127.0.0.1:0"))
}

/// One at a terminal.
struct Client {
    stream: TcpStream,
    lines: BufReader<TcpStream>,
}

impl Client {
    fn connect(server: &Server) -> Client {
        let stream = server.connect();
        let lines = BufReader::new(stream.try_clone().expect("descriptors"));
        Client { stream, lines }
    }

    /// Connects, and hears which number it has.
    #[track_caller]
    fn come(server: &Server, number: usize) -> Client {
        let mut client = Client::connect(server);
        let rule = "one who comes hears its number, from 1 on; no number \
                    is given twice";
        client.hears(&format!("* you are {number}\n"), rule);
        client
    }

    fn say(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).expect("the server reads");
    }

    /// The next line, or what ended the stream.
    fn line(&mut self) -> String {
        let mut line = Vec::new();
        match self.lines.read_until(b'\n', &mut line) {
            Ok(_) => String::from_utf8_lossy(&line).into_owned(),
            Err(error) => format!("({error} after {line:?})"),
        }
    }

    #[track_caller]
    fn hears(&mut self, want: &str, rule: &str) {
        assert_eq!(self.line(), want, "{rule}\n  heard and wanted:");
    }
}

/// So many clients, all of whom know of each other.
#[track_caller]
fn clients<const N: usize>(server: &Server) -> [Client; N] {
    let mut all: Vec<Client> = Vec::new();
    for number in 1..=N {
        let new = Client::come(server, number);
        for other in &mut all {
            let rule = "when one comes, all others hear its number";
            other.hears(&format!("* {number} came\n"), rule);
        }
        all.push(new);
    }
    all.try_into().unwrap_or_else(|_| panic!("{N} clients"))
}

#[test]
fn all_others_hear_what_one_says() {
    let server = server();
    let [mut one, mut two, mut three] = clients(&server);
    two.say(b"hi\n");
    let rule = "all others hear a line, with the number of who said it";
    one.hears("2: hi\n", rule);
    three.hears("2: hi\n", rule);
    one.say(b"yes\n");
    let rule = "who says a line does not hear it";
    two.hears("1: yes\n", rule);
    three.hears("1: yes\n", rule);
    three.say(b"hello\r\n\n");
    let rule = "each line is told; a CR in front of its end is not";
    for other in [&mut one, &mut two] {
        other.hears("3: hello\n", rule);
        other.hears("3: \n", rule);
    }
}

#[test]
fn a_line_is_told_when_it_is_whole() {
    let server = server();
    let [mut one, mut two] = clients(&server);
    let rule =
        "a line is what ends with a line feed, not what one read returns";
    one.say(b"in ");
    two.say(b"first\n");
    one.hears("2: first\n", rule);
    one.say(b"pieces\nand");
    two.hears("1: in pieces\n", rule);
    two.say(b"second\n");
    one.hears("2: second\n", rule);
    one.say(b" more\n\xff\xfe\nend\n");
    two.hears("1: and more\n", rule);
    two.hears("1: ?\n", "what is no UTF-8 is told as \"?\"");
    two.hears("1: end\n", "and the conversation goes on");
}

#[test]
fn who_goes_is_missed_by_all_others() {
    let server = server();
    let [mut one, two, mut three] = clients(&server);
    drop(two);
    let rule = "who goes is announced";
    one.hears("* 2 left\n", rule);
    three.hears("* 2 left\n", rule);
    three.say(b"half a line");
    three.stream.shutdown(Shutdown::Write).expect("an open socket");
    one.hears("* 3 left\n", "half a line at the end is not told");
    let mut four = Client::come(&server, 4);
    one.hears("* 4 came\n", "numbers are not given twice");
    one.say(b"hi\n");
    four.hears("1: hi\n", "those who come later hear what comes later");
}

#[test]
fn a_line_that_does_not_end_ends_the_conversation() {
    let server = server();
    let [mut one, mut two] = clients(&server);
    one.say(&[b'x'; 8 * 1024]);
    one.say(b"\n");
    let longest = format!("1: {}\n", "x".repeat(8 * 1024));
    two.hears(&longest, "a line of 8 KiB is told");
    one.say(&[b'x'; 8 * 1024 + 1]);
    two.hears("* 1 left\n", "a longer one ends the conversation");
    one.hears("", "it hears the end");
}

#[test]
fn all_hear_all_in_the_same_order() {
    let server = server();
    let [mut one, two, three, mut four] = clients(&server);
    let talk = |mut client: Client| {
        std::thread::spawn(move || {
            for i in 0..200 {
                client.say(format!("{i}\n").as_bytes());
            }
            client
        })
    };
    let talks = [talk(two), talk(three)];
    for i in 0..400 {
        let (heard, also) = (one.line(), four.line());
        let rule = "two lines that are said at the same time have one order, \
                    the same for all";
        assert_eq!(heard, also, "{rule}: line {i}");
    }
    let all = talks.map(|talk| talk.join().expect("no panic"));
    drop(all);
}

#[test]
fn who_does_not_read_stops_nobody_and_is_thrown_out() {
    let server = server();
    let [mut one, mut two, mut three] = clients(&server);
    // Three does not read. One says more than any queue holds.
    let line = format!("{}\n", "x".repeat(8_000));
    let told = format!("1: {line}");
    let rule = "one who does not read must not make the others wait";
    let mut left = false;
    for batch in 0..250 {
        if one.stream.write_all(line.repeat(16).as_bytes()).is_err() {
            panic!("{rule}: one could not go on, in batch {batch}");
        }
        for _ in 0..16 {
            let mut heard = two.line();
            if heard == "* 3 left\n" {
                left = true;
                heard = two.line();
            }
            assert!(heard == told, "{rule}: batch {batch}, {heard:.40?}");
        }
        if left {
            break;
        }
    }
    let rule = "who has no room for a line is thrown out, at the latest after \
                32 MB";
    assert!(left, "{rule}");
    one.hears("* 3 left\n", "and all others hear it");
    let mut last = three.line();
    while last.ends_with('\n') {
        assert!(
            last == told || last.starts_with('*'),
            "whole lines, then none"
        );
        last = three.line();
    }
    two.say(b"still here\n");
    one.hears("2: still here\n", "the others go on");
}
