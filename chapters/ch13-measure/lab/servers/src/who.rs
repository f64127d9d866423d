//! The servers that are compared: their names, and how they are started.

use std::process::Command;

use crate::ask::Say;
use crate::programs::Programs;

/// How clients are served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Model {
    Sequential,
    Fork,
    Thread,
    Pool,
    Prefork,
}

use Model::{Fork, Pool, Prefork, Sequential, Thread};

/// A server.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Who {
    /// Of chapters 6 to 9: a connection for each request.
    Basic(Model),
    /// Of chapter 14: connections are kept.
    Http1(Model),
    /// Of chapter 15: an application through the gateway.
    Wsgi(Model),
    /// Of chapter 16: the guest book, which has the notes' example, too.
    Carafe(Model),
    /// The same example with Flask, on gunicorn with threads.
    Flask,
    /// The loop straight on system calls.
    Minimal(Model),
    /// Of Python's library; which.
    Python(&'static str),
    /// Of another Rust library; which.
    Peer(&'static str),
}

impl Model {
    fn name(self) -> &'static str {
        match self {
            Sequential => "sequential",
            Fork => "fork",
            Thread => "thread",
            Pool => "pool",
            Prefork => "prefork",
        }
    }

    /// How many threads or processes, where that is chosen; `minimal` has as
    /// many. And a long wait for the first byte where others queue: on a busy
    /// machine our clients come late, and are to be served all the same.
    fn options(self) -> &'static str {
        match self {
            Fork | Thread => "",
            Sequential => "--first 5",
            Pool => "--pool 8 --first 5",
            Prefork => "--workers 4 --first 5",
        }
    }

    /// The same for chapter 14. A process has one connection at a time, so
    /// there are as many as our clients keep.
    fn options_of_http1(self) -> &'static str {
        match self {
            Pool => "--on pool --workers 8",
            Prefork => "--on prefork --workers 64 --turn 5",
            _ => "--on threads",
        }
    }

    /// The same for chapters 15 and 16.
    fn on(self) -> &'static str {
        match self {
            Pool => "--on pool",
            Prefork => "--on prefork",
            _ => "--on threads",
        }
    }
}

impl Who {
    /// The package with its program: of the main workspace, or of the lab.
    pub(crate) fn package(self) -> Option<&'static str> {
        Some(match self {
            Who::Basic(Sequential) => "ch06",
            Who::Basic(Fork) => "ch07",
            Who::Basic(Thread | Pool) => "ch08",
            Who::Basic(Prefork) => "ch09",
            Who::Http1(_) => "ch14",
            Who::Wsgi(_) => "ch15",
            Who::Carafe(_) => "ch16",
            Who::Minimal(_) => "minimal",
            Who::Peer(_) => "peers",
            Who::Python(_) | Who::Flask => return None,
        })
    }

    pub(crate) fn is_of_the_lab(self) -> bool {
        matches!(self, Who::Minimal(_) | Who::Peer(_))
    }

    /// What the words on the command line are looked for in.
    pub(crate) fn words(self) -> String {
        match self {
            Who::Basic(model)
            | Who::Http1(model)
            | Who::Wsgi(model)
            | Who::Carafe(model) => {
                let package = self.package().unwrap_or_default();
                format!("{} {package}", model.name())
            }
            Who::Minimal(_) => "minimal".to_owned(),
            Who::Python(_) => "python".to_owned(),
            Who::Flask => "flask gunicorn".to_owned(),
            Who::Peer(name) => format!("peer {name}"),
        }
    }

    /// For the table.
    pub(crate) fn title(self, say: Say) -> String {
        let package = self.package().unwrap_or_default();
        match (self, say) {
            (Who::Basic(model), _) => {
                let (say, options) = (say.name(), model.options());
                let line = format!("`{package} serve --app {say} {options}");
                format!("{}`", line.trim_end())
            }
            (Who::Http1(model), _) => {
                format!("`{package} serve {}`", model.options_of_http1())
            }
            (Who::Wsgi(model), _) => {
                format!("`{package} serve --app hello {}`", model.on())
            }
            (Who::Carafe(model), _) => {
                format!("`{package} serve {}`", model.on())
            }
            (Who::Flask, _) => "Flask, gunicorn gthread".to_owned(),
            (Who::Minimal(model), _) => format!("`minimal {}`", model.name()),
            (Who::Python("fork"), Say::Echo) => "`ForkingTCPServer`".into(),
            (Who::Python(_), Say::Echo) => "`ThreadingTCPServer`".into(),
            (Who::Python("fork"), _) => "`ForkingMixIn, HTTPServer`".into(),
            (Who::Python("thread"), _) => "`ThreadingHTTPServer`".into(),
            (Who::Python(_), _) => "`HTTPServer`".into(),
            (Who::Peer(name), _) => name.to_owned(),
        }
    }

    pub(crate) fn command(self, say: Say, programs: &Programs) -> Command {
        let program = self.package().map(|name| programs.program(name));
        let program = program.unwrap_or_else(|| programs.python.clone());
        let mut command = Command::new(program);
        match self {
            Who::Basic(model) => {
                command.args(["serve", "127.0.0.1:0", "--app", say.name()]);
                command.args(model.options().split_whitespace());
            }
            Who::Http1(model) => {
                command.args(["serve", "127.0.0.1:0"]);
                command.args(model.options_of_http1().split_whitespace());
            }
            Who::Wsgi(model) => {
                command.args(["serve", "127.0.0.1:0", "--app", "hello"]);
                command.args(model.on().split(' '));
            }
            Who::Carafe(model) => {
                command.args(["serve", "127.0.0.1:0"]);
                command.args(model.on().split(' '));
            }
            Who::Flask => {
                command = Command::new(programs.venv.python());
                command.arg(programs.script("notes"));
            }
            Who::Minimal(model) => {
                command.args([model.name(), say.conversation()]);
                command.args(programs.page(say));
            }
            Who::Python(kind) => {
                command.arg(programs.script(say.name())).arg(kind);
                command.args(programs.page(say));
            }
            Who::Peer(name) => {
                command.arg(name);
            }
        }
        command
    }
}
