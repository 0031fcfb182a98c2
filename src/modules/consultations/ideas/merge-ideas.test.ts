import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle, testKernel } from '../../../../test/harness.ts';
import { inTransaction, sql } from '../../../kernel/db/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { withdrawContribution } from '../comments/withdraw-contribution.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { contributionById, updateContributionState } from '../contribution.queries.ts';
import { setSupport } from '../support/set-support.ts';
import { ideaById } from './idea.queries.ts';
import { makeIdea, supportIdea, workOn } from './ideas.factory.ts';
import { mergeIdea, splitIdea } from './merge-ideas.ts';
import { moveIdea } from './move-idea.ts';
import { eraseIdeasOf } from './personal-data.queries.ts';

const k = await testKernel();

type Account = Awaited<ReturnType<typeof makeAccount>>;
let call: ConsultationOf<'ideas'>;
let convener: Account;
let people: Account[];
beforeAll(async () => {
  ({ consultation: call, convener } = await makeConsultation(k, 'ideas'));
  people = await Promise.all(Array.from({ length: 8 }, (_, n) => makeAccount(k, { name: `支持者${n}` })));
});

const some = (...at: number[]) => at.map((n) => people[n] as Account);

/** Who supports each, by their place among the people, and the count that the page says. */
async function supportersOf(id: string): Promise<number[]> {
  const { rows } = await sql<{ id: string }>`select account_id as id from consultations.support
    where contribution_id = ${id}`.execute(k.db);
  const places = rows.map((row) => people.findIndex(({ accountId }) => accountId === row.id)).sort((a, b) => a - b);
  expect((await contributionById(k.db, id))?.supports).toBe(places.length);
  return places;
}

describe('merging', () => {
  it('counts each person once over all that went in, and a split gives back what each had', async () => {
    const [a, b, c] = [await makeIdea(k, call), await makeIdea(k, call), await makeIdea(k, call)];
    await supportIdea(k, a.id, some(0, 1, 2));
    await supportIdea(k, b.id, some(1, 2, 3));
    await supportIdea(k, c.id, some(3, 4));
    await mergeIdea(k, convener, b.id, a.id);
    await mergeIdea(k, convener, c.id, a.id);
    expect(await supportersOf(a.id)).toEqual([0, 1, 2, 3, 4]);
    expect((await ideaById(k.db, b.id))?.state).toBe('merged');
    // Somebody whom two brought stays as long as one of them is there.
    await splitIdea(k, convener, b.id);
    expect(await supportersOf(a.id)).toEqual([0, 1, 2, 3, 4]);
    await splitIdea(k, convener, c.id);
    expect([await supportersOf(a.id), await supportersOf(b.id), await supportersOf(c.id)]).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [3, 4],
    ]);
  });

  it('makes nobody support an idea of their own', async () => {
    const [author] = some(5);
    const lead = await makeIdea(k, call, { author: author as Account });
    const from = await makeIdea(k, call);
    await supportIdea(k, from.id, some(5, 6));
    await mergeIdea(k, convener, from.id, lead.id);
    expect(await supportersOf(lead.id)).toEqual([6]);
    await splitIdea(k, convener, from.id);
    expect([await supportersOf(lead.id), await supportersOf(from.id)]).toEqual([[], [5, 6]]);
  });

  it('takes support back from both where a person takes it back from the merged one', async () => {
    const [a, b] = [await makeIdea(k, call), await makeIdea(k, call)];
    await supportIdea(k, b.id, some(0, 1));
    await mergeIdea(k, convener, b.id, a.id);
    await setSupport(k, people[0] as Account, a.id, false);
    await setSupport(k, people[1] as Account, a.id, false);
    // Pressed again it is support of the lead, and of the other one too.
    k.clock.advance(1000);
    await setSupport(k, people[1] as Account, a.id, true);
    await setSupport(k, people[2] as Account, a.id, true);
    await splitIdea(k, convener, b.id);
    expect([await supportersOf(a.id), await supportersOf(b.id)]).toEqual([[1, 2], [1]]);
  });

  it('goes step by step where ideas went into one that went into another', async () => {
    const [a, b, c] = [await makeIdea(k, call), await makeIdea(k, call), await makeIdea(k, call)];
    await supportIdea(k, a.id, some(0));
    await supportIdea(k, b.id, some(1));
    await mergeIdea(k, convener, a.id, b.id);
    await mergeIdea(k, convener, b.id, c.id);
    expect(await supportersOf(c.id)).toEqual([0, 1]);
    await expect(splitIdea(k, convener, a.id)).rejects.toMatchObject({ code: 'consultations.ideas.split_lead_first' });
    await splitIdea(k, convener, b.id);
    await splitIdea(k, convener, a.id);
    expect([await supportersOf(a.id), await supportersOf(b.id), await supportersOf(c.id)]).toEqual([[0], [1], []]);
  });

  it('keeps support exactly whatever is merged, split and pressed in whatever order', async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant('press' as const), who: fc.nat(5), idea: fc.nat(3), on: fc.boolean() }),
      fc.record({ act: fc.constant('merge' as const), from: fc.nat(3), idea: fc.nat(3) }),
      fc.record({ act: fc.constant('split' as const), idea: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const ideas = [];
        for (let n = 0; n < 4; n++) ideas.push(await makeIdea(k, call));
        const model = new Model(4);
        for (const one of steps) {
          k.clock.advance(1000);
          const id = ideas[one.idea]?.id ?? '';
          const said = await (one.act === 'press'
            ? setSupport(k, people[one.who] as Account, id, one.on)
            : one.act === 'merge'
              ? mergeIdea(k, convener, ideas[one.from]?.id ?? '', id)
              : splitIdea(k, convener, id)
          ).then(
            () => true,
            () => false,
          );
          expect(said).toBe(model.take(one));
        }
        for (const [n, { id }] of ideas.entries()) expect(await supportersOf(id)).toEqual(model.supporters(n));
      }),
      { numRuns: 25, seed: 5, endOnFailure: true },
    );
  }, 120_000);

  it('refuses what makes no sense', async () => {
    const [a, b] = [await makeIdea(k, call), await makeIdea(k, call)];
    const { consultation: other, convener: stranger } = await makeConsultation(k, 'ideas');
    const c = await makeIdea(k, other);
    const code = (promise: Promise<unknown>) => promise.then(() => 'done').catch((error) => error.code);
    expect(await code(mergeIdea(k, convener, a.id, a.id))).toBe('consultations.ideas.merge_itself');
    expect(await code(mergeIdea(k, convener, a.id, c.id))).toBe('consultations.ideas.merge_elsewhere');
    expect(await code(mergeIdea(k, convener, a.id, 'x'))).toBe('consultations.ideas.not_found');
    expect(await code(mergeIdea(k, stranger, a.id, b.id))).toBe('kernel.not_allowed');
    expect(await code(splitIdea(k, convener, a.id))).toBe('consultations.ideas.not_merged');
    await workOn(k, convener, a.id, { departmentId: call.departmentId, outcome: 'taken_up' });
    expect(await code(mergeIdea(k, convener, a.id, b.id))).toBe('consultations.ideas.merge_answered');
    await mergeIdea(k, convener, b.id, a.id);
    expect(await code(mergeIdea(k, convener, b.id, a.id))).toBe('consultations.ideas.not_standing');
  });

  it('of two at once does one', async () => {
    const [a, b] = [await makeIdea(k, call), await makeIdea(k, call)];
    await supportIdea(k, a.id, some(0, 1));
    await supportIdea(k, b.id, some(1, 2));
    const done = await Promise.allSettled([mergeIdea(k, convener, a.id, b.id), mergeIdea(k, convener, b.id, a.id)]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lead = (await ideaById(k.db, a.id))?.state === 'merged' ? b.id : a.id;
    expect(await supportersOf(lead)).toEqual([0, 1, 2]);
    const split = await Promise.allSettled([1, 2, 3].map(() => splitIdea(k, convener, lead === a.id ? b.id : a.id)));
    expect(split.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([await supportersOf(a.id), await supportersOf(b.id)]).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('loses no support that comes in while it happens', async () => {
    const [a, b] = [await makeIdea(k, call), await makeIdea(k, call)];
    const pressed = people.map((person) =>
      setSupport(k, person, a.id, true).then(
        () => true,
        () => false,
      ),
    );
    await mergeIdea(k, convener, a.id, b.id);
    const counted = (await Promise.all(pressed)).flatMap((done, n) => (done ? [n] : []));
    expect(await supportersOf(b.id)).toEqual(counted);
  });
});

describe('an idea that others went into', () => {
  it('is taken back by its author: the others stand for themselves again', async () => {
    const [lead, other] = [await makeIdea(k, call), await makeIdea(k, call)];
    await supportIdea(k, other.id, some(0, 1));
    await mergeIdea(k, convener, other.id, lead.id);
    await settle(k);
    await withdrawContribution(k, lead.author, lead.id);
    await settle(k);
    expect(await ideaById(k.db, other.id)).toMatchObject({ state: 'visible', mergedInto: null, supports: 2 });
    // Title and place go as its words do.
    expect(await ideaById(k.db, lead.id)).toMatchObject({ state: 'withdrawn', title: '——', place: '' });
  });

  it('is taken back by its author as part of another one too: words, name and the support that it brought go', async () => {
    const [lead, middle, other] = [await makeIdea(k, call), await makeIdea(k, call), await makeIdea(k, call)];
    await supportIdea(k, lead.id, some(0));
    await supportIdea(k, middle.id, some(0, 1));
    await supportIdea(k, other.id, some(2));
    await mergeIdea(k, convener, other.id, middle.id);
    await mergeIdea(k, convener, middle.id, lead.id);
    expect((await ideaById(k.db, lead.id))?.supports).toBe(3);
    await withdrawContribution(k, middle.author, middle.id);
    await settle(k);
    expect(await ideaById(k.db, middle.id)).toMatchObject({ state: 'withdrawn', text: '—', mergedInto: null });
    expect(await ideaById(k.db, other.id)).toMatchObject({ state: 'visible', mergedInto: null, supports: 1 });
    expect((await ideaById(k.db, lead.id))?.supports).toBe(1);
  });

  it('leaves what was hidden in it hidden, and no longer part of what is gone', async () => {
    const [lead, other] = [await makeIdea(k, call), await makeIdea(k, call)];
    await mergeIdea(k, convener, other.id, lead.id);
    await inTransaction(k.db, (tx) => updateContributionState(tx, other.id, 'hidden'));
    await withdrawContribution(k, lead.author, lead.id);
    await settle(k);
    expect(await ideaById(k.db, other.id)).toMatchObject({ state: 'hidden', mergedInto: null });
  });

  it('forgets who supported what when an account goes', async () => {
    const [lead, other] = [await makeIdea(k, call), await makeIdea(k, call)];
    await supportIdea(k, other.id, some(7));
    await mergeIdea(k, convener, other.id, lead.id);
    await inTransaction(k.db, (tx) => eraseIdeasOf(tx, people[7]?.accountId ?? '', k.clock.now()));
    const { rows } =
      await sql`select from consultations.idea_carried where account_id = ${people[7]?.accountId}`.execute(k.db);
    expect(rows).toEqual([]);
  });
});

describe('moving to another call', () => {
  it('takes support and photos along, gives a number there, and leads on from the old address', async () => {
    const { consultation: there } = await makeConsultation(k, 'ideas', { departmentId: call.departmentId });
    const mover = await makeAccount(k, { roles: [{ role: 'convener', departmentId: call.departmentId }] });
    await makeIdea(k, there);
    const idea = await makeIdea(k, call);
    await supportIdea(k, idea.id, some(0, 1));
    expect(await moveIdea(k, mover, idea.id, there.slug)).toEqual({ slug: there.slug, number: 2 });
    expect(await ideaById(k.db, idea.id)).toMatchObject({ consultationId: there.id, number: 2, supports: 2 });
    await setSupport(k, people[2] as Account, idea.id, true);
    expect(await supportersOf(idea.id)).toEqual([0, 1, 2]);
  });

  it('takes a convener of both, and an idea that is not answered and holds no other', async () => {
    const { consultation: there } = await makeConsultation(k, 'ideas');
    const idea = await makeIdea(k, call);
    await expect(moveIdea(k, convener, idea.id, there.slug)).rejects.toMatchObject({
      code: 'consultations.ideas.move_nowhere',
    });
    const { consultation: own } = await makeConsultation(k, 'ideas', { departmentId: call.departmentId });
    const other = await makeIdea(k, call);
    await mergeIdea(k, convener, other.id, idea.id);
    await expect(moveIdea(k, convener, idea.id, own.slug)).rejects.toMatchObject({
      code: 'consultations.ideas.has_merged',
    });
  });
});

type Step =
  | { act: 'press'; who: number; idea: number; on: boolean }
  | { act: 'merge'; from: number; idea: number }
  | { act: 'split'; idea: number };

/** What merging means, said once more without tables: support of each idea, what each merge brought, and who took it back. */
class Model {
  readonly own: Set<number>[];
  /** people by what they support of their own accord since the merge */
  readonly shown: Set<number>[];
  readonly into: (number | null)[];
  readonly brought: Map<number, boolean>[];

  constructor(count: number) {
    this.own = Array.from({ length: count }, () => new Set());
    this.shown = Array.from({ length: count }, () => new Set());
    this.into = Array.from({ length: count }, () => null);
    this.brought = Array.from({ length: count }, () => new Map());
  }

  supporters(n: number): number[] {
    return [...(this.shown[n] ?? [])].sort((a, b) => a - b);
  }

  /** @returns whether it is possible */
  take(step: Step): boolean {
    const shown = this.shown[step.idea] as Set<number>;
    const own = this.own[step.idea] as Set<number>;
    if (step.act === 'press') {
      if (this.into[step.idea] !== null) return false;
      if (!step.on) {
        own.delete(step.who);
        shown.delete(step.who);
      } else if (!shown.has(step.who)) {
        shown.add(step.who);
        own.add(step.who);
      }
      return true;
    }
    if (step.act === 'merge') {
      const { from } = step;
      if (from === step.idea || this.into[from] !== null || this.into[step.idea] !== null) return false;
      this.into[from] = step.idea;
      this.brought[from] = new Map([...(this.shown[from] ?? [])].map((who) => [who, true]));
      for (const who of this.shown[from] ?? []) shown.add(who);
      return true;
    }
    const lead = this.into[step.idea];
    if (lead === null || lead === undefined || this.into[lead] !== null) return false;
    const leadShown = this.shown[lead] as Set<number>;
    for (const who of (this.brought[step.idea] as Map<number, boolean>).keys()) {
      if (!leadShown.has(who)) {
        shown.delete(who);
        own.delete(who);
        continue;
      }
      const others = this.into.some((at, n) => at === lead && n !== step.idea && this.brought[n]?.has(who));
      if (!(this.own[lead] as Set<number>).has(who) && !others) leadShown.delete(who);
    }
    this.into[step.idea] = null;
    this.brought[step.idea] = new Map();
    return true;
  }
}
