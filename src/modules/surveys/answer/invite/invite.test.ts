import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { makeSurvey } from '../../surveys.factory.ts';
import { answersAsTheyAre, makeSo } from '../answer.fixture.queries.ts';
import { Respondent } from '../respondent.fixture.ts';
import { changeInvitation } from './change-invitation.ts';
import { invitationFigures, invitationsOf } from './invitation.queries.ts';
import { codeOf } from './invitation-code.ts';
import { makeInvitations } from './make-invitations.ts';
import { readList } from './read-list.ts';
import { sendInvitations } from './send-invitations.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const people = [
  { name: '许静', email: 'xu@example.org' },
  { name: '老周', email: null },
  { name: null, email: 'lin@example.org' },
];

async function invited() {
  const made = await makeSurvey(k, { way: 'invited' });
  await makeInvitations(k, made.convener, made.survey.id, people);
  const rows = await invitationsOf(k.db, made.survey.id, { limit: 100 });
  return { ...made, rows, slug: made.survey.slug, codes: rows.map((row) => codeOf(k, row)) };
}

async function answerWith(slug: string, code: string) {
  const person = new Respondent(app);
  const begun = await person.post(`/surveys/${slug}/code`, { code });
  await person.fill(`/surveys/${slug}/answer/trips`, { 'q.way': 'foot' });
  return { person, begun, done: await person.handIn(slug) };
}

describe('a survey by invitation', () => {
  it('is answered once with each code, typed in any way', async () => {
    const { survey, slug, codes } = await invited();
    const [code = ''] = codes;
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replace('0', 'o')} `;
    expect((await answerWith(slug, typed)).done.status).toBe(303);
    const again = await new Respondent(app).post(`/surveys/${slug}/code`, { code });
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('一人一份');
    const { responses, participants } = await answersAsTheyAre(k.db, survey.id);
    expect(responses).toHaveLength(1);
    expect(participants).toMatchObject([{ kind: 'invitation', day: '2026-11-19' }]);
    expect(responses[0]).toMatchObject({ invitation_id: null, account_id: null });
    expect(await invitationFigures(k.db, survey.id)).toMatchObject({ invited: 3, answered: 1 });
  });

  it('keeps no code that could be used', async () => {
    const { survey, codes } = await invited();
    const rows = JSON.stringify((await answersAsTheyAre(k.db, survey.id)).invitations);
    for (const code of codes) {
      expect(rows).not.toContain(code);
      expect(rows).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('lets nobody in with a wrong, foreign or withdrawn code', async () => {
    const { survey, convener, slug, codes, rows } = await invited();
    const other = await invited();
    for (const code of ['', 'XXXX-XXXX-XXXX', other.codes[0] ?? '', "' or 1=1", '零'.repeat(5000)]) {
      const refused = await new Respondent(app).post(`/surveys/${slug}/code`, { code });
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toContain('邀请码不对');
    }
    await changeInvitation(k, convener, survey.id, { number: 1, deed: 'revoke' });
    expect((await new Respondent(app).post(`/surveys/${slug}/code`, { code: codes[0] ?? '' })).statusCode).toBe(422);
    await changeInvitation(k, convener, survey.id, { number: 1, deed: 'renew' });
    expect((await new Respondent(app).post(`/surveys/${slug}/code`, { code: codes[0] ?? '' })).statusCode).toBe(422);
    const renewed = codeOf(k, { id: rows[0]?.id ?? '', issue: 1 });
    expect((await new Respondent(app).post(`/surveys/${slug}/code`, { code: renewed })).statusCode).toBe(303);
    expect((await new Respondent(app).get(`/surveys/${slug}/answer/trips`)).statusCode).toBe(401);
  });

  it('writes to each once, and reminds only who has not answered', async () => {
    const { survey, convener, slug, codes } = await invited();
    const letters = async () =>
      (await makeSo(k.db, `select recipient from kernel.loopback_message where text like '%${slug}%' order by id`)).map(
        ({ recipient }) => recipient,
      );
    await sendInvitations(k, convener, survey.id, 'first');
    await settle(k);
    expect((await letters()).sort()).toEqual(['lin@example.org', 'xu@example.org']);
    await expect(sendInvitations(k, convener, survey.id, 'first')).rejects.toMatchObject({
      code: 'surveys.answer.nobody_to_write_to',
    });
    await answerWith(slug, codes[0] ?? '');
    k.clock.advance(24 * 3600_000);
    await sendInvitations(k, convener, survey.id, 'reminder');
    await settle(k);
    k.clock.advance(-24 * 3600_000);
    expect((await letters()).slice(2)).toEqual(['lin@example.org']);
  });

  it('passes over who is on the list, and forgets names in time', async () => {
    const { survey, convener } = await invited();
    expect(
      await makeInvitations(k, convener, survey.id, [{ email: 'XU@example.org' }, { email: 'neu@example.org' }]),
    ).toBe(1);
    const all = await Promise.all(
      [1, 2].map(() => makeInvitations(k, convener, survey.id, [{ email: 'twice@example.org' }, {}])),
    );
    expect(all.sort()).toEqual([1, 2]);
    const numbers = (await invitationsOf(k.db, survey.id, { limit: 100 })).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  it('is run by its conveners alone', async () => {
    const { survey, convener, slug } = await invited();
    const stranger = await makeAccount(k, {
      roles: [{ role: 'convener', departmentId: (await makeSurvey(k)).survey.departmentId }],
    });
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor', departmentId: null }] });
    await expect(makeInvitations(k, stranger, survey.id, [{}])).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    await expect(sendInvitations(k, auditor, survey.id, 'first')).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const open = await makeSurvey(k);
    await expect(makeInvitations(k, open.convener, open.survey.id, [{}])).rejects.toMatchObject({
      code: 'surveys.answer.not_by_invitation',
    });
    const statusOf = async (who: typeof convener, what: string) =>
      (
        await new Respondent(app, { cookie: await sessionCookie(k, who) }).get(
          `/questionnaires/${slug}/invitations${what}`,
        )
      ).statusCode;
    for (const what of ['', '/letters.pdf', '/codes.csv']) {
      expect(await statusOf(convener, what)).toBe(200);
      expect(await statusOf(stranger, what)).toBe(403);
    }
    const leader = await makeAccount(k, { roles: [{ role: 'leader', departmentId: null }] });
    expect(await statusOf(leader, '')).toBe(403);
    expect(await statusOf(auditor, '')).toBe(200);
    expect(await statusOf(auditor, '/codes.csv')).toBe(403);
  });
});

describe('a list from a table', () => {
  it('takes names and addresses, and names the lines that are wrong', async () => {
    const csv = '序号,姓名,邮箱\n1,许静,xu@example.org\n2,老周,\n3,小林,no-address\n';
    expect(await readList(k, Buffer.from(csv))).toEqual({
      people: [
        { name: '许静', email: 'xu@example.org' },
        { name: '老周', email: null },
      ],
      bad: [{ line: 4, key: 'surveys.answer.invite.bad_email', said: 'no-address' }],
    });
    expect((await readList(k, Buffer.from('a,b\n1,2\n'))).bad).toMatchObject([
      { key: 'surveys.answer.invite.bad_headings' },
    ]);
  });
});
