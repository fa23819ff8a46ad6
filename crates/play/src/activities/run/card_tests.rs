//! Cards and posters as pictures: their size, and that a phone reads their code.

use web::kit::pictures;

use super::card::{Paper, Picture};

fn paper(name: &str, what: &str) -> Paper {
    Paper {
        shop: "Riverside".into(),
        accent: "2d7d46".into(),
        name: name.into(),
        what: what.into(),
        when: "Fri, 6 Mar, 18:00 to Fri, 6 Mar, 22:00".into(),
        steps: [
            "Open the page: Fri, 6 Mar, 18:00".into(),
            "Tap before the 20 are gone, and tell somebody who likes them as much as you do".into(),
            "Collect it within 2 hours".into(),
        ],
        url: "https://shop.example/riverside/play/fls_01J8ZQ4T5V6W7X8Y9ZABCDEFGH".into(),
    }
}

/// Width and height as the head of a PNG says them.
fn size(png: &[u8]) -> (u32, u32) {
    let four = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert!(png.starts_with(b"\x89PNG"));
    (four(16), four(20))
}

#[test]
fn a_picture_has_its_size_and_a_phone_reads_its_code_whatever_the_name() {
    let long = "The very long name of an afternoon with coffee beans, cake and everybody we know";
    for (name, what) in [
        ("Friday beans", "Bag of beans · free"),
        (
            "周五咖啡豆限时秒杀，先到先得，抢完为止，欢迎大家带朋友一起来",
            "一袋精选阿拉比卡咖啡豆 · 20 积分",
        ),
        (long, long),
        ("Donaudampfschifffahrtsgesellschaftskapitänsmützenfest", "x"),
    ] {
        let paper = paper(name, what);
        for (picture, wide, sides) in
            [(Picture::Card, 1200, (1200, 900)), (Picture::Poster, 1240, (1240, 1754))]
        {
            let png = pictures::png(&paper.svg(picture).unwrap(), wide).unwrap();
            assert_eq!(size(&png), sides, "{picture:?} of {name}");
            let read = value::counter::decode(&png);
            assert_eq!(read.as_deref(), Some(paper.url.as_str()), "{picture:?} of {name}");
        }
    }
}
