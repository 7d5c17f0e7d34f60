// The words that a visitor would read, chosen as the server chooses them.
import type { Content } from '../draft.svelte';
import { isSpoken, ownWords, type OwnWords, type TextName } from '../own-words';

export type SceneState = 'arrived' | 'noticed' | 'open' | 'talking' | 'ended';

export function spoken(content: Content, language: string): OwnWords {
  const texts = content.texts.find((one) => one.language === language) ?? content.texts[0]!;
  const own = ownWords(texts.language);
  const first = content.texts[0]!;
  const say = (name: TextName) => {
    if (texts[name].trim()) return texts[name];
    if (isSpoken(texts.language)) return own[name];
    return first[name].trim() || own[name];
  };
  const words = Object.fromEntries(
    Object.keys(own).map((name) => [name, say(name as TextName)]),
  ) as unknown as OwnWords;
  return content.bot ? { ...words, welcome: firstWords(content.bot) } : words;
}

/** What a bot begins with, before anybody has answered. */
function firstWords({ first, steps }: NonNullable<Content['bot']>): string {
  const kind = steps.find((step) => step.id === first)?.kind;
  const bubbles = kind && 'bubbles' in kind ? kind.bubbles : [];
  const text = bubbles.map((bubble) => ('text' in bubble ? bubble.text : '')).find((text) => text);
  return text ? unfilled(text) : '…';
}

/** As it reads to somebody of whom nothing is known: `{first_name|there}` is "there". */
function unfilled(text: string): string {
  return text.replace(/\{\w+(?:\|([^{}]*))?\}/g, (_all, otherwise: string | undefined) => otherwise ?? '');
}

/** How long an answer takes, in the visitor's language. */
export function replyTime(minutes: number, language: string): string {
  const [value, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 1440
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  try {
    return new Intl.NumberFormat(language, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(
      Number(value),
    );
  } catch {
    return `${value} ${unit}`;
  }
}
