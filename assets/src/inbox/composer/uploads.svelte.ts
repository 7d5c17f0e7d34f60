// Files on their way into a message.
import { problemWords } from '../../app/problems';
import { me } from '../../app/session.svelte';
import { apiUrl, answer, api, upload } from '../../lib/api/client';
import type { Upload } from '../../lib/api/types';
import { byteSize } from '../../lib/i18n/dates';
import { t } from '../../lib/i18n/i18n.svelte';
import { draft, edit } from './drafts.svelte';
import { partsOf } from './server_drafts';

export interface Travelling {
  key: number;
  name: string;
  size: number;
  /** From 0 to 1. */
  share: number;
  problem: string | null;
  file: File;
  cancel: () => void;
}

/** As the server's own limit for one message. */
const filesMax = 20;
let lastKey = 0;

/** What is given to a comment can never leave with a message. */
function purposeOf(place: string): 'comment' | 'message' {
  return partsOf(place)?.slot ?? 'message';
}

/** By place: a file goes on travelling while somebody looks at another conversation. */
const known = new Map<string, Uploads>();

export function uploadsOf(place: string): Uploads {
  const found = known.get(place) ?? new Uploads(place);
  known.set(place, found);
  return found;
}

/** The files of one composer. */
export class Uploads {
  travelling = $state<Travelling[]>([]);

  constructor(private readonly place: string) {}

  get busy(): boolean {
    return this.travelling.some((one) => one.problem === null);
  }

  add(files: File[]): void {
    for (const file of files) this.#begin(file);
  }

  again(key: number): void {
    const found = this.travelling.find((one) => one.key === key);
    this.drop(key);
    if (found) this.#begin(found.file);
  }

  drop(key: number): void {
    this.travelling.find((one) => one.key === key)?.cancel();
    this.travelling = this.travelling.filter((one) => one.key !== key);
  }

  /** Takes an uploaded file out; the server forgets it by itself if this fails. */
  remove(gone: Upload): void {
    const { place } = this;
    edit(place, { uploads: (draft(place)?.uploads ?? []).filter((one) => one.id !== gone.id) });
    answer(api.DELETE('/api/uploads/{id}', { params: { path: { id: gone.id } } })).catch(() => {});
  }

  /** A picture inside the words: yields the address under which it is shown. */
  async picture(file: File): Promise<string> {
    const travelling = this.#track(file);
    if (travelling.problem !== null) throw new Error(travelling.problem);
    const task = upload(file, purposeOf(this.place), (share) => this.#share(travelling.key, share));
    this.#update(travelling.key, { cancel: task.cancel });
    try {
      const done = await task.done;
      this.#forget(travelling.key);
      edit(this.place, { uploads: [...(draft(this.place)?.uploads ?? []), done] });
      return new URL(apiUrl(`/api/uploads/${done.id}/content`)).pathname;
    } catch (error) {
      this.#failed(travelling.key, error);
      throw error;
    }
  }

  #begin(file: File): void {
    const { key, problem } = this.#track(file);
    if (problem !== null) return;
    const { place } = this;
    const task = upload(file, purposeOf(place), (share) => this.#share(key, share));
    this.#update(key, { cancel: task.cancel });
    task.done.then(
      (done) => {
        this.#forget(key);
        edit(place, { uploads: [...(draft(place)?.uploads ?? []), done] });
      },
      (error: unknown) => this.#failed(key, error),
    );
  }

  #track(file: File): Travelling {
    const most = me().upload_bytes_max;
    const count = this.travelling.length + (draft(this.place)?.uploads.length ?? 0);
    const problem =
      file.size > most
        ? t('inbox.file_too_large', { size: byteSize(most) })
        : count >= filesMax
          ? t('inbox.too_many_files', { n: filesMax })
          : null;
    lastKey += 1;
    const made: Travelling = {
      key: lastKey,
      name: file.name,
      size: file.size,
      share: 0,
      problem,
      file,
      cancel: () => {},
    };
    this.travelling.push(made);
    return made;
  }

  #share(key: number, share: number): void {
    this.#update(key, { share });
  }

  #failed(key: number, error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    this.#update(key, { problem: problemWords(error) });
  }

  #forget(key: number): void {
    this.travelling = this.travelling.filter((one) => one.key !== key);
  }

  #update(key: number, change: Partial<Travelling>): void {
    const found = this.travelling.find((one) => one.key === key);
    if (found) Object.assign(found, change);
  }
}
