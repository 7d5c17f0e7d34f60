// The only way from the panel to the server. The token goes in a header, never in an address.

/** The server's address, with a slash at its end: the panel itself is `chat/panel/<key>` below it. */
const base = new URL('../../', location.href).href;

/** What went wrong, in the contract's codes; `offline` when no answer came at all. */
export class Refused extends Error {
  override name = 'Refused';
  constructor(
    readonly code: string,
    readonly status: number,
    readonly field: string | undefined,
    readonly retryAfter_s: number,
  ) {
    super(code);
  }

  /** The same again may succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

interface Request {
  token?: string;
  body?: unknown;
  method?: 'GET' | 'POST';
}

export async function ask<Answer>(path: string, { token, body, method = 'POST' }: Request): Promise<Answer> {
  const response = await answered(path, {
    method,
    headers: { ...(token && bearer(token)), ...(method === 'POST' && { 'Content-Type': 'application/json' }) },
    body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
  });
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

export async function fetchFile(path: string, token: string): Promise<Blob> {
  return (await answered(path, { headers: bearer(token) })).blob();
}

/** The words of a language. */
export async function fetchWords(url: URL): Promise<Record<string, string>> {
  return (await (await fetch(url)).json()) as Record<string, string>;
}

export function liveUrl(): string {
  return `${base.replace(/^http/, 'ws')}api/visitor/live`;
}

/** Pictures of people are the server's own. */
export function pictureUrl(path: string): string {
  return new URL(path, base).href;
}

/** Sends a file's bytes. XMLHttpRequest, because fetch does not tell how far an upload has come. */
export function upload<Answer>(file: File, token: string, progress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${base}api/visitor/uploads?${new URLSearchParams({ name: file.name || 'file' })}`);
    for (const [name, value] of Object.entries(bearer(token))) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => lengthComputable && progress(loaded / total);
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Answer);
      else reject(refused(request.status, request.response, request.getResponseHeader('retry-after')));
    };
    request.onerror = () => reject(new Refused('offline', 0, undefined, 0));
    request.send(file);
  });
}

/** Version 4 of RFC 9562, digit by digit; `randomUUID` is missing where a page came over plain HTTP. */
export function newOperationId(): string {
  const random = () => crypto.getRandomValues(new Uint8Array(1))[0]!;
  // The 8 keeps its upper two bits, which say the variant; the 4 stays, and says the version.
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (+digit ^ (random() & (15 >> (+digit / 4)))).toString(16),
  );
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Visitor ${token}` };
}

async function answered(path: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${base}api/visitor/${path}`, { ...request, credentials: 'omit', cache: 'no-store' });
  } catch {
    throw new Refused('offline', 0, undefined, 0);
  }
  if (response.ok) return response;
  const problem: unknown = await response.json().catch(() => null);
  throw refused(response.status, problem, response.headers.get('retry-after'));
}

function refused(status: number, problem: unknown, retryAfter: string | null): Refused {
  const { code = 'internal', field } = (problem ?? {}) as { code?: string; field?: string };
  return new Refused(code, status, field, Number(retryAfter) || 0);
}
