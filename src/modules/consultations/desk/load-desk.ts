import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { staffNames } from '../../people/index.ts';
import { convenes, mayReadDesk } from '../consultations.policy.ts';
import type { AtDesk } from '../desk-page.tsx';
import { versionsOf } from '../documents/documents.queries.ts';
import { changedSince } from '../documents/versions/changed-since.ts';
import { colleaguesOf } from './assign-opinions.ts';
import { changedAnchors } from './changed-anchors.ts';
import './desk.errors.ts';
import { worksOnOpinions } from './desk.policy.ts';
import { mostAtOnce } from './desk.rules.ts';
import { type DeskQuery, filterOf } from './desk-query.ts';
import {
  answersTo,
  type DeskOpinion,
  headSizes,
  type ListedOpinion,
  listOpinions,
  matchingNumbers,
  opinionByNumber,
  pastDecisions,
  placeOf,
} from './opinion.queries.ts';
import { paragraphText } from './paragraph.queries.ts';
import { loadParagraphs } from './paragraphs.ts';
import { progressOf } from './progress.queries.ts';
import { templatesOf } from './template.queries.ts';

const listed = 30;
const listedBefore = 4;
const shownAlike = 12;
export const severalPage = 200;

export type Desk = AtDesk<'draft'>;

/** What every view of the desk needs. */
async function common(k: Kernel, desk: Desk) {
  const { consultation, actor, status } = desk;
  const [paragraphs, progress, templates, colleagues] = await Promise.all([
    loadParagraphs(k.db, consultation.id),
    progressOf(k.db, consultation.id),
    templatesOf(k.db, consultation.departmentId),
    colleaguesOf(k, consultation.departmentId),
  ]);
  const works = ['running', 'ended', 'answered'].includes(status);
  return {
    ...{ consultation, status, paragraphs, progress, templates, colleagues },
    me: actor.accountId,
    /** decides everything, and gives opinions to colleagues */
    leads: works && convenes(actor, consultation),
    /** reads the consultation's other pages as well */
    reads: mayReadDesk(actor, consultation),
    /** decides at least what was given to them */
    works: works && worksOnOpinions(actor, consultation),
  };
}

/** The list with one opinion in hand, or with none: those around it in the desk's order. */
export async function loadDesk(k: Kernel, desk: Desk, query: DeskQuery, number?: number) {
  const { consultation, actor } = desk;
  const base = await common(k, desk);
  const anchors = base.paragraphs.anchors();
  const filter = filterOf(query, actor.accountId);
  const at = number === undefined ? undefined : await placeOf(k.db, consultation.id, number, anchors);
  const [before, after] = await Promise.all([
    at ? listOpinions(k.db, consultation.id, filter, anchors, { before: at, limit: listedBefore + 1 }) : [],
    // From the one in hand itself, which may have left the list.
    listOpinions(k.db, consultation.id, filter, anchors, {
      ...(at && { after: { ...at, number: at.number - 1 } }),
      limit: listed + 1,
    }),
  ]);
  const rows = [...before.slice(-listedBefore), ...after.slice(0, listed)];
  const inHand = number === undefined ? null : await loadOpinion(k, desk, number);
  return {
    ...base,
    query,
    rows,
    earlier: before.length > listedBefore,
    /** where the list goes on */
    further: after.length > listed ? (after[listed] as ListedOpinion) : undefined,
    previous: before.at(-1),
    next: after.find((row) => row.number !== number),
    sizes: await headSizes(
      k.db,
      consultation.id,
      [...rows, ...(inHand ? [inHand.opinion] : [])].map(({ head }) => head),
    ),
    inHand,
  };
}
export type DeskView = Awaited<ReturnType<typeof loadDesk>>;

/** @throws AppError consultations.desk.opinion_not_found */
async function loadOpinion(k: Kernel, { consultation, actor }: Desk, number: number) {
  const opinion = await opinionByNumber(k.db, consultation.id, number);
  if (!opinion) return fail('consultations.desk.opinion_not_found');
  const { anchor, versionNo, head } = opinion;
  const group = { head } as const;
  const [since, asRead, alike, open, past, answers] = await Promise.all([
    anchor !== null && versionNo !== null ? changedSince(k.db, consultation.id, anchor, versionNo) : 'same',
    anchor !== null && versionNo !== null ? paragraphText(k.db, consultation.id, anchor, versionNo) : undefined,
    listOpinions(k.db, consultation.id, group, [], { limit: shownAlike + 1 }),
    matchingNumbers(k.db, consultation.id, { ...group, state: 'open' }, mostAtOnce),
    pastDecisions(k.db, opinion.id),
    answersTo(k.db, opinion.id, 20),
  ]);
  const names = await staffNames(
    k,
    [opinion.assignedTo, opinion.decidedBy, ...past.map(({ decidedBy }) => decidedBy)].flatMap((id) => id ?? []),
  );
  return {
    ...{ opinion, since, asRead, past, answers, names },
    alike: alike.filter((other) => other.number !== number).slice(0, shownAlike),
    /** others that say the same and that nobody decided */
    openAlike: open.filter((other) => other !== number),
    isTheirs: convenes(actor, consultation) || opinion.assignedTo === actor.accountId,
  };
}
export type InHand = NonNullable<DeskView['inHand']>;

/** Many at once: everything that a list is narrowed to, the first of them with boxes to tick. */
export async function loadSeveral(k: Kernel, desk: Desk, query: DeskQuery) {
  const base = await common(k, desk);
  const anchors = base.paragraphs.anchors();
  const filter = filterOf(query, desk.actor.accountId);
  const [rows, numbers] = await Promise.all([
    listOpinions(k.db, desk.consultation.id, filter, anchors, { limit: severalPage }),
    matchingNumbers(k.db, desk.consultation.id, filter, mostAtOnce),
  ]);
  const sizes = await headSizes(
    k.db,
    desk.consultation.id,
    rows.map(({ head }) => head),
  );
  return {
    ...base,
    query,
    rows,
    numbers,
    sizes,
    versions: base.leads ? await laterVersions(k, desk.consultation.id) : [],
  };
}
export type SeveralView = Awaited<ReturnType<typeof loadSeveral>>;

/** Published versions after the first, with the paragraphs that each changed. */
export async function laterVersions(k: Kernel, consultationId: string): Promise<{ no: number; changed: string[] }[]> {
  const versions = await versionsOf(k.db, consultationId);
  return Promise.all(
    versions.slice(0, -1).map(async ({ no }) => ({ no, changed: await changedAnchors(k.db, consultationId, no) })),
  );
}

/** The first words of an opinion, for lists. */
export function excerptOf({ text }: Pick<DeskOpinion, 'text'>, length = 42): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length > length ? `${letters.slice(0, length).join('')}…` : line;
}
