// What is sensitive asks once more who is at the screen, when that was proved more than ten minutes ago: the dialog
// of `ProofDialog` asks, and then the same is done again.
import { isCode } from '../lib/api/client';

let asking = $state.raw<{ settle: (proved: boolean) => void }>();

export function isAsking(): boolean {
  return asking !== undefined;
}

/** Ends the question: proved, or given up. */
export function settleProof(proved: boolean): void {
  asking?.settle(proved);
  asking = undefined;
}

/** Does what is sensitive; asks for a proof first where the server wants one. */
export async function withProof<Done>(deed: () => Promise<Done>): Promise<Done> {
  try {
    return await deed();
  } catch (error) {
    if (!isCode(error, 'proof_needed')) throw error;
    const proved = await new Promise<boolean>((settle) => (asking = { settle }));
    if (!proved) throw error;
    return deed();
  }
}
