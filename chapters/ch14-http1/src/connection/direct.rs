//! Content that goes past the machine, which only counts it.

use super::Connection;
use crate::error::SendError;
use crate::state::{Role, State, Step};

impl Connection {
    /// How many bytes of content the driver may read straight to where they
    /// are wanted, instead of handing them in. 0 unless the head has said how
    /// many will come, and none are here: ask after
    /// [`super::Event::NeedData`].
    pub fn direct(&self) -> usize {
        let asked = self.states.of(Role::Client) == State::SendBody
            && self.states.of(Role::Server) != State::Done;
        match self.body.left() {
            Some(left) if asked && self.input.is_empty() && !self.ended => {
                usize::try_from(left).unwrap_or(usize::MAX)
            }
            _ => 0,
        }
    }

    /// The driver has read so many bytes of content by itself: at most
    /// [`Connection::direct`].
    pub fn received_direct(&mut self, count: usize) {
        let count = count.min(self.direct());
        self.body.pass(count as u64);
    }

    /// Content of `length` bytes that the driver sends by itself, behind the
    /// output that is here. False: this content has to be framed, or dropped;
    /// see [`Connection::send_data`].
    ///
    /// # Errors
    ///
    /// As [`Connection::send_data`].
    pub fn send_direct(&mut self, length: usize) -> Result<bool, SendError> {
        self.states.check(Role::Server, Step::Data)?;
        self.sending.pass(length as u64)
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::{Date, Event};

    const LENGTH: &[u8] =
        b"POST / HTTP/1.1\r\nHost: book\r\nContent-Length: 5\r\n\r\nab";
    const CHUNKED: &[u8] = b"POST / HTTP/1.1\r\nHost: book\r\n\
        Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n";

    fn after_the_first_two_bytes(head: &[u8]) -> Connection {
        let mut connection = Connection::default();
        connection.receive(head);
        for name in ["Request", "Data", "NeedData"] {
            assert_eq!(connection.next_event().unwrap().name(), name);
        }
        connection
    }

    #[test]
    fn content_that_went_past_counts_for_the_end_of_the_message() {
        let mut connection = after_the_first_two_bytes(LENGTH);
        assert_eq!(connection.direct(), 3);
        connection.received_direct(2);
        assert_eq!(connection.direct(), 1);
        connection.receive(b"e");
        assert_eq!(connection.direct(), 0, "there is input to be read first");
        assert!(matches!(connection.next_event(), Ok(Event::Data(b"e"))));
        assert_eq!(connection.next_event().unwrap().name(), "EndOfMessage");
    }

    #[test]
    fn a_chunked_body_cannot_go_past() {
        let connection = after_the_first_two_bytes(CHUNKED);
        assert_eq!(connection.direct(), 0);
    }

    #[test]
    fn content_that_is_sent_past_cannot_be_more_than_was_promised() {
        let mut connection = after_the_first_two_bytes(LENGTH);
        assert!(connection.send_direct(1).is_err(), "before the head");
        let fields = [("Content-Length", &b"3"[..])];
        let date = Date::new(UNIX_EPOCH);
        connection.send_response(200, fields, &date).unwrap();
        assert_eq!(connection.send_direct(4), Err(SendError::TooMuch));
        assert_eq!(connection.send_direct(3), Ok(true));
        connection.end().unwrap();
    }
}
