//! The tasks, each by several methods. Before a method is timed its answers are compared with Dijkstra's.

use super::clock::median_seconds;
use super::subject::{Subject, order, single};
use crate::kernels::a_star::AStar;
use crate::kernels::bidirectional::Bidirectional;
use crate::kernels::cch::{
    Cch, Hierarchy, LANES, Metric, PrunedMetric, Query, Sweep, Targets, Updater, matrix,
};
use crate::kernels::dijkstra::Dijkstra;
use std::hint::black_box;

/// Pairs that are asked for, one after another.
const PAIRS: usize = 200;
/// Origins and destinations of the matrix, at most.
const SIDE: usize = 1000;

/// A method at a task.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) task: &'static str,
    pub(super) method: &'static str,
    /// What `seconds` are for.
    pub(super) unit: &'static str,
    pub(super) seconds: f64,
    /// Dijkstra's time over this one, where Dijkstra can do the task.
    pub(super) speed_up: Option<f64>,
    /// Bytes that the method reads and writes at least, where they can be counted.
    pub(super) bytes: Option<f64>,
}

impl Row {
    pub(super) fn new(
        task: &'static str,
        method: &'static str,
        unit: &'static str,
        seconds: f64,
    ) -> Self {
        Self { task, method, unit, seconds, speed_up: None, bytes: None }
    }

    fn moving(self, bytes: usize) -> Self {
        Self { bytes: Some(bytes as f64), ..self }
    }
}

/// A method whose answers are not Dijkstra's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) task: &'static str,
    pub(super) method: &'static str,
}

pub(super) type Rows = Result<Vec<Row>, Wrong>;

/// Compares answers with Dijkstra's.
pub(super) fn check<T: PartialEq>(
    task: &'static str,
    method: &'static str,
    found: &T,
    expected: &T,
) -> Result<(), Wrong> {
    if found == expected { Ok(()) } else { Err(Wrong { task, method }) }
}

/// Sets the speed-ups of a task over its first row.
pub(super) fn beside_first(mut rows: Vec<Row>) -> Vec<Row> {
    let first = rows[0].seconds;
    for row in &mut rows {
        row.speed_up = Some(first / row.seconds);
    }
    rows
}

/// What is done once for a graph.
pub(super) fn preprocessing(subject: &Subject) -> Vec<Row> {
    const TASK: &str = "preprocessing";
    let count = subject.positions.len();
    let found = order(&subject.arcs, &subject.positions);
    let ordering = median_seconds(|| order(&subject.arcs, &subject.positions));
    let contraction = median_seconds(|| Cch::new(count, &subject.arcs, &found));
    vec![
        Row::new(TASK, "order", "graph", ordering),
        Row::new(TASK, "contraction", "graph", contraction),
    ]
}

/// What is done for new weights.
pub(super) fn customisation(subject: &Subject) -> Rows {
    const TASK: &str = "customisation";
    let weights = single(&subject.weights);
    let mut metric = subject.metric.clone();
    let full = median_seconds(|| metric.renew(&subject.cch, weights));
    let perfect = median_seconds(|| PrunedMetric::new(&subject.cch, &subject.metric));
    let layout = median_seconds(|| Hierarchy::new(&subject.cch, &subject.metric, 0));
    let partial = one_link(subject, TASK)?;
    Ok(vec![
        Row::new(TASK, "full", "metric", full).moving(2 * subject.metric.bytes()),
        Row::new(TASK, "pruning after it", "metric", perfect),
        Row::new(TASK, "layout for sweeps", "metric", layout),
        Row::new(TASK, "one link changed", "change", partial),
    ])
}

/// One link slower by half, then normal again: half the time of both.
fn one_link(subject: &Subject, task: &'static str) -> Result<f64, Wrong> {
    let changed = [subject.nodes(1)[0] % subject.arcs.len().max(1) as u32];
    let mut slower = subject.weights.clone();
    for &arc in changed.iter().filter(|arc| (**arc as usize) < subject.arcs.len()) {
        let weight = &mut slower[arc as usize];
        *weight = weight.saturating_add(*weight / 2);
    }
    let mut updater = Updater::new(&subject.cch);
    let mut metric = subject.metric.clone();
    updater.update(&mut metric, single(&slower), &changed);
    check(task, "one link changed", &metric, &Metric::new(&subject.cch, single(&slower)))?;
    updater.update(&mut metric, single(&subject.weights), &changed);
    let both = median_seconds(|| {
        updater.update(&mut metric, single(&slower), &changed);
        updater.update(&mut metric, single(&subject.weights), &changed)
    });
    Ok(both / 2.0)
}

/// One pair after another.
pub(super) fn point_to_point(subject: &Subject) -> Rows {
    const TASK: &str = "point to point";
    let nodes = subject.nodes(2 * PAIRS);
    let pairs: Vec<(u32, u32)> = nodes.as_chunks().0.iter().map(|&[from, to]| (from, to)).collect();
    let (graph, weights) = (&subject.graph, &subject.weights[..]);
    let mut dijkstra = Dijkstra::new();
    let mut expected = Vec::new();
    let mut rows = Vec::new();
    let mut time = |method: &'static str, search: &mut dyn FnMut(u32, u32) -> u32| {
        let mut ask = || pairs.iter().map(|&(from, to)| search(from, to)).collect::<Vec<u32>>();
        let found = ask();
        if rows.is_empty() {
            expected.clone_from(&found);
        }
        check(TASK, method, &found, &expected)?;
        rows.push(Row::new(TASK, method, "pair", median_seconds(ask) / PAIRS as f64));
        Ok(())
    };
    time("dijkstra", &mut |from, to| dijkstra.run_to(graph, weights, from, to))?;
    let mut bidirectional = Bidirectional::new();
    let both = [graph, &subject.reversed];
    time("bidirectional dijkstra", &mut |from, to| bidirectional.run(both, weights, from, to))?;
    let mut a_star = AStar::new();
    time("a*", &mut |from, to| {
        a_star.run(graph, weights, from, to, |node| subject.bound(node, to))
    })?;
    let hierarchy = subject.pruned_hierarchy();
    let mut query = Query::new(&subject.cch);
    time("cch", &mut |from, to| query.distance(&hierarchy, from, to))?;
    let metric = subject.pruned.as_metric();
    time("cch, path unpacked", &mut |from, to| {
        let path = query.path(&hierarchy, metric, single(weights), from, to);
        path.map_or(u32::MAX, |arcs| arcs.iter().map(|arc| weights[*arc as usize]).sum())
    })?;
    Ok(beside_first(rows))
}

/// Distances from one node to all others.
pub(super) fn one_to_all(subject: &Subject) -> Rows {
    const TASK: &str = "one to all";
    let sources = subject.nodes(LANES);
    let expected = plain_rows(subject, &sources, None);
    let mut search = Dijkstra::new();
    let plain = median_seconds(|| {
        for &source in &sources {
            search.run(&subject.graph, &subject.weights, &[(source, 0)]);
            black_box(search.distances());
        }
    });
    let hierarchy = subject.hierarchy();
    let targets = Targets::all(&hierarchy);
    let mut sweep = Sweep::new(&subject.cch);
    let mut rows = vec![0; LANES * targets.len()];
    let mut run = || {
        for (lane, &source) in sources.iter().enumerate() {
            sweep.start(lane, source, 0);
        }
        sweep.run(&hierarchy, &targets);
        let mut rows: Vec<&mut [u32]> = rows.chunks_exact_mut(targets.len().max(1)).collect();
        sweep.write_rows(&targets, &mut rows);
    };
    let swept = median_seconds(&mut run);
    check(TASK, "phast, 16 at once", &rows, &expected)?;
    let lanes = LANES as f64;
    let bytes = targets.swept_bytes() + size_of_val(&*rows);
    Ok(beside_first(vec![
        Row::new(TASK, "dijkstra", "row", plain / lanes).moving(subject.plain_bytes()),
        Row::new(TASK, "phast, 16 at once", "row", swept / lanes).moving(bytes / LANES),
    ]))
}

/// A matrix, the choice of targets included.
pub(super) fn many_to_many(subject: &Subject) -> Rows {
    const TASK: &str = "many to many";
    let nodes = subject.nodes(SIDE.min(subject.positions.len()));
    let sources = &nodes[..nodes.len().min(100)];
    let expected = plain_rows(subject, sources, Some(&nodes));
    let plain = median_seconds(|| plain_rows(subject, sources, Some(&nodes)));
    let hierarchy = subject.hierarchy();
    let compute = || matrix(&hierarchy, &Targets::new(&hierarchy, &nodes), &nodes);
    let found = compute();
    check(TASK, "phast, 16 at once", &found[..expected.len()].to_vec(), &expected)?;
    let swept = median_seconds(compute);
    let targets = Targets::new(&hierarchy, &nodes);
    let bytes = targets.swept_bytes() / LANES + 4 * nodes.len();
    let row = |total: f64, count: usize| total / count.max(1) as f64;
    Ok(beside_first(vec![
        Row::new(TASK, "dijkstra", "row", row(plain, sources.len())).moving(subject.plain_bytes()),
        Row::new(TASK, "phast, 16 at once", "row", row(swept, nodes.len())).moving(bytes),
    ]))
}

/// Distances from each source to all nodes, or to some.
fn plain_rows(subject: &Subject, sources: &[u32], targets: Option<&[u32]>) -> Vec<u32> {
    let mut search = Dijkstra::new();
    let mut rows = Vec::new();
    for &source in sources {
        search.run(&subject.graph, &subject.weights, &[(source, 0)]);
        match targets {
            None => rows.extend_from_slice(search.distances()),
            Some(targets) => rows.extend(targets.iter().map(|node| search.distance(*node))),
        }
    }
    rows
}
