//! The ways to pay, as configured: Stripe and what speaks like it, and `WeChat` Pay.
//!
//! Secrets come from a file or the environment, never from the command line, and are shown nowhere.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use anyhow::{Context as _, Result, anyhow};
use kernel::{Ways, World};
use payments::{Base, Secret, Stripe, WeChat, stripe, wechat};
use serde::Deserialize;

use crate::post::{environment, secret};

/// `[payments]` of `regulars.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payments {
    #[serde(default)]
    stripe: StripeAccount,
    #[serde(default)]
    wechat: WeChatMerchant,
}

/// `[payments.stripe]`, or `REGULARS_STRIPE_*`. It is there when there is a key.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StripeAccount {
    url: Option<String>,
    key_file: Option<PathBuf>,
    webhook_secret_file: Option<PathBuf>,
}

/// `[payments.wechat]`, or `REGULARS_WECHAT_*`. It is there when there is a merchant's number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeChatMerchant {
    url: Option<String>,
    mchid: Option<String>,
    appid: Option<String>,
    serial: Option<String>,
    key_file: Option<PathBuf>,
    v3_key_file: Option<PathBuf>,
    /// Files with the platform's public keys or certificates in PEM, by serial.
    #[serde(default)]
    platform: BTreeMap<String, PathBuf>,
}

/// What is configured, said without its secrets.
#[derive(Debug, Default)]
pub struct Tills {
    pub ways: Ways,
    pub said: Vec<String>,
}

/// The ways to pay that the settings and the environment name. Requests are signed with this world's
/// time and chance.
pub fn tills(settings: &Payments, world: &World) -> Result<Tills> {
    let mut tills = Tills::default();
    if let Some((stripe, host)) = account(&settings.stripe).context("in [payments.stripe]")? {
        tills.ways = tills.ways.with("stripe", Arc::new(stripe));
        tills.said.push(format!("cards and more are paid by {host}"));
    }
    let merchant = merchant(&settings.wechat, world).context("in [payments.wechat]")?;
    if let Some((wechat, host)) = merchant {
        tills.ways = tills.ways.with("wechat", Arc::new(wechat));
        tills.said.push(format!("WeChat Pay is paid by {host}"));
    }
    Ok(tills)
}

fn account(settings: &StripeAccount) -> Result<Option<(Stripe, String)>> {
    let Some(api) = secret("STRIPE_KEY", settings.key_file.as_ref())? else { return Ok(None) };
    let webhook = secret("STRIPE_WEBHOOK_SECRET", settings.webhook_secret_file.as_ref())?
        .context("webhook_secret_file is missing: the whsec_… of the endpoint, without which no message is believed")?;
    let base = base("STRIPE_URL", settings.url.as_deref(), stripe::STRIPE)?;
    let host = base.host().to_owned();
    let keys = stripe::Keys { api: Secret::new(api.0), webhook: Secret::new(webhook.0) };
    Ok(Some((Stripe::new(base, keys), host)))
}

fn merchant(settings: &WeChatMerchant, world: &World) -> Result<Option<(WeChat, String)>> {
    let or = |name: &str, given: &Option<String>| environment(name).or_else(|| given.clone());
    let Some(mchid) = or("WECHAT_MCHID", &settings.mchid) else { return Ok(None) };
    let appid = or("WECHAT_APPID", &settings.appid).context("appid is missing")?;
    let serial = or("WECHAT_SERIAL", &settings.serial)
        .context("serial is missing: the serial number of the merchant's certificate")?;
    let key = secret("WECHAT_KEY", settings.key_file.as_ref())?
        .context("key_file is missing: where is apiclient_key.pem?")?;
    let v3_key = secret("WECHAT_V3_KEY", settings.v3_key_file.as_ref())?
        .context("v3_key_file is missing: a file with the API v3 key")?;
    let mut platform = BTreeMap::new();
    for (serial, file) in &settings.platform {
        let pem =
            std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        platform.insert(serial.clone(), pem);
    }
    let base = base("WECHAT_URL", settings.url.as_deref(), wechat::WECHAT)?;
    let host = base.host().to_owned();
    let (key, v3_key) = (Secret::new(key.0), Secret::new(v3_key.0));
    let merchant = wechat::Merchant { mchid, appid, serial, key, v3_key, platform };
    let (clock, chance) = (world.clock.clone(), world.chance.clone());
    let wechat = WeChat::new(base, merchant, clock, chance).map_err(|why| anyhow!(why))?;
    Ok(Some((wechat, host)))
}

fn base(name: &str, given: Option<&str>, usual: &str) -> Result<Base> {
    let named = environment(name);
    let text = named.as_deref().or(given).unwrap_or(usual);
    Base::read(text).map_err(|why| anyhow!("url: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Time;

    fn said(toml: &str) -> Result<Vec<String>, String> {
        let settings: Payments = toml::from_str(toml).map_err(|error| error.to_string())?;
        let (world, _) = World::test(Time::default(), 1);
        tills(&settings, &world).map(|tills| tills.said).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn what_is_missing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, "sk_test_1\n").unwrap();
        let file = file.display();
        let good = format!("key_file = '{file}'\nwebhook_secret_file = '{file}'\n");
        assert_eq!(said("").unwrap(), Vec::<String>::new());
        assert_eq!(said(&format!("[stripe]\n{good}")).unwrap().len(), 1);
        for (toml, names) in [
            (format!("[stripe]\nkey_file = '{file}'"), "webhook_secret_file is missing"),
            (format!("[stripe]\n{good}url = 'http://pay.example'"), "https://"),
            ("[stripe]\nkey_file = '/nowhere/key'".to_owned(), "/nowhere/key"),
            ("[stripe]\nkey = 'sk_live_1'".to_owned(), "unknown field `key`"),
            ("[wechat]\nmchid = '1900000109'".to_owned(), "appid is missing"),
            (
                format!(
                    "[wechat]\nmchid = '1900000109'\nappid = 'wx1'\nserial = 'A'\n\
                     key_file = '{file}'\nv3_key_file = '{file}'"
                ),
                "no RSA key",
            ),
        ] {
            let error = said(&toml).unwrap_err();
            assert!(error.contains(names), "{toml}: {error}");
            assert!(!error.contains("sk_test_1"), "{error}");
        }
    }
}
