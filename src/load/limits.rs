//! How large a file of each sort may be. Nobody needs one that comes near; what reading costs grows with the text, so that
//! this bounds it.

/// The most that a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// In bytes.
    pub most: usize,
    /// What to do with one that holds more.
    pub advice: &'static str,
}

/// A manifest. A service takes some 300 bytes, so this is room for 200,000 of them.
pub const MANIFEST: Limit = Limit { most: 64 << 20, advice: "split it into several files" };

/// A policy.
pub const POLICY: Limit = Limit { most: 1 << 20, advice: "give what grows to several policies" };

/// A rule, or what a pack says of itself. Deep nesting costs time for each byte.
pub const RULE: Limit = Limit { most: 1 << 20, advice: "split it into several files, each with a rule" };

/// A file of the catalogue.
pub const CATALOGUE: Limit = Limit { most: 8 << 20, advice: "split it into several files" };

/// A baseline.
pub const BASELINE: Limit = Limit { most: 64 << 20, advice: "keep a baseline for each part of the deployments" };

/// The page that a table is imported from.
pub const PAGE: Limit = Limit { most: 8 << 20, advice: "cut the page down to its tables" };

/// What says how to read that page.
pub const HEADER: Limit = Limit { most: 1 << 20, advice: "import the page in several steps" };

/// After so many places that are no TOML, one more is told, and none of those that follow: a file of that sort is no manifest.
pub const MISTAKES: usize = 10_000;

/// How many levels a standard may have: each is worked out with all that it holds.
pub const LEVELS: usize = 500;

impl Limit {
    /// What is wrong with a file of this many bytes, if it is too large.
    pub fn refuses(self, bytes: usize) -> Option<String> {
        let most = self.most;
        (bytes > most).then(|| format!("the file has {bytes} bytes, and {most} ({} MiB) are the most", most >> 20))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_large_as_it_may_be_and_no_larger() {
        for limit in [MANIFEST, POLICY, RULE, CATALOGUE, BASELINE, PAGE, HEADER] {
            assert_eq!(limit.refuses(limit.most - 1), None);
            assert_eq!(limit.refuses(limit.most), None);
            let told = limit.refuses(limit.most + 1).expect("one byte more is too much");
            assert!(told.contains(&limit.most.to_string()) && told.contains("MiB"), "{told}");
        }
    }
}
