//! `cargo run -p ch09`: a pool of processes behind one address.

mod client;
mod demo;
mod experiments;

use std::process::ExitCode;

use cli::Chapter;
use forking::Signals;
use http_basic::Protocol;
use http_basic::command::{App, Patience, announce, hint, many_clients};
use preforking::{Places, Sharing, Who};

const CHAPTER: Chapter = Chapter {
    package: "ch09",
    about: "Chapter 9: a pool of processes that share one listener",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Serve as many clients at a time as there are workers
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9009", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        #[command(flatten)]
        pool: Pool,
        #[command(flatten)]
        patience: Patience,
    },
    /// Connect again and again, and count who answers
    Client {
        /// Where `serve --who` listens
        #[arg(default_value = "127.0.0.1:9009", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// How many times
        #[arg(long, default_value_t = 100)]
        times: u32,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of processes; without a name, list them
    Experiment(cli::Experiment),
}

/// Who serves, and what they say.
#[derive(clap::Args)]
struct Pool {
    /// How many processes
    #[arg(long, default_value_t = 4)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: u16,
    /// A socket and a queue for each worker (SO_REUSEPORT)
    #[arg(long)]
    reuse_port: bool,
    /// What to say
    #[arg(long, value_enum, default_value_t = App::Hello)]
    app: App,
    /// Say which worker it is, and nothing else
    #[arg(long, conflicts_with = "app")]
    who: bool,
}

impl Pool {
    fn protocol(&self) -> Box<dyn Protocol + Send> {
        match self.who {
            true => Box::new(Who),
            false => self.app.protocol(),
        }
    }
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, pool, patience } => {
            serve(&address, &pool, &patience)
        }
        Command::Client { address, times } => client::run(&address, times),
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(experiment) => experiment.run(&experiments::ALL),
    })
}

fn serve(address: &str, pool: &Pool, patience: &Patience) -> cli::Result {
    let signals = Signals::install()?;
    let workers = usize::from(pool.workers);
    let sharing = match pool.reuse_port {
        true => Sharing::ReusePort,
        false => Sharing::Listener,
    };
    let places = Places::open(address, sharing, workers, &many_clients())
        .map_err(hint)?;
    announce("ch09", places.of(0), &["cargo run -p ch09 -- experiment"]);
    let limits = patience.limits();
    let killed =
        preforking::serve(&places, &limits, workers, &signals, || {
            pool.protocol()
        })?;
    if killed > 0 {
        cli::say!("killed {killed} workers that were not done");
    }
    cli::say!("stopped");
    Ok(())
}
