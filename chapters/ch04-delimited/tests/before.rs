//! The wrong version fails in the way that the page tells.

use testing::{example, finish};

#[test]
fn a_search_that_starts_over_grows_with_the_square_and_ours_does_not() {
    let program = finish(&mut example("before_search_again"));
    assert_eq!(program.code, Some(0), "{}", program.err);
    let rows: Vec<Vec<u64>> = program
        .out
        .lines()
        .skip(2)
        .map(|line| {
            line.split_whitespace().map(|n| n.parse().unwrap()).collect()
        })
        .collect();
    assert_eq!(rows.len(), 3);
    for pair in rows.windows(2) {
        let growth = |column: usize| pair[1][column] / pair[0][column];
        assert_eq!(growth(0), 10);
        assert!(growth(1) > 75, "starting over: ×{}", growth(1));
        assert!(growth(2) < 11, "resuming: ×{}", growth(2));
    }
}
