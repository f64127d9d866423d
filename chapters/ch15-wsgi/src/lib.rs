//! WSGI: the contract of PEP 3333 as Rust traits.
mod application;
mod body;
mod environ;
mod errors;
mod input;
pub mod latin1;
mod shared;
mod start_response;

pub use application::{AppError, Application, application};
pub use body::{BLOCK_SIZE, Blocks, Body, Closing, FileWrapper};
pub use environ::{Environ, Facts, SOFTWARE, Value};
pub use errors::{ErrorStream, Errors, Stderr};
pub use input::{Input, InputError, InputStream};
pub use shared::Shared;
pub use start_response::{
    BlockWriter, ExcInfo, StartError, StartResponse, Starter, WriteError,
};
