import { isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, systemActor } from '../../people/index.ts';
import { actInTransaction, actOnConsultation } from '../act-on-consultation.ts';
import { updateContributionState } from '../contribution.queries.ts';
import { arranging } from './at-work.ts';
import { carrySupports, mergedInto, recountSupports, returnSupports, setMerged } from './carry.queries.ts';
import { type Idea, ideaById, lockIdeas } from './idea.queries.ts';
import './ideas.errors.ts';

/**
 * Makes an idea part of another one of the same call. Its page says so and leads on; its support counts there, each person once.
 * @throws AppError consultations.ideas.*, kernel.not_allowed
 */
export async function mergeIdea(k: Kernel, actor: Actor, fromId: string, leadId: string): Promise<void> {
  const known = isId(fromId) ? await ideaById(k.db, fromId) : undefined;
  if (!known || !isId(leadId)) return fail('consultations.ideas.not_found');
  if (fromId === leadId) fail('consultations.ideas.merge_itself');
  await actOnConsultation(
    k,
    actor,
    known.consultationId,
    { act: 'merge_idea', ...arranging },
    async ({ tx, at, consultation }) => {
      const ideas = await lockIdeas(tx, [fromId, leadId]);
      const [from, lead] = [ideas.get(fromId), ideas.get(leadId)];
      if (!from || !lead || from.consultationId !== consultation.id) return fail('consultations.ideas.not_found');
      if (lead.consultationId !== consultation.id) fail('consultations.ideas.merge_elsewhere');
      if (from.state !== 'visible' || lead.state !== 'visible') fail('consultations.ideas.not_standing');
      if (from.stage === 'answered' || from.stage === 'done') fail('consultations.ideas.merge_answered');
      await setMerged(tx, fromId, { leadId, at });
      await updateContributionState(tx, fromId, 'merged');
      await carrySupports(tx, { fromId, leadId, leadAuthorId: lead.accountId, consultationId: consultation.id, at });
      await recountSupports(tx, [fromId, leadId]);
      return { subjectId: fromId, details: { number: from.number, into: lead.number }, result: undefined };
    },
  );
}

/**
 * Makes a merged idea stand for itself again, with the support that it had.
 * @throws AppError consultations.ideas.not_merged, .split_lead_first, kernel.not_allowed
 */
export async function splitIdea(k: Kernel, actor: Actor, id: string): Promise<void> {
  const known = isId(id) ? await ideaById(k.db, id) : undefined;
  if (!known) return fail('consultations.ideas.not_found');
  await actOnConsultation(
    k,
    actor,
    known.consultationId,
    { act: 'split_idea', ...arranging },
    async ({ tx, consultation }) => {
      if (known.mergedInto === null) fail('consultations.ideas.not_merged');
      const ideas = await lockIdeas(tx, [id, known.mergedInto]);
      const [idea, lead] = [ideas.get(id), ideas.get(known.mergedInto)];
      // Split, or split and merged elsewhere, by somebody else at the same time.
      if (!idea || !lead || idea.state !== 'merged' || idea.mergedInto !== lead.id)
        return fail('consultations.ideas.not_merged');
      if (idea.consultationId !== consultation.id) fail('consultations.ideas.not_found');
      if (lead.state === 'merged') fail('consultations.ideas.split_lead_first', { number: lead.number });
      await standAlone(tx, idea, lead);
      return { subjectId: id, details: { number: idea.number, from: lead.number }, result: undefined };
    },
  );
}

async function standAlone(tx: Tx, idea: Idea, lead: Idea): Promise<void> {
  await returnSupports(tx, { fromId: idea.id, leadId: lead.id });
  await setMerged(tx, idea.id, null);
  // What was hidden meanwhile stays hidden.
  if (idea.state === 'merged') await updateContributionState(tx, idea.id, 'visible');
  await recountSupports(tx, [idea.id, lead.id]);
}

/**
 * An idea was taken back by its author: it leaves the one that it had gone into, with the support that it brought; what had gone
 * into it belongs to others and stands for itself again.
 */
export async function splitAfterWithdrawal(k: Kernel, tx: Tx, leadId: string): Promise<void> {
  const lead = await ideaById(tx, leadId);
  if (lead?.state !== 'withdrawn') return;
  if (lead.mergedInto !== null) {
    const held = await lockIdeas(tx, [leadId, lead.mergedInto]);
    const [own, into] = [held.get(leadId), held.get(lead.mergedInto)];
    if (own && into && own.mergedInto === into.id) await standAlone(tx, own, into);
  }
  const ids = await mergedInto(tx, leadId);
  if (ids.length === 0) return;
  for (const id of ids)
    await actInTransaction(
      k,
      tx,
      systemActor,
      lead.consultationId,
      {
        act: 'split_idea',
        as: 'system',
        statuses: ['prepared', 'not_started', 'running', 'ended', 'answered', 'cancelled'],
        may: () => true,
      },
      async () => {
        const idea = (await lockIdeas(tx, [id, leadId])).get(id);
        if (idea?.mergedInto !== leadId) return { done: false, result: undefined };
        await standAlone(tx, idea, lead);
        return { subjectId: id, details: { number: idea.number, from: lead.number }, result: undefined };
      },
    );
}
