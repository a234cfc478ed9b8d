//! The elimination tree in parts that threads can work on apart.
//!
//! Problem: what happens below different children of a node is independent; what happens at ancestors is not.
//!
//! Invariants: parts are ranges of ranks in a postorder; they depend on the tree alone, not on the number of threads.

use super::contraction::NOWHERE;
use std::ops::Range;

/// So much work (arcs looked at) is not worth sharing.
const GRAIN: u64 = 4_000;
/// Lopsided trees are not followed deeper.
const DEEPEST: usize = 200;

/// Some whole subtrees of the elimination tree.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// To be done by one thread.
    Leaf(Range<u32>),
    /// `top` are ancestors of all that is below.
    Chain {
        /// The ranks of the ancestors.
        top: Range<u32>,
        /// What stands below them.
        below: Box<Self>,
    },
    /// Two parts without arcs between them, lower ranks first.
    Fork(Box<Self>, Box<Self>),
}

impl Part {
    /// The whole tree.
    pub(super) fn new(parent: &[u32], first_up: &[u32], first_low: &[u32]) -> Self {
        let mut tree = Tree { first: (0..parent.len() as u32).collect(), work: vec![0] };
        for rank in 0..parent.len() {
            let arcs = |first: &[u32]| u64::from(first[rank + 1] - first[rank]);
            let work = arcs(first_up) * (arcs(first_up) + arcs(first_low));
            tree.work.push(tree.work[rank] + work);
            if parent[rank] != NOWHERE {
                let first = &mut tree.first;
                first[parent[rank] as usize] = first[parent[rank] as usize].min(first[rank]);
            }
        }
        tree.part(0..parent.len() as u32, DEEPEST)
    }

    /// The ranks of the part.
    pub(super) fn ranks(&self) -> Range<u32> {
        match self {
            Self::Leaf(ranks) => ranks.clone(),
            Self::Chain { top, below } => below.ranks().start..top.end,
            Self::Fork(left, right) => left.ranks().start..right.ranks().end,
        }
    }
}

struct Tree {
    /// The first rank of each subtree.
    first: Vec<u32>,
    /// The work before each rank.
    work: Vec<u64>,
}

impl Tree {
    fn work(&self, ranks: &Range<u32>) -> u64 {
        self.work[ranks.end as usize] - self.work[ranks.start as usize]
    }

    fn part(&self, ranks: Range<u32>, depth: usize) -> Part {
        if depth == 0 || self.work(&ranks) < GRAIN {
            return Part::Leaf(ranks);
        }
        let mut end = ranks.end;
        while end > ranks.start && self.first[end as usize - 1] == ranks.start {
            end -= 1;
        }
        if end < ranks.end {
            let below = Box::new(self.part(ranks.start..end, depth - 1));
            return Part::Chain { top: end..ranks.end, below };
        }
        let middle = self.middle(&ranks);
        Part::Fork(
            Box::new(self.part(ranks.start..middle, depth - 1)),
            Box::new(self.part(middle..ranks.end, depth - 1)),
        )
    }

    /// The boundary between subtrees that halves the work best.
    fn middle(&self, ranks: &Range<u32>) -> u32 {
        let roots = std::iter::successors(Some(ranks.end), |&end| {
            Some(self.first[end as usize - 1]).filter(|&first| first > ranks.start)
        });
        let larger_half =
            |middle: u32| self.work(&(ranks.start..middle)).max(self.work(&(middle..ranks.end)));
        roots.skip(1).min_by_key(|&middle| larger_half(middle)).unwrap_or(ranks.end)
    }
}
