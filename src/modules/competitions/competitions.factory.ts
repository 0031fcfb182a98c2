import { randomBytes } from 'node:crypto';
import { inTransaction, newId } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { makeAccount, makeDepartment } from '../people/people.factory.ts';
import { type Competition, competitionById } from './competition.queries.ts';
import { insertMadeCompetition, insertMadeDuty, insertMadeEntry } from './competitions.factory.queries.ts';
import {
  type Duty,
  type EntryState,
  type EntryWay,
  type Format,
  type Mode,
  type StageKind,
  stageSettings,
} from './competitions.rules.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

export type MadeStage = {
  kind: StageKind;
  title?: string;
  /** days from now, by the kernel's clock; fractions count */
  from?: number;
  to?: number;
  settings?: Record<string, unknown>;
  closed?: boolean;
};

/** Criteria for tests: two of 60 and 40 percent. */
export const madeCriteria = [
  { id: 'craft', name: '手艺', weight: 60 },
  { id: 'meaning', name: '意义', weight: 40 },
];

/**
 * Test data: a competition with these stages, written straight into the tables, and its organiser.
 * @param given.stages entry over, the others one after another of ten days each, unless told otherwise
 */
export async function makeCompetition(
  k: Kernel,
  given: {
    slug?: string;
    format?: Format;
    title?: string;
    mode?: Mode;
    state?: Competition['state'];
    departmentId?: string;
    categories?: string[];
    stages?: MadeStage[];
  } = {},
): Promise<{ competition: Competition; organiser: Account }> {
  const departmentId = given.departmentId ?? (await makeDepartment(k));
  const organiser = await makeAccount(k, { name: '组织者', roles: [{ role: 'organiser', departmentId }] });
  const id = newId();
  const now = k.clock.now().getTime();
  const stages = (given.stages ?? [{ kind: 'entry' }, { kind: 'results' }]).map((stage, position) => {
    const from = stage.from ?? (position - 1) * 10 + 1;
    const extra = stage.kind === 'jury' || stage.kind === 'pitch' ? { criteria: madeCriteria } : {};
    return {
      id: newId(),
      position,
      kind: stage.kind,
      title: stage.title ?? '',
      startsAt: new Date(now + from * 86_400_000),
      endsAt: new Date(now + (stage.to ?? from + 9.5) * 86_400_000),
      settings: stageSettings[stage.kind].parse({ ...extra, ...stage.settings }),
      closedAt: stage.closed ? new Date(now) : null,
    };
  });
  await inTransaction(k.db, (tx) =>
    insertMadeCompetition(tx, {
      id,
      slug: given.slug ?? `c-${randomBytes(4).toString('hex')}`,
      format: given.format ?? 'blank',
      title: given.title ?? '十佳街巷手艺',
      mode: given.mode ?? 'award',
      approvalNumber: given.mode === 'showcase' ? '' : '云评组批〔2026〕14 号',
      state: given.state ?? 'open',
      departmentId,
      categories: (given.categories ?? ['手艺']).map((name, position) => ({ id: newId(), position, name })),
      stages,
      at: k.clock.now(),
    }),
  );
  const competition = await competitionById(k.db, id);
  if (!competition) throw new Error('the competition was not made');
  return { competition, organiser };
}

/** Test data: an entry, accepted unless told otherwise. */
export async function makeCompetitionEntry(
  k: Kernel,
  competition: Competition,
  given: {
    category?: string;
    title?: string;
    state?: EntryState;
    way?: EntryWay;
    accountId?: string | null;
    byLine?: string;
    body?: string;
    late?: boolean;
  } = {},
): Promise<{ id: string; number: number }> {
  const category = competition.categories.find(({ name }) => name === given.category) ?? competition.categories[0];
  if (!category) throw new Error('the competition has no category');
  return inTransaction(k.db, (tx) =>
    insertMadeEntry(tx, {
      id: newId(),
      competitionId: competition.id,
      categoryId: category.id,
      way: given.way ?? 'self',
      accountId: given.accountId ?? null,
      title: given.title ?? '油纸伞',
      byLine: given.byLine ?? '程伞庄，渡口街',
      body: given.body ?? '三代人做伞。',
      state: given.state ?? 'accepted',
      late: given.late ?? false,
      at: k.clock.now(),
    }),
  );
}

/** Test data: somebody who accepted a duty. */
export async function makeDuty(k: Kernel, competition: Competition, duty: Duty, account?: Account): Promise<Account> {
  const holder =
    account ??
    (await makeAccount(k, duty === 'screener' || duty === 'organiser' ? { roles: [{ role: 'editor' }] } : {}));
  await inTransaction(k.db, (tx) =>
    insertMadeDuty(tx, {
      id: newId(),
      competitionId: competition.id,
      accountId: holder.accountId,
      duty,
      shownAs: holder.name,
      at: k.clock.now(),
    }),
  );
  return holder;
}
