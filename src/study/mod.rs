//! The questions planners ask: what a project changes, and how well the model fits what is published.

mod access;
mod chains;
mod comparison;
mod effects;
mod equity;
#[cfg(test)]
mod examples;
mod explain;
mod facilities;
mod fare;
mod freight;
mod freight_access;
mod freight_validation;
mod ground;
mod infrastructure;
mod isochrone;
mod journeys;
mod lock;
mod promises;
mod resilience;
mod run_time;
mod running_times;
mod standing;
mod summary;
mod surface;
mod timeline;
mod uncertainty;
mod validation;
mod waterway_capacity;

pub use access::{
    Access, AccessMeasure, AccessQuestion, AccessSide, AccessTable, AccessValues, CellAccess,
    CellTable, Travellers,
};
pub use chains::{ChainRow, Mark, chain_rows};
pub use comparison::{
    AccessibilityRow, Comparison, ConnectivityRow, MeasureTable, PairChange, Question, Side,
    StageTime, most_changed_mode,
};
pub use effects::{PassengerEffect, ProjectEffect, Workbench};
pub use equity::{Equity, EquityQuestion, EquityRow};
pub use explain::Used;
pub use fare::{Fares, PairFares};
pub use freight_access::{Accesses, FreightAccess, freight_access};
pub use freight_validation::{FreightCheck, validate_freight};
pub use ground::{Ground, GroundSide};
pub use infrastructure::{
    CityService, GraphLink, GraphNode, HourCircle, Infrastructure, InfrastructureGraph,
    InfrastructureQuestion, InfrastructureReport, InfrastructureSide, Infrastructures, Redundancy,
    redundancy, services,
};
pub use isochrone::{Area, Band, IsochroneQuery, Isochrones, Start};
pub use journeys::{JourneyChange, leg_text, one_line};
pub use lock::{
    ChamberOutage, LockDay, LockPoint, LockQuestion, LockYear, WARM_UP_DAYS, formula_wait_h,
    lock_curve, lock_year,
};
pub use promises::{Bound, Joint, Kept, PromiseCheck, Ride, check_promises};
pub use resilience::{
    ClosedTimes, Curve, CurveOrder, CurvePlan, CurvePoint, Demand, Element, ElementKind, Exposure,
    Impact, NamedSet, Progress, RankBy, Resilience, ResilienceQuestion, SideResilience, Turn,
    Which, curves, elements, is_closable,
};
pub use run_time::{Calls, RunLeg, RunRequest, TimetabledTrains, TrainRun, run_time, station};
pub use running_times::{
    Calibration, FEWEST_PAIRS, Fitted, KINDS, KindOfLine, LeftOut, Origin, Pair, RunErrors,
    calibrate,
};
pub use standing::Spread;
pub use summary::{Counts, Findings, Gain, PairFinding, in_words};
pub use surface::{Cumulative, Surface, SurfaceMeasure, surface};
pub use timeline::{Figures, Year, timeline};
pub use uncertainty::{ChangeBand, FactorRange, Ranges, STABLE, Uncertainty, UncertaintyQuestion};
pub use validation::{
    ComparedWith, ErrorGroup, Observed, Outcome, Summary, ValidatedRow, Validation, validate,
};
pub use waterway_capacity::{GROWTH, LockOnWay, WaterwayCapacity, barrier_words};
