//! Who asks, and that they may. The only place where a scope is made from a request: a handler that
//! names `Staff<ManageGifts>` in its signature cannot run without it.

use std::marker::PhantomData;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{header, request::Parts},
};
use kernel::{
    Actor, Error, Lang, MemberId, Permission, Role, Scope, StaffId, StoreId, scope::Remit,
};

use crate::{
    app::App,
    ask::{Ask, cookie},
    keys::{self, ApiKey},
    kit::{Entry, Frame, Who, words},
    pieces::Viewer,
    rates::Door,
    reply::Fail,
    sessions::{self, Kind, Session},
    shops::{self, Shop},
};

/// Somebody of the shop, signed in to the console and permitted `P`.
#[derive(Debug, Clone)]
pub struct Staff<P> {
    pub shop: Shop,
    pub scope: Scope,
    pub session: Session,
    pub role: Role,
    pub ask: Ask,
    app: App,
    permitted: PhantomData<P>,
}

impl<P> Staff<P> {
    pub fn id(&self) -> StaffId {
        self.session.staff_id()
    }
    pub fn lang(&self) -> Lang {
        self.ask.lang_in(&self.shop)
    }
    pub fn remit(&self) -> &Remit {
        &self.session.remit
    }
    /// A fresh one-time mark for a form of the page.
    pub fn once(&self) -> String {
        self.app.world().chance.code(20)
    }
    /// For the pieces of a page.
    pub fn viewer(&self) -> Viewer {
        Viewer {
            shop: self.shop.clone(),
            lang: self.lang(),
            scope: self.scope.clone(),
            role: Some(self.role),
            subject: None,
        }
    }
    /// The console's frame for a page: rail, person, flash.
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        let lang = self.lang();
        let mut frame = self.ask.frame_in(&self.shop).titled(title);
        frame.who = Some(Who {
            name: self.session.name.clone(),
            role: words::say(lang, &format!("role-{}", self.role.name().replace('_', "-")), vec![]),
            account_href: "/console/account".to_owned(),
            sign_out_href: "/console/sign-out".to_owned(),
            once: self.once(),
        });
        frame.rail = self
            .app
            .nav()
            .iter()
            .filter(|nav| self.role.may(nav.permission))
            .map(|nav| Entry {
                stage: nav.stage,
                label: (nav.label)(lang),
                href: nav.href.to_owned(),
                count: None,
            })
            .collect();
        frame
    }
}

async fn session(parts: &Parts, app: &App, kind: Kind) -> Result<Option<Session>, Error> {
    let Some(token) = cookie(&parts.headers, kind.cookie()) else { return Ok(None) };
    if token.len() != 64 {
        return Ok(None);
    }
    let now = app.now();
    let found = sessions::find(&mut app.db().read().await?, kind, token, now).await?;
    if let Some(session) = &found
        && now.since(session.seen_at).as_secs() > 3600
    {
        let scope = Scope::system(session.org);
        let touched =
            app.db().write(&scope, async |tx| sessions::touch(tx, session.id, kind).await);
        // Being seen is no reason to refuse a page when the writer is busy. Where another node writes
        // and is within reach, that one shows the page, once in an hour.
        if touched.await.is_err_and(|error| error == Error::NotOwner)
            && store::nodes::witness::is_watched()
        {
            return Err(Error::NotOwner);
        }
    }
    Ok(found)
}

impl<P: Permission> FromRequestParts<App> for Staff<P> {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fail> {
        let session = session(parts, app, Kind::Staff).await?.ok_or(Error::Unauthenticated)?;
        let role = session.role.ok_or(Error::Unauthenticated)?;
        if !role.may(P::NAME) {
            return Err(Error::Forbidden(P::NAME).into());
        }
        let shop = shops::require(&mut app.db().read().await?, session.org).await?;
        let scope =
            Scope::proven(shop.org, Actor::Staff(session.staff_id()), session.remit.clone());
        let ask = Ask::of(parts, app);
        Ok(Self { shop, scope, session, role, ask, app: app.clone(), permitted: PhantomData })
    }
}

/// A paired counter device with somebody's PIN active, permitted `P`.
#[derive(Debug, Clone)]
pub struct Counter<P> {
    pub shop: Shop,
    pub scope: Scope,
    pub session: Session,
    pub store: StoreId,
    pub staff: StaffId,
    pub role: Role,
    pub ask: Ask,
    app: App,
    permitted: PhantomData<P>,
}

impl<P> Counter<P> {
    pub fn lang(&self) -> Lang {
        self.ask.lang_in(&self.shop)
    }
    /// For the pieces of a page.
    pub fn viewer(&self) -> Viewer {
        Viewer {
            shop: self.shop.clone(),
            lang: self.lang(),
            scope: self.scope.clone(),
            role: Some(self.role),
            subject: None,
        }
    }
    pub fn once(&self) -> String {
        self.app.world().chance.code(20)
    }
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        self.ask.frame_in(&self.shop).titled(title)
    }
}

/// A paired counter device, whether or not somebody's PIN is active.
#[derive(Debug, Clone)]
pub struct Till {
    pub shop: Shop,
    pub session: Session,
    pub store: StoreId,
    pub ask: Ask,
}

impl Till {
    /// The device acts for nobody yet: enough to check a PIN.
    pub fn scope(&self) -> Scope {
        Scope::proven(self.shop.org, Actor::Visitor, Remit::Stores(vec![self.store]))
    }
    /// What it did while this cashier's PIN was active, which the caller has proof of.
    pub fn scope_of(&self, staff: StaffId) -> Scope {
        let actor = Actor::Counter(self.session.device_id(), staff);
        Scope::proven(self.shop.org, actor, Remit::Stores(vec![self.store]))
    }
    pub fn lang(&self) -> Lang {
        self.ask.lang_in(&self.shop)
    }
}

impl FromRequestParts<App> for Till {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fail> {
        let session = session(parts, app, Kind::Counter).await?.ok_or(Error::Unauthenticated)?;
        let store = session.store.ok_or(Error::Unauthenticated)?;
        let shop = shops::require(&mut app.db().read().await?, session.org).await?;
        Ok(Self { shop, session, store, ask: Ask::of(parts, app) })
    }
}

impl<P: Permission> FromRequestParts<App> for Counter<P> {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fail> {
        let Till { shop, session, store, ask } = Till::from_request_parts(parts, app).await?;
        let (Some(staff), Some(role)) = (session.staff, session.role) else {
            return Err(Error::Unauthenticated.into());
        };
        if !role.may(P::NAME) {
            return Err(Error::Forbidden(P::NAME).into());
        }
        let actor = Actor::Counter(session.device_id(), staff);
        let scope = Scope::proven(shop.org, actor, Remit::Stores(vec![store]));
        Ok(Self {
            shop,
            scope,
            session,
            store,
            staff,
            role,
            ask,
            app: app.clone(),
            permitted: PhantomData,
        })
    }
}

/// Anybody at a brand's member pages: the path's `{org}` names the brand.
#[derive(Debug, Clone)]
pub struct Guest {
    pub shop: Shop,
    /// The device's session, if it has one with this brand.
    pub session: Option<Session>,
    pub ask: Ask,
    app: App,
}

impl Guest {
    pub fn lang(&self) -> Lang {
        self.ask.lang_in(&self.shop)
    }
    /// The member whose device this is known to be.
    pub fn member(&self) -> Option<MemberId> {
        self.session.as_ref().filter(|session| session.proven).map(Session::member)
    }
    pub fn scope(&self) -> Scope {
        let actor = self.member().map_or(Actor::Visitor, Actor::Member);
        Scope::proven(self.shop.org, actor, Remit::Everything)
    }
    pub fn once(&self) -> String {
        self.app.world().chance.code(20)
    }
    /// For the pieces of a page.
    pub fn viewer(&self) -> Viewer {
        Viewer {
            shop: self.shop.clone(),
            lang: self.lang(),
            scope: self.scope(),
            role: None,
            subject: None,
        }
    }
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        let mut frame = self.ask.frame_in(&self.shop).titled(title);
        frame.base = self.shop.href("");
        frame.playing = self.shop.playing;
        frame
    }
    /// Where this device's tries are counted: its session, else its address.
    pub fn device_key(&self) -> String {
        match &self.session {
            Some(session) => session.id.to_string(),
            None => self.ask.network(),
        }
    }
}

impl FromRequestParts<App> for Guest {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fail> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| Error::NotFound("page"))?;
        let slug = params.iter().find(|(name, _)| *name == "org").map(|(_, slug)| slug.to_owned());
        let slug = slug.ok_or(Error::NotFound("page"))?;
        let shop = app.db().look(&shops::Named(slug)).await?.ok_or(Error::NotFound("page"))?;
        let session = session(parts, app, Kind::Member).await?.filter(|s| s.org == shop.org);
        Ok(Self { shop, session, ask: Ask::of(parts, app), app: app.clone() })
    }
}

/// A member on a device that is known to be theirs.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: MemberId,
    pub session: Session,
    pub guest: Guest,
}

impl std::ops::Deref for Member {
    type Target = Guest;
    fn deref(&self) -> &Guest {
        &self.guest
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fail> {
        let guest = Guest::from_request_parts(parts, app).await?;
        let session = guest.session.clone().filter(|session| session.proven);
        let session = session.ok_or(Error::Unauthenticated)?;
        Ok(Self { id: session.member(), session, guest })
    }
}

/// A program with a key whose scopes include that of `P`.
#[derive(Debug, Clone)]
pub struct Key<P> {
    pub shop: Shop,
    pub scope: Scope,
    pub key: ApiKey,
    pub lang: Lang,
    permitted: PhantomData<P>,
}

impl<P: Permission> FromRequestParts<App> for Key<P> {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fail> {
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .filter(|key| key.starts_with("rgl_") && key.len() < 100)
            .ok_or(Error::Unauthenticated)?;
        let shown = app.db().look(&keys::Shown::of(bearer)).await?;
        let (key, mut shop) = shown.ok_or(Error::Unauthenticated)?;
        app.rates().take(Door::Api, &key.id.to_string(), app.now())?;
        if !key.may(P::SCOPE) {
            return Err(Error::Forbidden(P::SCOPE).into());
        }
        if let Some(position) = position(parts)? {
            app.db().reach(key.org, position).await?;
            shop = shops::require(&mut app.db().read().await?, key.org).await?;
        }
        let scope = Scope::proven(key.org, Actor::Key(key.id), Remit::Everything);
        let lang = Ask::of(parts, app).lang_in(&shop);
        Ok(Self { shop, scope, key, lang, permitted: PhantomData })
    }
}

/// The write that this read wants to see.
fn position(parts: &Parts) -> Result<Option<i64>, Error> {
    let Some(header) = parts.headers.get("regulars-position") else { return Ok(None) };
    header
        .to_str()
        .ok()
        .and_then(|text| text.parse().ok())
        .map(Some)
        .ok_or(Error::Malformed("position.invalid"))
}
