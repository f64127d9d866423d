//! `cargo run -p ch06`: a server that a browser understands.

use std::process::ExitCode;

use cli::Chapter;
use endpoint::ListenOptions;
use http_basic::command::{App, Patience, open, stop_on_signal};

const CHAPTER: Chapter = Chapter {
    package: "ch06",
    about: "Chapter 6: HTTP on a socket, one client after another",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Serve one client after another
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9006", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What to say
        #[arg(long, value_enum, default_value_t = App::Hello)]
        app: App,
        #[command(flatten)]
        patience: Patience,
    },
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, app, patience } => {
            serve(&address, app, &patience)
        }
    })
}

fn serve(address: &str, app: App, patience: &Patience) -> cli::Result {
    let stop = stop_on_signal()?;
    let options = ListenOptions::default();
    let listener = open("ch06", address, &options, &[])?;
    http_basic::serve(&listener, &patience.limits(), &stop, || app.protocol())?;
    cli::say!("stopped");
    Ok(())
}
