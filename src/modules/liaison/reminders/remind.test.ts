import { beforeEach, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../test/harness.ts';
import {
  makeConsentingMember,
  makeEntry,
  makeLiaisonMatter,
  makeNamedContact,
  makeOffice,
} from '../liaison.factory.ts';
import { remindLiaison } from './remind.ts';

let k: TestKernel;
beforeEach(async () => {
  k = await testKernel();
});

const kinds = async (accountId: string) =>
  (await k.notify.inbox(k.db, accountId, 'zh-CN'))
    .map(({ kind }) => kind)
    .filter((kind) => /work_|office_/.test(kind))
    .sort();
const morning = (day: string) => k.clock.set(new Date(`${day}T00:30:00Z`));

it('reminds of matters when the day comes near, when it is over, and when nothing moves; once each', async () => {
  const made = await makeNamedContact(k);
  const matter = await makeLiaisonMatter(k, made);
  morning('2026-11-20');
  expect(await remindLiaison(k)).toMatchObject({ due: 0, stalled: 0 });
  morning('2026-11-26');
  expect(await remindLiaison(k)).toMatchObject({ due: 0, stalled: 1 });
  expect(await remindLiaison(k)).toMatchObject({ due: 0, stalled: 0 });
  morning('2026-11-27');
  expect(await remindLiaison(k)).toMatchObject({ stalled: 0 });
  // Due at the end of 10 December: blue two working days before, yellow one.
  morning('2026-12-08');
  expect(await remindLiaison(k)).toMatchObject({ due: 1 });
  morning('2026-12-09');
  expect(await remindLiaison(k)).toMatchObject({ due: 1 });
  morning('2026-12-10');
  expect(await remindLiaison(k)).toMatchObject({ due: 0 });
  morning('2026-12-11');
  expect(await remindLiaison(k)).toMatchObject({ due: 1 });
  expect(await remindLiaison(k)).toMatchObject({ due: 0 });
  expect((await kinds(made.contact.accountId)).filter((kind) => kind === 'liaison.work_due_over')).toHaveLength(1);
  expect(matter.number).toBe('L2026-0001');
});

it('says nothing on a day off', async () => {
  const made = await makeNamedContact(k);
  await makeLiaisonMatter(k, made);
  morning('2026-12-12');
  expect(await remindLiaison(k)).toEqual({ due: 0, stalled: 0, quarter: 0, vacancies: 0 });
});

it('reminds of members not contacted this quarter thirty, ten and three days before its end, once each', async () => {
  const made = await makeNamedContact(k);
  await makeNamedContact(k, { contact: made.contact, departmentId: made.departmentId });
  const reached = await makeNamedContact(k);
  await makeEntry(k, reached);
  const quarter = async (day: string) => {
    morning(day);
    return (await remindLiaison(k)).quarter;
  };
  expect(await quarter('2026-11-30')).toBe(0);
  expect(await quarter('2026-12-01')).toBe(2);
  expect(await quarter('2026-12-02')).toBe(0);
  expect(await quarter('2026-12-22')).toBe(2);
  expect(await quarter('2026-12-23')).toBe(0);
  expect(await quarter('2026-12-28')).toBe(2);
  expect(await quarter('2026-12-31')).toBe(0);
  expect(await kinds(reached.contact.accountId)).not.toContain('liaison.work_quarter');
  expect((await kinds(made.contact.accountId)).filter((kind) => kind === 'liaison.work_quarter')).toHaveLength(3);
  const [notice] = await k.notify.inbox(k.db, made.contact.accountId, 'zh-CN');
  expect(notice?.title).toContain('2');
  // A new quarter begins without any contact.
  expect(await quarter('2027-03-01')).toBe(3 + 0);
});

it('tells the liaison office of members without contact once a week, not of those who want none', async () => {
  const office = await makeOffice(k);
  const { makeMember } = await import('../../people/register/register.factory.ts');
  await makeMember(k);
  expect((await remindLiaison(k)).vacancies).toBe(0);
  await makeConsentingMember(k);
  expect((await remindLiaison(k)).vacancies).toBe(1);
  morning('2026-11-20');
  expect((await remindLiaison(k)).vacancies).toBe(0);
  morning('2026-11-27');
  expect((await remindLiaison(k)).vacancies).toBe(1);
  expect(await kinds(office.accountId)).toEqual(['liaison.office_vacancies', 'liaison.office_vacancies']);
});

it('a matter without owner is told to the liaison office', async () => {
  const made = await makeNamedContact(k);
  await makeLiaisonMatter(k, made);
  await k.pool.query('update liaison.matter set owner_id = null');
  morning('2026-12-11');
  await remindLiaison(k);
  expect(await kinds(made.office.accountId)).toEqual(expect.arrayContaining(['liaison.work_due_over']));
});
