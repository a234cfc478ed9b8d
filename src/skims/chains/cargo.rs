//! What is carried, and what carries it.

use crate::network::{MissingParameter, ModeParameters};

/// How a leg is hauled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Haulage {
    /// By lorry.
    Road,
    /// By goods train.
    Rail,
    /// By barge on inland waterways.
    Barge,
    /// By sea-going ship.
    Sea,
}

impl Haulage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Road, Self::Rail, Self::Barge, Self::Sea];

    /// In English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Road => "truck",
            Self::Rail => "rail",
            Self::Barge => "barge",
            Self::Sea => "sea",
        }
    }

    /// In Chinese.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Road => "公路",
            Self::Rail => "铁路",
            Self::Barge => "内河",
            Self::Sea => "海运",
        }
    }
}

/// Goods of a kind: the rows `cargo_…` of `mode.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cargo {
    /// The word behind `cargo_`.
    pub name: String,
    /// Whether it travels in boxes.
    pub is_boxed: bool,
    /// What an hour is worth, in yuan a tonne.
    pub value_of_time: f64,
    /// Tonnes in a box of 20 feet; none where the goods are loose.
    pub tonnes_per_teu: Option<f64>,
}

const PREFIX: &str = "cargo_";
/// Goods in boxes; all others are loose.
const BOXED: [&str; 2] = ["container", "perishable"];

impl Cargo {
    /// Names of the goods that a network knows, in the order of its file.
    pub fn names(modes: &ModeParameters) -> Vec<&str> {
        let rows = modes.rows.iter().filter(|row| row.parameter == "value_of_time");
        rows.filter_map(|row| row.mode.strip_prefix(PREFIX)).collect()
    }

    /// Goods of a name, with or without an `s`.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter of them.
    pub fn of(modes: &ModeParameters, name: &str) -> Result<Self, MissingParameter> {
        let bare = name.strip_suffix('s').unwrap_or(name);
        let name = Self::names(modes).into_iter().find(|known| *known == bare).unwrap_or(name);
        let is_boxed = BOXED.contains(&name);
        let tonnes_per_teu = modes.value("cargo_container", "tonnes_per_teu");
        Ok(Self {
            name: name.to_owned(),
            is_boxed,
            value_of_time: modes.value(&format!("{PREFIX}{name}"), "value_of_time")?,
            tonnes_per_teu: if is_boxed { Some(tonnes_per_teu?) } else { None },
        })
    }

    /// The mode of `mode.csv` that hauls it; of barges with loose goods any of several.
    pub(super) fn mode(&self, by: Haulage) -> &'static str {
        match (by, self.is_boxed) {
            (Haulage::Road, true) => "truck_container",
            (Haulage::Road, false) => "truck",
            (Haulage::Rail, true) => "freight_train_container",
            (Haulage::Rail, false) => "freight_train",
            (Haulage::Barge, true) => "barge_container",
            (Haulage::Barge, false) => "barge_1000",
            (Haulage::Sea, true) => "sea_feeder",
            (Haulage::Sea, false) => "sea_bulk",
        }
    }

    /// The mode of lorries between a terminal and the door.
    pub(super) fn drayage(&self) -> &'static str {
        if self.is_boxed { "drayage" } else { "truck" }
    }

    /// The freight rate of a mode in yuan a tonne and kilometre.
    pub(super) fn rate(&self, modes: &ModeParameters, mode: &str) -> Result<f64, MissingParameter> {
        match self.tonnes_per_teu {
            Some(tonnes) => match modes.value(mode, "cost_teu") {
                Ok(per_teu) => Ok(per_teu / tonnes),
                Err(_) => modes.value(mode, "cost"),
            },
            None => modes.value(mode, "cost"),
        }
    }
}
