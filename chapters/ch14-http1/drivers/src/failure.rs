//! Why a request was not answered as its service wanted.

use std::error::Error;
use std::io;

use http1::SendError;
use thiserror::Error;

/// What ends an exchange before its time.
#[derive(Debug, Error)]
pub enum Failure {
    /// The rest of the request is broken, too long or too slow. The client is
    /// told, unless the answer has begun.
    #[error(transparent)]
    Request(#[from] http1::Error),
    /// The client has gone, or does not read.
    #[error(transparent)]
    Client(#[from] io::Error),
    /// The service sent what cannot be sent: 500.
    #[error("the service failed: {0}")]
    Send(#[from] SendError),
    /// The service says so: 500.
    #[error("the service failed: {0}")]
    Service(Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// A failure of the service, in its own words. They go to the log, never
    /// to the client.
    pub fn service(error: impl Into<Box<dyn Error + Send + Sync>>) -> Failure {
        Failure::Service(error.into())
    }
}
