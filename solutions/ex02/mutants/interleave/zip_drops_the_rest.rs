// killed by: no address is left out
//! Pairs are made until the shorter family ends.

use std::net::SocketAddr;

/// The addresses in the order in which to call them.
pub fn interleave(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = addresses.first() else { return Vec::new() };
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for address in addresses {
        let is_same = address.is_ipv6() == first.is_ipv6();
        let family = if is_same { &mut same } else { &mut other };
        if !family.contains(address) {
            family.push(*address);
        }
    }
    if other.is_empty() {
        return same;
    }
    let mut order = Vec::new();
    for turn in 0..same.len().min(other.len()) {
        order.extend(same.get(turn));
        order.extend(other.get(turn));
    }
    order
}
