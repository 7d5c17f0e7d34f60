// What is said where a chatflow says nothing of its own: shown in empty fields and in the preview. The server's words
// stand in src/domain/chatflow/built_in.rs; these are the same, by the language of the visitor and not of the page.
export interface OwnWords {
  greeting: string;
  welcome: string;
  away: string;
  email_prompt: string;
  consent_notice: string;
  consent_accept: string;
  consent_decline: string;
  rating_question: string;
  meeting_label: string;
}

export type TextName = keyof OwnWords;

const words: Record<'en' | 'nl' | 'de', OwnWords> = {
  en: {
    greeting: 'Hi. Can we help?',
    welcome: 'Hi, ask us anything.',
    away: 'We are not here at the moment. Leave a message and we will answer by e-mail.',
    email_prompt: 'Where can we reach you if you leave this page?',
    consent_notice: 'We keep what you write here so that we can answer you.',
    consent_accept: 'I agree',
    consent_decline: 'No, thank you',
    rating_question: 'How was this conversation?',
    meeting_label: 'Plan a meeting',
  },
  nl: {
    greeting: 'Hallo. Kunnen we helpen?',
    welcome: 'Hallo, stel gerust je vraag.',
    away: 'We zijn er nu niet. Laat een bericht achter, dan antwoorden we per e-mail.',
    email_prompt: 'Waar kunnen we je bereiken als je deze pagina verlaat?',
    consent_notice: 'We bewaren wat je hier schrijft, zodat we je kunnen antwoorden.',
    consent_accept: 'Akkoord',
    consent_decline: 'Nee, bedankt',
    rating_question: 'Hoe vond je dit gesprek?',
    meeting_label: 'Een afspraak maken',
  },
  de: {
    greeting: 'Hallo. Können wir helfen?',
    welcome: 'Hallo, was möchten Sie wissen?',
    away: 'Wir sind gerade nicht da. Hinterlassen Sie eine Nachricht, wir antworten per E-Mail.',
    email_prompt: 'Wo erreichen wir Sie, wenn Sie diese Seite verlassen?',
    consent_notice: 'Wir bewahren auf, was Sie hier schreiben, damit wir Ihnen antworten können.',
    consent_accept: 'Ich stimme zu',
    consent_decline: 'Nein, danke',
    rating_question: 'Wie war dieses Gespräch?',
    meeting_label: 'Einen Termin vereinbaren',
  },
};

/** Our own words for somebody who speaks this language. */
export function ownWords(language: string): OwnWords {
  const primary = language.toLowerCase().split('-')[0];
  return words[primary as 'en'] ?? words.en;
}

export function isSpoken(language: string): boolean {
  return language.toLowerCase().split('-')[0]! in words;
}

/** The panel's own controls, as far as the preview draws them. */
interface PanelWords {
  write: string;
  send: string;
  email: string;
  files: string;
  start: string;
  open: string;
  close: string;
  answers: (time: string) => string;
  question: string;
  answer: string;
  good: string;
  neutral: string;
  bad: string;
}

const panel: Record<'en' | 'nl' | 'de', PanelWords> = {
  en: {
    write: 'Write a message',
    send: 'Send',
    email: 'E-mail address',
    files: 'Add a file',
    start: 'Start a conversation',
    open: 'Open the chat',
    close: 'Close the chat',
    answers: (time) => `Usually answers within ${time}`,
    question: 'Do you deliver to Belgium?',
    answer: 'Yes, we do. It takes two days.',
    good: 'Good',
    neutral: 'So-so',
    bad: 'Bad',
  },
  nl: {
    write: 'Schrijf een bericht',
    send: 'Versturen',
    email: 'E-mailadres',
    files: 'Bestand toevoegen',
    start: 'Een gesprek beginnen',
    open: 'De chat openen',
    close: 'De chat sluiten',
    answers: (time) => `Antwoordt meestal binnen ${time}`,
    question: 'Bezorgen jullie ook in België?',
    answer: 'Ja, dat doen we. Het duurt twee dagen.',
    good: 'Goed',
    neutral: 'Gaat wel',
    bad: 'Slecht',
  },
  de: {
    write: 'Nachricht schreiben',
    send: 'Senden',
    email: 'E-Mail-Adresse',
    files: 'Datei hinzufügen',
    start: 'Ein Gespräch beginnen',
    open: 'Den Chat öffnen',
    close: 'Den Chat schließen',
    answers: (time) => `Antwortet meist innerhalb von ${time}`,
    question: 'Liefern Sie auch nach Belgien?',
    answer: 'Ja, das dauert zwei Tage.',
    good: 'Gut',
    neutral: 'Geht so',
    bad: 'Schlecht',
  },
};

export function panelWords(language: string): PanelWords {
  return panel[language.toLowerCase().split('-')[0] as 'en'] ?? panel.en;
}
