// One chunk per locale, loaded when it is chosen.
import account from '../../../locales/nl/account.json';
import builder from '../../../locales/nl/builder.json';
import chat from '../../../locales/nl/chat.json';
import chatflows from '../../../locales/nl/chatflows.json';
import compose from '../../../locales/nl/compose.json';
import inbox from '../../../locales/nl/inbox.json';
import install from '../../../locales/nl/install.json';
import lists from '../../../locales/nl/lists.json';
import people from '../../../locales/nl/people.json';
import settings from '../../../locales/nl/settings.json';
import shell from '../../../locales/nl/shell.json';
import thread from '../../../locales/nl/thread.json';
import together from '../../../locales/nl/together.json';

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
