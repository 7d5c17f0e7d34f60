//! Making HTML harmless: what strangers sent, and what agents wrote or pasted.
//!
//! Three independent layers: a linear guard, an allow list that has no room for scripts, and the sandboxed frame in
//! which the page shows the result.

mod guard;
mod style;
mod text;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ammonia::{Builder, UrlRelative};

use super::markup::{Piece, pieces};
use crate::domain::limit::DATA_IMAGE_BYTES_MAX;

pub(super) use guard::is_harmless;
pub use text::{html_of_text, text_of_html};

const TAGS: [&str; 55] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "samp",
    "big",
    "address",
];
/// These go with all that is in them: their content is no text, or is read differently by browsers.
const TAGS_WITH_CONTENT: [&str; 17] = [
    "script",
    "style",
    "title",
    "head",
    "template",
    "noscript",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "textarea",
    "select",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
];
const IMAGE_DATA: [&str; 4] =
    ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];
/// Where a file lies that an agent has uploaded, before and after its id.
const UPLOAD_PATH: (&str, &str) = ("/api/uploads/", "/content");

/// What becomes of images that lie on other servers: fetching them tells the sender that and where they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoteImages {
    Blocked,
    Shown,
}

/// HTML that is safe to show in the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanedHtml {
    pub html: String,
    /// There are images on other servers, shown or not.
    pub had_remote_images: bool,
}

/// Cleans what a stranger sent. `image` gives the address of the part with a content id. HTML that would be dangerous
/// to parse comes back as its text.
pub fn clean_received(html: &str, remote: RemoteImages, image: &dyn Fn(&str) -> Option<String>) -> CleanedHtml {
    if !is_harmless(html) {
        return CleanedHtml { html: html_of_text(&text_of_html(html)), had_remote_images: false };
    }
    let addresses = content_addresses(html, image);
    let remote_seen = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&remote_seen);
    let source = move |source: &str| {
        let lower = start_in_lower_case(source);
        if let Some(id) = lower.strip_prefix("cid:").and_then(|_| source.get(4..)) {
            return addresses.get(id).cloned();
        }
        if lower.starts_with("http://") || lower.starts_with("https://") {
            seen.store(true, Ordering::Relaxed);
            return matches!(remote, RemoteImages::Shown).then(|| source.to_owned());
        }
        is_image_data(&lower, source).then(|| source.to_owned())
    };
    let html = builder(source).clean(html).to_string();
    CleanedHtml { html, had_remote_images: remote_seen.load(Ordering::Relaxed) }
}

/// Cleans what an agent wrote: agents can be tricked into pasting. Its images are uploads, or parts of the mail.
pub fn clean_written(html: &str) -> String {
    if !is_harmless(html) {
        return html_of_text(&text_of_html(html));
    }
    let source = |source: &str| {
        let lower = start_in_lower_case(source);
        let is_ours = is_upload(source) || lower.starts_with("cid:") || is_image_data(&lower, source);
        is_ours.then(|| source.to_owned())
    };
    let mut builder = builder(source);
    builder.add_tag_attributes("span", ["data-mention"]);
    builder.clean(html).to_string()
}

/// Names a colleague or a team: `agent-` or `team-` and an id.
fn is_mention(name: &str) -> bool {
    let id = name.strip_prefix("agent-").or_else(|| name.strip_prefix("team-"));
    id.is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
}

/// The addresses of the parts that the HTML shows, by content id as it is written there.
fn content_addresses(html: &str, image: &dyn Fn(&str) -> Option<String>) -> HashMap<String, String> {
    let mut addresses = HashMap::new();
    for (_, piece) in pieces(html) {
        let Piece::Open(tag) = piece else { continue };
        if tag.name != "img" && tag.name != "image" {
            continue;
        }
        let Some(source) = tag.attribute("src") else { continue };
        if !start_in_lower_case(source.trim()).starts_with("cid:") {
            continue;
        }
        let written = source.trim().get(4..).unwrap_or("");
        // RFC 2392, 2: the id is percent-encoded within the URL.
        if let Some(address) = image(written).or_else(|| image(&percent_decoded(written))) {
            addresses.insert(written.to_owned(), address);
        }
    }
    addresses
}

/// Reads `%40` and the like; what is no UTF-8 stays as it is.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let decoded = digits.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn builder(image_source: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Builder<'static> {
    let sizes: HashSet<&str> =
        ["width", "height", "bgcolor", "colspan", "rowspan", "cellpadding", "cellspacing", "border"].into();
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("a", ["href"].into()),
        ("img", ["src", "alt", "width", "height"].into()),
        ("table", sizes.clone()),
        ("tr", sizes.clone()),
        ("td", sizes.clone()),
        ("th", sizes),
        ("font", ["color", "size", "face"].into()),
        ("ol", ["start", "type"].into()),
        ("col", ["span", "width"].into()),
        ("colgroup", ["span", "width"].into()),
        ("blockquote", ["type"].into()),
    ]
    .into();
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into())
        .clean_content_tags(TAGS_WITH_CONTENT.into())
        .generic_attributes(["dir", "lang", "title", "align", "valign", "style"].into())
        .tag_attributes(attributes)
        .url_schemes(["http", "https", "mailto", "tel", "cid", "data"].into())
        // The filter below refuses them, but for the paths of uploads.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .strip_comments(true)
        .attribute_filter(move |element, attribute, value| match (element, attribute) {
            ("img", "src") => image_source(value.trim()).map(Cow::Owned),
            ("a", "href") => is_link(value).then_some(Cow::Borrowed(value)),
            ("span", "data-mention") => is_mention(value).then_some(Cow::Borrowed(value)),
            (_, "style") => style::clean(value).map(Cow::Owned),
            (_, _) => Some(Cow::Borrowed(value)),
        });
    builder
}

fn is_link(address: &str) -> bool {
    let lower = start_in_lower_case(address.trim());
    ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}

fn is_image_data(lower: &str, source: &str) -> bool {
    source.len() <= DATA_IMAGE_BYTES_MAX && IMAGE_DATA.iter().any(|kind| lower.starts_with(kind))
}

fn is_upload(source: &str) -> bool {
    source
        .strip_prefix(UPLOAD_PATH.0)
        .and_then(|rest| rest.strip_suffix(UPLOAD_PATH.1))
        .is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
}

/// As much of an address as its scheme can take.
fn start_in_lower_case(address: &str) -> String {
    address.chars().take(32).map(|character| character.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests;
