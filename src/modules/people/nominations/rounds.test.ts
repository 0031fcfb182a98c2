import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { hidden, makeVisitor, type Visitor } from '../admin/admin.factory.ts';
import { makeAccount } from '../people.factory.ts';
import { refuseInvitation } from './answer-invitation.ts';
import { removeRound, saveRound } from './change-round.ts';
import { makeNomination } from './nominations.factory.ts';
import { countedRounds } from './rounds.queries.ts';

let k: TestKernel;
let app: App;
let secretary: Visitor;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  secretary = await makeVisitor(k, app, [{ role: 'secretary' }]);
});

const round = (opensOn: string, closesOn: string, title = '轮') => ({ title, opensOn, closesOn, note: '' });

describe('rounds of nominations', () => {
  it('are opened by the secretariat and said on the public page', async () => {
    expect((await app.inject({ url: '/nominate' })).body).toContain('现在没有开展集中推荐');
    const fields = { title: '2026 年推荐', opensOn: '2026-11-01', closesOn: '2026-11-30', note: '想找讲家乡的人' };
    expect((await secretary.post('/secretariat/rounds', fields)).status).toBe(303);
    const page = (await app.inject({ url: '/nominate' })).body;
    for (const text of ['2026 年推荐', '想找讲家乡的人']) expect(page).toContain(text);
    expect((await secretary.get('/secretariat/rounds')).text).toContain('2026 年推荐');
  });

  it('never overlap, also when two are opened at once', async () => {
    const both = await Promise.allSettled([
      saveRound(k, secretary.actor, null, round('2027-01-01', '2027-01-31')),
      saveRound(k, secretary.actor, null, round('2027-01-31', '2027-02-28')),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const page = await secretary.post('/secretariat/rounds', { ...round('2026-11-30', '2026-12-02'), title: '撞了' });
    expect([page.status, page.text.includes('这几天已经有一轮了'), page.text.includes('撞了')]).toEqual([
      409,
      true,
      true,
    ]);
    const reversed = await secretary.post('/secretariat/rounds', round('2028-02-02', '2028-01-01'));
    expect([reversed.status, reversed.text.includes('最后一天不能早于第一天')]).toEqual([422, true]);
  });

  it('are written down without the characters that the database cannot hold', async () => {
    const fields = { ...round('2030-01-01', '2030-01-31', '看\u0000不见'), note: '一\u0000行\r\n两行\u0000' };
    expect((await secretary.post('/secretariat/rounds', fields)).status).toBe(303);
    const written = (await countedRounds(k.db, k.clock.now())).find((each) => each.round?.opensOn === '2030-01-01');
    expect(written?.round).toMatchObject({ title: '看 不见', note: '一 行\n两行' });
  });

  it('tell the second of two people who change one', async () => {
    const id = await saveRound(k, secretary.actor, null, round('2029-01-01', '2029-01-31'));
    const version = hidden((await secretary.get(`/secretariat/rounds/${id}`)).text, 'version');
    const change = { ...round('2029-01-01', '2029-01-31'), version };
    expect((await secretary.post(`/secretariat/rounds/${id}`, { ...change, title: '一' })).status).toBe(303);
    expect((await secretary.post(`/secretariat/rounds/${id}`, { ...change, title: '二' })).status).toBe(409);
  });

  it('count what came of them without saying early who refused, and stay once used', async () => {
    const [open] = (await countedRounds(k.db, k.clock.now())).filter((each) => each.round?.title === '2026 年推荐');
    await makeNomination(k);
    const { token } = await makeNomination(k);
    await refuseInvitation(k, token, false);
    await makeNomination(k, { acceptedBy: await makeAccount(k) });
    const counted = async (at = k.clock.now()) =>
      (await countedRounds(k.db, at)).find((each) => each.round?.id === open?.round?.id)?.counts;
    expect(await counted()).toEqual({ sent: 3, waiting: 2, accepted: 1, notAccepted: 0, withdrawn: 0 });
    expect(await counted(new Date('2027-01-01'))).toMatchObject({ notAccepted: 1, accepted: 1 });
    await expect(removeRound(k, secretary.actor, open!.round!.id)).rejects.toMatchObject({ code: 'people.round_used' });
    const csv = await secretary.get('/secretariat/rounds.csv');
    expect(csv.text).toContain('2026 年推荐');
  });

  it('are not changed by anybody else', async () => {
    for (const role of ['committee', 'auditor', 'leader', 'administrator', 'liaison_officer'] as const) {
      const actor = await makeAccount(k, { roles: [{ role }] });
      await expect(saveRound(k, actor, null, round('2031-01-01', '2031-01-31'))).rejects.toMatchObject({
        code: 'kernel.not_allowed',
      });
    }
    const committee = await makeVisitor(k, app, [{ role: 'committee' }]);
    expect((await committee.get('/secretariat/rounds')).status).toBe(200);
    expect((await committee.get('/secretariat/rounds/new')).status).toBe(403);
    expect((await committee.get('/secretariat/batches/new')).status).toBe(403);
  });
});
