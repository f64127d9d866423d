//! Applications around applications.
//!
//! * `dispatcher`: [`Dispatcher`], several applications under one roof.
//! * `logging`: [`Logging`], a line for each request.
//! * `gzip`: [`Gzip`], smaller answers.
//! * `validator`: [`Validator`], which holds both sides to the contract.

mod dispatcher;
mod gzip;
mod logging;
mod validator;

pub use dispatcher::Dispatcher;
pub use gzip::Gzip;
pub use logging::Logging;
pub use validator::{Rule, Validator, Violation};
