//! An application that fails in every way, for the tests of the program.

use std::path::PathBuf;
use std::process::ExitCode;

use carafe::{App, Error, Request, Response, abort};
use cli::Chapter;
use http1_drivers::command::Options;
use wsgi::command::{Around, serve};

const CHAPTER: Chapter =
    Chapter { package: "ch16", about: "An application that fails" };

#[derive(clap::Subcommand)]
enum Command {
    /// Serve it
    Serve {
        /// Where
        address: String,
        /// A folder for /static
        #[arg(long)]
        folder: Option<PathBuf>,
        /// Show failures
        #[arg(long)]
        debug: bool,
        #[command(flatten)]
        around: Around,
        #[command(flatten)]
        options: Options,
    },
}

fn main() -> ExitCode {
    cli::run(CHAPTER, |command| {
        let Command::Serve { address, folder, debug, around, options } =
            command;
        let mut app = app();
        if let Some(folder) = folder {
            app.static_folder_at("static", folder);
        }
        app.config_mut().set("DEBUG", debug)?;
        app.check()?;
        let options = options.with_limits(app.server_limits()?);
        let app = around.put_around(Box::new(app));
        serve("ch16", &address, &[], options, app)
    })
}

fn app() -> App {
    let mut app = App::new();
    app.get("/", || "fine\n");
    app.get("/panic", || -> String { panic!("a view's panic") });
    app.get("/fail", || -> Result<String, Error> {
        Err(Error::message("a view's error"))
    });
    app.get("/late", || {
        let late = || Err(Error::message("a late error"));
        let blocks = ["a part\n", ""].into_iter();
        Response::try_stream(blocks.map(move |block| match block {
            "" => late(),
            block => Ok(block),
        }))
    });
    app.post("/upload", upload);
    app.post("/never", || "nobody reads the body\n");
    app.after_request(|context, response: Response| match context.path() {
        "/after" => Err(Error::message("a hook's error")),
        _ => Ok(response),
    });
    app.teardown_request(|context| -> Result<(), Error> {
        match context.path() {
            "/teardown" => {
                Err(abort(500).because(Error::message("late")).into())
            }
            _ => Ok(()),
        }
    });
    app.get("/after", || "never heard");
    app.get("/teardown", || "heard all the same\n");
    app
}

/// The names and lengths of the files that came.
fn upload(request: &Request<'_>) -> Result<String, Error> {
    let mut told = String::new();
    for (name, file) in request.files()?.iter() {
        told += &format!("{name}: {} bytes\n", file.len());
    }
    Ok(told)
}
