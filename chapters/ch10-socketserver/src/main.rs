//! `cargo run -p ch10`: any transport, any concurrency, one handler.

mod client;
mod demo;
mod matrix;
mod serve;

use std::process::ExitCode;

use cli::Chapter;
use endpoint::Endpoint;

const CHAPTER: Chapter = Chapter {
    package: "ch10",
    about: "Chapter 10: transport × concurrency × handler",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Send back in capital letters what clients send
    Serve {
        /// HOST:PORT, unix:/path, udp:HOST:PORT or unixgram:/path
        #[arg(default_value = "127.0.0.1:9010", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: Endpoint,
        #[command(flatten)]
        options: serve::Options,
    },
    /// Type lines and see what comes back
    Client {
        /// Where the server listens, as for serve
        #[arg(default_value = "127.0.0.1:9010", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: Endpoint,
    },
    /// Start every transport with every concurrency, and talk to each
    Matrix,
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, options } => serve::run(&address, &options),
        Command::Client { address } => client::run(&address),
        Command::Matrix => matrix::run(),
        Command::Demo(demo) => demo.run(&demo::SCENES),
    })
}
