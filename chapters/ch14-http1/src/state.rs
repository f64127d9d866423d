//! Whose turn it is: the table that both sides follow.

use thiserror::Error;

/// Which side of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sends requests.
    Client,
    /// Sends responses.
    Server,
}

/// What a side is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing: no message has begun.
    Idle,
    /// The server owes an answer and has not begun it.
    SendResponse,
    /// A head was sent; content, or the end, follows.
    SendBody,
    /// The message is complete.
    Done,
    /// Nothing more may be sent but the end of the stream.
    MustClose,
    /// The end of the stream was sent.
    Closed,
    /// The connection speaks another protocol now.
    Switched,
    /// The rules were broken. There is no way back.
    Error,
}

/// What a side can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The head of a request.
    Request,
    /// A response with status 100 or 102 to 199: another one follows.
    Informational,
    /// The head of a response.
    Response,
    /// A 101, or a 2xx to a CONNECT.
    Switch,
    /// Content.
    Data,
    /// The end of a message.
    EndOfMessage,
    /// The end of the stream.
    Close,
}

/// A step that the state does not allow: a mistake of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{role:?} cannot do {step:?} in state {state:?}")]
pub struct OutOfTurn {
    /// Who.
    pub role: Role,
    /// In which state.
    pub state: State,
    /// What.
    pub step: Step,
}

impl State {
    /// Where `step` leads; `None` when it is not allowed.
    // ANCHOR: table
    pub const fn after(self, role: Role, step: Step) -> Option<State> {
        use Role::{Client, Server};
        use State::*;
        Some(match (role, self, step) {
            (Client, Idle, Step::Request) => SendBody,
            (Server, SendResponse, Step::Informational) => SendResponse,
            (Server, SendResponse, Step::Switch) => Switched,
            // Idle: what came was no request, and is answered with a 400.
            (Server, Idle | SendResponse, Step::Response) => SendBody,
            (_, SendBody, Step::Data) => SendBody,
            (_, SendBody, Step::EndOfMessage) => Done,
            (_, Idle | Done | MustClose | Closed, Step::Close) => Closed,
            _ => return None,
        })
    }
    // ANCHOR_END: table
}

/// Both sides, and what ties them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct States {
    client: State,
    server: State,
    keep_alive: bool,
}

impl Default for States {
    fn default() -> States {
        let client = State::Idle;
        States { client, server: State::Idle, keep_alive: true }
    }
}

impl States {
    /// What `role` is doing.
    pub fn of(&self, role: Role) -> State {
        match role {
            Role::Client => self.client,
            Role::Server => self.server,
        }
    }

    /// Whether another request may follow on this connection.
    pub fn keep_alive(&self) -> bool {
        self.keep_alive
    }

    /// Whether `role` may do `step` now.
    ///
    /// # Errors
    ///
    /// [`OutOfTurn`].
    pub fn check(&self, role: Role, step: Step) -> Result<State, OutOfTurn> {
        let state = self.of(role);
        state.after(role, step).ok_or(OutOfTurn { role, state, step })
    }

    /// `role` does `step`.
    ///
    /// # Errors
    ///
    /// [`OutOfTurn`]; nothing is changed.
    pub fn go(&mut self, role: Role, step: Step) -> Result<(), OutOfTurn> {
        let state = self.check(role, step)?;
        self.set(role, state);
        Ok(())
    }

    /// `role` has broken the rules.
    pub fn fail(&mut self, role: Role) {
        self.keep_alive = false;
        self.set(role, State::Error);
    }

    /// This request is the last one.
    pub fn close_after_this(&mut self) {
        self.keep_alive = false;
        self.settle();
    }

    /// Both messages are complete and another may follow: begin again.
    pub(crate) fn next_cycle(&mut self) -> bool {
        let done = (State::Done, State::Done) == (self.client, self.server);
        if done && self.keep_alive {
            *self = States::default();
        }
        done && self.keep_alive
    }

    fn set(&mut self, role: Role, state: State) {
        match role {
            Role::Client => self.client = state,
            Role::Server => self.server = state,
        }
        self.settle();
    }

    /// What one side did decides what the other can do.
    // ANCHOR: settle
    fn settle(&mut self) {
        use State::*;
        match (self.client, self.server) {
            (SendBody | Done, Idle) => self.server = SendResponse,
            (_, Switched) => self.client = Switched,
            (Closed, Idle) => self.server = MustClose,
            (Closed | Error, Done) => self.server = MustClose,
            (Idle | SendBody | Done | Error, Error) => {
                self.client = MustClose;
            }
            // The answer is out and no other will be given.
            (SendBody | Done, Done) if !self.keep_alive => {
                (self.client, self.server) = (MustClose, MustClose);
            }
            _ => {}
        }
    }
    // ANCHOR_END: settle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_ends_where_it_began() {
        let mut states = States::default();
        for (role, step) in [
            (Role::Client, Step::Request),
            (Role::Client, Step::EndOfMessage),
            (Role::Server, Step::Informational),
            (Role::Server, Step::Response),
            (Role::Server, Step::Data),
            (Role::Server, Step::EndOfMessage),
        ] {
            assert!(!states.next_cycle());
            states.go(role, step).unwrap();
        }
        assert!(states.next_cycle());
        assert_eq!(states, States::default());
    }

    #[test]
    fn a_step_out_of_turn_is_refused_and_changes_nothing() {
        let mut states = States::default();
        let error = states.go(Role::Server, Step::Data).unwrap_err();
        let said = "Server cannot do Data in state Idle";
        assert_eq!(error.to_string(), said);
        assert_eq!(states, States::default());
    }

    #[test]
    fn nothing_leads_out_of_closed_switched_and_error_but_the_end() {
        use Step::*;
        let steps = [
            Request,
            Informational,
            Response,
            Switch,
            Data,
            EndOfMessage,
            Close,
        ];
        for role in [Role::Client, Role::Server] {
            for step in steps {
                let closed = State::Closed.after(role, step);
                assert!(closed.is_none() || step == Close);
                assert_eq!(State::Switched.after(role, step), None);
                assert_eq!(State::Error.after(role, step), None);
            }
        }
    }
}
