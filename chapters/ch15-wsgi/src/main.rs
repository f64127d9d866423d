//! `cargo run -p ch15`: applications of PEP 3333, in Rust.

mod demo;
mod site;

use std::process::ExitCode;

use cli::Chapter;
use http1_drivers::client;
use http1_drivers::command::Options;
use wsgi::command::{Around, serve};

const CHAPTER: Chapter = Chapter {
    package: "ch15",
    about: "Chapter 15: WSGI, the contract between servers and applications",
};

const TRIES: [&str; 2] = [
    "curl -v http://ADDRESS/environ/a%20b?c=d",
    "curl -d 'name=Ada' http://ADDRESS/post",
];

#[derive(clap::Subcommand)]
enum Command {
    /// Serve an application
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9015", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// Which application
        #[arg(long, value_enum, default_value_t = site::App::Mount)]
        app: site::App,
        #[command(flatten)]
        around: Around,
        #[command(flatten)]
        options: Options,
    },
    /// Ask for paths, all on one connection
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9015", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What to ask for
        #[arg(default_value = "/hello")]
        paths: Vec<String>,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, app, around, options } => {
            let application = around.put_around(app.application());
            serve("ch15", &address, &TRIES, options, application)
        }
        Command::Client { address, paths } => {
            client::run("ch15", &address, &paths)
        }
        Command::Demo(demo) => demo.run(&demo::SCENES),
    })
}
