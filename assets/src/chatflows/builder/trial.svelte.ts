// The bot tried out: what was said so far goes to the server with the script as it stands, and what the bot does
// comes back. The server walks the script, so that the preview can do nothing that a visitor would not see.
import { answer, api } from '../../lib/api/client';
import type { Output, PreviewResult, Problem, Script } from './script';

export type Input =
  | { kind: 'said'; text: string }
  | { kind: 'webhook_answered'; fields: Record<string, string> }
  | { kind: 'webhook_failed' };

/** A pause in the typing, before the script is sent again. */
const pause_ms = 350;

export interface Turn {
  input: Input | undefined;
  outputs: Output[];
}

export class Trial {
  inputs = $state.raw<Input[]>([]);
  isAvailable = $state(true);
  page = $state('');
  name = $state('');
  email = $state('');
  result = $state.raw<PreviewResult>();
  error = $state.raw<unknown>();
  busy = $state(false);
  #script: () => Script;
  #inbox: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(script: () => Script, inbox: string) {
    this.#script = script;
    this.#inbox = inbox;
  }

  get problems(): Problem[] {
    return this.result?.problems ?? [];
  }

  /** What was said beside what it led to. */
  get turns(): Turn[] {
    const turns = this.result?.turns ?? [];
    return turns.map((turn, index) => ({ input: this.inputs[index - 1], outputs: turn.outputs }));
  }

  give(input: Input): void {
    this.inputs = [...this.inputs, input];
    void this.run();
  }

  restart(): void {
    this.inputs = [];
    void this.run();
  }

  /** The script or what is so around it has changed. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.run(), pause_ms);
  }

  async run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const known = Object.fromEntries(
      Object.entries({ name: this.name.trim(), email: this.email.trim() }).filter(([, value]) => value !== ''),
    );
    const body = {
      inbox_id: this.#inbox,
      script: this.#script(),
      inputs: this.inputs,
      is_available: this.isAvailable,
      page: this.page,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      known,
    };
    this.busy = true;
    try {
      this.result = await answer(api.POST('/api/bots/preview', { body, signal: running.signal }));
      this.error = undefined;
    } catch (error) {
      if (running.signal.aborted) return;
      this.error = error;
    }
    if (this.#running === running) this.busy = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }
}
