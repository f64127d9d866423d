//! Our application, called as the test client's lowest layer calls it.

use std::hint::black_box;
use std::sync::Arc;

use carafe::{App, Headers, run_wsgi_app};
use http1::{Connection, Event, Head, Limits};
use wsgi::{
    Application, Environ, Errors, Facts, Gateway, Input, InputError,
    InputStream, Memory, Stderr,
};

/// An application, and what is asked of it.
pub(crate) struct Ours {
    app: App,
    facts: Facts,
    head: Arc<Head>,
    bytes: String,
}

/// Status, head and content.
pub(crate) type Answer = (String, Headers, Vec<u8>);

impl Ours {
    /// Asks for `path`, as a small program does.
    pub(crate) fn new(app: App, path: &str) -> Ours {
        app.check().expect("good rules");
        let bytes = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:9016\r\n\
             User-Agent: curl/8.16.0\r\nAccept: */*\r\n\r\n"
        );
        let (facts, head) = (Facts::default(), parsed(&bytes));
        Ours { app, facts, head, bytes }
    }

    /// The answer of the application, called with an environ.
    pub(crate) fn answer(&self) -> Answer {
        let (input, errors) = (Input::lent(&Nothing), Errors::lent(&Stderr));
        let request = self.head.request();
        let environ = Environ::new(request, &self.facts, None, input, errors);
        run_wsgi_app(&self.app, environ).expect("an answer")
    }

    /// Calls `with` with a function that makes a request from bytes to bytes:
    /// the application on chapter 15's gateway on chapter 14's machine.
    pub(crate) fn whole<T>(
        &self,
        with: impl FnOnce(&mut dyn FnMut()) -> T,
    ) -> T {
        let app: &dyn Application = &self.app;
        let (gateway, mut memory) = (Gateway::new(app), Memory::default());
        let mut once = || {
            let bytes = black_box(self.bytes.as_bytes());
            let failure = memory.send(bytes, |channel| gateway.run(channel));
            assert!(failure.is_none(), "{failure:?}");
            black_box(memory.output());
            memory.skip();
        };
        with(&mut once)
    }
}

fn parsed(bytes: &str) -> Arc<Head> {
    let mut connection = Connection::new(Limits::default());
    connection.receive(bytes.as_bytes());
    let event = connection.next_event();
    assert!(matches!(event, Ok(Event::Request(_))), "{event:?}");
    connection.head()
}

/// The body of a request that has none.
struct Nothing;

impl InputStream for Nothing {
    fn read_into(&self, _: &mut [u8]) -> Result<usize, InputError> {
        Ok(0)
    }

    fn read_line(
        &self,
        _: usize,
        _: &mut Vec<u8>,
    ) -> Result<usize, InputError> {
        Ok(0)
    }
}
