//! Our codecs and tokio-util's on the same bytes.
//!
//! `cargo run --release --manifest-path chapters/ch13-measure/lab/Cargo.toml -p
//! codecs` prints two tables in Markdown: the comparison, and the cost of our
//! decoders on inputs of 1, 10 and 100 times a length. Words after `--` choose
//! the rows whose name contains one of them.
//!
//! The package `pairs` tells how it measures. A pass decodes a stream; its
//! input is built outside of the measured time. `--quick` takes less time, to
//! see that it works.
//!
//! # Layout
//!
//! * `measure`: passes over a stream, and the rows made from them.
//! * `cases`: which codecs, on which bytes.
//! * `counting`: an allocator that counts.

mod cases;
mod counting;
mod measure;

use std::env;

use cases::Delivery;
use pairs::Plan;

fn main() {
    let mut words: Vec<String> = env::args().skip(1).collect();
    let quick = words.iter().any(|word| word == "--quick");
    words.retain(|word| word != "--quick");
    let plan = if quick { Plan::QUICK } else { Plan::FULL };
    let chosen = |name: &str| {
        words.is_empty() || words.iter().any(|word| name.contains(&**word))
    };
    println!(
        "| ours, against | frame | input | ratio | quartiles | ns per frame \
         (ours, theirs) | allocations per frame (ours, theirs) |"
    );
    println!("| --- | --: | --- | --: | --- | --- | --- |");
    let mut holds = true;
    for delivery in [Delivery::Whole, Delivery::Chunks(8 * 1024)] {
        for mut case in cases::comparisons(delivery) {
            if chosen(&case.name) {
                let row = case.compare(&plan);
                println!("{row}");
                holds &= row.holds();
            }
        }
    }
    println!();
    println!("| ours | input | ns per byte: 1× | 10× | 100× |");
    println!("| --- | --- | --: | --: | --: |");
    for (name, make) in cases::growing() {
        if chosen(name) {
            measure::print_growth(name, &plan, make);
        }
    }
    if !holds {
        eprintln!("a median is over {}", measure::TARGET);
        std::process::exit(1);
    }
}
