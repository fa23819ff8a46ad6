//! Members who lost their session come back by message: through the real program, a mail server and a
//! gateway that speak as real ones do.

use super::{
    phone::{Phone, after, shop},
    post::{Manner, Office, gateway},
    rig::PATIENCE,
};

#[test]
fn a_lost_session_comes_back_by_text_message_and_by_a_link() {
    let (folder, shop) = shop();
    let (office, (sms_port, texts)) = (Office::open(Manner::plain()), gateway());
    let (mail_port, mails) = (office.port, &office.mails);
    folder.write("mail-password", "open sesame\n");
    folder.write("sms-secret", "gateway secret\n");
    folder.write(
        "regulars.toml",
        &format!(
            "[mail]\nhost = \"127.0.0.1\"\nport = {mail_port}\ntls = \"none\"\nuser = \"club\"\n\
             password_file = \"mail-password\"\nfrom = \"Fresh <club@fresh.example>\"\n\
             [sms]\nurl = \"http://127.0.0.1:{sms_port}/send\"\nsecret_file = \"sms-secret\"\n"
        ),
    );
    let doctor = folder.run(&["doctor"]).out;
    assert!(doctor.contains("mail goes by 127.0.0.1") && !doctor.contains("sesame"), "{doctor}");
    let server = folder.serve(&[]);

    // By text message: the gateway is busy at first and gets it a little later.
    let mut first = Phone::new(&server);
    let shown = first.post(&format!("{shop}/return"), "who=138+1234+5678");
    assert!(shown.body.contains("value=\"sms\"") && shown.body.contains("value=\"email\""));
    assert!(!first.known(&shop), "typed is not proven");
    first.post(&format!("{shop}/return/message"), "way=sms");
    let (head, text) = texts.recv_timeout(PATIENCE).unwrap();
    assert!(head.contains("authorization: bearer gateway secret"), "{head}");
    assert_eq!(text["to"], "+8613812345678");
    let code = text["text"].as_str().unwrap().split(' ').next().unwrap().to_owned();
    let answer = format!("{shop}/return/answer");
    assert_eq!(first.post(&answer, "code=000000").status, 422);
    first.post(&answer, &format!("code={code}"));
    assert!(first.known(&shop), "the code of the message opens");

    // The address is confirmed by a link, and only then brings anybody back.
    let mut second = Phone::new(&server);
    second.post(&format!("{shop}/return"), "who=ana%40fresh.example");
    second.post(&format!("{shop}/return/message"), "way=email");
    first.post(&format!("{shop}/me/email"), "once=confirm-1-confirm-1-conf");
    let mail = mails.recv_timeout(PATIENCE).unwrap();
    assert!(mail.signed_in && mail.to.contains("<ana@fresh.example>"));
    let confirm = after(&mail.text, &server.base).to_owned();
    let stranger = Phone::new(&server).get(&confirm);
    assert!(stranger.body.contains("Is this address yours?"), "the first mail: {}", mail.text);
    assert!(Phone::new(&server).post(&confirm, "").body.contains("confirmed"));

    second.post(&format!("{shop}/return/message"), "way=email");
    let mail = mails.recv_timeout(PATIENCE).unwrap();
    let link = after(&mail.text, &server.base).to_owned();
    let mut third = Phone::new(&server);
    assert_eq!(third.get(&link).status, 200, "looking uses nothing up");
    third.post(&link, "");
    assert!(third.known(&shop), "who holds the mail is back");
    assert!(!second.known(&shop), "who only typed the address is not");
    let again = Phone::new(&server).post(&link, "");
    assert_eq!(again.status, 404, "a link serves once");
    let code = after(&mail.text, "Market: ").to_owned();
    assert_eq!(second.post(&answer, &format!("code={code}")).status, 422, "nor does its code");
    assert_eq!(server.end(), Some(0));
}

#[test]
fn a_shop_that_sends_nothing_says_what_works_instead() {
    let (folder, shop) = shop();
    let doctor = folder.run(&["doctor"]).out;
    assert!(doctor.contains("no mail is configured"), "{doctor}");
    let server = folder.serve(&[]);
    let mut phone = Phone::new(&server);
    assert!(phone.get(&format!("{shop}/return")).body.contains("This shop sends no messages"));
    let shown = phone.post(&format!("{shop}/return"), "who=13812345678");
    assert!(shown.body.contains("at the counter") && !shown.body.contains("value=\"sms\""));
    assert_eq!(server.end(), Some(0));
    // A setting that would show the password on its way, or lacks something, is refused by name.
    folder.write("regulars.toml", "[mail]\nhost = \"mail.example\"\n");
    let said = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    said.failed("from is missing");
    folder.write("regulars.toml", "[sms]\nurl = \"http://gateway.example/send\"\n");
    assert!(folder.run(&["doctor"]).out.contains("https://"));
}
