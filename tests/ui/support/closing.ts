// Says at the end what failed and why: of a long run, the end is what is kept.
import type { FullConfig, Reporter, Suite, TestError } from '@playwright/test/reporter';

/** More of one error would push the others out of sight. */
const linesMax = 40;

export default class Closing implements Reporter {
  #all: Suite | undefined;

  onBegin(_config: FullConfig, all: Suite) {
    this.#all = all;
  }

  onEnd() {
    for (const test of this.#all?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome !== 'unexpected' && outcome !== 'flaky') continue;
      console.log(`\n${outcome === 'flaky' ? 'Failed at first' : 'Failed'}: ${test.titlePath().filter(Boolean).join(' › ')}`);
      for (const result of test.results) for (const error of result.errors) console.log(words(error));
    }
  }
}

function words(error: TestError): string {
  const text = [error.message ?? error.value ?? '', error.snippet ?? ''].join('\n');
  // Colours are for a terminal, and this is read later.
  return text.replaceAll(/\u001b\[[\d;]*m/g, '').split('\n').slice(0, linesMax).join('\n');
}
