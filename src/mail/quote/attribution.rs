//! The lines that introduce a quote, in the languages of the mail programs that write them.

/// Verbs of an attribution: en, nl, de, fr, es, it, pt, pl, da/no/sv, fi, and what other programs write.
const VERBS: [&str; 20] = [
    "wrote",
    "schreef",
    "schrieb",
    "a écrit",
    "escribió",
    "ha scritto",
    "escreveu",
    "napisał",
    "pisze",
    "skrev",
    "kirjoitti",
    "writes",
    "написал",
    "пише",
    "пишет",
    "a scris",
    "yazdı",
    "geschreven",
    "schreibt",
    "said",
];
/// How an attribution begins, before a date.
const BEGINNINGS: [&str; 16] = [
    "on ",
    "op ",
    "am ",
    "le ",
    "el ",
    "il ",
    "em ",
    "w dniu ",
    "dnia ",
    "den ",
    "på ",
    "kl ",
    "il giorno ",
    "pada ",
    "a ",
    "at ",
];
/// What stands between dashes above a quoted mail.
const DIVIDERS: [&str; 24] = [
    "original message",
    "original mail",
    "original appointment",
    "reply message",
    "ursprüngliche nachricht",
    "ursprungliche nachricht",
    "originalnachricht",
    "oorspronkelijk bericht",
    "oorspronkelijke bericht",
    "message d'origine",
    "message original",
    "message initial",
    "mensaje original",
    "messaggio originale",
    "messaggio originario",
    "mensagem original",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "oprindelig meddelelse",
    "opprinnelig melding",
    "ursprungligt meddelande",
    "ursprungligt mail",
    "alkuperäinen viesti",
    "original-nachricht",
];
/// Header words of a quoted mail: its sender …
const FROM: [&str; 12] =
    ["from", "van", "von", "de", "da", "od", "fra", "från", "lähettäjä", "от", "expéditeur", "remitente"];
/// … and what stands in the lines below.
const FURTHER: [&str; 52] = [
    "sent",
    "date",
    "to",
    "subject",
    "cc",
    "verzonden",
    "datum",
    "aan",
    "onderwerp",
    "gesendet",
    "an",
    "betreff",
    "envoyé",
    "à",
    "objet",
    "enviado",
    "enviado el",
    "para",
    "asunto",
    "assunto",
    "fecha",
    "data",
    "inviato",
    "a",
    "oggetto",
    "wysłano",
    "do",
    "temat",
    "sendt",
    "til",
    "emne",
    "dato",
    "skickat",
    "till",
    "ämne",
    "lähetetty",
    "vastaanottaja",
    "aihe",
    "päivämäärä",
    "pvm",
    "envoyé le",
    "destinataire",
    "дата",
    "кому",
    "тема",
    "reply-to",
    "kopie",
    "sendt den",
    "enviada em",
    "enviada",
    "envoye",
    "verzonden op",
];
const LINES_MAX: usize = 4;
const CHARACTERS_MAX: usize = 300;

/// How many lines an attribution takes that begins here; none if there is none.
pub(super) fn length(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.is_empty() || first.starts_with('>') {
        return None;
    }
    let mut joined = String::new();
    for (at, line) in lines.iter().take(LINES_MAX).enumerate() {
        let line = line.trim();
        if line.is_empty() || joined.len() + line.len() > CHARACTERS_MAX {
            return None;
        }
        joined.push_str(line);
        joined.push(' ');
        // Every attribution ends with one of these; most lines of a mail do not.
        if !line.ends_with([':', '：', '>']) {
            continue;
        }
        let next_is_quoted =
            lines[at + 1..].iter().find(|line| !line.trim().is_empty()).is_some_and(|line| super::is_quoted(line));
        if is_attribution(joined.trim(), next_is_quoted) {
            return Some(at + 1);
        }
    }
    None
}

fn is_attribution(text: &str, next_is_quoted: bool) -> bool {
    let lower = text.to_lowercase();
    let Some(body) = lower.strip_suffix([':', '：']).map(str::trim_end) else {
        // Old Gmail: a date and an address, with nothing behind them.
        return next_is_quoted
            && lower.starts_with(|c: char| c.is_ascii_digit())
            && lower.ends_with('>')
            && lower.contains('@');
    };
    let has_digit = body.contains(|c: char| c.is_ascii_digit());
    let begins = BEGINNINGS.iter().any(|beginning| body.starts_with(beginning));
    let verb = VERBS.iter().find_map(|verb| body.rfind(verb).map(|at| (at, verb.len())));
    let Some((at, verb_length)) = verb else {
        return body.ends_with('>')
            && body.contains('@')
            && has_digit
            && (begins || body.starts_with(|c: char| c.is_ascii_digit()));
    };
    let verb_is_last = at + verb_length == body.len();
    if next_is_quoted {
        return verb_is_last || begins || has_digit;
    }
    // Without marks below it must look like nothing else.
    (verb_is_last || body.contains('@') || begins)
        && has_digit
        && (begins || body.contains('@') || verb_is_last && has_time(body))
}

/// Two digits, a colon or a dot, two digits.
fn has_time(text: &str) -> bool {
    text.as_bytes().windows(5).any(|window| {
        window[0].is_ascii_digit()
            && window[1].is_ascii_digit()
            && matches!(window[2], b':' | b'.')
            && window[3].is_ascii_digit()
            && window[4].is_ascii_digit()
    })
}

/// Whether all from this line on is a quoted mail with its headers.
pub(super) fn is_divider(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    if line.len() >= 6 && line.starts_with("--") {
        let words = line.trim_matches(['-', ' ']).to_lowercase();
        if DIVIDERS.contains(&words.as_str()) {
            return true;
        }
    }
    let rest = &lines[at..];
    if line.len() >= 5 && line.chars().all(|character| matches!(character, '_' | '-')) {
        let next = rest.iter().skip(1).position(|line| !line.trim().is_empty());
        return next.is_some_and(|next| next < 3 && is_header_block(&rest[next + 1..]));
    }
    is_header_block(rest)
}

fn is_header_block(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    if !header_word(first).is_some_and(|word| FROM.contains(&word.as_str())) {
        return false;
    }
    let further = lines.iter().skip(1).take(6).filter_map(|line| header_word(line));
    further.filter(|word| FURTHER.contains(&word.as_str())).count() >= 2
}

/// The word before the colon, without the stars that text made from HTML puts around bold words.
fn header_word(line: &str) -> Option<String> {
    let (word, _) = line.split_once([':', '：'])?;
    let word = word.trim().trim_matches('*').trim();
    (!word.is_empty() && word.len() <= 30).then(|| word.to_lowercase())
}
