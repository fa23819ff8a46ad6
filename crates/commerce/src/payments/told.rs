//! `/api/payments/{way}/messages`: where providers tell what happened. There is no session and no mark;
//! the signature over the bytes is the proof, and our own row says whose payment it is.

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use kernel::{
    Error, PaymentId, Scope,
    payment::{Callback, Heard, NotTold, Provider, Taken},
};
use web::{App, Reply, Routes};

use super::{actions, store};

/// No message of a provider comes near it.
const LARGEST_BODY: usize = 64 << 10;

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/payments/{way}/messages", told)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

async fn told(
    State(app): State<App>,
    Path(way): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Reply {
    let Some(provider) = app.world().ways.find(&way) else {
        return Err(Error::NotFound("page").into());
    };
    let taken = match body {
        Ok(body) => take(&app, (&way, &**provider), &headers, &body).await,
        Err(_) => Taken::Refused(NotTold::TooLarge),
    };
    if let Taken::Refused(why) = taken {
        tracing::warn!(way, %why, "a payment provider's message is not believed");
    }
    Ok(answered(provider.answer(taken)))
}

async fn take(
    app: &App,
    (way, provider): (&str, &dyn Provider),
    headers: &HeaderMap,
    body: &[u8],
) -> Taken {
    let text = |(name, value): (_, &axum::http::HeaderValue)| {
        let name: &axum::http::HeaderName = name;
        value.to_str().ok().map(|value| (name.as_str().to_owned(), value.to_owned()))
    };
    let headers: Vec<(String, String)> = headers.iter().filter_map(text).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let fact = match provider.read(Callback { headers: &headers, body }, app.now()) {
        Ok(Heard::Fact(fact)) => fact,
        Ok(Heard::Ignored { .. }) => return Taken::Well,
        Err(why) => return Taken::Refused(why),
    };
    let Ok(id) = fact.payment.as_str().parse::<PaymentId>() else {
        return Taken::Refused(NotTold::WrongPayment);
    };
    let org = match app.db().read().await {
        Ok(mut db) => store::org_of(&mut db, id).await,
        Err(error) => Err(error),
    };
    let Ok(org) = org else { return Taken::Later };
    let Some(org) = org else { return Taken::Refused(NotTold::WrongPayment) };
    let heard = async |tx: &mut ::store::Tx| actions::hear(tx, way, fact.clone()).await;
    match app.db().write(&Scope::system(org), heard).await.map(|written| written.value) {
        Ok(Ok(())) => Taken::Well,
        Ok(Err(why)) => Taken::Refused(why),
        Err(error) => {
            tracing::error!(way, %error, "a payment provider's message could not be written down");
            Taken::Later
        }
    }
}

fn answered(answer: kernel::payment::Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if answer.body.is_empty() && status.is_success() {
        return status.into_response();
    }
    (status, [(header::CONTENT_TYPE, "application/json")], answer.body).into_response()
}
