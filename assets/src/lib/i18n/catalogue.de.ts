// One chunk per locale, loaded when it is chosen.
import account from '../../../locales/de/account.json';
import builder from '../../../locales/de/builder.json';
import chat from '../../../locales/de/chat.json';
import chatflows from '../../../locales/de/chatflows.json';
import compose from '../../../locales/de/compose.json';
import inbox from '../../../locales/de/inbox.json';
import install from '../../../locales/de/install.json';
import lists from '../../../locales/de/lists.json';
import people from '../../../locales/de/people.json';
import settings from '../../../locales/de/settings.json';
import shell from '../../../locales/de/shell.json';
import thread from '../../../locales/de/thread.json';
import together from '../../../locales/de/together.json';

export default {
  account,
  builder,
  chat,
  chatflows,
  compose,
  inbox,
  install,
  lists,
  people,
  settings,
  shell,
  thread,
  together,
};
