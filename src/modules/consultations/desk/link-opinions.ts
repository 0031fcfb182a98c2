import { z } from 'zod';
import type { Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation, type Deed } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { decidable, linkByAnchor, linkToVersion } from './decision.queries.ts';
import './desk.errors.ts';
import { changedAnchors } from './changed-anchors.ts';
import { numbersText, typedNumbers } from './desk.rules.ts';

const version = z.coerce.number('consultations.desk.field.version').int().min(2).max(999);

export const linkInput = z.object({
  numbers: typedNumbers,
  /** '': it changed none */
  versionNo: z.union([z.literal(''), version], 'consultations.desk.field.version'),
  /** paragraphs of that version, by anchor; none: each the paragraph that it was made on */
  anchors: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((given) => [...new Set([given].flat())].filter((anchor) => anchor !== '')),
});
export type LinkInput = z.input<typeof linkInput>;

const act = {
  act: 'link_opinions',
  as: 'convener',
  kind: 'draft',
  statuses: ['running', 'ended', 'answered'],
  may: convenes,
} as const;

/**
 * Says which paragraphs of a later version adopted opinions changed. Only paragraphs that this version did change can be
 * named.
 * @returns how many opinions; those that were not adopted are passed over
 */
export async function linkOpinions(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: LinkInput,
): Promise<{ linked: number }> {
  const { numbers, versionNo, anchors } = linkInput.parse(given);
  return actOnConsultation(k, actor, consultationId, act, async ({ tx }): Promise<Deed<{ linked: number }>> => {
    const changed = versionNo === '' ? [] : await holdChanged(tx, consultationId, versionNo, anchors);
    const found = await decidable(tx, consultationId, numbers);
    const ids = found.map(({ id }) => id);
    const linked =
      versionNo !== '' && anchors.length === 0
        ? await linkByAnchor(tx, consultationId, versionNo, changed, ids)
        : await linkToVersion(tx, ids, versionNo === '' ? null : versionNo, anchors);
    if (linked === 0) fail('consultations.desk.nothing_done');
    return {
      details: { numbers: numbersText(found.map(({ number }) => number)), version: versionNo || null, anchors },
      result: { linked },
    };
  });
}

async function holdChanged(tx: Tx, consultationId: string, versionNo: number, anchors: string[]): Promise<string[]> {
  const changed = await changedAnchors(tx, consultationId, versionNo);
  if (changed.length === 0) failFields({ versionNo: { key: 'consultations.desk.field.version' } });
  if (anchors.some((anchor) => !changed.includes(anchor)))
    failFields({ anchors: { key: 'consultations.desk.field.anchors' } });
  return changed;
}

/**
 * Links every adopted opinion that was made on a paragraph which this version changed, and that is linked with none yet.
 * @returns how many
 */
export async function linkAdopted(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: { versionNo: unknown },
): Promise<{ linked: number }> {
  const versionNo = version.parse(given.versionNo);
  return actOnConsultation(k, actor, consultationId, act, async ({ tx }): Promise<Deed<{ linked: number }>> => {
    const changed = await changedAnchors(tx, consultationId, versionNo);
    const linked = await linkByAnchor(tx, consultationId, versionNo, changed, null);
    return { done: linked > 0, details: { version: versionNo, count: linked }, result: { linked } };
  });
}
