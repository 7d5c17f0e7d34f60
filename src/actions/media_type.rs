//! What a file is by its first bytes. What the sender says counts only where bytes say nothing and
//! nothing can come of it.

/// Types without a signature that are harmless as names: they are never served under them.
const BELIEVED: [&str; 6] =
    ["text/plain", "text/csv", "text/calendar", "text/markdown", "message/rfc822", "application/json"];

const UNKNOWN: &str = "application/octet-stream";

/// The media type of a file.
pub(super) fn of_bytes(bytes: &[u8], declared: &str) -> String {
    if let Some(found) = infer::get(bytes) {
        return found.mime_type().to_owned();
    }
    let is_believed = BELIEVED.contains(&declared);
    if is_believed { declared.to_owned() } else { UNKNOWN.to_owned() }
}

/// A name for a file that has none: `attachment-2.png`.
pub(super) fn name_for(media_type: &str, number: usize) -> String {
    let extension = match media_type {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        "text/calendar" => ".ics",
        "message/rfc822" => ".eml",
        _ => "",
    };
    format!("attachment-{number}{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_believed_before_words() {
        assert_eq!(of_bytes(b"\x89PNG\r\n\x1a\n____", "text/html"), "image/png");
        assert_eq!(of_bytes(b"hello", "text/plain"), "text/plain");
        assert_eq!(of_bytes(b"hello", "application/x-anything"), UNKNOWN);
    }
}
