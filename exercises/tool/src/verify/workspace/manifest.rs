//! The manifests of the scratch workspace.

use std::path::Path;

use toml::{Table, Value};

use crate::catalog::Exercise;
use crate::error::{Error, Result};
use crate::pristine::Pristine;
use crate::root::Root;
use crate::verify::plan::Variant;

pub(super) fn workspace_manifest<'a>(
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

pub(super) fn package_manifest(
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
pub(super) fn binary_name(variant: &Variant) -> String {
    format!("{}-program", variant.package)
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

pub(super) fn parse(path: &Path, text: &str) -> Result<Table> {
    text.parse::<Table>().map_err(|error| Error::Broken {
        path: path.to_owned(),
        why: error.message().to_owned(),
    })
}

pub(super) fn text_of(table: &Table) -> String {
    toml::to_string(table).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

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
