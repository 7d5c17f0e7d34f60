//! Cutting HTML into tags and text in one pass, as HTML's tokenizer does (HTML standard, 13.2.5), without
//! building a tree: what looks at hostile HTML before anything recursive may touch it.

use std::borrow::Cow;

/// Elements whose content is no markup: it is skipped.
const RAW_TEXT: [&str; 9] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// One piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    /// With its character references.
    Text(&'h str),
    Open(Tag<'h>),
    /// The name, in lower case.
    Close(String),
}

/// An opening tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    /// In lower case.
    pub name: String,
    attributes: &'h str,
    /// How many attributes it has.
    pub attribute_count: usize,
}

impl<'h> Tag<'h> {
    /// The value of an attribute, its character references read.
    pub fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        let mut rest = self.attributes;
        while let Some((found, value, after)) = next_attribute(rest) {
            if found.eq_ignore_ascii_case(name) {
                return Some(unescape(value));
            }
            rest = after;
        }
        None
    }
}

/// The pieces of an HTML text, each with the offset at which it begins.
pub(super) fn pieces(html: &str) -> Pieces<'_> {
    Pieces { html, at: 0, raw_until: None }
}

/// An iterator over pieces.
pub(super) struct Pieces<'h> {
    html: &'h str,
    at: usize,
    raw_until: Option<String>,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = (usize, Piece<'h>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(name) = self.raw_until.take() {
            self.at = end_of_raw_text(self.html, self.at, &name);
        }
        loop {
            let begin = self.at;
            let rest = &self.html[begin..];
            let bytes = rest.as_bytes();
            match (bytes.first()?, bytes.get(1)) {
                (b'<', Some(b'!')) => self.at += declaration_length(rest),
                (b'<', Some(b'?')) => self.at += past(rest, ">"),
                (b'<', Some(b'/')) if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                    let (tag, length) = read_tag(&rest[2..]);
                    self.at += 2 + length;
                    return Some((begin, Piece::Close(tag.name)));
                }
                (b'<', Some(b'/')) => self.at += past(rest, ">"),
                (b'<', Some(letter)) if letter.is_ascii_alphabetic() => {
                    let (tag, length) = read_tag(&rest[1..]);
                    self.at += 1 + length;
                    if RAW_TEXT.contains(&tag.name.as_str()) {
                        self.raw_until = Some(tag.name.clone());
                    }
                    return Some((begin, Piece::Open(tag)));
                }
                (_, _) => {
                    let length = memchr::memchr(b'<', &bytes[1..]).map_or(rest.len(), |found| found + 1);
                    self.at += length;
                    return Some((begin, Piece::Text(&rest[..length])));
                }
            }
        }
    }
}

/// Reads character references such as `&amp;` and `&#8217;`.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut plain = String::with_capacity(text.len());
    plain.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = reference_length(rest);
        if length > 2 {
            mail_parser::decoders::html::add_html_token(&mut plain, &rest.as_bytes()[..length], false);
            rest = &rest[length..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The length of a character reference with its semicolon; nothing if there is none. The longest name has 31
/// letters (HTML standard, 13.5).
fn reference_length(text: &str) -> usize {
    let name_length =
        text.bytes().skip(1).take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    if text.as_bytes().get(1 + name_length) == Some(&b';') { name_length + 2 } else { 0 }
}

/// `<!-- … -->` with the short forms that browsers take, or `<!doctype …>` and the like.
fn declaration_length(text: &str) -> usize {
    let Some(comment) = text.strip_prefix("<!--") else { return past(text, ">") };
    if comment.starts_with('>') {
        return 5;
    }
    if comment.starts_with("->") {
        return 6;
    }
    let ends = memchr::memmem::find_iter(comment.as_bytes(), "--");
    for end in ends {
        let after = &comment[end + 2..];
        if after.starts_with('>') {
            return 4 + end + 3;
        }
        if after.starts_with("!>") {
            return 4 + end + 4;
        }
        // "--->": the finder does not look at overlapping dashes.
        if after.starts_with("->") {
            return 4 + end + 4;
        }
    }
    text.len()
}

fn past(text: &str, mark: &str) -> usize {
    text.find(mark).map_or(text.len(), |at| at + mark.len())
}

/// Where the closing tag of a raw text element begins, or the end.
fn end_of_raw_text(html: &str, from: usize, name: &str) -> usize {
    if name == "plaintext" {
        return html.len();
    }
    let bytes = html.as_bytes();
    memchr::memmem::find_iter(&bytes[from..], "</")
        .map(|found| from + found)
        .find(|at| {
            let name_end = at + 2 + name.len();
            bytes.get(at + 2..name_end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && bytes.get(name_end).is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        })
        .unwrap_or(html.len())
}

/// Reads a tag from its name on; the length includes its `>`.
fn read_tag(text: &str) -> (Tag<'_>, usize) {
    let name_length = text.bytes().take_while(|byte| !is_space(*byte) && !matches!(byte, b'>' | b'/')).count();
    let attributes = &text[name_length..];
    let mut rest = attributes;
    let mut attribute_count = 0;
    while let Some((_, _, after)) = next_attribute(rest) {
        attribute_count += 1;
        rest = after;
    }
    let inner = &attributes[..attributes.len() - rest.len()];
    let length = text.len() - rest.len() + past(rest, ">");
    (Tag { name: text[..name_length].to_ascii_lowercase(), attributes: inner, attribute_count }, length)
}

/// The next attribute's name and value, and what follows it.
fn next_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches(|character: char| character == '/' || is_space_char(character));
    if text.is_empty() || text.starts_with('>') {
        return None;
    }
    // HTML standard, 13.2.5.32: an equals sign in the first place belongs to the name.
    let name_end = text
        .char_indices()
        .find(|(at, character)| {
            matches!(character, '>' | '/') || is_space_char(*character) || (*character == '=' && *at > 0)
        })
        .map_or(text.len(), |(at, _)| at);
    let (name, rest) = text.split_at(name_end);
    let Some(value) = rest.trim_start_matches(is_space_char).strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_start_matches(is_space_char);
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (inner, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return Some((name, inner, after));
        }
    }
    let end = value.find(|character: char| character == '>' || is_space_char(character)).unwrap_or(value.len());
    Some((name, &value[..end], &value[end..]))
}

fn is_space_char(character: char) -> bool {
    character.is_ascii() && is_space(character as u8)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<String> {
        let shown = pieces(html).map(|(_, piece)| match piece {
            Piece::Text(text) => format!("'{text}'"),
            Piece::Open(tag) => tag.name,
            Piece::Close(name) => format!("/{name}"),
        });
        shown.collect()
    }

    #[test]
    fn tags_text_and_comments_are_told_apart() {
        assert_eq!(names("<P a='>'>x < y</p >"), ["p", "'x '", "'< y'", "/p"]);
        assert_eq!(names("<!-- <b> --><!--><i><!DOCTYPE x>z<"), ["i", "'z'", "'<'"]);
        assert_eq!(names("<style>a<b></style >x"), ["style", "/style", "'x'"]);
        assert_eq!(names("<script>never closed<b>"), ["script"]);
    }

    #[test]
    fn attributes_are_read_in_every_spelling() {
        let html = r#"<a HREF = "x&amp;y" b='1' c=2/3 d>"#;
        let Some((_, Piece::Open(tag))) = pieces(html).next() else { panic!("a tag") };
        assert_eq!(tag.attribute("href").as_deref(), Some("x&y"));
        assert_eq!(tag.attribute("c").as_deref(), Some("2/3"));
        assert_eq!(tag.attribute("d").as_deref(), Some(""));
        assert_eq!((tag.attribute("e"), tag.attribute_count), (None, 4));
    }

    #[test]
    fn references_become_characters() {
        assert_eq!(unescape("&lt;a &amp; b&#8217;s&gt; &nbsp;& &unknown"), "<a & b\u{2019}s> \u{a0}& &unknown");
    }
}
