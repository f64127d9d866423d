//! Middleware that the command line puts around an application.

use std::sync::Arc;

use wsgi::{Application, Gzip, Logging, Stderr, Validator};

/// Which ones.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Around {
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
    pub(crate) fn put_around(
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
