//! provisional
pub fn compose(_m: &crate::domain::outgoing_mail::OutgoingMail) -> Vec<u8> {
    Vec::new()
}
