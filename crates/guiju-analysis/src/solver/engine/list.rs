//! Lists whose indices are handed out by the engine itself.

use std::ops::{Index, IndexMut};

/// A list indexed by numbers that the engine got from [`List::push`] on the same list.
#[derive(Clone, Debug)]
pub(super) struct List<T>(Vec<T>);

impl<T> List<T> {
    pub(super) fn push(&mut self, item: T) -> usize {
        self.0.push(item);
        self.0.len() - 1
    }

    pub(super) fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "indices are made by `push` on this list, and nothing is removed below them"
    )]
    fn index(&self, at: usize) -> &T {
        &self.0[at]
    }
}

impl<T> IndexMut<usize> for List<T> {
    #[expect(
        clippy::indexing_slicing,
        reason = "indices are made by `push` on this list, and nothing is removed below them"
    )]
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.0[at]
    }
}
