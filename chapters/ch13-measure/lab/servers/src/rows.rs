//! Who is compared with whom.

use std::process::Command;

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

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Say {
    Echo,
    Hello,
}

/// Beside whom.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rival {
    Python(&'static str),
    Minimal,
}

/// One comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    model: Model,
    say: Say,
    rival: Rival,
    target: f64,
}

const MODELS: [Model; 5] = [Sequential, Fork, Thread, Pool, Prefork];

/// All of them, in the order of the table.
///
/// Pages are served beside the plain `HTTPServer`, which only answers one after
/// another. Fork is not: on Linux a process costs more than a page, in any
/// language, so its rival forks too.
pub(crate) fn all() -> Vec<Row> {
    let python = |model, say, rival, target| Row {
        model,
        say,
        rival: Rival::Python(rival),
        target,
    };
    let mut rows = vec![
        python(Fork, Say::Echo, "fork", 0.20),
        python(Thread, Say::Echo, "thread", 0.70),
    ];
    for model in [Sequential, Thread, Pool, Prefork] {
        rows.push(python(model, Say::Hello, "sequential", 0.60));
    }
    rows.push(python(Fork, Say::Hello, "fork", 0.60));
    rows.push(python(Thread, Say::Hello, "thread", 0.60));
    for model in MODELS {
        for say in [Say::Echo, Say::Hello] {
            rows.push(Row { model, say, rival: Rival::Minimal, target: 1.25 });
        }
    }
    rows
}

impl Model {
    /// The package that serves so.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Sequential => "ch06",
            Fork => "ch07",
            Thread | Pool => "ch08",
            Prefork => "ch09",
        }
    }

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
    fn options(self) -> &'static [&'static str] {
        match self {
            Fork | Thread => &[],
            Sequential => &["--first", "5"],
            Pool => &["--pool", "8", "--first", "5"],
            Prefork => &["--workers", "4", "--first", "5"],
        }
    }
}

impl Say {
    fn name(self) -> &'static str {
        match self {
            Say::Echo => "echo",
            Say::Hello => "hello",
        }
    }
}

impl Row {
    pub(crate) fn model(&self) -> Model {
        self.model
    }

    pub(crate) fn is_hello(&self) -> bool {
        self.say == Say::Hello
    }

    pub(crate) fn is_minimal(&self) -> bool {
        self.rival == Rival::Minimal
    }

    pub(crate) fn target(&self) -> f64 {
        self.target
    }

    /// Ours and theirs, for the table.
    pub(crate) fn names(&self) -> (String, String) {
        let (model, say) = (self.model, self.say.name());
        let options = model.options().join(" ");
        let ours = format!("`{} serve --app {say} {options}", model.package());
        let theirs = match (self.rival, self.say) {
            (Rival::Minimal, _) => format!("`minimal {}`", model.name()),
            (Rival::Python("fork"), Say::Echo) => "`ForkingTCPServer`".into(),
            (Rival::Python(_), Say::Echo) => "`ThreadingTCPServer`".into(),
            (Rival::Python("fork"), _) => "`ForkingMixIn, HTTPServer`".into(),
            (Rival::Python("thread"), _) => "`ThreadingHTTPServer`".into(),
            (Rival::Python(_), _) => "`HTTPServer`".into(),
        };
        (format!("{}`", ours.trim_end()), theirs)
    }

    /// What the words on the command line are looked for in.
    pub(crate) fn name(&self) -> String {
        let rival = match self.rival {
            Rival::Python(_) => "python",
            Rival::Minimal => "minimal",
        };
        let (model, say) = (self.model.name(), self.say.name());
        let package = self.model.package();
        let (_, theirs) = self.names();
        format!("{model} {say} {package} {rival} {theirs}")
    }

    pub(crate) fn ours(&self, programs: &Programs) -> Command {
        ours(programs, self.model, self.say)
    }

    pub(crate) fn theirs(&self, programs: &Programs) -> Command {
        let page = (self.say == Say::Hello).then_some(&programs.page);
        let mut command = match self.rival {
            Rival::Minimal => {
                let mut command = Command::new(programs.program("minimal"));
                command.args([self.model.name(), self.say.name()]);
                command
            }
            Rival::Python(kind) => {
                let mut command = Command::new(&programs.python);
                command.arg(programs.script(self.say.name())).arg(kind);
                command
            }
        };
        command.args(page);
        command
    }
}

fn ours(programs: &Programs, model: Model, say: Say) -> Command {
    let mut command = Command::new(programs.program(model.package()));
    command.args(["serve", "127.0.0.1:0", "--app", say.name()]);
    command.args(model.options());
    command
}

pub(crate) fn ours_sequential(programs: &Programs) -> Command {
    ours(programs, Sequential, Say::Hello)
}
