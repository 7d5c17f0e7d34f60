// The face of somebody without a picture.

const separators = /[\s._@-]+/u;

/** One or two letters of a name, or of the address that stands for it. */
export function initials(name: string): string {
  const words = name
    .split('@')[0]!
    .split(separators)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
    .filter(Boolean);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...words[words.length - 1]!][0] ?? '') : '';
  return (first + last).toLocaleUpperCase() || '?';
}

/** A hue for an id: the same person always has the same colour. */
export function hueOf(id: string): number {
  let hash = 2166136261;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
  return (hash >>> 0) % 360;
}
