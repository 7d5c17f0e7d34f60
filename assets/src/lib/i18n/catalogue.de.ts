// One chunk per locale, loaded when it is chosen.
import about from '../../../locales/de/about.json';
import account from '../../../locales/de/account.json';
import builder from '../../../locales/de/builder.json';
import chat from '../../../locales/de/chat.json';
import chatflows from '../../../locales/de/chatflows.json';
import compose from '../../../locales/de/compose.json';
import contact from '../../../locales/de/contact.json';
import first from '../../../locales/de/first.json';
import inbox from '../../../locales/de/inbox.json';
import install from '../../../locales/de/install.json';
import keys from '../../../locales/de/keys.json';
import lists from '../../../locales/de/lists.json';
import outbox from '../../../locales/de/outbox.json';
import people from '../../../locales/de/people.json';
import profile from '../../../locales/de/profile.json';
import security from '../../../locales/de/security.json';
import settings from '../../../locales/de/settings.json';
import shell from '../../../locales/de/shell.json';
import thread from '../../../locales/de/thread.json';
import together from '../../../locales/de/together.json';

export default {
  about,
  account,
  builder,
  chat,
  chatflows,
  compose,
  contact,
  first,
  inbox,
  install,
  keys,
  lists,
  outbox,
  people,
  profile,
  security,
  settings,
  shell,
  thread,
  together,
};
