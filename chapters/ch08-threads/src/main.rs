//! `cargo run -p ch08`: many clients, served by the threads of one process.

mod client;
mod demo;
mod experiments;

use std::process::ExitCode;

use cli::Chapter;
use endpoint::Listener;
use http_basic::command::{Patience, many_clients, open, stop_on_signal};
use http_basic::{Hello, LineEcho, Protocol, Upper};
use threading::{
    Greet, Pool, Threads, WhenFull, one_line_panics, serve_pool, serve_threads,
};

const CHAPTER: Chapter = Chapter {
    package: "ch08",
    about: "Chapter 8: a thread for every connection, or a pool of threads",
};

#[derive(clap::Subcommand)]
enum Command {
    /// Serve many clients at the same time
    Serve {
        /// HOST:PORT or unix:/path; port 0 asks for any free port
        #[arg(default_value = "127.0.0.1:9008", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
        /// What to say
        #[arg(long, value_enum, default_value_t = App::Greet)]
        app: App,
        #[command(flatten)]
        workers: Workers,
        #[command(flatten)]
        patience: Patience,
    },
    /// Type lines and see what the server says
    Client {
        /// Where the server listens
        #[arg(default_value = "127.0.0.1:9008", env = cli::SERVE_ADDR)]
        #[arg(hide_env = true)]
        address: String,
    },
    /// Hold scripted conversations and print the bytes on the wire
    Demo(cli::Demo),
    /// Show one behavior of threads; without a name, list them
    Experiment(cli::Experiment),
}

/// Who serves: a thread for each connection, or a pool.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Workers {
    /// The most connections, and threads, at the same time
    #[arg(long, value_name = "N", default_value = "256")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    max_threads: u16,
    /// Instead: N threads, started once, and a queue
    #[arg(long, value_name = "N", conflicts_with = "max_threads")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    pool: Option<u16>,
    /// How many clients may wait for a thread of the pool
    #[arg(long, value_name = "N", default_value = "64", requires = "pool")]
    queue: u16,
    /// What becomes of a client when the pool's queue is full
    #[arg(long, value_enum, default_value = "wait", requires = "pool")]
    when_full: WhenFull,
}

/// What the server says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum App {
    /// Asks for names, says "Hello, NAME!", and ends at "exit"
    Greet,
    /// HTTP: a page that says hello, and a form
    Hello,
    /// Each line comes back
    Echo,
    /// Everything comes back in capital letters
    Upper,
}

impl App {
    fn protocol(self) -> Box<dyn Protocol + Send> {
        match self {
            App::Greet => Box::new(Greet::new()),
            App::Hello => Box::new(Hello::new()),
            App::Echo => Box::new(LineEcho::new()),
            App::Upper => Box::new(Upper),
        }
    }
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| match command {
        Command::Serve { address, app, workers, patience } => {
            serve(&address, app, workers, &patience)
        }
        Command::Client { address } => client::run(&address),
        Command::Demo(demo) => demo.run(&demo::SCENES),
        Command::Experiment(e) => e.run(&experiments::ALL),
    })
}

fn serve(
    address: &str,
    app: App,
    workers: Workers,
    patience: &Patience,
) -> cli::Result {
    one_line_panics();
    let stop = stop_on_signal()?;
    let limits = &patience.limits();
    let protocol = || app.protocol();
    // Before the listener: who cannot be served shall not connect.
    let pool = workers.pool()?;
    let listener = &listener(address, pool.is_some())?;
    let ending = match &pool {
        Some(pool) => serve_pool(listener, limits, pool, &stop, protocol)?,
        None => {
            let max = usize::from(workers.max_threads);
            let threads = Threads::new(max).named("client");
            serve_threads(listener, limits, &threads, &stop, protocol)?
        }
    };
    cli::say!("{ending}");
    Ok(())
}

impl Workers {
    fn pool(self) -> cli::Result<Option<Pool>> {
        let Some(size) = self.pool else { return Ok(None) };
        let (size, queue) = (usize::from(size), usize::from(self.queue));
        let pool = Pool::new(size, queue, self.when_full).map_err(|error| {
            format!("no {size} threads: {error}; try a smaller --pool")
        })?;
        Ok(Some(pool))
    }
}

fn listener(address: &str, has_pool: bool) -> cli::Result<Listener> {
    let other = match has_pool {
        true => "cargo run -p ch08 -- serve --max-threads 2",
        false => "cargo run -p ch08 -- serve --pool 2 --queue 2",
    };
    let experiments = "cargo run -p ch08 -- experiment";
    let tries = [other, experiments];
    open("ch08", address, &many_clients(), &tries)
}
