//! The direction law: a crate depends only on lower layers, and says in a line what it is for.

use super::finding::Finding;
use crate::workspace::Package;

/// Crates in `crates/` at most: a dozen or so can be learnt in an hour.
const CRATES_MAX: usize = 16;
/// Characters of a crate's description at most.
const DESCRIPTION_MAX: usize = 100;

/// Names that say nothing, so everything ends up behind them.
const NAMES_BANNED: [&str; 4] = ["common", "core", "util", "utils"];

/// `(a, b)`: a may use b although b's layer is not lower.
const SAME_LAYER_ALLOWED: [(&str, &str); 1] = [("whimbrel", "node")];
/// The words of the trade: any other crate of layer 0 may use it.
const WORDS: &str = "message";

/// Families of libraries and the crates that stay free of them.
const KEPT_OUT: [(&str, &[&str]); 2] = [
    ("tokio", &["smpp", "message", "records", "registry", "journal", "gateway"]),
    ("serde", &["smpp", "message", "gateway"]),
];

/// All rules about crates. Direct dependencies are looked at, dev-dependencies are free.
pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        findings.extend(about_itself(package));
        findings.extend(about_direction(package, packages));
        findings.extend(about_libraries(package));
    }
    let crates = packages.iter().filter(|package| package.manifest.starts_with("crates/")).count();
    if crates > CRATES_MAX {
        let what = format!("{crates} crates in crates/");
        findings.push(Finding::new("Cargo.toml", 1, what, format!("at most {CRATES_MAX}")));
    }
    findings
}

fn about_itself(package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |what: String, expected: &str| {
        findings.push(Finding::new(&package.manifest, 1, what, expected));
    };
    if package.layer.is_none() {
        report("no layer".to_owned(), "`layer` in [package.metadata.whimbrel]");
    }
    let length = package.description.chars().count();
    if length == 0 || length > DESCRIPTION_MAX || package.description.contains('\n') {
        let expected = format!("one line of 1 to {DESCRIPTION_MAX}");
        report(format!("a description of {length} characters"), &expected);
    }
    if NAMES_BANNED.contains(&package.name.as_str()) {
        report(format!("a crate named {}", package.name), "a name that says what it is for");
    }
    findings
}

fn about_direction(package: &Package, packages: &[Package]) -> Vec<Finding> {
    let uses = |other: &&Package| package.dependencies.contains(&other.name);
    let used = packages.iter().filter(uses);
    used.filter(|other| !may_use(package, other))
        .map(|other| {
            let what = format!(
                "{} (layer {}) uses {} (layer {})",
                package.name,
                shown(package.layer),
                other.name,
                shown(other.layer)
            );
            Finding::new(&package.manifest, 1, what, "only crates of lower layers")
        })
        .collect()
}

fn may_use(package: &Package, other: &Package) -> bool {
    let (Some(from), Some(to)) = (package.layer, other.layer) else {
        return true; // the missing layer is a finding of its own
    };
    to < from
        || (from == 0 && to == 0 && other.name == WORDS)
        || SAME_LAYER_ALLOWED.contains(&(&package.name, &other.name))
}

fn shown(layer: Option<u64>) -> String {
    layer.map_or_else(|| "unknown".to_owned(), |layer| layer.to_string())
}

fn about_libraries(package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (family, crates) in KEPT_OUT {
        if !crates.contains(&package.name.as_str()) {
            continue;
        }
        for library in package.dependencies.iter().filter(|name| belongs(name, family)) {
            let what = format!("{} uses {library}", package.name);
            findings.push(Finding::new(&package.manifest, 1, what, format!("no {family} here")));
        }
    }
    findings
}

/// `tokio` and `tokio-util` belong to tokio, `serde_json` to serde.
fn belongs(library: &str, family: &str) -> bool {
    library.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, layer: u64, dependencies: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            manifest: format!("crates/{name}/Cargo.toml"),
            description: "A crate of the sample".to_owned(),
            layer: Some(layer),
            dependencies: dependencies.iter().map(|&name| name.to_owned()).collect(),
            roots: Vec::new(),
        }
    }

    #[track_caller]
    fn check_finds(packages: &[Package], expected: &[&str]) {
        let found: Vec<String> = check(packages).iter().map(Finding::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lower_layers_and_the_two_allowances_are_fine() {
        check_finds(
            &[
                package("message", 0, &[]),
                package("records", 0, &["message", "bytes"]),
                package("gateway", 1, &["message", "records"]),
                package("node", 3, &["gateway", "tokio", "serde_json"]),
                package("whimbrel", 3, &["node"]),
            ],
            &[],
        );
    }

    #[test]
    fn a_dependency_on_the_same_or_a_higher_layer_is_found() {
        check_finds(
            &[
                package("smpp", 0, &["records"]),
                package("message", 0, &["gateway"]),
                package("records", 0, &[]),
                package("gateway", 1, &[]),
                package("node", 3, &["whimbrel"]),
                package("whimbrel", 3, &[]),
            ],
            &[
                "crates/smpp/Cargo.toml:1: smpp (layer 0) uses records (layer 0), expected only \
                 crates of lower layers",
                "crates/message/Cargo.toml:1: message (layer 0) uses gateway (layer 1), expected \
                 only crates of lower layers",
                "crates/node/Cargo.toml:1: node (layer 3) uses whimbrel (layer 3), expected only \
                 crates of lower layers",
            ],
        );
    }

    #[test]
    fn tokio_and_serde_are_kept_out_of_the_pure_crates() {
        check_finds(
            &[
                package("gateway", 1, &["tokio-util", "serdeless"]),
                package("smpp", 0, &["serde_json"]),
                package("registry", 0, &["serde", "tokio"]),
            ],
            &[
                "crates/gateway/Cargo.toml:1: gateway uses tokio-util, expected no tokio here",
                "crates/smpp/Cargo.toml:1: smpp uses serde_json, expected no serde here",
                "crates/registry/Cargo.toml:1: registry uses tokio, expected no tokio here",
            ],
        );
    }

    #[test]
    fn a_crate_says_its_layer_and_its_purpose_under_a_telling_name() {
        let mut utils = package("utils", 0, &[]);
        utils.layer = None;
        utils.description = String::new();
        let mut wordy = package("wordy", 0, &[]);
        wordy.description = "x".repeat(101);
        let mut broken = package("broken", 0, &[]);
        broken.description = "in\ntwo lines".to_owned();
        check_finds(
            &[utils, wordy, broken],
            &[
                "crates/utils/Cargo.toml:1: no layer, expected `layer` in \
                 [package.metadata.whimbrel]",
                "crates/utils/Cargo.toml:1: a description of 0 characters, expected one line of 1 \
                 to 100",
                "crates/utils/Cargo.toml:1: a crate named utils, expected a name that says what \
                 it is for",
                "crates/wordy/Cargo.toml:1: a description of 101 characters, expected one line of \
                 1 to 100",
                "crates/broken/Cargo.toml:1: a description of 12 characters, expected one line of \
                 1 to 100",
            ],
        );
    }

    #[test]
    fn the_seventeenth_crate_is_found_and_tools_do_not_count() {
        let mut packages: Vec<Package> =
            (0..16).map(|number| package(&format!("crate{number}"), 0, &[])).collect();
        packages.push(Package { manifest: "xtask/Cargo.toml".to_owned(), ..package("x", 9, &[]) });
        check_finds(&packages, &[]);
        packages.push(package("crate16", 0, &[]));
        check_finds(&packages, &["Cargo.toml:1: 17 crates in crates/, expected at most 16"]);
    }
}
