//! A web handler's decision for one application: JSON in, JSON out.
//!
//! The policy is compiled once, when the service starts; each request costs one evaluation of one row. No web framework
//! is needed to show it: `handle` is what a route would call with the request's body.
#![expect(clippy::disallowed_methods, reason = "a program at the edge: it reads its own policy")]

use std::process::ExitCode;

use guiju::report::json::{self, Standing};
use guiju::{DecideError, Options, Policy, SourceFile};
use serde_json::json;

/// What the service answers: a status and a body.
struct Answer {
    status: u16,
    body: serde_json::Value,
}

/// Decides one application for the criteria 达标.
fn handle(policy: &Policy, body: &str) -> Answer {
    let Some(as_of) = policy.last_day() else {
        return refusal(500, "the policy states no year");
    };
    match policy.decide_json("服务对象", body, &Options::new(as_of)) {
        Ok(decision) => {
            let Some(criteria) = decision.criteria("达标") else {
                return refusal(500, "the policy has no criteria 达标");
            };
            Answer {
                status: 200,
                body: json!({
                    "application": decision.key,
                    "policy": policy.hash(),
                    "qualified": match criteria.verdict {
                        Standing::Pass => Some(true),
                        Standing::Fail => Some(false),
                        // Facts are missing: ask for them, decide later.
                        _ => None,
                    },
                    "conditions": criteria.conditions,
                }),
            }
        }
        Err(DecideError::Facts(mistakes)) => {
            Answer { status: 422, body: json!({ "mistakes": json::diagnostics(&mistakes, &[]) }) }
        }
        Err(error) => refusal(500, &error.to_string()),
    }
}

fn refusal(status: u16, reason: &str) -> Answer {
    Answer { status, body: json!({ "error": reason }) }
}

const APPLICATION: &str = r#"{
  "编号": "HLJ-0107",
  "新开店铺": true, "服务起": "2023-03-01", "服务止": "2023-09-01",
  "直播时长": 59.99, "短视频": 25,
  "月度销售": [
    { "月初": "2023-04-01", "销售额": 130000.00 },
    { "月初": "2023-06-01", "销售额": 110000.00 }
  ]
}"#;

fn main() -> ExitCode {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/hlj-live-commerce-2023/policy.gj");
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let compiled = Policy::compile(vec![SourceFile::new("policy.gj", text)]);
    let Some(policy) = compiled.policy else {
        eprint!("{}", guiju::render(&compiled.diagnostics, &compiled.sources, guiju::Language::En, 100));
        return ExitCode::FAILURE;
    };
    for body in [APPLICATION, r#"{ "编号": "HLJ-0108", "直播时长": "many" }"#] {
        let answer = handle(&policy, body);
        println!("{} {:#}", answer.status, answer.body);
    }
    ExitCode::SUCCESS
}
