// One chunk per locale, loaded when it is chosen.
import about from '../../../locales/en/about.json';
import account from '../../../locales/en/account.json';
import builder from '../../../locales/en/builder.json';
import chat from '../../../locales/en/chat.json';
import chatflows from '../../../locales/en/chatflows.json';
import compose from '../../../locales/en/compose.json';
import contact from '../../../locales/en/contact.json';
import first from '../../../locales/en/first.json';
import inbox from '../../../locales/en/inbox.json';
import install from '../../../locales/en/install.json';
import keys from '../../../locales/en/keys.json';
import lists from '../../../locales/en/lists.json';
import outbox from '../../../locales/en/outbox.json';
import people from '../../../locales/en/people.json';
import profile from '../../../locales/en/profile.json';
import security from '../../../locales/en/security.json';
import settings from '../../../locales/en/settings.json';
import shell from '../../../locales/en/shell.json';
import thread from '../../../locales/en/thread.json';
import together from '../../../locales/en/together.json';

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
