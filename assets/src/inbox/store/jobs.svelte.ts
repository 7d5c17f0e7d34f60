// Work on many conversations: the server does it, the page shows how far it is and offers to undo it.
import { problemWords } from '../../app/problems';
import { toast } from '../../app/toasts.svelte';
import { answer, api } from '../../lib/api/client';
import type { BulkDeed, Job } from '../../lib/api/types';
import { t } from '../../lib/i18n/i18n.svelte';
import { tookBack } from '../next';
import { listQuery, type ListKey } from './lists';

const asksEvery_ms = 400;

let running = $state.raw<Job | null>(null);

/** The job that goes on now, if one does. */
export function runningJob(): Job | null {
  return running;
}

export type Targets = { ids: string[] } | { key: ListKey };

/** Does one thing to many; says in a notice what came of it, in words that know how many were changed. */
export async function doToMany(deed: BulkDeed, targets: Targets, words: (n: number) => string): Promise<void> {
  const which = 'ids' in targets ? { ids: targets.ids } : { query: listQuery(targets.key) };
  try {
    const job = await follow(await answer(api.POST('/api/jobs', { body: { deed, ...which } })));
    toast(job.changed === 0 ? t('lists.nothing_changed') : words(job.changed), {
      ...(job.changed === 0 ? {} : { action: { label: t('shell.undo'), run: () => void undo(job) } }),
    });
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
  } finally {
    running = null;
  }
}

async function undo(job: Job): Promise<void> {
  try {
    const path = { id: job.id };
    await follow(await answer(api.POST('/api/jobs/{id}/undo', { params: { path } })));
    toast(t('lists.undone'));
    tookBack();
  } catch (error) {
    toast(problemWords(error), { tone: 'bad' });
  } finally {
    running = null;
  }
}

async function follow(job: Job): Promise<Job> {
  while (job.stage === 'doing' || job.stage === 'undoing') {
    running = job;
    await new Promise((resolve) => setTimeout(resolve, asksEvery_ms));
    job = await answer(api.GET('/api/jobs/{id}', { params: { path: { id: job.id } } }));
  }
  return job;
}
