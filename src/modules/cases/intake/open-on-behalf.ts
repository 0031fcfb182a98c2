import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountsByIds, auditName } from '../../people/index.ts';
import type { Channel, Kind } from '../cases.rules.ts';
import { submitCase } from '../resident/submit-case.ts';
import { type CaseStanding, caseOfSource } from './on-behalf.queries.ts';

export type OnBehalf = {
  /** whose letter it is; they see it among theirs and act on it */
  authorAccountId: string;
  /** the module and the id of what it came from; the pair makes one case however often it is asked */
  source: { name: string; ref: string };
  channel: Channel;
  letter: { title: string; body: string; kind: Kind; confidential: boolean };
};

/**
 * Another module gives a letter to the mailbox for somebody who has an account. The author is that person; whoever of
 * the staff did it is in the step. Once for each source.
 * @throws ZodError beside the letter's fields; AppError cases.not_found where the account is closed
 */
export async function openOnBehalf(k: Kernel, actor: Actor, given: OnBehalf): Promise<CaseStanding> {
  const { name: source, ref } = given.source;
  const known = await caseOfSource(k.db, source, ref);
  if (known) return known;
  const [author] = await accountsByIds(k.db, [given.authorAccountId]);
  if (!author) return fail('cases.not_found');
  await submitCase(k, {
    actor: { ...actor, name: auditName(actor), displayName: author.name ?? '', locale: author.locale },
    authorAccountId: given.authorAccountId,
    channel: given.channel,
    letter: { ...given.letter, name: author.name ?? '' },
    source: given.source,
  }).catch((error) => {
    // Asked twice at the same moment: the unique source let one in.
    if (!(error instanceof AppError) || error.code !== 'kernel.changed_meanwhile') throw error;
  });
  return (await caseOfSource(k.db, source, ref)) ?? fail('kernel.changed_meanwhile');
}
