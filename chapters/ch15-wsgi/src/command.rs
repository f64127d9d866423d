//! `serve`: an application, on what was chosen; for the programs of this
//! chapter and of those that stand on it.

use std::sync::Arc;

use endpoint::Listener;
use http1_drivers::command::{On, Options};

use crate::{Application, Gateway, Gzip, Logging, Stderr, Validator, facts};

/// Which middleware the command line puts around an application.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Around {
    /// Hold server and application to the contract
    #[arg(long)]
    validate: bool,
    /// Compress text for clients that take gzip
    #[arg(long)]
    gzip: bool,
    /// Write a line for each request to standard error
    #[arg(long)]
    log: bool,
}

impl Around {
    /// The application with all that was asked for around it: the log is
    /// outermost, and tells what goes out.
    pub fn put_around(
        self,
        mut application: Box<dyn Application>,
    ) -> Box<dyn Application> {
        if self.validate {
            application = Box::new(Validator::new(application));
        }
        if self.gzip {
            application = Box::new(Gzip::new(application));
        }
        if self.log {
            application = Box::new(Logging::new(application, Arc::new(Stderr)));
        }
        application
    }
}

/// Serves `application` at `address` until a signal ends it. `tries` are
/// commands that a user may try, with `ADDRESS` in them.
///
/// # Errors
///
/// As [`http1_drivers::command::serve`].
// ANCHOR: run
pub fn serve(
    package: &str,
    address: &str,
    tries: &[&str],
    options: Options,
    application: impl Application + 'static,
) -> cli::Result {
    let service = |listener: &Listener, on| {
        let facts = facts(&listener.address(), truth(on));
        Gateway::new(application).with_facts(facts)
    };
    http1_drivers::command::serve(package, address, tries, options, service)
}
// ANCHOR_END: run

/// What `wsgi.multithread` and `wsgi.multiprocess` say.
fn truth(on: On) -> (bool, bool) {
    match on {
        On::Threads | On::Pool => (true, false),
        On::Prefork => (false, true),
    }
}
