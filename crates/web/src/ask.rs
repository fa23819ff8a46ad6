//! The circumstances of a request: language, theme, address, what the last action had to say.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use kernel::Lang;

use crate::{
    app::App,
    kit::{Frame, Theme, Tone, words},
    reply::Toast,
    shops::Shop,
    wanted,
};

/// Made from any request; never fails.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What the person chose, else what their device prefers, else `None`: then the brand's.
    pub chosen: Option<Lang>,
    pub theme: Theme,
    /// Path and query.
    pub here: String,
    pub toast: Option<Toast>,
    /// As it came: see [`crate::wanted`].
    pub wanted: Option<String>,
    pub address: IpAddr,
    /// "Chrome, Android": what a person would recognize in the list of sessions.
    pub device: String,
}

impl Ask {
    pub fn lang(&self) -> Lang {
        self.chosen.unwrap_or_default()
    }
    pub fn lang_in(&self, shop: &Shop) -> Lang {
        self.chosen.unwrap_or(shop.lang)
    }
    /// The frame of a page outside any brand.
    pub fn frame(&self) -> Frame {
        self.dress(Frame::new(self.lang(), ""), self.lang())
    }
    /// The frame of a page of this brand. `base` is its member pages' address.
    pub fn frame_in(&self, shop: &Shop) -> Frame {
        let lang = self.lang_in(shop);
        let mut frame = Frame::new(lang, shop.name.as_str());
        frame.accent.clone_from(&shop.accent);
        self.dress(frame, lang)
    }
    fn dress(&self, mut frame: Frame, lang: Lang) -> Frame {
        frame.theme = self.theme;
        frame.here.clone_from(&self.here);
        match &self.toast {
            Some(toast) => frame.flash(toast.tone(), toast.text(lang)),
            None => frame,
        }
    }
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

impl Ask {
    pub fn of(parts: &Parts, app: &App) -> Self {
        let headers = &parts.headers;
        let here = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let query = parts.uri.query().unwrap_or_default();
        let asked = |key: &str| {
            query.split('&').filter_map(|pair| pair.split_once('=')).find(|(k, _)| *k == key)
        };
        let chosen = asked("lang")
            .map(|(_, tag)| tag)
            .or_else(|| cookie(headers, "lang"))
            .and_then(|tag| tag.parse().ok())
            .or_else(|| {
                headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Lang::accepted)
            });
        let theme = match asked("theme").map(|(_, t)| t).or_else(|| cookie(headers, "theme")) {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        };
        let toast = cookie(headers, "toast").and_then(Toast::from_cookie);
        let wanted = cookie(headers, wanted::COOKIE).map(str::to_owned);
        let (address, device) = (address(parts, app), device(headers));
        Self { chosen, theme, here, toast, wanted, address, device }
    }
    /// Whom a limit counts.
    pub fn network(&self) -> String {
        network(self.address)
    }
}

/// An address, or the part of an IPv6 address that a provider hands out: whoever has one of those has
/// 2^64 addresses.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Where the request comes from: the proxy's word only if we were told that there is one.
fn address(parts: &Parts, app: &App) -> IpAddr {
    let forwarded = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .filter(|_| app.settings().behind_proxy)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok());
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    forwarded.or(peer).unwrap_or(IpAddr::from([127, 0, 0, 1]))
}

/// Two words out of the user agent, enough to tell one's phone from one's till.
fn device(headers: &HeaderMap) -> String {
    let agent =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl FromRequestParts<App> for Ask {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, app))
    }
}

impl Toast {
    fn tone(&self) -> Tone {
        if self.good { Tone::Good } else { Tone::Warn }
    }
    fn text(&self, lang: Lang) -> String {
        let args = self.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        words::say_owned(lang, &self.key, args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_what_a_provider_hands_out() {
        for (address, counted) in [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff:1:2:3", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
        ] {
            assert_eq!(network(address.parse().unwrap()), counted, "{address}");
        }
    }
}
