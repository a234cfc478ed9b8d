//! Real road graphs to measure on, where their files are at hand.

pub(crate) mod clock;
mod osm;
#[cfg(feature = "peers")]
pub(crate) mod peers;

use std::path::PathBuf;

/// A road graph: arcs as (tail, head) sorted by tail, a weight in milliseconds for each, and longitude and latitude of
/// every node in degrees.
pub(crate) struct Road {
    pub(crate) name: &'static str,
    pub(crate) arcs: Vec<(u32, u32)>,
    pub(crate) weights: Vec<u32>,
    pub(crate) coordinates: Vec<(f64, f64)>,
}

impl Road {
    pub(crate) fn node_count(&self) -> usize {
        self.coordinates.len()
    }

    /// The weights of a variant: some arcs slower, some faster, some closed.
    pub(crate) fn variant(&self, seed: u64) -> Vec<u32> {
        let factors = random(seed, 16);
        let vary = |(&weight, factor): (&u32, u32)| match factor {
            0 => u32::MAX,
            factor => (weight * (92 + factor) / 100).max(1),
        };
        self.weights.iter().zip(factors).map(vary).collect()
    }
}

/// The graphs whose files are found in `$TONGQU_DATA`, or in `shared/data` beside the work tree.
pub(crate) fn roads() -> Vec<Road> {
    let files =
        [("poa", "porto-alegre/poa_osm.pbf"), ("porto", "porto-portugal/porto_portugal.osm.pbf")];
    files.into_iter().filter_map(|(name, file)| Some(osm::read(name, &find(file)?))).collect()
}

fn find(file: &str) -> Option<PathBuf> {
    // The package in `benches/peers` stands two folders deeper.
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let root = if cfg!(feature = "peers") { package.join("../..") } else { package };
    let named = std::env::var_os("TONGQU_DATA").map(PathBuf::from);
    let beside = ["../shared/data", "../../shared/data"].map(|folder| root.join(folder));
    let found =
        named.into_iter().chain(beside).map(|folder| folder.join(file)).find(|path| path.exists());
    if found.is_none() {
        println!("skipped: no {file} in $TONGQU_DATA or ../shared/data");
    }
    found
}

/// Numbers below `bound`, the same on every run.
pub(crate) fn random(seed: u64, bound: u32) -> impl Iterator<Item = u32> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(bound)) as u32
    })
}
