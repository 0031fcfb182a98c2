import { beforeAll, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { anonymous } from '../../people/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { displayNameOf, type Letter, submitCase } from './submit-case.ts';

let k: Kernel;
beforeAll(async () => {
  k = await testKernel();
});

const letter: Letter = {
  title: '槐荫路的路灯不亮',
  body: '从小学到四号院这一段，十一盏路灯有七盏不亮，孩子下晚自习不敢走。',
  kind: 'help',
};
const send = (change: Partial<Letter> = {}) =>
  submitCase(k, { actor: anonymous, letter: { ...letter, ...change }, channel: 'web', authorAccountId: null });

it('gives each of many letters at once a number of its own, without a gap, and keeps every one', async () => {
  const receipts = await Promise.all(Array.from({ length: 300 }, () => send()));
  const numbers = receipts.map((receipt) => receipt.number).sort();
  expect(new Set(numbers).size).toBe(300);
  expect(numbers[0]).toBe('2026-1119-0001');
  expect(numbers.at(-1)).toBe('2026-1119-0300');
  const { rows } = await k.pool.query(
    `select count(*) as cases, (select count(*) from cases.author) as authors, (select count(*) from cases.step) as steps,
       (select count(*) from kernel.event where type = 'cases.submit') as events, (select count(*) from kernel.audit_entry) as entries
     from cases.case`,
  );
  expect(rows[0]).toEqual({ cases: 300, authors: 300, steps: 300, events: 300, entries: 300 });
});

it('gives an anonymous author a code, and somebody with an account none', async () => {
  expect((await send()).trackingCode).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
  const actor = await makeAccount(k);
  const receipt = await submitCase(k, { actor, letter, channel: 'web', authorAccountId: actor.accountId });
  expect(receipt.trackingCode).toBeNull();
});

it('takes the same letter of another system once', async () => {
  const source = { name: 'open311:test', ref: 'abc' };
  const once = { actor: anonymous, letter, channel: 'api' as const, authorAccountId: null, source };
  const attempts = await Promise.allSettled([submitCase(k, once), submitCase(k, once), submitCase(k, once)]);
  expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
});

it.each([
  ['an empty title', { title: '  ' }, 'title'],
  ['a text that is too short', { body: '太短' }, 'body'],
  ['a text of 1 MB', { body: '长'.repeat(1_000_000) }, 'body'],
  ['a telephone number with ten digits', { phone: '1390000271' }, 'phone'],
  ['a point without its other half', { lon: 103.6 }, 'lon'],
  ['a district that does not exist', { districtId: '01900000-0000-7000-8000-000000000000' }, 'districtId'],
])('refuses %s beside its field', async (_what, change, field) => {
  const error = (await send(change as Partial<Letter>).catch((reason) => reason)) as {
    fields?: object;
    issues?: { path: string[] }[];
  };
  const fields = error.fields ? Object.keys(error.fields) : error.issues?.map((issue) => issue.path.join('.'));
  expect(fields).toContain(field);
});

it('shows of a name what its owner chose, else the family name', () => {
  expect(['许女士', '王小明', '欧阳春', '', '李', 'A00045581'].map(displayNameOf)).toEqual([
    '许女士',
    '王**',
    '欧阳*',
    '',
    '李*',
    'A**',
  ]);
});
