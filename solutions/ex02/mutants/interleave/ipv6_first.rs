// killed by: the resolver's first address stays first
//! IPv6 goes first whatever the resolver prefers.

use std::net::SocketAddr;

/// The addresses in the order in which to call them.
pub fn interleave(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for address in addresses {
        let is_same = address.is_ipv6();
        let family = if is_same { &mut same } else { &mut other };
        if !family.contains(address) {
            family.push(*address);
        }
    }
    let mut order = Vec::new();
    for turn in 0..same.len().max(other.len()) {
        order.extend(same.get(turn));
        order.extend(other.get(turn));
    }
    order
}
