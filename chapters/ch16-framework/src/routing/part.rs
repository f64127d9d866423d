//! What stands between two slashes of a rule.

use std::sync::Arc;

use regex::Regex;

use super::captures::Captures;
use super::converter::Converter;
use super::parse::RuleError;

/// A part of a rule: one step from a state to the next.
pub(super) enum Part {
    /// Exactly this text.
    Fixed(String),
    /// Text with variables in it.
    Open(Open),
}

/// Decides which of two open parts is tried first: the one with more fixed
/// text, then the one with more variables, then the lighter variables.
/// Parts that are equal in all that are ordered by their text, so that the
/// order of registration never matters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    fixed_texts: i32,
    lengths: Vec<(i32, i32)>,
    variables: i32,
    variable_weights: Vec<i32>,
}

/// A part with variables. Small, so that a walk through a thousand rules
/// touches little memory.
pub(super) struct Open {
    /// What decides the order, and no walk needs.
    order: Box<(Weight, String)>,
    variables: Vec<Arc<dyn Converter>>,
    /// Where the variables are, if the part is more than one variable.
    shape: Option<Box<Shape>>,
    /// A variable that may contain slashes: the part takes all that is left.
    pub(super) takes_rest: bool,
    /// The rule goes on with a slash after such a variable, and ends.
    slash: bool,
}

struct Shape {
    regex: Regex,
    groups: Vec<usize>,
}

impl Open {
    /// What parts are compared by: weight first.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (&*self.order, self.slash)
    }

    /// What is left to match if `target` fits; what the variables are is
    /// added to `captures`.
    ///
    /// `tail` is what follows the segment. The answer's `None` means that
    /// nothing is left.
    pub(super) fn step<'p>(
        &self,
        target: &'p str,
        tail: Option<&'p str>,
        captures: &mut Captures<'p>,
    ) -> Option<Option<&'p str>> {
        if !self.slash {
            return self.fits(target, captures).then_some(tail);
        }
        let bare = target.strip_suffix('/');
        let left = bare.map(|_| "");
        let target = bare.unwrap_or(target);
        let fits = !target.ends_with('/') && self.fits(target, captures);
        fits.then_some(left)
    }

    fn fits<'p>(&self, target: &'p str, captures: &mut Captures<'p>) -> bool {
        let Some(shape) = &self.shape else {
            let fits = !target.is_empty() && self.variables[0].accepts(target);
            return fits && captures.push(target);
        };
        let Some(found) = shape.regex.captures(target) else { return false };
        let variables = shape.groups.iter().zip(&self.variables);
        variables.into_iter().all(|(group, variable)| {
            let text = found.get(*group).map_or("", |group| group.as_str());
            let fits = !text.is_empty() && variable.accepts(text);
            fits && captures.push(text)
        })
    }
}

/// Collects one part, token by token.
#[derive(Default)]
pub(super) struct Builder {
    weight: Weight,
    text: String,
    pattern: String,
    variables: Vec<Arc<dyn Converter>>,
    pub(super) takes_rest: bool,
}

impl Builder {
    pub(super) fn fixed(&mut self, text: &str) {
        let lengths = &mut self.weight.lengths;
        lengths.push((number(lengths.len()), -number(text.len())));
        self.add_text(text);
    }

    /// A slash that does not end the part.
    pub(super) fn slash(&mut self) {
        self.add_text("/");
    }

    fn add_text(&mut self, text: &str) {
        self.text += text;
        self.pattern += &regex::escape(text);
    }

    /// `text` is the variable without its name: `<int(min=1)>`.
    pub(super) fn variable(&mut self, text: &str, as_a: Arc<dyn Converter>) {
        self.text += text;
        let group = self.variables.len();
        let pattern = as_a.pattern();
        self.pattern += &format!("(?P<carafe{group}>{pattern})");
        self.takes_rest |= as_a.spans_segments();
        self.weight.variable_weights.push(as_a.weight());
        self.variables.push(as_a);
    }

    /// The part is complete; `last` says that the rule is, too.
    pub(super) fn finish(
        &mut self,
        rule: &str,
        last: bool,
    ) -> Result<Part, RuleError> {
        let mut all = std::mem::take(self);
        if all.variables.is_empty() {
            return Ok(Part::Fixed(all.text));
        }
        let slash = last && all.takes_rest && all.text.ends_with('/');
        if slash {
            all.text.pop();
            all.pattern.pop();
        }
        let alone = all.variables.len() == 1
            && all.text.starts_with('<')
            && all.text.ends_with('>')
            && all.weight.lengths.is_empty()
            && !all.pattern.ends_with('/');
        let shape = if alone { None } else { Some(Box::new(all.shape(rule)?)) };
        all.weight.fixed_texts = -number(all.weight.lengths.len());
        all.weight.variables = -number(all.variables.len());
        let Builder { weight, text, variables, takes_rest, .. } = all;
        let order = Box::new((weight, text));
        let open = Open { order, variables, shape, takes_rest, slash };
        Ok(Part::Open(open))
    }

    fn shape(&self, rule: &str) -> Result<Shape, RuleError> {
        let wrong = |error: regex::Error| {
            RuleError::malformed(rule, error.to_string().replace('\n', " "))
        };
        let regex = Regex::new(&format!(r"\A{}\z", self.pattern));
        let regex = regex.map_err(wrong)?;
        let ours = |(at, name): (usize, Option<&str>)| {
            name.filter(|name| name.starts_with("carafe")).map(|_| at)
        };
        let groups = regex.capture_names().enumerate().filter_map(ours);
        Ok(Shape { groups: groups.collect(), regex })
    }
}

/// Lengths of a rule's parts: far below the limit.
fn number(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}
