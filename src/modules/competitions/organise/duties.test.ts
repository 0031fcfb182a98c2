import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import type { Actor } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { type Competition, competitionById, hasDuty } from '../competition.queries.ts';
import { makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { acceptInvitation, answerDuty, declineInvitation } from './answer-duty.ts';
import { askDuty } from './ask-duty.ts';
import { type CreateInput, createCompetition } from './create-competition.ts';
import { dutiesIn, expireInvitations, invitationsIn } from './duty.queries.ts';
import { layDownDuty, takeBackDuty } from './end-duty.ts';
import { leaveRemark } from './leave-remark.ts';
import { notesOf } from './notes.queries.ts';
import { openCompetition } from './open-competition.ts';
import { eraseDutyData } from './personal-data.queries.ts';
import { stepsOf } from './record.queries.ts';

let k: TestKernel;
let departmentId: string;
let organiser: Actor & { accountId: string };

beforeAll(async () => {
  k = await testKernel();
  departmentId = await makeDepartment(k, { name: '文化广电局' });
  organiser = await makeAccount(k, { name: '陈组织', roles: [{ role: 'organiser', departmentId }] });
});

const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );

async function make(given: Partial<CreateInput> = {}): Promise<Competition> {
  const { id } = await createCompetition(k, organiser, {
    template: 'top_ten',
    title: '十佳街巷手艺',
    departmentId,
    firstDay: '2026-12-01',
    approvalNumber: '云评组批〔2026〕14 号',
    ...given,
  });
  return (await competitionById(k.db, id)) as Competition;
}

async function makeOpen(given: Partial<CreateInput> = {}): Promise<Competition> {
  const { id } = await make(given);
  await openCompetition(k, organiser, id);
  return (await competitionById(k.db, id)) as Competition;
}

describe('duties', () => {
  const ask = (competition: Competition, duty: 'juror' | 'chair' | 'screener' | 'observer' | 'organiser', who: Actor) =>
    askDuty(k, organiser, competition.id, { duty, shownAs: who.name, way: 'account', who: who.accountId as string });

  it('count once they are accepted, and are laid down or taken back', async () => {
    const open = await makeOpen();
    const juror = await makeAccount(k);
    const { dutyId } = await ask(open, 'juror', juror);
    expect(await hasDuty(k.db, open.id, juror.accountId)).toBe(false);
    expect(await code(answerDuty(k, await makeAccount(k), dutyId as string, { answer: 'accept' }))).toBe(
      'competitions.duty_not_found',
    );
    await answerDuty(k, juror, dutyId as string, { answer: 'accept' });
    expect(await hasDuty(k.db, open.id, juror.accountId)).toBe(true);
    expect(await code(answerDuty(k, juror, dutyId as string, { answer: 'decline' }))).toBe('competitions.ask_gone');
    await layDownDuty(k, juror, dutyId as string, { reason: '出差' });
    expect(await hasDuty(k.db, open.id, juror.accountId)).toBe(false);
    const second = await ask(open, 'juror', juror);
    expect(await code(ask(open, 'juror', juror))).toBe('competitions.duty_twice');
    await takeBackDuty(k, organiser, open.id, second.dutyId as string, { reason: '请错了人' });
    expect((await dutiesIn(k.db, open.id)).map(({ endReason }) => endReason)).toEqual(['taken_back', 'laid_down']);
    const acts = (await stepsOf(k.db, open.id, { stageId: null, act: null }, null, 20)).map(({ act }) => act);
    expect(acts.slice(0, 5)).toEqual(['take_back_duty', 'ask_duty', 'lay_down_duty', 'accept_duty', 'ask_duty']);
  });

  it('has one chair, however many are asked at once', async () => {
    const open = await makeOpen();
    const people = await Promise.all([1, 2, 3].map(() => makeAccount(k)));
    const results = await Promise.all(people.map((person) => code(ask(open, 'chair', person))));
    expect(results.sort()).toEqual(['competitions.chair_taken', 'competitions.chair_taken', 'done']);
    expect(await code(askDuty(k, organiser, open.id, { duty: 'chair', shownAs: '某人', way: 'link' }))).toBe(
      'competitions.chair_taken',
    );
  });

  it.each([
    ['juror', 'screener', 'organises'],
    ['screener', 'juror', 'judges'],
    ['observer', 'juror', 'observes'],
    ['juror', 'observer', 'observes'],
  ] as const)('as %s does not go with being %s', async (duty, held, why) => {
    const { competition, organiser: own } = await makeCompetition(k);
    const person = await makeAccount(k, { roles: [{ role: 'editor' }] });
    await makeDuty(k, competition, held, person);
    const asked = askDuty(k, own, competition.id, { duty, shownAs: 'x', way: 'account', who: person.accountId });
    await expect(asked).rejects.toMatchObject({ code: 'competitions.duty_conflict', params: { why } });
  });

  it('are not for entrants, nor scoring for organisers of the department', async () => {
    const { competition, organiser: own } = await makeCompetition(k);
    const entrant = await makeAccount(k);
    const { dutyId } = await askDuty(k, own, competition.id, {
      duty: 'juror',
      shownAs: 'x',
      way: 'account',
      who: entrant.accountId,
    });
    // Entered between the asking and the answer.
    await makeCompetitionEntry(k, competition, { accountId: entrant.accountId });
    await expect(answerDuty(k, entrant, dutyId as string, { answer: 'accept' })).rejects.toMatchObject({
      params: { why: 'enters' },
    });
    const colleague = await makeAccount(k, {
      roles: [{ role: 'organiser', departmentId: competition.departmentId }],
    });
    await expect(
      askDuty(k, own, competition.id, { duty: 'chair', shownAs: 'x', way: 'account', who: colleague.accountId }),
    ).rejects.toMatchObject({ params: { why: 'organises' } });
  });

  it('are not for whoever is in the team of an entry', async () => {
    const { competition, organiser: own } = await makeCompetition(k);
    const member = await makeAccount(k);
    const entry = await makeCompetitionEntry(k, competition, { way: 'team' });
    await k.db
      .insertInto('competitions.entry_member')
      .values({
        competition_id: competition.id,
        entry_id: entry.id,
        account_id: member.accountId,
        shown_as: '队员',
        joined_at: k.clock.now(),
      })
      .execute();
    await expect(
      askDuty(k, own, competition.id, { duty: 'juror', shownAs: 'x', way: 'account', who: member.accountId }),
    ).rejects.toMatchObject({ params: { why: 'enters' } });
  });

  it('with contact data are for staff with the second factor', async () => {
    const open = await makeOpen();
    const resident = await makeAccount(k);
    const { dutyId } = await ask(open, 'screener', resident);
    expect(await code(answerDuty(k, resident, dutyId as string, { answer: 'accept' }))).toBe(
      'competitions.duty_needs_staff',
    );
  });

  it('asked by an address are answered alike whether or not anybody has it, and tell nothing', async () => {
    const open = await makeOpen();
    const known = await makeAccount(k, { email: 'known-juror@example.test' });
    const asked = (who: string) =>
      askDuty(k, organiser, open.id, { duty: 'juror', shownAs: '某评委', way: 'address', who });
    const [there, nobody] = [await asked(known.email), await asked('nobody-here@example.test')];
    expect(Object.keys(there)).toEqual(Object.keys(nobody));
    expect([there.dutyId, nobody.dutyId]).toEqual([null, null]);
    await settle(k);
    const token = (there.link as string).split('/').at(-1) as string;
    const other = await makeAccount(k);
    expect(await code(acceptInvitation(k, other, token))).toBe('competitions.ask_other_address');
    await acceptInvitation(k, known, token);
    expect(await code(acceptInvitation(k, known, token))).toBe('competitions.ask_gone');
    expect(await hasDuty(k.db, open.id, known.accountId)).toBe(true);
    const noToken = (nobody.link as string).split('/').at(-1) as string;
    await declineInvitation(k, { ...other, accountId: other.accountId }, noToken);
    const steps = await stepsOf(k.db, open.id, { stageId: null, act: 'decline_duty' }, null, 5);
    expect(steps.map(({ byId }) => byId)).toEqual([null]);
    expect(JSON.stringify(steps)).not.toContain('nobody-here');
  });

  it('leave no name in the record: it reads them where they stand, and they go with the person and with time', async () => {
    const open = await makeOpen();
    const juror = await makeAccount(k);
    const given = { duty: 'juror', shownAs: '王教授，云川大学', way: 'link' } as const;
    const token = async () =>
      ((await askDuty(k, organiser, open.id, given)).link as string).split('/').at(-1) as string;
    await acceptInvitation(k, juror, await token());
    const refused = await askDuty(k, organiser, open.id, { ...given, shownAs: '李老师' });
    await declineInvitation(k, juror, (refused.link as string).split('/').at(-1) as string);
    const record = async () => JSON.stringify(await stepsOf(k.db, open.id, { stageId: null, act: null }, null, 20));
    expect(await record()).toContain('李老师');
    await inTransaction(k.db, (tx) => eraseDutyData(tx, juror.accountId, k.clock.now()));
    const after = new Date(k.clock.now().getTime() + 31 * 86_400_000);
    await inTransaction(k.db, (tx) => expireInvitations(tx, after, null));
    const said = await record();
    for (const name of ['王教授', '李老师']) expect(said).not.toContain(name);
    expect(JSON.stringify(await invitationsIn(k.db, open.id))).not.toMatch(/王教授|李老师/);
  });

  it('by a link go to one person, once', async () => {
    const open = await makeOpen();
    const { link } = await askDuty(k, organiser, open.id, { duty: 'observer', shownAs: '监督员', way: 'link' });
    const token = (link as string).split('/').at(-1) as string;
    const people = await Promise.all([1, 2, 3].map(() => makeAccount(k)));
    const results = await Promise.all(people.map((person) => code(acceptInvitation(k, person, token))));
    expect(results.sort()).toEqual(['competitions.ask_gone', 'competitions.ask_gone', 'done']);
    expect(await code(acceptInvitation(k, organiser, 'x'.repeat(43)))).toBe('competitions.ask_gone');
  });

  it('run out', async () => {
    const open = await makeOpen();
    const { link } = await askDuty(k, organiser, open.id, { duty: 'observer', shownAs: '监督员', way: 'link' });
    const late = { ...k, clock: { now: () => new Date(k.clock.now().getTime() + 22 * 86_400_000) } };
    expect(await code(acceptInvitation(late, await makeAccount(k), (link as string).split('/').at(-1) as string))).toBe(
      'competitions.ask_gone',
    );
  });

  it('let observers, and nobody else, remark in public', async () => {
    const { competition, organiser: own } = await makeCompetition(k);
    const observer = await makeDuty(k, competition, 'observer');
    const juror = await makeDuty(k, competition, 'juror');
    for (const actor of [own, juror])
      expect(await code(leaveRemark(k, actor, competition.id, { text: '我看到一切正常。' }))).toBe(
        'kernel.not_allowed',
      );
    await leaveRemark(k, observer, competition.id, { text: '我看到一切正常。' });
    expect(await notesOf(k.db, competition.id, null, 5)).toMatchObject([
      { kind: 'remark', text: '我看到一切正常。', shownAs: observer.name },
    ]);
  });
});
