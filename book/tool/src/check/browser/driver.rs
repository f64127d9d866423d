//! A small WebDriver client, and the chromedriver it talks to.
//!
//! One request per connection; the answers carry their length. What of the
//! protocol (W3C WebDriver, and Chromium's additions to it) is used here fits
//! a page.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use regex::Regex;
use serde_json::{Value, json};

use super::Tools;
use crate::check::console::process::Running;

/// How long the start, and each request, may take.
const DEADLINE: Duration = Duration::from_secs(60);
/// The largest answer that is read: a picture of a long page fits.
const ANSWER_LIMIT: u64 = 256 << 20;

/// Why the browser could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program or connection failed.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// chromedriver refused a command.
    #[error("{0}")]
    Refused(String),
}

/// A headless browser with one window; it ends when dropped.
#[derive(Debug)]
pub struct Browser {
    port: u16,
    session: String,
    // In this order: the browser ends before its folder goes.
    _driver: Running,
    _profile: tempfile::TempDir,
}

static STARTED: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"started successfully on port (\d+)";
    Regex::new(text).expect("a right pattern")
});

impl Browser {
    /// Starts one, with an empty profile.
    ///
    /// # Errors
    ///
    /// What the system or chromedriver said.
    pub fn start(tools: &Tools) -> Result<Browser, Error> {
        let profile = tempfile::tempdir()?;
        let mut command = Command::new(&tools.chromedriver);
        // It says "on port 0" first, and the real port later.
        command.arg("--port=0");
        let driver = Running::start(command, None)?;
        let until = Instant::now() + DEADLINE;
        driver.wait_for(until, |said| STARTED.is_match(said));
        let said = driver.output();
        let port = STARTED
            .captures(&said)
            .and_then(|found| found[1].parse().ok())
            .ok_or_else(|| {
                let why = said.lines().last().unwrap_or("it said nothing");
                Error::Refused(format!("chromedriver did not start: {why}"))
            })?;
        let mut browser = Browser {
            port,
            session: String::new(),
            _driver: driver,
            _profile: profile,
        };
        let folder = browser._profile.path().display();
        let mut arguments = vec![format!("--user-data-dir={folder}")];
        arguments.extend(FLAGS.map(str::to_owned));
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {
                "binary": tools.chromium,
                "args": arguments,
            },
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let answer = browser.ask("POST", "/session", &wanted)?;
        let id = answer["sessionId"].as_str().unwrap_or_default();
        browser.session = format!("/session/{id}");
        Ok(browser)
    }

    /// Opens an address and waits until the page is loaded.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn go(&mut self, url: &str) -> Result<(), Error> {
        self.post("/url", &json!({ "url": url })).map(drop)
    }

    /// Runs a script in the page; what it returns. A promise is waited for.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn run(
        &mut self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, Error> {
        let body = json!({"script": script, "args": arguments});
        self.post("/execute/sync", &body)
    }

    /// What the console got since it was asked last: errors only.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn log(&mut self) -> Result<Vec<String>, Error> {
        let all = self.post("/se/log", &json!({"type": "browser"}))?;
        let entries = all.as_array().into_iter().flatten();
        let severe = entries.filter(|entry| entry["level"] == "SEVERE");
        let text = |e: &Value| e["message"].as_str().map(str::to_owned);
        Ok(severe.filter_map(text).collect())
    }

    /// One command of the browser's own protocol.
    pub(super) fn devtools(
        &mut self,
        command: &str,
        parameters: &Value,
    ) -> Result<Value, Error> {
        let body = json!({"cmd": command, "params": parameters});
        self.post("/goog/cdp/execute", &body)
    }

    pub(super) fn post(
        &mut self,
        path: &str,
        body: &Value,
    ) -> Result<Value, Error> {
        let path = format!("{}{path}", self.session);
        self.ask("POST", &path, body)
    }

    /// One request and the `value` of its answer.
    fn ask(
        &mut self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<Value, Error> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(DEADLINE))?;
        stream.set_write_timeout(Some(DEADLINE))?;
        let body = body.to_string();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        )?;
        let answer = read_answer(&stream)?;
        let mut answer: Value =
            serde_json::from_slice(&answer).map_err(io::Error::other)?;
        let value = answer["value"].take();
        if let Some(error) = value.get("error").and_then(Value::as_str) {
            let why = value["message"].as_str().unwrap_or_default();
            let why = why.lines().next().unwrap_or_default();
            return Err(Error::Refused(format!("{error}: {why}")));
        }
        Ok(value)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Lets the browser end by itself; its group is killed after that.
        let path = self.session.clone();
        let _ = self.ask("DELETE", &path, &json!({}));
    }
}

/// The body of an answer, by its `Content-Length`.
fn read_answer(stream: &TcpStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream).take(ANSWER_LIMIT);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok(body)
}

/// No window, no sandbox (which root cannot have), nothing in the background.
const FLAGS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",
];
