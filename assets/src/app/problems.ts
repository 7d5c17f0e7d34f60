// An error in the reader's words. The server's own sentence stands where we have none.
import { ApiError } from '../lib/api/client';
import { t, type Key } from '../lib/i18n/i18n.svelte';

const words: Record<string, Key> = {
  offline: 'shell.problem_offline',
  forbidden: 'shell.problem_forbidden',
  not_found: 'shell.problem_not_found',
  too_large: 'shell.problem_too_large',
  too_many_requests: 'shell.problem_too_many_requests',
  storage_unavailable: 'shell.problem_storage_unavailable',
  other_visitor: 'shell.problem_other_visitor',
  other_claim: 'shell.problem_other_claim',
  internal: 'shell.problem_internal',
};

export function problemWords(error: unknown): string {
  if (!(error instanceof ApiError)) return t('shell.problem_internal');
  const known = words[error.code];
  return known ? t(known) : error.detail || t('shell.problem_internal');
}
