//! The arrows between the crates, and what each must not know.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "the tree is read from files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// For each package of the workspace its normal dependencies.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter().map(|package| {
        let normal = package["dependencies"].as_array().unwrap().iter().filter(|d| d["kind"].is_null());
        let names = normal.map(|d| d["name"].as_str().unwrap().to_owned()).collect();
        (package["name"].as_str().unwrap().to_owned(), names)
    });
    packages.collect()
}

#[test]
fn arrows_go_down_only() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("guiju-program", &[][..]),
        ("guiju-parser", &["guiju-program"][..]),
        ("guiju-evaluator", &["guiju-program"][..]),
        ("guiju-data", &["guiju-program", "guiju-evaluator"][..]),
        ("guiju-analysis", &["guiju-program", "guiju-evaluator"][..]),
        ("guiju", &["guiju-program", "guiju-parser", "guiju-evaluator", "guiju-data", "guiju-analysis"][..]),
        ("guiju-cli", &["guiju"][..]),
        ("guiju-benches", &["guiju-program", "guiju-parser", "guiju-evaluator"][..]),
    ]);
    let found = dependencies();
    assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), allowed.keys().copied().collect::<Vec<_>>());
    for (package, dependencies) in &found {
        let siblings = dependencies.iter().filter(|name| found.contains_key(*name));
        for sibling in siblings {
            assert!(allowed[package.as_str()].contains(&sibling.as_str()), "{package} must not depend on {sibling}");
        }
    }
}

#[test]
fn heavy_dependencies_stay_where_they_belong() {
    let homes: [(&str, &[&str]); 10] = [
        ("pest", &["guiju-parser"]),
        ("pest_derive", &["guiju-parser"]),
        ("csv", &["guiju-data"]),
        ("serde_json", &["guiju-data", "guiju", "guiju-cli"]),
        ("serde", &["guiju-data", "guiju", "guiju-cli"]),
        ("clap", &["guiju-cli"]),
        ("indicatif", &["guiju-cli"]),
        ("num-rational", &["guiju-evaluator"]),
        ("annotate-snippets", &["guiju"]),
        ("minijinja", &["guiju"]),
    ];
    let found = dependencies();
    for (dependency, homes) in homes {
        let users: Vec<&String> = found
            .iter()
            .filter(|(_, names)| names.iter().any(|name| name == dependency))
            .map(|(name, _)| name)
            .collect();
        assert!(!users.is_empty(), "{dependency} is used nowhere");
        for user in users {
            assert!(homes.contains(&user.as_str()), "{user} must not depend on {dependency}");
        }
    }
}

#[test]
fn files_environment_and_clock_are_the_command_lines_alone() {
    let mut folders: Vec<PathBuf> = ["program", "parser", "evaluator", "data", "analysis"]
        .map(|name| root().join(format!("crates/guiju-{name}/src")))
        .into();
    folders.push(root().join("crates/guiju/src"));
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            read += 1;
            for forbidden in ["std::fs", "std::env", "std::time", "std::net", "std::process"] {
                assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
            }
        }
    }
    assert!(read > 100, "only {read} files were read");
}

#[test]
fn no_float_is_near_a_number_that_counts() {
    let mut folders: Vec<PathBuf> = ["program", "parser", "evaluator", "analysis"]
        .map(|name| root().join(format!("crates/guiju-{name}/src")))
        .into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            assert!(!words.into_iter().any(|word| word == "f32" || word == "f64"), "{} uses a float", path.display());
        }
    }
}

#[test]
fn every_dependency_has_its_reason_and_every_crate_the_lints() {
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let manifest = fs::read_to_string(entry.unwrap().path().join("Cargo.toml")).unwrap();
        let name = manifest.lines().find(|line| line.starts_with("name = ")).unwrap().to_owned();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name} does not take the workspace's lints");
        assert!(manifest.contains("rust-version.workspace = true"), "{name}");
        let mut inside = false;
        let mut previous = "";
        for line in manifest.lines() {
            if line.starts_with('[') {
                inside = line == "[dependencies]";
            } else if inside && !line.is_empty() && !line.starts_with('#') {
                let own = line.starts_with("guiju");
                // A reason stands above a dependency, or above a group of one crate's family.
                let family = previous.split(['.', '-', '_', ' ']).next() == line.split(['.', '-', '_', ' ']).next();
                assert!(own || previous.starts_with('#') || family, "{name}: {line} has no reason above it");
            }
            previous = line;
        }
    }
}
