import { describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';

const k = await testKernel();
const app = await testApp(k);

describe('the masthead', () => {
  it.each(['/consultations', '/surveys', '/contributions/moderation-log'])('says where %s stands', async (url) => {
    expect((await app.inject(url)).body).toContain('<a href="/consultations" aria-current="page">');
  });

  it('says nothing of it elsewhere', async () => {
    expect((await app.inject('/competitions')).body).not.toContain('<a href="/consultations" aria-current="page">');
  });
});
