//! One name with its texts, as one value.

use std::fmt::Display;

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::text::TextError;
/// The texts of one name.
pub(super) struct Named<'p> {
    pub(super) name: &'p str,
    pub(super) texts: Vec<&'p str>,
}

impl<'p> Named<'p> {
    fn first(&self) -> &'p str {
        self.texts.first().copied().unwrap_or_default()
    }

    fn wrong(&self, error: impl Display) -> TextError {
        let (name, text) = (self.name, self.first());
        TextError::custom(format!("{name}={text:?}: {error}"))
    }
}

impl<'de> IntoDeserializer<'de, TextError> for Named<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Numbers as Rust reads them.
macro_rules! parsed {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            visitor: V,
        ) -> Result<V::Value, TextError> {
            let text = self.first();
            match text.parse() {
                Ok(value) => visitor.$visit(value),
                Err(error) => Err(self.wrong(error)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Named<'_> {
    type Error = TextError;

    fn deserialize_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        let result = visitor.visit_str::<TextError>(self.first());
        result.map_err(|error| self.wrong(error))
    }

    /// What a checkbox sends is `on`.
    fn deserialize_bool<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        match self.first() {
            "true" | "on" | "1" => visitor.visit_bool(true),
            "false" | "off" | "0" | "" => visitor.visit_bool(false),
            _ => Err(self.wrong("neither true nor false")),
        }
    }

    parsed! {
        deserialize_i8 visit_i8 deserialize_i16 visit_i16
        deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_i128 visit_i128 deserialize_u8 visit_u8
        deserialize_u16 visit_u16 deserialize_u32 visit_u32
        deserialize_u64 visit_u64 deserialize_u128 visit_u128
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
        deserialize_char visit_char
    }

    /// A field that was left empty is none.
    fn deserialize_option<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        match self.first() {
            "" => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        let name = self.name;
        let one = |text| Named { name, texts: vec![text] };
        let all = self.texts.into_iter().map(one);
        visitor.visit_seq(SeqDeserializer::new(all))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TextError> {
        let text: StrDeserializer<'_, TextError> =
            self.first().into_deserializer();
        visitor.visit_enum(text).map_err(|error| self.wrong(error))
    }

    forward_to_deserialize_any! {
        str string bytes byte_buf unit unit_struct tuple tuple_struct map
        struct identifier ignored_any
    }
}
