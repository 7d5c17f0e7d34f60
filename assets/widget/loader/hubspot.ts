// Answers to HubSpot's names, so that a site can change over without touching its own scripts. It stands in a
// script of its own, because the other script may still be on the page.
import type { Detail, EventName } from '../protocol';
import type { Api } from './loader';
import type { Given } from './settings';

type Listener = (payload: object) => void;

interface HubSpotSettings {
  loadImmediately?: boolean;
  inlineEmbedSelector?: string;
  enableWidgetCookieBanner?: boolean | string;
  disableAttachment?: boolean;
  disableInitialInputFocus?: boolean;
  hideNewThreadLink?: boolean;
  identificationToken?: string;
}

interface HubSpotConversations {
  widget: object;
  on: (name: string, listener: Listener) => void;
  off: (name: string, listener: Listener) => void;
  clear: (options?: { resetWidget?: boolean }) => void;
  resetAndReloadWidget: () => void;
  debug: () => void;
}

declare global {
  interface Window {
    HubSpotConversations?: HubSpotConversations;
    hsConversationsSettings?: HubSpotSettings;
    hsConversationsOnReady?: (() => void)[];
  }
}

const aboutConversation = ({ id }: Detail) => ({ conversation: { conversationId: id } });

/** Their name, ours, and how their payload is made of our detail. */
const events: Record<string, [EventName, (detail: Detail) => object]> = {
  conversationStarted: ['conversation_started', aboutConversation],
  conversationClosed: ['conversation_closed', aboutConversation],
  userSelectedThread: ['conversation_selected', aboutConversation],
  unreadConversationCountChanged: ['unread', ({ count }) => ({ unreadCount: count })],
  contactAssociated: ['identified', () => ({ message: 'Visitor identified' })],
  userInteractedWithWidget: ['interacted', () => ({ message: 'User interacted with widget' })],
  widgetLoaded: ['ready', () => ({ message: 'Widget loaded' })],
  widgetClosed: ['closed', () => ({ message: 'Widget closed' })],
  quickReplyButtonClick: ['quick_reply', ({ value }) => ({ value: [value] })],
};

/** Their settings in our words. */
function translated(theirs: HubSpotSettings): Given {
  return {
    load: theirs.loadImmediately === false ? 'manual' : undefined,
    identity: theirs.identificationToken || null,
    inline: theirs.inlineEmbedSelector || undefined,
    wishes: {
      has_no_files: !!theirs.disableAttachment,
      has_no_new: !!theirs.hideNewThreadLink,
      has_no_focus: !!theirs.disableInitialInputFocus,
      asks_consent: !!theirs.enableWidgetCookieBanner,
    },
  };
}

export function speakHubspot(postroom: Api): void {
  const ours = new Map<Listener, Map<string, (event: Event) => void>>();
  const read = () => {
    const given = window.PostroomSettings;
    window.PostroomSettings = { ...given, ...translated(window.hsConversationsSettings ?? {}) };
  };
  const load: Api['load'] = (options) => {
    // A site sets who its visitor is just before it loads.
    read();
    postroom.load(options);
  };
  const restart = () => {
    postroom.remove();
    load();
  };
  read();
  window.HubSpotConversations = {
    widget: {
      load: ({ widgetOpen = false } = {}) => load({ open: widgetOpen }),
      refresh: ({ openToNewThread = false } = {}) => postroom.refresh({ startNew: openToNewThread }),
      open: () => postroom.open(),
      close: postroom.close,
      remove: postroom.remove,
      status: postroom.status,
    },
    on(name, listener) {
      const [own, payload] = events[name] ?? [];
      if (!own || !payload) return;
      const heard = (event: Event) => listener(payload((event as CustomEvent<Detail>).detail));
      ours.set(listener, (ours.get(listener) ?? new Map()).set(name, heard));
      postroom.on(own, heard);
    },
    off(name, listener) {
      const own = events[name]?.[0];
      const heard = ours.get(listener)?.get(name);
      if (own && heard) postroom.off(own, heard);
    },
    clear({ resetWidget = false } = {}) {
      postroom.clear();
      if (resetWidget) restart();
    },
    resetAndReloadWidget: restart,
    debug: () => console.info('Postroom', postroom.status()),
  };
  // Theirs: `hsConversationsOnReady = [function]`, called when the object is there.
  window.hsConversationsOnReady?.forEach((then) => then());
}
