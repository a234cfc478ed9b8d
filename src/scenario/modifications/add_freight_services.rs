//! `add-freight-services`: trains and ships that leave one terminal for another so many times a week.

use super::modify_terminals::find_terminal;
use super::{Editor, Touched, place};
use crate::network::FreightService;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-freight-services`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddFreightServices {
    /// The services.
    pub services: Vec<NewFreightService>,
}

/// One service, both ways unless it is said otherwise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewFreightService {
    /// The `service_id`; `-back` is added to that of the way back.
    pub id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Its mode in `mode.csv`.
    pub mode: Spanned<String>,
    /// Id or name of the terminal it leaves.
    pub from: Spanned<String>,
    /// Id or name of the one it goes to.
    pub to: Spanned<String>,
    /// Departures a week in each direction.
    pub departures_per_week: Spanned<f64>,
    /// Whether it runs from `from` to `to` only.
    #[serde(default)]
    pub one_way: bool,
}

impl AddFreightServices {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let added = self.services.iter().filter_map(|service| service.apply(editor)).count();
        (added == self.services.len()).then(|| Touched::new(added, "freight service"))
    }
}

impl NewFreightService {
    fn apply(&self, editor: &mut Editor<'_>) -> Option<()> {
        let id = self.id.get_ref();
        let is_there = editor.network.freight_services.iter().any(|service| service.id == *id);
        let is_new = place::is_new(editor, &self.id, is_there, "freight service");
        let ends = [&self.from, &self.to].map(|name| find_terminal(editor, name));
        let departures = editor.above_zero(&self.departures_per_week, "departures_per_week");
        let mode = self.mode.get_ref();
        if editor.network.modes.value(mode, "speed").is_err() {
            let message = format!("mode.csv has no speed of `{mode}`");
            let help = "freight_train_container, barge_container, sea_feeder, …";
            return editor.refuse(&self.mode, "unknown-mode", message, help);
        }
        let ((), [from, to], departures_per_week) = (is_new?, ends, departures?);
        let [from, to] = [from?, to?].map(|at| editor.network.terminals[at].id.clone());
        let there = FreightService {
            id: id.clone(),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            mode: mode.clone(),
            from,
            to,
            departures_per_week,
            project: Some(editor.project_id()),
            provenance: editor.edit_provenance(),
        };
        let back = FreightService {
            id: format!("{id}-back"),
            from: there.to.clone(),
            to: there.from.clone(),
            ..there.clone()
        };
        let services = std::iter::once(there).chain((!self.one_way).then_some(back));
        editor.change_services().freight_services.extend(services);
        Some(())
    }
}
