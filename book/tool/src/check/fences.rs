//! Prose owns no code: a fence says what it is.

use super::Complaint;
use crate::source::{Book, Fence, Page};

/// Complains of fences that are none of those that a page may have.
pub fn check(book: &Book) -> Vec<Complaint> {
    let pages = book.pages.iter();
    pages
        .flat_map(|page| {
            let fences = page.fences.iter();
            fences.filter_map(|fence| {
                let why = wrong(fence, page)?;
                Some(Complaint::new(&page.path, fence.line, why))
            })
        })
        .collect()
}

fn wrong(fence: &Fence, page: &Page) -> Option<String> {
    if fence.end() > page.lines.len() {
        return Some("the fence is never closed".to_owned());
    }
    let words = fence.words().count();
    match fence.language() {
        "console" => None,
        "text" | "python" if words == 0 => None,
        "rust" if fence.value("reason").is_some_and(|r| !r.is_empty()) => None,
        "rust" => Some(
            "Rust comes from the crates by `listing`; a fence of Rust that \
             stands in no crate is `rust,reason=…`"
                .to_owned(),
        ),
        _ => Some(format!(
            "a fence is `console`, `text`, `python` or `rust,reason=…`, not \
             `{}`",
            fence.info
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn said(fence: &str) -> String {
        let fake = Fake::new();
        fake.chapter("It echoes.", &format!("It echoes.\n\n{fence}\n"));
        fake.said(check)
    }

    #[test]
    fn rust_in_prose_needs_a_reason() {
        let why = said("```rust\nfn a() {}\n```");
        assert!(why.starts_with("book/src/01-echo.md:5: Rust comes"), "{why}");
        assert!(said("```rust,reason=\nfn a() {}\n```").contains("listing"));
        assert_eq!(said("```rust,reason=std has it\nfn a() {}\n```"), "");
    }

    #[test]
    fn an_unknown_or_a_nameless_fence_is_a_complaint() {
        assert!(said("```json\n{}\n```").contains("not `json`"));
        assert!(said("```\nx\n```").contains("not ``"));
        assert!(said("```text,part\nx\n```").contains("not `text,part`"));
        assert_eq!(said("```console,part\n$ ls\n```"), "");
    }

    #[test]
    fn a_fence_that_is_never_closed_is_a_complaint() {
        let fake = Fake::new();
        fake.write("book/src/start.md", "# S\n## Begin here\n```text\nx\n");
        assert_eq!(
            fake.said(check),
            "book/src/start.md:3: the fence is never closed"
        );
    }
}
