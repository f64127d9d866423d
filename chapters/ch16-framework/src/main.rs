//! `cargo run -p ch16`: a guest book on the framework.

mod book;
mod demo;

use std::path::PathBuf;
use std::process::ExitCode;

use cli::Chapter;
use http_basic::complain;
use http1_drivers::client;
use http1_drivers::command::Options;
use wsgi::command::{self, Around};

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

/// What is served, and how.
#[derive(clap::Args)]
struct Site {
    /// Settings, as TOML or JSON; CARAFE_… in the environment adds some
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Show failures to clients: for the time of writing
    #[arg(long)]
    debug: bool,
    #[command(flatten)]
    around: Around,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Serve the guest book
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9016", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        options: Options,
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
        Command::Serve { address, site, options } => {
            serve(&address, site, options)
        }
        Command::Client { address, paths } => {
            client::run("ch16", &address, &paths)
        }
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Routes => routes(),
    })
}

fn serve(address: &str, site: Site, options: Options) -> cli::Result {
    let mut app = book::app().map_err(|error| error.causes())?;
    let config = app.config_mut();
    if let Some(file) = site.config {
        config.from_file(file)?;
    }
    config.from_prefixed_env("CARAFE")?;
    if site.debug {
        config.set("DEBUG", true)?;
    }
    app.check()?;
    book::check(&app)?;
    if app.is_debug() {
        let why = "clients see why a request fails: not for production";
        complain(&"DEBUG", &why);
    }
    let options = options.with_limits(app.server_limits()?);
    let application = site.around.put_around(Box::new(app));
    command::serve("ch16", address, &TRIES, options, application)
}

fn routes() -> cli::Result {
    let app = book::app().map_err(|error| error.causes())?;
    app.check()?;
    let lines = app.rules().map(|rule| {
        let methods = rule.allowed().map(|all| all.join(", "));
        let methods = methods.unwrap_or_else(|| "all".to_owned());
        (rule.endpoint(), methods, rule.text())
    });
    let lines: Vec<_> = lines.collect();
    let one = lines.iter().map(|line| line.0.len()).max().unwrap_or(0);
    let two = lines.iter().map(|line| line.1.len()).max().unwrap_or(0);
    for (name, methods, rule) in lines {
        cli::say!("{name:<one$}  {methods:<two$}  {rule}");
    }
    Ok(())
}
