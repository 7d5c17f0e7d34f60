// One form on its way to the server: busy while it travels, and a refusal stands at the field it is about.
import { problemWords } from '../app/problems';
import { ApiError } from '../lib/api/client';

export class Sending {
  busy = $state(false);
  #refused = $state.raw<unknown>();
  #field = $state<string>();

  /** What stands at a field, if the server refused it. */
  at(field: string): string | undefined {
    return this.#field === field ? problemWords(this.#refused) : undefined;
  }

  /** What is wrong with the form as a whole; `fields` have a place of their own. */
  besides(...fields: string[]): string | undefined {
    if (this.#refused === undefined) return undefined;
    return this.#field && fields.includes(this.#field) ? undefined : problemWords(this.#refused);
  }

  /** Sends, and says whether it went well. What was typed stays in any case. */
  async run(send: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.#refused = undefined;
    this.#field = undefined;
    try {
      await send();
      return true;
    } catch (error) {
      this.#refused = error;
      this.#field = error instanceof ApiError ? error.field : undefined;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
