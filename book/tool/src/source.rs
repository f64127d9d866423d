//! The book as it is written: pages, fences, headings and directives.

mod scan;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) use scan::fences;
pub use scan::{Directive, Fence, Heading};

use crate::error::{Error, Result};
use crate::lists::{self, Exercises, Floor, Notes, Tower};

/// Where the pages are, below the root.
pub const PAGES: &str = "book/src";

/// The whole book, loaded once; checks and expansions only read it.
#[derive(Clone, Debug)]
pub struct Book {
    /// The root of the repository.
    pub root: PathBuf,
    /// Every Markdown file of `book/src` but SUMMARY.md, by name.
    pub pages: Vec<Page>,
    /// The lines of `book/src/SUMMARY.md`.
    pub summary: Vec<String>,
    /// The floors.
    pub tower: Tower,
    /// What the notes ask and say.
    pub notes: Notes,
    /// The exercises, by two-digit chapter number; packages without a
    /// list are left out.
    pub exercises: BTreeMap<String, Exercises>,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path from the root: `book/src/01-echo.md`.
    pub path: PathBuf,
    /// Its file name: `01-echo.md`.
    pub name: String,
    /// Its first heading, without the `#`; empty when there is none.
    pub title: String,
    /// Its lines; line number 1 is the first.
    pub lines: Vec<String>,
    /// Its code blocks.
    pub fences: Vec<Fence>,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its directives, those in code left out.
    pub directives: Vec<Directive>,
}

impl Page {
    /// A page from its text.
    pub fn new(name: &str, text: &str) -> Page {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let scan::Scan { fences, headings, directives } = scan::scan(&lines);
        let title = headings.first().map(|h| h.text.clone());
        Page {
            path: Path::new(PAGES).join(name),
            name: name.to_owned(),
            title: title.unwrap_or_default(),
            lines,
            fences,
            headings,
            directives,
        }
    }

    /// The name of the page when rendered.
    pub fn html(&self) -> String {
        crate::html::page_name(&self.name)
    }

    /// Its directives of one name.
    pub fn directives<'a>(
        &'a self,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Directive> {
        self.directives.iter().filter(move |d| d.name == name)
    }
}

impl Book {
    /// Reads everything below `root`.
    ///
    /// # Errors
    ///
    /// [`Error::File`] and [`Error::Content`] for a file that is missing or
    /// does not parse.
    pub fn load(root: &Path) -> Result<Book> {
        let folder = root.join(PAGES);
        let summary = folder.join("SUMMARY.md");
        Ok(Book {
            root: root.to_owned(),
            pages: pages(&folder)?,
            summary: read(&summary)?.lines().map(str::to_owned).collect(),
            tower: lists::read(&root.join("book/tower.toml"))?,
            notes: lists::read(&root.join("book/notes.toml"))?,
            exercises: exercises(root)?,
        })
    }

    /// The page of this file name.
    pub fn page(&self, name: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.name == name)
    }

    /// The page of a floor, when it is written.
    pub fn page_of(&self, floor: &Floor) -> Option<&Page> {
        self.page(&floor.page)
    }

    /// The floor of a page, when it is a chapter.
    pub fn floor_of(&self, page: &Page) -> Option<&Floor> {
        self.tower.floors.iter().find(|floor| floor.page == page.name)
    }

    /// The floors whose pages are written, and those pages.
    pub fn written(&self) -> impl Iterator<Item = (&Floor, &Page)> {
        let floors = self.tower.floors.iter();
        floors.filter_map(|f| self.page_of(f).map(|page| (f, page)))
    }

    /// The page that has this directive, when exactly one is wanted.
    pub fn page_with(&self, directive: &str) -> Option<&Page> {
        let has = |page: &&Page| page.directives(directive).next().is_some();
        self.pages.iter().find(has)
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(Error::file(path))
}

/// What is in a folder, sorted; a folder that is missing is empty.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Vec::new());
        }
        Err(source) => {
            return Err(Error::File { path: folder.to_owned(), source });
        }
    };
    let paths: std::io::Result<Vec<PathBuf>> =
        entries.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths.map_err(Error::file(folder))?;
    paths.sort();
    Ok(paths)
}

/// All files below a folder, build results left out.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(folder).unwrap_or_default() {
        match path.is_dir() {
            true if file_name(&path) == "target" => {}
            true => found.extend(files_below(&path)),
            false => found.push(path),
        }
    }
    found
}

pub(crate) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn pages(folder: &Path) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for path in entries(folder)? {
        let name = file_name(&path);
        if name.ends_with(".md") && name != "SUMMARY.md" {
            pages.push(Page::new(&name, &read(&path)?));
        }
    }
    Ok(pages)
}

fn exercises(root: &Path) -> Result<BTreeMap<String, Exercises>> {
    let mut lists = BTreeMap::new();
    for path in entries(&root.join("exercises"))? {
        let name = file_name(&path);
        let list = path.join("exercises.toml");
        if let Some(number) = name.strip_prefix("ex")
            && list.is_file()
        {
            lists.insert(number.to_owned(), lists::read(&list)?);
        }
    }
    Ok(lists)
}
