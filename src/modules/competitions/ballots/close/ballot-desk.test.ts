import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { makeDuty } from '../../competitions.factory.ts';
import { castMany, factsOfMade, makeBallot } from '../ballots.factory.ts';
import { castBallot } from '../cast/cast-ballot.ts';
import { inviteVoters } from '../cast/invite-voters.ts';
import { joinRoll, rollOf } from '../cast/roll-data.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});
const table = (text: string) => Buffer.from(text);

describe('the organiser’s page', () => {
  it('is read by whoever may read the record, and by nobody else', async () => {
    const { competition, ballot, organiser } = await makeBallot(k);
    await castMany(k, ballot, [[1], [2]]);
    const url = `/organise/${competition.slug}/ballots/${ballot.stageId}`;
    const status = async (actor: { accountId: string } | null, secondFactor = true) =>
      (await app.inject({ url, headers: actor ? { cookie: await sessionCookie(k, actor, secondFactor) } : {} }))
        .statusCode;
    const elsewhere = await makeBallot(k);
    expect(await status(organiser)).toBe(200);
    expect(await status(await makeDuty(k, competition, 'chair'))).toBe(200);
    expect(await status(await makeDuty(k, competition, 'observer'))).toBe(200);
    expect(await status(await makeAccount(k, { roles: [{ role: 'auditor' }] }))).toBe(200);
    expect(await status(await makeDuty(k, competition, 'juror'))).toBe(403);
    expect(await status(await makeDuty(k, competition, 'screener'))).toBe(403);
    expect(await status(elsewhere.organiser)).toBe(403);
    expect(await status(await makeAccount(k))).toBe(403);
    expect(await status(organiser, false)).not.toBe(200);
    expect(await status(null)).not.toBe(200);
    const page = await app.inject({ url, headers: { cookie: await sessionCookie(k, organiser) } });
    expect(page.body).toContain('正在投票');
    expect(page.body).not.toContain('id="counts"');
  });
});

describe('an invited list', () => {
  it('is kept as hashes alone, and lets those vote who are on it, each once', async () => {
    const { competition, ballot, organiser } = await makeBallot(k, { settings: { who: 'invited' }, from: 1, to: 3 });
    const byMail = await makeAccount(k, { email: 'list-a@example.test', phone: null });
    const byPhone = await makeAccount(k, { phone: '+8619800000123' });
    const other = await makeAccount(k);
    const file = table('姓名,手机,邮箱\n甲,,LIST-A@example.test\n乙,198 0000 0123,b@example.test\n');
    expect(await inviteVoters(k, organiser, competition.id, { stageId: ballot.stageId, file })).toEqual({ invited: 3 });
    const { rows } = await k.pool.query('select * from competitions.invited_voter where stage_id = $1', [
      ballot.stageId,
    ]);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain('example');
    k.clock.set(new Date(ballot.stage.startsAt.getTime() + 1000).toISOString());
    const open = await factsOfMade(k, competition.id);
    const cast = ({ accountId }: { accountId: string }) =>
      castBallot(k, { ballot: open, by: { accountId }, choices: [1] });
    await cast(byMail);
    await cast(byPhone);
    await expect(cast(byMail)).rejects.toMatchObject({ code: 'competitions.ballot_cast_already' });
    await expect(cast(other)).rejects.toMatchObject({ code: 'competitions.ballot_invited_only' });
    await expect(inviteVoters(k, organiser, competition.id, { stageId: ballot.stageId, file })).rejects.toMatchObject({
      code: 'competitions.ballot_list_fixed',
    });
    k.clock.set('2026-11-19T02:00:00Z');
  });

  it('is not kept where a line could not be read, and each such line is named', async () => {
    const { competition, ballot, organiser } = await makeBallot(k, { settings: { who: 'invited' }, from: 1, to: 3 });
    const url = `/organise/${competition.slug}/ballots/${ballot.stageId}/invited`;
    const send = async (text: string, actor: { accountId: string } = organiser) => {
      const form = new FormData();
      form.append('file', new Blob([text]), 'list.csv');
      const request = new Request('http://x', { method: 'POST', body: form });
      return app.inject({
        method: 'POST',
        url,
        headers: {
          'sec-fetch-site': 'same-origin',
          cookie: await sessionCookie(k, actor),
          'content-type': request.headers.get('content-type') ?? '',
        },
        payload: Buffer.from(await request.arrayBuffer()),
      });
    };
    const bad = await send('邮箱\na@example.test\n不知道\n12345\nc@example.test\n');
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toContain('有 2 行没有看懂');
    expect(bad.body).toMatch(/>3<[\s\S]*不知道[\s\S]*>4<[\s\S]*12345/);
    const count = async () =>
      (await k.pool.query('select count(*) as n from competitions.invited_voter where stage_id = $1', [ballot.stageId]))
        .rows[0].n;
    expect(await count()).toBe(0);
    for (const text of ['', '\u0000\u0000', '邮箱\n', `邮箱\n"a`])
      expect((await send(text)).statusCode).toBeGreaterThanOrEqual(400);
    expect((await send('邮箱\na@example.test\n', await makeAccount(k))).statusCode).toBe(403);
    expect((await send('邮箱\na@example.test\nA@example.test\n')).statusCode).toBe(303);
    expect(await count()).toBe(1);
    expect((await send('邮箱\nz@example.test\nb@example.test\n')).statusCode).toBe(303);
    expect(await count()).toBe(2);
  });
});

describe('what is held of a voter', () => {
  it('is that they voted, and moves with the account that they join', async () => {
    const { competition, ballot } = await makeBallot(k);
    const [from, to] = [await makeAccount(k), await makeAccount(k)];
    await castBallot(k, { ballot, by: from, choices: [1] });
    expect(await rollOf(k, k.db, from.accountId)).toEqual([{ competition: competition.title, ballots: 1 }]);
    await inTransaction(k.db, (tx) => joinRoll(k, tx, from.accountId, to.accountId));
    expect(await rollOf(k, k.db, from.accountId)).toEqual([]);
    await expect(castBallot(k, { ballot, by: to, choices: [1] })).rejects.toMatchObject({
      code: 'competitions.ballot_cast_already',
    });
  });
});
