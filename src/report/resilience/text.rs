//! What closures cost, for a terminal.

use super::{label, turn_name};
use crate::report::csv::fixed;
use crate::report::tables::table;
use crate::study::{Demand, ElementKind, Impact, RankBy, Resilience, SideResilience, Turn};

/// The worst elements of each network and what turns with the projects, for a terminal.
pub fn text(result: &Resilience, top: usize) -> String {
    let mut text = format!("{}\n", rules(result));
    for side in &result.sides {
        let singles = side.impacts.iter().filter(|it| it.element.kind != ElementKind::Set).count();
        if singles > 0 {
            text += &format!("\n{}: {}\n", title(side), counts(side));
            let order = side.in_order();
            text += &ranking(side, &order[..top.min(order.len())]);
            let cutting = cutting(side);
            if !cutting.is_empty() && result.question.rank_by != RankBy::Unsatisfied {
                text += "\nMost demand left without a way\n";
                text += &ranking(side, &cutting[..(top / 3).max(3).min(cutting.len())]);
            }
        }
        for impact in side.impacts.iter().filter(|it| it.element.kind == ElementKind::Set) {
            text += &card(side, impact, top);
        }
    }
    if let Some(side) = result.sides.last().filter(|side| side.impacts.len() > 1) {
        text += &format!("\nMost exposed counties and districts, {}\n", title(side));
        text += &exposed(side, top);
    }
    let turns = result.turns();
    if result.sides.len() > 1 {
        text += "\nWith the projects (critical: in the worst tenth of its network's elements)\n";
        for (impact, turn) in turns.iter().take(top.max(1) * 4) {
            let network = side_of(result, *turn).network();
            let name = label(network, &impact.element);
            text += &format!("  {name} {}\n", turn_name(*turn));
        }
        if turns.is_empty() {
            text += "  nothing becomes or ceases to be critical or a bridge\n";
        }
    }
    text
}

/// The network that an element of a turn is of.
fn side_of(result: &Resilience, turn: Turn) -> &SideResilience {
    let is_new = matches!(turn, Turn::BecomesCritical | Turn::BecomesBridge);
    &result.sides[if is_new { result.sides.len() - 1 } else { 0 }]
}

fn title(side: &SideResilience) -> &'static str {
    match side.name {
        "without" => "without the projects",
        "with" => "with the projects",
        _ => "the network as it is",
    }
}

/// How demand is weighed and what elements are ranked by, in a sentence.
pub fn rules(result: &Resilience) -> String {
    let question = &result.question;
    let demand = match question.demand {
        Demand::Linkage => "economic linkage √(people × GDP) at both ends / time²",
        Demand::People => "people × people",
    };
    let by = match question.rank_by {
        RankBy::Time => "weighted loss of time",
        RankBy::Unsatisfied => "demand without a way",
        RankBy::Efficiency => "loss of global efficiency",
    };
    format!(
        "Each element closed by itself, {}. Pairs with an end in the study area weigh {demand}; ranked by {by}.",
        question.mode.description()
    )
}

fn counts(side: &SideResilience) -> String {
    let singles = || side.impacts.iter().filter(|it| it.element.kind != ElementKind::Set);
    let bridges = singles().filter(|it| it.element.is_bridge).count();
    let cutting = singles().filter(|it| it.loss.pairs_cut > 0).count();
    let harmless = singles().filter(|it| it.loss.pairs_cut == 0 && it.loss.pairs_slower == 0);
    format!(
        "{} elements, {bridges} of them bridges or cut nodes; {cutting} cut pairs off, {} slow no pair; global efficiency {} /h",
        singles().count(),
        harmless.count(),
        fixed(Some(side.efficiency), 4)
    )
}

fn ranking(side: &SideResilience, impacts: &[&Impact]) -> String {
    let mut header =
        vec!["", "closed", "most exposed", "bridge", "loss min", "no way %", "efficiency −%"];
    let has_trains = impacts.iter().any(|impact| impact.withdrawn + impact.later > 0);
    if has_trains {
        header.extend(["trains off", "later"]);
    }
    let rows = impacts.iter().map(|impact| {
        let (network, loss) = (side.network(), &impact.loss);
        let exposed = impact.most_exposed.map_or_else(String::new, |at| {
            let zone = &network.zones[side.zones[at].at()];
            format!("{} {}", zone.name, fixed(Some(loss.zones[at].minutes), 1))
        });
        let mut row = vec![
            impact.rank.to_string(),
            label(network, &impact.element),
            exposed,
            if impact.element.is_bridge { "yes" } else { "" }.to_owned(),
            fixed(Some(loss.minutes), 2),
            fixed(Some(loss.unsatisfied * 100.0), 2),
            fixed(Some(loss.efficiency * 100.0), 2),
        ];
        if has_trains {
            row.extend([impact.withdrawn.to_string(), impact.later.to_string()]);
        }
        row
    });
    table(&header, rows, header.len() - 4)
}

/// The elements that leave most demand without a way.
fn cutting(side: &SideResilience) -> Vec<&Impact> {
    let mut found: Vec<&Impact> =
        side.impacts.iter().filter(|impact| impact.loss.unsatisfied > 0.0).collect();
    found.sort_by(|a, b| {
        b.loss.unsatisfied.total_cmp(&a.loss.unsatisfied).then(a.rank.cmp(&b.rank))
    });
    found
}

/// A closure by itself: what is lost and who loses most.
fn card(side: &SideResilience, impact: &Impact, top: usize) -> String {
    let (network, loss) = (side.network(), &impact.loss);
    let mut text = format!(
        "\n{} closed, {}: {} links, {} stations\n  loss of time {} min on average; {} pairs slower\n  {} pairs ({} % of the demand) have no way\n  global efficiency {} % lower; {} trains off, {} later\n",
        impact.element.name,
        title(side),
        impact.element.links.len(),
        impact.element.nodes.len(),
        fixed(Some(loss.minutes), 2),
        loss.pairs_slower,
        loss.pairs_cut,
        fixed(Some(loss.unsatisfied * 100.0), 2),
        fixed(Some(loss.efficiency * 100.0), 2),
        impact.withdrawn,
        impact.later,
    );
    let mut zones: Vec<usize> = (0..loss.zones.len())
        .filter(|at| loss.zones[*at].minutes > 0.0 || loss.zones[*at].unsatisfied > 0.0)
        .collect();
    zones.sort_by(|a, b| {
        let (one, other) = (loss.zones[*a], loss.zones[*b]);
        let cut = other.unsatisfied.total_cmp(&one.unsatisfied);
        other.minutes.total_cmp(&one.minutes).then(cut).then(a.cmp(b))
    });
    let rows = zones.into_iter().take(top).map(|at| {
        let own = loss.zones[at];
        let zone = &network.zones[side.zones[at].at()];
        [zone.label(), fixed(Some(own.minutes), 1), fixed(Some(own.unsatisfied * 100.0), 1)]
    });
    text += &table(&["county or district", "loss min", "no way %"], rows, 2);
    text
}

fn exposed(side: &SideResilience, top: usize) -> String {
    let mut zones: Vec<usize> = (0..side.zones.len()).collect();
    zones.sort_by(|a, b| {
        let mean = |at: &usize| side.exposure[*at].mean_minutes;
        mean(b).total_cmp(&mean(a)).then(a.cmp(b))
    });
    let header =
        ["county or district", "worst closure", "mean loss min", "worst min", "worst no way %"];
    let rows = zones.into_iter().take(top).map(|at| {
        let (network, own) = (side.network(), side.exposure[at]);
        let worst = own
            .worst
            .map_or_else(String::new, |worst| label(network, &side.impacts[worst].element));
        [
            network.zones[side.zones[at].at()].label(),
            worst,
            fixed(Some(own.mean_minutes), 3),
            fixed(Some(own.worst_minutes), 1),
            fixed(Some(own.worst_unsatisfied * 100.0), 1),
        ]
    });
    table(&header, rows, 3)
}
