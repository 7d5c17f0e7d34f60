//! New words apart from quoted ones. Only the end of a mail is taken for a quote: who answers between
//! the lines of another keeps those lines. Nothing is deleted; what is cut here is folded by the page.

/// Words by which mail programs say that somebody wrote what follows, by language. Lower case.
const WROTE: [&str; 22] = [
    "wrote:",
    "wrote :",
    "schrieb:",
    "schrieb ",
    "geschrieben:",
    "schreef:",
    "schreef ",
    "heeft geschreven:",
    "a écrit :",
    "a écrit:",
    "escribió:",
    "ha scritto:",
    "escreveu:",
    "napisał(a):",
    "napisał:",
    "skrev:",
    "skrev den",
    "kirjoitti:",
    "написал:",
    "пишет:",
    "写道：",
    "のメール:",
];

/// Lines that stand between the new words and the old. Lower case, dashes taken off.
const SEPARATORS: [&str; 22] = [
    "original message",
    "ursprüngliche nachricht",
    "originalnachricht",
    "ursprungliche nachricht",
    "oorspronkelijk bericht",
    "origineel bericht",
    "message d'origine",
    "message original",
    "mensaje original",
    "messaggio originale",
    "mensagem original",
    "wiadomość oryginalna",
    "oprindelig meddelelse",
    "ursprungligt meddelande",
    "opprinnelig melding",
    "alkuperäinen viesti",
    "forwarded message",
    "weitergeleitete nachricht",
    "doorgestuurd bericht",
    "reply message",
    "reply above this line",
    "原始邮件",
];

/// The first line of the head that Outlook puts before an old mail. Lower case.
const HEAD_FROM: [&str; 9] = ["from:", "von:", "van:", "de:", "da:", "od:", "fra:", "från:", "lähettäjä:"];
/// Another line of that head.
const HEAD_OTHER: [&str; 22] = [
    "sent:",
    "date:",
    "to:",
    "subject:",
    "gesendet:",
    "datum:",
    "an:",
    "betreff:",
    "verzonden:",
    "aan:",
    "onderwerp:",
    "envoyé :",
    "envoyé:",
    "à :",
    "objet :",
    "enviado:",
    "para:",
    "asunto:",
    "inviato:",
    "oggetto:",
    "sendt:",
    "skickat:",
];
/// An attribution may be broken over so many lines.
const ATTRIBUTION_LINES_MAX: usize = 4;
/// A line that introduces a quote is not longer, in characters.
const ATTRIBUTION_CHARS_MAX: usize = 300;

/// The words that are new.
pub fn new_words(text: &str) -> &str {
    let lines = Lines::of(text);
    let end = lines.old_mail().unwrap_or(lines.starts.len());
    let end = lines.trailing_quote(end);
    let cut = lines.starts.get(end).copied().unwrap_or(text.len());
    let new = text[..cut].trim_end();
    // A mail that is nothing but a quote is shown whole: there is nothing else to show.
    if new.trim().is_empty() { text.trim_end() } else { new }
}

struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).filter(|at| *at < text.len()));
        Self { text, starts }
    }

    fn line(&self, number: usize) -> &'t str {
        let end = self.starts.get(number + 1).copied().unwrap_or(self.text.len());
        self.text[self.starts[number]..end].trim()
    }

    /// Where a whole old mail begins: a separator, or the head of an old mail. All below is old.
    fn old_mail(&self) -> Option<usize> {
        (0..self.starts.len()).find(|number| {
            let line = self.line(*number);
            is_separator(line) || self.is_head(*number)
        })
    }

    /// Where the quoted lines at the end begin, with what introduces them.
    fn trailing_quote(&self, end: usize) -> usize {
        let mut begin = end;
        let mut has_quote = false;
        while 0 < begin {
            let line = self.line(begin - 1);
            match line.starts_with('>') {
                true => has_quote = true,
                false if line.is_empty() => {}
                false => break,
            }
            begin -= 1;
        }
        match self.attribution_above(begin) {
            Some(first) if has_quote || end == self.starts.len() => first,
            Some(_) | None if has_quote => begin,
            Some(_) | None => end,
        }
    }

    /// The first line of "On …, Zoe wrote:" that ends just above a line.
    fn attribution_above(&self, begin: usize) -> Option<usize> {
        let last = begin.checked_sub(1)?;
        let mut joined = String::new();
        for first in (last.saturating_sub(ATTRIBUTION_LINES_MAX - 1)..=last).rev() {
            let line = self.line(first);
            if line.is_empty() || ATTRIBUTION_CHARS_MAX < joined.len() + line.len() {
                return None;
            }
            joined = format!("{line} {joined}");
            let words = joined.to_lowercase();
            let words = words.trim();
            let says_wrote =
                WROTE.iter().any(|wrote| words.ends_with(wrote) || words.contains(wrote) && words.ends_with(':'));
            let begins_one =
                words.chars().any(|one| one.is_ascii_digit()) || words.contains('@') || words.contains('<');
            if says_wrote && begins_one && !self.goes_on_above(first) {
                return Some(first);
            }
        }
        None
    }

    /// The line above belongs to the same attribution: it begins with the word for "on".
    fn goes_on_above(&self, first: usize) -> bool {
        let Some(above) = first.checked_sub(1) else { return false };
        let line = self.line(above).to_lowercase();
        ["on ", "am ", "op ", "le ", "el ", "il ", "em ", "den ", "w dniu "].iter().any(|on| line.starts_with(on))
            && !line.ends_with(['.', '!', '?'])
    }

    fn is_head(&self, number: usize) -> bool {
        let line = plain(self.line(number));
        let begins = HEAD_FROM.iter().any(|from| line.starts_with(from));
        let following = (number + 1..(number + 5).min(self.starts.len())).map(|next| plain(self.line(next)));
        begins && 2 <= following.filter(|next| HEAD_OTHER.iter().any(|other| next.starts_with(other))).count()
    }
}

/// In lower case, without the stars that stand for bold.
fn plain(line: &str) -> String {
    line.to_lowercase().replace('*', "")
}

fn is_separator(line: &str) -> bool {
    let inner = line.trim_matches(|one: char| matches!(one, '-' | '_' | '=' | ' ' | '#' | '*'));
    let is_framed = inner.len() + 2 <= line.len();
    is_framed && SEPARATORS.contains(&inner.to_lowercase().trim_end_matches(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(new_words(text), expected, "{text}");
    }

    #[test]
    fn the_quote_at_the_end_is_told_from_the_answer() {
        check("Yes.\n\nOn Mon, 23 Nov 2026 at 10:00, Zoe <zoe@example.org> wrote:\n> Is it?\n> Really?\n", "Yes.");
        check("Ja.\n\nAm 23.11.2026 um 10:00 schrieb Zoe:\n> Stimmt das?\n", "Ja.");
        check("Ja.\n\nOp ma 23 nov. 2026 om 10:00 schreef Zoe <zoe@example.org>:\n\n> Klopt dat?\n", "Ja.");
        check("Oui.\n\nLe lun. 23 nov. 2026 à 10:00, Zoe\n<zoe@example.org> a écrit :\n\n> Vrai ?\n", "Oui.");
        check("Yes.\n\n-----Original Message-----\nFrom: Zoe\nSent: Monday\n\nIs it?\n", "Yes.");
        check("Yes.\n\nFrom: Zoe <zoe@example.org>\nSent: Monday\nTo: Max\nSubject: It\n\nIs it?\n", "Yes.");
    }

    #[test]
    fn answers_between_the_lines_stay_with_what_they_answer() {
        let text = "On 23 Nov, Zoe wrote:\n> First?\nYes.\n> Second?\nNo.";
        check(text, text);
    }

    #[test]
    fn a_mail_without_a_quote_stays_whole() {
        check("From: here to there.\nHe wrote:\nnothing.", "From: here to there.\nHe wrote:\nnothing.");
        check("> only a quote\n", "> only a quote");
        check("", "");
    }
}
