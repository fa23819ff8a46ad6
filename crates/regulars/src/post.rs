//! The roads outside: mail by SMTP and text messages by a gateway, as configured.
//!
//! Passwords come from a file or the environment, never from the command line, and are shown nowhere.

use std::{error::Error as _, fmt, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, bail};
use kernel::{Note, Outlet, Post, Unsent};
use lettre::{
    Message, SmtpTransport, Transport as _,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        self, SmtpTransportBuilder,
        authentication::Credentials,
        client::{Certificate, TlsParameters},
    },
};
use serde::Deserialize;
use serde_json::json;
use tokio_rustls::rustls::{
    self,
    pki_types::{CertificateDer, pem::PemObject as _},
};

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
    /// Certificates in PEM to believe beside the usual authorities: a house's own.
    root: Option<PathBuf>,
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
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[expect(clippy::disallowed_methods, reason = "the front door reads the environment")]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(format!("REGULARS_{name}")).ok().filter(|value| !value.is_empty())
}

/// From the environment itself, or from a file that the environment or the settings name.
pub fn secret(name: &str, file: Option<&PathBuf>) -> Result<Option<Secret>> {
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
    host: String,
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
    let root = environment("MAIL_ROOT").map(PathBuf::from).or_else(|| mail.root.clone());
    let builder = relay(&host, tls, root)?;
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
    Ok(Some((Smtp { host, transport: builder.build(), from }, said)))
}

/// The server by its name, and how far it must prove it.
fn relay(host: &str, tls: Tls, root: Option<PathBuf>) -> Result<SmtpTransportBuilder> {
    if tls == Tls::None {
        return Ok(SmtpTransport::builder_dangerous(host));
    }
    let mut trust = TlsParameters::builder(host.to_owned());
    if let Some(file) = root {
        let pem = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        let mut certificates = CertificateDer::pem_slice_iter(&pem);
        if certificates.next().is_none_or(|first| first.is_err()) {
            bail!("{} is no certificate in PEM", file.display());
        }
        trust = trust.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    let trust = trust.build()?;
    Ok(match tls {
        Tls::Direct => SmtpTransport::relay(host)?.tls(smtp::client::Tls::Wrapper(trust)),
        _ => SmtpTransport::starttls_relay(host)?.tls(smtp::client::Tls::Required(trust)),
    })
}

/// What went wrong in words of ours. A server's own words may repeat whom a mail was for and what was
/// in it, so only its codes are kept: the reply's, and the enhanced one of RFC 3463 if it begins with
/// one.
fn unsent(host: &str, error: &smtp::Error) -> Unsent {
    if let Some(code) = error.status() {
        let said = error.source().map(ToString::to_string).unwrap_or_default();
        let first = said.split_whitespace().next().unwrap_or_default();
        let enhanced = first.len() < 12 && first.split('.').count() == 3;
        let enhanced = enhanced && first.chars().all(|c| c == '.' || c.is_ascii_digit());
        let code = if enhanced { format!("{code} {first}") } else { code.to_string() };
        return if error.is_permanent() {
            Unsent::Never(format!("the mail server refused it with {code}"))
        } else {
            Unsent::Later(format!("the mail server put it off with {code}"))
        };
    }
    if error.is_client() {
        // Such as STARTTLS that is not offered: what comes from us, or from our settings.
        let why = error.source().map(ToString::to_string).unwrap_or_default();
        return Unsent::Never(format!("the mail cannot be handed over: {why}"));
    }
    if distrusted(error) {
        return Unsent::Never(format!("the mail server does not prove that it is {host}: {error}"));
    }
    Unsent::Later(format!("the mail server cannot be reached: {error}"))
}

/// Whether the server's certificate is the trouble, at whatever depth it is told.
fn distrusted(error: &smtp::Error) -> bool {
    let mut source = error.source();
    while let Some(one) = source {
        let inner = one.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(rustls::Error::InvalidCertificate(_)) =
            inner.and_then(|inner| inner.downcast_ref())
        {
            return true;
        }
        source = one.source();
    }
    false
}

impl Outlet for Smtp {
    fn send(&self, note: &Note) -> Result<(), Unsent> {
        let to: Mailbox =
            note.to.parse().map_err(|_| Unsent::Never("the address is none".into()))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(note.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(note.text.clone())
            .map_err(|_| Unsent::Never("the mail cannot be written".into()))?;
        self.transport.send(&message).map(drop).map_err(|error| unsent(&self.host, &error))
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
            Ok(answer) => Err(answered(answer.status().as_u16())),
            Err(error) => Err(Unsent::Later(format!("the gateway does not answer: {error}"))),
        }
    }
}

/// A request that the gateway calls wrong stays wrong (4xx); what it has no time for now may go later.
fn answered(status: u16) -> Unsent {
    let said = format!("the gateway answered {status}");
    match status {
        408 | 425 | 429 | 500.. => Unsent::Later(said),
        _ => Unsent::Never(said),
    }
}
