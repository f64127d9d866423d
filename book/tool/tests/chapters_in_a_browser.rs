//! Servers of the chapters, seen by a real browser.
//!
//! Needs chromium and chromedriver; without them one line says that nothing
//! was checked, and under CI that is a failure.

use std::path::Path;
use std::process::Command;

use book::check::browser::{Browser, available};
use book::programs::{Wanted, build};
use testing::{Server, proc};

/// A program or example of chapter 6, built.
fn program(example: Option<&str>) -> Command {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = book::root::find(here).expect("the tool is in the repository");
    let example = example.map(str::to_owned);
    let wanted = Wanted { example, ..Wanted::main_of("ch06") };
    let built = build(&root, std::slice::from_ref(&wanted));
    let built = built.unwrap_or_else(|error| panic!("{error}"));
    Command::new(built.file(&wanted).expect("it has one"))
}

/// What the page shows as text.
fn text(browser: &mut Browser) -> String {
    let script = "return document.body.innerText";
    let text = browser.run(script, vec![]).expect("a page");
    text.as_str().unwrap_or_default().trim().to_owned()
}

#[test]
fn a_browser_shows_the_page_of_chapter_6_and_sends_its_form() {
    let Some(tools) = available() else {
        println!("chapter 6 in a browser skipped: no chromium");
        assert!(std::env::var_os("CI").is_none(), "CI must have it");
        return;
    };
    let mut command = program(None);
    let server = Server::start(command.args(["serve", "127.0.0.1:0"]));
    let url = format!("http://{}/", server.address());
    let mut browser = Browser::start(&tools).expect("a browser");
    let mut plain = program(Some("before_plain"));
    let plain = Server::start(plain.env("SERVE_ADDR", "127.0.0.1:0"));
    let refused = format!("http://{}/", plain.address());
    browser.go(&refused).expect("a page of the browser's own");
    proc::until("the browser says what is wrong", || {
        text(&mut browser).contains("ERR_INVALID_HTTP_RESPONSE")
    });
    browser.go(&url).expect("the page");
    assert!(text(&mut browser).contains("Your name"), "the form is there");
    // \u{e007} is the key Enter (WebDriver, section 17.4.2).
    browser.keys("input", "Ada L\u{f6}velace\u{e007}").expect("a form");
    proc::until("the answer to the form is shown", || {
        text(&mut browser) == "hello, Ada L\u{f6}velace"
    });
}
