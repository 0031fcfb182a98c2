import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { makeSurvey } from '../surveys.factory.ts';
import { forgetAccount, moveAnswers } from './account.queries.ts';
import { answersAsTheyAre, makeSo } from './answer.fixture.queries.ts';
import { beginAnswering } from './begin-answering.ts';
import type { Holder } from './draft.queries.ts';
import { handIn } from './hand-in.ts';
import { newNonce, tokenHash } from './holder.ts';
import { Respondent } from './respondent.fixture.ts';
import { mixParticipants } from './response.queries.ts';
import { savePage } from './save-page.ts';
import { tendAnswers } from './tend-answers.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const trips = { 'q.way': 'bike', 'q.minutes': '25' };

async function answered(survey: Survey, holder: Holder, nonce = newNonce(), tell = false) {
  await beginAnswering(k, survey, holder, 'zh-CN');
  const { draft } = await savePage(k, { survey, holder, sectionId: 'trips', fields: trips });
  return handIn(k, { survey, holder, draft, nonce, tell });
}

async function signedIn() {
  const account = await makeAccount(k);
  const accountId = account.accountId as string;
  return { accountId, holder: { kind: 'account', id: accountId } as const, cookie: await sessionCookie(k, account) };
}

describe('a survey that is not named', () => {
  it('joins nobody to an answer by any column', async () => {
    const { survey } = await makeSurvey(k, { way: 'account' });
    const people = await Promise.all([1, 2, 3].map(signedIn));
    for (const { holder } of people) await answered(survey, holder);
    const { responses, participants, drafts, fresh } = await answersAsTheyAre(k.db, survey.id);
    expect(drafts).toEqual([]);
    expect(participants).toHaveLength(3);
    expect(Object.keys(participants[0] ?? {}).sort()).toEqual(['day', 'kind', 'survey_id', 'tell', 'who_id']);
    expect(participants.map(({ day }) => day)).toEqual(['2026-11-19', '2026-11-19', '2026-11-19']);
    // Everything that is kept, but for the survey: no value of who answered stands with an answer.
    const values = (rows: Record<string, unknown>[]) =>
      new Set(rows.flatMap(({ survey_id, ...row }) => Object.values(row).map((value) => JSON.stringify(value))));
    const whose = new Set(people.map(({ accountId }) => JSON.stringify(accountId)));
    for (const value of [...values(responses), ...values(fresh)])
      expect([...whose].some((id) => value.includes(id.slice(1, -1)))).toBe(false);
    for (const { id, handed_in_at, account_id, invitation_id } of responses) {
      expect(String(id)[14]).toBe('4');
      expect((handed_in_at as Date).getTime() % 3_600_000).toBe(0);
      expect([account_id, invitation_id]).toEqual([null, null]);
    }
  });

  it('leaves no trace of who answered in the log, the events or the record', async () => {
    const { survey } = await makeSurvey(k, { way: 'account' });
    const { accountId, holder } = await signedIn();
    await answered(survey, holder);
    await settle(k);
    for (const table of ['kernel.audit_entry', 'kernel.event', 'surveys.step', 'kernel.notification'])
      expect(
        await makeSo(
          k.db,
          `select * from ${table} t where t::text like '%${accountId}%' and t::text like '%${survey.id}%'`,
        ),
      ).toEqual([]);
  });

  it('writes participants anew, so that neither place nor transaction says when', async () => {
    const { survey } = await makeSurvey(k, { way: 'account' });
    for (let n = 0; n < 6; n++) await answered(survey, (await signedIn()).holder);
    const transactions = async (table: string) =>
      (await makeSo(k.db, `select distinct xmin::text from ${table} where survey_id = '${survey.id}'`)).map(
        ({ xmin }) => xmin,
      );
    const before = await transactions('surveys.response');
    expect(before.length).toBeGreaterThan(1);
    await inTransaction(k.db, (tx) => mixParticipants(tx, survey.id));
    const after = await transactions('surveys.participation');
    expect(after).toHaveLength(1);
    expect(before).not.toContain(after[0]);
    const order = await makeSo(
      k.db,
      `select who_id from surveys.participation where survey_id = '${survey.id}' order by ctid`,
    );
    const ids = order.map(({ who_id }) => String(who_id));
    expect(ids).toEqual([...ids].sort());
    expect(ids).toHaveLength(6);
  });
});

describe('a named survey', () => {
  it('says so first, keeps the account with the answer, and lets it go with the account', async () => {
    const { survey } = await makeSurvey(k, { way: 'account', named: true });
    expect((await new Respondent(app).get(`/surveys/${survey.slug}`)).body).toContain('实名答');
    const { accountId, holder } = await signedIn();
    await answered(survey, holder);
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toMatchObject([{ account_id: accountId }]);
    await inTransaction(k.db, (tx) => forgetAccount(tx, accountId));
    const { responses, participants } = await answersAsTheyAre(k.db, survey.id);
    expect(responses).toMatchObject([{ account_id: null, answers: { way: 'bike' } }]);
    expect(participants).toEqual([]);
  });
});

describe('one answer each', () => {
  it('holds for an account, whatever comes at once', async () => {
    const { survey } = await makeSurvey(k, { way: 'account' });
    const { holder } = await signedIn();
    await beginAnswering(k, survey, holder, 'zh-CN');
    const { draft } = await savePage(k, { survey, holder, sectionId: 'trips', fields: trips });
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => handIn(k, { survey, holder, draft, nonce: newNonce() })),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toHaveLength(1);
    await expect(answered(survey, holder)).rejects.toMatchObject({ code: 'surveys.answer.already' });
  });

  it('is decided by the constraint where a second draft got past the question', async () => {
    const { survey } = await makeSurvey(k, { way: 'account' });
    const { accountId, holder } = await signedIn();
    await answered(survey, holder);
    // As if it had been begun in the moment before the first was handed in.
    await makeSo(
      k.db,
      `insert into surveys.draft (survey_id, id, account_id, form_version, locale, seed, answers, started_at, saved_at)
       values ('${survey.id}', gen_random_uuid(), '${accountId}', 1, 'zh-CN', 's', '{"way":"foot"}', '2026-11-19T02:00:00Z', '2026-11-19T02:00:00Z')`,
    );
    const { draft } = await savePage(k, { survey, holder, sectionId: 'trips', fields: trips });
    await expect(handIn(k, { survey, holder, draft, nonce: newNonce() })).rejects.toMatchObject({
      code: 'surveys.answer.already',
    });
    expect((await answersAsTheyAre(k.db, survey.id)).responses).toHaveLength(1);
  });

  it('keeps apart answers that share a commit', async () => {
    const { survey } = await makeSurvey(k);
    const definition = await formOf(k.db, survey);
    expect(definition.sections).toHaveLength(2);
    const holders = Array.from({ length: 40 }, (_, at) => ({
      kind: 'token' as const,
      hash: tokenHash(String(at).padStart(32, 'x')) as Buffer,
    }));
    const drafts = [];
    for (const [at, holder] of holders.entries()) {
      await beginAnswering(k, survey, holder, 'zh-CN');
      const fields = { 'q.way': 'bike', 'q.minutes': String(at + 1) };
      drafts.push({ holder, ...(await savePage(k, { survey, holder, sectionId: 'trips', fields })) });
    }
    const broken = drafts[7];
    if (broken) broken.draft = { ...broken.draft, version: 99 };
    const all = await Promise.allSettled(
      drafts.map(({ holder, draft }) => handIn(k, { survey, holder, draft, nonce: newNonce() })),
    );
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const { responses, fresh, drafts: left } = await answersAsTheyAre(k.db, survey.id);
    expect(responses).toHaveLength(39);
    expect(left).toHaveLength(1);
    expect(fresh.length).toBeLessThan(39);
    const rolled = fresh.flatMap(({ response_ids }) => response_ids as string[]);
    expect(new Set(rolled)).toEqual(new Set(responses.map(({ id }) => id)));
    expect(new Set(responses.map(({ answers }) => (answers as { minutes: number }).minutes)).size).toBe(39);
  });

  it('asks for a session first and shows whoever has answered the day', async () => {
    const { survey } = await makeSurvey(k, { way: 'account' });
    expect((await new Respondent(app).post(`/surveys/${survey.slug}/begin`)).statusCode).toBe(401);
    const { holder, cookie } = await signedIn();
    const person = new Respondent(app, { cookie });
    expect((await person.post(`/surveys/${survey.slug}/begin`)).headers.location).toBe(
      `/surveys/${survey.slug}/answer/trips`,
    );
    await answered(survey, holder);
    const again = await person.post(`/surveys/${survey.slug}/begin`);
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('一人一份');
    expect(again.body).not.toContain('家里还有人要答');
  });
});

describe('accounts that join and time that passes', () => {
  it('moves what was begun and who answered, and doubles nothing', async () => {
    const { survey } = await makeSurvey(k, { way: 'account' });
    const other = await makeSurvey(k, { way: 'account' });
    const [from, to] = [await signedIn(), await signedIn()];
    await answered(survey, from.holder);
    await answered(survey, to.holder);
    await beginAnswering(k, other.survey, from.holder, 'zh-CN');
    await inTransaction(k.db, (tx) => moveAnswers(tx, from.accountId, to.accountId));
    expect((await answersAsTheyAre(k.db, survey.id)).participants).toMatchObject([{ who_id: to.accountId }]);
    expect((await answersAsTheyAre(k.db, other.survey.id)).drafts).toMatchObject([{ account_id: to.accountId }]);
  });

  it('deletes drafts of surveys long over', async () => {
    const { survey } = await makeSurvey(k);
    const holder = { kind: 'token' as const, hash: tokenHash('y'.repeat(32)) as Buffer };
    await beginAnswering(k, survey, holder, 'zh-CN');
    await tendAnswers(k);
    expect((await answersAsTheyAre(k.db, survey.id)).drafts).toHaveLength(1);
    await makeSo(
      k.db,
      `update surveys.survey set starts_at = '2026-10-01', ends_at = '2026-11-01' where id = '${survey.id}'`,
    );
    await tendAnswers(k);
    expect((await answersAsTheyAre(k.db, survey.id)).drafts).toEqual([]);
  });
});
