//! A thread, or a process, that waits with its client.

use std::io::{self, ErrorKind};
use std::time::Instant;

use endpoint::Stream;
use http_basic::{Talk, Terms};
use http1::Wait;
use nix::poll::PollFlags;

use crate::times::after;
use crate::{Conversation, Rest, Service};

/// Serves one client until either has said all.
///
/// While `terms.others_wait`, a client that is idle makes room after
/// `terms.limits.first`.
///
/// # Errors
///
/// What ended it before its time.
pub fn hold(
    conversation: &mut Conversation,
    stream: &Stream,
    terms: &Terms<'_>,
    service: &dyn Service,
) -> io::Result<()> {
    hold_with(conversation, stream, terms, service, Rest::Outside)
}

/// The same, and says where it waits for the next request.
pub(crate) fn hold_with(
    conversation: &mut Conversation,
    stream: &Stream,
    terms: &Terms<'_>,
    service: &dyn Service,
    rest: Rest<'_>,
) -> io::Result<()> {
    let talk = Talk::new(stream, terms);
    while let Some(wait) = conversation.turn(stream, &talk, service, rest)? {
        if !wait_for(wait, conversation, &talk, terms)? {
            break;
        }
    }
    Ok(())
}

/// Waits until there is something to do in the next turn; false: this was the
/// last one.
fn wait_for(
    wait: Wait,
    conversation: &mut Conversation,
    talk: &Talk<'_>,
    terms: &Terms<'_>,
) -> io::Result<bool> {
    let event = match wait {
        Wait::Write => PollFlags::POLLOUT,
        _ => PollFlags::POLLIN,
    };
    loop {
        let end = conversation.until();
        // When it is time to look whether others wait.
        let look = match wait {
            Wait::Idle => after(terms.limits.first).min(end),
            _ => end,
        };
        if talk.wait(event, Some(look))? {
            return Ok(true); // or the server ends: the next turn sees that
        }
        let now = Instant::now();
        if now < look {
            return Err(ErrorKind::TimedOut.into()); // the grace is over
        }
        if now >= end {
            return conversation.late();
        }
        if (terms.others_wait)() {
            return Ok(false);
        }
    }
}
