//! The figures of the folder, drawn into the page as they are.

use super::words::Words;
use crate::report::plots::kind;
use serde::Serialize;

/// A figure of the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PageFigure {
    /// `plots/network.svg`.
    pub(super) file: String,
    /// Without folder and ending, for the address of the figure on the page.
    pub(super) id: String,
    pub(super) title: Words,
    /// What one sees.
    pub(super) caption: Words,
    /// The drawing, without what a file needs before it.
    pub(super) svg: String,
}

/// Every SVG file of a folder, in the folder's order.
pub(super) fn figures<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<PageFigure> {
    files.filter(|(name, _)| super::is_kind(name, "svg")).filter_map(figure).collect()
}

fn figure((name, bytes): (&str, &[u8])) -> Option<PageFigure> {
    let text = std::str::from_utf8(bytes).ok()?;
    let svg = &text[text.find("<svg")?..];
    let id = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".svg");
    let (title, caption) = kind(id).map_or_else(
        || (Words::same(&drawn_title(svg)), Words::same("")),
        |kind| {
            let title = Words::new(kind.title, kind.title_zh);
            (title, Words::new(kind.caption, kind.caption_zh))
        },
    );
    Some(PageFigure {
        file: name.to_owned(),
        id: id.to_owned(),
        title,
        caption,
        svg: svg.trim_end().to_owned(),
    })
}

/// What the drawing calls itself.
fn drawn_title(svg: &str) -> String {
    let title = svg.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let text = title.map_or("", |(title, _)| title);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_nobody_wrote_a_caption_for_is_called_what_it_calls_itself() {
        let svg: &[u8] =
            b"<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"><title>A &amp; B</title></svg>\n";
        let files = [("plots/new_thing.svg", svg), ("plots/new_thing.png", b"png".as_slice())];
        let figures = figures(files.into_iter());
        assert_eq!(figures.len(), 1);
        assert_eq!(figures[0].title.en, "A & B");
        assert!(figures[0].svg.starts_with("<svg") && figures[0].svg.ends_with("</svg>"));
    }
}
