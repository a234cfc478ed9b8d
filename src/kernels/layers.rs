//! The least way through layers: the same places over and over, and a table of costs from each layer to the next.
//!
//! Problem: start at a place at its entry cost, move a given number of times (each move by its own table, a change at the
//! place between two moves), and leave at an exit cost; which places make the sum least?
//!
//! Paper: Bellman 1952, doi 10.1073/pnas.38.8.716. Complexity: O(k n²) for k moves among n places.
//!
//! Invariants: [`f64::INFINITY`] is "no way"; costs are not negative; of equal sums the way with the lower places from the
//! end wins, so the answer does not depend on anything but the numbers. A place may come twice.

/// A table of costs from place to place, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    places: usize,
    costs: Vec<f64>,
}

impl Moves {
    /// From a function of origin and destination; infinite where there is no way.
    pub fn new(places: usize, cost: impl Fn(usize, usize) -> f64) -> Self {
        let pairs = (0..places).flat_map(|from| (0..places).map(move |to| (from, to)));
        Self { places, costs: pairs.map(|(from, to)| cost(from, to)).collect() }
    }

    /// From one place to another.
    pub fn cost(&self, from: usize, to: usize) -> f64 {
        self.costs[from * self.places + to]
    }
}

impl Moves {
    /// This move, a change at the place between, and the next one, each pair by its least.
    #[must_use]
    pub fn then(&self, change: &[f64], next: &Self) -> Self {
        Self::new(self.places, |from, to| {
            let sum =
                |middle: usize| self.cost(from, middle) + change[middle] + next.cost(middle, to);
            (0..self.places).map(sum).fold(f64::INFINITY, f64::min)
        })
    }

    /// The lesser of two, pair by pair.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::new(self.places, |from, to| self.cost(from, to).min(other.cost(from, to)))
    }
}

/// The least sum and the places of the way, one more than there are moves; none where no way is finite.
///
/// ```
/// use tongqu::kernels::layers::{Moves, least};
/// let by_rail = Moves::new(2, |from, to| if from == to { f64::INFINITY } else { 3.0 });
/// let way = least(&[1.0, 9.0], &[&by_rail], &[0.5, 0.5], &[9.0, 2.0]);
/// assert_eq!(way, Some((6.0, vec![0, 1])));
/// ```
pub fn least(
    entry: &[f64],
    moves: &[&Moves],
    change: &[f64],
    exit: &[f64],
) -> Option<(f64, Vec<usize>)> {
    let mut sums = entry.to_vec();
    let mut came_from: Vec<Vec<usize>> = Vec::new();
    for (layer, table) in moves.iter().enumerate() {
        let leaves = |place: usize| sums[place] + if layer == 0 { 0.0 } else { change[place] };
        let left: Vec<f64> = (0..sums.len()).map(leaves).collect();
        let best_to = |to: usize| {
            let costs = left.iter().enumerate().map(|(from, sum)| sum + table.cost(from, to));
            first_least(costs)
        };
        let best: Vec<(usize, f64)> = (0..sums.len()).map(best_to).collect();
        came_from.push(best.iter().map(|(from, _)| *from).collect());
        sums = best.into_iter().map(|(_, sum)| sum).collect();
    }
    let ends = sums.iter().zip(exit).map(|(sum, exit)| sum + exit);
    let (last, sum) = first_least(ends);
    if !sum.is_finite() {
        return None;
    }
    let mut places = vec![last];
    for layer in came_from.iter().rev() {
        places.push(layer[places[places.len() - 1]]);
    }
    places.reverse();
    Some((sum, places))
}

/// The first of the least of some costs.
fn first_least(costs: impl Iterator<Item = f64>) -> (usize, f64) {
    costs.enumerate().fold((0, f64::INFINITY), |best, it| if it.1 < best.1 { it } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All ways, one by one.
    fn by_enumeration(entry: &[f64], moves: &[&Moves], change: &[f64], exit: &[f64]) -> f64 {
        let places = entry.len();
        let ways = places.pow(moves.len() as u32 + 1);
        let sum = |mut way: usize| {
            let mut digit = || {
                let place = way % places;
                way /= places;
                place
            };
            let mut at = digit();
            let mut sum = entry[at];
            for (layer, table) in moves.iter().enumerate() {
                let to = digit();
                sum += table.cost(at, to) + if layer == 0 { 0.0 } else { change[at] };
                at = to;
            }
            sum + exit[at]
        };
        (0..ways).map(sum).fold(f64::INFINITY, f64::min)
    }

    /// Whole numbers, so that sums are exact in any order; a third of them no way at all.
    fn costs(count: usize) -> impl Strategy<Value = Vec<f64>> {
        let cost = (0..100_u32, 0..3_u8);
        let cost = cost.prop_map(|(cost, open)| match open {
            0 => f64::INFINITY,
            _ => f64::from(cost),
        });
        prop::collection::vec(cost, count)
    }

    fn whole_number(cost: f64) -> Option<u64> {
        cost.is_finite().then_some(cost as u64)
    }

    proptest! {
        #[test]
        fn the_least_of_all_ways_is_found(
            (places, tables, entry, change, exit) in (1..5_usize, 0..4_usize).prop_flat_map(|(places, moves)| (
                Just(places),
                prop::collection::vec(costs(places * places), moves),
                costs(places), costs(places), costs(places),
            ))
        ) {
            let tables: Vec<Moves> =
                tables.iter().map(|costs| Moves::new(places, |from, to| costs[from * places + to])).collect();
            let moves: Vec<&Moves> = tables.iter().collect();
            let expected = by_enumeration(&entry, &moves, &change, &exit);
            if let Some((first, rest)) = moves.split_first() {
                let whole = rest.iter().fold((*first).clone(), |whole, next| whole.then(&change, next));
                let ends = (0..places).flat_map(|from| (0..places).map(move |to| (from, to)));
                let sums = ends.map(|(from, to)| entry[from] + whole.cost(from, to) + exit[to]);
                prop_assert_eq!(whole_number(sums.fold(f64::INFINITY, f64::min)), whole_number(expected));
            }
            match least(&entry, &moves, &change, &exit) {
                None => prop_assert_eq!(whole_number(expected), None),
                Some((sum, way)) => {
                    prop_assert_eq!(whole_number(sum), whole_number(expected));
                    prop_assert_eq!(way.len(), moves.len() + 1);
                    let steps = way.windows(2).zip(&moves).enumerate();
                    let between: f64 = steps
                        .map(|(at, (step, table))| {
                            table.cost(step[0], step[1]) + if at == 0 { 0.0 } else { change[step[0]] }
                        })
                        .sum();
                    let whole = entry[way[0]] + between + exit[way[way.len() - 1]];
                    prop_assert_eq!(whole_number(whole), whole_number(sum));
                }
            }
        }
    }
}
