//! A post as somebody reads it who came by its link.

use maud::{Markup, html};
use people::{groups::Group, links::Link, series::Series};
use web::{
    Guest,
    kit::{
        icons,
        parts::{Button, Head},
    },
    t,
};

use super::model::Post;
use crate::{
    feed::words,
    programmes::{self, Today},
    runs::Dated,
};

/// Everything on the page.
pub struct Page<'p> {
    pub post: &'p Post,
    /// What it comes from, when an activity brought it.
    pub dated: Option<&'p Dated>,
    pub group: &'p Group,
    pub series: &'p Series,
    pub today: Option<Today>,
    /// How one joins, unless the link was closed.
    pub way: Option<Link>,
    /// Whether the reader is in the group.
    pub inside: bool,
    pub welcome: Vec<Markup>,
}

pub fn page(guest: &Guest, page: &Page<'_>) -> Markup {
    let lang = guest.lang();
    let (post, series) = (page.post, page.series);
    html! {
        (Head::new(post.title.as_str()).over(page.group.name.as_str()))
        article.card lang=(post.lang.tag()) {
            @if post.picture.is_some() {
                img.said-picture src={ (guest.shop.href(&post.path())) "/picture" } alt="";
            }
            @if let Some(dated) = page.dated {
                img.said-picture src={ (guest.shop.href(&dated.card())) "?paper=" (post.lang.tag()) } alt="" width="1200" height="900";
            }
            p.words { (words(&post.words_here())) }
            @if let Some(dated) = page.dated {
                (Button::link(guest.shop.href(&dated.page), t!(lang, "runs-to-page")).icon(icons::PLAY))
            }
        }
        @if let Some(today) = &page.today { (programmes::today_card(lang, today)) }
        @if page.inside {
            (Button::primary(t!(lang, "posts-to-group")).href(guest.shop.href(&format!("/groups/{}", page.group.id))).icon(icons::GROUPS))
        } @else if let Some(way) = &page.way {
            section.card {
                h2 { (t!(lang, "posts-join", name = series.name.as_str())) }
                @if !series.plan.promise.is_empty() { p.promise { (series.plan.promise) } }
                @for piece in &page.welcome { (piece) }
                (Button::primary(t!(lang, "posts-join-now")).href(guest.shop.href(&way.path())).icon(icons::USER_PLUS))
            }
        } @else {
            (Button::link(guest.shop.href(""), t!(lang, "posts-to-shop", name = guest.shop.name.as_str())))
        }
        p.hint { (t!(lang, "posts-code-is", code = post.code_spaced())) }
    }
}
