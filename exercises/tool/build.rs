//! Puts the untouched exercises (`pristine/`) into the program.
//!
//! They are a copy of their own, not `exercises/` itself: that is where the
//! learner works, and what is built after an edit would take the edited file
//! for the untouched one.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let base =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
            .join("pristine");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", base.display());
    let mut files = Vec::new();
    walk(&base, &base, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for (name, path) in files {
        let _ = writeln!(code, "    ({name:?}, include_bytes!({path:?})),");
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("pristine.rs"), code)
}

fn walk(
    base: &Path,
    folder: &Path,
    files: &mut Vec<(String, PathBuf)>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(base, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(base) {
            let parts: Vec<_> =
                inside.iter().map(|part| part.to_string_lossy()).collect();
            files.push((parts.join("/"), path));
        }
    }
    Ok(())
}
