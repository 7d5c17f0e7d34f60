// What the host page sees: a round button, a greeting, and the box that the panel's frame lives in. All of it stands
// in a closed shadow root, so that neither the page's style sheets nor its scripts reach it.
import css from './launcher.css?inline';

type Child = Node | string;

/** An element, without `innerHTML`, which pages with trusted types refuse. */
function make(name: string, className = '', ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
}

/** The element that stands in the page, and those in it that change. */
export function buildLauncher(isInline: boolean) {
  const badge = make('span', 'badge');
  const launcher = make('button', 'launcher', make('i'), badge);
  const say = make('button', 'say');
  const hush = make('button', 'hush', make('i'));
  const greeting = make('div');
  const box = make('section');
  const shell = make('div', '', greeting, launcher, box);
  const host = make('postroom-chat', isInline ? 'inline' : '');
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.append(shell);
  greeting.role = 'status';
  return [host, shell, launcher, badge, greeting, say, hush, box] as const;
}
