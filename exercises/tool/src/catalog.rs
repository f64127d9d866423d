//! The exercises of all chapters, in the order in which they are solved.

use std::fs;

use serde::Deserialize;

use crate::error::{Error, Result};
pub(crate) use crate::exercise::Exercise;
use crate::pristine::{Pristine, is_chapter};
use crate::root::Root;

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    exercise: Vec<Exercise>,
}

/// All exercises.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    pub(crate) exercises: Vec<Exercise>,
    /// What was wrong while reading, told to the learner.
    pub(crate) notes: Vec<String>,
}

impl Catalog {
    /// Reads every `exercises/exNN/exercises.toml`; a list that is broken or
    /// gone is taken from the untouched files.
    pub(crate) fn load(root: &Root, pristine: &Pristine) -> Catalog {
        let mut chapters = pristine.chapters();
        if let Ok(folders) = fs::read_dir(root.exercises("")) {
            chapters.extend(
                folders
                    .filter_map(|entry| {
                        entry.ok()?.file_name().into_string().ok()
                    })
                    .filter(|name| is_chapter(name)),
            );
        }
        chapters.sort();
        chapters.dedup();
        let mut catalog = Catalog::default();
        for chapter in &chapters {
            let name = format!("{chapter}/exercises.toml");
            let spare = pristine.text(&name);
            match fs::read_to_string(root.exercises(&name)) {
                Ok(text) => match parse(chapter, &text) {
                    Ok(list) => {
                        catalog.exercises.extend(list);
                        continue;
                    }
                    Err(why) => catalog.notes.push(format!(
                        "exercises/{name}: {why}; the untouched list is used"
                    )),
                },
                Err(_) if spare.is_none() => continue,
                Err(why) => catalog.notes.push(format!(
                    "exercises/{name}: {}; the untouched list is used",
                    crate::error::Why(&why)
                )),
            }
            let list = spare.map(|text| parse(chapter, &text));
            catalog.exercises.extend(
                list.and_then(std::result::Result::ok).unwrap_or_default(),
            );
        }
        for exercise in &mut catalog.exercises {
            exercise.find_parts(pristine);
        }
        catalog
    }

    /// Only what the untouched files say: what `verify` judges.
    ///
    /// # Errors
    ///
    /// A list that does not parse.
    pub(crate) fn pristine(pristine: &Pristine) -> Result<Catalog> {
        let mut catalog = Catalog::default();
        for chapter in pristine.chapters() {
            let name = format!("{chapter}/exercises.toml");
            if let Some(text) = pristine.text(&name) {
                let list = parse(&chapter, &text)
                    .map_err(|why| Error::Broken { path: name.into(), why })?;
                catalog.exercises.extend(list);
            }
        }
        Ok(catalog)
    }

    /// Finds one exercise by `ex01/greeting` or, when only one chapter has
    /// such a name, `greeting`.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] when there is none or more than one.
    pub(crate) fn find(&self, name: &str) -> Result<usize> {
        let found: Vec<usize> = (0..self.exercises.len())
            .filter(|&i| {
                let one = &self.exercises[i];
                one.name == name || one.key() == name
            })
            .collect();
        match found[..] {
            [one] => Ok(one),
            [] => Err(Error::Usage(format!(
                "no exercise is called `{name}`; `cargo learn list` names them"
            ))),
            _ => {
                let keys: Vec<_> =
                    found.iter().map(|&i| self.exercises[i].key()).collect();
                Err(Error::Usage(format!(
                    "`{name}` could be {}; say which",
                    keys.join(" or ")
                )))
            }
        }
    }

    /// Finds one exercise or all of a chapter (`ex01`).
    ///
    /// # Errors
    ///
    /// As [`Catalog::find`].
    pub(crate) fn find_some(&self, name: &str) -> Result<Vec<usize>> {
        let chapter = self.chapter(name);
        if chapter.is_empty() {
            Ok(vec![self.find(name)?])
        } else {
            Ok(chapter)
        }
    }

    /// The exercises of a chapter, as positions in the list.
    pub(crate) fn chapter(&self, chapter: &str) -> Vec<usize> {
        (0..self.exercises.len())
            .filter(|&i| self.exercises[i].chapter == chapter)
            .collect()
    }
}

fn parse(
    chapter: &str,
    text: &str,
) -> std::result::Result<Vec<Exercise>, String> {
    let mut list: List = toml::from_str(text).map_err(|error| {
        // The first line says where and the last says what.
        let text = error.to_string();
        let place = text.lines().next().unwrap_or_default();
        format!("{place}: {}", error.message())
    })?;
    for exercise in &mut list.exercise {
        exercise.chapter = chapter.to_owned();
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if exercise.name.is_empty() || !exercise.name.chars().all(fits) {
            return Err(format!(
                "`{}` is no name of a Rust module",
                exercise.name
            ));
        }
    }
    Ok(list.exercise)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        let list = |chapter: &str, names: &[&str]| -> Vec<Exercise> {
            let text: String = names
                .iter()
                .map(|name| {
                    format!(
                        "[[exercise]]\nname = {name:?}\ntitle = 'T'\n\
                         minutes = 5\npage = 'p'\nanchor = 'a'\nhints = []\n"
                    )
                })
                .collect();
            parse(chapter, &text).unwrap()
        };
        let mut exercises = list("ex01", &["one", "two"]);
        exercises.extend(list("ex02", &["two", "three"]));
        Catalog { exercises, notes: Vec::new() }
    }

    #[test]
    fn a_name_that_only_one_chapter_has_needs_no_chapter() {
        assert_eq!(catalog().find("three").unwrap(), 3);
        assert_eq!(catalog().find("ex02/two").unwrap(), 2);
    }

    #[test]
    fn a_name_of_two_chapters_must_say_which() {
        let error = catalog().find("two").unwrap_err().to_string();
        assert_eq!(error, "`two` could be ex01/two or ex02/two; say which");
    }

    #[test]
    fn a_chapter_stands_for_all_its_exercises() {
        assert_eq!(catalog().find_some("ex02").unwrap(), [2, 3]);
        assert!(catalog().find_some("ex03").is_err());
    }

    #[test]
    fn a_broken_list_says_where_it_is_broken() {
        let why = parse("ex01", "[[exercise]]\nname = 1\n").unwrap_err();
        assert!(why.contains("line 2"), "{why}");
    }
}
