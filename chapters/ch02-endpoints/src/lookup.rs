//! `resolve HOST SERVICE`: what the system knows about names.

use cli::say;
use endpoint::names::{canonical_name, host_of};
use endpoint::{
    host_name, inet, port_service, protocol_number, resolve, service_port,
};

/// Every way from names to numbers and back.
pub(crate) fn run(host: &str, service: &str) -> cli::Result {
    let addresses = resolve(host, service)?;
    for address in &addresses {
        say!("address      {address}");
    }
    let first = addresses.first().ok_or("it has no address")?;
    say!("official     {}", canonical_name(host)?);
    say!("reverse      {} is {}", first.ip(), host_of(*first)?);
    if let Some(bytes) = inet::inet_pton(&first.ip().to_string()) {
        say!("bytes        {bytes:?}");
    }
    let port = service_port(service, "tcp")?;
    // A port need not have a name.
    let name = port_service(port, "tcp").unwrap_or_else(|_| "no name".into());
    say!("service      port {port} of tcp is {name}");
    if let Ok(number) = protocol_number("tcp") {
        say!("protocol     tcp is number {number}");
    }
    say!("this machine {}", host_name()?);
    Ok(())
}
