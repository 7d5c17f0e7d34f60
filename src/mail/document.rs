//! A message as a whole HTML document for the sandboxed frame.

use super::quote;
use super::sanitize::{CleanedHtml, RemoteImages, clean_received, html_of_text, is_harmless};
use crate::domain::entry::Body;

/// What the frame adds to a letter: the reader's own letters, nothing wider than the page. Long words break, but not those of
/// a table: its columns would break figures in two, so that it moves sideways instead.
const STYLE: &str = "html{color-scheme:light dark}body{margin:0;padding:1px;font:14px/1.5 system-ui,sans-serif;\
    overflow-wrap:anywhere}body.own{color-scheme:light;background:#fff;color:#1a1a1a;padding:12px}\
    img{max-width:100%;height:auto}td,th{overflow-wrap:break-word}pre{white-space:pre-wrap}\
    blockquote{margin:0 0 0 8px;padding-left:10px;border-left:2px solid #8886}\
    details>summary{cursor:pointer;color:GrayText;margin:8px 0}.text{white-space:pre-wrap}";
/// A link ends before these: they belong to the sentence.
const AFTER_LINK: [char; 11] = ['.', ',', ';', ':', '!', '?', ')', ']', '\'', '"', '>'];

/// The document of a message. `image` gives the address of the part with a content id; `quote_label` is what stands
/// on the fold behind which quotes lie.
pub fn document(
    body: &Body,
    remote: RemoteImages,
    image: &dyn Fn(&str) -> Option<String>,
    quote_label: &str,
) -> CleanedHtml {
    match body.html.as_deref().filter(|html| is_harmless(html)) {
        Some(html) => {
            let shown = folded_html(html, remote, image, quote_label);
            let class = if has_own_colours(&shown.html) { "own" } else { "plain" };
            let blocked = match remote {
                RemoteImages::Blocked => shown.had_remote_images,
                RemoteImages::Shown => false,
            };
            // The page reads this mark in the frame and offers to show what was left out.
            let mark = if blocked { " data-remote-images=\"blocked\"" } else { "" };
            CleanedHtml { html: page(class, mark, &shown.html), had_remote_images: shown.had_remote_images }
        }
        None => CleanedHtml { html: page("text", "", &folded_text(&body.text, quote_label)), had_remote_images: false },
    }
}

fn page(class: &str, mark: &str, content: &str) -> String {
    format!(
        "<!doctype html><html{mark}><head><meta charset=\"utf-8\"><base target=\"_blank\">\
         <meta name=\"color-scheme\" content=\"light dark\"><style>{STYLE}</style></head>\
         <body class=\"{class}\">{content}</body></html>"
    )
}

fn fold(content: &str, label: &str) -> String {
    format!("<details><summary>{}</summary>{content}</details>", html_of_text(label))
}

/// Both halves are cleaned apart, so that each is whole.
fn folded_html(html: &str, remote: RemoteImages, image: &dyn Fn(&str) -> Option<String>, label: &str) -> CleanedHtml {
    let Some((said, quoted)) = quote::quote_begin(html).and_then(|at| html.split_at_checked(at)) else {
        return clean_received(html, remote, image);
    };
    let said = clean_received(said, remote, image);
    let quoted = clean_received(quoted, remote, image);
    CleanedHtml {
        html: said.html + &fold(&quoted.html, label),
        had_remote_images: said.had_remote_images || quoted.had_remote_images,
    }
}

/// A letter that sets colours is shown on the white that it was made for.
fn has_own_colours(html: &str) -> bool {
    ["bgcolor=", "background-color:", "color:", "color="].iter().any(|mark| html.contains(mark))
}

/// Text with its links, its quotes folded where they stand.
fn folded_text(text: &str, label: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    let mut plain: Vec<&str> = Vec::new();
    let mut quoted: Vec<&str> = Vec::new();
    for line in text.lines() {
        if quote::is_quoted(line) {
            flush(&mut html, &mut plain, None);
            quoted.push(line);
        } else {
            flush(&mut html, &mut quoted, Some(label));
            plain.push(line);
        }
    }
    flush(&mut html, &mut plain, None);
    flush(&mut html, &mut quoted, Some(label));
    html
}

fn flush(html: &mut String, lines: &mut Vec<&str>, label: Option<&str>) {
    if lines.is_empty() {
        return;
    }
    let linked: Vec<String> = lines.drain(..).map(with_links).collect();
    let linked = linked.join("<br>");
    match label {
        Some(label) => html.push_str(&fold(&linked, label)),
        None => html.push_str(&format!("<div>{linked}</div>")),
    }
}

/// Escapes a line and makes links of the web addresses in it.
fn with_links(line: &str) -> String {
    let mut html = String::new();
    let mut rest = line;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        html.push_str(&html_of_text(&rest[..at]));
        rest = &rest[at..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(rest.len());
        let address = rest[..end].trim_end_matches(AFTER_LINK);
        let shown = html_of_text(address);
        html.push_str(&format!(
            "<a href=\"{shown}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">{shown}</a>"
        ));
        rest = &rest[address.len()..];
    }
    html.push_str(&html_of_text(rest));
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, html: Option<&str>) -> String {
        let body = Body { text: text.to_owned(), html: html.map(str::to_owned), written: None };
        document(&body, RemoteImages::Blocked, &|_| None, "Earlier <words>").html
    }

    #[test]
    fn text_is_shown_with_links_and_folded_quotes() {
        let html = shown("See https://a.example/x?b=1&c=2.\n> old\n> words\nbye", None);
        assert!(html.contains(r#"<a href="https://a.example/x?b=1&amp;c=2" "#), "{html}");
        assert!(
            html.contains("<details><summary>Earlier &lt;words&gt;</summary>&gt; old<br>&gt; words</details><div>bye")
        );
        assert!(!shown("<script>alert(1)</script> https://x\"onclick=1", None).contains("<script>alert"));
    }

    #[test]
    fn html_quotes_are_folded_where_they_begin() {
        let html = shown("", Some("<p>Hi</p><div class=\"gmail_quote\">On Monday<blockquote>old</blockquote></div>"));
        assert!(html.contains("<p>Hi</p><details><summary>Earlier &lt;words&gt;</summary><div>On Monday"), "{html}");
        assert!(!shown("", Some("<div class=gmail_quote>only</div>")).contains("<details>"));
    }

    #[test]
    fn a_document_says_whether_pictures_were_left_out() {
        let mark = "data-remote-images=\"blocked\"";
        assert!(shown("", Some("<p>Hi</p><img src=\"https://example.org/a.png\">")).contains(mark));
        assert!(!shown("", Some("<p>Hi</p>")).contains(mark));
    }

    #[test]
    fn letters_with_colours_of_their_own_lie_on_white() {
        assert!(shown("", Some("<p style='color:#333'>x")).contains("<body class=\"own\">"));
        assert!(shown("", Some("<p>x")).contains("<body class=\"plain\">"));
    }

    #[test]
    fn dangerous_html_is_replaced_by_the_text() {
        assert!(shown("the text", Some(&"<div>".repeat(9_000))).contains("the text"));
    }
}
