//! Mix the families of a name's addresses, so that a broken one does not hold
//! up the other.
//!
//! A name can have ten addresses of one family, and all of them may be silent
//! because that family is broken on this network. Then `connect` of the chapter
//! waits ten time-outs before it tries the other family. RFC 8305, section 4,
//! mixes the families: the resolver's first address stays first, then one of
//! the other family, then one of the first again, and so on. Within a family
//! the resolver's order stays. What is left of the longer family comes last.
//!
//! ```text
//! resolver:  [::1]:80  [::2]:80  [::3]:80  192.0.2.1:80
//! call:      [::1]:80  192.0.2.1:80  [::2]:80  [::3]:80
//! ```
//!
//! An address that the resolver gives twice is called once.

use std::net::SocketAddr;

/// The addresses in the order in which to call them.
pub fn interleave(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let _ = addresses;
    todo!("one of each family in turn, and each address once")
}
