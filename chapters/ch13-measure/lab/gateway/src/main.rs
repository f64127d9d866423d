//! What the gateway of chapter 15 costs beyond chapter 14 below it.
//!
//! `cargo run --release --manifest-path chapters/ch13-measure/lab/Cargo.toml -p
//! gateway` prints two tables in Markdown. The first is in memory, so that
//! only our code counts: a request is received, a site answers it, the answer
//! is thrown away. Ours is the site as a WSGI application, called through the
//! gateway; theirs is the same site straight on chapter 14, with the same
//! bytes in its answers. The second is over sockets: the package `servers`
//! with the word `ch15`. `--quick` takes less time, to see that it works.
//!
//! The package `pairs` tells how it measures. A median over 2.0 in memory, or
//! over 1.15 on sockets, is an error.

mod bare;
mod site;

use std::hint::black_box;
use std::process::ExitCode;

use pairs::{Plan, sockets_hold};
use wsgi::{Channel, Gateway, Memory};

/// What a median ratio may be, in memory.
const TARGET: f64 = 2.0;

/// What a small program sends.
const CURL: &str = "GET /?name=Ada HTTP/1.1\r\nHost: localhost:9015\r\n\
    User-Agent: curl/8.16.0\r\nAccept: */*\r\n\r\n";

/// What Chromium sends for a page.
const BROWSER: &str = "GET /?name=Ada HTTP/1.1\r\nHost: localhost:9015\r\n\
    Connection: keep-alive\r\nCache-Control: max-age=0\r\n\
    sec-ch-ua: \"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\"\r\n\
    sec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\n\
    Upgrade-Insecure-Requests: 1\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, \
    like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,\
    image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7\r\n\
    Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n\
    Sec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\n\
    Accept-Encoding: gzip, deflate, br, zstd\r\n\
    Accept-Language: en-US,en;q=0.9\r\n\
    Cookie: session=2f1c9d0e8b7a4655; theme=dark\r\n\r\n";

fn main() -> ExitCode {
    let plan = Plan::from_command_line("gateway");
    println!("| request | ratio | quartiles | ns per request: ours | bare |");
    println!("| --- | --: | --- | --: | --: |");
    let mut holds = true;
    for (name, request) in requests() {
        holds &= compare(&plan, name, request.as_bytes()) <= TARGET;
    }
    if !holds {
        eprintln!("gateway: a median in memory is over {TARGET}");
    }
    println!();
    match holds & sockets_hold("ch15") {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn requests() -> [(&'static str, String); 4] {
    let form = "name=Ada&".repeat(100);
    let post = format!(
        "POST /echo HTTP/1.1\r\nHost: localhost:9015\r\nContent-Length: {}\
         \r\n\r\n{form}",
        form.len()
    );
    let stream = CURL.replace("/?name=Ada", "/stream");
    [
        ("hello, curl", CURL.to_owned()),
        ("hello, a browser", BROWSER.to_owned()),
        ("900 bytes, which come back", post),
        ("three blocks, in chunks", stream),
    ]
}

/// The median.
fn compare(plan: &Plan, name: &str, request: &[u8]) -> f64 {
    let gateway = Gateway::new(site::site);
    let mut ours = Client::default();
    let mut theirs = Client::default();
    let through = |channel: &mut dyn Channel| gateway.run(channel);
    let expected = theirs.answer(request);
    let answer = ours.connection.send(request, through);
    assert!(answer.is_none(), "{name}: {answer:?}");
    let answer = String::from_utf8(ours.connection.take());
    assert_eq!(answer.as_ref(), Ok(&expected), "{name}: the same bytes");

    let outcome = plan.compare(
        &mut || {
            let request = black_box(request);
            ours.connection.send(request, through);
            ours.look();
        },
        &mut || {
            let request = black_box(request);
            theirs.connection.send(request, bare::site);
            theirs.look();
        },
    );
    println!("| {name} | {outcome} |");
    outcome.median()
}

/// A connection that is kept.
#[derive(Default)]
struct Client {
    connection: Memory,
}

impl Client {
    /// What the bare site says.
    fn answer(&mut self, request: &[u8]) -> String {
        let failure = self.connection.send(request, bare::site);
        assert!(failure.is_none(), "{failure:?}");
        String::from_utf8(self.connection.take()).expect("all is ASCII")
    }

    /// The answer is there, and of no interest.
    fn look(&mut self) {
        black_box(self.connection.output());
        self.connection.skip();
    }
}
