//! Three verifiers, written from one specification, say the same of every file.

mod raffle;
mod verifiers;

use std::{collections::BTreeSet, path::Path};

use fair::{
    Draw, Entrants, Fault, Input, Label, Listed, Method, Plan, Prize, SigningKey, Source, Title,
    testing::{Case, Recipe, TAMPERS, case},
};
use kernel::SeededChance;

use self::verifiers::{Verifier, disagreement};

fn others() -> Vec<Verifier> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Verifier::others(&root).expect("python3 and node are installed")
}

#[track_caller]
pub fn all_agree(cases: &[Case]) {
    let mut others = others();
    for some in cases.chunks(100) {
        if let Some(told) = disagreement(&mut others, some).unwrap() {
            panic!("{told}");
        }
    }
}

#[test]
fn three_verifiers_agree_on_made_up_draws() {
    let chance = SeededChance::new(2026);
    let cases: Vec<_> = (0..1_500).map(|_| case(&chance).unwrap()).collect();
    all_agree(&cases);
    let told: BTreeSet<_> = cases.iter().map(|case| case.expected).collect();
    assert!(told.len() > 25, "most faults are among them: {told:?}");
}

#[test]
fn three_verifiers_agree_on_every_tampering() {
    let chance = SeededChance::new(7);
    let mut cases = Vec::new();
    for tamper in TAMPERS {
        let found = (0..200).find_map(|_| {
            let recipe = Recipe::made_up(&chance).ok()?;
            let mut made = recipe.bake().ok()?;
            (tamper.with)(&recipe, &mut made)?;
            Some(Case {
                proof: made.proof.to_json(),
                receipt: made.receipt.map(|receipt| receipt.to_json()),
                expected: tamper.fault.code(),
                what: tamper.what,
            })
        });
        cases.push(found.unwrap_or_else(|| panic!("{} was never done", tamper.what)));
    }
    all_agree(&cases);
}

#[test]
fn three_verifiers_agree_on_what_is_no_proof() {
    let whole = Recipe::made_up(&SeededChance::new(4)).unwrap().bake().unwrap().proof.to_json();
    let opened = whole.strip_prefix('{').unwrap();
    let (malformed, unknown) = (Fault::Malformed.code(), Fault::UnknownVersion.code());
    let rows = [
        (whole.clone(), "ok"),
        (format!("{whole}\n"), "ok"),
        (format!("{whole}\n\n"), malformed),
        (format!(" {whole}"), malformed),
        (format!("{{\"a\":1,{opened}"), malformed),
        (format!("{{\"secret\":null,{opened}"), malformed),
        (format!("{{\"__proto__\":null,{opened}"), malformed),
        (format!("\u{feff}{whole}"), malformed),
        (whole.replace(",\"wins\":", ",\"wins\":0.0"), malformed),
        (whole.replace(",\"wins\":", ",\"wins\":-"), malformed),
        (whole.replace(",\"wins\":", ",\"wins\":9007199254740993"), malformed),
        (whole.replace(",\"wins\":", ",\"wins\":1e0"), malformed),
        (whole.replace("\"secret\":\"", "\"secret\":true,\"x\":\""), malformed),
        (whole.replace("\"root\":\"", "\"root\":\"A"), malformed),
        (whole.replace("\"draw\":\"raf", "\"draw\":\"\\u0072af"), malformed),
        (whole.replace("\"name\":\"", "\"name\":\"\\ud800"), malformed),
        (whole.replace("\"name\":\"", "\"name\":\"\u{85}"), malformed),
        (whole.replace("\"name\":\"", "\"name\":\"\\\\ud800"), Fault::PrizesChanged.code()),
        (whole.replace("\"name\":\"", "\"name\":\"😀\u{2028}"), Fault::PrizesChanged.code()),
        (whole.replace("\"tickets\":", "\"tickets\":99999999"), malformed),
        (String::new(), malformed),
        ("null".to_owned(), malformed),
        ("[]".to_owned(), malformed),
        ("{}".to_owned(), malformed),
        ("{\"version\":1}".to_owned(), malformed),
        ("{\"version\":\"\"}".to_owned(), unknown),
        ("{\"version\":\"toString\"}".to_owned(), unknown),
        ("{\"version\":\"regulars-draw-1\"}".to_owned(), malformed),
        ("{\"version\":\"regulars-split-1\"}".to_owned(), malformed),
        ("[".repeat(5_000), malformed),
        ("NaN".to_owned(), malformed),
    ];
    let row = |(proof, expected): (String, &'static str)| Case {
        proof,
        receipt: None,
        expected,
        what: "no proof",
    };
    let cases: Vec<_> = rows.into_iter().map(row).collect();
    all_agree(&cases);
}

/// RFC 3797, section 6: 25 in the pool, these sources, these ten.
#[test]
fn three_verifiers_draw_the_example_of_rfc_3797() {
    let key = SigningKey::from_seed(&[1; 32]).unwrap();
    let label = |text: &str| Label::new(text).unwrap();
    let plan = Plan {
        draw: label("rfc-3797"),
        method: Method::Rfc3797,
        closes_at: 0,
        wins: 1,
        prizes: vec![Prize { name: Title::new("A seat").unwrap(), quantity: 10 }],
        source: Source::public(&[
            (Listed::Numbers, "a"),
            (Listed::Numbers, "b"),
            (Listed::Numbers, "c"),
        ])
        .unwrap(),
    };
    let draw = Draw::open(plan, None, &key).unwrap();
    let mut entrants = Entrants::default();
    for at in 1..=25 {
        entrants.enter(label(&at.to_string()), 1, None).unwrap();
    }
    let closed = draw.close(&entrants, Vec::new(), &key).unwrap();
    let values: [&[&str]; 3] =
        [&["9319"], &["2", "5", "12", "8", "10"], &["9", "18", "26", "34", "41", "45"]];
    let input = Input::read(&draw.source, &values).unwrap();
    let proof = draw.result(&closed, &entrants, None, input, &key).unwrap();
    let picks: Vec<_> = proof.picks.iter().map(|pick| pick.entrant.as_str()).collect();
    assert_eq!(picks, ["17", "7", "2", "16", "25", "23", "8", "24", "19", "13"]);
    let (proof, what) = (proof.to_json(), "RFC 3797's example");
    all_agree(&[Case { proof, receipt: None, expected: "ok", what }]);
}
