//! `cargo run -p ch16`: a guest book on the framework.

mod book;
mod demo;

use std::process::ExitCode;
use std::sync::Arc;

use cli::Chapter;
use http_basic::command::{many_clients, open, stop_on_signal};
use http1::Limits;
use http1_drivers::{Pooling, Times, client, serve_pool};
use wsgi::{Facts, Gateway};

const CHAPTER: Chapter = Chapter {
    package: "ch16",
    about: "Chapter 16: a framework as Flask's users know it",
};

const TRIES: [&str; 3] = [
    "curl http://ADDRESS/api/entries",
    "curl --json '{\"name\": \"Ada\", \"text\": \"Hello\"}' \
     http://ADDRESS/api/entries",
    "curl --json '{\"0\": 0}' 'http://ADDRESS/a?x=1'",
];

#[derive(clap::Subcommand)]
enum Command {
    /// Serve the guest book
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9016", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// Settings, as TOML or JSON; CARAFE_… in the environment adds some
        #[arg(long, value_name = "FILE")]
        config: Option<std::path::PathBuf>,
    },
    /// Ask for paths, all on one connection
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9016", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What to ask for
        #[arg(default_value = "/api/entries")]
        paths: Vec<String>,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// List the rules
    Routes,
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, config } => serve(&address, config),
        Command::Client { address, paths } => {
            client::run("ch16", &address, &paths)
        }
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Routes => routes(),
    })
}

fn serve(address: &str, config: Option<std::path::PathBuf>) -> cli::Result {
    threading::one_line_panics();
    let mut app = book::app().map_err(|error| error.causes())?;
    if let Some(file) = config {
        app.config_mut().from_file(file)?;
    }
    app.config_mut().from_env("CARAFE");
    app.check()?;
    let stop = stop_on_signal()?;
    let listener = open("ch16", address, &many_clients(), &TRIES)?;
    let facts = Facts { multithread: true, ..Facts::default() };
    let gateway = Arc::new(Gateway::new(app).with_facts(facts));
    let size = Pooling { threads: 8, connections: 1024 };
    let (limits, times) = (Limits::default(), Times::default());
    let ending = serve_pool(&listener, size, limits, &times, &stop, gateway)?;
    cli::say!("{ending}");
    Ok(())
}

fn routes() -> cli::Result {
    let app = book::app().map_err(|error| error.causes())?;
    app.check()?;
    for rule in app.rules() {
        let methods = rule.allowed().map(|all| all.join(", "));
        let methods = methods.unwrap_or_else(|| "all".to_owned());
        cli::say!("{:<12} {:<12} {}", rule.endpoint(), methods, rule.text());
    }
    Ok(())
}
