import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NotifyParams } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { competitionById } from '../competition.queries.ts';
import { assignedAt, assignmentsOf } from './assignment.queries.ts';
import { reopenedAt } from './sheet.queries.ts';

// keys: competitions.notify.jury_*, competitions.notify.group.jury*

export const juryKinds = [
  'competitions.jury_assigned',
  'competitions.jury_reminder',
  'competitions.jury_look_again',
  'competitions.jury_closed',
] as const;

export type JuryTelling = {
  kind: (typeof juryKinds)[number];
  accountId: string;
  params: NotifyParams;
  link: string;
  dedupe: string;
};

export async function tellJuror(k: Kernel, tx: Tx, at: Date, { accountId, ...rest }: JuryTelling): Promise<void> {
  await k.notify.send(tx, at, { to: { accountId }, ...rest });
}

/** What jurors hear of: entries given to them, a sheet to look at again, the close. */
export async function tellOfJury(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const competition = await competitionById(tx, event.subject);
  if (!competition) return;
  const act = event.type.slice('competitions.'.length);
  const link = (stageId: string) => `/jury/${competition.slug}/${stageId}`;
  const dedupe = `event:${event.id}`;
  const stageId = String(event.payload.stageId ?? '');
  if (act === 'close_jury') {
    const jurors = new Set((await assignmentsOf(tx, stageId)).map(({ jurorId }) => jurorId));
    jurors.delete(event.actorId ?? '');
    for (const accountId of jurors)
      await tellJuror(k, tx, event.at, {
        kind: 'competitions.jury_closed',
        accountId,
        params: { title: competition.title },
        link: link(stageId),
        dedupe,
      });
    return;
  }
  if (act === 'reopen_sheet') {
    const sheet = await reopenedAt(tx, stageId, String(event.payload.entryId ?? ''), event.at);
    if (!sheet) return;
    await tellJuror(k, tx, event.at, {
      kind: 'competitions.jury_look_again',
      accountId: sheet.jurorId,
      params: { title: competition.title, number: sheet.number, reason: sheet.reason },
      link: `${link(stageId)}/${sheet.number}`,
      dedupe,
    });
    return;
  }
  for (const given of await assignedAt(tx, competition.id, event.at)) {
    const stage = competition.stages.find(({ id }) => id === given.stageId);
    if (!stage) continue;
    await tellJuror(k, tx, event.at, {
      kind: 'competitions.jury_assigned',
      accountId: given.jurorId,
      params: { title: competition.title, count: given.count, end: { at: stage.endsAt.toISOString() } },
      link: link(given.stageId),
      dedupe: `${dedupe}:${given.stageId}`,
    });
  }
}
