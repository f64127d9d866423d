//! `cargo run -p ch07`: a server with a process for every client.

mod client;
mod demo;
mod experiments;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cli::Chapter;
use forking::Signals;
use http_basic::command::{App, Patience, many_clients, open};

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
        #[command(flatten)]
        processes: Processes,
        #[command(flatten)]
        patience: Patience,
    },
    /// Ask for a page, once or many times, beside slow clients
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9007", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        #[command(flatten)]
        crowd: client::Crowd,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of processes; without a name, list them
    Experiment(cli::Experiment),
}

#[derive(clap::Args)]
struct Processes {
    /// How many processes at a time; further clients are refused
    #[arg(long, default_value_t = 256)]
    max_children: usize,
    /// A file to write this server's process id to
    #[arg(long, value_name = "FILE")]
    pid_file: Option<PathBuf>,
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, app, processes, patience } => {
            serve(&address, app, &processes, &patience)
        }
        Command::Client { address, crowd } => client::run(&address, crowd),
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(experiment) => experiment.run(&experiments::ALL),
    })
}

fn serve(
    address: &str,
    app: App,
    processes: &Processes,
    patience: &Patience,
) -> cli::Result {
    let signals = Signals::install()?;
    if let Some(file) = &processes.pid_file {
        write_pid(file)?;
    }
    let tries = ["cargo run -p ch07 -- client --slow 3"];
    let listener = open("ch07", address, &many_clients(), &tries)?;
    let limits = patience.limits();
    let most = processes.max_children;
    let cut_off =
        forking::serve(listener, &limits, most, &signals, || app.protocol())?;
    match cut_off {
        0 => {}
        1 => cli::say!("ended 1 conversation that was not over"),
        n => cli::say!("ended {n} conversations that were not over"),
    }
    cli::say!("stopped");
    Ok(())
}

fn write_pid(file: &Path) -> cli::Result {
    fs::write(file, std::process::id().to_string()).map_err(|error| {
        format!("cannot write {}: {error}", file.display()).into()
    })
}
