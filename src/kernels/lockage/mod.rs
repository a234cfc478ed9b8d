//! Chambers that take vessels across in batches, now from one side and now from the other: a simulation by events.
//!
//! Problem: given when vessels come to either side, when each is taken across.
//!
//! Rules. A chamber stands open to one side. Of the first [`LOOK_AHEAD`] vessels of that side's queue that it can hold it
//! takes, in the order of arrival, each that there is room left for, so that a small vessel may go before a large one
//! that has to wait for the next time; it starts at once, full or not. After a cycle it stands open to the other side. A chamber with
//! nobody at its side changes sides empty where more wait at the other than the chambers already on their way there
//! empty have room for. While a chamber is out of service it starts nothing; what it has begun it ends.
//!
//! Literature: queues with bulk service, Bailey 1954, doi 10.1111/j.2517-6161.1954.tb00149.x; with one chamber that holds one
//! vessel and turns in no time it is M/D/1, with several M/D/c (see [`queue`](super::queue)).
//!
//! Complexity: O(v + l · (b + w)) for v vessels and l cycles of b vessels each, w waiting ones passed over for want of room.
//!
//! Ties: at one instant chambers that have finished come first, then arrivals, then new cycles, chambers by number.
//!
//! What it does not do: wait for a fuller load, choose vessels that fill a chamber best, give way to passenger vessels.

mod arrivals;
#[cfg(test)]
mod tests;

pub use arrivals::{Arrivals, Pace, Shares};

use std::collections::VecDeque;

/// How many vessels of a queue are called up for one cycle.
pub const LOOK_AHEAD: usize = 20;

/// A chamber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockChamber {
    /// How much it takes at once.
    pub room: u32,
    /// Seconds from one opening to the next, across with vessels.
    pub cycle: u32,
    /// Seconds to change sides empty.
    pub turn: u32,
}

/// A vessel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The second it comes.
    pub at: u32,
    /// 0 or 1.
    pub side: u8,
    /// How much room it takes.
    pub size: u32,
    /// The chambers that can hold it, bit by bit.
    pub chambers: u32,
}

/// A time in which a chamber starts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// Which chamber.
    pub chamber: usize,
    /// Its first second.
    pub from: u32,
    /// The first second after it.
    pub until: u32,
}

/// A cycle of a chamber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// Which chamber.
    pub chamber: usize,
    /// The second it starts.
    pub at: u32,
    /// The side it starts from.
    pub side: u8,
    /// How many vessels it takes; none where it changes sides empty.
    pub vessels: u32,
    /// The room they take.
    pub size: u32,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crossings {
    /// When each vessel is taken across, in the order given; none if no chamber ever takes it.
    pub starts: Vec<Option<u32>>,
    /// In order.
    pub cycles: Vec<Cycle>,
}

/// Takes all vessels across, given in the order they come.
///
/// ```
/// use tongqu::kernels::lockage::{Arrival, LockChamber, cross};
/// let chamber = LockChamber { room: 2, cycle: 600, turn: 200 };
/// let vessel = |at, side| Arrival { at, side, size: 1, chambers: 1 };
/// // Two from side 0, one from side 1 when they are over, one more from side 1 for which it has to come back.
/// let run = cross(&[chamber], &[vessel(0, 0), vessel(0, 0), vessel(100, 1), vessel(700, 1)], &[]);
/// assert_eq!(run.starts, [Some(0), Some(0), Some(600), Some(1400)]);
/// ```
///
/// # Panics
/// If the vessels are not in order, or there are more than 32 chambers.
pub fn cross(chambers: &[LockChamber], vessels: &[Arrival], outages: &[Outage]) -> Crossings {
    assert!(vessels.is_sorted_by_key(|vessel| vessel.at), "vessels in the order they come");
    assert!(chambers.len() <= 32, "32 chambers at most");
    let mut lock = LockState::new(chambers, vessels, outages);
    while let Some(now) = lock.next_event() {
        lock.advance(now);
        lock.dispatch(now);
    }
    lock.run
}

/// What a chamber is doing.
#[derive(Clone, Copy)]
struct Standing {
    /// The side it stands open to, or will when it is free.
    side: u8,
    free_at: u32,
    is_busy: bool,
    is_turning: bool,
}

struct LockState<'a> {
    chambers: &'a [LockChamber],
    vessels: &'a [Arrival],
    outages: &'a [Outage],
    standing: Vec<Standing>,
    /// Vessels waiting, by side.
    queues: [VecDeque<u32>; 2],
    /// Their sizes together.
    waiting: [u64; 2],
    /// The smallest vessel there is: no need to look on where there is less room.
    smallest: u32,
    next: usize,
    clock: Option<u32>,
    run: Crossings,
}

impl<'a> LockState<'a> {
    fn new(chambers: &'a [LockChamber], vessels: &'a [Arrival], outages: &'a [Outage]) -> Self {
        let idle = Standing { side: 0, free_at: 0, is_busy: false, is_turning: false };
        Self {
            chambers,
            vessels,
            outages,
            standing: vec![idle; chambers.len()],
            queues: Default::default(),
            waiting: [0; 2],
            smallest: vessels.iter().map(|vessel| vessel.size).min().unwrap_or(0),
            next: 0,
            clock: None,
            run: Crossings { starts: vec![None; vessels.len()], cycles: Vec::new() },
        }
    }

    /// The next second at which anything can change: an arrival, a chamber that finishes, an outage that ends.
    fn next_event(&self) -> Option<u32> {
        let arrival = self.vessels.get(self.next).map(|vessel| vessel.at);
        let busy = self.standing.iter().filter(|chamber| chamber.is_busy);
        let finished = busy.map(|chamber| chamber.free_at).min();
        let is_later = |until: &u32| self.clock.is_none_or(|now| *until > now);
        let restored = self.outages.iter().map(|outage| outage.until).filter(is_later).min();
        let is_waiting = self.queues.iter().any(|queue| !queue.is_empty());
        [arrival, finished, restored.filter(|_| is_waiting)].into_iter().flatten().min()
    }

    fn advance(&mut self, now: u32) {
        self.clock = Some(now);
        for chamber in &mut self.standing {
            if chamber.is_busy && chamber.free_at <= now {
                (chamber.is_busy, chamber.is_turning) = (false, false);
            }
        }
        while let Some(vessel) = self.vessels.get(self.next).filter(|vessel| vessel.at <= now) {
            self.queues[usize::from(vessel.side)].push_back(self.next as u32);
            self.waiting[usize::from(vessel.side)] += u64::from(vessel.size);
            self.next += 1;
        }
    }

    /// Starts all that can start now.
    fn dispatch(&mut self, now: u32) {
        loop {
            let idle = (0..self.chambers.len()).filter(|chamber| self.is_ready(*chamber, now));
            let idle: Vec<usize> = idle.collect();
            if let Some(&chamber) =
                idle.iter().find(|chamber| self.has_load(**chamber, self.standing[**chamber].side))
            {
                self.load(chamber, now);
            } else if let Some(&chamber) = idle.iter().find(|chamber| self.should_turn(**chamber)) {
                self.start(chamber, now, 0, 0);
            } else {
                return;
            }
        }
    }

    fn is_ready(&self, chamber: usize, now: u32) -> bool {
        let is_out =
            |outage: &Outage| outage.chamber == chamber && outage.from <= now && now < outage.until;
        !self.standing[chamber].is_busy && !self.outages.iter().any(is_out)
    }

    /// Whether anyone waits at a side whom the chamber can hold.
    fn has_load(&self, chamber: usize, side: u8) -> bool {
        let fits = |at: &u32| self.fits(chamber, self.vessels[*at as usize]);
        self.queues[usize::from(side)].iter().any(fits)
    }

    fn fits(&self, chamber: usize, vessel: Arrival) -> bool {
        vessel.chambers & (1 << chamber) != 0 && vessel.size <= self.chambers[chamber].room
    }

    fn should_turn(&self, chamber: usize) -> bool {
        let to = 1 - self.standing[chamber].side;
        if !self.has_load(chamber, to) {
            return false;
        }
        let coming = self.standing.iter().zip(self.chambers);
        let coming = coming.filter(|(standing, _)| standing.is_turning && standing.side == to);
        let room: u64 = coming.map(|(_, chamber)| u64::from(chamber.room)).sum();
        self.waiting[usize::from(to)] > room
    }

    fn load(&mut self, chamber: usize, now: u32) {
        let side = self.standing[chamber].side;
        let mut room = self.chambers[chamber].room;
        let (mut at, mut count, mut seen) = (0, 0, 0);
        while room >= self.smallest
            && seen < LOOK_AHEAD
            && at < self.queues[usize::from(side)].len()
        {
            let vessel = self.queues[usize::from(side)][at];
            let size = self.vessels[vessel as usize].size;
            let is_held = self.fits(chamber, self.vessels[vessel as usize]);
            seen += usize::from(is_held);
            if is_held && size <= room {
                room -= size;
                count += 1;
                self.run.starts[vessel as usize] = Some(now);
                self.queues[usize::from(side)].remove(at);
            } else {
                at += 1;
            }
        }
        let size = self.chambers[chamber].room - room;
        self.waiting[usize::from(side)] -= u64::from(size);
        self.start(chamber, now, count, size);
    }

    /// Across with so many vessels, or empty.
    fn start(&mut self, chamber: usize, now: u32, vessels: u32, size: u32) {
        let standing = &mut self.standing[chamber];
        self.run.cycles.push(Cycle { chamber, at: now, side: standing.side, vessels, size });
        let is_empty = vessels == 0;
        let time =
            if is_empty { self.chambers[chamber].turn } else { self.chambers[chamber].cycle };
        *standing = Standing {
            side: 1 - standing.side,
            free_at: now + time,
            is_busy: time > 0,
            is_turning: is_empty && time > 0,
        };
    }
}
