//! A page as mdBook will see it: headings, ids, links and images, with the
//! lines of the source that they come from.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use regex::Regex;

use crate::expand;
use crate::html::heading_id;
use crate::source::{Book, Page};

/// What a page has when it is rendered.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) headings: Vec<Heading>,
    /// Everything that a fragment can point to.
    pub(crate) ids: BTreeSet<String>,
    /// Where links lead.
    pub(crate) links: Vec<Link>,
    /// Images: address, line, alternative text.
    pub(crate) images: Vec<(String, usize, String)>,
    /// Raw HTML, piece by piece.
    pub(crate) html: Vec<(String, usize)>,
}

#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) line: usize,
    pub(crate) level: usize,
    /// The id before mdBook makes it unique.
    pub(crate) base_id: String,
}

#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) line: usize,
    pub(crate) target: String,
}

static ID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\s(?:id|name)="([^"]*)""#).expect("a valid pattern")
});
static HREF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"<a\s[^>]*?href="([^"]*)""#).expect("a valid pattern")
});

impl Rendered {
    /// Expands and parses a page.
    pub(crate) fn of(book: &Book, page: &Page) -> Rendered {
        let expanded = expand::page(book, page);
        let text = &expanded.text;
        let starts: Vec<usize> = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let line = |at: usize| {
            let line = starts.partition_point(|&start| start <= at);
            expanded.origin.get(line - 1).copied().unwrap_or(1)
        };
        let mut reader = Reader::default();
        let options = MarkdownOptions::default();
        let events = new_cmark_parser(text, &options).into_offset_iter();
        for (event, range) in events {
            reader.take(event, line(range.start));
        }
        reader.found
    }

    /// As mdBook: an id that is taken gets a number.
    fn add_id(&mut self, id: &str) {
        let numbered = (1..).map(|n| format!("{id}-{n}"));
        let fresh = std::iter::once(id.to_owned())
            .chain(numbered)
            .find(|id| !self.ids.contains(id));
        self.ids.extend(fresh);
    }

    fn add_html(&mut self, html: &str, line: usize) {
        let ids = ID.captures_iter(html).map(|id| id[1].to_owned());
        self.ids.extend(ids);
        let targets = HREF.captures_iter(html).map(|l| l[1].to_owned());
        let links = targets.map(|target| Link { line, target });
        self.links.extend(links);
        self.html.push((html.to_owned(), line));
    }
}

/// Takes a page in, event by event.
#[derive(Default)]
struct Reader {
    found: Rendered,
    /// The heading that is open, its text so far, and whether the page gives
    /// its id.
    heading: Option<(Heading, String, bool)>,
    /// The image that is open, and its text so far.
    image: Option<(String, usize, String)>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let given = id.is_some();
                let base_id = id.map(String::from).unwrap_or_default();
                let level = level as usize;
                let new = Heading { line, level, base_id };
                self.heading = Some((new, String::new(), given));
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let target = dest_url.into_string();
                self.found.links.push(Link { line, target });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let image = (dest_url.into_string(), line, String::new());
                self.image = Some(image);
            }
            Event::End(TagEnd::Image) => {
                self.found.images.extend(self.image.take());
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, so_far, _)) = &mut self.heading {
                    so_far.push_str(&text);
                }
                if let Some((_, _, alt)) = &mut self.image {
                    alt.push_str(&text);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.found.add_html(&html, line);
            }
            Event::FootnoteReference(name) => {
                self.found.ids.insert(format!("footnote-{name}"));
            }
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let Some((mut done, text, given)) = self.heading.take() else { return };
        if !given {
            done.base_id = heading_id(&text);
        }
        self.found.add_id(&done.base_id);
        self.found.headings.push(done);
    }
}
