//! Subjects: what stands before them, and what is left of them without it.

use super::limit::SUBJECT_CHARS_MAX;

/// What mail programs put before the subject of an answer or a forward, by language. Lower case.
const PREFIXES: [&str; 40] = [
    "re",
    "aw",
    "antw",
    "antwort",
    "sv",
    "vs",
    "ref",
    "rif",
    "r",
    "odp",
    "ynt",
    "vb",
    "res",
    "enc",
    "回复",
    "回覆",
    "答复",
    "返信",
    "fw",
    "fwd",
    "wg",
    "doorst",
    "doorgestuurd",
    "tr",
    "rv",
    "i",
    "pd",
    "vl",
    "fs",
    "ilt",
    "转发",
    "轉寄",
    "転送",
    "weitergeleitet",
    "re-fwd",
    "ant",
    "betr",
    "atb",
    "yml",
    "továbbítás",
];

/// The subject without any number of prefixes such as "Re:", "AW:" or "Fwd [2]:".
pub fn base(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((head, tail)) = rest.split_once([':', '：']) {
        let word = head.trim().to_lowercase();
        // "Re[2]:" and "Re (3):" count how often it went to and fro.
        let word =
            word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | ' ' | '^'));
        if !PREFIXES.contains(&word) {
            break;
        }
        rest = tail.trim_start();
    }
    rest
}

/// The subject of an answer: one "Re:", whatever stood before.
pub fn of_answer(subject: &str) -> String {
    prefixed("Re: ", subject)
}

/// The subject of a forward.
pub fn of_forward(subject: &str) -> String {
    prefixed("Fwd: ", subject)
}

/// One line, cut to what a header can hold, with nothing in it that could begin another header.
pub fn clean(subject: &str) -> String {
    let visible = subject.chars().map(|character| if character.is_whitespace() { ' ' } else { character });
    let visible: String = visible.filter(|character| !super::email_address::is_invisible(*character)).collect();
    let words: Vec<&str> = visible.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(SUBJECT_CHARS_MAX).collect()
}

fn prefixed(prefix: &str, subject: &str) -> String {
    clean(&format!("{prefix}{}", base(subject)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_puts_something_else_before_an_answer() {
        for subject in
            ["Re: Hello", "AW: RE: Hello", "Antw: Hello", "Re[2]: Hello", "WG: Sv: Hello", "返信：Hello", "re : Hello"]
        {
            assert_eq!(base(subject), "Hello", "{subject}");
        }
    }

    #[test]
    fn words_that_look_like_prefixes_stay() {
        for subject in ["Hello: world", "Order 12: late", "reply: x", ""] {
            assert_eq!(base(subject), subject);
        }
    }

    #[test]
    fn an_answer_has_one_prefix() {
        assert_eq!(of_answer("AW: Re: Hello"), "Re: Hello");
        assert_eq!(of_forward("Re: Hello"), "Fwd: Hello");
    }

    #[test]
    fn a_subject_cannot_begin_another_header() {
        assert_eq!(clean("Hello\r\nBcc: eve@example.org"), "Hello Bcc: eve@example.org");
    }
}
