//! The inner loops: one operation over a stretch of rows, written so that the compiler can use vector instructions.
//!
//! Verdicts are bytes here, in the order of [`Verdict`]: of several the greatest is that of "all must hold".
//!
//! Arithmetic wraps on purpose: the compiler of plans has proved from the ranges of the columns that no known row
//! overflows, and what stands in rows that are not known is never read.

use guiju_program::expr::CompareOp;
use guiju_program::value::Verdict;

use super::fault::{self, Fault};

pub(super) const NOT_APPLICABLE: u8 = Verdict::NotApplicable as u8;
pub(super) const PASS: u8 = Verdict::Pass as u8;
pub(super) const OPEN: u8 = Verdict::Undetermined as u8;
pub(super) const FAIL: u8 = Verdict::Fail as u8;

/// The verdict of a byte.
pub(super) const fn verdict(code: u8) -> Verdict {
    match code {
        NOT_APPLICABLE => Verdict::NotApplicable,
        PASS => Verdict::Pass,
        FAIL => Verdict::Fail,
        _ => Verdict::Undetermined,
    }
}

/// The numbers of a stretch of rows, or one for all.
#[derive(Clone, Copy)]
pub(super) enum View<'v> {
    Slice(&'v [i64]),
    Constant(i64),
}

/// The verdicts of a stretch of rows, or one for all.
#[derive(Clone, Copy)]
pub(super) enum Codes<'v> {
    Slice(&'v [u8]),
    Constant(u8),
}

/// `out = f(a, b)`, row by row.
#[inline(always)]
pub(super) fn binary<T>(a: View<'_>, b: View<'_>, len: usize, out: &mut Vec<T>, f: impl Fn(i64, i64) -> T)
where
    T: Clone,
{
    out.clear();
    match (a, b) {
        (View::Slice(a), View::Slice(b)) => out.extend(a.iter().zip(b).map(|(a, b)| f(*a, *b))),
        (View::Slice(a), View::Constant(b)) => out.extend(a.iter().map(|a| f(*a, b))),
        (View::Constant(a), View::Slice(b)) => out.extend(b.iter().map(|b| f(a, *b))),
        (View::Constant(a), View::Constant(b)) => out.resize(len, f(a, b)),
    }
}

const fn code(holds: bool) -> u8 {
    // PASS is 1 and FAIL is 3: no branch.
    FAIL - 2 * (holds as u8)
}

/// The comparison of two numbers of one scale.
pub(super) fn compare(op: CompareOp, a: View<'_>, b: View<'_>, len: usize, out: &mut Vec<u8>) {
    match faulty(op) {
        CompareOp::Eq => binary(a, b, len, out, |a, b| code(a == b)),
        CompareOp::Ne => binary(a, b, len, out, |a, b| code(a != b)),
        CompareOp::Lt => binary(a, b, len, out, |a, b| code(a < b)),
        CompareOp::Le => binary(a, b, len, out, |a, b| code(a <= b)),
        CompareOp::Gt => binary(a, b, len, out, |a, b| code(a > b)),
        CompareOp::Ge => binary(a, b, len, out, |a, b| code(a >= b)),
    }
}

fn faulty(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Ge if fault::is(Fault::StrictAtLeast) => CompareOp::Gt,
        CompareOp::Le if fault::is(Fault::StrictAtMost) => CompareOp::Lt,
        CompareOp::Gt if fault::is(Fault::LaxAbove) => CompareOp::Ge,
        op => op,
    }
}

/// The comparison of a quotient with a fraction, `now / base` with `p / q`, as `now × q` with `base × p`: `q` and the
/// base are above zero. On a base of zero or less: `zero`. The products fit 64 bits.
#[derive(Clone, Copy)]
pub(super) struct Ratio {
    pub(super) op: CompareOp,
    pub(super) p: i64,
    pub(super) q: i64,
    pub(super) zero: u8,
}

impl Ratio {
    pub(super) fn compare(self, now: View<'_>, base: View<'_>, len: usize, out: &mut Vec<u8>) {
        let Self { op, p, q, zero } = self;
        let op = match op {
            CompareOp::Ge if fault::is(Fault::StrictRatio) => CompareOp::Gt,
            op => op,
        };
        let zero = if fault::is(Fault::ZeroBasePasses) { PASS } else { zero };
        macro_rules! kernel {
            ($holds:expr) => {
                binary(now, base, len, out, |now, base| {
                    let (a, b) = (now.wrapping_mul(q), base.wrapping_mul(p));
                    let holds: bool = if fault::is(Fault::RoundedRatio) && b > 0 {
                        $holds(a.wrapping_mul(100).wrapping_add(b / 2) / b, 100)
                    } else {
                        $holds(a, b)
                    };
                    if base > 0 { code(holds) } else { zero }
                })
            };
        }
        match op {
            CompareOp::Eq => kernel!(|a, b| a == b),
            CompareOp::Ne => kernel!(|a, b| a != b),
            CompareOp::Lt => kernel!(|a, b| a < b),
            CompareOp::Le => kernel!(|a, b| a <= b),
            CompareOp::Gt => kernel!(|a, b| a > b),
            CompareOp::Ge => kernel!(|a, b| a >= b),
        }
    }
}

/// All must hold, into `out`.
pub(super) fn and(out: &mut [u8], with: Codes<'_>) {
    match with {
        Codes::Slice(with) => out.iter_mut().zip(with).for_each(|(a, b)| *a = (*a).max(*b)),
        Codes::Constant(with) => out.iter_mut().for_each(|a| *a = (*a).max(with)),
    }
}

/// All must hold, and what does not apply does not, into `out`.
pub(super) fn and_strictly(out: &mut [u8], with: Codes<'_>) {
    match with {
        Codes::Slice(with) => out.iter_mut().zip(with).for_each(|(a, b)| *a = (*a).max(strictly(*b))),
        Codes::Constant(with) => out.iter_mut().for_each(|a| *a = (*a).max(strictly(with))),
    }
}

const fn strictly(code: u8) -> u8 {
    if code == NOT_APPLICABLE { FAIL } else { code }
}

/// Pass and fail swapped: 0 stays 0, 1 is 3, 2 stays 2, 3 is 1.
pub(super) const fn negated(code: u8) -> u8 {
    4_u8.wrapping_sub(code) & 3
}

/// One must hold, into `out`.
pub(super) fn or(out: &mut [u8], with: Codes<'_>) {
    if fault::is(Fault::HalfOr) {
        return;
    }
    let join = |a: u8, b: u8| negated(negated(a).max(negated(b)));
    match with {
        Codes::Slice(with) => out.iter_mut().zip(with).for_each(|(a, b)| *a = join(*a, *b)),
        Codes::Constant(with) => out.iter_mut().for_each(|a| *a = join(*a, with)),
    }
}

/// Pass and fail swapped, in place.
pub(super) fn negate(out: &mut [u8]) {
    if fault::is(Fault::NotPassesOpen) {
        out.iter_mut().for_each(|a| *a = if *a == OPEN { PASS } else { negated(*a) });
        return;
    }
    out.iter_mut().for_each(|a| *a = negated(*a));
}

/// Whether it applies, in place.
pub(super) fn applies(out: &mut [u8]) {
    out.iter_mut().for_each(|a| {
        *a = match *a {
            OPEN if !fault::is(Fault::OpenApplies) => OPEN,
            FAIL if fault::is(Fault::FailedDoesNotApply) => FAIL,
            NOT_APPLICABLE if !fault::is(Fault::AlwaysApplies) => FAIL,
            _ => PASS,
        };
    });
}

/// Rows to which a filter does not apply are out: 0 becomes 3.
pub(super) fn strict(out: &mut [u8]) {
    out.iter_mut().for_each(|a| *a = strictly(*a));
}

/// How many rows passed and how many are open.
pub(super) fn tally(codes: &[u8]) -> (u64, u64) {
    // Byte counters fit 255 rows, and let the compiler count many rows at once.
    let mut pass = 0_u64;
    let mut open = 0_u64;
    for block in codes.chunks(128) {
        let mut passed = 0_u8;
        let mut opened = 0_u8;
        for code in block {
            passed = passed.wrapping_add(u8::from(*code == PASS));
            opened = opened.wrapping_add(u8::from(*code == OPEN));
        }
        pass += u64::from(passed);
        open += u64::from(opened);
    }
    (pass, open)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Verdict; 4] = [Verdict::NotApplicable, Verdict::Pass, Verdict::Undetermined, Verdict::Fail];

    #[test]
    fn bytes_follow_the_verdicts() {
        for a in ALL {
            let mut out = [a as u8];
            negate(&mut out);
            assert_eq!(verdict(out[0]), a.negate());
            for b in ALL {
                let mut out = [a as u8];
                and(&mut out, Codes::Slice(&[b as u8]));
                assert_eq!(verdict(out[0]), a.and(b), "{a:?} and {b:?}");
                let mut out = [a as u8];
                or(&mut out, Codes::Constant(b as u8));
                assert_eq!(verdict(out[0]), a.or(b), "{a:?} or {b:?}");
            }
        }
    }

    #[test]
    fn tallies_count_beyond_a_byte() {
        let codes = vec![PASS; 1_000];
        assert_eq!(tally(&codes), (1_000, 0));
        assert_eq!(tally(&[PASS, FAIL, OPEN, NOT_APPLICABLE]), (1, 1));
    }
}
