//! What a run was made of, so that it can be made again.

use super::conventions::CONVENTIONS;
use crate::scenario::Effect;
use crate::study::Comparison;
use serde_json::{Map, Value, json};

/// An input and the hash of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// BLAKE3, in hexadecimal.
    pub blake3: String,
}

/// The hash of some bytes.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Where the inputs were read from, as typed: what `tongqu plot` reads again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Folder of the network; the one in the program if none.
    pub network: Option<String>,
    /// Folder of projects, if one was given.
    pub projects: Option<String>,
    /// Files of projects.
    pub project_files: Vec<String>,
}

/// The manifest of a comparison.
pub fn manifest<'a>(
    comparison: &Comparison,
    reads: &Reads,
    inputs: &[Input],
    outputs: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Vec<u8> {
    let question = &comparison.question;
    let modes: Vec<&str> = question.modes.iter().map(|mode| mode.name()).collect();
    let facts = json!({
        "projects": question.projects,
        "date": question.date.to_string(),
        "with": question.with,
        "without": question.without,
        "modes": modes,
        "projects_without": comparison.without.applied.projects,
        "projects_with": comparison.with.applied.projects,
        "effects": effects(comparison),
    });
    let facts = facts.as_object().cloned().unwrap_or_default();
    manifest_of("compare", facts, reads, inputs, outputs)
}

/// The manifest of any command: `facts` say what it was asked, of what.
pub fn manifest_of<'a>(
    command: &str,
    facts: Map<String, Value>,
    reads: &Reads,
    inputs: &[Input],
    outputs: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Vec<u8> {
    let mut value = json!({
        "program": "tongqu",
        "version": env!("CARGO_PKG_VERSION"),
        "command": command,
    });
    for (key, fact) in facts {
        value[key] = fact;
    }
    value["reads"] = json!({
        "network": reads.network,
        "projects": reads.projects,
        "project_files": reads.project_files,
    });
    let inputs = inputs.iter().map(|input| (input.name.as_str(), input.blake3.clone()));
    value["inputs"] = files(inputs).into();
    value["outputs"] = files(outputs.map(|(name, bytes)| (name, hash(bytes)))).into();
    value["conventions"] = conventions();
    let mut bytes =
        serde_json::to_vec_pretty(&value).expect("a value of strings and numbers is JSON");
    bytes.push(b'\n');
    bytes
}

fn effects(comparison: &Comparison) -> Vec<Value> {
    let applied = &comparison.with.applied;
    let named = applied
        .effects
        .iter()
        .filter(|effect| comparison.question.projects.contains(&effect.project));
    let value = |effect: &Effect| {
        let mut value =
            json!({ "project": effect.project, "edit": effect.kind, "touched": effect.touched });
        if let Some(placing) = effect.placing {
            value["placed"] = json!(placing.to_string());
        }
        value
    };
    named.map(value).collect()
}

fn files<'a>(files: impl Iterator<Item = (&'a str, String)>) -> Vec<Value> {
    files.map(|(name, hash)| json!({ "file": name, "blake3": hash })).collect()
}

fn conventions() -> Value {
    CONVENTIONS.iter().map(|(key, words, _)| ((*key).to_owned(), Value::from(*words))).collect()
}
