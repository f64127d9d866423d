// killed by: look and count in one step
//! The count is read, and then set.

use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use endpoint::Address;
use socketserver::{DatagramHandler, Rfile, StreamHandler, Wfile};

/// How long a quote may be, with its `\r\n`.
pub const MAX_QUOTE: usize = 512;

/// All quotes, and which is next. A clone is a handler for one request.
#[derive(Clone, Debug)]
pub struct Quotes {
    all: Arc<[String]>,
    next: Arc<AtomicUsize>,
}

impl Quotes {
    /// These quotes, in this order, each without its `\r\n`.
    pub fn new(quotes: &[&str]) -> Quotes {
        let all = quotes
            .iter()
            .filter(|quote| !quote.is_empty())
            .map(|quote| format!("{quote}\r\n"))
            .filter(|quote| quote.len() <= MAX_QUOTE)
            .collect();
        Quotes { all, next: Arc::default() }
    }

    fn say(&self, output: &mut impl Write) -> io::Result<()> {
        if self.all.is_empty() {
            return Ok(());
        }
        let next = self.next.load(Ordering::Relaxed);
        if next.is_multiple_of(61) {
            // What a busy machine does at times.
            std::thread::yield_now();
        }
        self.next.store(next + 1, Ordering::Relaxed);
        output.write_all(self.all[next % self.all.len()].as_bytes())
    }
}

impl StreamHandler for Quotes {
    fn handle(
        &mut self,
        _: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        self.say(wfile)
    }
}

impl DatagramHandler for Quotes {
    fn setup(&mut self, from: &Address) -> io::Result<()> {
        match from.inet() {
            Some(inet) if inet.port() < 1024 => {
                Err(ErrorKind::PermissionDenied.into())
            }
            _ => Ok(()),
        }
    }

    fn handle(&mut self, _: &mut &[u8], wfile: &mut Vec<u8>) -> io::Result<()> {
        self.say(wfile)
    }
}
