//! Where the third arcs of triangles stand.
//!
//! Problem: for arcs x–y and x–z with x < y < z, find arc y–z without a search, in little memory. Many third arcs stand
//! side by side, most of all in large separators: then the first place says all.
//!
//! Memory: 4 bytes an arc, 2 a triangle that does not stand side by side.

/// Places of third arcs, for all triangles.
#[derive(Debug, Clone)]
pub(super) struct Apexes {
    /// One for each arc: the first place if all follow side by side, else [`SCATTERED`] and where `places` has them.
    start: Vec<u32>,
    places: Vec<u16>,
}

const SCATTERED: u32 = 1 << 31;

/// Where third arcs stand among the arcs of the middle node of their triangles.
#[derive(Debug, Clone, Copy)]
pub(super) enum Apex<'a> {
    /// Side by side from here on.
    Together(usize),
    /// Here and there.
    Scattered(&'a [u16]),
}

impl Apex<'_> {
    /// The place of the `at`-th third arc.
    pub(super) fn place(self, at: usize) -> usize {
        match self {
            Self::Together(first) => first + at,
            Self::Scattered(places) => places[at] as usize,
        }
    }

    /// Which third arc may stand at a place; may be past the last.
    pub(super) fn at(self, place: usize) -> Option<usize> {
        match self {
            Self::Together(first) => place.checked_sub(first),
            Self::Scattered(places) => places.binary_search(&u16::try_from(place).ok()?).ok(),
        }
    }
}

impl Apexes {
    /// Of all arcs.
    pub(super) fn new(first_up: &[u32], head: &[u32], tail: &[u32]) -> Self {
        let mut apexes = Self { start: Vec::with_capacity(head.len()), places: Vec::new() };
        let heads = |rank: u32| {
            &head[first_up[rank as usize] as usize..first_up[rank as usize + 1] as usize]
        };
        for (arc, (&low, &middle)) in tail.iter().zip(head).enumerate() {
            let after = &head[arc + 1..first_up[low as usize + 1] as usize];
            apexes.push(after, heads(middle));
        }
        apexes
    }

    /// `after` is part of `all`.
    fn push(&mut self, after: &[u32], all: &[u32]) {
        let known = self.places.len();
        let mut place = 0;
        for head in after {
            while all[place] != *head {
                place += 1;
            }
            self.places.push(u16::try_from(place).expect("fewer than 2^16 arcs leave a node"));
        }
        let first = self.places.get(known).copied().unwrap_or(0);
        if place + 1 == first as usize + after.len() || after.is_empty() {
            self.places.truncate(known);
            self.start.push(u32::from(first));
        } else {
            self.start.push(SCATTERED | known as u32);
        }
    }

    /// For an arc and the `count` arcs after it.
    pub(super) fn of(&self, arc: usize, count: usize) -> Apex<'_> {
        let start = self.start[arc];
        if start & SCATTERED == 0 {
            Apex::Together(start as usize)
        } else {
            let first = (start ^ SCATTERED) as usize;
            Apex::Scattered(&self.places[first..first + count])
        }
    }
}
