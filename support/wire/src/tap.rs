//! A recorder, and the tap that it lays around a stream.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crate::recording::{Action, Recording};

/// Collects what each party of one conversation does.
///
/// Clones share the same notes, so each thread can hold one.
#[derive(Clone, Debug)]
pub struct Recorder {
    title: String,
    sides: Vec<String>,
    own: Arc<Mutex<Vec<Vec<Action>>>>,
}

impl Recorder {
    /// A recorder for a conversation of `sides`, the one that starts first.
    pub fn new(title: impl Into<String>, sides: &[&str]) -> Recorder {
        Recorder {
            title: title.into(),
            sides: sides.iter().map(|&side| side.to_owned()).collect(),
            own: Arc::new(Mutex::new(vec![Vec::new(); sides.len()])),
        }
    }

    /// The pen of one party: an index into the `sides` of [`Recorder::new`].
    pub fn side(&self, index: usize) -> Side {
        Side { recorder: self.clone(), index }
    }

    /// What was recorded so far, in its one order ([`Recording::merge`]).
    pub fn finish(&self) -> Recording {
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        Recording::merge(self.title.clone(), self.sides.clone(), own.clone())
    }
}

/// The pen with which one party notes what it does.
#[derive(Clone, Debug)]
pub struct Side {
    recorder: Recorder,
    index: usize,
}

impl Side {
    /// Notes any action.
    pub fn note(&self, action: Action) {
        let own = &self.recorder.own;
        let mut own = own.lock().unwrap_or_else(PoisonError::into_inner);
        own[self.index].push(action);
    }

    /// Notes a call and what it returned (empty: nothing to tell).
    pub fn call(&self, call: impl Into<String>, result: impl Into<String>) {
        self.call_after("", call, result);
    }

    /// Notes a call that could not return before the `after` of another party.
    pub fn call_after(
        &self,
        after: &str,
        call: impl Into<String>,
        result: impl Into<String>,
    ) {
        let (call, result) = (call.into(), result.into());
        self.note(Action::Call { call, result, after: after.to_owned() });
    }

    /// Notes bytes that one call handed to the kernel.
    pub fn sent(&self, to: usize, bytes: &[u8]) {
        self.note(Action::Sent { to, bytes: bytes.to_vec(), parts: vec![] });
    }

    /// Notes what one receiving call returned: bytes, the end, or a reset.
    pub fn received(&self, from: usize, got: &io::Result<usize>, buf: &[u8]) {
        match got {
            Ok(0) => self.note(Action::End { from }),
            Ok(n) => self.note(Action::Received {
                from,
                bytes: buf[..*n].to_vec(),
                parts: vec![],
            }),
            Err(e) if e.kind() == io::ErrorKind::ConnectionReset => {
                self.note(Action::Reset { from });
            }
            Err(_) => {}
        }
    }

    /// Notes that this party will send no more to `to`.
    pub fn finished(&self, to: usize) {
        self.note(Action::Finished { to });
    }

    /// A stream around `inner` that notes each read and each write.
    pub fn tap<S>(&self, peer: usize, inner: S) -> Tap<S> {
        Tap { inner, side: self.clone(), peer }
    }
}

/// A stream that passes everything on and notes each chunk.
#[derive(Debug)]
pub struct Tap<S> {
    inner: S,
    side: Side,
    /// The party at the other end.
    peer: usize,
}

impl<S> Tap<S> {
    /// The stream inside.
    pub fn get_ref(&self) -> &S {
        &self.inner
    }

    /// The pen of the party that holds this end.
    pub fn side(&self) -> &Side {
        &self.side
    }

    /// The stream inside, without the tap.
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S: Read> Read for Tap<S> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buf);
        self.side.received(self.peer, &got, buf);
        got
    }
}

impl<S: Write> Write for Tap<S> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let took = self.inner.write(buf)?;
        self.side.sent(self.peer, &buf[..took]);
        Ok(took)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
