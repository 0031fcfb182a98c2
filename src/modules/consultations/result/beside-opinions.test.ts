import { beforeAll, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { decideMany } from '../desk/decide-opinions.ts';
import { makeDraft, makeOpinions } from '../desk/desk.factory.ts';
import { publishResult } from './publish-result.ts';
import { writeSummary } from './write-summary.ts';

const k = await testKernel();
const app = await testApp(k);
let draft: Awaited<ReturnType<typeof makeDraft>>;
let number: number;
const reason = '改为五时三十分。<script>alert(1)</script>';
const pages = async () =>
  Promise.all(
    ['', `/${number}`].map(
      async (path) => (await app.inject(`/consultations/${draft.consultation.slug}/opinions${path}`)).body,
    ),
  );

beforeAll(async () => {
  draft = await makeDraft(k);
  number = await makeOpinions(k, draft.consultation.id, {
    text: '早上五点半就开吧。',
    anchor: draft.anchors.第三条 ?? '',
  });
  await decideMany(k, draft.convener, draft.consultation, { numbers: String(number), verdict: 'adopted', reason });
});

describe('what became of an opinion', () => {
  it('is not said beside it before the result is published', async () => {
    for (const body of await pages()) {
      expect(body).toContain('早上五点半就开吧。');
      expect(body).not.toContain('改为五时三十分');
    }
  });

  it('stands beside it for everybody afterwards, with its reason and its place in the result', async () => {
    await writeSummary(k, draft.convener, draft.consultation.id, { summary: '开放时间提前。' });
    await publishResult(k, draft.convener, draft.consultation.id);
    await settle(k);
    for (const body of await pages()) {
      expect(body).toContain('采纳情况：采纳');
      expect(body).toContain('改为五时三十分。');
      expect(body).not.toContain('<script>alert');
      expect(body).toContain(`/consultations/${draft.consultation.slug}/result?number=${number}`);
    }
  });
});
