//! The DNS records that a workspace publishes so that mail finds it and is believed.

/// Under this name the RSA key is published (RFC 6376, 3.1).
pub const RSA_SELECTOR: &str = "postroom-rsa";
/// Under this name the Ed25519 key is published (RFC 8463).
pub const ED25519_SELECTOR: &str = "postroom-ed25519";

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsRecord {
    pub purpose: Purpose,
    pub kind: RecordKind,
    pub name: String,
    pub value: String,
}

/// What a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Mx,
    Spf,
    DkimRsa,
    DkimEd25519,
    Dmarc,
}

/// The type of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    Mx,
    Txt,
}

/// What DNS has of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Right,
    Nothing,
    /// Something else for the same purpose.
    Something,
}

/// The records of a workspace.
///
/// `host` is where this server is reached; the keys are in base64.
pub fn records(mail_domain: &str, host: &str, rsa_key: &str, ed25519_key: &str) -> Vec<DnsRecord> {
    let txt = |purpose, name: String, value: String| DnsRecord { purpose, kind: RecordKind::Txt, name, value };
    let dkim = |selector: &str| format!("{selector}._domainkey.{mail_domain}");
    vec![
        DnsRecord {
            purpose: Purpose::Mx,
            kind: RecordKind::Mx,
            name: mail_domain.to_owned(),
            value: format!("10 {host}."),
        },
        // Whoever receives for the domain may send for it; others not (RFC 7208).
        txt(Purpose::Spf, mail_domain.to_owned(), "v=spf1 mx ~all".to_owned()),
        txt(Purpose::DkimRsa, dkim(RSA_SELECTOR), format!("v=DKIM1; k=rsa; p={rsa_key}")),
        txt(Purpose::DkimEd25519, dkim(ED25519_SELECTOR), format!("v=DKIM1; k=ed25519; p={ed25519_key}")),
        txt(Purpose::Dmarc, format!("_dmarc.{mail_domain}"), "v=DMARC1; p=quarantine".to_owned()),
    ]
}

/// Whether what DNS answered is what was to be published. An owner may say more than is asked:
/// further senders in SPF, a stricter DMARC.
pub fn compare(record: &DnsRecord, answers: &[String]) -> Found {
    let same_purpose: Vec<&String> = answers.iter().filter(|answer| is_for(record.purpose, answer)).collect();
    if same_purpose.is_empty() {
        return Found::Nothing;
    }
    let is_right = |answer: &&String| match record.purpose {
        Purpose::Mx => host_of(answer) == host_of(&record.value),
        Purpose::Spf => answer.split_whitespace().any(|word| word == "mx" || word == "+mx"),
        Purpose::DkimRsa | Purpose::DkimEd25519 => tag(answer, "p") == tag(&record.value, "p"),
        Purpose::Dmarc => tag(answer, "p").is_some(),
    };
    if same_purpose.iter().any(is_right) { Found::Right } else { Found::Something }
}

fn is_for(purpose: Purpose, answer: &str) -> bool {
    match purpose {
        Purpose::Mx => true,
        Purpose::Spf => answer == "v=spf1" || answer.starts_with("v=spf1 "),
        Purpose::DkimRsa | Purpose::DkimEd25519 => tag(answer, "p").is_some(),
        Purpose::Dmarc => answer.starts_with("v=DMARC1"),
    }
}

/// The host of `10 mail.example.`
fn host_of(value: &str) -> String {
    let host = value.split_whitespace().last().unwrap_or_default();
    host.trim_end_matches('.').to_lowercase()
}

/// The value of one tag of a list such as `v=DKIM1; p=…` (RFC 6376, 3.2), without white space.
fn tag(value: &str, name: &str) -> Option<String> {
    value.split(';').find_map(|part| {
        let (tag, value) = part.split_once('=')?;
        (tag.trim() == name).then(|| value.split_whitespace().collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(purpose: Purpose, answers: &[&str], expected: Found) {
        let records = records("desk.example", "mail.desk.example", "QUJD", "REVG");
        let record = records.iter().find(|record| record.purpose == purpose).expect("every purpose has a record");
        let answers: Vec<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
        assert_eq!(compare(record, &answers), expected, "{answers:?}");
    }

    #[test]
    fn what_is_published_is_found_however_it_is_spelled() {
        check(Purpose::Mx, &["20 other.example.", "10 MAIL.desk.example."], Found::Right);
        check(Purpose::Spf, &["google-site=1", "v=spf1 ip4:192.0.2.1 mx -all"], Found::Right);
        check(Purpose::DkimRsa, &["v=DKIM1;k=rsa; p=QU JD"], Found::Right);
        check(Purpose::Dmarc, &["v=DMARC1; p=reject"], Found::Right);
    }

    #[test]
    fn another_value_is_told_from_none() {
        check(Purpose::Mx, &["10 other.example."], Found::Something);
        check(Purpose::Spf, &["v=spf1 -all"], Found::Something);
        check(Purpose::DkimRsa, &["v=DKIM1; p=eHl6"], Found::Something);
        check(Purpose::Mx, &[], Found::Nothing);
        check(Purpose::Spf, &["verification=1"], Found::Nothing);
    }
}
