//! The applications that the program serves.

use wsgi::{
    AppError, Application, Body, Dispatcher, Environ, StartResponse, demo_app,
};

/// The applications, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum App {
    /// Shows its environ
    Environ,
    /// Says hello
    Hello,
    /// Counts the bytes and lines of a body
    Post,
    /// Sends three blocks, one by one
    Stream,
    /// All of them, each at /NAME
    Mount,
    /// Fails
    Broken,
}

type Answer<'r> = Result<Body<'r>, AppError>;

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain; charset=utf-8")];

impl App {
    pub(crate) fn application(self) -> Box<dyn Application> {
        match self {
            App::Environ => Box::new(demo_app),
            App::Hello => Box::new(hello),
            App::Post => Box::new(post),
            App::Stream => Box::new(stream),
            App::Broken => Box::new(broken),
            App::Mount => Box::new(mounted()),
        }
    }
}

// ANCHOR: mounted
fn mounted() -> Dispatcher {
    Dispatcher::new()
        .mount("/environ", demo_app)
        .mount("/hello", hello)
        .mount("/post", post)
        .mount("/stream", stream)
        .mount("/broken", broken)
}
// ANCHOR_END: mounted

// ANCHOR: hello
fn hello<'r>(_: Environ<'r>, start_response: StartResponse<'r>) -> Answer<'r> {
    start_response.call("200 OK", TEXT)?;
    Ok(Body::from("hello\n"))
}
// ANCHOR_END: hello

fn post<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Answer<'r> {
    let (mut bytes, mut lines) = (0, 0);
    for line in environ.input().lines() {
        bytes += line?.len();
        lines += 1;
    }
    start_response.call("200 OK", TEXT)?;
    Ok(Body::from(format!("{bytes} bytes, {lines} lines\n")))
}

fn stream<'r>(_: Environ<'r>, start_response: StartResponse<'r>) -> Answer<'r> {
    start_response.call("200 OK", TEXT)?;
    Ok(Body::iter(["one\n", "two\n", "three\n"].map(Ok)))
}

/// `/part` fails when a part of the answer is out already, everything else
/// before.
fn broken<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Answer<'r> {
    if !environ.path_info().ends_with("/part") {
        return Err("there is no such table".into());
    }
    start_response.call("200 OK", TEXT)?;
    let late = Err("the table is gone".into());
    Ok(Body::iter([Ok("a part\n"), late]))
}
