import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type CaseStanding, openOnBehalf } from '../../cases/index.ts';
import type { Actor } from '../../people/index.ts';
import { factsOfMatter } from '../facts.ts';
import { mayWorkOnMatter } from '../liaison.policy.ts';
import { actOnMatter } from './act-on-matter.ts';
import { matterById } from './matter.queries.ts';
import { nextState } from './matters.rules.ts';

export const toCaseInput = z.object({
  kind: z.enum(['help', 'enquiry', 'complaint', 'suggestion'], { error: 'liaison.field.needed' }).default('help'),
  /** a request is not public unless the owner, having asked the member, says so */
  open: z.string().optional(),
});

// chinese: a letter of the mailbox is written in the city's language
const from = (number: string) => `（由责任联络人转来，联络事项 ${number}。）`;

/**
 * A matter becomes a case of the mailbox: the member's own letter, which they follow and rate there. However often and
 * from however many windows it is asked, it becomes one case.
 * @throws AppError liaison.wrong_state, liaison.case_exists where it is one already
 */
export async function matterToCase(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof toCaseInput>,
): Promise<CaseStanding> {
  const { kind, open } = toCaseInput.parse(input);
  const matter = await matterById(k.db, matterId);
  if (!matter || matter.erased) return fail('liaison.not_found');
  if (!mayWorkOnMatter(actor, await factsOfMatter(k.db, matter))) fail('kernel.not_allowed');
  if (nextState(matter.state, 'to_case', matter.round) === null) fail('liaison.wrong_state', { state: matter.state });
  if (matter.case_id) fail('liaison.case_exists');
  const standing = await openOnBehalf(k, actor, {
    authorAccountId: matter.member_id,
    source: { name: 'liaison', ref: matter.id },
    channel: 'walk_in',
    letter: {
      title: matter.title,
      body: [matter.text || matter.title, from(matter.number)].join('\n\n'),
      kind,
      confidential: open !== 'yes',
    },
  });
  await actOnMatter(k, actor, matterId, 'to_case', mayWorkOnMatter, async ({ matter: locked }) => {
    if (locked.case_id) fail('liaison.case_exists');
    return {
      patch: { case_id: standing.id, case_number: standing.number },
      text: standing.number,
      side: 'contact',
      event: { caseId: standing.id },
      result: undefined,
    };
  });
  return standing;
}
