//! Internal indices: a place in a table, not the id a planner wrote.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// From a position in a table.
            pub fn new(position: usize) -> Self {
                Self(position as u32)
            }

            /// As a position in a table.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

index! {
    /// A row of `zone.csv`.
    ZoneIdx,
    /// A row of `node.csv`.
    NodeIdx,
    /// A row of `link.csv`.
    LinkIdx,
    /// A row of `lock.csv`.
    LockIdx,
    /// A row of `terminal.csv`.
    TerminalIdx,
    /// A row of `source.csv`.
    SourceIdx,
    /// A stop of the timetable.
    StopIdx,
    /// A route of the timetable.
    RouteIdx,
    /// A trip of the timetable.
    TripIdx,
}
