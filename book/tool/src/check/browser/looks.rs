//! In which combinations which pages are looked at.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::driver::{Browser, Error};
use super::files::Files;

/// One combination in which a page is looked at.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// `light` or `dark`, for people.
    pub(super) name: &'static str,
    /// The theme's id in mdBook.
    theme: String,
    pub(super) width: u32,
}

/// Wide and as on a phone.
pub(super) const WIDTHS: [u32; 2] = [1280, 390];

/// Sets the width, and the theme in the storage of the book's origin.
pub(super) fn open_look(
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
pub(super) fn pages(folder: &Path) -> Result<Vec<String>, Error> {
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
pub(super) fn looks(folder: &Path, pages: &[String]) -> Vec<Look> {
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
