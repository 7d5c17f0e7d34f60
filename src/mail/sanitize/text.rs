//! HTML as text, and text as HTML. One pass each, so that no nesting can hurt.

use super::super::markup::{Piece, Tag, pieces, unescape};

/// Each of these begins a new line.
const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];
/// Around these stands an empty line.
const PARAGRAPHS: [&str; 8] = ["p", "blockquote", "h1", "h2", "h3", "ul", "ol", "table"];
/// What is in these is not shown. (Raw text elements are never text here: the pieces leave them out.)
const UNSEEN: [&str; 5] = ["head", "template", "noscript", "svg", "math"];
/// Quotes deeper than this are not marked deeper.
const QUOTE_MARKS_MAX: usize = 20;

/// The words of an HTML text, with lines where the HTML has them, quotes marked by `>` and links written out.
pub fn text_of_html(html: &str) -> String {
    let mut writer = Writer::default();
    let mut unseen: Option<String> = None;
    for (_, piece) in pieces(html) {
        match (&piece, &unseen) {
            (Piece::Close(name), Some(hidden)) if name == hidden => unseen = None,
            // A head that is never closed ends where the body begins.
            (Piece::Open(tag), Some(hidden)) if hidden == "head" && tag.name == "body" => unseen = None,
            (_, Some(_)) => {}
            (Piece::Open(tag), None) if UNSEEN.contains(&tag.name.as_str()) => unseen = Some(tag.name.clone()),
            (Piece::Text(text), None) => writer.words(&unescape(text)),
            (Piece::Open(tag), None) => writer.open(tag),
            (Piece::Close(name), None) => writer.close(name),
        }
    }
    writer.finished()
}

/// Text with its characters escaped and its lines kept.
pub fn html_of_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str("<br>"),
            '\r' | '\0' => {}
            other => html.push(other),
        }
    }
    html
}

#[derive(Default)]
struct Writer {
    text: String,
    line: String,
    /// A blank stands between the line and the next word.
    blank_due: bool,
    /// An empty line stands before the next words.
    gap_due: bool,
    quotes: usize,
    preformatted: usize,
    /// Where the open link leads, and where in the line its words begin.
    link: Option<(String, String)>,
}

impl Writer {
    fn words(&mut self, text: &str) {
        for character in text.chars() {
            if let Some((_, words)) = &mut self.link {
                words.push(character);
            }
            match character {
                '\n' if self.preformatted > 0 => self.end_line(),
                '\r' | '\u{FEFF}' | '\u{AD}' => {}
                ' ' | '\t' if self.preformatted > 0 => self.line.push(character),
                ' ' | '\n' | '\t' | '\u{0C}' => self.blank_due = true,
                '\u{A0}' => {
                    self.flush_blank();
                    self.line.push(' ');
                }
                other => {
                    self.flush_blank();
                    self.line.push(other);
                }
            }
        }
    }

    fn flush_blank(&mut self) {
        if self.blank_due && !self.line.is_empty() {
            self.line.push(' ');
        }
        self.blank_due = false;
    }

    fn open(&mut self, tag: &Tag<'_>) {
        self.block(&tag.name);
        match tag.name.as_str() {
            "br" => self.break_line(),
            "blockquote" => self.quotes += 1,
            "pre" => self.preformatted += 1,
            "li" => self.line.push_str("- "),
            "td" | "th" => self.blank_due = true,
            "hr" => {
                self.line.push_str("---");
                self.end_line();
            }
            "a" => self.link = tag.attribute("href").map(|address| (address.trim().to_owned(), String::new())),
            "img" => {
                if let Some(words) = tag.attribute("alt") {
                    self.words(&words);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "a" {
            self.write_link();
        }
        self.block(name);
        match name {
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    fn block(&mut self, name: &str) {
        if BLOCKS.contains(&name) || PARAGRAPHS.contains(&name) {
            self.end_line_if_any();
            self.blank_due = false;
        }
        if PARAGRAPHS.contains(&name) {
            self.gap_due = true;
        }
    }

    /// Writes where a link leads, unless its words say so.
    fn write_link(&mut self) {
        let Some((address, words)) = self.link.take() else { return };
        let said = words.trim();
        let shown = address.strip_prefix("mailto:").unwrap_or(&address);
        let leads_away = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        if leads_away && !said.is_empty() && !said.contains(shown) && !shown.contains(said) {
            self.line.push_str(" <");
            self.line.push_str(shown);
            self.line.push('>');
        }
    }

    fn break_line(&mut self) {
        self.end_line();
        self.blank_due = false;
    }

    fn end_line_if_any(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.line.clear();
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if self.gap_due && !line.is_empty() {
            self.gap_due = false;
            if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                self.text.push('\n');
            }
        }
        if self.text.ends_with("\n\n\n") && line.is_empty() {
            return;
        }
        let marks = self.quotes.min(QUOTE_MARKS_MAX);
        if marks > 0 {
            self.text.extend(std::iter::repeat_n('>', marks));
            if !line.is_empty() {
                self.text.push(' ');
            }
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn finished(mut self) -> String {
        self.end_line_if_any();
        self.text.trim().to_owned()
    }
}
