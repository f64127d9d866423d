//! The tower stands: crates import what carries them, and codecs never see
//! a socket.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use super::Complaint;
use crate::lists::Floor;
use crate::source::Book;

/// The floors whose libraries work on bytes alone.
const CODECS: &[&str] = &["03", "04", "05", "14"];

/// Where the packages of a chapter stand in its folder.
const PACKAGES: &[&str] = &["", "drivers"];

/// Whatever lets a library reach the network.
static NETWORK: LazyLock<Regex> = LazyLock::new(|| {
    let crates = r"std::net|std::os::unix::net|socket2|echo|endpoint";
    let named = format!(r"\b({crates})(?:::|;|\s+as\s)");
    let inside = r"\buse\s+std::\{[^}]*\bnet\b";
    Regex::new(&format!("{named}|{inside}")).expect("a valid pattern")
});

/// Complains of imports that point up or sideways, and of sockets in codecs.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for floor in &book.tower.floors {
        let folder = Path::new("chapters").join(&floor.directory);
        for package in PACKAGES {
            let path = folder.join(package).join("Cargo.toml");
            complaints.extend(manifest(book, floor, &path));
        }
        if CODECS.contains(&floor.number.as_str()) {
            for path in library(&book.root.join(&folder).join("src")) {
                complaints.extend(sockets(book, &path));
            }
        }
    }
    complaints
}

/// The packages that a crate depends on, tests included.
fn manifest(book: &Book, floor: &Floor, path: &Path) -> Vec<Complaint> {
    let Ok(text) = std::fs::read_to_string(book.root.join(path)) else {
        return Vec::new();
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(e) => {
            let why = e.to_string().replace('\n', " ");
            return vec![Complaint::new(path, 1, why)];
        }
    };
    let below = book.tower.below(&floor.number);
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let dependencies = tables.iter().filter_map(|t| table.get(*t)?.as_table());
    let mut complaints = Vec::new();
    for (key, value) in dependencies.flatten() {
        let package = value.get("package").and_then(|name| name.as_str());
        let package = package.unwrap_or(key);
        let Some(name) = package.strip_prefix("ch") else { continue };
        // A chapter of two packages: ch14-http1 is chapter 14, too.
        let number = name.split('-').next().unwrap_or(name);
        let other = number != floor.number;
        let a_floor = other && book.tower.floor(number).is_some();
        if a_floor && !below.contains(number) {
            let why = format!(
                "{} does not stand on {package} (book/tower.toml)",
                floor.package()
            );
            let line = line_of(&text, key);
            complaints.push(Complaint::new(path, line, why));
        }
    }
    complaints
}

fn line_of(text: &str, key: &str) -> usize {
    let starts = |line: &str| line.trim_start().starts_with(key);
    text.lines().position(starts).map_or(1, |line| line + 1)
}

/// A line that says that a module stands in a file of its own.
static MODULE: LazyLock<Regex> = LazyLock::new(|| {
    let visible = r"(?:pub(?:\([a-z ]+\))?\s+)?";
    Regex::new(&format!(r"(?m)^\s*{visible}mod\s+(\w+)\s*;"))
        .expect("a valid pattern")
});

/// The files of a crate's library: `lib.rs` and the modules below it. What
/// only `main.rs` names is the binary's.
fn library(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    follow(&folder.join("lib.rs"), folder, &mut files);
    files
}

/// `file`, whose modules stand in `folder`, and those modules.
fn follow(file: &Path, folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(text) = std::fs::read_to_string(file) else { return };
    files.push(file.to_owned());
    for module in MODULE.captures_iter(&text) {
        let inside = folder.join(&module[1]);
        follow(&inside.with_extension("rs"), &inside, files);
        follow(&inside.join("mod.rs"), &inside, files);
    }
}

fn sockets(book: &Book, path: &Path) -> Vec<Complaint> {
    let file = path.strip_prefix(&book.root).unwrap_or(path);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut complaints = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let code = line.split("//").next().unwrap_or_default();
        if let Some(found) = NETWORK.captures(code) {
            let what = found.get(1).map_or("std::net", |m| m.as_str());
            let why = format!("a codec must not import {what}");
            complaints.push(Complaint::new(file, number, why));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn an_import_that_points_up_is_a_complaint() {
        let fake = Fake::new();
        let manifest = |on: &str| {
            format!("[package]\n\n[dependencies]\n{on}.workspace = true\n")
        };
        fake.write("chapters/ch01-echo/Cargo.toml", &manifest("ch03"));
        fake.write("chapters/ch03-fixed/Cargo.toml", &manifest("ch01"));
        assert_eq!(
            fake.said(check),
            "chapters/ch01-echo/Cargo.toml:4: ch01 does not stand on ch03 \
             (book/tower.toml)"
        );
        fake.write("chapters/ch01-echo/Cargo.toml", &manifest("ch01"));
        fake.write("chapters/ch01-echo/drivers/Cargo.toml", &manifest("ch03"));
        assert_eq!(
            fake.said(check),
            "chapters/ch01-echo/drivers/Cargo.toml:4: ch01 does not stand on \
             ch03 (book/tower.toml)"
        );
        let renamed = "[dev-dependencies]\nx = { package = \"ch03\" }\n";
        fake.write("chapters/ch01-echo/Cargo.toml", renamed);
        assert!(
            fake.said(check).starts_with("chapters/ch01-echo/Cargo.toml:2")
        );
    }

    #[test]
    fn a_codec_that_sees_a_socket_is_a_complaint() {
        let lib = "chapters/ch03-fixed/src/lib.rs";
        for line in [
            "use std::net::TcpStream;",
            "use std::os::unix::net::UnixStream;",
            "use std::{io, net::TcpStream};",
            "pub fn a(s: &socket2::Socket) {}",
            "use endpoint::connect;",
        ] {
            let fake = Fake::new();
            fake.write(lib, &format!("//! Not std::net::here.\n{line}\n"));
            let said = fake.said(check);
            assert!(said.starts_with(&format!("{lib}:2: a codec")), "{line}");
        }
    }

    #[test]
    fn a_socket_is_found_in_the_modules_of_the_library_too() {
        let fake = Fake::new();
        let source = |name: &str| format!("chapters/ch03-fixed/src/{name}");
        fake.write(&source("lib.rs"), "pub mod outer;\n");
        fake.write(&source("outer.rs"), "pub(crate) mod inner;\n");
        fake.write(&source("outer/inner.rs"), "use socket2::Socket;\n");
        assert_eq!(
            fake.said(check),
            "chapters/ch03-fixed/src/outer/inner.rs:1: a codec must not \
             import socket2"
        );
    }

    #[test]
    fn the_programs_of_a_codec_may_use_the_network() {
        let fake = Fake::new();
        for name in ["main.rs", "client.rs", "bin/more.rs"] {
            let path = format!("chapters/ch03-fixed/src/{name}");
            fake.write(&path, "use std::net::TcpStream;\n");
        }
        fake.write("chapters/ch03-fixed/src/main.rs", "mod client;\n");
        let lib = "// std::net::x\nuse std::io::Read;\nlet netstring = 1;\n";
        fake.write("chapters/ch03-fixed/src/lib.rs", lib);
        assert_eq!(fake.said(check), "");
    }
}
