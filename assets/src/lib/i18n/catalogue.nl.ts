// One chunk per locale, loaded when it is chosen.
import about from '../../../locales/nl/about.json';
import account from '../../../locales/nl/account.json';
import builder from '../../../locales/nl/builder.json';
import chat from '../../../locales/nl/chat.json';
import chatflows from '../../../locales/nl/chatflows.json';
import compose from '../../../locales/nl/compose.json';
import contact from '../../../locales/nl/contact.json';
import first from '../../../locales/nl/first.json';
import inbox from '../../../locales/nl/inbox.json';
import install from '../../../locales/nl/install.json';
import keys from '../../../locales/nl/keys.json';
import lists from '../../../locales/nl/lists.json';
import outbox from '../../../locales/nl/outbox.json';
import people from '../../../locales/nl/people.json';
import profile from '../../../locales/nl/profile.json';
import security from '../../../locales/nl/security.json';
import settings from '../../../locales/nl/settings.json';
import shell from '../../../locales/nl/shell.json';
import thread from '../../../locales/nl/thread.json';
import together from '../../../locales/nl/together.json';

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
