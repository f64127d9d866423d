//! The scratch workspace: each variant a package under `target/verify/`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

use super::plan::{Plan, Role, Variant};
use crate::cargo::write_if_new;
use crate::catalog::Exercise;
use crate::error::{Error, Result};
use crate::pristine::Pristine;
use crate::root::Root;

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

fn workspace_manifest<'a>(
    root: &Root,
    manifest: &Table,
    members: impl Iterator<Item = &'a str>,
) -> Table {
    let mut workspace = Table::new();
    let old = manifest.get("workspace").and_then(Value::as_table);
    for key in ["package", "dependencies", "resolver"] {
        if let Some(value) = old.and_then(|old| old.get(key)) {
            workspace.insert(key.into(), value.clone());
        }
    }
    if let Some(Value::Table(list)) = workspace.get_mut("dependencies") {
        absolute(list, root.path());
    }
    let members = members.map(|m| Value::String(m.into())).collect();
    workspace.insert("members".into(), Value::Array(members));
    // As the reader's builds, without what only a debugger needs.
    let profile = "dev.debug = 0\ndev.incremental = false\n".parse::<Table>();
    let mut top = Table::new();
    top.insert("workspace".into(), Value::Table(workspace));
    top.insert("profile".into(), Value::Table(profile.unwrap_or_default()));
    top
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

fn package_manifest(
    root: &Root,
    pristine: &Pristine,
    one: &Exercise,
    variant: &Variant,
) -> Result<Table> {
    let name = format!("{}/Cargo.toml", one.chapter);
    let text = pristine.text(&name).unwrap_or_default();
    let old = parse(Path::new(&name), &text)?;
    let edition = old.get("package").and_then(|package| package.get("edition"));
    let binary = pristine.get(&one.binary()).is_some();
    let (chapter, exercise) = (&one.chapter, &one.name);
    let mut head = format!(
        "[package]\nname = {package:?}\nversion = \"0.0.0\"\n\
         autobins = false\nautotests = false\npublish = false\n\
         [lib]\nname = {chapter:?}\ntest = false\ndoctest = false\n\
         [[test]]\nname = {exercise:?}\npath = \"tests/{exercise}.rs\"\n",
        package = variant.package,
    );
    if binary {
        head.push_str(&format!(
            "[[bin]]\nname = {:?}\npath = \"src/bin/{exercise}.rs\"\n\
             test = false\n",
            binary_name(variant)
        ));
    }
    let mut new = parse(Path::new(&name), &head)?;
    if let (Some(edition), Some(Value::Table(package))) =
        (edition, new.get_mut("package"))
    {
        package.insert("edition".into(), edition.clone());
    }
    for key in ["dependencies", "dev-dependencies", "features"] {
        if let Some(Value::Table(list)) = old.get(key) {
            let mut list = list.clone();
            absolute(&mut list, &root.exercises(chapter));
            new.insert(key.into(), Value::Table(list));
        }
    }
    Ok(new)
}

/// Cargo puts all binaries of a workspace into one folder, so each variant's
/// has a name of its own.
fn binary_name(variant: &Variant) -> String {
    format!("{}-program", variant.package)
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

/// Makes the paths of dependencies absolute.
fn absolute(list: &mut Table, base: &Path) {
    for (_, value) in list {
        if let Value::Table(one) = value
            && let Some(Value::String(path)) = one.get_mut("path")
        {
            *path = base.join(&path).to_string_lossy().into_owned();
        }
    }
}

fn parse(path: &Path, text: &str) -> Result<Table> {
    text.parse::<Table>().map_err(|error| Error::Broken {
        path: path.to_owned(),
        why: error.message().to_owned(),
    })
}

fn text_of(table: &Table) -> String {
    toml::to_string(table).unwrap_or_default()
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

    #[test]
    fn paths_of_dependencies_become_absolute() {
        let mut list: Table =
            "a = { path = \"../x\" }\nb = \"1\"\n".parse().unwrap();
        absolute(&mut list, Path::new("/r/exercises/ex01"));
        assert_eq!(
            text_of(&list),
            "b = \"1\"\n\n[a]\npath = \"/r/exercises/ex01/../x\"\n"
        );
    }
}
