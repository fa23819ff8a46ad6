//! What programs ask of an activity, whatever its kind: the list, planning one, and the steps of its life.
//!
//! An operation's address and its words in the document are each kind's own, beside its fields; what is done
//! when it is called is here once. What only a kind can say of itself is asked by [`Told`].

use ::store::{Reader, Tx};
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    FieldError, GiftId, Id, Page, Result, Time,
    permission::{ManageActivities, ViewActivities},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::IntoParams;
use value::{
    api::{self, Amount},
    bills::Whom,
    words::Words,
};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    life::{self, Lives},
    model::{Activity, Cost, Draft, Life, Limits, Plan},
    store,
};

/// A kind that programs are told of.
pub trait Told: Lives {
    /// What its addresses begin with, after `/api/v1/`.
    const NOUN: &'static str;
    /// One of it, as programs see it.
    type Out: Serialize + DeserializeOwned + Send;

    /// One as it stands in the tables.
    fn read(
        db: &mut Reader,
        shop: &Shop,
        activity: Activity<Self>,
    ) -> impl Future<Output = Result<Self::Out>> + Send;

    /// One at this instant of a command.
    fn written(
        tx: &mut Tx,
        shop: &Shop,
        activity: Activity<Self>,
    ) -> impl Future<Output = Result<Self::Out>> + Send;
}

/// What a list is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// 1 to 200; 50 when not given
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
    /// One of the states; all but `archived` when not given
    #[serde(default)]
    state: Option<String>,
}

/// Who asks, and where.
pub type Asker<'a, P> = (&'a App, &'a Key<P>);

/// A page of the list, the newest first.
pub async fn list<K: Told>(
    (app, key): Asker<'_, ViewActivities>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Result<Page<K::Out>> {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<Life>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let found = store::list::<K>(&mut db, key.shop.org, state, &page).await?;
    let mut items = Vec::new();
    for activity in found.items {
        items.push(K::read(&mut db, &key.shop, activity).await?);
    }
    Ok(Page { items, next_cursor: found.next_cursor })
}

/// One of it as a command leaves it.
async fn out<K: Told>(tx: &mut Tx, shop: &Shop, id: Id<K>) -> Result<K::Out> {
    let activity = store::require(tx, tx.org(), id).await?;
    K::written(tx, shop, activity).await
}

/// Plans one: a draft that nobody sees yet.
pub async fn create<K: Told, B>(
    (app, key): Asker<'_, ManageActivities>,
    body: Body<B>,
    read: impl FnOnce(B, &Shop) -> Result<Draft<K>>,
) -> Reply {
    let once = api::once(key, &body, K::NOUN)?;
    let draft = read(body.value, &key.shop)?;
    let run = async |tx: &mut Tx| {
        let id = life::create(tx, &key.shop, draft).await?;
        out(tx, &key.shop, id).await
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Changes one, from what it is.
pub async fn change<K: Told>(
    (app, key): Asker<'_, ManageActivities>,
    (id, why): (&str, &str),
    read: impl FnOnce(&Shop, Activity<K>) -> Result<Draft<K>>,
) -> Reply {
    let id: Id<K> = api::at("activity", id)?;
    let run = async |tx: &mut Tx| {
        let is = store::require(tx, tx.org(), id).await?;
        let draft = read(&key.shop, is)?;
        life::change(tx, &key.shop, id, (draft, why)).await?;
        out(tx, &key.shop, id).await
    };
    let done = app.db().write(&key.scope, run).await?;
    reply::written(StatusCode::OK, &done)
}

/// One step of its life.
pub async fn step<K: Told, B>(
    (app, key): Asker<'_, ManageActivities>,
    (id, noun): (&str, &str),
    body: &Body<B>,
    run: impl AsyncFnOnce(&mut Tx, Id<K>) -> Result<()>,
) -> Reply {
    let id: Id<K> = api::at("activity", id)?;
    let once = api::once(key, body, &format!("{}/{id}/{noun}", K::NOUN))?;
    let run = async |tx: &mut Tx| {
        run(tx, id).await?;
        out(tx, &key.shop, id).await
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

pub async fn schedule<K: Told, B>(
    (app, key): Asker<'_, ManageActivities>,
    id: &str,
    body: &Body<B>,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::schedule(tx, &key.shop, id).await.map(drop);
    step((app, key), (id, "schedule"), body, run).await
}

pub async fn open<K: Told, B>(
    (app, key): Asker<'_, ManageActivities>,
    id: &str,
    body: &Body<B>,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::open(tx, &key.shop, id).await.map(drop);
    step((app, key), (id, "opening"), body, run).await
}

pub async fn close<K: Told, B>(
    asker: Asker<'_, ManageActivities>,
    (id, why): (&str, &str),
    body: &Body<B>,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::close(tx, id, why).await.map(drop);
    step(asker, (id, "closing"), body, run).await
}

pub async fn archive<K: Told, B>(
    asker: Asker<'_, ManageActivities>,
    id: &str,
    body: &Body<B>,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::archive(tx, id).await;
    step(asker, (id, "archiving"), body, run).await
}

/// An instant that was said, or its field is named.
pub fn instant(field: &'static str, text: &str) -> Result<Time> {
    Time::parse(text).ok_or_else(|| FieldError::new(field, "instant_invalid").into())
}

/// The gift that was said.
pub fn gift(text: &str) -> Result<GiftId> {
    text.parse().map_err(|_| FieldError::new("gift", "choice_invalid").into())
}

/// An amount that may be left out, in minor units.
pub fn money(field: &'static str, shop: &Shop, amount: Option<Amount>) -> Result<Option<i64>> {
    amount.map(|amount| amount.read(field, shop)).transpose()
}

/// What a plan becomes; what is left out stays.
#[derive(Debug, Default)]
pub struct Changes {
    pub name: Option<Words>,
    pub whom: Option<Whom>,
    pub opens_at: Option<String>,
    pub closes_at: Option<String>,
    pub cost: Option<Option<Cost>>,
    pub limits: Option<Limits>,
    pub budget: Option<Option<Amount>>,
}

impl Changes {
    pub fn of(self, shop: &Shop, mut plan: Plan) -> Result<Plan> {
        plan.name = self.name.unwrap_or(plan.name);
        plan.whom = self.whom.unwrap_or(plan.whom);
        plan.cost = self.cost.unwrap_or(plan.cost);
        plan.limits = self.limits.unwrap_or(plan.limits);
        if let Some(text) = self.opens_at {
            plan.opens_at = instant("opens_at", &text)?;
        }
        if let Some(text) = self.closes_at {
            plan.closes_at = instant("closes_at", &text)?;
        }
        if let Some(amount) = self.budget {
            plan.budget = money("budget", shop, amount)?;
        }
        Ok(plan)
    }
}
