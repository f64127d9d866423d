//! `cargo run -p ch01`: an echo server, its client, and what they show.

mod client;
mod demo;
mod experiments;
mod rude;

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use cli::{Chapter, say};
use echo::{BACKLOG, Limits, listen, serve_forever};

const CHAPTER: Chapter = Chapter {
    package: "ch01",
    about: "Chapter 1: an echo server and client, made of the eight calls",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Send back what clients send, one client after another
    Serve {
        /// Where to listen; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9001", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: SocketAddr,
        /// Seconds to wait for a client that says nothing
        #[arg(long, default_value = "60", value_parser = cli::seconds)]
        idle: Duration,
        /// Seconds to wait for a client that does not read
        #[arg(long, default_value = "10", value_parser = cli::seconds)]
        write: Duration,
    },
    /// Type lines and see what comes back
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9001", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: SocketAddr,
    },
    /// Be a client that no server should have to fear
    Rude {
        /// How to behave
        manner: rude::Manner,
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9001", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: SocketAddr,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of the system; without a name, list them
    Experiment(cli::Experiment),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, idle, write } => {
            serve(address, Limits { idle, write })
        }
        Command::Client { address } => client::run(address),
        Command::Rude { manner, address } => rude::run(manner, address),
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(e) => e.run(&experiments::ALL),
    })
}

fn serve(address: SocketAddr, limits: Limits) -> cli::Result {
    let listener = listen(address, BACKLOG).map_err(|error| {
        format!("{error}; for any free port: serve 127.0.0.1:0")
    })?;
    let local = listener.local_addr()?.as_socket().unwrap_or(address);
    cli::end_on_signal(|| {})?;
    let client = format!("cargo run -p ch01 -- client {local}");
    let states =
        format!("ss -tan 'sport = :{0} or dport = :{0}'", local.port());
    cli::announce(local, &[&client, "cargo run -p ch01 -- demo", &states]);
    serve_forever(&listener, limits, |from, result| {
        let who = from.map_or("accept".to_owned(), |from| from.to_string());
        match result {
            Ok(total) => say!("{who}: echoed {total} bytes"),
            // What a socket's time-out looks like (socket(7), SO_RCVTIMEO).
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                say!("{who}: gave up waiting for it");
            }
            Err(error) => say!("{who}: {error}"),
        }
    })?;
    Ok(())
}
