//! Hosts, services and protocols: names to numbers and back.

use std::fs;
use std::io;
use std::net::SocketAddr;

use dns_lookup::{AddrInfo, AddrInfoHints, LookupError};

use crate::Error;

/// All addresses of `host` at `service`, the best first (getaddrinfo(3), whose
/// order is that of RFC 6724 and /etc/gai.conf).
///
/// `service` is a number or a name of services(5); an empty `host` means this
/// machine's loopback addresses. The system is asked: /etc/hosts, DNS and
/// whatever else nsswitch.conf(5) names, so this can take seconds.
///
/// # Errors
///
/// [`Error::Resolve`].
// ANCHOR: resolve
pub fn resolve(host: &str, service: &str) -> Result<Vec<SocketAddr>, Error> {
    let hints = AddrInfoHints {
        // Without it each address comes once per type of socket.
        socktype: libc::SOCK_STREAM,
        ..AddrInfoHints::default()
    };
    let found = lookup(host, service, hints)?;
    Ok(found.into_iter().map(|info| info.sockaddr).collect())
}
// ANCHOR_END: resolve

/// The same for a server: an empty `host` means every address of this machine
/// (`[::]` and `0.0.0.0`).
///
/// # Errors
///
/// [`Error::Resolve`].
pub fn resolve_passive(
    host: &str,
    service: &str,
) -> Result<Vec<SocketAddr>, Error> {
    let hints = AddrInfoHints {
        flags: libc::AI_PASSIVE,
        socktype: libc::SOCK_STREAM,
        ..AddrInfoHints::default()
    };
    let found = lookup(host, service, hints)?;
    Ok(found.into_iter().map(|info| info.sockaddr).collect())
}

/// The name that `host` is an alias of (itself, when it is none); Python's
/// `gethostbyname_ex` has it as its first result.
///
/// # Errors
///
/// [`Error::Resolve`].
pub fn canonical_name(host: &str) -> Result<String, Error> {
    let hints = AddrInfoHints {
        flags: libc::AI_CANONNAME,
        socktype: libc::SOCK_STREAM,
        ..AddrInfoHints::default()
    };
    let first = lookup(host, "", hints)?.into_iter().next();
    let name = first.and_then(|info| info.canonname);
    Ok(name.unwrap_or_else(|| host.to_owned()))
}

/// The name of the host at `address`; its number when it has none
/// (getnameinfo(3)).
///
/// # Errors
///
/// [`Error::Resolve`].
pub fn host_of(address: SocketAddr) -> Result<String, Error> {
    dns_lookup::getnameinfo(&address, libc::NI_NUMERICSERV)
        .map(|(host, _)| host)
        .map_err(|e| failed(address.to_string(), &e))
}

fn lookup(
    host: &str,
    service: &str,
    hints: AddrInfoHints,
) -> Result<Vec<AddrInfo>, Error> {
    let name = match (host, service) {
        ("", service) => format!("port {service}"),
        (host, "") => host.to_owned(),
        (host, service) => format!("{host} port {service}"),
    };
    let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let found =
        dns_lookup::getaddrinfo(given(host), given(service), Some(hints))
            .map_err(|e| failed(name.clone(), &e))?;
    found.collect::<io::Result<Vec<_>>>().map_err(|e| Error::Resolve {
        name,
        code: 0,
        reason: e.to_string(),
    })
}

/// The resolver's number and words, without those of our binding.
fn failed(name: String, error: &LookupError) -> Error {
    let text = error.to_string();
    let reason = text.rsplit(": ").next().unwrap_or(&text).to_owned();
    Error::Resolve { name, code: error.error_num(), reason }
}

/// The port of a service: `http` is 80 (services(5); Python's
/// `getservbyname`). `protocol` is "tcp" or "udp".
///
/// # Errors
///
/// [`Error::Unknown`], [`Error::Resolve`].
pub fn service_port(name: &str, protocol: &str) -> Result<u16, Error> {
    let hints = AddrInfoHints {
        socktype: kind_of(protocol)?,
        ..AddrInfoHints::default()
    };
    let found = lookup("", name, hints)?.into_iter().next();
    let missing = || unknown("service", name, "/etc/services");
    found.map(|info| info.sockaddr.port()).ok_or_else(missing)
}

/// The name of the service at `port`: 80 is `http` (Python's `getservbyport`).
///
/// # Errors
///
/// [`Error::Unknown`], [`Error::Resolve`].
pub fn port_service(port: u16, protocol: &str) -> Result<String, Error> {
    let datagrams = kind_of(protocol)? == libc::SOCK_DGRAM;
    let flags = if datagrams { libc::NI_DGRAM } else { 0 };
    let any = SocketAddr::from(([0, 0, 0, 0], port));
    let (_, name) = dns_lookup::getnameinfo(&any, flags | libc::NI_NUMERICHOST)
        .map_err(|e| failed(format!("port {port}"), &e))?;
    // A port without a name comes back as its number.
    if name == port.to_string() {
        return Err(unknown("service at port", &name, "/etc/services"));
    }
    Ok(name)
}

fn kind_of(protocol: &str) -> Result<i32, Error> {
    match protocol {
        "tcp" => Ok(libc::SOCK_STREAM),
        "udp" => Ok(libc::SOCK_DGRAM),
        other => Err(unknown("service protocol", other, "/etc/services")),
    }
}

const PROTOCOLS: &str = "/etc/protocols";

/// The number of a protocol: `icmp` is 1 (protocols(5); Python's
/// `getprotobyname`).
///
/// The C library's call returns a pointer to memory that the next call
/// overwrites, so this reads the file itself.
///
/// # Errors
///
/// [`Error::Unknown`], also when there is no such file.
pub fn protocol_number(name: &str) -> Result<u8, Error> {
    let table = fs::read_to_string(PROTOCOLS).unwrap_or_default();
    find_protocol(&table, name)
        .ok_or_else(|| unknown("protocol", name, PROTOCOLS))
}

/// Lines are `NAME NUMBER ALIAS … # remark`.
fn find_protocol(table: &str, name: &str) -> Option<u8> {
    table.lines().find_map(|line| {
        let mut words = line.split('#').next()?.split_whitespace();
        let official = words.next()?;
        let number = words.next()?.parse().ok()?;
        (official == name || words.any(|alias| alias == name)).then_some(number)
    })
}

fn unknown(what: &'static str, name: &str, file: &'static str) -> Error {
    Error::Unknown { what, name: name.to_owned(), file }
}

/// What this machine calls itself (gethostname(2)). Nothing says that any
/// resolver knows that name.
///
/// # Errors
///
/// What the system said.
pub fn host_name() -> io::Result<String> {
    let name = nix::unistd::gethostname()?;
    Ok(name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_resolve_to_themselves_without_asking_anybody() {
        let one = |host, service| resolve(host, service).unwrap();
        assert_eq!(one("127.0.0.1", "80"), ["127.0.0.1:80".parse().unwrap()]);
        assert_eq!(one("::1", "80"), ["[::1]:80".parse().unwrap()]);
    }

    #[test]
    fn an_unknown_name_gives_the_resolvers_number_and_words() {
        // An empty label: no network is needed to know that this is no name.
        let error = resolve("nowhere..invalid", "80").unwrap_err();
        let Error::Resolve { name, code, reason } = error else {
            panic!("another error: {error}");
        };
        assert_eq!(name, "nowhere..invalid port 80");
        assert_eq!(code, libc::EAI_NONAME);
        assert!(!reason.contains("lookup"), "{reason}");
    }

    #[test]
    fn a_name_with_a_zero_byte_is_an_error_and_no_panic() {
        assert!(resolve("local\0host", "80").is_err());
    }

    #[test]
    fn protocols_are_found_by_name_and_by_alias() {
        let table = "# remark\nip 0 IP # internet\nicmp\t1\tICMP\n\nbad\n";
        assert_eq!(find_protocol(table, "icmp"), Some(1));
        assert_eq!(find_protocol(table, "ICMP"), Some(1));
        assert_eq!(find_protocol(table, "internet"), None);
        assert_eq!(find_protocol(table, "bad"), None);
    }

    #[test]
    fn services_are_found_both_ways_where_the_machine_lists_them() {
        if fs::metadata("/etc/services").is_err() {
            return; // a machine without names for ports
        }
        assert_eq!(service_port("http", "tcp").unwrap(), 80);
        assert_eq!(port_service(80, "tcp").unwrap(), "http");
        assert_eq!(port_service(123, "udp").unwrap(), "ntp");
        let error = port_service(9, "sctp").unwrap_err().to_string();
        assert!(error.contains("no service protocol 'sctp'"), "{error}");
    }

    #[test]
    fn this_machine_has_a_name() {
        assert!(!host_name().unwrap().is_empty());
    }
}
