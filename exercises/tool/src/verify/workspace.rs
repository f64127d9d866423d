//! The scratch workspace: each variant a package under `target/verify/`.

mod manifest;

use std::borrow::Cow;
use std::path::PathBuf;
use std::{env, fs};

use super::plan::{Plan, Role, Variant};
use crate::cargo::write_if_new;
use crate::catalog::Exercise;
use crate::error::{Error, Result};
use crate::pristine::Pristine;
use crate::root::Root;
use manifest::{
    binary_name, package_manifest, parse, text_of, workspace_manifest,
};

/// Where all of it is.
pub(crate) fn folder(root: &Root) -> PathBuf {
    root.target().join("verify")
}

/// The folder of one variant's package.
pub(crate) fn package(root: &Root, variant: &Variant) -> PathBuf {
    folder(root).join(&variant.package)
}

/// Where the packages are built.
pub(crate) fn target(root: &Root) -> PathBuf {
    folder(root).join("target")
}

/// Writes the workspace; a file that is right already keeps its time, so
/// that cargo builds only what changed.
///
/// # Errors
///
/// A manifest is broken, or a file cannot be written.
pub(crate) fn write(
    root: &Root,
    pristine: &Pristine,
    plan: &Plan,
) -> Result<()> {
    let top = root.path().join("Cargo.toml");
    let text =
        fs::read_to_string(&top).map_err(Error::file("cannot read", &top))?;
    let manifest = parse(&top, &text)?;
    let members = plan.variants.iter().map(|v| v.package.as_str());
    let scratch = workspace_manifest(root, &manifest, members);
    write_if_new(
        &folder(root).join("Cargo.toml"),
        text_of(&scratch).as_bytes(),
    )?;
    // The same versions of the same crates.
    if let Ok(lock) = fs::read(root.path().join("Cargo.lock")) {
        write_if_new(&folder(root).join("Cargo.lock"), &lock)?;
    }
    for variant in &plan.variants {
        write_package(root, pristine, &plan.exercises, variant)?;
    }
    Ok(())
}

fn write_package(
    root: &Root,
    pristine: &Pristine,
    exercises: &[Exercise],
    variant: &Variant,
) -> Result<()> {
    let one = &exercises[variant.exercise];
    let folder = package(root, variant);
    let binary = pristine.get(&one.binary());
    let manifest = package_manifest(root, pristine, one, variant)?;
    write_if_new(&folder.join("Cargo.toml"), text_of(&manifest).as_bytes())?;
    let lib = lib_text(root, pristine, one, &variant.role);
    write_if_new(&folder.join("src/lib.rs"), lib.as_bytes())?;
    let source = folder.join(format!("src/{}.rs", one.name));
    write_if_new(&source, &variant.source)?;
    if binary.is_some() {
        let script = build_script(root, one, variant);
        write_if_new(&folder.join("build.rs"), script.as_bytes())?;
    }
    let start = format!("{}/", one.chapter);
    for (name, bytes) in pristine.chapter(&one.chapter) {
        let name = name.strip_prefix(&start).unwrap_or(name);
        if belongs(name, one) {
            write_if_new(&folder.join(name), bytes)?;
        }
    }
    Ok(())
}

/// Whether a file of the chapter goes into the exercise's package as it is:
/// its tests, its binary, and what no other exercise owns (data, shared code).
fn belongs(name: &str, one: &Exercise) -> bool {
    let own =
        [format!("tests/{}.rs", one.name), format!("src/bin/{}.rs", one.name)];
    let owned = name == "Cargo.toml"
        || name == "exercises.toml"
        || ["src/", "src/bin/", "tests/"].iter().any(|folder| {
            name.strip_prefix(folder).is_some_and(|rest| {
                rest.ends_with(".rs") && !rest.contains('/')
            })
        });
    own.iter().any(|own| own == name) || !owned
}

/// Lets the test find that binary by the name that it knows.
fn build_script(root: &Root, one: &Exercise, variant: &Variant) -> String {
    let file = format!("{}{}", binary_name(variant), env::consts::EXE_SUFFIX);
    let path = target(root).join("debug").join(file);
    let line = format!(
        "cargo::rustc-env=CARGO_BIN_EXE_{}-{}={}",
        one.chapter,
        one.name,
        path.display()
    );
    format!(
        "fn main() {{\n    println!(\"cargo::rerun-if-changed=build.rs\");\n    \
         println!(\"{{}}\", {line:?});\n}}\n"
    )
}

/// The library's root without the modules of the other exercises, which do
/// not depend on each other.
fn lib_text(
    root: &Root,
    pristine: &Pristine,
    one: &Exercise,
    role: &Role,
) -> String {
    let name = format!("{}/src/lib.rs", one.chapter);
    let text = match role {
        Role::Untouched => pristine.text(&name).map(Cow::into_owned),
        _ => fs::read_to_string(root.solutions(&name)).ok(),
    };
    let text = text.unwrap_or_else(|| format!("pub mod {};\n", one.name));
    let others = |name: &str| {
        name != one.name
            && pristine
                .get(&format!("{}/tests/{name}.rs", one.chapter))
                .is_some()
    };
    without_modules(&text, others)
}

fn without_modules(text: &str, drop: impl Fn(&str) -> bool) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        let words = line.trim().trim_start_matches("pub ");
        let module =
            words.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
        if !module.is_some_and(&drop) {
            kept.push(line);
            continue;
        }
        // Its docs and attributes go with it.
        let attached = |line: &&str| {
            let line = line.trim();
            line.starts_with("///") || line.starts_with("#[")
        };
        while kept.last().is_some_and(attached) {
            kept.pop();
        }
    }
    kept.iter().flat_map(|line| [*line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_modules_go_with_their_docs() {
        let text = "//! Docs.\n\n/// One.\npub mod one;\n/// Two.\n\
                    #[cfg(unix)]\npub mod two;\nmod help;\n";
        assert_eq!(
            without_modules(text, |name| name == "two"),
            "//! Docs.\n\n/// One.\npub mod one;\nmod help;\n"
        );
    }
}
