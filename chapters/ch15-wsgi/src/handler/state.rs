//! How far a request is, and what went wrong.

use http1_drivers::Failure;

use crate::AppError;
use crate::headers::{Headers, is_bodiless};

/// How far the response is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// `start_response` was not called.
    #[default]
    Nothing,
    /// It was called, and did not take what it was told.
    Refused,
    /// Status and headers are here, and can still be taken back.
    Started,
    /// They are out.
    Sent,
}

/// What has become of a request.
#[derive(Default)]
pub(super) struct State {
    pub(super) stage: Stage,
    pub(super) headers: Headers,
    /// How many bytes of content were sent.
    pub(super) sent: u64,
    /// What the connection said, whatever the application makes of it.
    pub(super) failure: Option<Failure>,
    /// An error was raised again: the response is not whole.
    pub(super) raised: bool,
    /// The end is sent: what comes now is between application and server.
    pub(super) over: bool,
    /// What went wrong when the client had its answer.
    pub(super) late: Option<AppError>,
}

impl State {
    /// Whether what was sent so far is what the application wanted.
    pub(super) fn is_well(&self) -> bool {
        self.failure.is_none() && !self.raised
    }

    /// How much content may still be sent.
    pub(super) fn room(&self) -> u64 {
        match self.headers.length() {
            _ if is_bodiless(self.headers.status()) => 0,
            Some(length) => length - self.sent.min(length),
            None => u64::MAX,
        }
    }
}
