//! Way marks: comments like `// [way 3] reserve` show where a message goes through each station. Each
//! station is marked once, and one page lists them in order, with where they stand.

use super::finding::Finding;
use super::repository::{Repository, Source};

/// The page that leads a reader along the way.
pub(crate) const PAGE: &str = "docs/message-way.md";

/// The stations whose code is here: 8, history, is not.
const STATIONS: u32 = 8;

const MARK: &str = "// [way ";

/// A mark: station, words, file, line.
#[derive(Debug, PartialEq, Eq)]
struct Mark<'a> {
    station: u32,
    words: &'a str,
    path: &'a str,
    line: usize,
}

/// Every station has one mark, and its line on the page.
pub(crate) fn check(sources: &[Source<'_>], repository: &Repository) -> Vec<Finding> {
    let mut marks: Vec<Mark<'_>> = sources.iter().flat_map(marks).collect();
    marks.sort_by_key(|mark| mark.station);
    let mut findings = Vec::new();
    for pair in marks.windows(2).filter(|pair| pair[0].station == pair[1].station) {
        let what = format!("station {} is marked twice", pair[1].station);
        findings.push(Finding::new(pair[1].path, pair[1].line, what, "one mark per station"));
    }
    for station in 0..STATIONS {
        if !marks.iter().any(|mark| mark.station == station) {
            let what = format!("station {station} of the way has no mark");
            findings.push(Finding::new(
                PAGE,
                1,
                what,
                format!("`{MARK}{station}] ...` in the code"),
            ));
        }
    }
    let page = repository.text(PAGE);
    let mut rest = page;
    for mark in &marks {
        let row = row(mark);
        match rest.split_once(&row) {
            Some((_, behind)) => rest = behind,
            None => findings.push(Finding::new(
                PAGE,
                1,
                format!("station {} has no line, or a wrong one, or stands too late", mark.station),
                row,
            )),
        }
    }
    findings
}

/// The line of a station in the table of the page.
fn row(mark: &Mark<'_>) -> String {
    let Mark { station, words, path, .. } = mark;
    format!("| {station} | {words} | [`{path}`](../{path}) |")
}

fn marks<'a>(source: &Source<'a>) -> Vec<Mark<'a>> {
    let lines = (1..).zip(source.text.lines());
    let mark = |(line, text): (usize, &'a str)| {
        let (station, words) = text.trim().strip_prefix(MARK)?.split_once("] ")?;
        Some(Mark { station: station.parse().ok()?, words, path: source.path, line })
    };
    lines.filter_map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str, page: &str) -> Vec<String> {
        let mut repository = Repository::default();
        repository.add(PAGE.to_owned(), page.as_bytes().to_vec());
        let file = syn::parse_file("").expect("an empty file");
        let sources = [Source { path: "crates/a/src/lib.rs", text: code, file }];
        check(&sources, &repository).iter().map(Finding::to_string).collect()
    }

    /// The marks and lines of all stations but those that `skip` names.
    fn way(skip: &[u32]) -> (String, String) {
        let stations = || (0..STATIONS).filter(|station| !skip.contains(station));
        let code = stations().map(|it| format!("{MARK}{it}] go {it}\n")).collect();
        let path = "crates/a/src/lib.rs";
        let line = |it| format!("| {it} | go {it} | [`{path}`](../{path}) |\n");
        (code, stations().map(line).collect())
    }

    #[test]
    fn a_way_whose_stations_are_marked_and_listed_is_tidy() {
        let (code, page) = way(&[]);
        assert_eq!(found(&code, &page), Vec::<String>::new());
    }

    #[test]
    fn a_station_without_mark_a_double_one_and_a_missing_line_are_found() {
        let (code, page) = way(&[3]);
        assert_eq!(found(&code, &page).len(), 1, "no mark");
        let (whole, _) = way(&[]);
        assert_eq!(found(&whole, &page).len(), 1, "no line");
        let double = format!("{whole}{MARK}5] again\n");
        let (_, page) = way(&[]);
        assert!(found(&double, &page).iter().any(|it| it.contains("marked twice")));
    }

    #[test]
    fn lines_in_another_order_are_found() {
        let (code, page) = way(&[]);
        let (first, rest) = page.split_once('\n').expect("eight lines");
        assert!(!found(&code, &format!("{rest}{first}\n")).is_empty());
    }
}
