//! What the kernel knows about a connection: `/proc/net/tcp` (Linux).
//!
//! The file has one line for each IPv4 TCP socket of the network namespace,
//! described in proc_net_tcp.txt of the kernel's documentation: addresses and
//! the state in hexadecimal, then the two queues. IPv6 sockets stand in
//! `/proc/net/tcp6`, which this module does not read.

use std::fmt;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddrV4};

/// One TCP socket as the kernel sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// This end.
    pub local: SocketAddrV4,
    /// The other end; `0.0.0.0:0` for a listening socket.
    pub remote: SocketAddrV4,
    /// Where in its life the connection is.
    pub state: State,
    /// Bytes that were sent and are not yet acknowledged.
    pub send_queue: u32,
    /// Bytes that have come and were not yet received; for a listening
    /// socket, connections that wait for `accept`.
    pub receive_queue: u32,
}

/// The states of RFC 9293, section 3.3.2, with the kernel's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names are the standard's
pub enum State {
    Established = 1,
    SynSent,
    SynReceived,
    FinWait1,
    FinWait2,
    TimeWait,
    Closed,
    CloseWait,
    LastAck,
    Listen,
    Closing,
    /// The kernel's own: a SYN whose socket is not made yet.
    NewSynReceived,
}

impl State {
    const ALL: [State; 12] = [
        State::Established,
        State::SynSent,
        State::SynReceived,
        State::FinWait1,
        State::FinWait2,
        State::TimeWait,
        State::Closed,
        State::CloseWait,
        State::LastAck,
        State::Listen,
        State::Closing,
        State::NewSynReceived,
    ];
}

impl fmt::Display for State {
    /// The standard's spelling: `TIME-WAIT`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            State::Established => "ESTABLISHED",
            State::SynSent => "SYN-SENT",
            State::SynReceived | State::NewSynReceived => "SYN-RECEIVED",
            State::FinWait1 => "FIN-WAIT-1",
            State::FinWait2 => "FIN-WAIT-2",
            State::TimeWait => "TIME-WAIT",
            State::Closed => "CLOSED",
            State::CloseWait => "CLOSE-WAIT",
            State::LastAck => "LAST-ACK",
            State::Listen => "LISTEN",
            State::Closing => "CLOSING",
        })
    }
}

/// All IPv4 TCP sockets that have `port` at one of their ends.
///
/// # Errors
///
/// When `/proc/net/tcp` cannot be read: not Linux, or no `/proc`.
pub fn with_port(port: u16) -> io::Result<Vec<Entry>> {
    let table = fs::read_to_string("/proc/net/tcp").map_err(|error| {
        let kind = error.kind();
        io::Error::new(kind, format!("cannot read /proc/net/tcp: {error}"))
    })?;
    Ok(table
        .lines()
        .skip(1) // the headings
        .filter_map(parse)
        .filter(|e| e.local.port() == port || e.remote.port() == port)
        .collect())
}

/// One line: `sl local rem st tx:rx …`.
// ANCHOR: parse
fn parse(line: &str) -> Option<Entry> {
    let mut fields = line.split_whitespace().skip(1);
    let local = address(fields.next()?)?;
    let remote = address(fields.next()?)?;
    let state = usize::from_str_radix(fields.next()?, 16).ok()?;
    let (send, receive) = fields.next()?.split_once(':')?;
    Some(Entry {
        local,
        remote,
        state: *State::ALL.get(state.checked_sub(1)?)?,
        send_queue: u32::from_str_radix(send, 16).ok()?,
        receive_queue: u32::from_str_radix(receive, 16).ok()?,
    })
}

/// `0100007F:2329`: the address as the machine keeps it in memory (its
/// bytes are in network order already), the port as a number.
fn address(field: &str) -> Option<SocketAddrV4> {
    let (ip, port) = field.split_once(':')?;
    let ip = u32::from_str_radix(ip, 16).ok()?.to_ne_bytes();
    let port = u16::from_str_radix(port, 16).ok()?;
    Some(SocketAddrV4::new(Ipv4Addr::from(ip), port))
}
// ANCHOR_END: parse

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_endian = "little")]
    fn a_line_of_the_kernel_is_read_field_by_field() {
        let line = "   1: 0100007F:2329 0100007F:D6B2 08 00000000:00000005 \
                    00:00000000 00000000     0        0 12345 1 00000000";
        let entry = parse(line).unwrap();
        assert_eq!(entry.local.to_string(), "127.0.0.1:9001");
        assert_eq!(entry.remote.to_string(), "127.0.0.1:54962");
        assert_eq!(entry.state, State::CloseWait);
        assert_eq!((entry.send_queue, entry.receive_queue), (0, 5));
    }

    #[test]
    fn lines_that_make_no_sense_are_passed_over() {
        for line in ["", "1:", "1: x y z", "1: 0:0 0:0 FF 0:0", "1: 0:0 0:0 0"]
        {
            assert_eq!(parse(line), None, "{line:?}");
        }
    }
}
