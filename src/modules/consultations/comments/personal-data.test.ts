import { beforeAll, describe, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { inTransaction, sql } from '../../../kernel/db/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation, makeContribution } from '../consultations.factory.ts';
import { contributionById } from '../contribution.queries.ts';
import { reportContribution } from '../moderation/report-contribution.ts';
import { setSupport } from '../support/set-support.ts';
import { countOfAccount, eraseAccount, exportOfAccount, moveAccount } from './personal-data.queries.ts';
import { sayComment } from './say-comment.ts';

const k = await testKernel();
let draft: ConsultationOf<'draft'>;
let map: ConsultationOf<'map'>;
beforeAll(async () => {
  draft = (await makeConsultation(k, 'draft')).consultation;
  map = (await makeConsultation(k, 'map')).consultation;
});

const supportsOf = async (id: string) => (await contributionById(k.db, id))?.supports;
const rowsOf = async (id: string) =>
  (
    await sql<{ count: number }>`select count(*)::int as count from consultations.support
      where contribution_id = ${id}`.execute(k.db)
  ).rows[0]?.count;

describe('what is held of somebody', () => {
  it('is counted and given to them, of all kinds, and nothing of others', async () => {
    const [own, other] = [await makeAccount(k), await makeAccount(k)];
    const said = await sayComment(k, own, draft.id, { text: '我自己的意见', shownAs: '我取的名字' });
    await makeContribution(k, map, { accountId: own.accountId, text: '我自己的观点' });
    const theirs = await makeContribution(k, draft, { accountId: other.accountId, text: '别人的意见' });
    await setSupport(k, own, theirs.id, true);
    await setSupport(k, other, said.id, true);
    await reportContribution(k, own, theirs.id, { rule: 'other', reason: '我觉得不妥当。' });
    expect(await countOfAccount(k.db, own.accountId)).toBe(4);
    const given = JSON.stringify(await exportOfAccount(k.db, own.accountId));
    for (const word of ['我自己的意见', '我取的名字', '我自己的观点', '我觉得不妥当。']) expect(given).toContain(word);
    expect(given).not.toContain('别人的意见');
    expect(given).not.toContain(other.accountId);
  });
});

describe('an account that goes', () => {
  it('leaves what it said under no name, and neither supports nor its reports’ author', async () => {
    const [own, other] = [await makeAccount(k), await makeAccount(k)];
    const said = await sayComment(k, own, draft.id, { text: '留下的意见', shownAs: '走了的人', token: 'abc' });
    const theirs = await makeContribution(k, draft, { accountId: other.accountId });
    await setSupport(k, own, theirs.id, true);
    await setSupport(k, other, theirs.id, true).catch(() => undefined);
    await reportContribution(k, own, theirs.id, { rule: 'other', reason: '我觉得不妥当。' });
    await inTransaction(k.db, (tx) => eraseAccount(tx, own.accountId, '一位市民'));
    expect(await contributionById(k.db, said.id)).toMatchObject({
      accountId: null,
      shownAs: '一位市民',
      text: '留下的意见',
      state: 'visible',
    });
    expect([await supportsOf(theirs.id), await rowsOf(theirs.id)]).toEqual([0, 0]);
    const { rows } = await sql`select row_to_json(r)::text as row from consultations.report r
      union all select row_to_json(s)::text from consultations.support s
      union all select row_to_json(n)::text from consultations.contribution n`.execute(k.db);
    expect(JSON.stringify(rows)).not.toContain(own.accountId);
    expect(JSON.stringify(rows)).not.toContain('走了的人');
    expect(await countOfAccount(k.db, own.accountId)).toBe(0);
  });
});

describe('two accounts of one person that become one', () => {
  it('count once, and do not support their own', async () => {
    const [from, to, other] = [await makeAccount(k), await makeAccount(k), await makeAccount(k)];
    const [both, only, own] = [
      await makeContribution(k, draft, { accountId: other.accountId }),
      await makeContribution(k, draft, { accountId: other.accountId }),
      await makeContribution(k, draft, { accountId: to.accountId }),
    ];
    for (const [who, what] of [
      [from, both],
      [to, both],
      [from, only],
      [from, own],
      [other, own],
    ] as const)
      await setSupport(k, who, what.id, true);
    for (const who of [from, to])
      await reportContribution(k, who, both.id, { rule: 'other', reason: '我觉得不妥当。' });
    await inTransaction(k.db, (tx) => moveAccount(tx, from.accountId, to.accountId));
    for (const [what, count] of [
      [both, 1],
      [only, 1],
      [own, 1],
    ] as const)
      expect([await supportsOf(what.id), await rowsOf(what.id)]).toEqual([count, count]);
    expect(await countOfAccount(k.db, from.accountId)).toBe(0);
    const given = (await exportOfAccount(k.db, to.accountId)) as Record<string, unknown[]>;
    expect([given.contributions?.length, given.supports?.length, given.reports?.length]).toEqual([1, 2, 1]);
  });
});
