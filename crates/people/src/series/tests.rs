use kernel::{Error, Lang};
use proptest::prelude::*;

use super::{Change, NewSeries, Rule, Threshold, actions, draft::Draft};
use crate::{
    groups::tests::{Town, towns},
    playbooks,
};

fn wrong(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(fields) => {
            fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect()
        }
        other => vec![other.to_string()],
    }
}

async fn open(town: &Town, new: NewSeries) -> kernel::Result<kernel::SeriesId> {
    town.act(async |tx| actions::open(tx, new).await).await
}

#[tokio::test]
async fn every_playbook_opens_a_series_in_every_language() {
    let town = towns().await.remove(0);
    for book in playbooks::all() {
        for lang in Lang::ALL {
            let mut new = NewSeries::of(book, lang);
            new.stores = vec![town.riverside, town.station, town.station];
            let id = open(&town, new).await.unwrap();
            let mut db = town.ground.db.read().await.unwrap();
            let series = super::require(&mut db, town.org, id).await.unwrap();
            assert_eq!(series.plan.promise, book.promise.in_(lang));
            assert_eq!(series.plan.rules.len(), book.rules.len());
            assert_eq!((series.playbook.as_deref(), series.lang), (Some(book.id.as_str()), lang));
            let groups = town.groups(id).await;
            assert_eq!(groups.len(), 2, "each store once");
            assert_ne!(groups[0].name, groups[1].name, "{}", series.template);
            assert!(groups.iter().all(|group| group.name.contains('1')));
        }
    }
}

#[tokio::test]
async fn a_series_without_stores_opens_one_national_group() {
    for town in towns().await {
        let id = open(&town, NewSeries::plain("Runners", Lang::En)).await.unwrap();
        let groups = town.groups(id).await;
        assert_eq!((groups.len(), groups[0].store), (1, None));
        assert_eq!(groups[0].name, "Fresh Runners 1");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_names_each_field() {
    let town = towns().await.remove(0);
    let mut new = NewSeries::plain(" ", Lang::En);
    new.template = "{brand} {city}".into();
    new.capacity = 501;
    new.threshold = Threshold::Question { question: String::new() };
    new.playbook = Some("nobody".into());
    assert_eq!(
        wrong(open(&town, new).await.unwrap_err()),
        [
            "name required",
            "category required",
            "template template_unknown",
            "capacity number_range",
            "question required",
            "playbook choice_invalid"
        ]
    );
    let mut new = NewSeries::plain("Runners", Lang::En);
    new.template = "{brand}".into();
    new.threshold = Threshold::Approval { question: None, decides_after_hours: 0 };
    assert_eq!(
        wrong(open(&town, new).await.unwrap_err()),
        ["template template_number", "decides_after_hours number_range"]
    );
    let mut new = NewSeries::plain("Runners", Lang::En);
    new.stores = vec![town.ground.world.id()];
    assert!(matches!(open(&town, new).await, Err(Error::NotFound("store"))));
}

#[tokio::test]
async fn a_change_is_for_groups_that_open_from_now_on_and_stands_in_the_trail() {
    for town in towns().await {
        let id = town.series(50, &[town.riverside]).await;
        town.ground.clock.advance(std::time::Duration::from_secs(1));
        let change = Change {
            category: Some("Greens".into()),
            capacity: Some(20),
            promise: Some("Two posts a day.".into()),
            rules: Some(vec![
                Rule { key: "no_ads".into(), text: "No ads.".into() },
                Rule { key: "own_2".into(), text: " ".into() },
            ]),
            ..Change::default()
        };
        town.act(async |tx| actions::change(tx, id, change).await).await.unwrap();
        let run = async |tx: &mut store::Tx| {
            crate::groups::actions::open_next(tx, id, Some(town.riverside)).await
        };
        let second = town.act(run).await.unwrap();
        let first = town.groups(id).await[0].clone();
        assert_eq!((first.capacity, second.capacity), (50, 20));
        assert_eq!(second.name, "Fresh Riverside Greens 2");
        let mut db = town.ground.db.read().await.unwrap();
        let series = super::require(&mut db, town.org, id).await.unwrap();
        assert_eq!(series.plan.rules.len(), 1, "an empty rule goes");
        let page = kernel::PageRequest::default();
        let trail =
            web::trail::list(&mut db, town.org, Some(&id.to_string()), &page).await.unwrap();
        assert_eq!(trail.items[0].what, "series.changed");
        assert_eq!(trail.items[0].before["capacity"], 50);
        assert!(trail.items[0].before.get("name").is_none(), "only what differs");
    }
}

#[tokio::test]
async fn one_more_store_gets_its_own_numbers() {
    for town in towns().await {
        let id = town.series(50, &[town.riverside]).await;
        let add =
            async || town.act(async |tx| actions::add_store(tx, id, town.station).await).await;
        let group = add().await.unwrap();
        assert_eq!((group.number, group.store), (1, Some(town.station)));
        assert!(add().await.unwrap_err().is(super::Refusal::StoreThere));
    }
}

#[test]
fn words_that_nobody_changed_follow_the_language() {
    let book = playbooks::find("beauty-salon").unwrap();
    let draft = Draft::of_playbook(book, Lang::En);
    let pairs = draft.pairs().map(|(name, value)| {
        let value = if name == "lang_of" { "zh-CN" } else { value };
        let value = if name == "name" { "My own name" } else { value };
        (name.to_owned(), value.to_owned())
    });
    let (new, _) = Draft::of_query(pairs.collect()).read();
    assert_eq!((new.name.as_str(), new.category.as_str()), ("My own name", "美发美甲"));
    assert_eq!(new.template, book.naming.template.zh);
    assert_eq!(
        new.threshold.question(),
        Some(book.threshold.question.as_ref().unwrap().zh.as_str())
    );
}

proptest! {
    /// Whatever is typed, reading a draft answers with a series or with fields, never with a panic.
    #[test]
    fn any_draft_can_be_read(
        pairs in prop::collection::vec(
            (prop::sample::select(vec![
                "playbook", "lang_of", "name", "category", "template", "where", "stores",
                "capacity", "second_group", "threshold", "question", "decides_after_hours",
            ]), "\\PC{0,80}"),
            0..30,
        )
    ) {
        let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let (new, errors) = Draft::of_query(pairs).read();
        if let Err(fields) = super::draft::all_wrong(errors, new.check()) {
            prop_assert!(!fields.is_empty());
        }
    }
}
