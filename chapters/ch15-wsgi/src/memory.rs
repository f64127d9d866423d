//! A connection in memory: for tests, and for measuring.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use endpoint::Peer;
use http1::{Connection, Date, Event, Head, Limits, Role, State};
use http1_drivers::Failure;
use threading::caught;

use crate::Channel;
use crate::channel::FieldIter;

/// A client's connection without a socket: bytes in, bytes out, through the
/// same machine as on a socket.
///
/// ```
/// use wsgi::{Gateway, Memory, demo_app};
///
/// let gateway = Gateway::new(demo_app);
/// let mut client = Memory::default();
/// let request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
/// let failure = client.send(request, |channel| gateway.run(channel));
/// assert!(failure.is_none());
/// let answer = String::from_utf8(client.take())?;
/// assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"));
/// assert!(answer.contains("Hello world!\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Memory {
    machine: Connection,
    /// The same in every answer: 1 January 1970.
    date: Date,
    cut: bool,
}

impl Default for Memory {
    fn default() -> Memory {
        Memory::new(Limits::default())
    }
}

impl Memory {
    /// A connection on which nothing was said yet.
    pub fn new(limits: Limits) -> Memory {
        let machine = Connection::new(limits);
        Memory { machine, date: Date::new(UNIX_EPOCH), cut: false }
    }

    /// The client sends `bytes`, and `answer` is called for each request in
    /// them. It may be sent in several calls, but a request's body must come
    /// with the end of its head: who reads finds the end of the stream
    /// behind `bytes`.
    ///
    /// Gives the failure of the last request, if it failed: the client was
    /// told, or its connection is cut ([`Memory::is_cut`]).
    pub fn send(
        &mut self,
        mut bytes: &[u8],
        mut answer: impl FnMut(&mut dyn Channel) -> Result<(), Failure>,
    ) -> Option<Failure> {
        let mut failure = None;
        while !self.cut {
            let taken = self.machine.receive(bytes);
            bytes = &bytes[taken..];
            match self.machine.next_event() {
                Ok(Event::Request(_)) => {
                    failure = self.answer(&mut bytes, &mut answer);
                }
                Ok(Event::NeedData) if taken > 0 => {}
                Ok(_) => break,
                Err(error) => {
                    self.machine.refuse(error, &self.date);
                    return Some(error.into());
                }
            }
        }
        failure
    }

    fn answer(
        &mut self,
        rest: &mut &[u8],
        answer: &mut dyn FnMut(&mut dyn Channel) -> Result<(), Failure>,
    ) -> Option<Failure> {
        let Memory { machine, date, .. } = self;
        let mut channel = InMemory { machine, date, rest, taken: 0 };
        let said = caught(|| answer(&mut channel));
        let said = said
            .unwrap_or_else(|panic| Err(Failure::service(panic.to_string())));
        let failure = said.and_then(|()| self.finish()).err()?;
        let told = match &failure {
            Failure::Client(_) => false,
            Failure::Request(error) => self.machine.refuse(*error, &self.date),
            _ => self.machine.apologize(&self.date),
        };
        self.cut = !told;
        Some(failure)
    }

    fn finish(&mut self) -> Result<(), Failure> {
        match self.machine.states().of(Role::Server) {
            State::SendResponse => Err(Failure::service("it gave no response")),
            State::SendBody => Ok(self.machine.end()?),
            _ => Ok(()),
        }
    }

    /// Whether the server has cut the connection: what came before is a part
    /// of something.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// What the client has not taken yet.
    pub fn output(&self) -> &[u8] {
        self.machine.output()
    }

    /// Takes it.
    pub fn take(&mut self) -> Vec<u8> {
        let output = self.machine.output().to_vec();
        self.machine.sent(output.len());
        output
    }

    /// Throws it away.
    pub fn skip(&mut self) {
        self.machine.sent(self.machine.output().len());
    }
}

struct InMemory<'a, 'b> {
    machine: &'a mut Connection,
    date: &'a Date,
    /// What the machine has not received yet.
    rest: &'a mut &'b [u8],
    /// So many bytes of the machine's last content were read.
    taken: usize,
}

impl Channel for InMemory<'_, '_> {
    fn head(&self) -> Arc<Head> {
        self.machine.head()
    }

    fn peer(&self) -> Option<&Peer> {
        None
    }

    fn read(&mut self, buf: &mut [u8]) -> Result<usize, Failure> {
        while self.taken == self.machine.content().len() {
            self.taken = 0;
            match self.machine.next_event()? {
                Event::Data(_) => {}
                Event::NeedData if self.rest.is_empty() => {
                    self.machine.receive_end();
                }
                Event::NeedData => {
                    let n = self.machine.receive(self.rest);
                    *self.rest = &self.rest[n..];
                }
                _ => return Ok(0),
            }
        }
        let content = &self.machine.content()[self.taken..];
        let n = content.len().min(buf.len());
        buf[..n].copy_from_slice(&content[..n]);
        self.taken += n;
        Ok(n)
    }

    fn respond(
        &mut self,
        status: u16,
        words: &[u8],
        fields: &mut FieldIter<'_, '_>,
    ) -> Result<(), Failure> {
        let date = self.date;
        Ok(self.machine.send_response_as(status, words, fields, date)?)
    }

    fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        Ok(self.machine.send_data(data)?)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn end(&mut self) -> Result<(), Failure> {
        match self.machine.states().of(Role::Server) {
            State::SendBody => Ok(self.machine.end()?),
            _ => Ok(()),
        }
    }
}
