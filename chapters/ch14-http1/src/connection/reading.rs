//! The server's side of a connection: what the bytes mean.

use std::sync::Arc;

use bytes::Buf;

use super::Connection;
use crate::Error;
use crate::body::Piece;
use crate::request::Head;
use crate::state::{Role, State, Step};

/// An event without its contents.
pub(super) enum Happened {
    Request,
    Data,
    EndOfMessage,
    Nothing,
    Paused,
    Switched,
    Closed,
}

impl Connection {
    pub(super) fn fail(&mut self, error: Error) {
        self.failed = Some(error);
        self.forget_input();
        self.budget = self.limits.linger;
        self.states.fail(Role::Client);
    }

    /// Nothing of what came is read any more, what was handed out included.
    pub(super) fn forget_input(&mut self) {
        self.input.clear();
        self.lent = 0;
    }

    pub(super) fn advance(&mut self) -> Result<Happened, Error> {
        self.states.next_cycle();
        match self.states.of(Role::Client) {
            State::Idle => self.read_head(),
            State::SendBody => self.read_body(),
            State::Done | State::SendResponse => Ok(Happened::Paused),
            State::Switched => Ok(Happened::Switched),
            State::MustClose | State::Closed | State::Error => {
                Ok(Happened::Closed)
            }
        }
    }

    fn read_head(&mut self) -> Result<Happened, Error> {
        if self.input.is_empty() && !self.ended {
            return Ok(Happened::Nothing);
        }
        let head = writable(&mut self.head);
        let found = self.finder.find(&mut self.input, &mut head.store);
        if !matches!(found, Ok(true)) {
            return self.without_head(found);
        }
        head.read(&self.limits)?;
        self.body.begin(self.head.framing);
        self.expecting = self.head.expects_continue();
        self.budget = self.limits.drain;
        self.turn(Step::Request);
        if !self.head.persists() {
            self.states.close_after_this();
        }
        Ok(Happened::Request)
    }

    /// There is no whole head: not yet, or never.
    #[cold]
    fn without_head(
        &mut self,
        found: Result<bool, Error>,
    ) -> Result<Happened, Error> {
        writable(&mut self.head).begin(&self.input);
        found?;
        match self.ended {
            false => Ok(Happened::Nothing),
            true if self.finder.is_empty(&self.input) => {
                self.turn(Step::Close);
                Ok(Happened::Closed)
            }
            true => Err(Error::UnfinishedHead(self.input.len())),
        }
    }

    fn read_body(&mut self) -> Result<Happened, Error> {
        self.offer_continue();
        loop {
            let answered = self.states.of(Role::Server) == State::Done;
            match self.body.next(&mut self.input, self.ended)? {
                Piece::More => return Ok(Happened::Nothing),
                Piece::End => {
                    self.turn(Step::EndOfMessage);
                    if answered {
                        return self.advance(); // nobody wants to know
                    }
                    return Ok(Happened::EndOfMessage);
                }
                Piece::Data(length) if answered => self.drop_body(length),
                Piece::Data(length) => {
                    self.turn(Step::Data);
                    self.lent = length;
                    return Ok(Happened::Data);
                }
            }
            if self.states.of(Role::Client) == State::MustClose {
                return Ok(Happened::Closed);
            }
        }
    }

    /// Throws away content that nobody will read, up to a limit.
    fn drop_body(&mut self, length: usize) {
        self.input.advance(length);
        match self.budget.checked_sub(length as u64) {
            Some(left) => self.budget = left,
            None => self.close_soon(),
        }
    }

    /// Says `100 Continue` when the client waits for it. Content that came
    /// anyway is as good as having asked (RFC 9110, section 10.1.1).
    fn offer_continue(&mut self) {
        let wanted = std::mem::take(&mut self.expecting);
        let unanswered = self.states.of(Role::Server) == State::SendResponse;
        if wanted && unanswered && self.input.is_empty() && !self.ended {
            self.output.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    /// The client's step, which the state was matched for.
    fn turn(&mut self, step: Step) {
        let turned = self.states.go(Role::Client, step);
        debug_assert_eq!(turned, Ok(()));
    }

    /// Takes away what was handed out by the last event.
    pub(super) fn release(&mut self) {
        self.input.advance(std::mem::take(&mut self.lent));
    }
}

/// The head, to be written to; a new one where somebody still reads the old.
fn writable(head: &mut Arc<Head>) -> &mut Head {
    // Who shares it can make more of it; but where nobody does, nobody will.
    if Arc::strong_count(head) > 1 {
        *head = Arc::default();
    }
    Arc::make_mut(head) // so there is nothing to copy
}
