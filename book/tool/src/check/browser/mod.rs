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
//! * `looks`: themes and widths, and which pages there are.
//! * `files`: serves the folder of the book over HTTP.
//! * `person`: clicks, keys, colors.
//! * `page`: what is asked of one page.
//! * `shots`: pictures of all pages, for people to look at.

mod driver;
mod files;
mod looks;
mod page;
mod person;
mod shots;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::Complaint;
use files::Files;
use looks::{Look, WIDTHS, looks, open_look, pages};

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

/// What is wrong with a page that is no part of the book: the same questions,
/// in the browser's look of the moment. Without axe, what axe would say is
/// left out, and under CI that is an error.
///
/// # Errors
///
/// When the browser cannot be asked.
pub fn faults(
    browser: &mut Browser,
    root: &Path,
    url: &str,
) -> Result<Vec<String>, Error> {
    let axe = axe(root).and_then(|file| fs::read_to_string(file).ok());
    let mut wrong = page::check(browser, url, axe.as_deref())?;
    if axe.is_none() && env::var_os("CI").is_some() {
        wrong.push(format!("there is no {AXE} to ask"));
    }
    Ok(wrong)
}

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
