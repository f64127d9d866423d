//! What the machine of chapter 14 costs beyond the parser inside it.
//!
//! `cargo run --release --manifest-path chapters/ch13-measure/lab/Cargo.toml -p
//! http1-alone` prints a table in Markdown. Ours: a browser's request is
//! received, all its events are taken, a short answer is put together and
//! sent. Theirs: httparse reads the same head, and that is all.
//!
//! How it measures: a run repeats one of the two until 0.3 s of this thread's
//! CPU time are used. Runs alternate, and take turns in who is first. One
//! ratio per pair; 15 pairs; median and quartiles of the ratios. A median over
//! 2.5 is an error.

use std::hint::black_box;
use std::mem::MaybeUninit;
use std::time::{Duration, SystemTime};

use http1::{Connection, Date, Event};
use nix::time::{ClockId, clock_gettime};

/// What a median ratio may be.
const TARGET: f64 = 2.5;
/// How much CPU time a run takes.
const RUN: Duration = Duration::from_millis(300);
/// How many pairs of runs.
const PAIRS: usize = 15;
/// How many requests between two looks at the clock.
const BATCH: u32 = 10_000;

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
    println!("| head | ratio | quartiles | ns per request: ours | httparse |");
    println!("| --- | --: | --- | --: | --: |");
    let mut holds = true;
    for (name, head, judged) in
        [("a browser's", BROWSER, true), ("curl's", CURL, false)]
    {
        let median = compare(name, head);
        holds &= !judged || median <= TARGET;
    }
    if !holds {
        eprintln!("the browser's median is over {TARGET}");
        std::process::exit(1);
    }
}

fn compare(name: &str, head: &'static [u8]) -> f64 {
    let mut connection = Connection::default();
    let date = Date::new(SystemTime::UNIX_EPOCH);
    let mut ours = || whole(&mut connection, head, &date);
    let mut theirs = || parse(head);
    let (mut ratios, mut times) = (Vec::new(), [Vec::new(), Vec::new()]);
    for pair in 0..PAIRS {
        let (a, b);
        if pair % 2 == 0 {
            a = run(&mut ours);
            b = run(&mut theirs);
        } else {
            b = run(&mut theirs);
            a = run(&mut ours);
        }
        ratios.push(a / b);
        times[0].push(a);
        times[1].push(b);
    }
    ratios.sort_by(f64::total_cmp);
    let at = |quarter: usize| ratios[(PAIRS - 1) * quarter / 4];
    let [ours, theirs] = times.map(median);
    println!(
        "| {name}, {} bytes | {:.2} | {:.2}–{:.2} | {ours:.0} | {theirs:.0} |",
        head.len(),
        at(2),
        at(1),
        at(3)
    );
    at(2)
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

/// Nanoseconds per request.
fn run(once: &mut dyn FnMut()) -> f64 {
    let (start, mut count) = (cpu_time(), 0);
    loop {
        for _ in 0..BATCH {
            once();
        }
        count += BATCH;
        let time = cpu_time() - start;
        if time >= RUN {
            return time.as_nanos() as f64 / f64::from(count);
        }
    }
}

fn cpu_time() -> Duration {
    let clock = ClockId::CLOCK_THREAD_CPUTIME_ID;
    clock_gettime(clock).expect("Linux has this clock").into()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
