//! The roads outside: mail by SMTP and text messages by a gateway, as configured.
//!
//! Passwords come from a file or the environment, never from the command line, and are shown nowhere.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, bail};
use kernel::{Note, Outlet, Post, Unsent};
use lettre::{
    Message, SmtpTransport, Transport as _,
    message::{Mailbox, header::ContentType},
    transport::smtp::authentication::Credentials,
};
use serde::Deserialize;
use serde_json::json;

/// A server that is silent for longer is tried again later.
const PATIENCE: Duration = Duration::from_secs(20);

/// `[mail]` of `regulars.toml`, or `REGULARS_MAIL_*`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    host: Option<String>,
    port: Option<u16>,
    tls: Option<Tls>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    from: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// From the first byte; usually port 465.
    #[serde(rename = "tls")]
    Direct,
    /// Asked for before anything is said; usually port 587.
    #[default]
    Starttls,
    /// Only for a server on this machine.
    None,
}

/// `[sms]` of `regulars.toml`, or `REGULARS_SMS_*`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    url: Option<String>,
    secret_file: Option<PathBuf>,
}

/// A text that no log shows.
struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[expect(clippy::disallowed_methods, reason = "the front door reads the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(format!("REGULARS_{name}")).ok().filter(|value| !value.is_empty())
}

/// From the environment itself, or from a file that the environment or the settings name.
fn secret(name: &str, file: Option<&PathBuf>) -> Result<Option<Secret>> {
    if let Some(value) = environment(name) {
        return Ok(Some(Secret(value)));
    }
    let file = environment(&format!("{name}_FILE")).map(PathBuf::from).or_else(|| file.cloned());
    let Some(file) = file else { return Ok(None) };
    let text =
        std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    Ok(Some(Secret(text.trim_end_matches(['\r', '\n']).to_owned())))
}

/// What is configured, said without its secrets.
#[derive(Debug, Default)]
pub struct Roads {
    pub post: Post,
    pub mail: Option<String>,
    pub sms: Option<String>,
}

/// The roads that the settings and the environment name.
pub fn roads(mail: &Mail, sms: &Sms) -> Result<Roads> {
    let mut roads = Roads::default();
    if let Some((smtp, said)) = smtp(mail).context("in [mail]")? {
        roads.post.email = Some(Arc::new(smtp));
        roads.mail = Some(said);
    }
    if let Some((gateway, said)) = gateway(sms).context("in [sms]")? {
        roads.post.sms = Some(Arc::new(gateway));
        roads.sms = Some(said);
    }
    Ok(roads)
}

struct Smtp {
    transport: SmtpTransport,
    from: Mailbox,
}

fn smtp(mail: &Mail) -> Result<Option<(Smtp, String)>> {
    let or = |name: &str, given: &Option<String>| environment(name).or_else(|| given.clone());
    let Some(host) = or("MAIL_HOST", &mail.host) else { return Ok(None) };
    let tls = match environment("MAIL_TLS").as_deref() {
        Some("tls") => Tls::Direct,
        Some("starttls") => Tls::Starttls,
        Some("none") => Tls::None,
        Some(other) => bail!("tls is tls, starttls or none, not {other}"),
        None => mail.tls.unwrap_or_default(),
    };
    let from = or("MAIL_FROM", &mail.from).context(
        "from is missing: whom does the mail come from, such as Shop <club@shop.example>?",
    )?;
    let from: Mailbox = from.parse().context("from is no address")?;
    let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
    let user = or("MAIL_USER", &mail.user);
    if tls == Tls::None && user.is_some() && !local {
        bail!("with tls none the password would be readable on its way: use tls or starttls");
    }
    let builder = match tls {
        Tls::Direct => SmtpTransport::relay(&host)?,
        Tls::Starttls => SmtpTransport::starttls_relay(&host)?,
        Tls::None => SmtpTransport::builder_dangerous(&host),
    };
    let port = match environment("MAIL_PORT") {
        Some(port) => Some(port.parse().context("port is no number")?),
        None => mail.port,
    };
    let builder = builder.timeout(Some(PATIENCE));
    let builder = if let Some(port) = port { builder.port(port) } else { builder };
    let builder = match user {
        Some(user) => {
            let Secret(password) = secret("MAIL_PASSWORD", mail.password_file.as_ref())?
                .context("there is a user but no password: say password_file")?;
            builder.credentials(Credentials::new(user, password))
        }
        None => builder,
    };
    let said = format!("mail goes by {host}, from {}", from.email);
    Ok(Some((Smtp { transport: builder.build(), from }, said)))
}

impl Outlet for Smtp {
    fn send(&self, note: &Note) -> Result<(), Unsent> {
        let to: Mailbox = note.to.parse().map_err(|_| Unsent("the address is none".into()))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(note.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(note.text.clone())
            .map_err(|_| Unsent("the mail cannot be written".into()))?;
        match self.transport.send(&message) {
            Ok(_) => Ok(()),
            Err(error) => Err(Unsent(format!("the mail server did not take it: {error}"))),
        }
    }
}

struct Gateway {
    agent: ureq::Agent,
    url: String,
    secret: Option<Secret>,
}

fn gateway(sms: &Sms) -> Result<Option<(Gateway, String)>> {
    let Some(url) = environment("SMS_URL").or_else(|| sms.url.clone()) else { return Ok(None) };
    let (scheme, rest) = url.split_once("://").context("url begins with https://")?;
    let host = rest.split('/').next().unwrap_or_default().to_owned();
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
    if !(scheme == "https" || scheme == "http" && matches!(name, "localhost" | "127.0.0.1")) {
        bail!("url begins with https://: codes do not travel where others can read them");
    }
    let secret = secret("SMS_SECRET", sms.secret_file.as_ref())?;
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    Ok(Some((Gateway { agent, url, secret }, format!("text messages go by {host}"))))
}

impl Outlet for Gateway {
    fn send(&self, note: &Note) -> Result<(), Unsent> {
        let request = self.agent.post(&self.url).header("Content-Type", "application/json");
        let request = match &self.secret {
            Some(Secret(secret)) => request.header("Authorization", format!("Bearer {secret}")),
            None => request,
        };
        let body = json!({ "to": note.to, "text": note.text }).to_string();
        match request.send(body.as_bytes()) {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(Unsent(format!("the gateway answered {}", answer.status()))),
            Err(error) => Err(Unsent(format!("the gateway does not answer: {error}"))),
        }
    }
}
