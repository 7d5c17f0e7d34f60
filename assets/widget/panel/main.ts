// The panel's document: it waits for the page to greet, and then shows the chat.
import { mount } from 'svelte';
import Chat from './Chat.svelte';
import type { Hello } from '../protocol';
import { hearHost, tellHost } from './host';
import { Panel } from './panel.svelte';
import css from './panel.css?inline';
import { fetchWords } from './server';
import { speak } from './words';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];

let panel: Panel | undefined;
let begun: Promise<void> | undefined;

hearHost((message) => {
  if (begun) void begun.then(() => panel?.hear(message));
  else if (message.type === 'hello') begun = begin(message);
});

async function begin(hello: Hello): Promise<void> {
  await speak(hello.language, fetchWords);
  document.documentElement.style.colorScheme = hello.theme;
  panel = new Panel(hello);
  mount(Chat, { target: document.body, props: { panel } });
  tellHost({ type: 'ready' });
}
