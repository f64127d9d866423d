//! The built book in a real browser.
//!
//! Every page, in the light and the dark theme, 1280 and 390 pixels wide:
//! it loads without errors, nothing comes from another host, nothing makes it
//! scroll sideways, and axe finds no violation. Once for each page: the
//! search finds it by its title, and the first transcript's copy button
//! copies commands without their `$ `.
//!
//! Needs chromium, chromedriver and `axe.min.js` (npm's `axe-core`); where
//! they are missing the checks are skipped with one line.
//!
//! # Layout
//!
//! * `driver`: a small WebDriver client, and the chromedriver it talks to.
//! * `files`: serves the folder of the book over HTTP.
//! * `page`: what is asked of one page.
//! * `shots`: pictures of all pages, for people to look at.

mod driver;
mod files;
mod page;
mod shots;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use super::Complaint;
use files::Files;

pub use driver::{Browser, Error};
pub use shots::shots;

/// The version of axe-core that the book is checked with.
pub const AXE_VERSION: &str = "4.14.1";
/// Where `npm install --prefix target` puts it, from the root.
const AXE: &str = "target/node_modules/axe-core/axe.min.js";

/// The programs that the checks need.
#[derive(Clone, Debug)]
pub struct Tools {
    chromium: PathBuf,
    chromedriver: PathBuf,
}

/// What the checks gave.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is wrong, by page.
    pub complaints: Vec<Complaint>,
    /// One line for each thing that was skipped.
    pub skipped: Vec<String>,
}

/// The browser's programs, where both are installed.
pub fn available() -> Option<Tools> {
    let chromium = ["chromium", "chromium-browser", "google-chrome"];
    Some(Tools {
        chromium: chromium.into_iter().find_map(in_path)?,
        chromedriver: in_path("chromedriver")?,
    })
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let mut files = env::split_paths(&path).map(|p| p.join(program));
    files.find(|file| file.is_file())
}

/// axe's file: named by the environment's `AXE_JS`, or where npm put it.
fn axe(root: &Path) -> Option<PathBuf> {
    let file =
        env::var_os("AXE_JS").map_or_else(|| root.join(AXE), PathBuf::from);
    file.is_file().then_some(file)
}

/// One combination in which a page is looked at.
#[derive(Clone, Debug)]
struct Look {
    /// `light` or `dark`, for people.
    name: &'static str,
    /// The theme's id in mdBook.
    theme: String,
    width: u32,
}

/// Wide and as on a phone.
const WIDTHS: [u32; 2] = [1280, 390];

/// Checks the built book in `folder`; `root` is the repository's.
///
/// `strict` makes what is missing a complaint.
pub fn check(root: &Path, folder: &Path, strict: bool) -> Report {
    let mut report = Report::default();
    let file = folder.strip_prefix(root).unwrap_or(folder).to_owned();
    let mut skip = |what: &str| {
        if strict {
            let (file, line) = (file.clone(), 1);
            let message = what.to_owned();
            report.complaints.push(Complaint { file, line, message });
        }
        report.skipped.push(what.to_owned());
    };
    let Some(tools) = available() else {
        skip(
            "browser checks skipped: chromium and chromedriver are not \
              installed",
        );
        return report;
    };
    let axe = axe(root).and_then(|file| fs::read_to_string(file).ok());
    if axe.is_none() {
        skip(&format!(
            "accessibility checks skipped: no {AXE} (npm install --prefix \
             target axe-core@{AXE_VERSION})"
        ));
    }
    let found = run(&tools, folder, axe.as_deref());
    match found {
        Ok(found) => {
            report.complaints.extend(found.into_complaints(&file));
        }
        Err(error) => {
            let message = format!("the browser failed: {error}");
            report.complaints.push(Complaint { file, line: 1, message });
        }
    }
    report
}

/// What was found: for each page and message, the looks in which it is so.
#[derive(Debug, Default)]
struct Found(BTreeMap<(String, String), Vec<String>>);

impl Found {
    fn add(&mut self, page: &str, look: &Look, message: String) {
        let key = (page.to_owned(), message);
        let look = format!("{} {} px", look.name, look.width);
        self.0.entry(key).or_default().push(look);
    }

    fn into_complaints(self, folder: &Path) -> Vec<Complaint> {
        let complaint = |((page, message), looks): (_, Vec<String>)| {
            let (page, message): (String, String) = (page, message);
            let looks = looks.join(", ");
            let message = format!("{message} ({looks})");
            Complaint { file: folder.join(page), line: 1, message }
        };
        self.0.into_iter().map(complaint).collect()
    }
}

fn run(
    tools: &Tools,
    folder: &Path,
    axe: Option<&str>,
) -> Result<Found, Error> {
    let files = Files::serve(folder)?;
    let mut browser = Browser::start(tools)?;
    let pages = pages(folder)?;
    let mut found = Found::default();
    for look in looks(folder, &pages) {
        open_look(&mut browser, &files, &pages, &look)?;
        for page in &pages {
            let url = files.url(page);
            for message in page::check(&mut browser, &url, axe)? {
                found.add(page, &look, message);
            }
            // What does not depend on the look is asked once.
            if look.name == "light" && look.width == WIDTHS[0] {
                for message in page::check_once(&mut browser, page)? {
                    found.add(page, &look, message);
                }
            }
        }
    }
    Ok(found)
}

/// Sets the width, and the theme in the storage of the book's origin.
fn open_look(
    browser: &mut Browser,
    files: &Files,
    pages: &[String],
    look: &Look,
) -> Result<(), Error> {
    browser.set_size(look.width, 900)?;
    if let Some(page) = pages.first() {
        browser.go(&files.url(page))?;
        let script = "localStorage.setItem('mdbook-theme', arguments[0])";
        browser.run(script, vec![look.theme.clone().into()])?;
        browser.log()?;
    }
    Ok(())
}

static LINK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"href="([^":#?]+\.html)""#));
static THEME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"default_(light|dark)_theme = "([\w-]+)""#));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a right pattern")
}

/// The pages of the sidebar, in its order; without one, all of the folder.
fn pages(folder: &Path) -> Result<Vec<String>, Error> {
    let mut pages: Vec<String> = Vec::new();
    if let Ok(toc) = fs::read_to_string(folder.join("toc.html")) {
        for link in LINK.captures_iter(&toc) {
            if !pages.iter().any(|page| *page == link[1]) {
                pages.push(link[1].to_owned());
            }
        }
    }
    if !pages.is_empty() {
        return Ok(pages);
    }
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_part = ["print.html", "toc.html"].contains(&name.as_str());
        if name.ends_with(".html") && !is_part {
            pages.push(name);
        }
    }
    pages.sort();
    Ok(pages)
}

/// Both themes, as the pages name them, in all widths.
fn looks(folder: &Path, pages: &[String]) -> Vec<Look> {
    let first = pages.first().map(|page| folder.join(page));
    let html = first.and_then(|file| fs::read_to_string(file).ok());
    let html = html.unwrap_or_default();
    let theme = |name: &str, other: &str| {
        let mut named = THEME.captures_iter(&html);
        let named = named.find(|found| &found[1] == name);
        named.map_or_else(|| other.to_owned(), |found| found[2].to_owned())
    };
    let themes =
        [("light", theme("light", "light")), ("dark", theme("dark", "navy"))];
    let of = |(name, theme): (&'static str, String)| {
        WIDTHS.map(|width| Look { name, theme: theme.clone(), width })
    };
    themes.into_iter().flat_map(of).collect()
}
