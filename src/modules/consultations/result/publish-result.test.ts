import { expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import { systemActor } from '../../people/index.ts';
import { sessionCookie } from '../../people/people.factory.ts';
import { makeDraft } from '../desk/desk.factory.ts';
import { receiveMail } from '../intake/receive-mail.ts';
import { setAside } from '../intake/take-in.ts';
import { publishResult } from './publish-result.ts';
import { writeSummary } from './write-summary.ts';

const k = await testKernel();
const app = await testApp(k);

it('a result waits for letters that nobody read out: afterwards nothing is added', async () => {
  const { consultation, convener } = await makeDraft(k);
  const raw = Buffer.from('From: li@example.test\r\nSubject: a\r\nMessage-ID: <1@x.test>\r\n\r\nopen earlier\r\n');
  const { id } = await receiveMail(k, systemActor, consultation.id, raw);
  await writeSummary(k, convener, consultation.id, { summary: '没有意见。' });
  const cookie = await sessionCookie(k, convener);
  const desk = () => app.inject({ url: `/convene/${consultation.slug}/result`, headers: { cookie } });
  expect((await desk()).body).toContain('还有 1 封来信没有读');
  await expect(publishResult(k, convener, consultation.id)).rejects.toMatchObject({
    code: 'consultations.result.letters_waiting',
  });
  await setAside(k, convener, consultation.id, id, { reason: '广告' });
  expect((await desk()).body).not.toContain('封来信没有读');
  expect(await publishResult(k, convener, consultation.id)).toMatchObject({ received: 0 });
});
