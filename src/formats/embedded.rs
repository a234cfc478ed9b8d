//! Folders compiled into the program: read by the same code as folders on disk.

use super::Folder;
use include_dir::{Dir, include_dir};

static NETWORKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/networks");

/// Names of the networks in the program.
pub fn network_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = NETWORKS.dirs().filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// The network folder `networks/<name>` in the program, if it is there.
pub fn network_folder(name: &str) -> Option<Folder> {
    let label = format!("networks/{name}");
    network_names().contains(&name).then(|| Folder::in_program(&NETWORKS, name, label))
}

static PROJECTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/scenarios/projects");

/// The project files in the program.
pub fn project_folder() -> Folder {
    Folder::in_program(&PROJECTS, "", "scenarios/projects")
}
