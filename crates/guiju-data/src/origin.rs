//! Where each row of a table came from, kept in few bytes.

use std::sync::Arc;

/// Where a row stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The file, by its number among those read.
    pub(crate) file: u32,
    /// CSV: the line where the row starts; else the row's number in its table. From 1.
    pub(crate) row: u32,
    /// Line and column in the file, from 1; `(0, 0)` where the format has none.
    pub(crate) position: (u32, u32),
}

impl Origin {
    /// Where the next row stands if it follows on the next line.
    const fn next(self, steps: u32) -> Self {
        let line = match self.position.0 {
            0 => 0,
            line => line.saturating_add(steps),
        };
        Self { file: self.file, row: self.row.saturating_add(steps), position: (line, self.position.1) }
    }

    /// Line and column, where there are such.
    pub(crate) const fn position(self) -> Option<(usize, usize)> {
        match self.position {
            (0, _) => None,
            (line, column) => Some((line as usize, column as usize)),
        }
    }
}

/// The origins of a table's rows, in the order in which they were added. Rows that follow line by line share an entry.
#[derive(Default)]
pub(crate) struct Origins {
    runs: Vec<(u32, Origin)>,
    len: u32,
}

impl Origins {
    /// Adds the origin of the next row.
    pub(crate) fn push(&mut self, origin: Origin) {
        let follows = self.runs.last().is_some_and(|(first, start)| start.next(self.len - first) == origin);
        if !follows {
            self.runs.push((self.len, origin));
        }
        self.len = self.len.saturating_add(1);
    }

    /// The origin of a row.
    pub(crate) fn of(&self, row: usize) -> Option<Origin> {
        let row = u32::try_from(row).ok().filter(|row| *row < self.len)?;
        let run = self.runs.partition_point(|(first, _)| *first <= row);
        let (first, start) = self.runs.get(run.checked_sub(1)?)?;
        Some(start.next(row - first))
    }

    /// How many rows there are.
    pub(crate) const fn len(&self) -> u32 {
        self.len
    }
}

/// The names of the files read.
#[derive(Default)]
pub(crate) struct Files {
    names: Vec<Arc<str>>,
}

impl Files {
    /// Adds a file and answers its number.
    pub(crate) fn add(&mut self, name: &str) -> u32 {
        self.names.push(name.into());
        u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
    }

    /// The name of a file.
    pub(crate) fn name(&self, file: u32) -> &str {
        self.names.get(file as usize).map_or("", AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_give_back_what_was_put_in() {
        let mut origins = Origins::default();
        let mut all = Vec::new();
        for (file, row, line) in [(0, 2, 0), (0, 3, 0), (0, 5, 0), (0, 6, 0), (1, 1, 4), (1, 2, 5), (1, 3, 9)] {
            let origin = Origin { file, row, position: (line, u32::from(line > 0)) };
            all.push(origin);
            origins.push(origin);
        }
        assert_eq!(origins.runs.len(), 4);
        for (row, origin) in all.iter().enumerate() {
            assert_eq!(origins.of(row), Some(*origin));
        }
        assert_eq!(origins.of(all.len()), None);
    }
}
