//! The drawing layer: maps and charts in one house style, as PNG or SVG bytes in memory.
//!
//! A figure is a plain struct of words and numbers, without a type of the simulator: later stages map their results onto
//! it. Every figure lays itself out as a [`Scene`] of lines, areas and texts whose widths were measured with the very
//! font that will draw them, so that sizes follow the number of rows and the longest name. One painter then turns the
//! scene into pixels ([`Format::Png`]), another into text ([`Format::Svg`]). The same figure gives the same bytes, always.
//!
//! ```
//! use tongqu::report::figure::{Caption, Dumbbell, DumbbellRow, Figure, Font, Format};
//!
//! let figure = Dumbbell {
//!     caption: Caption::new("最短旅行时间变化 Change of shortest travel time", "", "Source: example"),
//!     axis: "旅行时间 Travel time, min".into(),
//!     unit: "min".into(),
//!     before: "无项目 without".into(),
//!     after: "有项目 with".into(),
//!     rows: vec![DumbbellRow { label: "淮北 Huaibei → 蚌埠 Bengbu".into(), before: 98.0, after: 39.0 }],
//! };
//! let font = Font::embedded();
//! assert!(figure.missing_characters(&font).is_empty());
//! assert!(figure.render(Format::Png, &font)?.starts_with(b"\x89PNG"));
//! # Ok::<(), tongqu::report::figure::Error>(())
//! ```

mod axis;
mod bars;
mod base;
mod cartogram;
mod clip;
mod dumbbell;
mod font;
mod ground;
mod heat_map;
mod label;
mod legend;
mod line_chart;
mod map;
mod page;
mod palette;
mod projection;
mod raster;
mod scale;
mod scene;
mod stacked_bars;
mod thiessen;
mod train_graph;
mod vector;

pub use bars::{Bar, RankedBars};
pub use cartogram::{CartogramPlace, TimeCartogram};
pub use dumbbell::{Dumbbell, DumbbellRow};
pub use font::{Font, FontError};
pub use ground::{Ground, WATER_CREDIT, WaterShape, ramp_colours, tenth};
pub use heat_map::HeatMap;
pub use line_chart::{Annotation, Axis, LineChart, Series};
pub use map::{
    Areas, Flow, Flows, LineClass, MapFigure, MapLine, MapPanel, MapPanels, MapPoint, NumberTable,
    Patch, PointKind,
};
pub use page::Caption;
pub use palette::{Colour, Mode, Ramp};
pub use projection::Extent;
pub use scale::ValueScale;
pub use scene::Scene;
pub use stacked_bars::{StackedBar, StackedBars};
pub use train_graph::{GraphStation, GraphTrain, TrainGraph, TrainKind};

/// The file format of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A bitmap with smooth edges, eight bits per channel.
    Png,
    /// A vector drawing whose texts stay texts.
    Svg,
}

impl Format {
    /// Both formats.
    pub const ALL: [Self; 2] = [Self::Png, Self::Svg];

    /// The ending of a file's name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }
}

/// Why a figure could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The painter of pixels refused.
    #[error("cannot paint the figure: {0}")]
    Paint(String),
    /// The pixels could not be packed.
    #[error("cannot write the figure as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// Something that can be drawn.
pub trait Figure {
    /// The figure laid out with a font.
    fn scene(&self, font: &Font) -> Scene;

    /// The bytes of a file in the format asked for.
    ///
    /// # Errors
    /// When the pixels cannot be painted or packed; not for anything in the figure's data.
    fn render(&self, format: Format, font: &Font) -> Result<Vec<u8>, Error> {
        self.scene(font).render(format, font)
    }

    /// The characters that the font would draw as empty boxes, each once.
    fn missing_characters(&self, font: &Font) -> Vec<char> {
        self.scene(font).missing_characters(font)
    }
}

impl Scene {
    /// The bytes of a file in the format asked for, with the font the scene was laid out with.
    ///
    /// # Errors
    /// When the pixels cannot be painted or packed.
    pub fn render(&self, format: Format, font: &Font) -> Result<Vec<u8>, Error> {
        match format {
            Format::Png => raster::png(self, font),
            Format::Svg => Ok(vector::svg(self, font).into_bytes()),
        }
    }

    /// The characters that the font would draw as empty boxes, each once.
    pub fn missing_characters(&self, font: &Font) -> Vec<char> {
        let texts: String = self.texts().map(|text| text.content.as_str()).collect();
        font.missing_characters(&texts)
    }
}

#[cfg(test)]
mod tests;
