//! `cargo run -p ch14`: HTTP/1.1 over threads, a pool, or processes.

mod demo;
mod site;

use std::process::ExitCode;

use cli::Chapter;
use http1_drivers::{client, command};

const CHAPTER: Chapter = Chapter {
    package: "ch14",
    about: "Chapter 14: HTTP/1.1 in earnest, over threads, a pool, processes",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Serve many requests on each connection
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9014", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        #[command(flatten)]
        options: command::Options,
    },
    /// Ask for paths, all on one connection
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9014", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What to ask for
        #[arg(default_value = "/")]
        paths: Vec<String>,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
}

const TRIES: [&str; 1] = ["curl -v http://ADDRESS/ http://ADDRESS/stream"];

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, options } => {
            command::serve("ch14", &address, &TRIES, options, |_, _| site::site)
        }
        Command::Client { address, paths } => {
            client::run("ch14", &address, &paths)
        }
        Command::Demo(demo) => demo.run(&demo::SCENES),
    })
}
