import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Actor } from '../../people/index.ts';
import { browse, type Cast, makeCast } from '../exchange/exchange.factory.ts';
import { makeTestAgreement } from './agreements.factory.ts';
import { findAgreement, signaturesOf, termsOf } from './agreements.queries.ts';
import { addMonths, agreementStates, dutyDays, isPossible } from './agreements.rules.ts';
import { endAgreement, showDutyDone, turnAgreements } from './keep-agreement.ts';
import { loadAgreement } from './load-agreement.ts';
import { renewAgreement, sendAgreement, signAgreement, takeBackAgreement } from './sign-agreement.ts';
import { remindOfAgreements } from './tell-parties.ts';
import { addDuty, editAgreement, makeAgreement } from './write-agreement.ts';

let k: TestKernel;
let app: App;
let cast: Cast;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  cast = await makeCast(k);
});

const make = (given: Partial<Parameters<typeof makeTestAgreement>[1]> = {}) =>
  makeTestAgreement(k, {
    officer: cast.officer,
    leader: cast.leader,
    administrator: cast.mine.administrator,
    departmentId: cast.department,
    organisationId: cast.mine.id,
    ...given,
  });
const stateOf = async (id: string) => (await findAgreement(k.db, id))?.state;
const duty = {
  side: 'department',
  what: '每季度开一次座谈会',
  who: '王科长',
  dueOn: '2026-12-31',
  every: 'quarter',
} as const;

describe('days of duties', () => {
  it('keep the day of the month, and take the last one of shorter months', () => {
    expect(dutyDays({ dueOn: '2026-01-31', every: 'month' }, '2026-04-30')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(dutyDays({ dueOn: '2028-02-29', every: 'year' }, '2030-12-31')).toEqual([
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
    ]);
    expect(dutyDays({ dueOn: '2026-05-01', every: 'once' }, '2026-01-01')).toEqual(['2026-05-01']);
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
  });
});

describe('the way of an agreement', () => {
  it('goes from draft to force by one yes of each party, is renewed, and ends', async () => {
    const id = await make({ state: 'draft', duties: [duty] });
    expect(await stateOf(id)).toBe('draft');
    await sendAgreement(k, cast.officer, id);
    await signAgreement(k, cast.mine.administrator, id, cast.mine.id);
    expect(await stateOf(id)).toBe('sent');
    await expect(signAgreement(k, cast.mine.administrator, id, cast.mine.id)).rejects.toMatchObject({
      code: 'liaison.agreements.signed_already',
    });
    await signAgreement(k, cast.leader, id, 'department');
    expect(await stateOf(id)).toBe('in_force');
    await expect(signAgreement(k, cast.leader, id, 'department')).rejects.toMatchObject({
      code: 'liaison.agreements.nothing_to_sign',
    });
    await renewAgreement(k, cast.officer, id, { endsOn: '2028-11-18', text: '新的正文。', note: '再签一年' });
    await expect(renewAgreement(k, cast.officer, id, { endsOn: '2028-11-19' })).rejects.toMatchObject({
      code: 'liaison.agreements.renewal_waits',
    });
    expect((await findAgreement(k.db, id))?.endsOn).toBe('2027-11-19');
    await signAgreement(k, cast.leader, id, 'department');
    await signAgreement(k, cast.mine.administrator, id, cast.mine.id);
    expect(await findAgreement(k.db, id)).toMatchObject({
      state: 'in_force',
      endsOn: '2028-11-18',
      termNo: 2,
      textVersion: 2,
    });
    expect((await termsOf(k.db, id)).map((term) => term.state)).toEqual(['agreed', 'agreed']);
    await endAgreement(k, cast.mine.administrator, id, { reason: '网站停办' });
    expect(await findAgreement(k.db, id)).toMatchObject({ state: 'ended', endKind: 'terminated' });
  });

  it('is signed once by each party however many press at once, and is then in force', async () => {
    const id = await make({ state: 'sent' });
    const tries = await Promise.allSettled([
      ...[1, 2, 3].map(() => signAgreement(k, cast.leader, id, 'department')),
      ...[1, 2, 3].map(() => signAgreement(k, cast.mine.administrator, id, cast.mine.id)),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await signaturesOf(k.db, id)).toHaveLength(2);
    expect(await stateOf(id)).toBe('in_force');
  });

  it('waits for its first day, begins and ends by itself', async () => {
    const id = await make({ startsOn: '2026-12-01', endsOn: '2026-12-31' });
    expect(await stateOf(id)).toBe('signed');
    const at = (day: string) => ({ ...k, clock: { now: () => new Date(`${day}T01:00:00Z`) } });
    await turnAgreements(at('2026-12-01'));
    expect(await stateOf(id)).toBe('in_force');
    await turnAgreements(at('2026-12-31'));
    expect(await stateOf(id)).toBe('in_force');
    await turnAgreements(at('2027-01-01'));
    expect(await findAgreement(k.db, id)).toMatchObject({ state: 'ended', endKind: 'expired' });
  });

  it('taken back is signed anew, by its new words', async () => {
    const id = await make({ state: 'sent' });
    await signAgreement(k, cast.leader, id, 'department');
    await takeBackAgreement(k, cast.officer, id);
    expect(await signaturesOf(k.db, id)).toHaveLength(0);
    expect(await stateOf(id)).toBe('draft');
    await sendAgreement(k, cast.officer, id);
  });

  it('refuses what its state does not allow', async () => {
    const id = await make({ state: 'draft' });
    await expect(signAgreement(k, cast.leader, id, 'department')).rejects.toMatchObject({
      code: 'liaison.agreements.wrong_state',
    });
    await expect(takeBackAgreement(k, cast.officer, id)).rejects.toMatchObject({
      code: 'liaison.agreements.wrong_state',
    });
    await expect(renewAgreement(k, cast.officer, id, { endsOn: '2029-01-01' })).rejects.toMatchObject({ status: 409 });
    await sendAgreement(k, cast.officer, id);
    await expect(addDuty(k, cast.officer, id, duty)).rejects.toMatchObject({ code: 'liaison.agreements.wrong_state' });
    expect(agreementStates.filter((state) => isPossible(state, 'edit'))).toEqual(['draft']);
  });

  it('tells the second of two editors, and loses neither wording', async () => {
    const id = await make({ state: 'draft' });
    const revision = (await findAgreement(k.db, id))?.revision ?? 0;
    const given = {
      title: '改名',
      departmentId: cast.department,
      organisationIds: cast.mine.id,
      startsOn: '2026-11-19',
      endsOn: '2027-11-19',
      revision,
    };
    await editAgreement(k, cast.officer, id, { ...given, text: '第二版' });
    await expect(editAgreement(k, cast.office, id, { ...given, text: '第三版' })).rejects.toMatchObject({
      code: 'kernel.changed_meanwhile',
    });
    expect((await loadAgreement(k, cast.officer, id)).texts.map((text) => text.body)).toEqual([
      '第二版',
      '双方各指定一名联络员。',
    ]);
  });
});

describe('duties', () => {
  it('are shown once for each of their days, late too', async () => {
    const id = await make({ duties: [duty] });
    const dutyId = (await loadAgreement(k, cast.officer, id)).duties[0]?.id ?? '';
    const evidence = '十二月二十日开了座谈会';
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => showDutyDone(k, cast.officer, id, dutyId, { dueOn: '2026-12-31', evidence })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await loadAgreement(k, cast.officer, id)).duties[0]).toMatchObject({ next: '2027-03-31' });
    await expect(showDutyDone(k, cast.officer, id, dutyId, { dueOn: '2027-01-15', evidence })).rejects.toMatchObject({
      code: 'liaison.agreements.no_such_day',
    });
    await expect(
      showDutyDone(k, cast.mine.officer, id, dutyId, { dueOn: '2027-03-31', evidence }),
    ).rejects.toMatchObject({ code: 'kernel.not_allowed' });
  });

  it('are reminded of once each, to whom they belong', async () => {
    await k.outbox.drain();
    const partner = { ...duty, side: cast.theirs.id, dueOn: '2026-11-20', every: 'once' as const };
    const id = await make({
      organisationId: cast.theirs.id,
      administrator: cast.theirs.administrator,
      duties: [partner],
    });
    await settle(k);
    await remindOfAgreements(k);
    await remindOfAgreements(k);
    const told = await k.notify.inbox(k.db, cast.theirs.officer.accountId, 'zh-CN');
    expect(told.filter((item) => item.kind === 'liaison.duty_next' && item.link.endsWith(id))).toHaveLength(1);
    expect(
      (await k.notify.inbox(k.db, cast.mine.officer.accountId, 'zh-CN')).some((item) => item.link.endsWith(id)),
    ).toBe(false);
  });
});

describe('who may', () => {
  const people = () => ({
    officer: cast.officer,
    leader: cast.leader,
    otherOfficer: cast.otherOfficer,
    otherLeader: cast.otherLeader,
    office: cast.office,
    cityLeader: cast.cityLeader,
    auditor: cast.auditor,
    handler: cast.handler,
    secretary: cast.secretary,
    administrator: cast.administrator,
    partnersAdministrator: cast.mine.administrator,
    partnersOfficer: cast.mine.officer,
    partnersMember: cast.mine.member,
    otherPartner: cast.theirs.administrator,
    resident: cast.resident,
  });
  const allowed = async (work: (actor: Actor) => Promise<unknown>) => {
    const names: string[] = [];
    for (const [name, actor] of Object.entries(people()))
      await work(actor).then(
        () => names.push(name),
        (error: { status?: number }) => expect([403, 404]).toContain(error.status),
      );
    return names.sort();
  };

  it('reads a draft: the department and the offices over it alone', async () => {
    const id = await make({ state: 'draft' });
    expect(await allowed((actor) => loadAgreement(k, actor, id))).toEqual(
      ['auditor', 'cityLeader', 'leader', 'office', 'officer'].sort(),
    );
  });

  it('reads what was sent: the partner too', async () => {
    const id = await make();
    expect(await allowed((actor) => loadAgreement(k, actor, id))).toEqual(
      ['auditor', 'cityLeader', 'leader', 'office', 'officer', 'partnersAdministrator', 'partnersOfficer'].sort(),
    );
  });

  it('writes, sends, signs and ends', async () => {
    const given = {
      title: '权限',
      departmentId: cast.department,
      organisationIds: cast.mine.id,
      text: '正文',
      startsOn: '2026-11-19',
      endsOn: '2027-01-01',
    };
    expect(await allowed((actor) => makeAgreement(k, actor, given))).toEqual(['office', 'officer']);
    const sent = async (actor: Actor, party: string) => signAgreement(k, actor, await make({ state: 'sent' }), party);
    expect(await allowed((actor) => sent(actor, 'department'))).toEqual(['cityLeader', 'leader']);
    expect(await allowed((actor) => sent(actor, cast.mine.id))).toEqual(['partnersAdministrator']);
    expect(await allowed((actor) => sent(actor, cast.theirs.id))).toEqual([]);
    expect(await allowed(async (actor) => sendAgreement(k, actor, await make({ state: 'draft' })))).toEqual([
      'office',
      'officer',
    ]);
    expect(await allowed(async (actor) => endAgreement(k, actor, await make(), { reason: '结束' }))).toEqual(
      ['cityLeader', 'leader', 'office', 'officer', 'partnersAdministrator'].sort(),
    );
  });

  it('nobody without the second factor', async () => {
    const id = await make();
    await expect(loadAgreement(k, { ...cast.office, secondFactor: false }, id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('pages and files', () => {
  it('show nothing of an agreement to others, wherever they look', async () => {
    const secret = 'SECRET-agreement-7731';
    const id = await make({ title: secret, text: `${secret} 正文`, duties: [{ ...duty, what: secret }] });
    await settle(k);
    for (const actor of [
      cast.otherOfficer,
      cast.otherLeader,
      cast.theirs.administrator,
      cast.mine.member,
      cast.resident,
      cast.handler,
    ]) {
      const browser = await browse(k, app, actor);
      for (const url of [
        `/liaison/agreements/${id}`,
        `/liaison/agreements/${id}/agreement.pdf`,
        '/liaison/agreements',
        '/liaison/agreements/list.csv',
        '/me/notifications',
      ]) {
        const page = await browser.get(url);
        expect([url, page.text.includes(secret)]).toEqual([url, false]);
        if (url.includes(id)) expect(page.status).toBe(404);
      }
      expect(JSON.stringify(await k.notify.inbox(k.db, actor.accountId ?? '', 'zh-CN'))).not.toContain(secret);
    }
    const events = await k.db.selectFrom('kernel.event').selectAll().execute();
    expect(JSON.stringify(events)).not.toContain(secret);
    const mine = await browse(k, app, cast.mine.administrator);
    expect((await mine.get(`/liaison/agreements/${id}`)).text).toContain(secret);
    expect((await (await browse(k, app, cast.officer)).get('/liaison/agreements/list.csv')).text).toContain(secret);
  });

  it('are a page, a form kept when refused, and a PDF; hostile words stay words', async () => {
    const evil = '<script>alert(1)</script>[x](javascript:alert(1)) =HYPERLINK("http://x")';
    const id = await make({ text: evil, title: '=1+1 <b>粗</b>' });
    const browser = await browse(k, app, cast.officer);
    const page = await browser.get(`/liaison/agreements/${id}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).not.toContain('href="javascript:');
    const list = await browser.get('/liaison/agreements/list.csv');
    expect(list.text).toContain("'=1+1");
    const pdf = await browser.get(`/liaison/agreements/${id}/agreement.pdf`);
    expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const refused = await browser.post('/liaison/agreements', { title: '只有名称', departmentId: cast.department });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="只有名称"');
    const huge = await browser.post('/liaison/agreements', {
      title: '长'.repeat(500),
      text: 'x'.repeat(30_000),
      departmentId: 'nix',
    });
    expect(huge.status).toBe(422);
  });

  it('takes a file with the evidence, and gives it to the parties alone', async () => {
    const id = await make({ duties: [{ ...duty, side: cast.mine.id, every: 'once' }] });
    const dutyId = (await loadAgreement(k, cast.officer, id)).duties[0]?.id ?? '';
    const partner = await browse(k, app, cast.mine.officer);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const done = await partner.upload(
      `/liaison/agreements/${id}/duties/${dutyId}/done`,
      { field: 'files', name: '座谈会.png', bytes: png },
      { dueOn: '2026-12-31', evidence: '已经公布了办理情况' },
    );
    expect(done.status).toBe(303);
    const file = (await loadAgreement(k, cast.officer, id)).files[0]?.fileId;
    expect((await (await browse(k, app, cast.officer)).get(`/files/${file}`)).status).toBe(200);
    expect((await (await browse(k, app, cast.theirs.officer)).get(`/files/${file}`)).status).toBe(404);
    expect((await app.inject({ url: `/files/${file}` })).statusCode).toBe(404);
  });
});
