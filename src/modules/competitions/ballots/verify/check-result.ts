import type { Count } from './ballot-ledger.ts';
import { checkFinal, type FinalEntry, readFinal } from './check-final.ts';
import type { Findings } from './findings.ts';
import type { Header } from './header.ts';

const fields = ['ballots', 'replaced', 'invalidated', 'counted'] as const;

/**
 * Holds the published result against what the leaves come to.
 * @returns the final result where one is published that can be read
 */
export function checkResult(
  given: Record<string, unknown>,
  header: Header,
  count: Count,
  findings: Findings,
): FinalEntry[] | null {
  for (const field of fields)
    if (given[field] !== count[field])
      findings.add(`count_${field}`, { said: shown(given[field]), found: count[field] });
  if (given.roll !== count.first) findings.add('roll', { said: shown(given.roll), found: count.first });
  checkVotes(given.votes, header, count, findings);
  if (given.final === null || given.final === undefined) return null;
  const final = readFinal(given.final);
  if (!final) {
    findings.add('final_form');
    return null;
  }
  checkFinal(final, header, count, findings);
  return final;
}

function checkVotes(given: unknown, header: Header, count: Count, findings: Findings): void {
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every(Number.isSafeInteger);
  if (!Array.isArray(given) || !given.every(isPair)) {
    findings.add('votes_form');
    return;
  }
  const said = new Map(given as [number, number][]);
  if (said.size !== given.length) findings.add('votes_form');
  for (const [index, { number }] of header.entries.entries()) {
    const found = count.votes[index] as number;
    if (said.get(number) !== found) findings.add('votes', { entry: number, said: said.get(number) ?? '-', found });
    said.delete(number);
  }
  for (const entry of said.keys()) findings.add('votes_entry', { entry });
}

const shown = (value: unknown): string | number => (typeof value === 'number' ? value : '-');
