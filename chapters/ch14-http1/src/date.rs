//! The time of a response, made by whoever has a clock.

use std::fmt::Write;
use std::time::{Duration, SystemTime};

use httpdate::HttpDate;

/// A `Date` field's value: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110,
/// section 5.6.7). Make one per second and share it: that is cheaper than one
/// per response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The whole line, so that it is copied in one piece.
    line: [u8; LINE],
}

const NAME: &[u8] = b"Date: ";
/// A name, 29 characters and a line end.
const LINE: usize = NAME.len() + 29 + 2;

/// The last second that four digits of a year can say.
const LAST: Duration = Duration::from_secs(253_402_300_799);

impl Date {
    /// The date of `time`; what is before 1970 or after 9999 becomes the
    /// nearest date that can be written.
    pub fn new(time: SystemTime) -> Date {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let since = since.unwrap_or_default().min(LAST);
        let date = HttpDate::from(SystemTime::UNIX_EPOCH + since);
        let mut into = Into { line: [b' '; LINE], used: 0 };
        // It has 29 characters, always: there is nothing that could fail.
        let _ = write!(into, "Date: {date}\r\n");
        Date { line: into.line }
    }

    /// The 29 characters.
    pub fn as_bytes(&self) -> &[u8] {
        &self.line[NAME.len()..LINE - 2]
    }

    /// The same as a line of a head.
    pub(crate) fn line(&self) -> &[u8] {
        &self.line
    }
}

/// Formatting without an allocation.
struct Into {
    line: [u8; LINE],
    used: usize,
}

impl Write for Into {
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        let end = self.used + piece.len();
        let place = self.line.get_mut(self.used..end).ok_or(std::fmt::Error)?;
        place.copy_from_slice(piece.as_bytes());
        self.used = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_rfc_9110_section_5_6_7_shows_it() {
        let time =
            |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let date = Date::new(time(784_111_777));
        assert_eq!(date.as_bytes(), b"Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn a_clock_that_is_very_wrong_ends_no_server() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        let date = Date::new(before);
        assert_eq!(date.as_bytes(), b"Thu, 01 Jan 1970 00:00:00 GMT");
        let after = SystemTime::UNIX_EPOCH + LAST + LAST;
        let date = Date::new(after);
        assert_eq!(date.as_bytes(), b"Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
