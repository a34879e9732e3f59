use std::collections::BTreeMap;
use std::time::Duration;

/// What is to be done when. Of things due at one time the first that was entered comes first.
#[derive(Debug)]
pub(crate) struct Agenda<T> {
    entries: BTreeMap<(Duration, u64), T>,
    serial: u64,
}

impl<T> Agenda<T> {
    pub(crate) fn new() -> Agenda<T> {
        Agenda { entries: BTreeMap::new(), serial: 0 }
    }

    pub(crate) fn enter(&mut self, at: Duration, what: T) {
        self.entries.insert((at, self.serial), what);
        self.serial += 1;
    }

    /// The next thing, if its time has come, and that time.
    pub(crate) fn take_due(&mut self, now: Duration) -> Option<(Duration, T)> {
        let entry = self.entries.first_entry()?;
        let at = entry.key().0;
        (at <= now).then(|| (at, entry.remove()))
    }

    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.entries.first_key_value().map(|((at, _), _)| *at)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}
