//! What a turn does with the requests that are here.

use std::io;
use std::time::Duration;

use endpoint::Stream;
use http_basic::{Talk, complain};
use http1::{Event, Wait};
use threading::caught;

use crate::exchange::Exchange;
use crate::{Conversation, Failure, Service};

impl Conversation {
    /// Answers every request that is here.
    pub(super) fn answer(
        &mut self,
        stream: &Stream,
        talk: &Talk<'_>,
        service: &dyn Service,
    ) -> io::Result<()> {
        loop {
            match self.machine.next_event() {
                Ok(Event::Request(_)) => {}
                Ok(_) => return Ok(()),
                Err(error) => {
                    self.refuse(error);
                    return Ok(());
                }
            }
            // The next head has a time of its own.
            (self.wait, self.body_until) = (Wait::Application, None);
            self.serve(stream, talk, service)?;
        }
    }

    /// Lets the service answer the request that is here.
    fn serve(
        &mut self,
        stream: &Stream,
        talk: &Talk<'_>,
        service: &dyn Service,
    ) -> io::Result<()> {
        let mut exchange = Exchange {
            machine: &mut self.machine,
            talk,
            peer: &self.peer,
            times: &self.times,
            date: self.clock.date(),
            taken: 0,
            body_until: &mut self.body_until,
        };
        let said = caught(|| service.call(&mut exchange));
        let said = said
            .unwrap_or_else(|panic| Err(Failure::service(panic.to_string())));
        let Err(failure) = said.and_then(|()| exchange.finish()) else {
            return Ok(());
        };
        let told = exchange.fail(&failure);
        self.refused |= matches!(failure, Failure::Request(_));
        if told {
            complain(&self.peer, &failure);
            return Ok(());
        }
        // A reset, not an end: the end would make the part look whole where
        // the end of the stream is the end of the body.
        let _ = stream.socket().set_linger(Some(Duration::ZERO));
        Err(match failure {
            Failure::Client(error) => error,
            other => io::Error::other(other.to_string()),
        })
    }
}
