//! Shapes as SVG text. Every shape has classes instead of colors.

use crate::html::escape;

/// The width of every drawing, in its own units.
pub const WIDTH: f64 = 400.0;
/// The width of one monospaced character of class `mono`.
pub const MONO: f64 = 7.2;
/// The same, with class `small` too.
pub const SMALL_MONO: f64 = 6.6;

/// A drawing under construction.
#[derive(Clone, Debug, Default)]
pub struct Svg {
    shapes: String,
}

/// Which end of a text is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text starts there.
    Start,
    /// The text is centered there.
    Middle,
    /// The text ends there.
    End,
}

impl Svg {
    /// An empty drawing.
    pub fn new() -> Svg {
        Svg::default()
    }

    /// A rectangle with rounded corners.
    pub fn rect(&mut self, class: &str, at: [f64; 4], round: f64) {
        let [x, y, width, height] = at.map(number);
        let round = number(round);
        self.shape(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" \
             height=\"{height}\" rx=\"{round}\"></rect>"
        ));
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        self.shape(&format!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" \
             y2=\"{y2}\"></line>"
        ));
    }

    /// A circle.
    pub fn circle(&mut self, class: &str, center: (f64, f64), radius: f64) {
        let [x, y, r] = [center.0, center.1, radius].map(number);
        self.shape(&format!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\">\
             </circle>"
        ));
    }

    /// A path through points, closed and filled.
    pub fn polygon(&mut self, class: &str, points: &[(f64, f64)]) {
        let points: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{},{}", number(*x), number(*y)))
            .collect();
        let points = points.join(" ");
        self.shape(&format!(
            "<polygon class=\"{class}\" points=\"{points}\"></polygon>"
        ));
    }

    /// A line of text; `y` is its base line.
    pub fn text(
        &mut self,
        class: &str,
        at: (f64, f64),
        anchor: Anchor,
        text: &str,
    ) {
        let inside = escape(text);
        self.marked_text(class, at, anchor, None, &inside);
    }

    /// A line of text that is SVG already, stretched to `length`.
    pub fn marked_text(
        &mut self,
        class: &str,
        at: (f64, f64),
        anchor: Anchor,
        length: Option<f64>,
        inside: &str,
    ) {
        let [x, y] = [at.0, at.1].map(number);
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let length = length.map(number).map_or(String::new(), |length| {
            format!(" textLength=\"{length}\" lengthAdjust=\"spacing\"")
        });
        self.shape(&format!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}{length}>\
             {inside}</text>"
        ));
    }

    /// A straight arrow: a line and its head, of one class.
    pub fn arrow(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy).max(0.1);
        let (ux, uy) = (dx / length, dy / length);
        let (long, wide) = (8.0, 3.6);
        let neck = (to.0 - ux * long, to.1 - uy * long);
        self.line(&format!("line {class}"), from, neck);
        let side = |s: f64| (neck.0 - uy * wide * s, neck.1 + ux * wide * s);
        self.polygon(&format!("head {class}"), &[to, side(1.0), side(-1.0)]);
    }

    fn shape(&mut self, shape: &str) {
        self.shapes.push_str(shape);
        self.shapes.push('\n');
    }

    /// Puts what `other` has drawn on top.
    pub fn append(&mut self, other: Svg) {
        self.shapes.push_str(&other.shapes);
    }

    /// The whole drawing; `title` is its alternative text.
    pub fn finish(self, class: &str, height: f64, title: &str) -> String {
        let (width, height) = (number(WIDTH), number(height));
        let title = escape(title);
        format!(
            "<svg class=\"figure {class}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n\
             <title>{title}</title>\n{}</svg>",
            self.shapes
        )
    }
}

/// A coordinate: one decimal where it needs one.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_a_role_a_title_and_no_blank_line() {
        let mut svg = Svg::new();
        svg.arrow("out", (0.0, 0.0), (10.0, 0.25));
        svg.text("mono", (1.0, 2.0), Anchor::End, "a < b");
        let svg = svg.finish("wire", 20.0, "\"hi\" & on");
        assert!(svg.contains("viewBox=\"0 0 400 20\" role=\"img\""));
        assert!(svg.contains("<title>&quot;hi&quot; &amp; on</title>"));
        assert!(svg.contains("text-anchor=\"end\">a &lt; b</text>"));
        assert!(svg.lines().all(|line| !line.trim().is_empty()));
    }
}
