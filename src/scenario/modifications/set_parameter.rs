//! `set-parameter`: a row of `mode.csv` with another value.

use super::{Editor, Touched};
use crate::diagnostic::nearest;
use crate::network::{FacilityType, ParameterRow};
use crate::units::KmPerHour;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `set-parameter`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetParameter {
    /// The row's `mode`.
    pub mode: Spanned<String>,
    /// The row's `parameter`.
    pub parameter: Spanned<String>,
    /// The row's `facility_type`, where it has one.
    #[serde(default)]
    pub facility_type: Option<Spanned<String>>,
    /// The row's `free_speed`, in km/h; all rows of the facility type if not said.
    #[serde(default)]
    pub free_speed_kmh: Option<Spanned<f64>>,
    /// The value, in the row's unit.
    pub value: Spanned<f64>,
}

impl SetParameter {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let value = editor.not_negative(&self.value, "value of a parameter");
        let facility = match &self.facility_type {
            Some(word) => editor.word(word, &FacilityType::ALL, "facility type").map(Some),
            None => Some(None),
        };
        let rows = facility.and_then(|facility| self.rows(editor, facility));
        let (value, rows) = (value?, rows?);
        for at in &rows {
            let row = &editor.network.modes.rows[*at];
            let new = ParameterRow { value, ..row.clone() };
            if new != *row {
                let provenance = editor.amended(&row.provenance);
                editor.change_services().modes.rows[*at] = ParameterRow { provenance, ..new };
            }
        }
        Some(Touched::new(rows.len(), "parameter"))
    }

    fn rows(&self, editor: &mut Editor<'_>, facility: Option<FacilityType>) -> Option<Vec<usize>> {
        let rows = editor.network.modes.rows.iter().enumerate();
        let same = rows.filter(|(_, row)| {
            row.mode == *self.mode.get_ref() && row.parameter == *self.parameter.get_ref()
        });
        let same: Vec<(usize, &ParameterRow)> = same.collect();
        let has_speed = |row: &ParameterRow| match &self.free_speed_kmh {
            Some(speed) => row.free_speed == Some(KmPerHour(*speed.get_ref())),
            None => true,
        };
        let fits = |row: &ParameterRow| row.facility_type == facility && has_speed(row);
        let found: Vec<usize> = same.iter().filter(|row| fits(row.1)).map(|row| row.0).collect();
        if !found.is_empty() {
            return Some(found);
        }
        let others: Vec<String> = same.iter().map(|(_, row)| keys_of(row)).collect();
        self.unknown(editor, &others)
    }

    /// Says that there is no such row, and which rows there are.
    fn unknown<R>(&self, editor: &mut Editor<'_>, others: &[String]) -> Option<R> {
        let (mode, parameter) = (self.mode.get_ref(), self.parameter.get_ref());
        let message = format!("mode.csv has no such row of mode `{mode}`, parameter `{parameter}`");
        if !others.is_empty() {
            let help = format!("there is {}", others.join("; "));
            return editor.refuse(&self.parameter, "unknown-parameter", message, help);
        }
        let rows = &editor.network.modes.rows;
        let is_mode_known = rows.iter().any(|row| row.mode == *mode);
        let of_mode = rows.iter().filter(|row| row.mode == *mode);
        let near = if is_mode_known {
            nearest(parameter, of_mode.map(|row| row.parameter.as_str()))
        } else {
            nearest(mode, rows.iter().map(|row| row.mode.as_str()))
        };
        let near = near.map(str::to_owned);
        let at = if is_mode_known { &self.parameter } else { &self.mode };
        let help = "`mode` and `parameter` of a row of mode.csv";
        editor.unknown(at, "unknown-parameter", message, near.as_deref(), help)
    }
}

/// What tells a row from others of its mode and parameter.
fn keys_of(row: &ParameterRow) -> String {
    let facility =
        row.facility_type.map(|facility| format!("facility_type = \"{}\"", facility.name()));
    let speed = row.free_speed.map(|speed| format!("free_speed_kmh = {}", speed.0));
    let keys: Vec<String> = facility.into_iter().chain(speed).collect();
    if keys.is_empty() { "one without facility_type".to_owned() } else { keys.join(", ") }
}

#[cfg(test)]
mod tests {
    use crate::network::FacilityType;
    use crate::scenario::testing::{applied, codes, problems};

    #[test]
    fn a_row_gets_another_value() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "set-parameter"
            mode = "rail"
            parameter = "minimum_change"
            value = 8
            [[modification]]
            type = "set-parameter"
            mode = "rail"
            parameter = "dwell"
            facility_type = "high_speed_rail"
            value = 1.5
            "#,
        );
        assert_eq!(touched, ["1 parameter", "1 parameter"]);
        assert_eq!(network.modes.value("rail", "minimum_change"), Ok(8.0));
        let dwell = |facility| network.modes.value_for("rail", "dwell", facility);
        assert_eq!(dwell(FacilityType::HighSpeedRail), Ok(1.5));
        assert_eq!(dwell(FacilityType::ConventionalRail), Ok(3.0));
    }

    #[test]
    fn a_row_that_is_not_there_is_told_with_those_that_are() {
        let edit = |mode, parameter| {
            format!(
                "[[modification]]\ntype = \"set-parameter\"\nmode = \"{mode}\"\nparameter = \"{parameter}\"\nvalue = 1\n"
            )
        };
        let text = [edit("rial", "dwell"), edit("rail", "dwel"), edit("rail", "dwell")].concat();
        assert_eq!(codes(&text), ["unknown-parameter"; 3]);
        let helps: Vec<_> =
            problems(&text).iter().filter_map(|problem| problem.help.clone()).collect();
        let expected = [
            "did you mean `rail`?",
            "did you mean `dwell`?",
            "there is facility_type = \"conventional_rail\"; facility_type = \"high_speed_rail\"",
        ];
        assert_eq!(helps, expected);
    }
}
