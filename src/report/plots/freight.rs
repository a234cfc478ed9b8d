//! Goods: what a chain costs, part by part.

use crate::network::Network;
use crate::report::figure::{Caption, StackedBar, StackedBars};
use crate::skims::{Cargo, Haul, Haulage};
use crate::study::ChainRow;

/// What goes where.
#[derive(Debug, Clone, Copy)]
pub struct FreightSubject<'a> {
    /// The network.
    pub network: &'a Network,
    /// Where from, as typed.
    pub from: &'a str,
    /// Where to.
    pub to: &'a str,
    /// The goods.
    pub cargo: &'a Cargo,
}

/// Cost a tonne of each chain: hauls by lorry and between terminals, lock tolls, handling, and what time is worth.
pub fn chain_cost(subject: &FreightSubject<'_>, rows: &[ChainRow]) -> StackedBars {
    let value = subject.cargo.value_of_time;
    let bars = rows.iter().filter(|row| row.share.is_some()).map(|row| {
        let hauls = |of: &dyn Fn(&Haul) -> f64| row.chain.hauls().map(of).sum::<f64>();
        let rate = |is_road: bool| {
            hauls(&|haul| {
                if (haul.by == Haulage::Road) == is_road { haul.rate_yuan_t } else { 0.0 }
            })
        };
        let wait = value * hauls(&|haul| haul.wait_h + haul.lock_h);
        let time = row.generalised_yuan_t - row.burden.yuan_t - wait;
        let names: Vec<&str> = row.chain.means().into_iter().map(Haulage::name_zh).collect();
        let handling = row.chain.handling_yuan_t();
        StackedBar {
            label: names.join("–"),
            note: format!("{}, {:.0} h", row.chain.name(), row.burden.hours),
            values: vec![
                rate(true),
                rate(false),
                hauls(&|haul| haul.toll_yuan_t),
                handling,
                wait,
                time.max(0.0),
            ],
        }
    });
    let parts = [
        "公路 by lorry",
        "铁路、水路 by rail and water",
        "过闸费 lock tolls",
        "装卸 handling",
        "等待的时间价值 time waiting",
        "其余时间价值 other time",
    ];
    StackedBars {
        caption: Caption::new(
            format!("货运链成本 Cost of each chain\n{} → {}", subject.from, subject.to),
            format!(
                "A tonne of cargo, {}; an hour is worth {} yuan a tonne; waits are for departures and locks",
                subject.cargo.name, value
            ),
            super::source(subject.network),
        ),
        axis: "元/吨 yuan a tonne".to_owned(),
        parts: parts.map(str::to_owned).to_vec(),
        bars: bars.collect(),
    }
}
