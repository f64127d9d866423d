//! Handlers that read and write files: over connections.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use bytes::BytesMut;
use endpoint::Peer;
use http_basic::{Protocol, Talk, Terms, converse};

use crate::files::{FileOptions, Files, Rfile, Wfile};
use crate::{Connection, RequestHandler};

/// Serves one connection through two files: Python's `StreamRequestHandler`.
// ANCHOR: stream_handler
pub trait StreamHandler {
    /// Somebody is there. When it fails, nothing else is called.
    ///
    /// # Errors
    ///
    /// What ends this conversation.
    fn setup(&mut self, peer: &Peer) -> io::Result<()> {
        let _ = peer;
        Ok(())
    }

    /// Talks to the client, until either has said all.
    ///
    /// # Errors
    ///
    /// What ends this conversation. What was written is sent all the same.
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()>;

    /// It is over, also when `handle` failed or panicked.
    fn finish(&mut self) {}
    // ANCHOR_END: stream_handler

    /// How its files behave.
    fn files(&self) -> FileOptions {
        FileOptions::default()
    }

    /// What to tell a client that nobody has time for; nothing unless said.
    fn overloaded(&mut self, output: &mut BytesMut) {
        let _ = output;
    }
}

impl<S: StreamHandler> RequestHandler<Connection> for S {
    fn setup(&mut self, request: &mut Connection) -> io::Result<()> {
        let FileOptions { disable_nagle_algorithm, .. } = self.files();
        if disable_nagle_algorithm {
            request.stream().set_nodelay(true)?;
        }
        StreamHandler::setup(self, request.peer())
    }

    // ANCHOR: handle
    fn handle(
        &mut self,
        request: &mut Connection,
        terms: &Terms<'_>,
    ) -> io::Result<()> {
        let options = self.files();
        let mut terms = *terms;
        terms.limits.idle = options.timeout.unwrap_or(terms.limits.idle);
        let talk = Talk::new(request.stream(), &terms);
        let files = Files::new(talk, options.wbufsize);
        let mut rfile = Rfile::new(&files, options.rbufsize);
        let mut wfile = Wfile::new(&files);
        let handled = catch_unwind(AssertUnwindSafe(|| {
            StreamHandler::handle(self, &mut rfile, &mut wfile)
        }));
        let flushed = files.flush();
        request.unread = rfile.is_unread(); // and more may be on its way
        handled.unwrap_or_else(|panic| resume_unwind(panic)).and(flushed)
    }
    // ANCHOR_END: handle

    fn finish(&mut self, _: &mut Connection) -> io::Result<()> {
        StreamHandler::finish(self);
        Ok(())
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        StreamHandler::overloaded(self, output);
    }
}

/// A protocol of chapter 6 as a handler: the one that `asyncio` would have.
///
/// [`StreamHandler`] calls for bytes when it wants some; a [`Protocol`] is
/// called when there are some. A server can have either.
#[derive(Clone, Copy, Debug)]
pub struct Conversation<P>(pub P);

// ANCHOR: conversation
impl<P: Protocol> RequestHandler<Connection> for Conversation<P> {
    fn handle(
        &mut self,
        request: &mut Connection,
        terms: &Terms<'_>,
    ) -> io::Result<()> {
        converse(request.stream(), request.peer(), &mut self.0, terms)
    }
    // ANCHOR_END: conversation

    fn overloaded(&mut self, output: &mut BytesMut) {
        self.0.overloaded(output);
    }
}
