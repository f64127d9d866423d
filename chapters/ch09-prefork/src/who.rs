//! A protocol that says which process serves.

use bytes::BytesMut;
use endpoint::Peer;
use http_basic::{Next, Protocol};

/// Says `worker pid 4711` and closes, whatever the client wants.
#[derive(Clone, Copy, Debug, Default)]
pub struct Who;

impl Protocol for Who {
    fn connection_made(&mut self, _: &Peer, output: &mut BytesMut) -> Next {
        let who = format!("worker pid {}\n", std::process::id());
        output.extend_from_slice(who.as_bytes());
        Next::Drain
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        _: &mut BytesMut,
    ) -> Next {
        input.clear();
        Next::Drain
    }
}
