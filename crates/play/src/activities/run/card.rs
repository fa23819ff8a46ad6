//! The words of an activity's card and poster, in one language.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::{Lang, Result};
use value::bills::sentences::Tongue;
use web::{
    App, Shop,
    kit::{format, pictures, placards},
    t,
};

use super::Runs;
use crate::activities::Activity;

/// What stands on paper.
#[derive(Debug, Clone)]
pub struct Paper {
    pub shop: String,
    pub accent: String,
    pub name: String,
    pub what: String,
    pub when: String,
    pub steps: [String; 3],
    pub url: String,
}

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// For chats.
    Card,
    /// A4, as pixels.
    Poster,
    /// A4, as it was drawn: a print shop makes it as large as it likes.
    Drawing,
}

impl Paper {
    pub fn of<R: Runs>(
        (app, shop, lang): (&App, &Shop, Lang),
        activity: &Activity<R>,
        facts: &R::Facts,
    ) -> Self {
        let tongue = Tongue { lang, shop };
        let at = |time| format::date_time(lang, time, &shop.zone);
        let (opens, closes) = (at(activity.plan.opens_at), at(activity.plan.closes_at));
        Self {
            shop: shop.name.clone(),
            accent: shop.accent.clone(),
            name: activity.plan.name.say(lang).to_owned(),
            what: R::what(tongue, facts),
            when: t!(lang, "activities_runs-when", opens = opens, closes = closes),
            steps: R::steps(tongue, facts),
            url: app.url(&shop.href(&R::page(activity.id))),
        }
    }

    /// The address without what nobody types.
    pub fn address(&self) -> &str {
        self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest)
    }

    pub fn svg(&self, picture: Picture) -> Result<String> {
        // An id is nothing that one types: the code stands for it.
        let address = self.address().split('/').next().unwrap_or_default();
        let words = placards::Words {
            over: &self.shop,
            headline: &self.name,
            lead: &self.what,
            when: &self.when,
            steps: &self.steps,
            address,
            url: &self.url,
            accent: &self.accent,
        };
        match picture {
            Picture::Card => placards::card(&words),
            Picture::Poster | Picture::Drawing => placards::poster(&words),
        }
    }

    /// As an answer.
    pub async fn answer(self, picture: Picture, name: &str) -> Result<Response> {
        let svg = self.svg(picture)?;
        let (kind, bytes, ending) = match picture {
            Picture::Drawing => ("image/svg+xml", svg.into_bytes(), "svg"),
            Picture::Card | Picture::Poster => {
                let wide = if picture == Picture::Card { placards::CARD.0 } else { 1240 };
                ("image/png", pictures::drawn(svg, wide).await?, "png")
            }
        };
        let disposition = format!("inline; filename=\"{name}.{ending}\"");
        let head = [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
            // Names and hours change; a chat that asks again in a minute gets the same.
            (header::CACHE_CONTROL, "private, max-age=60".to_owned()),
        ];
        Ok((head, bytes).into_response())
    }
}
