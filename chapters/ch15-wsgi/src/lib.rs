//! WSGI: the contract of PEP 3333 as Rust traits.
mod application;
mod apps;
mod body;
mod channel;
mod environ;
mod errors;
mod gateway;
mod handler;
mod headers;
mod input;
pub mod latin1;
mod memory;
mod middleware;
mod reading;
mod server;
mod shared;
mod start_response;

pub use application::{AppError, Application, application};
pub use apps::demo_app;
pub use body::{BLOCK_SIZE, Blocks, Body, Closing, FileWrapper};
pub use channel::{Channel, FieldIter};
pub use environ::{Environ, Facts, SOFTWARE, Value};
pub use errors::{ErrorStream, Errors, Stderr};
pub use gateway::Gateway;
pub use input::{Input, InputError, InputStream};
pub use memory::Memory;
pub use middleware::{Dispatcher, Gzip, Logging, Rule, Validator, Violation};
pub use server::{Truth, WsgiServer, facts, make_server, make_server_with};
pub use shared::Shared;
pub use start_response::{
    BlockWriter, ExcInfo, StartError, StartResponse, Starter, WriteError,
};
