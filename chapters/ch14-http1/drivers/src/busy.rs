//! The words for a client that nobody has time for.

use bytes::BytesMut;
use http_basic::{Next, Protocol};

/// Says 503 in the one way that needs no request (RFC 9110, section 15.6.4).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Busy;

impl Protocol for Busy {
    fn data_received(
        &mut self,
        _input: &mut BytesMut,
        _output: &mut BytesMut,
    ) -> Next {
        Next::Close
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        say_busy(output);
    }
}

/// Appends an answer with status 503: come again.
pub fn say_busy(output: &mut BytesMut) {
    output.extend_from_slice(
        b"HTTP/1.1 503 Service Unavailable\r\n\
          Content-Type: text/plain; charset=utf-8\r\n\
          Content-Length: 5\r\n\
          Retry-After: 1\r\n\
          Connection: close\r\n\
          \r\n\
          busy\n",
    );
}
