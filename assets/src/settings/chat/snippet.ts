// The line that a site pastes into its pages.

export function snippet(publicUrl: string, key: string, speaksHubspot: boolean): string {
  const script = speaksHubspot ? 'widget-hubspot.js' : 'widget.js';
  return `<script async src="${publicUrl.replace(/\/$/, '')}/${script}" data-channel="${key}"></script>`;
}

/** Origins as they are typed: one a line, empty lines and doubles left out. */
export function linesOf(text: string): string[] {
  const lines = text.split(/[\s,]+/).filter(Boolean);
  return [...new Set(lines)];
}
