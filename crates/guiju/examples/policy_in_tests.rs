//! A policy called from another crate's tests: a program that hands out applications keeps to the regulation, and a
//! `#[test]` says so. `cargo test --example policy_in_tests` runs them.
#![expect(clippy::disallowed_methods, reason = "a program at the edge: it reads the policy that it is held to")]

use guiju::{Decimal, Options, Policy, SourceFile};
use serde::Serialize;

/// A row of facts from the program's own types. `Decimal` keeps its digits, an `f64` would be refused.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
struct Recipient {
    #[serde(rename = "编号")]
    id: String,
    #[serde(rename = "直播时长", serialize_with = "digits")]
    hours: Decimal,
    #[serde(rename = "短视频")]
    videos: u32,
}

fn digits<S: serde::Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// What the program under test believes: who has streamed enough.
fn streamed_enough(recipient: &Recipient) -> bool {
    recipient.hours >= Decimal::from(60)
}

/// What the policy says of one of the conditions of 达标.
fn policy_says(policy: &Policy, recipient: &Recipient, condition: &str) -> Option<bool> {
    let options = Options::new(policy.last_day()?);
    let decision = policy.decide("服务对象", recipient, &options).ok()?;
    let criteria = decision.criteria("达标")?;
    // Conditions that pass are not listed.
    Some(criteria.conditions.iter().all(|found| found.id != condition))
}

fn policy() -> Option<Policy> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/hlj-live-commerce-2023/policy.gj");
    let text = std::fs::read_to_string(path).ok()?;
    Policy::compile(vec![SourceFile::new("policy.gj", text)]).policy
}

fn recipient(hours: &str) -> Option<Recipient> {
    Some(Recipient { id: "HLJ-0107".to_owned(), hours: hours.parse().ok()?, videos: 25 })
}

fn main() {
    let answers = policy().zip(recipient("59.99")).map(|(policy, recipient)| {
        let own = streamed_enough(&recipient);
        (own, policy_says(&policy, &recipient, "直播时长"), recipient.id, recipient.videos)
    });
    println!("{answers:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_agrees_with_the_policy_at_the_bound() {
        let policy = policy().unwrap();
        for hours in ["0", "59.99", "60", "60.00", "60.01"] {
            let recipient = recipient(hours).unwrap();
            assert_eq!(
                policy_says(&policy, &recipient, "直播时长"),
                Some(streamed_enough(&recipient)),
                "{hours} hours"
            );
        }
    }
}
