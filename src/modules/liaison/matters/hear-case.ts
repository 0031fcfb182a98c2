import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { casesMergedInto } from '../../cases/index.ts';
import { systemActor } from '../../people/index.ts';
import { actOnMatterIn } from './act-on-matter.ts';
import { hasEvent, lockMatter, mattersOfCases } from './matter.queries.ts';
import { type MatterAct, nextState } from './matters.rules.ts';

/** What of the mailbox a matter hears; each is a step whose words are `liaison.matters.case.<act of the case>`. */
export const caseActs = [
  'accept',
  'decline',
  'merge',
  'withdraw',
  'dispatch',
  'reassign',
  'sign',
  'review',
  'close',
  'send_back',
  'reopen',
  'rule_ending',
] as const;

const answers = new Set(['review']);
const takesUpAgain = new Set(['send_back', 'reopen']);

/** Of the acts that this one could be for the matter, the first that is possible; null: it is over. */
function actFor(caseAct: string, state: Parameters<typeof nextState>[0], round: number): MatterAct | null {
  const wanted: MatterAct[] = [];
  if (answers.has(caseAct)) wanted.push('case_answered');
  if (takesUpAgain.has(caseAct)) wanted.push('case_again');
  wanted.push('case_news');
  return wanted.find((act) => nextState(state, act, round) !== null) ?? null;
}

async function hear(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  // Only a ruling that ends a case is news; one that refuses leaves it as it was.
  if (event.type === 'cases.rule_ending' && event.payload.granted !== true) return;
  // Heard of already, by all of them: they hear in one transaction.
  if (await hasEvent(tx, event.id)) return;
  const caseAct = event.type.slice('cases.'.length);
  // What was put together with another case goes the way of that one.
  const cases = [event.subject, ...(await casesMergedInto(tx, event.subject, 'liaison'))];
  let eventId: number | undefined = event.id;
  for (const { id } of await mattersOfCases(tx, cases))
    if (await hearOne(k, tx, id, caseAct, eventId)) eventId = undefined;
}

/** @returns whether the matter has a step of it */
async function hearOne(
  k: Kernel,
  tx: Tx,
  matterId: string,
  caseAct: string,
  eventId: number | undefined,
): Promise<boolean> {
  const matter = await lockMatter(tx, matterId);
  const act = matter && actFor(caseAct, matter.state, matter.round);
  if (!matter || !act) return false;
  const isSystem = (actor: { kind: string }) => actor.kind === 'system';
  await actOnMatterIn(k, tx, systemActor, matter.id, act, isSystem, async ({ at }) => ({
    patch: act === 'case_answered' ? { answered_at: at } : act === 'case_again' ? { answered_at: null } : {},
    text: caseAct,
    side: 'system',
    ...(eventId === undefined ? {} : { eventId }),
    event: { case: caseAct },
    result: undefined,
  }));
  return true;
}

/** What happens to a case is told to the matter that it came from. */
export function hearCases(k: Kernel): void {
  k.outbox.subscribe({
    name: 'liaison.hear_cases',
    types: caseActs.map((act) => `cases.${act}`),
    handle: (tx, event) => hear(k, tx, event),
  });
}
