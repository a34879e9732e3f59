//! Chance from a seed, and the two shapes that settings give it.

use std::time::Duration;

/// SplitMix64. Written here because the same seed must give the same run on every machine and in
/// every release, which no library of chance promises.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

/// A time of at least `min` and at most `max`, each microsecond as likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The shortest.
    pub min: Duration,
    /// The longest; where it is shorter than `min`, that is the time.
    pub max: Duration,
}

/// What happens how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mix<T> {
    /// What happens in all other cases.
    pub otherwise: T,
    /// How often of a thousand, and what. What comes after the first thousand never happens.
    pub rows: Vec<(u16, T)>,
}

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// Another number for each number, and no two for the same.
pub(crate) fn scatter(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scatter(self.0)
    }

    /// A number below `bound`; 0 if that is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.number()) * u128::from(bound)) >> 64) as u64
    }

    /// True so often of a thousand times.
    pub(crate) fn happens(&mut self, per_mille: u16) -> bool {
        self.below(1000) < u64::from(per_mille)
    }

    /// `None` if there is nothing to choose from.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len() as u64);
        of.get(at as usize)
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span::exactly(Duration::ZERO);

    /// Always this long.
    pub const fn exactly(time: Duration) -> Span {
        Span { min: time, max: time }
    }

    /// So many milliseconds.
    pub const fn millis(min: u64, max: u64) -> Span {
        Span { min: Duration::from_millis(min), max: Duration::from_millis(max) }
    }

    pub(crate) fn draw(self, chance: &mut Chance) -> Duration {
        let room = self.max.saturating_sub(self.min).as_micros();
        let room = u64::try_from(room).unwrap_or(u64::MAX).saturating_add(1);
        self.min.saturating_add(Duration::from_micros(chance.below(room)))
    }
}

impl<T: Clone> Mix<T> {
    /// Always this.
    pub const fn always(otherwise: T) -> Mix<T> {
        Mix { otherwise, rows: Vec::new() }
    }

    /// This, so often of a thousand; to be continued.
    pub fn or(mut self, per_mille: u16, what: T) -> Mix<T> {
        self.rows.push((per_mille, what));
        self
    }

    pub(crate) fn draw(&self, chance: &mut Chance) -> T {
        let mut left = chance.below(1000);
        for (per_mille, what) in &self.rows {
            match left.checked_sub(u64::from(*per_mille)) {
                Some(rest) => left = rest,
                None => return what.clone(),
            }
        }
        self.otherwise.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of SplitMix64 for seed 1234567, as its authors' program prints them.
    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        let mut chance = Chance::new(1_234_567);
        let numbers: Vec<u64> = (0..3).map(|_| chance.number()).collect();
        let expected =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(numbers, expected);
    }

    #[test]
    fn spans_keep_to_their_ends() {
        let mut chance = Chance::new(1);
        let span = Span { min: Duration::from_micros(5), max: Duration::from_micros(7) };
        let mut seen = [0; 3];
        for _ in 0..300 {
            seen[span.draw(&mut chance).as_micros() as usize - 5] += 1;
        }
        assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
        let backwards = Span { min: Duration::from_secs(2), max: Duration::ZERO };
        assert_eq!(backwards.draw(&mut chance), Duration::from_secs(2));
        let whole = Span { min: Duration::ZERO, max: Duration::MAX };
        assert!(whole.draw(&mut chance) > Duration::ZERO);
    }

    #[test]
    fn a_mix_ends_at_a_thousand() {
        let mut chance = Chance::new(2);
        let mix = Mix::always('a').or(600, 'b').or(400, 'c').or(400, 'd');
        let drawn: String = (0..2000).map(|_| mix.draw(&mut chance)).collect();
        assert!(drawn.contains('b') && drawn.contains('c'));
        assert!(!drawn.contains('d') && !drawn.contains('a'));
    }

    #[test]
    fn shuffling_keeps_everything() {
        let mut list: Vec<u8> = (0..100).collect();
        Chance::new(3).shuffle(&mut list);
        assert!(!list.is_sorted());
        list.sort_unstable();
        assert!(list.into_iter().eq(0..100));
    }
}
