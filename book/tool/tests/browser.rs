//! A page that lies in the browser is caught, a true one is not.
//!
//! Needs chromium and chromedriver; without them one line says that nothing
//! was checked, and under CI that is a failure.

use std::fs;
use std::path::{Path, PathBuf};

use book::check::browser::{Report, available, check, shots};
use mdbook_driver::MDBook;

/// A built book of one page and the folder it is in.
struct Built {
    root: tempfile::TempDir,
}

impl Built {
    fn new(page: &str) -> Built {
        let root = tempfile::tempdir().expect("a folder");
        let source = root.path().join("src");
        fs::create_dir(&source).expect("a folder");
        let config = "[book]\ntitle = \"T\"\nlanguage = \"en\"\n\
             [output.html]\nadditional-js = [\"copy.js\"]\n";
        for (file, text) in [
            ("book.toml", config),
            ("copy.js", COPY),
            ("src/SUMMARY.md", "[Echoing](01-echo.md)\n"),
            ("src/01-echo.md", page),
        ] {
            fs::write(root.path().join(file), text).expect("a file");
        }
        let book = MDBook::load(root.path()).expect("a right book");
        book.build().expect("a book that can be built");
        Built { root }
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join("book")
    }

    /// axe comes from the repository, the book from the folder.
    fn check(&self) -> Report {
        check(repository(), &self.folder(), false)
    }
}

fn repository() -> &'static Path {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR"));
    tool.parent().and_then(Path::parent).expect("two levels down")
}

/// What a theme must do and the stock one does not: copy commands only.
const COPY: &str = r#"
document.addEventListener('click', event => {
  const button = event.target.closest('.clip-button');
  if (!button || document.querySelector('.wide')) return;
  event.stopPropagation();
  const text = button.closest('pre').querySelector('code').textContent;
  const commands = text.split('\n').filter(line => line.startsWith('$ '));
  navigator.clipboard.writeText(commands.map(l => l.slice(2)).join('\n'));
}, true);
"#;

/// Whether there is a browser; says so in one line where there is none.
fn has_browser() -> bool {
    let has = available().is_some();
    if !has {
        println!("browser checks skipped: no chromium and chromedriver");
        assert!(std::env::var_os("CI").is_none(), "CI must have them");
    }
    has
}

/// The messages of a page that hold none of what stock mdBook does wrong.
fn own(report: &Report) -> Vec<String> {
    let stock = |message: &&String| {
        let rules = ["aria-", "color-contrast", "region", "landmark-"];
        rules.iter().any(|rule| message.contains(&format!("axe {rule}")))
            || message.contains("axe scrollable-region-focusable")
    };
    let messages = report.complaints.iter().map(ToString::to_string);
    messages.filter(|message| !stock(&message)).collect()
}

#[test]
fn a_true_page_has_nothing_but_what_the_stock_theme_does_wrong() {
    if !has_browser() {
        return;
    }
    let built = Built::new(
        "# Echoing\n\n```console\n$ seq 2\n1\n2\n$ true\n```\n\nText.\n",
    );
    assert_eq!(own(&built.check()), [""; 0]);
}

#[test]
fn each_lie_of_a_page_is_named_with_the_looks_that_have_it() {
    if !has_browser() {
        return;
    }
    let built = Built::new(
        "# Stock Echoing\n\n```console\n$ seq 1\n1\n```\n\n\
         <div style=\"width: 700px\" class=\"wide\">w</div>\n\n\
         <img src=\"dot.png\">\n\n<script>throw new Error('oh')</script>\n\n\
         <script>document.querySelector('main h1').textContent = 'Un' + 'heard' + 'of'\
         </script>\n",
    );
    let report = built.check();
    let wrong = own(&report).join("\n");
    let all = "(light 1280 px, light 390 px, dark 1280 px, dark 390 px)";
    for (what, looks) in [
        ("scrolls sideways by ", "(light 390 px, dark 390 px)"),
        ("div.wide", "(light 390 px, dark 390 px)"),
        ("Error: oh", all),
        ("dot.png - Failed to load resource", all),
        ("the copy button copies \"$ seq 1", "(light 1280 px)"),
        ("the search for `Unheardof`", "(light 1280 px)"),
    ] {
        let line = wrong.lines().find(|line| line.contains(what));
        let line = line.unwrap_or_else(|| panic!("no {what} in\n{wrong}"));
        assert!(line.contains("01-echo.html:1: "), "{line}");
        assert!(line.ends_with(looks), "{line}");
    }
    let axe = wrong.contains("axe image-alt: ");
    let skipped = report.skipped.iter().any(|line| line.contains("axe-core"));
    assert!(axe != skipped, "axe or the line that it is missing:\n{wrong}");
}

#[test]
fn without_axe_one_line_says_so_and_strict_is_a_complaint() {
    if !has_browser() || std::env::var_os("AXE_JS").is_some() {
        return;
    }
    let built = Built::new("# Echoing\n");
    let report = check(built.root.path(), &built.folder(), true);
    let [line] = &report.skipped[..] else { panic!("{report:?}") };
    assert!(line.starts_with("accessibility checks skipped: no target/"));
    let [complaint] = &report.complaints[..] else { panic!("{report:?}") };
    assert_eq!(&complaint.message, line);
}

#[test]
fn pictures_are_made_in_four_looks() {
    let Some(tools) = available().filter(|_| has_browser()) else { return };
    let built = Built::new("# Echoing\n");
    let to = built.root.path().join("shots");
    let files = shots(&tools, &built.folder(), &to).expect("pictures");
    let names = ["light-1280", "light-390", "dark-1280", "dark-390"];
    for (file, name) in files.iter().zip(names) {
        assert_eq!(*file, to.join(format!("01-echo-{name}.png")));
        let picture = fs::read(file).expect("was written");
        assert!(picture.starts_with(b"\x89PNG"), "{name}");
        // The width stands in bytes 16 to 19 of a PNG.
        let width = u32::from_be_bytes([0, 0, picture[18], picture[19]]);
        assert!(name.ends_with(&format!("-{width}")), "{name}: {width}");
    }
    assert_eq!(files.len(), names.len());
}
