//! Where the quote begins in HTML, by the marks that mail programs leave.

use super::super::markup::{Piece, Tag, pieces};

/// Beginnings of classes and ids of the element that holds the quote.
const MARKS: [&str; 12] = [
    "gmail_quote",
    "gmail_extra",
    "gmail_attr",
    "divrplyfwdmsg",
    "appendonsend",
    "moz-cite-prefix",
    "yahoo_quoted",
    "yqt",
    "protonmail_quote",
    "zmail_extra",
    "mail-editor-reference-message-container",
    "ymail_android_reply",
];
/// Outlook draws a line of this kind above "From:".
const OUTLOOK_LINES: [&str; 2] = ["border-top:solid#e1e1e1", "border-top:solid#b5c4df"];

/// The offset at which the quote begins; none if there is none, or nothing before it.
pub(in crate::mail) fn quote_begin(html: &str) -> Option<usize> {
    let mut said_something = false;
    for (at, piece) in pieces(html) {
        match piece {
            Piece::Text(text) => said_something |= !text.trim().is_empty(),
            Piece::Open(tag) if begins_quote(&tag) => return said_something.then_some(at),
            Piece::Open(tag) => said_something |= tag.name == "img",
            Piece::Close(_) => {}
        }
    }
    None
}

fn begins_quote(tag: &Tag<'_>) -> bool {
    if tag.name == "blockquote" && tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite")) {
        return true;
    }
    let is_marked = ["class", "id"].iter().filter_map(|name| tag.attribute(name)).any(|value| {
        let value = value.to_ascii_lowercase();
        let mut words = value.split_ascii_whitespace();
        words.any(|word| MARKS.iter().any(|mark| word.trim_start_matches("x_").starts_with(mark)))
    });
    is_marked
        || tag.attribute("style").is_some_and(|style| {
            let style: String = style.to_ascii_lowercase().split_ascii_whitespace().collect();
            let style = style.replace("1.0pt", "").replace("1pt", "");
            OUTLOOK_LINES.iter().any(|line| style.contains(line))
        })
}
