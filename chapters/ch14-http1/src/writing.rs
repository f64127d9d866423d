//! Messages as bytes: what both sides have in common when they send.

use bytes::{BufMut, BytesMut};

use crate::SendError;
use crate::fields::{decimal, is_token, is_value, list};
use crate::request::Framing;

/// What the fields of a message to send say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    pub(crate) length: Option<u64>,
    pub(crate) close: bool,
    pub(crate) date: bool,
    pub(crate) upgrade: bool,
    upgrade_option: bool,
}

/// Appends the fields and a line end for each. What `Connection` says of
/// `close` and `keep-alive` is left out: the machine says it where it is true.
/// `Upgrade` gets the option that belongs to it (RFC 9110, section 7.8).
pub(crate) fn put_fields<'f>(
    fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    output: &mut BytesMut,
) -> Result<Said, SendError> {
    let mut said = Said::default();
    for (name, value) in fields {
        if !is_token(name.as_bytes()) || !is_value(value) {
            return Err(SendError::Field);
        }
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        match name.len() {
            4 if is("date") => said.date = true,
            7 if is("upgrade") => said.upgrade = true,
            10 if is("connection") => {
                put_options(value, &mut said, output);
                continue;
            }
            14 if is("content-length") && said.length.is_none() => {
                let length = decimal(value).ok_or(SendError::Framing)?;
                said.length = Some(length);
            }
            14 if is("content-length") => return Err(SendError::Framing),
            17 if is("transfer-encoding") => return Err(SendError::Framing),
            _ => {}
        }
        put_field(name, value, output);
    }
    if said.upgrade && !said.upgrade_option {
        put_field("Connection", b"Upgrade", output);
    }
    Ok(said)
}

fn put_options(value: &[u8], said: &mut Said, output: &mut BytesMut) {
    for option in list(value) {
        let is = |other: &[u8]| option.eq_ignore_ascii_case(other);
        said.close |= is(b"close");
        said.upgrade_option |= is(b"upgrade");
        if !is(b"close") && !is(b"keep-alive") {
            put_field("Connection", option, output);
        }
    }
}

fn put_field(name: &str, value: &[u8], output: &mut BytesMut) {
    output.reserve(name.len() + value.len() + 4);
    output.put_slice(name.as_bytes());
    output.put_slice(b": ");
    output.put_slice(value);
    output.put_slice(b"\r\n");
}

/// The body of the message that is being sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sending {
    framing: Framing,
    /// The content is not sent: an answer to HEAD.
    silent: bool,
}

/// Nothing to be sent.
impl Default for Sending {
    fn default() -> Sending {
        Sending::new(Framing::Length(0), false)
    }
}

impl Sending {
    pub(crate) fn new(framing: Framing, silent: bool) -> Sending {
        Sending { framing, silent }
    }

    /// Appends content, framed.
    pub(crate) fn data(
        &mut self,
        data: &[u8],
        output: &mut BytesMut,
    ) -> Result<(), SendError> {
        if self.silent || data.is_empty() {
            return Ok(()); // an empty chunk would be the last one
        }
        match &mut self.framing {
            Framing::Length(left) => {
                let length = data.len() as u64;
                *left = left.checked_sub(length).ok_or(SendError::TooMuch)?;
                output.put_slice(data);
            }
            Framing::Chunked => {
                put_number::<16>(data.len() as u64, output);
                output.put_slice(b"\r\n");
                output.put_slice(data);
                output.put_slice(b"\r\n");
            }
            Framing::UntilClose => output.put_slice(data),
        }
        Ok(())
    }

    /// Whether so many bytes of content are sent just as they are: then they
    /// count as sent.
    pub(crate) fn pass(&mut self, length: u64) -> Result<bool, SendError> {
        match &mut self.framing {
            Framing::Length(left) if !self.silent => {
                *left = left.checked_sub(length).ok_or(SendError::TooMuch)?;
                Ok(true)
            }
            Framing::UntilClose => Ok(!self.silent),
            Framing::Length(_) | Framing::Chunked => Ok(false),
        }
    }

    /// Appends the end of the body.
    pub(crate) fn end(&self, output: &mut BytesMut) -> Result<(), SendError> {
        match self.framing {
            _ if self.silent => Ok(()),
            Framing::Length(0) | Framing::UntilClose => Ok(()),
            Framing::Length(left) => Err(SendError::TooLittle(left)),
            Framing::Chunked => {
                output.put_slice(b"0\r\n\r\n");
                Ok(())
            }
        }
    }
}

/// A number in base 10 or 16, without an allocation.
pub(crate) fn put_number<const BASE: u64>(
    mut number: u64,
    output: &mut BytesMut,
) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b"0123456789abcdef"[(number % BASE) as usize];
        number /= BASE;
        if number == 0 {
            break output.put_slice(&digits[at..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_both_bases() {
        let mut output = BytesMut::new();
        for number in [0, 255, u64::MAX] {
            put_number::<10>(number, &mut output);
            output.put_u8(b' ');
            put_number::<16>(number, &mut output);
            output.put_u8(b' ');
        }
        let want = "0 0 255 ff 18446744073709551615 ffffffffffffffff ";
        assert_eq!(output, want);
    }
}
