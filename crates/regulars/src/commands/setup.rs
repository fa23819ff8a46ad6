//! `regulars setup`.

use anyhow::{Context as _, Result};
use clap::Args;
use kernel::Lang;
use people::orgs::SetUp;
use serde_json::json;

use super::Circumstances;
use crate::{house::House, say::Say};

#[derive(Debug, Args)]
pub struct Setup {
    /// The brand's name; `--org NAME` says the same
    #[arg(long)]
    name: Option<String>,
    /// ISO 4217: CNY, EUR, USD
    #[arg(long)]
    currency: String,
    /// IANA: Asia/Shanghai
    #[arg(long)]
    time_zone: String,
    /// The owner's e-mail address
    #[arg(long)]
    email: String,
    /// The owner's name
    #[arg(long, default_value = "Owner")]
    owner: String,
    /// ISO 3166-1: how phone numbers without a prefix are read
    #[arg(long)]
    country: Option<String>,
    /// en, zh-CN or es
    #[arg(long, default_value = "en")]
    lang: String,
    /// Read the password from standard input; without it a password is made and printed
    #[arg(long)]
    pub password_stdin: bool,
}

impl Setup {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let lang: Lang = self.lang.parse().ok().context("--lang is en, zh-CN or es")?;
        let (password, made) = match &around.input {
            Some(typed) => (typed.trim_end_matches(['\r', '\n']).to_owned(), false),
            None => (house.app.world().chance.code(16), true),
        };
        let name = self.name.or_else(|| around.org.clone()).context("say --org NAME")?;
        let country = self.country.unwrap_or_else(|| country_of(&self.currency).to_owned());
        let set_up = SetUp {
            name: name.clone(),
            slug: None,
            currency: self.currency,
            time_zone: self.time_zone,
            country,
            lang,
            accent: None,
            owner_name: self.owner,
            email: self.email.clone(),
            password: password.clone(),
        };
        let (org, owner) = match people::orgs::set_up(house.db(), set_up).await {
            Ok(made) => made,
            Err(error) => {
                say.trouble(super::told(lang, &error));
                return Ok(1);
            }
        };
        let shop = web::shops::require(&mut house.db().read().await?, org).await?;
        if around.json {
            let password = made.then_some(password);
            say.out(
                json!({ "org": org, "slug": shop.slug, "owner": owner, "password": password })
                    .to_string(),
            );
        } else {
            say.out(format!("{name}: /{} · owner {}", shop.slug, self.email));
            if made {
                say.out(format!("password: {password}"));
            }
        }
        Ok(0)
    }
}

fn country_of(currency: &str) -> &'static str {
    match currency {
        "CNY" => "CN",
        "EUR" => "ES",
        "MXN" => "MX",
        "GBP" => "GB",
        _ => "US",
    }
}
