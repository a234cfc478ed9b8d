//! Checks that kinds of edits share: positions, lengths, ids.

use super::Editor;
use crate::diagnostic::Problem;
use crate::index::NodeIdx;
use crate::network::Position;
use toml::Spanned;

/// A position in degrees, if it is on the globe.
pub(super) fn position(
    editor: &mut Editor<'_>,
    lon: &Spanned<f64>,
    lat: &Spanned<f64>,
) -> Option<Position> {
    for (value, limit, what) in [(lon, 180.0, "longitude"), (lat, 90.0, "latitude")] {
        if !(value.get_ref().abs() <= limit) {
            let message = format!("{} is no {what}", value.get_ref());
            let help = format!("degrees, at most {limit}");
            return editor.refuse(value, "out-of-range", message, help);
        }
    }
    Some(Position { lon: *lon.get_ref(), lat: *lat.get_ref() })
}

/// A length that is not less than the straight line, as `tongqu check` wants it of tables.
pub(super) fn length(
    editor: &mut Editor<'_>,
    length: &Spanned<f64>,
    ends: (NodeIdx, NodeIdx),
) -> Option<f64> {
    let value = editor.above_zero(length, "length in km")?;
    let position = |node: NodeIdx| editor.network.nodes[node.at()].position;
    let straight = position(ends.0).distance(position(ends.1)).0;
    if value >= (straight * 0.995).min(straight - 0.1) {
        return Some(value);
    }
    let message = format!("{value} km is shorter than the straight line of {straight:.1} km");
    let help = "the length over the ground, or other coordinates of the ends";
    editor.refuse(length, "shorter-than-straight-line", message, help)
}

/// Notes that a row of this id is there already, if so; `what` is `node`, for instance.
pub(super) fn is_new(
    editor: &mut Editor<'_>,
    id: &Spanned<String>,
    is_there: bool,
    what: &str,
) -> Option<()> {
    if !is_there {
        return Some(());
    }
    let message = format!("there is a {what} `{}` already", id.get_ref());
    let help = format!("give the new {what} an id of its own, or leave it out");
    editor.problem(id, Problem::error("id-exists", message).help(help));
    None
}
