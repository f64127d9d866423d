//! Whose addresses a transport takes.

use endpoint::{Error, Target};

/// A family of sockets: Python's `address_family`.
///
/// Nothing has a value of these types; they only choose.
pub trait Family: 'static {
    /// What its addresses look like, for those who typed another.
    const WANTS: &'static str;

    /// Whether `target` is one of its addresses.
    fn has(target: &Target) -> bool;
}

/// AF_INET and AF_INET6: hosts and ports.
#[derive(Debug)]
pub enum Inet {}

/// AF_UNIX: files, and names that are no files.
#[derive(Debug)]
pub enum Unix {}

impl Family for Inet {
    const WANTS: &'static str = "this server wants HOST:PORT";

    fn has(target: &Target) -> bool {
        matches!(target, Target::Host { .. })
    }
}

impl Family for Unix {
    const WANTS: &'static str = "this server wants unix:/path";

    fn has(target: &Target) -> bool {
        matches!(target, Target::Unix(_))
    }
}

/// Refuses an address of another family.
pub(crate) fn check<F: Family>(address: &str) -> Result<(), Error> {
    if F::has(&Target::parse(address)?) {
        return Ok(());
    }
    let text = address.to_owned();
    Err(Error::Address { text, reason: F::WANTS })
}
