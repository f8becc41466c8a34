//! Random numbers that a seed fixes, whatever the versions of the packages.

/// A generator after Steele, Lea and Flood's `SplitMix64`: each number comes from a counter that is stirred well.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut stirred = self.0;
        stirred = (stirred ^ (stirred >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        stirred = (stirred ^ (stirred >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        stirred ^ (stirred >> 31)
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    /// A number from `first` to `last`.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// A number below `end`, small ones more often.
    pub fn low(&mut self, end: usize) -> usize {
        self.below(end).min(self.below(end))
    }

    /// Yes in so many of a hundred cases.
    pub fn percent(&mut self, yes: usize) -> bool {
        self.below(100) < yes
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// One of them, in so many of a hundred cases; none of an empty list.
    pub fn maybe<T: Copy>(&mut self, percent: usize, all: &[T]) -> Option<T> {
        (!all.is_empty() && self.percent(percent)).then(|| self.one_of(all))
    }

    /// Each of them in so many of a hundred cases.
    pub fn some_of<T: Copy>(&mut self, percent: usize, all: &[T]) -> Vec<T> {
        all.iter().copied().filter(|_| self.percent(percent)).collect()
    }

    /// The same things in another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}
