import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { accountsWithRole } from '../../people/index.ts';
import { consultationById } from '../consultation.queries.ts';
import { authorsOf, latePromises, noteReminder, supportersOf } from './after.queries.ts';
import { type Idea, ideaById } from './idea.queries.ts';
import { isAdopted } from './ideas.rules.ts';

// keys: consultations.notify.idea_*

const batch = 500;
const first = '00000000-0000-0000-0000-000000000000';

/** What each stage tells: to authors, and to whoever supports it too. */
const told = {
  'consultations.examine_idea': { kind: 'consultations.idea_examined', supporters: true },
  'consultations.answer_idea': { kind: 'consultations.idea_answered', supporters: true },
  'consultations.follow_up_idea': { kind: 'consultations.idea_followed_up', supporters: true },
  'consultations.finish_idea': { kind: 'consultations.idea_done', supporters: true },
  'consultations.merge_idea': { kind: 'consultations.idea_merged', supporters: false },
  'consultations.split_idea': { kind: 'consultations.idea_split', supporters: false },
  'consultations.move_idea': { kind: 'consultations.idea_moved', supporters: false },
} as const;

/** Tells authors and supporters of each stage, authors of merging, splitting and moving, and offices of what is given to them. */
export function tellOfIdeas(k: Kernel): void {
  k.notify.declareKinds([
    ...Object.values(told).map(({ kind }) => ({ kind, group: 'consultations.mine' })),
    { kind: 'consultations.idea_thanks', group: 'consultations.mine' },
    { kind: 'consultations.idea_given', group: 'consultations.convening' },
    { kind: 'consultations.idea_late', group: 'consultations.convening' },
  ]);
  k.outbox.subscribe({
    name: 'consultations.tell_of_ideas',
    types: Object.keys(told),
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { subjectId } = event.payload as { subjectId: string | null };
  const idea = subjectId ? await ideaById(tx, subjectId) : undefined;
  const call = idea && (await consultationById(tx, idea.consultationId));
  if (!idea || !call) return;
  const { kind, supporters } = told[event.type as keyof typeof told];
  const link = `/ideas/${call.slug}/${idea.number}`;
  const params = { title: idea.title, call: call.title };
  const send = (accounts: readonly string[], what = kind as string, to = link) =>
    k.notify.send(
      tx,
      event.at,
      ...accounts.map((accountId) => ({
        ...{ to: { accountId }, kind: what, link: to, dedupe: `event:${event.id}:${what}` },
        params,
      })),
    );
  const authors = await authorsOf(tx, idea.id);
  await send(authors);
  if (event.type === 'consultations.answer_idea') await askForThanks(idea, call.settings, link, send);
  if (event.type === 'consultations.examine_idea' && idea.handlerId && idea.handlerId !== event.actorId)
    await send([idea.handlerId], 'consultations.idea_given', `/convene/${call.slug}/ideas/${idea.number}`);
  if (!supporters) return;
  const known = new Set(authors);
  for (let after = first; ; ) {
    const accounts = await supportersOf(tx, idea.id, after, batch);
    await send(accounts.filter((id) => !known.has(id)));
    const last = accounts.at(-1);
    if (!last || accounts.length < batch) return;
    after = last;
  }
}

/** Whose idea is taken up is asked whether they want to be thanked by name; nobody is named without their word. */
async function askForThanks(
  idea: Idea,
  settings: object,
  link: string,
  send: (accounts: readonly string[], kind: string, link: string) => Promise<unknown>,
): Promise<void> {
  const asks = 'thanks' in settings && settings.thanks === true;
  if (asks && isAdopted(idea.outcome) && idea.accountId !== null)
    await send([idea.accountId], 'consultations.idea_thanks', `${link}/mine`);
}

/** Once a day: whoever works on an idea is reminded of a promise whose day is over, once. */
export async function remindOfPromises(k: Kernel): Promise<number> {
  const at = k.clock.now();
  const late = await latePromises(k.db, localDate(at, k.config.TIME_ZONE), batch);
  for (const { id, day, handlerId, departmentId, slug, number, title, call } of late) {
    const own = handlerId ? [handlerId] : await accountsWithRole(k, 'convener', departmentId);
    await inTransaction(k.db, async (tx) => {
      if (!(await noteReminder(tx, id, day))) return;
      await k.notify.send(
        tx,
        at,
        ...own.map((accountId) => ({
          ...{ to: { accountId }, kind: 'consultations.idea_late', link: `/convene/${slug}/ideas/${number}` },
          params: { title, call, day: { day } },
          dedupe: `late:${id}:${day}`,
        })),
      );
    });
  }
  return late.length;
}
