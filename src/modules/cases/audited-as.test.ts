import { expect, it } from 'vitest';
import { testKernel } from '../../../test/harness.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { makeAccount } from '../people/people.factory.ts';
import { makeCase } from './cases.factory.ts';
import { addToCase } from './resident/add-to-case.ts';
import { closeLetterToPublic } from './resident/close-letter.ts';

async function logOf(k: Kernel, caseId: string) {
  return k.db
    .selectFrom('kernel.audit_entry')
    .select(['action', 'actor_id', 'actor_name'])
    .where('object_id', '=', caseId)
    .orderBy('id')
    .execute();
}

it('names the staff who acted, and whoever wrote by their id alone', async () => {
  const k = await testKernel();
  const author = await makeAccount(k, { name: '许小红' });
  const { caseId, staff } = await makeCase(k, { author, state: 'rated' });
  const log = await logOf(k, caseId);
  const by = (action: string) => log.find((entry) => entry.action === action);
  expect(by('cases.accept')).toMatchObject({ actor_id: staff.operator.accountId, actor_name: staff.operator.name });
  for (const action of ['cases.submit', 'cases.rate'])
    expect(by(action)).toMatchObject({ actor_id: author.accountId, actor_name: '' });
});

it('says nothing of who wrote a confidential letter, member of the staff or not', async () => {
  const k = await testKernel();
  for (const roles of [[], [{ role: 'handler' as const }]]) {
    const author = await makeAccount(k, { name: '许小红', roles });
    const { caseId } = await makeCase(k, { author, confidential: true, state: 'in_progress' });
    await addToCase(k, author, {}, caseId, { text: '昨天夜里又灭了两盏。' });
    const log = JSON.stringify(await logOf(k, caseId));
    expect(log).toContain('cases.addition');
    expect(log).not.toContain(author.accountId);
    expect(log).not.toContain('许小红');
  }
});

it('does not name whoever takes the consent to publish back', async () => {
  const k = await testKernel();
  const { caseId, author } = await makeCase(k);
  await closeLetterToPublic(k, author, {}, caseId);
  expect((await logOf(k, caseId)).at(-1)).toEqual({ action: 'cases.unpublish', actor_id: null, actor_name: '' });
});
