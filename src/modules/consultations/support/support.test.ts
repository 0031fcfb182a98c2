import { beforeAll, describe, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { sql } from '../../../kernel/db/index.ts';
import { anonymous } from '../../people/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation, makeContribution } from '../consultations.factory.ts';
import { contributionById } from '../contribution.queries.ts';
import { setSupport } from './set-support.ts';

const k = await testKernel();

let consultation: ConsultationOf<'draft'>;
let people: Awaited<ReturnType<typeof makeAccount>>[];
beforeAll(async () => {
  ({ consultation } = await makeConsultation(k, 'draft'));
  people = await Promise.all(Array.from({ length: 12 }, (_, n) => makeAccount(k, { name: `支持者${n}` })));
});

const supportsOf = async (id: string) => (await contributionById(k.db, id))?.supports;
const rowsOf = async (id: string) => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from consultations.support
    where contribution_id = ${id}`.execute(k.db);
  return rows[0]?.count;
};

describe('support', () => {
  it('counts one person once, however often and at the same time they press', async () => {
    const { id } = await makeContribution(k, consultation);
    const [one] = people;
    if (!one) throw new Error('nobody');
    await Promise.all(Array.from({ length: 60 }, () => setSupport(k, one, id, true)));
    expect([await supportsOf(id), await rowsOf(id)]).toEqual([1, 1]);
    expect(await setSupport(k, one, id, true)).toMatchObject({ on: true, supports: 1 });
  });

  it('of many people at the same time in several processes loses nobody', async () => {
    const made = await Promise.all([1, 2, 3].map(() => makeContribution(k, consultation)));
    // Another process has a queue of its own.
    const other = { ...k };
    await Promise.all(
      people.flatMap((person) =>
        made.flatMap(({ id }, at) => [
          setSupport(at % 2 ? k : other, person, id, true),
          setSupport(k, person, id, true),
        ]),
      ),
    );
    for (const { id } of made) expect([await supportsOf(id), await rowsOf(id)]).toEqual([12, 12]);
    await Promise.all(people.slice(0, 5).map((person) => setSupport(k, person, made[0]?.id ?? '', false)));
    expect([await supportsOf(made[0]?.id ?? ''), await rowsOf(made[0]?.id ?? '')]).toEqual([7, 7]);
  });

  it('pressed on and off leaves what was wished last, and the count with it', async () => {
    const { id } = await makeContribution(k, consultation);
    const [one] = people;
    if (!one) throw new Error('nobody');
    await Promise.all([true, false, true, false].map((on) => setSupport(k, one, id, on)));
    expect(await supportsOf(id)).toBe(await rowsOf(id));
    await setSupport(k, one, id, false);
    await setSupport(k, one, id, false);
    expect([await supportsOf(id), await rowsOf(id)]).toEqual([0, 0]);
  });

  it('is not of one’s own, of nobody, of what is hidden, over or not begun; the others in the batch are not lost', async () => {
    const [one, two] = people;
    if (!one || !two) throw new Error('nobody');
    const own = await makeContribution(k, consultation, { accountId: one.accountId });
    const over = await makeConsultation(k, 'ideas', { from: -40, to: -1 });
    const early = await makeConsultation(k, 'draft', { from: 3, to: 40 });
    const prepared = await makeConsultation(k, 'draft', { state: 'draft' });
    const [late, soon, unseen] = await Promise.all(
      [over, early, prepared].map((made) => makeContribution(k, made.consultation)),
    );
    const hidden = await makeContribution(k, consultation);
    await sql`update consultations.contribution set state = 'hidden' where id = ${hidden.id}`.execute(k.db);
    const outcomes = await Promise.allSettled([
      setSupport(k, one, own.id, true),
      setSupport(k, two, own.id, true),
      setSupport(k, one, late?.id ?? '', true),
      setSupport(k, one, soon?.id ?? '', true),
      setSupport(k, one, unseen?.id ?? '', true),
      setSupport(k, one, hidden.id, true),
      setSupport(k, one, 'not an id', true),
      setSupport(k, anonymous, own.id, true),
    ]);
    expect(outcomes.map((each) => (each.status === 'rejected' ? each.reason.code : each.value.supports))).toEqual([
      'consultations.support.own',
      1,
      'consultations.over',
      'consultations.not_started',
      'consultations.support.not_there',
      'consultations.support.not_there',
      'consultations.support.not_there',
      'kernel.sign_in_first',
    ]);
  });
});
