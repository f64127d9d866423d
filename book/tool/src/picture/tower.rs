//! The tower: the chapters as floors, each on what carries it.

use super::svg::{Anchor, Svg, WIDTH};
use crate::lists::{Floor, Tower};

/// The most floors side by side.
const ABREAST: usize = 3;
/// The height of a floor, and of the gap above it.
const FLOOR: f64 = 24.0;
const GAP: f64 = 4.0;
/// The height of a part's title.
const TITLE: f64 = 18.0;
/// How much narrower each part is, on either side, than the one below.
const TAPER: f64 = 7.0;

/// Draws the tower: floor `lit` lit, those that carry it outlined, floors
/// that are `written` (numbers) solid, the others as drafts.
pub fn draw(tower: &Tower, lit: Option<&Floor>, written: &[&str]) -> String {
    let below = lit.map(|f| tower.below(&f.number)).unwrap_or_default();
    let mut svg = Svg::new();
    let mut y = 2.0;
    for index in (1..=tower.parts.len()).rev() {
        let part = &tower.parts[index - 1];
        let floors: Vec<&Floor> =
            tower.floors.iter().filter(|f| f.part == index).collect();
        let left = 4.0 + TAPER * (index as f64 - 1.0);
        let title = format!("{} · {}", roman(index), part.title);
        svg.text("label small muted", (left, y + 12.0), Anchor::Start, &title);
        y += TITLE;
        for row in rows(&floors).iter().rev() {
            let width = (WIDTH - 2.0 * left + GAP) / row.len() as f64;
            for (floor, i) in row.iter().zip(0..) {
                let x = left + width * f64::from(i);
                let class = if lit.is_some_and(|l| l.number == floor.number) {
                    "lit"
                } else if below.contains(floor.number.as_str()) {
                    "below"
                } else if written.contains(&floor.number.as_str()) {
                    "written"
                } else {
                    "draft"
                };
                floor_box(&mut svg, floor, class, [x, y, width - GAP, FLOOR]);
            }
            y += FLOOR + GAP;
        }
    }
    svg.line("line ground", (0.0, y + 0.5), (WIDTH, y + 0.5));
    svg.finish("tower", y + 3.0, &alt(tower, lit, written))
}

/// Colors for a tower that stands alone, without the book's style sheets.
const ALONE: &str = "<style>\
    text{font:11px sans-serif;fill:#5c584f}.mono{font-family:monospace}\
    .floor{fill:none;stroke:#b9b4a8;stroke-dasharray:2 3}\
    .floor.written{fill:#d9efe8;stroke:#0d6652;stroke-dasharray:none}\
    text.written{fill:#0d6652}.floor-number{font-weight:600}\
    .ground{stroke:#b9b4a8;stroke-width:2}\
    @media(prefers-color-scheme:dark){text{fill:#a09e98}\
    .floor{stroke:#565b63}.floor.written{fill:#143a31;stroke:#6bd3b3}\
    text.written{fill:#6bd3b3}}</style>";

/// The tower as a file of its own, for the README: no floor is lit.
pub fn alone(tower: &Tower, written: &[&str]) -> String {
    let svg = draw(tower, None, written);
    let svg =
        svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    match svg.find('>') {
        Some(end) => format!("{}{ALONE}{}\n", &svg[..=end], &svg[end + 1..]),
        None => svg,
    }
}

/// Splits a part's floors into rows, bottom up, the lower one the wider.
fn rows<'a>(floors: &'a [&'a Floor]) -> Vec<&'a [&'a Floor]> {
    let count = floors.len().div_ceil(ABREAST).max(1);
    let wide = floors.len().div_ceil(count).max(1);
    floors.chunks(wide).collect()
}

fn floor_box(svg: &mut Svg, floor: &Floor, class: &str, at: [f64; 4]) {
    let [x, y, width, height] = at;
    svg.rect(&format!("floor {class}"), at, 3.0);
    let base = y + height / 2.0 + 4.0;
    let number = "floor-number small ".to_owned() + class;
    let name = "floor-name mono small ".to_owned() + class;
    svg.text(&number, (x + 6.0, base), Anchor::Start, &floor.number);
    // The longest names want all the room that the number leaves.
    let room = width - 27.0;
    let wanted = floor.library.len() as f64 * super::svg::SMALL_MONO;
    let inside = crate::html::escape(&floor.library);
    let length = (wanted > room).then_some(room);
    svg.marked_text(&name, (x + 24.0, base), Anchor::Start, length, &inside);
}

fn roman(number: usize) -> &'static str {
    ["I", "II", "III", "IV", "V", "VI", "VII"]
        .get(number.wrapping_sub(1))
        .unwrap_or(&"")
}

fn alt(tower: &Tower, lit: Option<&Floor>, written: &[&str]) -> String {
    let all = tower.floors.len();
    let mut alt = format!(
        "The tower of the book: {all} floors in {} parts, {} of them \
         written.",
        tower.parts.len(),
        written.len()
    );
    if let Some(floor) = lit {
        alt.push_str(&format!(
            " Lit: floor {}, {}, the library {}.",
            floor.number, floor.title, floor.library
        ));
        match &floor.stands_on[..] {
            [] => alt.push_str(" It stands on the ground."),
            below => {
                alt.push_str(&format!(" It stands on {}.", below.join(", ")));
            }
        }
    }
    alt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tower() -> Tower {
        let floor = |number: usize, part: usize, on: &str| {
            format!(
                "[[floor]]\nnumber='{number:02}'\npart={part}\ntitle='T'\n\
                 page='p.md'\ndirectory='d'\nlibrary='lib{number}'\n\
                 idea='i'\nstands_on=[{on}]\n"
            )
        };
        let mut text = "[[part]]\ntitle='A'\n[[part]]\ntitle='B'\n".to_owned();
        text += &floor(1, 1, "");
        text += &floor(2, 2, "'01'");
        text += &floor(3, 2, "'02'");
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn the_floor_is_lit_those_below_outlined_and_drafts_are_muted() {
        let tower = tower();
        let svg = draw(&tower, tower.floor("02"), &["01", "02"]);
        let has = |class: &str| {
            svg.matches(&format!("class=\"floor {class}\"")).count()
        };
        assert_eq!((has("lit"), has("below"), has("draft")), (1, 1, 1));
        assert!(svg.contains("Lit: floor 02"));
        assert!(svg.contains("stands on 01"));
    }

    #[test]
    fn higher_parts_are_drawn_above_lower_ones() {
        let svg = draw(&tower(), None, &[]);
        assert!(svg.find("lib3") < svg.find("lib1"));
    }
}
