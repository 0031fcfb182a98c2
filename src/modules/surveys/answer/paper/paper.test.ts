import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { makeSurvey } from '../../surveys.factory.ts';
import { answersAsTheyAre } from '../answer.fixture.queries.ts';
import { makeInvitations } from '../invite/make-invitations.ts';
import { Respondent } from '../respondent.fixture.ts';
import { enterPaper } from './enter-paper.ts';
import { nextSerial } from './paper-fields.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const sheet = {
  'q.way': '1',
  'q.lines': '1、3',
  'q.minutes': '３０',
  'q.content': '4',
  'q.stops.light': '2',
  'q.first': '3 1 2',
  'q.last': '20261101',
  'q.wish': '字迹不清',
};

describe('a sheet of paper', () => {
  it('is typed in by numbers, by whoever runs the survey, and shown in the list', async () => {
    const { survey, convener } = await makeSurvey(k);
    const desk = new Respondent(app, { cookie: await sessionCookie(k, convener) });
    const url = `/questionnaires/${survey.slug}/paper`;
    expect((await desk.get(url)).body).toContain('1＝公交');
    const kept = await desk.post(url, { serial: 'A-009', ...sheet });
    expect(kept.headers.location).toBe(`${url}?done=entered&after=A-009`);
    const next = (await desk.get(String(kept.headers.location))).body;
    expect(next).toContain('value="A-010"');
    expect(next).toContain('征集人');
    const { responses, papers, fresh } = await answersAsTheyAre(k.db, survey.id);
    expect(responses).toMatchObject([
      {
        way: 'paper',
        seconds: null,
        answers: {
          way: 'bus',
          lines: ['l1', 'l3'],
          minutes: 30,
          hours: 1,
          content: 4,
          stops: { light: 'bad' },
          first: ['cheap', 'fast', 'often'],
          last: '2026-11-01',
          wish: '字迹不清',
        },
      },
    ]);
    expect(papers).toMatchObject([{ serial: 'A-009', entered_by: convener.accountId, response_id: responses[0]?.id }]);
    expect(fresh).toHaveLength(1);
  });

  it('is not taken twice, at once neither', async () => {
    const { survey, convener } = await makeSurvey(k);
    const all = await Promise.allSettled(
      [1, 2, 3].map(() => enterPaper(k, convener, survey.id, { serial: '7', fields: sheet })),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toHaveLength(1);
  });

  it('may leave questions out; what cannot be read is said beside the field, and nothing is kept', async () => {
    const { survey, convener } = await makeSurvey(k);
    await enterPaper(k, convener, survey.id, { serial: '1', fields: { 'q.content': '5' } });
    const desk = new Respondent(app, { cookie: await sessionCookie(k, convener) });
    const wrong = await desk.post(`/questionnaires/${survey.slug}/paper`, {
      serial: '2',
      'q.way': '9',
      'q.minutes': '9999',
    });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('没有第 9 项');
    expect(wrong.body).toContain('value="9999"');
    await expect(enterPaper(k, convener, survey.id, { serial: '3', fields: {} })).rejects.toMatchObject({
      code: 'kernel.invalid',
    });
    await expect(enterPaper(k, convener, survey.id, { serial: ' ', fields: sheet })).rejects.toMatchObject({
      code: 'kernel.invalid',
    });
    const { responses, papers } = await answersAsTheyAre(k.db, survey.id);
    expect([responses.length, papers.length]).toEqual([1, 1]);
  });

  it('counts for the invitation it came with', async () => {
    const { survey, convener } = await makeSurvey(k, { way: 'invited' });
    await makeInvitations(k, convener, survey.id, [{}]);
    await enterPaper(k, convener, survey.id, { serial: '1', fields: sheet, invitation: 1 });
    await expect(
      enterPaper(k, convener, survey.id, { serial: '2', fields: sheet, invitation: 1 }),
    ).rejects.toMatchObject({ code: 'surveys.answer.already' });
    await expect(
      enterPaper(k, convener, survey.id, { serial: '3', fields: sheet, invitation: 9 }),
    ).rejects.toMatchObject({ code: 'surveys.answer.no_such_invitation' });
    const { participants, papers } = await answersAsTheyAre(k.db, survey.id);
    expect([participants.length, papers.length]).toEqual([1, 1]);
  });

  it('is typed in by nobody else, and not once the results are out', async () => {
    const { survey } = await makeSurvey(k);
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor', departmentId: null }] });
    await expect(enterPaper(k, auditor, survey.id, { serial: '1', fields: sheet })).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    const out = await makeSurvey(k, { state: 'published' });
    await expect(enterPaper(k, out.convener, out.survey.id, { serial: '1', fields: sheet })).rejects.toMatchObject({
      code: 'surveys.wrong_state',
    });
  });

  it('proposes the number of the next one', () => {
    expect(['7', 'A-099', '第3张', ''].map(nextSerial)).toEqual(['8', 'A-100', '', '']);
  });
});
