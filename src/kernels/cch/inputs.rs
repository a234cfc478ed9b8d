//! Which input arcs each arc of a contracted graph stands for.
//!
//! Problem: weights are given for input arcs; several may share an arc, most shortcuts have none, loops are left out.
//!
//! Memory: 8 bytes an input arc, 4 a node.

use std::ops::Range;

/// What a loop has for a slot.
const NOWHERE: u32 = u32::MAX;

/// Which input arcs each arc stands for.
#[derive(Debug, Clone)]
pub(super) struct Inputs {
    /// For each input arc 2 · arc + direction, [`NOWHERE`] for a loop.
    slot_of: Vec<u32>,
    /// Input arcs by slot, then by number; those of one arc stand together.
    by_slot: Vec<u32>,
    /// For each rank the first of its arcs' input arcs.
    first: Vec<u32>,
}

impl Inputs {
    /// Of input arcs as (tail, head); the other lists are those of the contracted graph.
    pub(super) fn new(
        rank_of: &[u32],
        first_up: &[u32],
        head: &[u32],
        arcs: &[(u32, u32)],
    ) -> Self {
        let slot = |&(from, to): &(u32, u32)| {
            let (from, to) = (rank_of[from as usize], rank_of[to as usize]);
            let (low, high) = (from.min(to), from.max(to));
            let first = first_up[low as usize] as usize;
            let heads = &head[first..first_up[low as usize + 1] as usize];
            let at = heads.binary_search(&high).ok()?;
            Some(2 * (first + at) as u32 + u32::from(from > to))
        };
        let slot_of: Vec<u32> = arcs.iter().map(|arc| slot(arc).unwrap_or(NOWHERE)).collect();
        let mut by_slot: Vec<u32> =
            (0..arcs.len() as u32).filter(|&input| slot_of[input as usize] != NOWHERE).collect();
        by_slot.sort_unstable_by_key(|&input| (slot_of[input as usize], input));
        let before = |&first: &u32| {
            by_slot.partition_point(|&input| slot_of[input as usize] < 2 * first) as u32
        };
        let first = first_up.iter().map(before).collect();
        Self { slot_of, by_slot, first }
    }

    /// The number of input arcs.
    pub(super) fn count(&self) -> usize {
        self.slot_of.len()
    }

    /// The arc and direction (0 up, 1 down) of an input arc; none for a loop.
    pub(super) fn slot(&self, input: u32) -> Option<(usize, usize)> {
        let slot = self.slot_of[input as usize];
        (slot != NOWHERE).then_some((slot as usize / 2, slot as usize % 2))
    }

    /// The input arcs on arcs that leave a range of ranks, by arc and direction, then by number.
    pub(super) fn of_ranks(&self, ranks: &Range<u32>) -> &[u32] {
        let first = self.first[ranks.start as usize] as usize;
        &self.by_slot[first..self.first[ranks.end as usize] as usize]
    }

    /// The input arcs of one arc that leaves `tail`, in one direction, rising.
    pub(super) fn of_arc(&self, tail: u32, arc: usize, direction: usize) -> &[u32] {
        let all = self.of_ranks(&(tail..tail + 1));
        let slot = (2 * arc + direction) as u32;
        let first = all.partition_point(|&input| self.slot_of[input as usize] < slot);
        let count =
            all[first..].iter().take_while(|&&input| self.slot_of[input as usize] == slot).count();
        &all[first..first + count]
    }
}
