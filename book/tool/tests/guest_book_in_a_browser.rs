//! Chapter 16's guest book, as a person with a browser meets it.
//!
//! Needs chromium and chromedriver; without them one line says that nothing
//! was checked, and under CI that is a failure.

use std::path::{Path, PathBuf};
use std::process::Command;

use book::check::browser::{Browser, available, faults};
use book::programs::{Wanted, build};
use serde_json::Value;
use testing::{Server, proc};

/// The password of the book's owner.
const PASSWORD: &str = "correct horse battery staple";

/// A PNG of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\
    \0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\
    \xeeV\0\0\0\0IEND\xaeB`\x82";

/// The guest book and its visitor.
struct Visit {
    root: PathBuf,
    server: Server,
    /// Next door is another one; it ends with the visit.
    _neighbor: Server,
    browser: Browser,
    /// Where the books keep what they have.
    _scratch: tempfile::TempDir,
}

impl Visit {
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    fn go(&mut self, path: &str) {
        let url = self.url(path);
        self.browser.go(&url).expect("a page");
    }

    fn value(&mut self, script: &str) -> Value {
        self.browser.run(script, vec![]).expect("a value")
    }

    /// How many there are on a page that is here as a whole.
    fn count(&mut self, css: &str) -> Option<u64> {
        let script = format!(
            "return document.readyState == 'complete'
                ? document.querySelectorAll('{css}').length : null"
        );
        // While one page takes another's place, a script may find neither.
        self.browser.run(&script, vec![]).ok()?.as_u64()
    }

    /// Waits until a page with this title is shown.
    fn until_title(&mut self, what: &str, title: &str) {
        let script = "return document.title";
        proc::until(what, || {
            self.browser.run(script, vec![]).is_ok_and(|found| found == title)
        });
    }

    /// A click may lead to another page, which takes its time.
    fn until(&mut self, what: &str, css: &str, count: u64) {
        proc::until(what, || self.count(css) == Some(count));
    }

    /// The message on top of the page.
    fn flash(&mut self) -> Value {
        self.value("return document.querySelector('.flash').innerText")
    }

    fn fill(&mut self, css: &str, text: &str) {
        self.browser.keys(css, text).expect("a field to type into");
    }

    fn click(&mut self, css: &str) {
        self.browser.click(css).expect("something to click on");
    }
}

fn start() -> Option<Visit> {
    let Some(tools) = available() else {
        println!("the guest book in a browser skipped: no chromium");
        assert!(std::env::var_os("CI").is_none(), "CI must have it");
        return None;
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = book::root::find(here).expect("the tool is in the repository");
    let wanted = Wanted::main_of("ch16");
    let built = build(&root, std::slice::from_ref(&wanted));
    let built = built.unwrap_or_else(|error| panic!("{error}"));
    let program = built.file(&wanted).expect("it has one");
    let mut command = Command::new(program);
    // On a busy machine it takes a while until the server has all of a
    // picture that it refuses.
    command.args(["serve", "127.0.0.1:0", "--linger", "60"]);
    // Whoever is killed cleans nothing up.
    let scratch = tempfile::tempdir().expect("a folder");
    command.env("TMPDIR", scratch.path());
    let neighbor = Server::start(&mut command);
    command.env("CARAFE_OWNER_PASSWORD", PASSWORD);
    command.env("CARAFE_NEIGHBOR", neighbor.address());
    let server = Server::start(&mut command);
    let browser = Browser::start(&tools).expect("a browser");
    Some(Visit {
        root,
        server,
        _neighbor: neighbor,
        browser,
        _scratch: scratch,
    })
}

/// One visit, since a browser is slow to start.
#[test]
fn a_person_signs_the_owner_deletes_and_what_is_wrong_is_refused() {
    let Some(mut visit) = start() else { return };
    sign(&mut visit);
    let said = visit.browser.log().expect("a log");
    assert!(said.is_empty(), "errors in the browser's console: {said:?}");
    look(&mut visit);
    send_too_much(&mut visit);
    send_from_another_site(&mut visit);
    delete(&mut visit);
}

fn sign(visit: &mut Visit) {
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("cat.png");
    std::fs::write(&picture, PNG).expect("a file");
    visit.go("/");
    assert_eq!(visit.count("script"), Some(0), "all works without scripts");
    visit.fill("input[name=name]", "Ada L\u{f6}velace");
    visit.fill("textarea", "1 < 2\n<script>document.title = 'Eve'</script>");
    visit.fill("input[type=file]", &picture.display().to_string());
    visit.click("main form button");
    visit.until("the entry is shown", "article", 1);
    assert_eq!(visit.flash(), "Thank you, Ada L\u{f6}velace.");
    let text =
        visit.value("return document.querySelector('article').innerText");
    let text = text.as_str().unwrap_or_default();
    assert!(text.contains("Ada L\u{f6}velace"), "{text}");
    assert!(text.contains("<script>"), "shown, not obeyed: {text}");
    let width = "const img = document.querySelector('article img');
        return img.decode().then(() => img.naturalWidth)";
    assert_eq!(visit.value(width), 1, "the picture is shown");
    visit.browser.reload().expect("the page again");
    visit.until("thanks are said once", ".flash", 0);
    visit.until("the book is signed once", "article", 1);
    let name = "return document.querySelector('input[name=name]').value";
    assert_eq!(visit.value(name), "Ada L\u{f6}velace", "it is remembered");
}

/// All pages, as on a phone and on a desk, by day and by night.
fn look(visit: &mut Visit) {
    for colors in ["light", "dark"] {
        visit.browser.set_colors(colors).expect("colors");
        for width in [390, 1280] {
            visit.browser.set_size(width, 900).expect("a size");
            for path in ["/", "/owner/login", "/neighbor", "/404"] {
                let url = visit.url(path);
                let wrong = faults(&mut visit.browser, &visit.root, &url);
                let mut wrong = wrong.expect("answers");
                // The browser logs what status the page has.
                wrong.retain(|why| !why.contains("status of 404"));
                let none: [String; 0] = [];
                assert_eq!(wrong, none, "{path}, {colors}, {width} px");
            }
        }
    }
}

/// A picture that is too large is refused on a page of the book.
fn send_too_much(visit: &mut Visit) {
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("large.png");
    let content = [PNG, &vec![0; 5 << 20]].concat();
    std::fs::write(&picture, content).expect("a file");
    visit.go("/");
    visit.fill("input[name=name]", "Ada");
    visit.fill("textarea", "What a view!");
    visit.fill("input[type=file]", &picture.display().to_string());
    visit.click("main form button");
    visit.until_title("the refusal is shown", "413 Content Too Large");
    visit.go("/");
    assert_eq!(visit.count("article"), Some(1), "nothing more is signed");
}

/// A page of another site cannot sign.
fn send_from_another_site(visit: &mut Visit) {
    visit.go("/");
    let book = visit.url("/");
    // A page of no site at all is another site.
    let trap = format!(
        "data:text/html,<form method=post action={book}>\
         <input name=name value=Eve><input name=text value=Buy!>\
         <button>A kitten!</button></form>"
    );
    visit.browser.go(&trap).expect("the trap");
    visit.click("button");
    visit.until_title("the book refuses", "400 Bad Request");
    visit.go("/");
    assert_eq!(visit.count("article"), Some(1), "nothing more is signed");
}

fn delete(visit: &mut Visit) {
    visit.go("/");
    assert_eq!(visit.count("article form"), Some(0), "guests do not delete");
    visit.click("nav a:last-child");
    visit.until("the login is shown", "input[type=password]", 1);
    // \u{e007} is the key Enter (WebDriver, section 17.4.2).
    visit.fill("input[type=password]", &format!("{PASSWORD}\u{e007}"));
    visit.until("the owner may delete", "article form", 1);
    assert_eq!(visit.flash(), "You may delete now.");
    visit.click("article form button");
    visit.until("the entry is gone", "article", 0);
    visit.click("main form.bare button");
    visit.until("the owner is a guest again", "form.bare", 0);
}
