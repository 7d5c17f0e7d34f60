//! A message as a document of its own, for the sandboxed frame: cleaned, with its quote folded.

use super::quote;
use super::sanitize::{CleanedHtml, RemoteImages, clean_received, html_of_text};
use crate::domain::entry::Body;

/// What every document looks like. A mail without colours of its own follows the reader's theme; one
/// that brings colours stays on white paper, since wrong colours are worse than bright ones.
const STYLE: &str = "body{margin:0;font:15px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}\
img{max-width:100%;height:auto}pre{white-space:pre-wrap}table{max-width:100%}\
blockquote{margin:0 0 0 .5em;padding-left:.75em;border-left:2px solid #8886}\
details>summary{cursor:pointer;opacity:.7;margin:.75em 0 .25em}";
const THEMED: &str = ":root{color-scheme:light dark}body{background:transparent}";
const ON_PAPER: &str = ":root{color-scheme:light}body{background:#fff;color:#1a1a1a;padding:12px}";

/// Where mail programs begin to quote. Lower case; looked for in the HTML as it was sent.
const QUOTE_BEGINS: [&str; 13] = [
    "<div class=\"gmail_quote",
    "<div class=gmail_quote",
    "<blockquote class=\"gmail_quote",
    "<blockquote type=\"cite\"",
    "<blockquote type=cite",
    "<div id=\"divrplyfwdmsg\"",
    "<div id=\"appendonsend\"",
    "<hr id=\"stopspelling\"",
    "<div class=\"moz-cite-prefix\"",
    "<div class=\"yahoo_quoted\"",
    "<div id=\"reply-intro\"",
    "<div name=\"messagereplysection\"",
    "<div style=\"border:none;border-top:solid #e1e1e1",
];

/// The document of a message. `image` gives the address of a picture by its Content-ID; `quote_label`
/// stands on the fold of the quote.
pub fn document(
    body: &Body,
    remote: RemoteImages,
    image: &dyn Fn(&str) -> Option<String>,
    quote_label: &str,
) -> CleanedHtml {
    let (new, quoted) = match &body.html {
        Some(html) => {
            let (new, quoted) = html.split_at(quote_begin(html));
            (clean_received(new, remote, image), clean_received(quoted, remote, image))
        }
        None => {
            let new = quote::new_words(&body.text);
            let plain = |text: &str| CleanedHtml { html: html_of_text(text), had_remote_images: false };
            (plain(new), plain(body.text[new.len()..].trim()))
        }
    };
    let has_colours =
        [&new.html, &quoted.html].iter().any(|html| html.contains("color") || html.contains("background"));
    let theme = if has_colours { ON_PAPER } else { THEMED };
    let fold = match quoted.html.trim().is_empty() {
        true => String::new(),
        false => format!("<details><summary>{}</summary>{}</details>", html_of_text(quote_label), quoted.html),
    };
    let html = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><base target=\"_blank\"><style>{STYLE}{theme}</style></head>\
         <body dir=\"auto\">{}{fold}</body></html>",
        new.html
    );
    CleanedHtml { html, had_remote_images: new.had_remote_images || quoted.had_remote_images }
}

/// Where the quote begins; the end if there is none, or if nothing but the quote would be left.
fn quote_begin(html: &str) -> usize {
    // ASCII alone is folded, so offsets stay.
    let lower = html.to_ascii_lowercase();
    let begin = QUOTE_BEGINS.iter().filter_map(|mark| lower.find(mark)).min().unwrap_or(html.len());
    let has_words = !super::sanitize::text_of_html(&html[..begin]).trim().is_empty();
    if has_words || html[..begin].contains("<img") { begin } else { html.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        let body = Body { html: Some(html.to_owned()), ..Body::default() };
        document(&body, RemoteImages::Blocked, &|_| None, "Show quoted text").html
    }

    #[test]
    fn a_quote_is_folded_and_nothing_is_lost() {
        let html = shown("<p>Yes.</p><div class=\"gmail_quote\"><blockquote>Is it?</blockquote></div>");
        let fold = html.find("<details>").expect("a fold");
        assert!(html[..fold].contains("Yes.") && html[fold..].contains("Is it?"), "{html}");
    }

    #[test]
    fn a_mail_that_is_only_a_quote_is_not_folded() {
        assert!(!shown("<blockquote type=\"cite\">Is it?</blockquote>").contains("<details>"));
    }

    #[test]
    fn nothing_runs_in_a_document() {
        let html = shown("<p onclick=x>Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>");
        assert!(!html.contains("script") && !html.contains("onerror") && !html.contains("onclick"), "{html}");
    }

    #[test]
    fn text_is_shown_as_text() {
        let body = Body { text: "Hi <b>\n\nOn 1 Jan, Zoe wrote:\n> a\n".to_owned(), ..Body::default() };
        let html = document(&body, RemoteImages::Blocked, &|_| None, "Quote").html;
        assert!(html.contains("&lt;b&gt;") && html.contains("<details>"), "{html}");
    }
}
