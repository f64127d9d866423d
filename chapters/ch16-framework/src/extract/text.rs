//! Typed values from names and texts: paths, queries and forms.

use std::collections::HashMap;
use std::fmt::Display;

use serde::de::{
    self, DeserializeOwned, Deserializer, IntoDeserializer, MapAccess, Visitor,
    value::SeqDeserializer,
};
use serde::forward_to_deserialize_any;

use super::named::Named;

/// What does not fit: which name, and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct TextError(String);

impl de::Error for TextError {
    fn custom<T: Display>(message: T) -> Self {
        TextError(message.to_string())
    }
}

/// Reads a `T` from pairs of name and text.
///
/// A struct takes what is named as its fields: a field that is a list takes
/// all texts of its name, any other the first. A tuple or list takes the
/// texts in their order. Anything else needs exactly one pair.
pub(crate) fn from_pairs<'p, T: DeserializeOwned>(
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
) -> Result<T, TextError> {
    T::deserialize(Pairs(pairs.collect()))
}

struct Pairs<'p>(Vec<(&'p str, &'p str)>);

impl<'p> Pairs<'p> {
    fn only(self) -> Result<Named<'p>, TextError> {
        match self.0[..] {
            [(name, text)] => Ok(Named { name, texts: vec![text] }),
            ref all => {
                let count = all.len();
                let message = format!("there are {count} values, not one");
                Err(de::Error::custom(message))
            }
        }
    }

    fn in_order(self) -> impl Iterator<Item = Named<'p>> {
        let one = |(name, text)| Named { name, texts: vec![text] };
        self.0.into_iter().map(one)
    }

    /// The texts of each name, in the order of the names' first texts. A
    /// client may send very many names: they are not compared one by one.
    fn grouped(self) -> Vec<Named<'p>> {
        let mut all: Vec<Named<'p>> = Vec::new();
        let mut places = HashMap::new();
        for (name, text) in self.0 {
            let at = *places.entry(name).or_insert(all.len());
            match all.get_mut(at) {
                Some(known) => known.texts.push(text),
                None => all.push(Named { name, texts: vec![text] }),
            }
        }
        all
    }
}

/// What one value is read as.
macro_rules! through_only {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            visitor: V,
        ) -> Result<V::Value, TextError> {
            self.only()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Pairs<'_> {
    type Error = TextError;

    fn deserialize_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        let all = self.grouped().into_iter();
        visitor.visit_map(Fields { all, current: None })
    }

    fn deserialize_map<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TextError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_seq(SeqDeserializer::new(self.in_order()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        if self.0.len() != length {
            let count = self.0.len();
            let message = format!("there are {count} values, not {length}");
            return Err(de::Error::custom(message));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        if self.0.is_empty() {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TextError> {
        self.only()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_unit()
    }

    through_only! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string
    }

    forward_to_deserialize_any! {
        bytes byte_buf unit_struct identifier ignored_any
    }
}

/// The fields of a struct.
struct Fields<'p> {
    all: std::vec::IntoIter<Named<'p>>,
    current: Option<Named<'p>>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = TextError;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, TextError> {
        self.current = self.all.next();
        let Some(named) = &self.current else { return Ok(None) };
        seed.deserialize(named.name.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, TextError> {
        let named = self.current.take();
        let named = named.unwrap_or(Named { name: "", texts: vec![] });
        seed.deserialize(named)
    }
}
