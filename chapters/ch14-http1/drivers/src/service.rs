//! Who answers requests.

use crate::{Exchange, Failure};

/// Answers requests. One value serves all connections, so it is shared by
/// threads.
// ANCHOR: service
pub trait Service: Send + Sync {
    /// Answers one request: reads what it wants of the body, begins the
    /// response, writes its content. The end is added behind it.
    ///
    /// # Errors
    ///
    /// [`Failure`]. Where no response has begun, the client hears a 500 (or
    /// what it is owed for its own mistakes); else the connection is cut, so
    /// that it cannot take a part for the whole. A panic is the same.
    fn call(&self, exchange: &mut Exchange<'_>) -> Result<(), Failure>;
}
// ANCHOR_END: service

impl<F> Service for F
where
    F: Fn(&mut Exchange<'_>) -> Result<(), Failure> + Send + Sync,
{
    fn call(&self, exchange: &mut Exchange<'_>) -> Result<(), Failure> {
        self(exchange)
    }
}
