//! One handler, two transports: the quote of the day (RFC 865).
//!
//! The service says a short text. Over TCP it speaks as soon as somebody is
//! there, and ends; whatever the client says is not read. Over UDP it answers
//! each packet, also an empty one, with one packet. The text is of no more than
//! 512 bytes, and ends with `\r\n`.
//!
//! * Each request gets the next quote, and after the last one the first. A new
//!   handler is made for each request; the count must be the same for all of
//!   them, and for both transports.
//! * A quote that is empty, or longer than 512 bytes with its `\r\n`, is left
//!   out from the start. When none is left, nothing is said.
//! * A packet from a port below 1024 is not answered. There, services like this
//!   one sit: somebody sends it one packet in the name of another, and the two
//!   answer each other for ever. `DatagramHandler::setup` learns who asks; it
//!   fails with [`std::io::ErrorKind::PermissionDenied`] for those.
//!
//! With [`socketserver::Forking`], would each request get the next quote, too?

use std::io;

use endpoint::Address;
use socketserver::{DatagramHandler, Rfile, StreamHandler, Wfile};

/// How long a quote may be, with its `\r\n`.
pub const MAX_QUOTE: usize = 512;

/// All quotes, and which is next. A clone is a handler for one request.
#[derive(Clone, Debug)]
pub struct Quotes {
    // What all clones share.
}

impl Quotes {
    /// These quotes, in this order, each without its `\r\n`.
    pub fn new(quotes: &[&str]) -> Quotes {
        let _ = quotes;
        todo!("keep those that may be said")
    }
}

impl StreamHandler for Quotes {
    fn handle(
        &mut self,
        _: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        let _ = wfile;
        todo!("the next quote")
    }
}

impl DatagramHandler for Quotes {
    fn setup(&mut self, from: &Address) -> io::Result<()> {
        let _ = from;
        todo!("may this one be answered?")
    }

    fn handle(&mut self, _: &mut &[u8], wfile: &mut Vec<u8>) -> io::Result<()> {
        let _ = wfile;
        todo!("the next quote")
    }
}
