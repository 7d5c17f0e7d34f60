// The only way to the server: `api.GET('/api/me')` through `answer`, which yields the data or throws an ApiError.
import createClient from 'openapi-fetch';
import type { paths } from './schema';
import type { Problem, Upload, Whole } from './types';

/** The server's base path, without a slash at its end. */
const base = new URL('.', document.baseURI).href.replace(/\/$/, '');

export const api = createClient<paths>({ baseUrl: base, credentials: 'same-origin' });

/** An address of the API for `src` and `href`. */
export function apiUrl(path: string): string {
  return base + path;
}

export function liveUrl(): string {
  return `${base.replace(/^http/, 'ws')}/api/live`;
}

/** What went wrong, in the contract's codes; `offline` when no answer came at all. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly field: string | undefined,
    readonly retryAfter_s: number | undefined,
  ) {
    super(detail || code);
  }
}

let signedOut: () => void = () => {};
/** What the page does when the server no longer knows the session. */
export function onSignedOut(then: () => void): void {
  signedOut = then;
}

interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

export async function answer<Data>(request: Promise<Answered<Data>>): Promise<Whole<Data>> {
  let answered: Answered<Data>;
  try {
    answered = await request;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('offline', 0, '', undefined, undefined);
  }
  const { data, error, response } = answered;
  if (response.ok) return data as Whole<Data>;
  throw refused(response, error);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}

/** What a refusal of the server says. */
export function refused(response: Response, body: unknown): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  const retryAfter = Number(response.headers.get('retry-after'));
  if (response.status === 401 && problem.code === 'not_signed_in') signedOut();
  return new ApiError(
    problem.code ?? (response.status === 503 ? 'storage_unavailable' : 'internal'),
    response.status,
    problem.detail ?? '',
    problem.field ?? undefined,
    retryAfter > 0 ? retryAfter : undefined,
  );
}

/** The letters of a file of ours; what is no UTF-8 is read as well as it can be. */
export async function fetchText(address: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'same-origin' });
  } catch {
    throw new ApiError('offline', 0, '', undefined, undefined);
  }
  if (!response.ok) throw refused(response, await response.json().catch(() => undefined));
  return response.text();
}

/** The address of the script that the page loads as it is served now. */
export async function servedScript(): Promise<string | undefined> {
  const response = await fetch(`${base}/`, { credentials: 'same-origin', cache: 'no-store' });
  if (!response.ok) return undefined;
  return /<script type="module"[^>]* src="([^"]+)"/.exec(await response.text())?.[1];
}

export interface UploadTask {
  done: Promise<Upload>;
  cancel: () => void;
}

/** Sends a file's bytes. XMLHttpRequest, because fetch does not tell how far an upload has come. */
export function upload(file: File, purpose: 'comment' | 'message', progress: (share: number) => void): UploadTask {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ name: file.name || 'file', purpose });
  const done = new Promise<Upload>((resolve, reject) => {
    request.open('POST', apiUrl(`/api/uploads?${query}`));
    request.setRequestHeader('X-Requested-With', 'postroom');
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as Upload);
      else reject(refused(new Response(null, { status: request.status || 500 }), request.response));
    };
    request.onerror = () => reject(new ApiError('offline', 0, '', undefined, undefined));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

/** An id of our own making for an operation; `randomUUID` is missing where a page came over plain HTTP. */
export function newOperationId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
