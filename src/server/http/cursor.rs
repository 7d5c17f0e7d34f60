//! Where a page of a list ended, as a word that means nothing to whoever carries it.

use super::error::HttpError;
use crate::domain::ids::{ConversationId, LedgerId};
use crate::store::ListPosition;

/// Writes the end of a page of conversations.
pub fn of_position(position: ListPosition) -> String {
    let (order, id) = position.parts();
    let bytes = [order.to_be_bytes().as_slice(), id.bits().to_be_bytes().as_slice()].concat();
    data_encoding::BASE64URL_NOPAD.encode(&bytes)
}

/// Reads it again.
pub fn to_position(cursor: &str) -> Result<ListPosition, HttpError> {
    let refused = || HttpError::bad_request("The cursor is not one of ours. Ask for the first page.");
    let bytes = data_encoding::BASE64URL_NOPAD.decode(cursor.as_bytes()).map_err(|_| refused())?;
    let (order, id) = bytes.split_first_chunk::<8>().ok_or_else(refused)?;
    let id: [u8; 16] = id.try_into().map_err(|_| refused())?;
    let id = ConversationId::from_bits(u128::from_be_bytes(id));
    Ok(ListPosition::from_parts(u64::from_be_bytes(*order), id))
}

/// Reads the end of a page of the ledger.
pub fn to_ledger(cursor: &str) -> Result<LedgerId, HttpError> {
    cursor.parse().map_err(|_| HttpError::bad_request("The cursor is not one of ours. Ask for the first page."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_what_it_wrote() {
        let position = ListPosition::from_parts(1_234, ConversationId::from_bits(5));
        assert_eq!(to_position(&of_position(position)).expect("our own cursor"), position);
        assert!(to_position("x").is_err());
        assert!(to_position("").is_err());
    }
}
