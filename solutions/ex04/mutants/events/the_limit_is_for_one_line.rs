// killed by: must not fill the memory
//! Each line has a limit, and the event has none.

use bytes::{Buf, BytesMut};
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// What the page's listener gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which listener it is for.
    pub name: String,
    /// The values of the `data` lines, with `\n` between them.
    pub data: String,
    /// What a client sends as `Last-Event-ID` when it comes back; may be empty.
    pub id: String,
}

/// A decoder for server-sent events.
#[derive(Clone, Debug)]
pub struct Events {
    max_length: usize,
    /// No line ends in this many bytes at the front of the input.
    searched: usize,
    /// The last line ended with `\r`: a `\n` in front belongs to it.
    after_cr: bool,
    /// The first line has come, and with it the byte order mark.
    started: bool,
    /// The event so far; every line of its data with `\n`.
    event: Event,
}

/// What can be wrong with events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EventError {
    /// An event does not end within the limit.
    #[error("an event is longer than {max} bytes")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// Never: what the stream ends in the middle of is thrown away.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl Events {
    /// Events of up to `max_length` bytes.
    pub fn new(max_length: usize) -> Events {
        Events {
            max_length,
            searched: 0,
            after_cr: false,
            started: false,
            event: Event {
                name: String::new(),
                data: String::new(),
                id: String::new(),
            },
        }
    }

    /// The next line, without its end.
    fn line(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<BytesMut>, EventError> {
        if let Some(&first) = input.first() {
            if self.after_cr && first == b'\n' {
                input.advance(1);
            }
            self.after_cr = false;
        }
        let is_end = |b: &u8| matches!(b, b'\r' | b'\n');
        let end = input[self.searched..].iter().position(is_end);
        let length = end.map_or(input.len(), |end| self.searched + end);
        if length > self.max_length {
            return Err(EventError::TooLong { max: self.max_length });
        }
        if end.is_none() {
            self.searched = length;
            return Ok(None);
        }
        self.searched = 0;
        let line = input.split_to(length);
        self.after_cr = input[0] == b'\r';
        input.advance(1);
        Ok(Some(line))
    }

    /// What a line says; an empty one may give an event.
    fn take(&mut self, line: &[u8]) -> Option<Event> {
        let first = !std::mem::replace(&mut self.started, true);
        let mark: &[u8] = if first { b"\xef\xbb\xbf" } else { b"" };
        let line = line.strip_prefix(mark).unwrap_or(line);
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                self.event.data.push_str(value);
                self.event.data.push('\n');
            }
            "event" => self.event.name = value.to_owned(),
            "id" if !value.contains('\0') => self.event.id = value.to_owned(),
            _ => {}
        }
        None
    }

    /// The event that an empty line ends.
    fn dispatch(&mut self) -> Option<Event> {
        let id = self.event.id.clone();
        let mut name = std::mem::take(&mut self.event.name);
        let mut data = std::mem::take(&mut self.event.data);
        data.pop()?; // the last \n
        if name.is_empty() {
            name.push_str("message");
        }
        Some(Event { name, data, id })
    }
}

impl Decoder for Events {
    type Frame = Event;
    type Error = EventError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Event>, EventError> {
        while let Some(line) = self.line(input)? {
            if let Some(event) = self.take(&line) {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Event>, EventError> {
        let last = self.decode(input)?;
        if last.is_none() {
            input.clear();
        }
        Ok(last)
    }
}
