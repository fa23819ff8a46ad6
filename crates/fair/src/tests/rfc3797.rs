//! RFC 3797 by its own example (section 6) and by a selection that the IETF really made.

use kernel::SeededChance;

use crate::{
    Draw, Entrants, Hash, Hex, Input, Label, Listed, Method, Plan, Prize, SigningKey, Source,
    Title, key_of, md5_of, verify,
};

/// The numbers from 1 that a pool of this size gives for this key.
fn selected(pool: u64, count: u64, values: &[&[&str]]) -> (String, Vec<u64>) {
    let key = SigningKey::made(&SeededChance::new(1)).unwrap();
    let named: Vec<_> = values.iter().map(|_| (Listed::Numbers, "A lottery")).collect();
    let plan = Plan {
        draw: Label::new("nomcom").unwrap(),
        method: Method::Rfc3797,
        closes_at: 0,
        wins: 1,
        prizes: vec![Prize { name: Title::new("A seat").unwrap(), quantity: count }],
        source: Source::public(&named).unwrap(),
    };
    let draw = Draw::open(plan, None, &key).unwrap();
    let mut entrants = Entrants::default();
    for at in 1..=pool {
        entrants.enter(Label::new(&at.to_string()).unwrap(), 1, None).unwrap();
    }
    let closed = draw.close(&entrants, Vec::new(), &key).unwrap();
    let input = Input::read(&draw.source, values).unwrap();
    let Input::Public(written) = &input else { panic!("public") };
    let said = key_of(written);
    let proof = draw.result(&closed, &entrants, None, input, &key).unwrap();
    verify(proof.to_json().as_bytes(), None).unwrap();
    (said, proof.picks.iter().map(|pick| pick.entry + 1).collect())
}

#[test]
fn the_example_of_section_6_comes_out() {
    let (key, picks) = selected(
        25,
        11,
        &[&["9319"], &["2", "5", "12", "8", "10"], &["9", "18", "26", "34", "41", "45"]],
    );
    assert_eq!(key, "9319./2.5.8.10.12./9.18.26.34.41.45./");
    let hashes = [
        "990dd0a5692a029a98b5e01aa28f3459",
        "3691e55cb63fcc37914430b2f70b5ec6",
        "fe814edf564c190ac1d25753979990fa",
        "1863ccaceb568c31d7ddbdf1d4e91387",
        "f4ab33df4889f0af29c513905be1d758",
        "13eaeb529f61acfb9a29d0ba3a60de4a",
        "992db77c382ca2bdb9727001f3cdccd9",
        "63ab4258eca922976811c7f55c383ce7",
        "dfbc5ac97ced01b3a6e348e3cc63f40d",
        "31cb111c4a4ebe9287ceae16fe51b909",
        "07fa46c122f164c215bbc72793b189a3",
    ];
    for (counter, hash) in (0..).zip(hashes) {
        assert_eq!(Hex(md5_of(&key, counter)).to_string(), hash, "{counter}");
    }
    assert_eq!(picks, [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22]);
}

#[test]
fn the_nominations_committee_of_2013_comes_out() {
    // The draw of the IETF's committee of 2013, 12 of a pool of 154, as the RFC's own code told it
    // (github.com/mcr/rfc3797, output-2013.txt).
    let (key, picks) = selected(
        154,
        12,
        &[
            &["46", "25", "19", "17", "11", "8", "7"],
            &["8285182"],
            &["60115701"],
            &["2", "3", "18", "26", "32", "33", "42"],
        ],
    );
    assert_eq!(key, "7.8.11.17.19.25.46./8285182./60115701./2.3.18.26.32.33.42./");
    assert_eq!(picks, [138, 151, 89, 112, 117, 145, 118, 143, 144, 122, 95, 139]);
}

#[test]
fn values_are_written_as_section_4_says() {
    let source = |kind| Source::public(&[(kind, "x")]).unwrap();
    let (numbers, letters) = (source(Listed::Numbers), source(Listed::Letters));
    for (source, values, expected) in [
        (&numbers, &["007", "12", "3"][..], "3.7.12./"),
        (&numbers, &["0", "000"], "0.0./"),
        (&numbers, &["12.50"], "12.5/"),
        (&numbers, &["12.00"], "12./"),
        (&numbers, &["00.5", "0.25"], "0.250.5/"),
        (&numbers, &["9", "10", "9.75"], "9.9.7510./"),
        (&letters, &["Rain, at 5 o'clock!"], "RAINAT5OCLOCK/"),
    ] {
        let Input::Public(written) = Input::read(source, &[values]).unwrap() else { panic!() };
        assert_eq!(key_of(&written), expected, "{values:?}");
    }
    for (source, values) in [
        (&numbers, &["-1"][..]),
        (&numbers, &["1e3"]),
        (&numbers, &[".5"]),
        (&numbers, &["1.2.3"]),
        (&numbers, &[""]),
        (&numbers, &[]),
        (&letters, &["é"]),
        (&letters, &["!"]),
        (&letters, &["2026"]),
        (&letters, &["A", "B"]),
    ] {
        assert!(Input::read(source, &[values]).is_err(), "{values:?}");
    }
}

#[test]
fn md5_is_that_of_rfc_1321() {
    // Appendix A.5, by way of the empty key: two bytes of counter on both sides.
    use md5::{Digest as _, Md5};
    for (text, hash) in [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
    ] {
        assert_eq!(Hex::<16>(Md5::digest(text).into()).to_string(), hash);
    }
    assert_eq!(md5_of("key", 258), <[u8; 16]>::from(Md5::digest(b"\x01\x02key\x01\x02")));
    let _: Hash = Hex([0; 32]);
}
