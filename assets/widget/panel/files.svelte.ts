// Files that go with the next message: checked here for what the server would refuse anyway, then sent ahead.
import type { Panel } from './panel.svelte';
import { Refused, upload } from './server';
import type { Limits, Upload } from './wire';
import { byteSize, t } from './words';

export interface Waiting {
  key: number;
  name: string;
  percent: number;
  upload?: Upload;
}

/** Why a file is not taken; nothing if it is. */
export function refusal(file: { name: string; size: number }, count: number, limits: Limits): string {
  const { name, size } = file;
  const ending = name.toLowerCase().split('.').pop() ?? '';
  if (size === 0) return t('empty_file', { name });
  if (size > limits.upload_bytes_max) return t('too_large', { name, size: byteSize(limits.upload_bytes_max) });
  if (name.includes('.') && limits.blocked_extensions.includes(ending)) return t('wrong_type', { name });
  if (count >= limits.uploads_per_message_max) return t('too_many_files', { n: limits.uploads_per_message_max });
  return '';
}

export class Files {
  list = $state.raw<Waiting[]>([]);
  problem = $state.raw('');
  #panel: Panel;
  #key = 0;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  get isBusy(): boolean {
    return this.list.some((one) => !one.upload);
  }

  add(files: Iterable<File>): void {
    this.problem = '';
    const { session } = this.#panel;
    if (!session) return;
    for (const file of files) {
      const refused = refusal(file, this.list.length, session.limits);
      if (refused) this.problem = refused;
      else void this.#send(file);
    }
  }

  remove(key: number): void {
    this.list = this.list.filter((one) => one.key !== key);
  }

  taken(): Upload[] {
    const uploads = this.list.flatMap((one) => one.upload ?? []);
    this.list = [];
    return uploads;
  }

  async #send(file: File): Promise<void> {
    const key = ++this.#key;
    this.list = [...this.list, { key, name: file.name, percent: 0 }];
    try {
      const done = await upload<Upload>(file, this.#panel.token, (share) =>
        this.#change(key, { percent: Math.round(share * 100) }),
      );
      this.#change(key, { percent: 100, upload: done });
    } catch (error) {
      this.remove(key);
      const { status } = error instanceof Refused ? error : { status: 0 };
      const { name } = file;
      const limit = this.#panel.session?.limits.upload_bytes_max ?? 0;
      if (status === 413) this.problem = t('too_large', { name, size: byteSize(limit) });
      else if (status === 422) this.problem = t('wrong_type', { name });
      else this.problem = t('upload_failed', { name });
    }
  }

  #change(key: number, change: Partial<Waiting>): void {
    this.list = this.list.map((one) => (one.key === key ? { ...one, ...change } : one));
  }
}
