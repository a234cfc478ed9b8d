//! The fastest times alone, for many timetables of one network.

use super::TravelMode;
use super::endpoint::{Ways, direct, ways_on};
use crate::index::ZoneIdx;
use crate::kernels::fastest::{StopWays, fastest_table};
use crate::kernels::graph::UNREACHED;
use crate::supply::{Schedule, Supply};
use crate::units::Seconds;

/// What the fastest times between zones need besides a timetable.
#[derive(Debug, Clone, Copy)]
pub struct FastestTimes<'a> {
    /// What the searches need of the network.
    pub supply: &'a Supply,
    /// From and to which zones.
    pub zones: &'a [ZoneIdx],
    /// By what; by car there are no services.
    pub mode: TravelMode,
}

impl FastestTimes<'_> {
    /// The fastest time of the day from each of the zones to each, row by row, over a schedule; none where there is no journey.
    ///
    /// The same times as [`compute`](super::compute)'s, some ten times sooner, for departures that are not the fastest are
    /// not looked for.
    pub fn over(&self, schedule: &Schedule) -> Vec<Option<Seconds>> {
        let reached = |zone: &ZoneIdx| ways_on(schedule, self.supply.access.of(*zone), self.mode);
        let ends: Vec<Ways> = self.zones.iter().map(reached).collect();
        let origins: Vec<&StopWays> = ends.iter().map(|ways| ways.access.as_slice()).collect();
        let targets: Vec<&StopWays> = ends.iter().map(|ways| ways.egress.as_slice()).collect();
        let (rides, leaving) = (Schedule::RIDES, Schedule::DEPARTURES);
        let table = fastest_table(schedule.index(), &origins, &targets, rides, leaving);
        let pairs =
            self.zones.iter().flat_map(|from| self.zones.iter().map(move |to| (*from, *to)));
        let time = |(&duration, (from, to)): (&u32, (ZoneIdx, ZoneIdx))| {
            if from == to {
                return None;
            }
            let service = (duration != UNREACHED).then_some(Seconds(duration));
            let local = direct(self.supply, from, to, self.mode);
            service.into_iter().chain(local).min()
        };
        table.iter().zip(pairs).map(time).collect()
    }
}
