// Pictures that a bot shows: sent to the server once, named by id in the script.
import { answer, api, apiUrl } from '../../lib/api/client';

export function imageUrl(id: string): string {
  return apiUrl(`/api/bots/images/${encodeURIComponent(id)}`);
}

export async function sendImage(file: File): Promise<{ id: string }> {
  const params = { query: { name: file.name || 'image' } };
  return answer(
    api.POST('/api/bots/images', {
      params,
      body: file as unknown as number[],
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': file.type || 'application/octet-stream' },
    }),
  );
}
