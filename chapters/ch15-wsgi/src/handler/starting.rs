//! `start_response` and `write`, as the gateway provides them.

use super::ServerHandler;
use super::state::Stage;
use crate::{BlockWriter, ExcInfo, StartError, Starter, WriteError};

impl Starter for ServerHandler<'_> {
    // ANCHOR: start-response
    fn start_response(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError> {
        let state = &mut *self.state.borrow_mut();
        match (state.stage, exc_info) {
            (Stage::Sent, Some(ExcInfo(error))) => {
                state.raised = true;
                return Err(StartError::Raised(error));
            }
            (Stage::Nothing, _) | (_, Some(_)) => {}
            (_, None) => return Err(StartError::Twice),
        }
        state.stage = Stage::Refused; // a call counts, whatever comes of it
        state.headers.set(status, headers)?;
        state.stage = Stage::Started;
        Ok(self)
    }
    // ANCHOR_END: start-response

    fn writer(&self) -> &dyn BlockWriter {
        self
    }
}

impl BlockWriter for ServerHandler<'_> {
    fn write(&self, block: &[u8]) -> Result<(), WriteError> {
        if block.is_empty() && self.stage() != Stage::Nothing {
            return Ok(());
        }
        self.send_block(block, None)?;
        self.flush()
    }
}
