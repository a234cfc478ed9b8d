//! The time–distance diagram of a line's trains (运行图): stations by their kilometres, the clock, a line for each train.

use super::Figure;
use super::axis::Scaling;
use super::clip::path_in;
use super::font::Font;
use super::legend::{self, Swatch};
use super::page::{Caption, MARGIN, WIDTH, page};
use super::palette::{BLUE, Colour, GRID, PURPLE, QUIET, VERMILION, size};
use super::scene::{Anchor, Rect, Scene, Stroke, Text};

/// A line's trains over a day.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainGraph {
    /// Title, subtitle and source.
    pub caption: Caption,
    /// The stations, by kilometres.
    pub stations: Vec<GraphStation>,
    /// The trains.
    pub trains: Vec<GraphTrain>,
    /// The hours shown, from the first to the last.
    pub hours: (u32, u32),
}

/// A station of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphStation {
    /// Its name.
    pub name: String,
    /// Kilometres from the line's first.
    pub km: f64,
}

/// A train, or the part of its way that lies on the line.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphTrain {
    /// What it is.
    pub kind: TrainKind,
    /// Hours since midnight and kilometres, in the order of time.
    pub points: Vec<(f64, f64)>,
}

/// Whose train it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrainKind {
    /// Any other train.
    Conventional,
    /// A high-speed or intercity train.
    HighSpeed,
    /// One that the project puts on or sends another way.
    Project,
}

impl TrainKind {
    const ALL: [Self; 3] = [Self::Project, Self::HighSpeed, Self::Conventional];

    const fn colour(self) -> Colour {
        match self {
            Self::Conventional => PURPLE,
            Self::HighSpeed => BLUE,
            Self::Project => VERMILION,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Conventional => "普速列车 other trains",
            Self::HighSpeed => "动车组 high-speed trains",
            Self::Project => "项目列车 trains of the project",
        }
    }

    fn stroke(self) -> Stroke {
        Stroke::new(self.colour(), if self == Self::Project { 2.8 } else { 2.0 })
    }
}

/// Height of the box of the trains.
const PLOT: f64 = 820.0;
/// Below it: the clock, and what it is.
const AXIS: f64 = 84.0;

impl Figure for TrainGraph {
    fn scene(&self, font: &Font) -> Scene {
        let inner = WIDTH - 2.0 * MARGIN;
        let entries = self.legend();
        let legend_height = legend::row_height(inner, &entries, font) + 14.0;
        let (mut scene, content) = page(&self.caption, WIDTH, legend_height + PLOT + AXIS, font);
        legend::row(&mut scene, (content.left, content.top), inner, &entries, font);
        let names: Vec<String> = self.stations.iter().map(label).collect();
        let left = content.left + font.widest(names.iter().map(String::as_str), size::TICK) + 18.0;
        let top = content.top + legend_height;
        let plot = Rect { left, top, right: content.right - 24.0, bottom: top + PLOT };
        let x = Scaling {
            from: (f64::from(self.hours.0), f64::from(self.hours.1)),
            to: (plot.left, plot.right),
        };
        let last = self.stations.iter().map(|station| station.km).fold(1.0, f64::max);
        let y = Scaling { from: (0.0, last), to: (plot.top + 14.0, plot.bottom - 14.0) };
        self.draw_axes(&mut scene, plot, x, y);
        let mut trains: Vec<&GraphTrain> = self.trains.iter().collect();
        trains.sort_by_key(|train| train.kind);
        for train in trains {
            let path: Vec<_> =
                train.points.iter().map(|point| (x.at(point.0), y.at(point.1))).collect();
            for piece in path_in(&path, plot) {
                scene.line(piece, train.kind.stroke());
            }
        }
        scene.frame(plot, Stroke::new(QUIET, 1.6));
        scene
    }
}

fn label(station: &GraphStation) -> String {
    format!("{}  {:.0}", station.name, station.km)
}

impl TrainGraph {
    fn legend(&self) -> Vec<(Swatch, &str)> {
        let kinds = TrainKind::ALL
            .into_iter()
            .filter(|kind| self.trains.iter().any(|train| train.kind == *kind));
        kinds.map(|kind| (Swatch::Lines(vec![kind.stroke()]), kind.name())).collect()
    }

    fn draw_axes(&self, scene: &mut Scene, plot: Rect, x: Scaling, y: Scaling) {
        for hour in self.hours.0..=self.hours.1 {
            let at = x.at(f64::from(hour));
            scene.line(vec![(at, plot.top), (at, plot.bottom)], Stroke::new(GRID, 1.2));
            let text = Text::new(format!("{:02}", hour % 24), (at, plot.bottom + 32.0), size::TICK);
            scene.text(text.anchored(Anchor::Middle).coloured(QUIET));
        }
        let middle = f64::midpoint(plot.left, plot.right);
        let title = Text::new("时刻 Clock, h", (middle, plot.bottom + 70.0), size::BODY);
        scene.text(title.anchored(Anchor::Middle));
        // Stations close to each other share no room: the later one goes unnamed, its line stays.
        let mut free = f64::MIN;
        for station in &self.stations {
            let at = y.at(station.km);
            scene.line(
                vec![(plot.left, at), (plot.right, at)],
                Stroke::new(QUIET.mixed(GRID, 0.6), 1.2),
            );
            if at - size::TICK * 0.6 >= free {
                scene.text(
                    Text::centred(label(station), (plot.left - 12.0, at), size::TICK)
                        .anchored(Anchor::End),
                );
                free = at + size::TICK * 0.6;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_neither_touch_nor_leave_the_page() {
        let font = Font::embedded();
        let station = |km: f64| GraphStation { name: "连云港 Lianyungang".into(), km };
        let train = |kind, start: f64| GraphTrain {
            kind,
            points: vec![
                (start, 0.0),
                (start + 1.0, 160.0),
                (start + 1.1, 160.0),
                (start + 2.0, 300.0),
            ],
        };
        for stations in [vec![], vec![station(0.0), station(3.0), station(160.0), station(300.0)]] {
            let graph = TrainGraph {
                caption: Caption::new("运行图 Train graph", "", "Source: fixture"),
                stations,
                trains: vec![train(TrainKind::Project, 6.0), train(TrainKind::HighSpeed, 23.5)],
                hours: (5, 24),
            };
            assert_eq!(graph.scene(&font).clashes(&font), Vec::<String>::new());
        }
    }
}
