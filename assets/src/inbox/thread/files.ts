// Files as they are shown: an icon, and whether a browser can show them by itself.
import type { IconName } from '../../ui/icons';

export function fileIcon(mediaType: string): IconName {
  if (mediaType.startsWith('image/')) return 'image';
  if (mediaType.startsWith('text/') || mediaType === 'application/pdf') return 'file_text';
  if (/zip|compressed|tar|gzip/.test(mediaType)) return 'archive';
  return 'file';
}

/** Vector graphics may carry scripts, so they are not shown from our origin. */
export function isPicture(mediaType: string): boolean {
  return /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(mediaType);
}
