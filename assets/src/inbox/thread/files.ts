// Files as they are shown: an icon, and whether a browser can show them by itself.
import type { IconName } from '../../ui/icons';

export function fileIcon(mediaType: string): IconName {
  if (mediaType.startsWith('image/')) return 'image';
  if (mediaType.startsWith('text/') || mediaType === 'application/pdf') return 'file_text';
  if (/zip|compressed|tar|gzip/.test(mediaType)) return 'archive';
  return 'file';
}

/** What can be read as letters without a program of its own. */
export function isReadable({ media_type, size, name }: { media_type: string; size: number; name: string }): boolean {
  const isText = media_type.startsWith('text/') || /^application\/(json|xml|x-yaml|yaml)$/.test(media_type);
  return (isText || /\.(txt|csv|log|md|json|xml|ya?ml|ics|vcf)$/i.test(name)) && size <= readable_bytes;
}

/** A longer text is read in a program of its own. */
const readable_bytes = 5 * 1024 * 1024;

/** Vector graphics may carry scripts, so they are not shown from our origin. */
export function isPicture(mediaType: string): boolean {
  return /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(mediaType);
}
