//! A raffle's proof, checked by whoever has the file.

use fair::testing::{Made, Recipe};
use kernel::SeededChance;

use super::rig::Folder;

fn made() -> Made {
    // The first made-up draw with winners and a reroll.
    let chance = SeededChance::new(11);
    let made = std::iter::repeat_with(|| Recipe::made_up(&chance).unwrap().bake().unwrap());
    let mut lively =
        made.filter(|made| !made.proof.rerolls.is_empty() && made.proof.picks.len() > 3);
    lively.next().unwrap()
}

#[test]
fn a_proof_is_checked_without_a_shop_and_told_to_a_person() {
    let (folder, made) = (Folder::new(), made());
    folder.write("proof.json", &made.proof.to_json());
    folder.write("receipt.json", &made.receipt.as_ref().unwrap().to_json());
    let said = folder.run(&["raffle", "verify", "proof.json"]).fine();
    for told in ["proven", "entrants", "drawn again", "compare with what the shop published"] {
        assert!(said.out.contains(told), "{told}: {said:?}");
    }
    for pick in &made.proof.picks {
        assert!(said.out.contains(pick.entrant.as_str()), "{said:?}");
    }
    let args = ["raffle", "verify", "proof.json", "--receipt", "receipt.json", "--json"];
    let said = folder.run(&args).fine().json();
    assert_eq!(said["ok"], true);
    assert_eq!(said["entries"], made.proof.entries.len());
    assert_eq!(said["won"].as_array().unwrap().len(), made.proof.picks.len());
    assert_eq!(said["receipt"]["entrant"], made.receipt.unwrap().entry.entrant.as_str());
    assert!(!folder.path("regulars-data").exists(), "nothing is made");
}

#[test]
fn what_is_not_proven_exits_1_with_the_faults_code() {
    let (folder, mut made) = (Folder::new(), made());
    folder.write("proof.json", &made.proof.to_json());
    folder.write("receipt.json", "{}");
    let args = ["raffle", "verify", "proof.json", "--receipt", "receipt.json"];
    folder.run(&args).failed("receipt_malformed");
    made.proof.entries.pop();
    folder.write("proof.json", &made.proof.to_json());
    folder.run(&["raffle", "verify", "proof.json"]).failed("NOT PROVEN: entrant_dropped: ");
    let said = folder.run(&["raffle", "verify", "proof.json", "--json"]).failed("entrant_dropped");
    assert_eq!(said.json()["code"], "entrant_dropped");
    folder.run(&["raffle", "verify", "absent.json"]).failed("absent.json");
    assert_eq!(folder.run(&["raffle", "verify"]).code, Some(2));
    let large = folder.path("large.json");
    std::fs::File::create(&large).unwrap().set_len(1 << 40).unwrap();
    folder.run(&["raffle", "verify", "large.json"]).failed("too_large");
}
