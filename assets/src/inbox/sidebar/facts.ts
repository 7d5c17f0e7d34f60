// Facts of a contact by their keys. Pure.

/** Those that stand in the sidebar whether they are known or not. */
export const namedFacts = ['job_title', 'company', 'language', 'time_zone'] as const;

/** Offered while a language is typed; any other tag may be typed as well. */
export const languages = [
  'ar', 'bg', 'cs', 'da', 'de', 'de-AT', 'de-CH', 'el', 'en', 'en-GB', 'en-US', 'es', 'et', 'fi', 'fr', 'he', 'hi', 'hr',
  'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv', 'nb', 'nl', 'nl-BE', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv',
  'th', 'tr', 'uk', 'vi', 'zh',
]; // prettier-ignore

export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** "Order number" as the key `order_number`; nothing if no letter is left. */
export function keyOf(title: string): string | undefined {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  return plain === '' ? undefined : plain;
}

/** `order_number` as people read it. */
export function titleOf(key: string): string {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
