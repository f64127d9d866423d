//! What the compiler says of a view that is none.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What `rustc` says of a program with this `main`, compiled with a library
/// that cargo has built. Empty: it is right.
fn compiled(library: &Path, main: &str) -> String {
    let folder = library.parent().expect("it is in a folder");
    let out = tempfile::tempdir().expect("a folder");
    let mut rustc = Command::new("rustc")
        .args(["--edition=2024", "--crate-type=bin", "--emit=metadata"])
        .args(["--error-format=short", "-Awarnings", "-", "--out-dir"])
        .arg(out.path())
        .arg("-L")
        .arg(format!("dependency={}", folder.display()))
        .arg("--extern")
        .arg(format!("carafe={}", library.display()))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("who has cargo has rustc");
    let program = format!("use carafe::*;\nfn main() {{\n{main}\n}}\n");
    let mut input = rustc.stdin.take().expect("it is piped");
    input.write_all(program.as_bytes()).expect("it reads");
    drop(input);
    let said = rustc.wait_with_output().expect("it ends").stderr;
    String::from_utf8_lossy(&said).into_owned()
}

/// The library that this test is linked with: of those that lie about, the
/// newest with which a right program compiles.
fn library() -> PathBuf {
    let own = std::env::current_exe().expect("this test");
    let folder = own.parent().expect("it is in a folder");
    let files = folder.read_dir().expect("a folder").flatten();
    let mut all: Vec<_> = files
        .map(|file| file.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("libcarafe-") && name.ends_with(".rlib")
        })
        .collect();
    all.sort_by_key(|path| path.metadata().and_then(|m| m.modified()).ok());
    let right = "App::new().get(\"/\", |Path(at): Path<u8>| at.to_string());";
    let found = all.into_iter().rev().find(|it| compiled(it, right).is_empty());
    found.expect("a library that cargo has built for this test")
}

#[test]
fn a_view_that_is_none_is_told_what_is_one() {
    let library = library();
    for (main, message) in [
        ("App::new().get(\"/\", |at: std::time::Instant| \"\");", "is no view"),
        ("App::new().get(\"/\", || true);", "`bool` is nothing that a view"),
        (
            "struct Own; App::new().get(\"/\", || Own);",
            "`Own` is nothing that a view can return",
        ),
        (
            "fn asked<T: Extract>() {} asked::<u8>();",
            "`u8` is nothing that a view can take",
        ),
    ] {
        let said = compiled(&library, main);
        assert!(said.contains(message), "of {main}\nrustc says: {said}");
        assert!(said.contains("E0277"), "of {main}\nrustc says: {said}");
    }
}
