//! `cargo run -p ch02`: one echo over every family, its clients, and what
//! the options do.

mod child;
mod client;
mod demo;
mod experiments;
mod lookup;
mod server;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use cli::Chapter;
use endpoint::Endpoint;

const CHAPTER: Chapter = Chapter {
    package: "ch02",
    about: "Chapter 2: the same echo over TCP, UDP and Unix sockets",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Send back what clients send
    Serve {
        /// HOST:PORT, :PORT, unix:/path, udp:HOST:PORT or unixgram:/path; an
        /// IPv6 address in brackets
        #[arg(default_value = "127.0.0.1:9002", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: Endpoint,
        #[command(flatten)]
        options: server::Options,
    },
    /// Type lines and see what comes back
    Client {
        /// Where the server listens, as for serve
        #[arg(default_value = "127.0.0.1:9002", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: Endpoint,
        /// Seconds to wait for each address of a name
        #[arg(long, default_value = "10", value_parser = cli::seconds)]
        timeout: Duration,
        /// Which address of this machine to call from (port 0: any)
        #[arg(long)]
        source: Option<SocketAddr>,
    },
    /// Ask the system about a host and a service
    Resolve {
        /// A name or a number
        host: String,
        /// A name or a number
        service: String,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of the system; without a name, list them
    Experiment(cli::Experiment),
    /// What the experiments start as a process of its own
    #[command(hide = true)]
    Child(child::Child),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, options } => server::run(&address, &options),
        Command::Client { address, timeout, source } => {
            client::run(&address, timeout, source)
        }
        Command::Resolve { host, service } => lookup::run(&host, &service),
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(e) => e.run(&experiments::ALL),
        Command::Child(child) => child.run(),
    })
}
