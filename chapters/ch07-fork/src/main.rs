//! `cargo run -p ch07`: a server with a process for every client.

use std::process::ExitCode;

use cli::Chapter;
use endpoint::ListenOptions;
use forking::Signals;
use http_basic::command::{App, Patience, open};

const CHAPTER: Chapter =
    Chapter { package: "ch07", about: "Chapter 7: a process for every client" };

#[derive(clap::Subcommand)]
enum Command {
    /// Serve each client in a process of its own
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9007", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What to say
        #[arg(long, value_enum, default_value_t = App::Hello)]
        app: App,
        /// How many processes at a time; further clients are refused
        #[arg(long, default_value_t = 256)]
        max_children: usize,
        #[command(flatten)]
        patience: Patience,
    },
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, app, max_children, patience } => {
            serve(&address, app, max_children, &patience)
        }
    })
}

fn serve(
    address: &str,
    app: App,
    max_children: usize,
    patience: &Patience,
) -> cli::Result {
    let signals = Signals::install()?;
    let options = ListenOptions::default();
    let listener = open("ch07", address, &options, &[])?;
    let limits = patience.limits();
    let cut_off =
        forking::serve(listener, &limits, max_children, &signals, || {
            app.protocol()
        })?;
    match cut_off {
        0 => {}
        n => cli::say!("ended {n} conversations that were not over"),
    }
    cli::say!("stopped");
    Ok(())
}
