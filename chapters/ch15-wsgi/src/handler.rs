//! One request on its way through the gateway: what wsgiref calls
//! `ServerHandler`.

mod starting;
mod state;

use std::borrow::Cow;
use std::cell::RefCell;

use http1::Request;
use http1_drivers::Failure;

use self::state::{Stage, State};
use crate::{AppError, Blocks, Body, Channel, InputError, WriteError};

/// One request, and what has become of it.
pub(crate) struct ServerHandler<'c> {
    pub(crate) channel: RefCell<&'c mut dyn Channel>,
    state: RefCell<State>,
    /// What was read for a line and stands behind it.
    pub(crate) ahead: RefCell<Vec<u8>>,
    head_only: bool,
}

/// What is to be done about a request that is over.
pub(crate) enum Told {
    Nothing,
    Failure(Failure),
    /// The client has its answer; this is for the log.
    Late(AppError),
}

impl<'c> ServerHandler<'c> {
    pub(crate) fn new(
        channel: &'c mut dyn Channel,
        request: Request<'_>,
    ) -> ServerHandler<'c> {
        ServerHandler {
            channel: RefCell::new(channel),
            state: RefCell::default(),
            ahead: RefCell::default(),
            head_only: request.method() == "HEAD",
        }
    }

    fn stage(&self) -> Stage {
        self.state.borrow().stage
    }

    /// Sends the body, and closes it whatever happens.
    // ANCHOR: finish-response
    pub(crate) fn finish_response(
        &self,
        mut body: Body<'_>,
    ) -> Result<(), AppError> {
        let sent = self.send_body(&mut body).and_then(|()| self.end(&body));
        let closed = body.close();
        sent?;
        // The client has all it was promised: this is for the log.
        self.state.borrow_mut().late = closed.err();
        Ok(())
    }
    // ANCHOR_END: finish-response

    // ANCHOR: send-body
    fn send_body(&self, body: &mut Body<'_>) -> Result<(), AppError> {
        let length = self.length(body);
        let live = is_live(body);
        while !self.is_whole()
            && let Some(block) = body.next_block()
        {
            let block: Cow<'_, [u8]> = block?;
            if block.is_empty() {
                continue; // headers wait for the first byte
            }
            self.send_block(&block, length)?;
            if live {
                self.flush()?; // the next one may take its time
            }
        }
        match self.stage() {
            Stage::Nothing => Err("it did not call start_response".into()),
            Stage::Refused => Err("start_response refused its headers".into()),
            Stage::Started => Ok(self.send_headers(length.or(Some(0)))?),
            Stage::Sent => Ok(()),
        }
    }
    // ANCHOR_END: send-body

    /// The end of what was sent block by block. It goes out before the body
    /// is closed, which may take its time.
    fn end(&self, body: &Body<'_>) -> Result<(), AppError> {
        let well = self.state.borrow().is_well();
        if well && is_live(body) {
            self.state.borrow_mut().over = true;
            let ended = self.channel.borrow_mut().end();
            ended.map_err(|failure| self.cannot_send(failure))?;
        }
        Ok(())
    }

    /// Whether nothing more is sent, nor read.
    pub(crate) fn is_over(&self) -> bool {
        self.state.borrow().over
    }

    /// How many bytes will come, where that is known. A file may grow while
    /// it is sent: it is held to what it says now.
    fn length(&self, body: &mut Body<'_>) -> Option<u64> {
        if let Body::File(file) = body {
            file.settle(self.state.borrow().room());
        }
        body.length()
    }

    /// Whether the client has all it was promised, which for HEAD is the
    /// headers: nobody makes the rest.
    fn is_whole(&self) -> bool {
        let state = self.state.borrow();
        state.stage == Stage::Sent && (self.head_only || state.room() == 0)
    }

    /// `length`: of all content, where it is known.
    fn send_block(
        &self,
        block: &[u8],
        length: Option<u64>,
    ) -> Result<(), WriteError> {
        match self.stage() {
            Stage::Nothing | Stage::Refused => {
                return Err(WriteError::NotStarted);
            }
            Stage::Started => self.send_headers(length)?,
            Stage::Sent if self.is_over() => return Err(WriteError::TooMuch),
            Stage::Sent => {}
        }
        if self.head_only {
            return Ok(());
        }
        let room = self.state.borrow().room();
        let fits = usize::try_from(room).unwrap_or(usize::MAX);
        let part = &block[..block.len().min(fits)];
        let written = self.channel.borrow_mut().write(part);
        written.map_err(|failure| self.cannot_send(failure))?;
        self.state.borrow_mut().sent += part.len() as u64;
        if part.len() < block.len() {
            return Err(WriteError::TooMuch);
        }
        Ok(())
    }

    fn flush(&self) -> Result<(), WriteError> {
        let flushed = self.channel.borrow_mut().flush();
        flushed.map_err(|failure| self.cannot_send(failure))
    }

    fn send_headers(&self, length: Option<u64>) -> Result<(), WriteError> {
        let mut state = self.state.borrow_mut();
        // A HEAD's answer may have no body to count: it says nothing then.
        let length = length.filter(|&n| n > 0 || !self.head_only);
        state.headers.complete(length);
        let State { headers, stage, .. } = &mut *state;
        let sent = self.channel.borrow_mut().respond(
            headers.status(),
            headers.words(),
            &mut headers.iter(),
        );
        *stage = Stage::Sent;
        drop(state);
        sent.map_err(|failure| self.cannot_send(failure))
    }

    fn cannot_send(&self, failure: Failure) -> WriteError {
        let words = failure.to_string();
        self.state.borrow_mut().failure = Some(failure);
        WriteError::Send(words)
    }

    pub(crate) fn cannot_read(&self, failure: Failure) -> InputError {
        let error = match &failure {
            Failure::Request(error) => InputError::Request(*error),
            Failure::Client(error) => InputError::from(error),
            other => {
                InputError::from(&std::io::Error::other(other.to_string()))
            }
        };
        self.state.borrow_mut().failure = Some(failure);
        error
    }

    /// The request is over; `error` is what the application said.
    // ANCHOR: outcome
    pub(crate) fn outcome(&self, error: Option<AppError>) -> Told {
        let state = &mut *self.state.borrow_mut();
        let whole = state.stage == Stage::Sent && state.room() == 0;
        match (state.failure.take(), error) {
            // A broken body that the application answered by itself.
            (Some(Failure::Request(_)), None) => Told::Nothing,
            (Some(failure), _) => Told::Failure(failure),
            (None, Some(error)) if whole => Told::Late(error),
            (None, Some(error)) => Told::Failure(Failure::service(error)),
            (None, None) if state.raised && !state.over => {
                let error = "it went on after its error was raised again";
                Told::Failure(Failure::service(error))
            }
            (None, None) => state.late.take().map_or(Told::Nothing, Told::Late),
        }
    }
    // ANCHOR_END: outcome
}

/// Whether a body is made while it is sent.
fn is_live(body: &Body<'_>) -> bool {
    matches!(body, Body::Blocks(_))
}
