//! The client: a page, or the answer to a form.

use std::time::Duration;

use cli::say;
use http_basic::{Ask, Reply, ask};

/// How long the server may be silent.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a body may be: 1 MiB.
const MAX_BODY: usize = 1024 * 1024;

/// What to ask for.
#[derive(Clone, Debug, clap::Subcommand)]
pub(crate) enum Want {
    /// Ask for a page
    Get {
        /// Its path, and a query behind `?`
        #[arg(default_value = "/")]
        path: String,
    },
    /// Send a form
    Post {
        /// Where to
        path: String,
        /// What stands in it: name=value
        #[arg(value_parser = pair)]
        fields: Vec<(String, String)>,
    },
}

impl Default for Want {
    fn default() -> Want {
        Want::Get { path: "/".to_owned() }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').ok_or("wants name=value")?;
    Ok((pair.0.to_owned(), pair.1.to_owned()))
}

/// Asks the server at `address`, and shows what it answers.
pub(crate) fn run(address: &str, want: Want) -> cli::Result {
    // A Unix socket's path is no host; what its server does not look at.
    let host = if address.starts_with("unix:") { "localhost" } else { address };
    let what = match &want {
        Want::Get { path } => Ask::new("GET", host, path)?,
        Want::Post { path, fields } => {
            let pairs = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            Ask::new("POST", host, path)?.with_form(pairs)
        }
    };
    let mut stream = stage::call("ch06", address)?;
    stream.set_timeouts(Some(PATIENCE), Some(PATIENCE))?;
    show(&ask(&mut stream, &what, MAX_BODY)?);
    Ok(())
}

fn show(reply: &Reply) {
    let Reply { head, body } = reply;
    say!(
        "{} {} {}",
        head.version,
        head.status,
        wire::escape(head.reason.as_bytes())
    );
    for (name, value) in head.fields.iter() {
        say!("{name}: {}", wire::escape(value));
    }
    say!("");
    // A terminal obeys some bytes; what is no text is not shown as such.
    let text = String::from_utf8_lossy(body);
    for line in text.lines() {
        say!("{}", line.replace(char::is_control, "?"));
    }
}
