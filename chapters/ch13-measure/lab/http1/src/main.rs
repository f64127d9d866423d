//! What the machine of chapter 14 costs beyond the parser inside it.
//!
//! `cargo run --release --manifest-path chapters/ch13-measure/lab/Cargo.toml -p
//! http1-alone` prints a table in Markdown. Ours: a browser's request is
//! received, all its events are taken, a short answer is put together and
//! sent. Theirs: httparse reads the same head, and that is all.
//!
//! The package `pairs` tells how it measures; `--quick` takes less time, to see
//! that it works. A browser's median over 2.5 is an error.

use std::hint::black_box;
use std::mem::MaybeUninit;
use std::time::SystemTime;

use http1::{Connection, Date, Event};
use pairs::Plan;

/// What a median ratio may be.
const TARGET: f64 = 2.5;

/// What Chromium sends for a page.
const BROWSER: &[u8] = b"GET /catalog/books?page=2 HTTP/1.1\r\n\
    Host: localhost:9014\r\n\
    Connection: keep-alive\r\n\
    Cache-Control: max-age=0\r\n\
    sec-ch-ua: \"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\"\r\n\
    sec-ch-ua-mobile: ?0\r\n\
    sec-ch-ua-platform: \"Linux\"\r\n\
    Upgrade-Insecure-Requests: 1\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, \
    like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,\
    image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7\r\n\
    Sec-Fetch-Site: none\r\n\
    Sec-Fetch-Mode: navigate\r\n\
    Sec-Fetch-User: ?1\r\n\
    Sec-Fetch-Dest: document\r\n\
    Accept-Encoding: gzip, deflate, br, zstd\r\n\
    Accept-Language: en-US,en;q=0.9\r\n\
    Cookie: session=2f1c9d0e8b7a4655; theme=dark\r\n\r\n";

/// What a small program sends.
const CURL: &[u8] = b"GET /health HTTP/1.1\r\nHost: localhost:9014\r\n\
    User-Agent: curl/8.16.0\r\nAccept: */*\r\n\r\n";

fn main() {
    let plan = Plan::from_command_line("http1-alone");
    println!("| head | ratio | quartiles | ns per request: ours | httparse |");
    println!("| --- | --: | --- | --: | --: |");
    let mut holds = true;
    for (name, head, judged) in
        [("a browser's", BROWSER, true), ("curl's", CURL, false)]
    {
        let median = compare(&plan, name, head);
        holds &= !judged || median <= TARGET;
    }
    if !holds {
        eprintln!("the browser's median is over {TARGET}");
        std::process::exit(1);
    }
}

fn compare(plan: &Plan, name: &str, head: &'static [u8]) -> f64 {
    let mut connection = Connection::default();
    let date = Date::new(SystemTime::UNIX_EPOCH);
    let mut ours = || whole(&mut connection, head, &date);
    let outcome = plan.compare(&mut ours, &mut || parse(head));
    println!("| {name}, {} bytes | {outcome} |", head.len());
    outcome.median()
}

/// A request in, its events, a short answer out.
fn whole(connection: &mut Connection, head: &[u8], date: &Date) {
    connection.receive(black_box(head));
    loop {
        match connection.next_event().expect("valid") {
            Event::NeedData => break,
            Event::Request(request) => {
                black_box(request.target());
            }
            Event::EndOfMessage(_) => {
                let fields = [
                    ("Content-Type", &b"text/plain"[..]),
                    ("Content-Length", b"3"),
                ];
                connection.send_response(200, fields, date).expect("valid");
                connection.send_data(b"hi\n").expect("promised");
                connection.end().expect("whole");
            }
            other => panic!("{other:?}"),
        }
    }
    let length = black_box(connection.output()).len();
    connection.sent(length);
}

/// The head alone, in the fastest way that httparse has.
fn parse(head: &[u8]) {
    let mut headers = [const { MaybeUninit::uninit() }; 128];
    let mut request = httparse::Request::new(&mut []);
    let parsed =
        request.parse_with_uninit_headers(black_box(head), &mut headers);
    assert!(parsed.is_ok_and(|status| status.is_complete()));
    black_box(&request);
}
