// killed by: a doubled address does not cost its family a turn
//! Doubles are left out while mixing, so their turn is lost.

use std::net::SocketAddr;

/// The addresses in the order in which to call them.
pub fn interleave(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = addresses.first() else { return Vec::new() };
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for address in addresses {
        let is_same = address.is_ipv6() == first.is_ipv6();
        let family = if is_same { &mut same } else { &mut other };
        family.push(*address);
    }
    let mut order = Vec::new();
    for turn in 0..same.len().max(other.len()) {
        for family in [&same, &other] {
            if let Some(next) = family.get(turn) {
                if !order.contains(next) {
                    order.push(*next);
                }
            }
        }
    }
    order
}
