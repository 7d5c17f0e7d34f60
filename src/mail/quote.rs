//! Where a mail stops speaking and begins to quote.

mod attribution;
mod html;

pub(super) use html::quote_begin;

/// A text without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The words that are new. Answers between quotes are kept, the quotes are not.
    pub new_text: String,
    pub has_quote: bool,
}

/// Takes the quotes out of a text. A mail that is nothing but a quote is taken for a forward and kept whole.
pub fn split(text: &str) -> Split {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    let mut has_quote = false;
    let mut at = 0;
    while at < lines.len() {
        if attribution::is_divider(&lines, at) {
            has_quote = true;
            break;
        }
        if let Some(length) = attribution::length(&lines[at..]) {
            has_quote = true;
            let next = lines[at + length..].iter().find(|line| !line.trim().is_empty());
            match next {
                Some(line) if is_quoted(line) => at += length,
                // What follows is the quote, without marks.
                Some(_) | None => break,
            }
        } else if is_quoted(lines[at]) {
            has_quote = true;
            at += 1;
        } else {
            kept.push(lines[at]);
            at += 1;
        }
    }
    let new_text = squeezed(&kept);
    if new_text.is_empty() {
        return Split { new_text: text.trim().to_owned(), has_quote: false };
    }
    Split { new_text, has_quote }
}

/// Whether a line is marked as a quote.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// The lines with no more than one empty line between them.
fn squeezed(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        if line.trim().is_empty() && (text.is_empty() || text.ends_with("\n\n")) {
            continue;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_introduces_a_quote_goes_with_it() {
        for introduction in [
            "On Mon, 2 Apr 2012 at 17:44, Bob <bob@x.example> wrote:",
            "On Mon, 2 Apr 2012 at 17:44, Bob\n<bob@x.example> wrote:",
            "Op ma 2 apr. 2012 om 17:44 schreef Bob <bob@x.example>:",
            "Am 02.04.2012 um 17:44 schrieb Bob:",
            "Le lun. 2 avr. 2012 à 17:44, Bob a écrit :",
            "El lun, 2 abr 2012 a las 17:44, Bob escribió:",
            "Il giorno lun 2 apr 2012 alle ore 17:44 Bob ha scritto:",
            "Em seg., 2 de abr. de 2012 às 17:44, Bob escreveu:",
            "W dniu 2.04.2012 o 17:44, Bob pisze:",
            "Den 2 april 2012 17:44 skrev Bob:",
            "ma 2. huhtik. 2012 klo 17.44 Bob kirjoitti:",
            "2012/4/2 Bob <bob@x.example>",
        ] {
            let split = split(&format!("Hello\n\n{introduction}\n> old\n> words\n"));
            assert_eq!((split.new_text.as_str(), split.has_quote), ("Hello", true), "{introduction}");
        }
    }

    #[test]
    fn answers_between_quotes_are_kept() {
        let text = "On Monday, Bob wrote:\n> one?\nYes.\n> two?\nNo.";
        assert_eq!(split(text).new_text, "Yes.\nNo.");
    }

    #[test]
    fn outlook_quotes_without_marks() {
        for divider in [
            "-----Original Message-----\nFrom: Bob",
            "-----Ursprüngliche Nachricht-----\nVon: Bob",
            "________________________________\nFrom: Bob\nSent: Monday\nTo: Al\nSubject: x",
            "From: Bob\nSent: Monday\nTo: Al\nSubject: x",
            "Van: Bob\nVerzonden: maandag\nAan: Al\nOnderwerp: x",
            "*From:* Bob\n*Date:* Monday\n*To:* Al\n*Subject:* x",
        ] {
            assert_eq!(
                split(&format!("Hi\n\n{divider}\n\nold")),
                Split { new_text: "Hi".into(), has_quote: true },
                "{divider}"
            );
        }
    }

    #[test]
    fn plain_words_and_forwards_stay_whole() {
        for text in ["On Monday I wrote: nothing", "From: here to there\nwe go", "> only\n> quoted", ""] {
            assert_eq!(split(text), Split { new_text: text.into(), has_quote: false });
        }
    }
}
