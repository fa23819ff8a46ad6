//! Every mutation has its own reason, and none goes through.

use kernel::SeededChance;
use serde_json::Value;

use crate::{
    Fault,
    testing::{Recipe, TAMPERS, case},
    verify,
};

fn said(proof: &str, receipt: Option<&str>) -> &'static str {
    match verify(proof.as_bytes(), receipt.map(str::as_bytes)) {
        Ok(_) => "ok",
        Err(fault) => fault.code(),
    }
}

#[test]
fn every_tampering_is_told_by_its_own_name() {
    let chance = SeededChance::new(1);
    let mut done = vec![0; TAMPERS.len()];
    for _ in 0..150 {
        let recipe = Recipe::made_up(&chance).unwrap();
        let made = recipe.bake().unwrap();
        let receipt = made.receipt.as_ref().map(crate::Receipt::to_json);
        assert_eq!(said(&made.proof.to_json(), receipt.as_deref()), "ok", "{recipe:?}");
        for (tamper, done) in TAMPERS.iter().zip(&mut done) {
            let mut other = made.clone();
            if (tamper.with)(&recipe, &mut other).is_none() {
                continue;
            }
            let receipt = other.receipt.as_ref().map(crate::Receipt::to_json);
            let said = said(&other.proof.to_json(), receipt.as_deref());
            assert_eq!(said, tamper.fault.code(), "{}: {recipe:?}", tamper.what);
            *done += 1;
        }
    }
    let never: Vec<_> = TAMPERS.iter().zip(&done).filter(|(_, done)| **done == 0).collect();
    assert!(
        never.is_empty(),
        "{:?}",
        never.iter().map(|(tamper, _)| tamper.what).collect::<Vec<_>>()
    );
}

#[test]
fn every_fault_of_a_draw_is_told_of_some_tampering() {
    let told = |fault: &Fault| TAMPERS.iter().any(|tamper| tamper.fault == *fault);
    let untold: Vec<_> = Fault::ALL.into_iter().filter(|fault| !told(fault)).collect();
    assert_eq!(untold, [Fault::TooLarge, Fault::SplitChanged, Fault::ShareChanged]);
    for (at, fault) in Fault::ALL.iter().enumerate() {
        let later = Fault::ALL.iter().skip(at + 1);
        assert!(later.clone().all(|other| other.code() != fault.code()), "{fault}");
        assert!(later.clone().all(|other| other.meaning() != fault.meaning()), "{fault}");
    }
}

/// The paths to every value that is neither a list nor an object.
fn fields(of: &Value, at: &str, found: &mut Vec<String>) {
    match of {
        Value::Object(fields_) => {
            for (name, value) in fields_ {
                fields(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                fields(value, &format!("{at}/{index}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// Another value of the same kind, or of another.
fn other(value: &Value, chance: &SeededChance) -> Value {
    let chance: &dyn kernel::Chance = chance;
    match (value, chance.below(4)) {
        (_, 0) | (Value::Null, _) => Value::from("00".repeat(32)),
        (Value::Number(number), _) => {
            Value::from(number.as_u64().unwrap() ^ (1 << chance.below(8)))
        }
        (Value::String(text), 1) => Value::from(format!("{text}0")),
        (Value::String(text), _) => {
            let at = usize::try_from(chance.below(text.chars().count() as u64)).unwrap();
            let change = |(index, c): (usize, char)| match c {
                c if index != at => c,
                '0' => '1',
                _ => '0',
            };
            Value::from(text.chars().enumerate().map(change).collect::<String>())
        }
        _ => Value::Null,
    }
}

#[test]
fn no_single_field_of_a_file_can_be_another() {
    let chance = SeededChance::new(2);
    let mut tried = 0;
    for _ in 0..24 {
        let whole = case(&chance).unwrap();
        if whole.expected != "ok" {
            continue;
        }
        let parsed: Value = serde_json::from_str(&whole.proof).unwrap();
        let mut paths = Vec::new();
        fields(&parsed, "", &mut paths);
        for path in paths {
            let mut changed = parsed.clone();
            let value = changed.pointer_mut(&path).unwrap();
            let new = other(value, &chance);
            if *value == new {
                continue;
            }
            *value = new;
            assert_ne!(said(&changed.to_string(), None), "ok", "{path} of {}", whole.proof);
            tried += 1;
        }
        if let Some(receipt) = &whole.receipt {
            let parsed: Value = serde_json::from_str(receipt).unwrap();
            let mut paths = Vec::new();
            fields(&parsed, "", &mut paths);
            for path in paths {
                let mut changed = parsed.clone();
                let value = changed.pointer_mut(&path).unwrap();
                *value = other(value, &chance);
                if changed != parsed {
                    let said = said(&whole.proof, Some(&changed.to_string()));
                    assert_ne!(said, "ok", "{path} of {receipt}");
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn only_the_canonical_form_is_read() {
    let recipe = Recipe::made_up(&SeededChance::new(4)).unwrap();
    let text = recipe.bake().unwrap().proof.to_json();
    assert_eq!(said(&text, None), "ok");
    assert_eq!(said(&format!("{text}\n"), None), "ok", "an editor's last line feed");
    let opened = text.strip_prefix('{').unwrap();
    for (what, changed, code) in [
        ("two line feeds", format!("{text}\n\n"), "malformed"),
        ("a space", format!("{{ {opened}"), "malformed"),
        ("an unknown field", format!("{{\"a\":1,{opened}"), "malformed"),
        ("a field twice", format!("{{\"secret\":null,{opened}"), "malformed"),
        ("a fraction", text.replace(",\"wins\":", ",\"wins\":0."), "malformed"),
        ("a byte order mark", format!("\u{feff}{text}"), "malformed"),
        ("an escape", text.replace("\"draw\":\"raf_", "\"draw\":\"\\u0072af_"), "malformed"),
        ("a capital digit", text.replace("\"root\":\"", "\"root\":\"A"), "malformed"),
        ("nothing", String::new(), "malformed"),
        ("a list", "[]".to_owned(), "malformed"),
        ("no version", "{}".to_owned(), "malformed"),
        ("another version", "{\"version\":\"x\"}".to_owned(), "unknown_version"),
        ("half of it", text.chars().take(text.chars().count() / 2).collect(), "malformed"),
    ] {
        assert!(changed != text, "{what}");
        assert_eq!(said(&changed, None), code, "{what}");
    }
    let large = vec![b' '; crate::limits::PROOF_BYTES + 1];
    assert_eq!(verify(&large, None), Err(Fault::TooLarge));
    let receipt = vec![b' '; crate::limits::RECEIPT_BYTES + 1];
    assert_eq!(verify(text.as_bytes(), Some(&receipt)), Err(Fault::ReceiptMalformed));
    let nested = "[".repeat(100_000);
    assert_eq!(said(&nested, None), "malformed");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_a_verifier_fall(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        proptest::prop_assert!(verify(&bytes, Some(&bytes)).is_err());
    }
}
