use serde_json::Value as Json;

use crate::testing::{Answer, House};

fn json(answer: &Answer) -> Json {
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

async fn busy() -> House {
    let house = House::open().await;
    for _ in 0..5 {
        house.market.gift(5, |_| ()).await;
    }
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_can_note_the_last_row_and_hold_it_against_the_books_later() {
    let house = busy().await;
    let noted = json(&house.get("/fresh/books.json").await);
    let (row, hash) = (noted["row"].as_i64().unwrap(), noted["hash"].as_str().unwrap());
    let page = house.get("/fresh/books").await;
    assert_eq!(page.status, 200);
    for group in [&hash[..4], &hash[4..8], &hash[60..]] {
        assert!(page.body.contains(group), "{group} in {}", page.body);
    }
    house.market.gift(5, |_| ()).await;
    let now = json(&house.get("/fresh/books.json").await);
    assert!(now["row"].as_i64().unwrap() > row && now["hash"] != hash);
    assert_eq!(json(&house.get(&format!("/fresh/books.json?row={row}")).await), noted);

    let fits = format!("/fresh/books?row={row}&hash={}", &hash[..16]);
    assert!(house.get(&fits).await.body.contains("is still what you noted"));
    let other = hash[..16].chars().map(|c| if c == '0' { '1' } else { '0' }).collect::<String>();
    let differs = house.get(&format!("/fresh/books?row={row}&hash={other}")).await;
    assert!(differs.body.contains("has another fingerprint now"), "{}", differs.body);
    let none = house.get(&format!("/fresh/books?row=1000&hash={other}")).await;
    assert!(none.body.contains("have no row 1,000 now"), "{}", none.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_cannot_be_read_comes_back_with_its_field_named() {
    let house = busy().await;
    for (query, told) in [
        ("row=twelve&hash=0123456789abcdef", "value=\"twelve\""),
        ("row=1&hash=xyz", "At least the first 16 characters"),
        ("row=1", "At least the first 16 characters"),
        ("hash=0123456789abcdef", "A whole number from 1 to"),
    ] {
        let page = house.get(&format!("/fresh/books?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.body.contains(told), "{query}: {}", page.body);
    }
    assert_eq!(house.get("/nobody/books").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_paper_holds_the_row_and_a_code_that_compares_it() {
    let house = busy().await;
    let noted = json(&house.get("/fresh/books.json?row=3").await);
    let slip = house.get("/fresh/books/slip?row=3").await;
    assert_eq!(slip.status, 200);
    let hash = noted["hash"].as_str().unwrap();
    assert!(slip.body.contains("Row 3 of the books") && slip.body.contains(&hash[..4]));
    assert!(slip.body.contains("class=\"qr\""), "{}", slip.body);
    assert!(house.get("/fresh/books/slip?row=3&paper=zh-CN").await.body.contains("账本第 3 行"));
    for wrong in ["0", "-1", "1000", "three"] {
        assert_eq!(
            house.get(&format!("/fresh/books/slip?row={wrong}")).await.status,
            404,
            "{wrong}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_comes_in_pieces_and_only_what_can_be() {
    let house = busy().await;
    let head = json(&house.get("/fresh/books.json").await);
    let last = head["row"].as_i64().unwrap();
    let whole = json(&house.get(&format!("/fresh/books/rows?from=1&to={last}")).await);
    assert_eq!(whole["before"], "0".repeat(64));
    assert_eq!((&whole["hash"], &whole["to"]), (&head["hash"], &head["row"]));
    assert_eq!(whole["rows"].as_array().unwrap().len() as i64, last);
    // A line of the journal is never told: only instants and hashes.
    let told = whole.to_string();
    assert!(!told.contains("kind") && !told.contains("gft_"), "{told}");
    let none = json(&house.get(&format!("/fresh/books/rows?from={}&to={last}", last + 1)).await);
    assert_eq!((&none["before"], &none["rows"]), (&head["hash"], &Json::Array(Vec::new())));
    for (query, status) in [
        (String::new(), 400),
        ("from=1".to_owned(), 400),
        ("from=0&to=5".to_owned(), 422),
        ("from=-1&to=5".to_owned(), 422),
        ("from=1&to=-1".to_owned(), 422),
        ("from=5&to=3".to_owned(), 422),
        ("from=x&to=5".to_owned(), 422),
        ("from=1&to=9223372036854775808".to_owned(), 422),
        ("from=1&to=1000000000000".to_owned(), 200),
        (format!("from={}&to={}", last + 2, last + 9), 404),
    ] {
        assert_eq!(
            house.get(&format!("/fresh/books/rows?{query}")).await.status,
            status,
            "{query}"
        );
    }
    for row in ["0", "x", "-3"] {
        assert_eq!(house.get(&format!("/fresh/books.json?row={row}")).await.status, 422, "{row}");
    }
    assert_eq!(house.get("/fresh/books.json?row=1000").await.status, 404);
}
