//! `cargo run -p ch06`: a server that a browser understands, and a client.

mod client;
mod demo;
mod experiments;

use std::process::ExitCode;

use cli::Chapter;
use http_basic::command::{App, Patience, many_clients, open, stop_on_signal};

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
    /// Ask for a page, or send a form; without more words: get /
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9006", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        #[command(subcommand)]
        want: Option<client::Want>,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of HTTP; without a name, list them
    Experiment(cli::Experiment),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, app, patience } => {
            serve(&address, app, &patience)
        }
        Command::Client { address, want } => {
            client::run(&address, want.unwrap_or_default())
        }
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(experiment) => experiment.run(&experiments::ALL),
    })
}

fn serve(address: &str, app: App, patience: &Patience) -> cli::Result {
    let stop = stop_on_signal()?;
    let listener = open("ch06", address, &many_clients(), tries(app))?;
    http_basic::serve(&listener, &patience.limits(), &stop, || app.protocol())?;
    cli::say!("stopped");
    Ok(())
}

fn tries(app: App) -> &'static [&'static str] {
    match app {
        App::Hello => &["a browser, at http://ADDRESS/"],
        App::Echo | App::Upper => &["cargo run -p ch01 -- client ADDRESS"],
    }
}
