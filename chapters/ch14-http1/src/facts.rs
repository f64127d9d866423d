//! What the fields of a head say about its message and its connection.

use crate::Error;
use crate::fields::{Fields, decimal, list};
use crate::head::Version;
use crate::request::Framing;
use crate::target::{is_host, is_nameless};

/// What a head says beyond what it asks for. One pass over its fields.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    hosts: usize,
    bad_host: bool,
    /// One of them says which host.
    named: bool,
    lengths: usize,
    length: Option<u64>,
    has_coding: bool,
    /// `chunked` was the last one / was there before / another was there.
    chunked: bool,
    chunked_before: bool,
    other_coding: bool,
    close: bool,
    keep_alive: bool,
    /// `Upgrade` is there, and `Connection` says so.
    upgrade: bool,
    upgrade_option: bool,
    /// A 100 is expected, or what nobody knows.
    expects: bool,
    other_expectation: bool,
}

impl Facts {
    pub(crate) fn of(fields: Fields<'_>) -> Facts {
        let mut facts = Facts::default();
        for (name, value) in fields.raw() {
            // Most fields are none of these, and their length says so.
            let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
            match name.len() {
                4 if is("host") => facts.host(value),
                6 if is("expect") => facts.expect(value),
                7 if is("upgrade") => facts.upgrade |= !value.is_empty(),
                10 if is("connection") => facts.connection(value),
                14 if is("content-length") => {
                    facts.lengths += 1;
                    facts.length = decimal(value);
                }
                17 if is("transfer-encoding") => facts.coding(value),
                _ => {}
            }
        }
        facts
    }

    fn host(&mut self, value: &[u8]) {
        self.hosts += 1;
        self.bad_host |= !is_host(value);
        self.named |= !is_nameless(value);
    }

    fn expect(&mut self, value: &[u8]) {
        for expectation in list(value) {
            let known = expectation.eq_ignore_ascii_case(b"100-continue");
            self.expects |= known;
            self.other_expectation |= !known;
        }
    }

    fn connection(&mut self, value: &[u8]) {
        for option in list(value) {
            self.close |= option.eq_ignore_ascii_case(b"close");
            self.keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
            self.upgrade_option |= option.eq_ignore_ascii_case(b"upgrade");
        }
    }

    /// `chunked,` is a list of one: RFC 9110, section 5.6.1.2, makes it a duty
    /// to read over empty elements. No second reading comes from that. Who
    /// takes it for an unknown coding has to refuse it, and so do we where a
    /// length stands beside it.
    fn coding(&mut self, value: &[u8]) {
        self.has_coding = true;
        for coding in list(value) {
            self.chunked_before |= self.chunked;
            self.chunked = coding.eq_ignore_ascii_case(b"chunked");
            self.other_coding |= !self.chunked;
        }
    }

    /// What a request must say, or must not, whatever it is for.
    pub(crate) fn check(&self, version: Version) -> Result<(), Error> {
        let http11 = version == Version::Http11;
        // RFC 9112, section 3.2. HTTP/1.0 may do without; an empty one is
        // none: no URI has an empty host (RFC 9110, section 4.2.1).
        if self.bad_host || self.hosts > 1 || (http11 && !self.named) {
            return Err(Error::Host);
        }
        match self.other_expectation && http11 {
            true => Err(Error::Expectation),
            false => Ok(()),
        }
    }

    /// Whether a 100 is expected: not by HTTP/1.0, which has none (RFC 9110,
    /// section 10.1.1).
    pub(crate) fn expects_continue(&self, version: Version) -> bool {
        self.expects && version == Version::Http11
    }

    /// Whether another protocol is offered. HTTP/1.0 cannot, and a field that
    /// `Connection` does not name was meant for somebody before us (RFC 9110,
    /// section 7.8).
    pub(crate) fn offers_upgrade(&self, version: Version) -> bool {
        self.upgrade && self.upgrade_option && version == Version::Http11
    }

    /// How the body is framed, without what the kind of message says.
    /// `None`: nothing is said.
    // ANCHOR: framing
    pub(crate) fn framing(
        &self,
        version: Version,
    ) -> Result<Option<Framing>, Error> {
        match (self.has_coding, self.lengths) {
            (true, 1..) => Err(Error::LengthAndCoding),
            (true, 0) if version == Version::Http10 => {
                Err(Error::CodingInHttp10)
            }
            (true, 0) if !self.chunked || self.chunked_before => {
                Err(Error::NotChunked)
            }
            (true, 0) if self.other_coding => Err(Error::UnknownCoding),
            (true, 0) => Ok(Some(Framing::Chunked)),
            (false, 0) => Ok(None),
            (false, 1) => {
                let length = self.length.ok_or(Error::ContentLength)?;
                Ok(Some(Framing::Length(length)))
            }
            (false, _) => Err(Error::ContentLength),
        }
    }
    // ANCHOR_END: framing

    /// Whether the other side stays after this message (RFC 9112, 9.3).
    pub(crate) fn persists(&self, version: Version) -> bool {
        match version {
            Version::Http11 => !self.close,
            Version::Http10 => self.keep_alive && !self.close,
        }
    }
}
