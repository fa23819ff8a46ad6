//! Numbers and hours that make no sense: nothing is planned of them, and the field is named.

use kernel::Clock as _;
use serde_json::{Value as Json, json};
use store::testing::engines;

use super::{
    HOUR, Stall,
    kinds::{KINDS, Kind},
};

/// Of which kind, what is sent instead of what makes sense, the field that is named and the code. `GIFT`
/// is a gift of the shop, `CLOSES` the hour of the closing, `LATER` the one after it.
const PLANS: &[(&str, &str, &str, &str)] = &[
    ("flash-sales", r#"{"pieces": 0}"#, "pieces", "number_range"),
    ("flash-sales", r#"{"pieces": -4}"#, "pieces", "number_range"),
    ("flash-sales", r#"{"hold_minutes": 4}"#, "hold_minutes", "number_range"),
    ("flash-sales", r#"{"opens_at": "CLOSES"}"#, "closes_at", "closes_before"),
    ("flash-sales", r#"{"opens_at": "at noon"}"#, "opens_at", "instant_invalid"),
    ("flash-sales", r#"{"limits": {"per_member": 0}}"#, "per_member", "number_range"),
    ("packets", r#"{"shares": 0}"#, "shares", "number_range"),
    (
        "packets",
        r#"{"gives": {"kind": "money"}, "total": 3, "shares": 4}"#,
        "shares",
        "packet_more_shares",
    ),
    ("packets", r#"{"gives": {"kind": "money"}, "total": 0}"#, "total", "packet_empty"),
    (
        "packets",
        r#"{"gives": {"kind": "money"}, "total": 100, "least": 26}"#,
        "least",
        "packet_least",
    ),
    ("packets", r#"{"opens_at": "LATER"}"#, "closes_at", "closes_before"),
    ("raffles", r#"{"prizes": []}"#, "prizes", "required"),
    ("raffles", r#"{"prizes": [{"gift": "GIFT", "quantity": 0}]}"#, "quantity", "number_range"),
    ("raffles", r#"{"least_entrants": 0}"#, "least_entrants", "number_range"),
    ("raffles", r#"{"style": "wheel", "plays": 3}"#, "plays", "number_range"),
    ("raffles", r#"{"opens_at": "LATER"}"#, "closes_at", "closes_before"),
    ("group-buys", r#"{"seats": 0}"#, "seats", "number_range"),
    ("group-buys", r#"{"tiers": []}"#, "tiers", "required"),
    ("group-buys", r#"{"most": 1}"#, "most", "number_range"),
    ("group-buys", r#"{"seats": 1}"#, "seats", "seats_below_team"),
    ("group-buys", r#"{"team_hours": 0}"#, "team_hours", "number_range"),
    ("presales", r#"{"pieces": 0}"#, "pieces", "number_range"),
    ("presales", r#"{"pieces": 5}"#, "windows", "windows_short"),
    ("presales", r#"{"windows": []}"#, "windows", "required"),
    ("presales", r#"{"ready_at": "OPENS"}"#, "ready_at", "ready_before_close"),
    (
        "presales",
        r#"{"deposit": {"amount": 801, "currency": "CNY"}}"#,
        "deposit",
        "deposit_above_price",
    ),
    (
        "presales",
        r#"{"early": {"pieces": 2, "price": {"amount": 800, "currency": "CNY"}}}"#,
        "early_price",
        "early_above_price",
    ),
];

async fn sent(stall: &Stall, kind: &Kind, (instead, gift): (&str, &str)) -> (u16, Json) {
    let opens_at = stall.clock.now().plus(HOUR);
    let closes_at = opens_at.plus(HOUR);
    let mut plan = kind.plan(gift, (opens_at, closes_at));
    let instead = instead
        .replace("GIFT", gift)
        .replace("OPENS", &opens_at.to_string())
        .replace("CLOSES", &closes_at.to_string())
        .replace("LATER", &closes_at.plus(HOUR).to_string());
    let instead: Json = serde_json::from_str(&instead).unwrap();
    for (name, value) in instead.as_object().unwrap() {
        plan[name] = value.clone();
    }
    stall.program.send("POST", kind.at, Some(plan)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_make_no_sense_plan_nothing_and_are_named() {
    for engine in engines() {
        let stall = Stall::open(engine).await;
        for kind in &KINDS {
            let gift = kind.gift(&stall.program).await;
            // As it is, it is planned: whatever is refused below is so for its number.
            let (status, told) = sent(&stall, kind, ("{}", &gift)).await;
            assert_eq!(status, 201, "{}: {told}", kind.slice);
            for (at, instead, field, code) in PLANS.iter().filter(|row| row.0 == kind.at) {
                let (status, told) = sent(&stall, kind, (instead, &gift)).await;
                assert_eq!(
                    (status, &told["code"]),
                    (422, &json!("invalid")),
                    "{at} {instead}: {told}"
                );
                let errors = told["errors"].as_array().unwrap();
                let named = |one: &Json| one["field"] == *field && one["code"] == *code;
                assert!(errors.iter().any(named), "{at} {instead}: {told}");
                let said = |one: &Json| one["detail"].as_str().is_some_and(|text| !text.is_empty());
                assert!(errors.iter().all(said), "{at} {instead}: {told}");
            }
            let all = stall.program.reads(kind.at).await;
            assert_eq!(all["items"].as_array().unwrap().len(), 1, "{}: {all}", kind.slice);
            assert_eq!(stall.program.reads(&format!("gifts/{gift}")).await["left"], 5);
        }
    }
}
