import { beforeAll, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Actor } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { makeTestAgreement } from '../agreements/agreements.factory.ts';
import { findAgreement } from '../agreements/agreements.queries.ts';
import { signAgreement } from '../agreements/sign-agreement.ts';
import { addToEntry } from '../entries/write-entry.ts';
import { countFigures } from '../feedback/count-figures.queries.ts';
import { periodOf } from '../feedback/write-report.ts';
import { makeEntry, makeNamedContact } from '../liaison.factory.ts';
import { followDecision } from '../meetings/decide.ts';
import { decisionsOfMeeting } from '../meetings/decision.queries.ts';
import { loadMeeting, seriesScope } from '../meetings/load-meeting.ts';
import { makeTestMeeting, makeTestSeries } from '../meetings/meetings.factory.ts';
import { confirmMinutes } from '../meetings/minutes.ts';
import { listSeries } from '../meetings/series.queries.ts';
import { settleItem, takeItem } from './act-on-item.ts';
import { browse, type Cast, makeCast } from './exchange.factory.ts';
import { findItem } from './exchange.queries.ts';
import { loadItem } from './load-exchange.ts';
import { say } from './say.ts';

let k: TestKernel;
let app: App;
let cast: Cast;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  cast = await makeCast(k);
});

const left = <A extends Actor>(actor: A): A => ({ ...actor, roles: [] });

it('whoever chaired and has left neither reads nor confirms, nor follows what was decided', async () => {
  const seriesId = await makeTestSeries(k, cast.office, {
    departmentIds: [cast.department],
    chairId: cast.otherLeader.accountId,
  });
  const given = { keeper: cast.office, chair: cast.otherLeader, seriesId, state: 'held' as const };
  const id = await makeTestMeeting(k, {
    ...given,
    decisions: [{ text: '每月公布', owner: `department:${cast.department}`, personId: cast.otherLeader.accountId }],
  });
  const { meeting } = await loadMeeting(k, cast.otherLeader, id);
  const former = left(cast.otherLeader);
  await expect(loadMeeting(k, former, id)).rejects.toMatchObject({ status: 404 });
  await expect(confirmMinutes(k, former, id, meeting.minutesRevision)).rejects.toMatchObject({ status: 404 });
  expect(await listSeries(k.db, await seriesScope(k, former))).toEqual([]);
  await confirmMinutes(k, cast.otherLeader, id, meeting.minutesRevision);
  const [decision] = await decisionsOfMeeting(k.db, id);
  await expect(
    followDecision(k, former, decision?.id ?? '', { text: '已经公布了', how: 'done' }),
  ).rejects.toMatchObject({
    status: 404,
  });
  const stranger = await browse(k, app, cast.resident);
  const file = { field: 'files', name: '证明.pdf', bytes: Buffer.from('%PDF-1.4 strangers') };
  expect(
    (await stranger.upload(`/liaison/decisions/${decision?.id}`, file, { text: '已经公布了', how: 'done' })).status,
  ).toBe(404);
  const { rows } = await k.pool.query('select count(*)::int as n from kernel.file where owner_id = $1', [
    cast.resident.accountId,
  ]);
  expect(rows[0].n).toBe(0);
});

it('whoever saw to a need and has left reads it no more; it is open to the office again', async () => {
  const officer = await makeAccount(k, { roles: [{ role: 'handler', departmentId: cast.department }] });
  const id = await say(k, cast.mine.officer, cast.mine.id, 'to_city', {
    kind: 'need',
    title: '发布会请提前通知',
    body: '请提前一个工作日通知到网站。',
    dueOn: '2026-11-30',
    departmentId: cast.department,
  });
  await takeItem(k, cast.officer, id, { ownerId: officer.accountId });
  expect((await loadItem(k, officer, id)).may.settle).toBe(true);
  const former = left(officer);
  await expect(loadItem(k, former, id)).rejects.toMatchObject({ status: 404 });
  await expect(settleItem(k, former, id, { how: 'done', body: '已经办好' })).rejects.toMatchObject({ status: 404 });
  await settle(k);
  await k.pool.query('delete from people.role_grant where account_id = $1', [officer.accountId]);
  const payload = { accountId: officer.accountId, role: 'handler', departmentId: cast.department };
  await inTransaction(k.db, (tx) =>
    k.outbox.emit(tx, k.clock.now(), { type: 'people.role_revoked', subject: officer.accountId, payload }),
  );
  await settle(k);
  expect(await findItem(k.db, id)).toMatchObject({ ownerId: null, state: 'taken' });
  await settleItem(k, cast.officer, id, { how: 'done', body: '已经办好' });
});

it('nobody signs for the department and for the partner', async () => {
  const departmentId = await makeDepartment(k);
  const both: Actor & { accountId: string } = {
    ...cast.mine.administrator,
    secondFactor: true,
    roles: [{ role: 'leader', departmentId }],
  };
  const given = { officer: cast.office, leader: both, administrator: both, departmentId, organisationId: cast.mine.id };
  const id = await makeTestAgreement(k, { ...given, state: 'sent' });
  await signAgreement(k, both, id, 'department');
  await expect(signAgreement(k, both, id, cast.mine.id)).rejects.toMatchObject({
    code: 'liaison.agreements.signed_for_other',
  });
  expect(await findAgreement(k.db, id)).toMatchObject({ state: 'sent' });
});

it('a message that nobody answered does not count as having been contacted', async () => {
  const made = await makeNamedContact(k);
  const { id } = await makeEntry(k, made, { by: made.member, message: '有人在吗' });
  const contacted = async () => {
    const period = periodOf(k, 2026);
    return (
      await countFigures(k.db, made.departmentId, { ...period, until: new Date(period.until.getTime() + 60_000) })
    ).contacted;
  };
  expect(await contacted()).toBe(0);
  await addToEntry(k, made.contact, id, { kind: 'answer', text: '在，请说' });
  expect(await contacted()).toBe(1);
});
