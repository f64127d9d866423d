//! `wsgi.errors`: where an application complains.

use std::io::{self, Write};
use std::rc::Rc;

use crate::Shared;

/// Where an [`Errors`] writes to.
pub trait ErrorStream {
    /// Appends text, as it is.
    fn write(&self, text: &str);

    /// Nothing may be held back any more.
    fn flush(&self) {}
}

/// Standard error. It may be gone: that is nobody's failure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stderr;

impl ErrorStream for Stderr {
    fn write(&self, text: &str) {
        let _ = io::stderr().write_all(text.as_bytes());
    }

    fn flush(&self) {
        let _ = io::stderr().flush();
    }
}

/// `wsgi.errors`, as an application writes to it. Clones are the same.
#[derive(Clone)]
pub struct Errors<'r>(Shared<'r, dyn ErrorStream + 'r>);

impl<'r> Errors<'r> {
    /// The server's.
    pub fn lent(stream: &'r (dyn ErrorStream + 'r)) -> Errors<'r> {
        Errors(Shared::Lent(stream))
    }

    /// A middleware's.
    pub fn shared(stream: Rc<dyn ErrorStream + 'r>) -> Errors<'r> {
        Errors(Shared::Owned(stream))
    }

    /// `write(text)`: no line end is added.
    pub fn write(&self, text: &str) {
        self.0.write(text);
    }

    /// `writelines(lines)`: no line ends are added here, either.
    pub fn writelines<'l>(&self, lines: impl IntoIterator<Item = &'l str>) {
        lines.into_iter().for_each(|line| self.write(line));
    }

    /// `flush()`
    pub fn flush(&self) {
        self.0.flush();
    }
}
