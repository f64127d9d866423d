//! `ex08-dict [ADDR]`: serves the dictionary with the chapter's threads.

use std::error::Error;
use std::sync::Arc;

use bytes::BytesMut;
use delimited::Lines;
use endpoint::{ListenOptions, listen};
use ex08::dict::Dict;
use framing::{Decoder, Encoder};
use http_basic::command::stop_on_signal;
use http_basic::{Limits, Next, Protocol};
use threading::{Threads, serve_threads};

/// How many names there may be, and how many clients at a time.
const MAX: usize = 1_000;

struct Talk {
    lines: Lines,
    dict: Arc<Dict>,
}

impl Protocol for Talk {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        while let Some(line) = self.lines.decode(input).transpose() {
            let answer = match line {
                Ok(line) => self.dict.answer(&line),
                Err(error) => error.to_string(),
            };
            if self.lines.encode(answer, output).is_err() {
                return Next::Drain;
            }
        }
        Next::Keep
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9108");
    let stop = stop_on_signal()?;
    let listener = listen(address, &ListenOptions::default())?;
    println!("listening on {}", listener.address());
    let dict = Arc::new(Dict::new(MAX));
    let protocol = || Talk { lines: Lines::new(), dict: Arc::clone(&dict) };
    let (limits, threads) = (Limits::default(), Threads::new(MAX));
    let ending = serve_threads(&listener, &limits, &threads, &stop, protocol)?;
    println!("{ending}");
    Ok(())
}
