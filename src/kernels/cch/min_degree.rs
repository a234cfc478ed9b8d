//! An order of few nodes by least degree: small parts that are not worth cutting.
//!
//! Paper: Tinney & Walker 1967 (scheme 2). Complexity: O(k · (k + h)) words of bits for k nodes with h nodes around.
//!
//! What it does not do: stay fast on more than a few hundred nodes.

/// Neighbourhoods as rows of bits; the first `inner` nodes are to be ordered, the others only stand around them.
struct Bits {
    words: usize,
    rows: Vec<u64>,
}

impl Bits {
    fn new(inner: usize, edges: &[(u32, u32)]) -> Self {
        let highest = edges.iter().map(|&(_, other)| other as usize + 1).max().unwrap_or(0);
        let words = highest.max(inner).div_ceil(64);
        let mut bits = Self { words, rows: vec![0; words * inner] };
        for &(node, other) in edges {
            bits.set(node as usize, other as usize);
            if (other as usize) < inner {
                bits.set(other as usize, node as usize);
            }
        }
        bits
    }

    fn set(&mut self, row: usize, bit: usize) {
        self.rows[row * self.words + bit / 64] |= 1 << (bit % 64);
    }

    fn row(&self, row: usize) -> &[u64] {
        &self.rows[row * self.words..(row + 1) * self.words]
    }

    fn degree(&self, row: usize) -> u32 {
        self.row(row).iter().map(|word| word.count_ones()).sum()
    }

    /// Joins the neighbours of `node` to one another and takes it out.
    fn eliminate(&mut self, node: usize, inner: usize) {
        let gone = self.row(node).to_vec();
        for other in (0..inner).filter(|other| gone[other / 64] >> (other % 64) & 1 == 1) {
            let row = &mut self.rows[other * self.words..(other + 1) * self.words];
            for (word, joined) in row.iter_mut().zip(&gone) {
                *word |= joined;
            }
            row[other / 64] &= !(1 << (other % 64));
            row[node / 64] &= !(1 << (node % 64));
        }
    }
}

/// The nodes `0..inner`, first to last. `edges` are (inner node, any other node); others are numbered from `inner`.
pub(super) fn order(inner: usize, edges: &[(u32, u32)]) -> Vec<u32> {
    let mut bits = Bits::new(inner, edges);
    let mut rest: Vec<usize> = (0..inner).collect();
    let mut order = Vec::with_capacity(inner);
    while let Some(&next) = rest.iter().min_by_key(|&&node| (bits.degree(node), node)) {
        bits.eliminate(next, inner);
        rest.retain(|&node| node != next);
        order.push(next as u32);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_go_before_what_they_hang_on() {
        // A star around 0, whose leaf 1 also touches two nodes outside.
        assert_eq!(order(4, &[(0, 1), (0, 2), (0, 3), (1, 4), (1, 5)]), [2, 3, 0, 1]);
        assert_eq!(order(0, &[]), [0_u32; 0]);
        assert_eq!(order(2, &[]), [0, 1]);
    }
}
