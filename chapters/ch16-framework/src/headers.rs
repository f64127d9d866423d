//! Header fields of a response: ordered, case-insensitive, checked.

use std::borrow::Cow;

use thiserror::Error;

/// A name or value of a field: borrowed when it is a constant.
pub type Text = Cow<'static, str>;

/// Why a field cannot be sent.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum HeaderError {
    /// The name is empty or has a byte that no token has (RFC 9110, section
    /// 5.6.2).
    #[error("{0:?} is no name of a header field; use letters, digits and `-`")]
    Name(String),
    /// The value has a line end or another control character: sent as it is,
    /// it would end the field and begin another one.
    #[error("the value {value:?} of the field {name} has a control character")]
    Value {
        /// The field's name.
        name: String,
        /// The value that was refused.
        value: String,
    },
}

/// Header fields in the order in which they are sent.
///
/// Names are compared without regard to case. What is in here can be sent:
/// a name is a token and a value has no control character but the tab, so
/// nobody's input can add a line to a response's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    list: Vec<(Text, Text)>,
}

impl Headers {
    /// No field at all.
    pub const fn new() -> Headers {
        Headers { list: Vec::new() }
    }

    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_all(name).next()
    }

    /// Every value of `name` (Werkzeug's `getlist`).
    pub fn get_all(&self, name: &str) -> impl Iterator<Item = &str> {
        let same =
            move |(key, _): &(&str, &str)| key.eq_ignore_ascii_case(name);
        self.iter().filter(same).map(|(_, value)| value)
    }

    /// Whether there is a field `name`.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(name, value)| (&**name, &**value))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a field at the end; others of that name stay.
    ///
    /// # Errors
    ///
    /// When name or value cannot be sent; nothing is changed then.
    pub fn add(
        &mut self,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) -> Result<(), HeaderError> {
        let field = checked(name.into(), value.into())?;
        self.list.push(field);
        Ok(())
    }

    /// Makes this the only field of that name; its place is that of the first
    /// one before, else the end.
    ///
    /// # Errors
    ///
    /// When name or value cannot be sent; nothing is changed then.
    pub fn set(
        &mut self,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) -> Result<(), HeaderError> {
        let (name, value) = checked(name.into(), value.into())?;
        self.put(name, value);
        Ok(())
    }

    /// Adds a field unless there is one of that name.
    ///
    /// # Errors
    ///
    /// When name or value cannot be sent; nothing is changed then.
    pub fn set_default(
        &mut self,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) -> Result<(), HeaderError> {
        let name = name.into();
        if self.contains(&name) {
            return Ok(());
        }
        self.add(name, value)
    }

    /// Takes out all fields of that name; whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.list.len();
        self.list.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.list.len() < before
    }

    /// As [`Headers::set`], for what this crate made and knows to be right.
    pub(crate) fn put(
        &mut self,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) {
        let (name, value) = (name.into(), value.into());
        debug_assert!(checked(name.clone(), value.clone()).is_ok());
        let same = |(key, _): &(Text, Text)| key.eq_ignore_ascii_case(&name);
        let Some(at) = self.list.iter().position(same) else {
            self.list.push((name, value));
            return;
        };
        self.list[at].1 = value;
        let mut place = 0..;
        self.list.retain(|(key, _)| {
            place.next() <= Some(at) || !key.eq_ignore_ascii_case(&name)
        });
    }

    /// Adds a field that this crate made and knows to be right.
    pub(crate) fn push(
        &mut self,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) {
        let (name, value) = (name.into(), value.into());
        debug_assert!(checked(name.clone(), value.clone()).is_ok());
        self.list.push((name, value));
    }
}

/// Name and value as they may stand in a head.
fn checked(name: Text, value: Text) -> Result<(Text, Text), HeaderError> {
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(HeaderError::Name(name.into_owned()));
    }
    let broken = |byte: u8| byte < b' ' && byte != b'\t' || byte == 0x7f;
    if value.bytes().any(broken) {
        let (name, value) = (name.into_owned(), value.into_owned());
        return Err(HeaderError::Value { name, value });
    }
    Ok((name, value))
}

/// Whether a byte may stand in a token (RFC 9110, section 5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// What can be the third part of `(body, status, headers)`.
pub trait IntoHeaders {
    /// The fields, checked.
    ///
    /// # Errors
    ///
    /// When one of them cannot be sent.
    fn into_headers(self) -> Result<Headers, HeaderError>;
}

impl IntoHeaders for Headers {
    fn into_headers(self) -> Result<Headers, HeaderError> {
        Ok(self)
    }
}

impl<K: Into<Text>, V: Into<Text>, const N: usize> IntoHeaders for [(K, V); N] {
    fn into_headers(self) -> Result<Headers, HeaderError> {
        collected(self)
    }
}

impl<K: Into<Text>, V: Into<Text>> IntoHeaders for Vec<(K, V)> {
    fn into_headers(self) -> Result<Headers, HeaderError> {
        collected(self)
    }
}

fn collected<K: Into<Text>, V: Into<Text>>(
    fields: impl IntoIterator<Item = (K, V)>,
) -> Result<Headers, HeaderError> {
    let mut headers = Headers::new();
    for (name, value) in fields {
        headers.add(name, value)?;
    }
    Ok(headers)
}
