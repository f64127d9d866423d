//! Handlers that read and write files: over packets.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use bytes::BytesMut;
use endpoint::Address;
use http_basic::Terms;

use crate::{Packet, Request, RequestHandler};

/// Serves one packet: Python's `DatagramRequestHandler`.
pub trait DatagramHandler {
    /// A packet came from there. When it fails, nothing else is called.
    ///
    /// # Errors
    ///
    /// What ends this request.
    fn setup(&mut self, from: &Address) -> io::Result<()> {
        let _ = from;
        Ok(())
    }

    /// Reads the packet, `rfile`, and writes the answer: what is in `wfile`
    /// in the end is sent as one packet, also when this failed. Nothing is
    /// sent when it is empty (Python sends an empty packet).
    ///
    /// # Errors
    ///
    /// What is to be told about this request.
    fn handle(
        &mut self,
        rfile: &mut &[u8],
        wfile: &mut Vec<u8>,
    ) -> io::Result<()>;

    /// It is over, also when [`DatagramHandler::handle`] failed.
    fn finish(&mut self) {}

    /// What to tell a client that nobody has time for; nothing unless said.
    fn overloaded(&mut self, output: &mut BytesMut) {
        let _ = output;
    }
}

impl<D: DatagramHandler> RequestHandler<Packet> for D {
    fn setup(&mut self, request: &mut Packet) -> io::Result<()> {
        DatagramHandler::setup(self, request.client_address())
    }

    // ANCHOR: handle
    fn handle(
        &mut self,
        request: &mut Packet,
        _: &Terms<'_>,
    ) -> io::Result<()> {
        let (mut rfile, mut wfile) = (request.data(), Vec::new());
        let handled = catch_unwind(AssertUnwindSafe(|| {
            DatagramHandler::handle(self, &mut rfile, &mut wfile)
        }));
        let replied = match wfile.as_slice() {
            [] => Ok(()),
            answer => request.reply(answer),
        };
        handled.unwrap_or_else(|panic| resume_unwind(panic)).and(replied)
    }
    // ANCHOR_END: handle

    fn finish(&mut self, _: &mut Packet) -> io::Result<()> {
        DatagramHandler::finish(self);
        Ok(())
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        DatagramHandler::overloaded(self, output);
    }
}
