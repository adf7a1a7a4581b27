//! Work on stretches of rows, on several threads.

use std::ops::Range;

use crate::outcome::Options;

/// Below this many rows a thread costs more than it saves.
const WORTH_A_THREAD: usize = 8_192;

/// Does the work on stretches that together are all rows; answers what each came to, in the order of rows.
///
/// Whatever the number of threads, each result depends only on its rows; callers join results in order.
pub(super) fn over_rows<T: Send>(len: usize, options: &Options, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let chunk = options.chunk_rows.max(1);
    let worth = if chunk < 64 { 1 } else { WORTH_A_THREAD };
    let threads = options.threads.clamp(1, len.div_ceil(worth).max(1));
    if threads == 1 {
        return vec![work(0..len)];
    }
    let share = len.div_ceil(threads).next_multiple_of(chunk);
    let work = &work;
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|thread| {
                let start = (thread * share).min(len);
                let end = (start + share).min(len);
                (start..end, scope.spawn(move || work(start..end)))
            })
            .collect();
        // A thread that panicked did nothing that others rely on: its stretch is done here, and panics here if it must.
        handles.into_iter().map(|(rows, handle)| handle.join().unwrap_or_else(|_| work(rows))).collect()
    })
}
