//! A value that is made when somebody first looks at it.

use std::fmt;
use std::ops::Deref;
use std::sync::LazyLock;

/// A value that is made when somebody first looks at it: most runs never do.
pub struct Late<T>(LazyLock<T, Make<T>>);

type Make<T> = Box<dyn FnOnce() -> T + Send>;

impl<T> Late<T> {
    /// The value that `make` makes.
    pub fn by(make: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(LazyLock::new(Box::new(make)))
    }
}

impl<T: Send + 'static> From<T> for Late<T> {
    fn from(value: T) -> Self {
        Self::by(|| value)
    }
}

impl<T> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone + Send + 'static> Clone for Late<T> {
    fn clone(&self) -> Self {
        Self::from(T::clone(self))
    }
}

impl<T: fmt::Debug> fmt::Debug for Late<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn it_is_made_once_and_only_when_it_is_looked_at() {
        let made = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&made);
        let late = Late::by(move || count.fetch_add(1, Ordering::Relaxed) + 7);
        assert_eq!(made.load(Ordering::Relaxed), 0);
        assert_eq!((*late, *late.clone(), format!("{late:?}")), (7, 7, "7".to_owned()));
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }
}
