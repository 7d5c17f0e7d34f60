// Foreign HTML as nodes that run nothing and load nothing. DOMPurify owns a Trusted Types policy, so that it is the only
// place where text becomes HTML. It is fetched when it is first needed.

type Purifier = (html: string) => HTMLElement;

let purifier: Promise<Purifier> | undefined;

/** Fetches the purifier ahead of its first use. */
export function preparePurifier(): Promise<Purifier> {
  purifier ??= import('dompurify').then(({ default: createPurify }) => {
    const purify = createPurify(window);
    return (html) =>
      purify.sanitize(html, { RETURN_DOM: true, FORBID_TAGS: ['style', 'svg', 'math', 'form'] }) as HTMLElement;
  });
  return purifier;
}

export async function purified(html: string): Promise<HTMLElement> {
  return (await preparePurifier())(html);
}
