//! `cargo run -p ch03`: a server for readings of weather stations.

mod client;
mod demo;
mod server;

use std::process::ExitCode;

use cli::Chapter;
use stage::Patience;

const CHAPTER: Chapter = Chapter {
    package: "ch03",
    about: "Chapter 3: messages of a fixed length over a stream",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Take readings of 16 bytes, answer each with the warmest so far
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9003", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        #[command(flatten)]
        patience: Patience,
    },
    /// Type readings ("oslo -4.25 81") and see the warmest so far
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9003", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, patience } => {
            stage::serve("ch03", &address, patience, "", &[], server::serve)
        }
        Command::Client { address } => client::run(&address),
        Command::Demo(demo) => demo.run(&demo::SCENES),
    })
}
