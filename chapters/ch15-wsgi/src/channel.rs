//! What a gateway needs of a connection.

use std::sync::Arc;

use endpoint::Peer;
use http1::Head;
use http1_drivers::{Exchange, Failure};

/// The fields of a head to be sent.
pub type FieldIter<'i, 'f> = dyn Iterator<Item = (&'f str, &'f [u8])> + 'i;

/// One request and the way for its answer: chapter 14's [`Exchange`], or one
/// in memory ([`crate::Memory`]).
pub trait Channel {
    /// The head of the request.
    fn head(&self) -> Arc<Head>;

    /// Who asks, where that is known.
    fn peer(&self) -> Option<&Peer>;

    /// Reads content of the request; 0: that was all.
    ///
    /// # Errors
    ///
    /// As [`Exchange::read`].
    fn read(&mut self, buf: &mut [u8]) -> Result<usize, Failure>;

    /// Begins the response.
    ///
    /// # Errors
    ///
    /// As [`Exchange::respond_as`].
    fn respond(
        &mut self,
        status: u16,
        words: &[u8],
        fields: &mut FieldIter<'_, '_>,
    ) -> Result<(), Failure>;

    /// Appends content.
    ///
    /// # Errors
    ///
    /// As [`Exchange::write`].
    fn write(&mut self, data: &[u8]) -> Result<(), Failure>;

    /// Sends now what was gathered.
    ///
    /// # Errors
    ///
    /// As [`Exchange::flush`].
    fn flush(&mut self) -> Result<(), Failure>;

    /// Ends the response, and sends what was gathered, before the gateway
    /// returns. Where nothing marks the end that is a `flush`.
    ///
    /// # Errors
    ///
    /// As [`Exchange::end`].
    fn end(&mut self) -> Result<(), Failure> {
        self.flush()
    }
}

impl Channel for Exchange<'_> {
    fn head(&self) -> Arc<Head> {
        Exchange::head(self)
    }

    fn peer(&self) -> Option<&Peer> {
        Some(Exchange::peer(self))
    }

    fn read(&mut self, buf: &mut [u8]) -> Result<usize, Failure> {
        Exchange::read(self, buf)
    }

    fn respond(
        &mut self,
        status: u16,
        words: &[u8],
        fields: &mut FieldIter<'_, '_>,
    ) -> Result<(), Failure> {
        self.respond_as(status, words, fields)
    }

    fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        Exchange::write(self, data)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        Exchange::flush(self)
    }

    fn end(&mut self) -> Result<(), Failure> {
        Exchange::end(self)
    }
}
