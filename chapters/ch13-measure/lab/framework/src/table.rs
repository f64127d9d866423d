//! Rows in Markdown, and whether all of them hold.

use pairs::Outcome;

/// How far a median may be above its target.
const TOLERANCE: f64 = 0.05;

/// The table so far.
pub(crate) struct Table {
    missed: Vec<String>,
}

impl Table {
    /// Prints the heading.
    pub(crate) fn begin() -> Table {
        print!("| in memory | against | ours / theirs | quartiles ");
        println!("| target | ns: ours, theirs |");
        println!("| --- | --- | --: | --- | --: | --- |");
        Table { missed: Vec::new() }
    }

    /// Prints a row.
    pub(crate) fn row(
        &mut self,
        name: &str,
        other: &str,
        outcome: &Outcome,
        target: Option<f64>,
    ) {
        let shown =
            target.map_or("–".to_owned(), |most| format!("{most:.2}"));
        let [ours, theirs] = outcome.times();
        let ratio = outcome.ratio();
        println!(
            "| {name} | {other} | {ratio} | {shown} | {ours:.0}, {theirs:.0} |"
        );
        if target.is_some_and(|most| outcome.median() > most + TOLERANCE) {
            self.missed.push(format!("{name}, {other}"));
        }
    }

    /// Whether all targets hold; those that do not are named.
    pub(crate) fn end(self) -> bool {
        for name in &self.missed {
            eprintln!("framework: over the target: {name}");
        }
        self.missed.is_empty()
    }
}
