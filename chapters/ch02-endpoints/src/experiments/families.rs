//! What other kinds of sockets does this kernel have?

use std::io;

use cli::say;
use socket2::{Domain, Protocol, Socket, Type};

use super::netlink;

/// Families beyond those of this chapter, and what they are for (socket(2)).
const FAMILIES: [(&str, i32, i32, &str); 8] = [
    ("AF_NETLINK", libc::AF_NETLINK, libc::SOCK_RAW, "talk to the kernel"),
    ("AF_PACKET", libc::AF_PACKET, libc::SOCK_RAW, "frames of a network card"),
    ("AF_ALG", libc::AF_ALG, libc::SOCK_SEQPACKET, "the kernel's ciphers"),
    ("AF_VSOCK", libc::AF_VSOCK, libc::SOCK_STREAM, "a guest and its host"),
    ("AF_CAN", libc::AF_CAN, libc::SOCK_RAW, "the bus of a car"),
    ("AF_BLUETOOTH", libc::AF_BLUETOOTH, libc::SOCK_STREAM, "radio nearby"),
    ("AF_TIPC", libc::AF_TIPC, libc::SOCK_RDM, "services in a cluster"),
    ("AF_QIPCRTR", AF_QIPCRTR, libc::SOCK_DGRAM, "processors of a phone"),
];

/// linux/socket.h; the C library's binding has no name for it.
const AF_QIPCRTR: i32 = 42;

pub(super) fn families() -> cli::Result {
    for (name, family, kind, about) in FAMILIES {
        // AF_BLUETOOTH and AF_CAN want a protocol of their own.
        let protocol = match name {
            "AF_CAN" => Some(1),       // CAN_RAW
            "AF_BLUETOOTH" => Some(3), // BTPROTO_RFCOMM
            _ => None,
        };
        let opened = Socket::new(
            Domain::from(family),
            Type::from(kind),
            protocol.map(Protocol::from),
        );
        say!("{name:<12} {about:<24} {}", here(&opened));
    }
    say!("AF_NETLINK, asked for the network interfaces:");
    let names = netlink::interfaces()?;
    let loopback = names.iter().find(|(name, _)| name == "lo");
    let (name, index) = loopback.ok_or("there is no loopback interface")?;
    say!("  number {index} is {name}, one of about {}", names.len());
    Ok(())
}

fn here(opened: &io::Result<Socket>) -> &'static str {
    match opened.as_ref().map_err(io::Error::raw_os_error) {
        Ok(_) => "here",
        Err(Some(libc::EPERM | libc::EACCES)) => "needs a privilege",
        Err(_) => "not in this kernel",
    }
}
