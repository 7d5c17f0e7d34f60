// The shapes of the visitor's contract that both the loader and the panel read. Fields that are not known are ignored.

/** How the chat shows itself on this device; the greeting or the panel comes when any of the triggers fires. */
export interface Show {
  how: 'launcher' | 'greeting' | 'open';
  after_s: number | null;
  scroll_percent: number | null;
  on_exit_intent: boolean;
}

export interface Face {
  id: string;
  name: string;
  picture_url: string | null;
}

export interface Flow {
  id: string | null;
  kind: 'live_chat' | 'bot';
  name: string;
  language?: string;
  display: {
    show: Show;
    accent: string;
    on_accent: string;
    position: 'left' | 'right';
    heading: { kind: 'people' | 'team' | 'custom'; name: string; people: Face[]; picture_url: string | null };
    meeting_link: { url: string; label: string } | null;
    greeting: string;
    welcome: string;
    reply_time: { minutes: number } | null;
  };
  availability: {
    is_open: boolean;
    away: { message: string; back_at: string | null; asks_email: boolean } | null;
  };
  options: {
    email_capture: { when: 'never' | 'at_once' | 'after_delay' | 'required'; after_s: number; prompt: string };
    consent: { kind: 'none' | 'implied' | 'explicit'; notice: string; accept: string; decline: string };
    /** When the host page may keep something: when it loads, when the visitor begins, when the visitor has agreed. */
    storage: 'at_once' | 'on_start' | 'after_consent';
    rating: { question: string } | null;
    transcript: 'never' | 'offered' | 'always';
    takes_files: boolean;
    session_timeout_min: number;
  };
}

export interface Page {
  url: string;
  title: string;
  referrer: string;
  language: string;
  device: 'desktop' | 'phone' | 'tablet';
}

export interface Visit {
  is_returning: boolean;
  country: string | null;
}

export type Language = 'en' | 'nl' | 'de';

/** What the loader is told about the page it stands on. */
export interface Config {
  channel: string;
  chatflow: Flow | null;
  unread: number;
  has_conversations: boolean;
  language: Language;
  protocol: number;
}
