// Which rows of a long list are drawn: those in sight, a few around them, and the one that has the focus.

/** Rows drawn above and below what is in sight, so that scrolling does not show blanks. */
const around = 8;

export function windowOf(
  scrolled_px: number,
  height_px: number,
  row_px: number,
  count: number,
  focused: number,
): number[] {
  const first = Math.max(0, Math.floor(scrolled_px / row_px) - around);
  const last = Math.min(count - 1, Math.ceil((scrolled_px + height_px) / row_px) + around);
  const indexes: number[] = [];
  // A row that has the focus must not leave the document, wherever it is.
  if (focused >= 0 && focused < first) indexes.push(focused);
  for (let index = first; index <= last; index += 1) indexes.push(index);
  if (focused > last && focused < count) indexes.push(focused);
  return indexes;
}

/** Where the list must be scrolled so that a row is in sight; unchanged if it is already. */
export function scrolledTo(index: number, scrolled_px: number, height_px: number, row_px: number): number {
  const top = index * row_px;
  if (top < scrolled_px) return top;
  if (top + row_px > scrolled_px + height_px) return top + row_px - height_px;
  return scrolled_px;
}
