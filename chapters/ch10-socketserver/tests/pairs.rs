//! Which pairs compile, and which do not, and that it is this bound.
//!
//! The doc tests show programs that do not compile. On a stable compiler such
//! a test passes for any error, a slip of the pen included. So the reason is
//! asserted here: the type does not have the trait, and its twin does.

use socketserver::{
    Concurrency, Connection, Conversation, DatagramHandler, Forking, Packet,
    PreForking, RequestHandler, Rfile, Sequential, StreamHandler, Tcp,
    ThreadPool, Threading, Udp, UnixDatagram, UnixStream, Upper, Wfile,
};
use static_assertions::{assert_impl_all, assert_not_impl_any};

type Stream = UnixStream;

// ANCHOR: pairs
assert_impl_all!(PreForking: Concurrency<Tcp>, Concurrency<Stream>);
assert_not_impl_any!(PreForking: Concurrency<Udp>, Concurrency<UnixDatagram>);

assert_impl_all!(OverStreams: RequestHandler<Connection>);
assert_not_impl_any!(OverStreams: RequestHandler<Packet>);
assert_impl_all!(OverDatagrams: RequestHandler<Packet>);
assert_not_impl_any!(OverDatagrams: RequestHandler<Connection>);
// ANCHOR_END: pairs

macro_rules! serves_all {
    ($($concurrency:ty),*) => {$(
        assert_impl_all!(
            $concurrency: Concurrency<Tcp>, Concurrency<Stream>,
            Concurrency<Udp>, Concurrency<UnixDatagram>
        );
    )*};
}
serves_all!(Sequential, Forking, Threading, ThreadPool);

/// Has files over a connection.
struct OverStreams;

impl StreamHandler for OverStreams {
    fn handle(
        &mut self,
        _: &mut Rfile<'_>,
        _: &mut Wfile<'_>,
    ) -> std::io::Result<()> {
        Ok(())
    }
}

/// Has files over a packet.
struct OverDatagrams;

impl DatagramHandler for OverDatagrams {
    fn handle(
        &mut self,
        _: &mut &[u8],
        _: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        Ok(())
    }
}

type Echo = Conversation<http_basic::LineEcho>;
assert_impl_all!(Echo: RequestHandler<Connection>);
assert_not_impl_any!(Echo: RequestHandler<Packet>);
assert_impl_all!(Upper: RequestHandler<Connection>, RequestHandler<Packet>);

#[test]
fn the_assertions_above_have_compiled() {}
