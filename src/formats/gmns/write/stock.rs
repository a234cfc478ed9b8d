//! `rolling_stock.csv` and `running_time.csv`.

use super::{date, number, whole, with_provenance};
use crate::formats::table::{Rows, row, table};
use crate::network::{Network, RollingStock, RouteClass, RunningTime};

pub(super) fn rolling_stock(network: &Network) -> Rows {
    table(
        "stock_id,name,default_for,train_letters,max_speed_kmh,mass_t,rotating_mass_factor,power_kw,starting_effort_kn,davis_a_n_kn,davis_b_n_kn_kmh,davis_c_n_kn_kmh2,service_brake_ms2,length_m,seats,source_id,confidence,note",
        network.rolling_stock.iter().map(stock_cells),
    )
}

fn stock_cells(it: &RollingStock) -> Vec<String> {
    let letters: Vec<String> = it.train_letters.iter().map(char::to_string).collect();
    let class = it.default_for.map_or("", RouteClass::name);
    let mut cells = row([&it.id, &it.name, class, &letters.join(";")]);
    let figures = [it.max_speed.0, it.mass_t, it.rotating_mass_factor, it.power_kw];
    let rest = [it.service_brake_ms2, it.length_m];
    let figures = figures.into_iter().chain([it.starting_effort_kn]).chain(it.davis_n_per_kn);
    cells.extend(figures.chain(rest).map(|figure| figure.to_string()));
    cells.push(number(it.seats));
    with_provenance(cells, &it.provenance)
}

pub(super) fn running_times(network: &Network) -> Rows {
    table(
        "line_name,from,to,distance_km,stops_between,minutes,statistic,trains,train,date,source_id,confidence,note",
        network.running_times.iter().map(time_cells),
    )
}

fn time_cells(it: &RunningTime) -> Vec<String> {
    let mut cells = row([&it.line_name, &it.from, &it.to]);
    cells.extend([number(it.length.map(|length| length.0)), whole(it.stops_between)]);
    cells.extend([it.time.minutes().to_string(), it.statistic.name().to_owned()]);
    cells.extend([whole(it.trains), it.train.clone(), date(it.date)]);
    with_provenance(cells, &it.provenance)
}
