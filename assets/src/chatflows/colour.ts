// How well a chosen colour can be seen. WCAG 2.2, contrast ratio; the server chooses the ink by the same formula.

/** What many brands will do with, each readable with white. */
export const presets = ['#4b4acf', '#1f6feb', '#0b7285', '#2b7a3d', '#8a5a00', '#b3261e', '#a61e69', '#33373e'];

export function rgb(text: string): [number, number, number] | undefined {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text.trim())?.[1];
  if (!digits) return undefined;
  const whole = digits.length === 3 ? [...digits].map((one) => one + one).join('') : digits;
  const number = parseInt(whole, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** As `#rrggbb`, which is all that a colour field takes. */
export function normal(text: string): string | undefined {
  const parts = rgb(text);
  return parts && `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** White or black: what can be read better on it. */
export function ink(text: string): string {
  return contrast(text, '#000000') <= contrast(text, '#ffffff') ? '#ffffff' : '#000000';
}

function luminance(text: string): number {
  const [red, green, blue] = (rgb(text) ?? [0, 0, 0]).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
