//! What several of these tests need.
#![allow(dead_code, reason = "not all of them need all of it")]

use std::sync::{Arc, Mutex, PoisonError};

use carafe::App;
use http1::{Connection, Event, Head, Limits};
use testing::load::ask_and_finish;
use wsgi::{
    Environ, ErrorStream, Errors, Facts, Gateway, Input, Memory, Stderr,
};

/// A log in memory; hooks write to it, too.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn lines(&self) -> Vec<String> {
        std::mem::take(
            &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl ErrorStream for Log {
    fn write(&self, text: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(text.trim_end().to_owned());
    }
}

/// Asks for `target`; the status, and what the log was told.
pub(crate) fn ask(app: &App, target: &str) -> (u16, Vec<String>) {
    let (log, mut memory) = (Log::default(), Memory::default());
    let gateway = Gateway::new(app as &dyn wsgi::Application);
    let gateway = gateway.with_errors(Arc::new(log.clone()));
    let bytes = format!("GET {target} HTTP/1.0\r\nHost: a\r\n\r\n");
    memory.send(bytes.as_bytes(), |channel| gateway.run(channel));
    let answer = String::from_utf8_lossy(memory.output()).into_owned();
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
    (status.unwrap_or_default(), log.lines())
}

/// Serves `app` on a socket while `job` asks it.
pub(crate) fn over_sockets(
    app: App,
    job: impl FnOnce(&dyn Fn(&str) -> String) + Send + 'static,
) {
    testing::within("questions over sockets", || {
        let server = wsgi::make_server("127.0.0.1:0", app);
        let mut server = server.expect("a server");
        let (address, end) =
            (server.server_address(), server.shutdown_handle());
        let served = std::thread::spawn(move || server.serve_forever());
        let address = address.to_string();
        let asked = threading::caught(|| {
            job(&|bytes| {
                let heard = ask_and_finish(&address, bytes.as_bytes());
                let heard = heard.expect("an answer");
                String::from_utf8_lossy(&heard).into_owned()
            });
        });
        end.shutdown();
        served.join().expect("no panic").expect("it served");
        if let Err(panic) = asked {
            panic!("{}", panic.message);
        }
    });
}

/// The head of a request without a body.
pub(crate) fn head(bytes: &str) -> Arc<Head> {
    let mut connection = Connection::new(Limits::default());
    connection.receive(bytes.as_bytes());
    let event = connection.next_event();
    assert!(matches!(event, Ok(Event::Request(_))), "{bytes:?}: {event:?}");
    connection.head()
}

/// Calls `answer` with the environ of such a request.
pub(crate) fn with_environ<T>(
    head: &Head,
    answer: impl FnOnce(Environ<'_>) -> T,
) -> T {
    let (facts, errors) = (Facts::default(), Stderr);
    let input = Input::from_reader(std::io::empty());
    let errors = Errors::lent(&errors);
    answer(Environ::new(head.request(), &facts, None, input, errors))
}
