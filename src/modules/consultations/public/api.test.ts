import { expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import { newId } from '../../../kernel/db/index.ts';
import { makeConsultation } from '../consultations.factory.ts';

const k = await testKernel();
const app = await testApp(k);

it('the open list goes on from a day and an id, and says so of anything else', async () => {
  const { consultation } = await makeConsultation(k, 'draft');
  const from = async (after: string) => app.inject({ url: '/api/v1/consultations', query: { after } });
  const page = await from(`2026-01-01_${newId()}`);
  expect(page.statusCode).toBe(200);
  expect(page.json().data.map(({ slug }: { slug: string }) => slug)).toEqual([consultation.slug]);
  for (const wrong of [
    `2026-99-99_${newId()}`,
    `2026-02-30_${newId()}`,
    '2026-01-01_x',
    `2026-01-01_${'-'.repeat(36)}`,
  ])
    expect((await from(wrong)).statusCode, wrong).toBe(422);
});
