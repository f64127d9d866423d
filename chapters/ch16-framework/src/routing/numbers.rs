//! The converters `int` and `float`.

use std::borrow::Cow;

use super::converter::Converter;
use super::parse::Arguments;

/// `int(fixed_digits, min, max, signed)`: digits, with a minus if `signed`.
pub(super) struct Int {
    digits: usize,
    least: Option<i128>,
    most: Option<i128>,
    signed: bool,
}

impl Int {
    pub(super) fn new(arguments: &Arguments) -> Result<Self, String> {
        arguments.only(&["fixed_digits", "min", "max", "signed"])?;
        Ok(Int {
            digits: arguments.get("fixed_digits")?.unwrap_or(0),
            least: arguments.get("min")?,
            most: arguments.get("max")?,
            signed: arguments.get("signed")?.unwrap_or(false),
        })
    }

    fn fits(&self, number: i128) -> bool {
        self.least.is_none_or(|least| number >= least)
            && self.most.is_none_or(|most| number <= most)
    }
}

impl Converter for Int {
    /// A number that no integer of the language holds is not accepted.
    fn accepts(&self, text: &str) -> bool {
        let bare = unsigned(text, self.signed);
        all_digits(bare)
            && (self.digits == 0 || text.len() == self.digits)
            && text.parse().is_ok_and(|number| self.fits(number))
    }

    fn pattern(&self) -> Cow<'_, str> {
        if self.signed { "-?[0-9]+" } else { "[0-9]+" }.into()
    }

    fn weight(&self) -> i32 {
        50
    }

    fn to_url(&self, value: &str) -> Result<String, String> {
        let wrong = |_| format!("{value:?} is not a whole number");
        let number: i128 = value.parse().map_err(wrong)?;
        Ok(format!("{number:0width$}", width = self.digits))
    }
}

/// `float(min, max, signed)`: digits, a point, digits.
pub(super) struct Float {
    least: Option<f64>,
    most: Option<f64>,
    signed: bool,
}

impl Float {
    pub(super) fn new(arguments: &Arguments) -> Result<Self, String> {
        arguments.only(&["min", "max", "signed"])?;
        Ok(Float {
            least: arguments.get("min")?,
            most: arguments.get("max")?,
            signed: arguments.get("signed")?.unwrap_or(false),
        })
    }
}

impl Converter for Float {
    fn accepts(&self, text: &str) -> bool {
        let Some((whole, part)) = unsigned(text, self.signed).split_once('.')
        else {
            return false;
        };
        let number = text.parse().unwrap_or(f64::NAN);
        all_digits(whole)
            && all_digits(part)
            && self.least.is_none_or(|least| number >= least)
            && self.most.is_none_or(|most| number <= most)
    }

    fn pattern(&self) -> Cow<'_, str> {
        let sign = if self.signed { "-?" } else { "" };
        format!(r"{sign}[0-9]+\.[0-9]+").into()
    }

    fn weight(&self) -> i32 {
        50
    }

    fn to_url(&self, value: &str) -> Result<String, String> {
        let number = value.parse().ok().filter(|n: &f64| n.is_finite());
        let number = number.ok_or(format!("{value:?} is not a number"))?;
        let text = number.to_string();
        Ok(if text.contains('.') { text } else { text + ".0" })
    }
}

fn unsigned(text: &str, signed: bool) -> &str {
    text.strip_prefix('-').filter(|_| signed).unwrap_or(text)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
