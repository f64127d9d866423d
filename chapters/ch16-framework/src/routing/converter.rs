//! What a variable of a rule may be.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::numbers::{Float, Int};
use super::parse::Arguments;

/// Says which texts a variable takes, and writes values as text.
///
/// Own converters implement it and are added with [`Converters::add`].
/// Only [`accepts`](Converter::accepts) is needed.
pub trait Converter: Send + Sync {
    /// Whether the variable may be `text`, which is never empty.
    fn accepts(&self, text: &str) -> bool;

    /// A regular expression for such texts. It finds where a variable ends
    /// when it shares its segment with other text, as in `v<int:major>.x`.
    fn pattern(&self) -> Cow<'_, str> {
        let all = if self.spans_segments() { "[^/](?s:.*?)" } else { "[^/]+" };
        all.into()
    }

    /// Whether the text may contain slashes.
    fn spans_segments(&self) -> bool {
        false
    }

    /// Of two variables at the same place the lighter one is tried first.
    fn weight(&self) -> i32 {
        100
    }

    /// The text for `value`, before it is percent-encoded.
    ///
    /// # Errors
    ///
    /// Why the value does not fit.
    fn to_url(&self, value: &str) -> Result<String, String> {
        Ok(value.to_owned())
    }
}

/// Makes a converter from what stands in its parentheses.
type Make =
    dyn Fn(&Arguments) -> Result<Arc<dyn Converter>, String> + Send + Sync;

/// The converters that rules can name.
#[derive(Clone)]
pub struct Converters {
    makers: BTreeMap<String, Arc<Make>>,
}

impl Default for Converters {
    /// `string` (also `default`), `int`, `float`, `path`, `uuid`, `any`.
    fn default() -> Self {
        let mut all = Converters { makers: BTreeMap::new() };
        all.add("default", Text::new);
        all.add("string", Text::new);
        all.add("int", Int::new);
        all.add("float", Float::new);
        all.add("path", |arguments| arguments.only(&[]).map(|()| Path));
        all.add("uuid", |arguments| arguments.only(&[]).map(|()| Uuid));
        all.add("any", Any::new);
        all
    }
}

impl Converters {
    /// Adds the converter `name`; `make` reads its arguments.
    pub fn add<C: Converter + 'static>(
        &mut self,
        name: &str,
        make: impl Fn(&Arguments) -> Result<C, String> + Send + Sync + 'static,
    ) {
        let make = move |arguments: &Arguments| {
            make(arguments).map(|made| Arc::new(made) as Arc<dyn Converter>)
        };
        self.makers.insert(name.to_owned(), Arc::new(make));
    }

    pub(super) fn get(&self, name: &str) -> Option<&Make> {
        self.makers.get(name).map(|make| &**make)
    }
}

impl std::fmt::Debug for Converters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.makers.keys()).finish()
    }
}

/// `string(minlength, maxlength, length)`: any text without a slash.
struct Text {
    least: usize,
    most: Option<usize>,
}

impl Text {
    fn new(arguments: &Arguments) -> Result<Self, String> {
        arguments.only(&["minlength", "maxlength", "length"])?;
        let least = arguments.get("minlength")?.unwrap_or(1);
        let most = arguments.get("maxlength")?;
        Ok(match arguments.get("length")? {
            Some(length) => Text { least: length, most: Some(length) },
            None => Text { least, most },
        })
    }
}

impl Converter for Text {
    fn accepts(&self, text: &str) -> bool {
        if self.least <= 1 && self.most.is_none() {
            return !text.contains('/');
        }
        let length = text.chars().count();
        let short = self.most.is_none_or(|most| length <= most);
        !text.contains('/') && length >= self.least && short
    }

    fn pattern(&self) -> Cow<'_, str> {
        match self.most {
            Some(most) => format!("[^/]{{{},{most}}}", self.least).into(),
            None => format!("[^/]{{{},}}", self.least).into(),
        }
    }
}

/// `path`: any text that does not begin with a slash.
struct Path;

impl Converter for Path {
    fn accepts(&self, text: &str) -> bool {
        !text.starts_with('/')
    }

    fn spans_segments(&self) -> bool {
        true
    }

    fn weight(&self) -> i32 {
        200
    }
}

/// `uuid`: 32 hexadecimal digits, as 8-4-4-4-12.
struct Uuid;

impl Converter for Uuid {
    fn accepts(&self, text: &str) -> bool {
        text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    }

    fn pattern(&self) -> Cow<'_, str> {
        "[A-Fa-f0-9]{8}(?:-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}".into()
    }

    fn to_url(&self, value: &str) -> Result<String, String> {
        let wrong = || format!("{value:?} is not a UUID");
        self.accepts(value)
            .then(|| value.to_ascii_lowercase())
            .ok_or_else(wrong)
    }
}

/// `any(a, b)`: one of these.
struct Any(Vec<String>);

impl Any {
    fn new(arguments: &Arguments) -> Result<Self, String> {
        match &*arguments.positional {
            [] => Err("any(…) needs what it may be".to_owned()),
            all => Ok(Any(all.to_vec())),
        }
    }
}

impl Converter for Any {
    fn accepts(&self, text: &str) -> bool {
        self.0.iter().any(|item| item == text)
    }

    fn pattern(&self) -> Cow<'_, str> {
        let all: Vec<_> =
            self.0.iter().map(|item| regex::escape(item)).collect();
        format!("(?:{})", all.join("|")).into()
    }

    fn to_url(&self, value: &str) -> Result<String, String> {
        if self.accepts(value) {
            return Ok(value.to_owned());
        }
        let mut all: Vec<_> =
            self.0.iter().map(|item| format!("'{item}'")).collect();
        all.sort();
        Err(format!("'{value}' is not one of {}", all.join(", ")))
    }
}
