//! Parts of totals: shares that no shift would make fairer, parts that add up, and ranges that hold every completion.

use proptest::prelude::*;

use super::*;
use crate::parts::exact_sum;

fn whole(value: i64) -> Exact {
    Exact::from(value)
}

fn between((lo, hi): (i64, i64)) -> Interval {
    Interval { lo: Some(whole(lo)), hi: Some(whole(hi)) }
}

type Ends = ((i64, i64), (i64, i64), Option<(i64, i64)>);

fn claim((weight, least, most): &Ends, place: Option<i64>) -> Claim {
    let mut places = Places::default();
    if let Some(place) = place {
        places.push(Num::known(whole(place)), false);
    }
    let bounds = Bounds { weight: between(*weight), least: between(*least), most: most.map(between) };
    Claim { bounds, places }
}

fn known(weights: &[i64]) -> Vec<Claim> {
    weights.iter().map(|weight| claim(&((*weight, *weight), (0, 0), None), None)).collect()
}

fn parts(total: i64, claims: &[Claim], method: AllocationMethod) -> Vec<Num> {
    divide(&Num::known(whole(total)), claims, &Exact::one(), method)
}

fn nums(values: &[i64]) -> Vec<Num> {
    values.iter().map(|value| Num::known(whole(*value))).collect()
}

fn range(max: i64, spread: i64) -> impl Strategy<Value = (i64, i64)> {
    (0..=max, prop_oneof![3 => Just(0), 1 => 0..=spread]).prop_map(|(lo, more)| (lo, lo + more))
}

fn bounds(spread: i64) -> impl Strategy<Value = Ends> {
    (range(4, spread), range(2, spread), prop::option::of((2..6_i64, 0..=spread).prop_map(|(lo, d)| (lo, lo + d))))
}

fn choices(ranges: &[(i64, i64)]) -> Vec<Vec<i64>> {
    ranges.iter().fold(vec![Vec::new()], |all, (lo, hi)| {
        all.iter().flat_map(|one| (*lo..=*hi).map(|value| [one.as_slice(), &[value]].concat())).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Shares add up and keep their bounds, and nobody below his most has less for his weight than another above his
    /// least.
    #[test]
    fn shares_are_fair(
        claims in prop::collection::vec((0..50_i64, 0..20_i64, prop::option::of(0..60_i64)), 1..8),
        total in 0..400_i64,
    ) {
        let claims: Vec<Known> = claims
            .into_iter()
            .map(|(weight, least, most)| Known {
                weight: whole(weight),
                least: whole(least),
                most: most.map(|more| whole(least + more)),
            })
            .collect();
        let total = whole(total);
        let Some(shares) = shares(&total, &claims) else {
            let least = claims.iter().fold(Exact::zero(), |sum, c| &sum + &c.least);
            let most = exact_sum(claims.iter().map(|c| if c.weight.is_zero() { Some(c.least.clone()) } else { c.most.clone() }));
            let impossible = least > total || most.is_some_and(|most| most < total);
            prop_assert!(impossible || claims.iter().all(|c| c.weight.is_zero()));
            return Ok(());
        };
        prop_assert_eq!(shares.iter().fold(Exact::zero(), |sum, share| &sum + share), total);
        for (share, claim) in shares.iter().zip(&claims) {
            prop_assert!(*share >= claim.least && claim.most.as_ref().is_none_or(|most| share <= most));
            for (other_share, other) in shares.iter().zip(&claims) {
                let less = share * &other.weight < other_share * &claim.weight;
                let full = claim.most.as_ref().is_some_and(|most| share == most);
                prop_assert!(!less || full || *other_share == other.least);
            }
        }
    }

    /// Parts add up to the total, each within one step of its share.
    #[test]
    fn parts_add_up(weights in prop::collection::vec(0..1000_i64, 1..12), total in 0..10_000_i64) {
        let sum: i64 = weights.iter().sum();
        let mut claims = known(&weights);
        for (at, claim) in (0..).zip(&mut claims) {
            claim.places.push(Num::known(whole(-at)), false);
        }
        let found = parts(total, &claims, AllocationMethod::LargestRemainder);
        if sum == 0 {
            prop_assert!(found.iter().all(Num::is_absent));
            return Ok(());
        }
        let values: Vec<&Exact> = found.iter().map(|part| part.value().unwrap()).collect();
        prop_assert_eq!(values.iter().fold(Exact::zero(), |sum, part| &sum + part), whole(total));
        for (part, weight) in values.iter().zip(&weights) {
            let off = &(*part * &whole(sum)) - &whole(weight * total);
            prop_assert!(off.abs() < whole(sum));
        }
        let down = parts(total, &claims, AllocationMethod::Down);
        for ((down, part), weight) in down.iter().zip(values).zip(weights) {
            prop_assert_eq!(down.value().unwrap(), &whole(weight * total / sum));
            prop_assert!(down.value().unwrap() <= part);
        }
    }

    #[test]
    fn every_completion_is_within(
        claims in prop::collection::vec(bounds(1), 1..=3),
        total in range(9, 2),
        down in any::<bool>(),
    ) {
        let method = if down { AllocationMethod::Down } else { AllocationMethod::LargestRemainder };
        let list: Vec<Claim> = claims.iter().map(|bounds| claim(bounds, None)).collect();
        let said = divide(&Num::of(between(total)), &list, &Exact::one(), method);
        let weights: Vec<_> = claims.iter().map(|c| c.0).collect();
        let leasts: Vec<_> = claims.iter().map(|c| c.1).collect();
        let mosts: Vec<_> = claims.iter().map(|c| c.2.unwrap_or((99, 99))).collect();
        for weights in choices(&weights) {
            for leasts in choices(&leasts) {
                for mosts in choices(&mosts) {
                    // Ties are settled in every way.
                    for places in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                        for total in total.0..=total.1 {
                            let completed: Vec<Claim> = (0..claims.len())
                                .map(|at| {
                                    let most = claims[at].2.map(|_| (mosts[at], mosts[at]));
                                    let bounds = ((weights[at], weights[at]), (leasts[at], leasts[at]), most);
                                    claim(&bounds, Some(places[at]))
                                })
                                .collect();
                            let found = parts(total, &completed, method);
                            for (found, said) in found.iter().zip(&said) {
                                let within = match found.value() {
                                    None => said.absent,
                                    Some(value) => said.values.as_ref().is_some_and(|values| {
                                        values.hull(&Interval::point(value.clone())) == *values
                                    }),
                                };
                                prop_assert!(within, "{weights:?} {leasts:?} {mosts:?} of {total}: {found:?}, said {said:?}");
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn ties_at_the_last_step_are_not_known() {
    let tied = parts(10, &known(&[1, 1, 1]), AllocationMethod::LargestRemainder);
    assert_eq!(tied, vec![Num::of(between((3, 4))); 3]);
    let mut claims = known(&[1, 1, 1]);
    for (at, claim) in (0..).zip(&mut claims) {
        claim.places.push(Num::known(whole(at)), true);
    }
    assert_eq!(parts(10, &claims, AllocationMethod::LargestRemainder), nums(&[4, 3, 3]));
    assert_eq!(parts(11, &claims, AllocationMethod::LargestRemainder), nums(&[4, 4, 3]));
    assert_eq!(parts(11, &claims, AllocationMethod::Down), nums(&[3, 3, 3]));
    assert_eq!(parts(9, &known(&[1, 1, 1]), AllocationMethod::LargestRemainder), nums(&[3, 3, 3]));
}

#[test]
fn bounds_bite_and_the_others_share_the_rest() {
    let mut claims = known(&[1, 1, 8]);
    claims[2].bounds.most = Some(between((50, 50)));
    assert_eq!(parts(100, &claims, AllocationMethod::LargestRemainder), nums(&[25, 25, 50]));
    claims[0].bounds.least = between((30, 30));
    assert_eq!(parts(100, &claims, AllocationMethod::LargestRemainder), nums(&[30, 20, 50]));
    // More than all may get, and less than all must get.
    claims[1].bounds.most = Some(between((10, 10)));
    claims[0].bounds.most = Some(between((39, 39)));
    assert!(parts(100, &claims, AllocationMethod::LargestRemainder).iter().all(Num::is_absent));
    assert!(parts(29, &claims, AllocationMethod::LargestRemainder).iter().all(Num::is_absent));
    assert!(parts(-1, &known(&[1]), AllocationMethod::Down).iter().all(Num::is_absent));
    assert!(parts(0, &known(&[0, 0]), AllocationMethod::Down).iter().all(Num::is_absent));
    assert_eq!(parts(0, &known(&[0, 1]), AllocationMethod::Down), nums(&[0, 0]));
}
