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
        let mut ready = false;
        while !ready {
            let end = conversation.until();
            let turn = match wait {
                Wait::Idle => after(terms.limits.first).min(end),
                _ => end,
            };
            let event = match wait {
                Wait::Write => PollFlags::POLLOUT,
                _ => PollFlags::POLLIN,
            };
            ready = talk.wait(event, Some(turn))?;
            let now = Instant::now();
            if ready {
                // Heard: idle ones end in the next turn.
            } else if now < turn {
                return Err(ErrorKind::TimedOut.into()); // the grace is over
            } else if now >= end {
                match (wait, conversation.late()) {
                    (_, true) => ready = true, // and the client is told
                    (Wait::Idle | Wait::Linger, _) => return Ok(()),
                    _ => return Err(ErrorKind::TimedOut.into()),
                }
            } else if (terms.others_wait)() {
                return Ok(());
            }
        }
    }
    Ok(())
}
