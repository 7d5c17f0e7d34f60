//! The signed addresses by which answers and bounces find their conversation.
//!
//! `support+r<26 letters>@desk.example`: the letters are the first 128 bits of an HMAC-SHA-256 over
//! what the address leads to, in lower-case base32, since local parts are put in lower case on their
//! way. They are looked up, never parsed, so there is nothing in them to be guessed or forged.

use aws_lc_rs::hmac;

use super::email_address::EmailAddress;
use super::ids::{ConversationId, EntryId};

/// Octets of the signature that go into an address.
const SIGNATURE_BYTES: usize = 16;

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Answers to a conversation go here.
    Reply,
    /// Bounces of one message go here.
    Bounce,
}

impl Purpose {
    const fn letter(self) -> char {
        match self {
            Self::Reply => 'r',
            Self::Bounce => 'b',
        }
    }
}

/// The part of the address that leads to a conversation.
pub fn reply_token(instance_secret: &[u8; 32], conversation: ConversationId) -> String {
    token(instance_secret, Purpose::Reply, conversation.bits(), 0)
}

/// The part of the address that leads to one message.
pub fn bounce_token(instance_secret: &[u8; 32], conversation: ConversationId, entry: EntryId) -> String {
    token(instance_secret, Purpose::Bounce, conversation.bits(), entry.bits())
}

fn token(instance_secret: &[u8; 32], purpose: Purpose, conversation: u128, entry: u128) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, instance_secret);
    let mut signing = hmac::Context::with_key(&key);
    signing.update(&[purpose.letter() as u8]);
    signing.update(&conversation.to_be_bytes());
    signing.update(&entry.to_be_bytes());
    let signature = signing.sign();
    let letters = data_encoding::BASE32_NOPAD.encode(&signature.as_ref()[..SIGNATURE_BYTES]).to_ascii_lowercase();
    format!("{}{letters}", purpose.letter())
}

/// The address of an inbox with a token in it. None if the local part would become too long.
pub fn address_with(inbox_address: &EmailAddress, token: &str) -> Option<EmailAddress> {
    let plain = inbox_address.without_detail();
    EmailAddress::parse(&format!("{}+{token}@{}", plain.local_part(), plain.domain())).ok()
}

/// The token in a recipient's address, if what follows the plus has the shape of one.
pub fn token_in(address: &EmailAddress) -> Option<&str> {
    let (_, detail) = address.split_detail();
    let token = detail?;
    let letters = token.strip_prefix(['r', 'b'])?;
    let has_shape = letters.len() == 26 && letters.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    has_shape.then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [1; 32];

    #[test]
    fn an_address_leads_back_to_its_token() {
        let inbox = EmailAddress::parse("support@desk.example").expect("a sound address");
        let token = reply_token(&SECRET, ConversationId::from_bits(7));
        let address = address_with(&inbox, &token).expect("a short local part");
        assert_eq!(token_in(&address), Some(token.as_str()));
        assert_eq!(address.without_detail(), inbox);
    }

    #[test]
    fn tokens_differ_by_secret_by_purpose_and_by_what_they_lead_to() {
        let conversation = ConversationId::from_bits(7);
        let tokens = [
            reply_token(&SECRET, conversation),
            reply_token(&[2; 32], conversation),
            reply_token(&SECRET, ConversationId::from_bits(8)),
            bounce_token(&SECRET, conversation, EntryId::from_bits(0)),
            bounce_token(&SECRET, conversation, EntryId::from_bits(1)),
        ];
        let distinct: std::collections::BTreeSet<_> = tokens.iter().collect();
        assert_eq!(distinct.len(), tokens.len());
    }

    #[test]
    fn what_people_put_after_a_plus_is_no_token() {
        for text in ["support+news@desk.example", "support@desk.example", "support+r@desk.example"] {
            assert_eq!(token_in(&EmailAddress::parse(text).expect("a sound address")), None, "{text}");
        }
    }
}
