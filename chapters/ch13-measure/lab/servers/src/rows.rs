//! Who is compared with whom.

use crate::ask::Say;
use crate::who::Model::{self, Fork, Pool, Prefork, Sequential, Thread};
use crate::who::Who;

/// One comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) say: Say,
    pub(crate) ours: Who,
    pub(crate) theirs: Who,
    /// What the ratio may be, where one is set.
    pub(crate) target: Option<f64>,
}

const MODELS: [Model; 5] = [Sequential, Fork, Thread, Pool, Prefork];

/// All of them, in the order of the table.
pub(crate) fn all() -> Vec<Row> {
    let mut rows = beside_python();
    for model in MODELS {
        for say in [Say::Echo, Say::Hello] {
            let (ours, theirs) = (Who::Basic(model), Who::Minimal(model));
            rows.push(Row { say, ours, theirs, target: Some(1.25) });
        }
    }
    rows.extend(of_chapter_14());
    rows.push(of_chapter_15());
    rows.extend(of_chapter_16());
    rows
}

/// Pages are served beside the plain `HTTPServer`, which only answers one after
/// another. Fork is not: on Linux a process costs more than a page, in any
/// language, so its rival forks too.
fn beside_python() -> Vec<Row> {
    let row = |model, say, rival, target| Row {
        say,
        ours: Who::Basic(model),
        theirs: Who::Python(rival),
        target: Some(target),
    };
    let mut rows = vec![
        row(Fork, Say::Echo, "fork", 0.20),
        row(Thread, Say::Echo, "thread", 0.70),
    ];
    for model in [Sequential, Thread, Pool, Prefork] {
        rows.push(row(model, Say::Hello, "sequential", 0.60));
    }
    rows.push(row(Fork, Say::Hello, "fork", 0.60));
    rows.push(row(Thread, Say::Hello, "thread", 0.60));
    rows
}

/// Connections that are kept. The other libraries wait for many connections
/// in one thread; chapter 14's machine will too, from chapter 11 on. Until
/// then they are beside it without a target.
fn of_chapter_14() -> Vec<Row> {
    let threads = Who::Http1(Thread);
    let minimal = Who::Minimal(Thread);
    let mut rows = Vec::new();
    for (say, target) in
        [(Say::Keep, 1.2), (Say::Pipeline, 1.5), (Say::Upload, 1.2)]
    {
        let row = |ours, theirs, target| Row { say, ours, theirs, target };
        rows.push(row(threads, minimal, Some(target)));
        rows.push(row(Who::Http1(Pool), minimal, None));
        rows.push(row(Who::Http1(Prefork), minimal, None));
        for peer in ["hyper", "actix-web", "tiny_http"] {
            rows.push(row(threads, Who::Peer(peer), None));
        }
    }
    rows
}

/// What the gateway adds to chapter 14's server.
fn of_chapter_15() -> Row {
    let (ours, theirs) = (Who::Wsgi(Thread), Who::Http1(Thread));
    Row { say: Say::Keep, ours, theirs, target: Some(1.15) }
}

/// The framework beside the one that it is named after.
fn of_chapter_16() -> [Row; 2] {
    [Thread, Pool].map(|model| {
        let (ours, theirs) = (Who::Carafe(model), Who::Flask);
        Row { say: Say::Notes, ours, theirs, target: Some(0.125) }
    })
}

impl Row {
    /// What the words on the command line are looked for in.
    pub(crate) fn name(&self) -> String {
        let (ours, theirs) = (self.ours.words(), self.theirs.words());
        let title = self.theirs.title(self.say);
        format!("{} {ours} {theirs} {title}", self.say.name())
    }

    /// Whether both are made of the same system calls, so that counting them
    /// tells something.
    pub(crate) fn is_minimal(&self) -> bool {
        matches!(self.theirs, Who::Minimal(_))
    }
}
