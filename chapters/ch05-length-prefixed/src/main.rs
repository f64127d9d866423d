//! `cargo run -p ch05`: a key-value server, its client, and byte orders.

mod client;
mod demo;
mod experiments;
mod hex;
mod server;

use std::process::ExitCode;

use cli::Chapter;
use length_prefixed::kv::{Limits, Store};
use stage::Patience;

const CHAPTER: Chapter = Chapter {
    package: "ch05",
    about: "Chapter 5: messages that say how long they are",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Keep names and values in memory, for one client after another
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9005", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        #[command(flatten)]
        patience: Patience,
    },
    /// Type requests: get NAME, set NAME VALUE, delete NAME, list
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9005", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
    },
    /// Show a message with every form of prefix, byte by byte
    Dump {
        /// The message
        #[arg(default_value = "hello")]
        message: String,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of lengths; without a name, list them
    Experiment(cli::Experiment),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, patience } => {
            let mut store = Store::new(Limits::default());
            let tries = ["cargo run -p ch05 -- dump hello"];
            stage::serve(
                "ch05",
                &address,
                patience,
                "",
                &tries,
                |stream, peer| server::serve(&mut store, stream, peer),
            )
        }
        Command::Client { address } => client::run(&address),
        Command::Dump { message } => hex::dump(message.as_bytes()),
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(e) => e.run(&experiments::ALL),
    })
}
