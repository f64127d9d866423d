//! `cargo run -p ch04`: three servers for messages that end with a mark.

mod apps;
mod client;
mod demo;
mod nul;

use std::process::ExitCode;

use apps::App;
use cli::{Chapter, Play};
use stage::Patience;

const CHAPTER: Chapter = Chapter {
    package: "ch04",
    about: "Chapter 4: messages that end with a mark",
};

const PLAYS: [Play; 1] = [Play {
    name: "nul",
    about: "what a zero byte means in other encodings",
    run: nul::run,
}];

#[derive(clap::Subcommand)]
enum Command {
    /// Answer messages that end with a mark
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9004", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What to say
        #[arg(long, default_value = "dialogue")]
        app: App,
        #[command(flatten)]
        patience: Patience,
    },
    /// Type lines and see what the server says
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9004", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What the server says
        #[arg(long, default_value = "dialogue")]
        app: App,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of text on a wire; without a name, list them
    Experiment(cli::Experiment),
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, app, patience } => {
            let words = format!("--app {}", app.name());
            let other = match app {
                App::Comma => "cargo run -p ch04 -- serve --app dialogue",
                _ => "cargo run -p ch04 -- serve --app comma",
            };
            let tries = [other];
            let serve = |stream: &mut _, peer: &_| app.serve(stream, peer);
            stage::serve("ch04", &address, patience, &words, &tries, serve)
        }
        Command::Client { address, app } => client::run(&address, app),
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(experiment) => experiment.run(&PLAYS),
    })
}
