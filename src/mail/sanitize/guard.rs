//! Whether HTML may be given to a parser that builds a tree.
//!
//! html5ever clones formatting elements that are left open as the HTML standard prescribes (13.2.4.3), and the
//! cleaning takes time with the square of the depth: 50 kB can take a gigabyte. One linear pass counts first.
//! It errs on the strict side: what it lets pass is never deeper than it says.

use super::super::markup::{Piece, pieces};
use crate::domain::limit::{
    HTML_ATTRIBUTES_MAX, HTML_DEPTH_MAX, HTML_FORMATTING_MAX, HTML_FORMATTING_WORK_MAX, HTML_SHOWN_BYTES_MAX,
};

/// Elements without content (HTML standard, 13.1.2).
const VOID: [&str; 15] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements that close themselves when the next one opens: newsletters leave them open by the hundred.
const END_IS_OPTIONAL: [&str; 18] = [
    "p", "li", "td", "tr", "th", "dd", "dt", "option", "optgroup", "tbody", "thead", "tfoot", "colgroup", "caption",
    "html", "head", "body", "rt",
];
/// HTML standard, 13.2.4.3: these are opened anew after every block until they are closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// A closing tag does not reach beyond these (HTML standard, 13.2.4.2).
const SCOPE: [&str; 12] = [
    "table",
    "template",
    "marquee",
    "object",
    "applet",
    "svg",
    "math",
    "foreignobject",
    "desc",
    "title",
    "annotation-xml",
    "select",
];
/// Closing tags of other elements do not reach beyond these, which are "special" in the standard.
const SPECIAL: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
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
    "hgroup",
    "main",
    "menu",
    "nav",
    "ol",
    "section",
    "summary",
    "ul",
];

/// Whether a tree of this HTML stays small.
pub(in crate::mail) fn is_harmless(html: &str) -> bool {
    if html.len() > HTML_SHOWN_BYTES_MAX {
        return false;
    }
    let mut open = Open::default();
    let mut work = 0_usize;
    for (_, piece) in pieces(html) {
        match piece {
            Piece::Text(_) => {}
            Piece::Open(tag) => {
                if tag.attribute_count > HTML_ATTRIBUTES_MAX {
                    return false;
                }
                open.enter(tag.name);
            }
            Piece::Close(name) => open.leave(&name),
        }
        work += open.formatting_count;
        if open.elements.len() > HTML_DEPTH_MAX
            || open.formatting_count > HTML_FORMATTING_MAX
            || work > HTML_FORMATTING_WORK_MAX
            // In these, raw text is markup: what was skipped above might nest.
            || open.has_foreign && html_has_raw_text(html)
        {
            return false;
        }
    }
    true
}

#[derive(Default)]
struct Open {
    elements: Vec<String>,
    /// With the name of every open table among them: formatting outside of it cannot be closed within it.
    formatting: Vec<String>,
    /// Of `formatting`, without the tables.
    formatting_count: usize,
    has_foreign: bool,
}

impl Open {
    fn enter(&mut self, name: String) {
        let name_is = |names: &[&str]| names.contains(&name.as_str());
        if name_is(&VOID) || name_is(&END_IS_OPTIONAL) {
            return;
        }
        if name_is(&FORMATTING) {
            // A second link closes the first (13.2.6.4.7).
            if name != "a" || !self.formatting.contains(&name) {
                self.formatting.push(name);
                self.formatting_count += 1;
            }
            return;
        }
        if name == "svg" || name == "math" {
            self.has_foreign = true;
        }
        if name == "table" {
            self.formatting.push(name.clone());
        }
        self.elements.push(name);
    }

    fn leave(&mut self, name: &str) {
        if FORMATTING.contains(&name) {
            let newest = self.formatting.iter().rposition(|open| open == name || open == "table");
            if let Some(at) = newest.filter(|at| self.formatting[*at] == name) {
                self.formatting.remove(at);
                self.formatting_count -= 1;
            }
            return;
        }
        let is_special = SPECIAL.contains(&name) || SCOPE.contains(&name);
        for at in (0..self.elements.len()).rev() {
            let open = self.elements[at].as_str();
            if open == name {
                if name == "form" {
                    // A form's end takes only the form away (13.2.6.4.7).
                    self.elements.remove(at);
                } else {
                    let tables = self.elements[at..].iter().filter(|open| *open == "table").count();
                    self.elements.truncate(at);
                    self.forget_tables(tables);
                }
                return;
            }
            if SCOPE.contains(&open) || !is_special && SPECIAL.contains(&open) {
                return;
            }
        }
    }
}

impl Open {
    /// What was opened within a table may stay open after it (13.2.6.4.9: foster parenting).
    fn forget_tables(&mut self, count: usize) {
        for _ in 0..count {
            if let Some(at) = self.formatting.iter().rposition(|open| open == "table") {
                self.formatting.remove(at);
            }
        }
    }
}

fn html_has_raw_text(html: &str) -> bool {
    ["<style", "<script", "<title", "<textarea", "<xmp", "<iframe", "<noembed", "<noframes", "<plaintext", "<![cdata["]
        .iter()
        .any(|mark| contains_ignoring_case(html, mark))
}

fn contains_ignoring_case(text: &str, lower: &str) -> bool {
    let first = lower.as_bytes()[0];
    memchr::memchr_iter(first, text.as_bytes()).any(|at| {
        text.as_bytes().get(at..at + lower.len()).is_some_and(|found| found.eq_ignore_ascii_case(lower.as_bytes()))
    })
}
