//! What a server says, by name.

use crate::{Hello, LineEcho, Protocol, Upper};

/// The protocols that every server of chapters 06 to 12 can speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum App {
    /// HTTP: a page that says hello, and a form
    Hello,
    /// Each line comes back
    Echo,
    /// Everything comes back in capital letters
    Upper,
}

impl App {
    /// A protocol for one connection.
    pub fn protocol(self) -> Box<dyn Protocol + Send> {
        match self {
            App::Hello => Box::new(Hello::new()),
            App::Echo => Box::new(LineEcho::new()),
            App::Upper => Box::new(Upper),
        }
    }
}
