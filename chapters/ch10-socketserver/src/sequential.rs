//! One request after another.

use http_basic::Limits;

use crate::{Job, ProcessRequest, Request, Requests};

/// No concurrency: Python's servers without a mix-in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sequential;

// ANCHOR: sequential
impl<R: Request> ProcessRequest<R> for Sequential {
    fn process_request(
        &mut self,
        job: Job<R>,
        requests: &dyn Requests<R>,
    ) -> Result<(), Job<R>> {
        let limits = job.limits();
        job.run(limits, &|| requests.is_waiting());
        Ok(())
    }
    // ANCHOR_END: sequential

    fn server_close(&mut self, _: &Limits, _: bool) -> usize {
        0 // who has left the loop serves nobody
    }
}
