import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { makeAccount } from '../../../people/people.factory.ts';
import { makeBallot } from '../ballots.factory.ts';
import { countRoll } from '../close/close.queries.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { holdOpen, takeSlots } from './cast.queries.ts';
import { castBallot } from './cast-ballot.ts';
import { invitedHash } from './eligibility.ts';
import { joinRoll } from './roll-data.ts';
import { pseudonym } from './roll-slot.ts';
import { voterState } from './voter-state.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const times = <T>(n: number, of: (at: number) => T) => Array.from({ length: n }, (_, at) => of(at));
const phoneOf = async (id: string) =>
  (await k.pool.query('select phone from people.account where id = $1', [id])).rows[0].phone as string;
const setPhone = (id: string, phone: string | null) =>
  k.pool.query('update people.account set phone = $2, phone_verified = $2::text is not null where id = $1', [
    id,
    phone,
  ]);
const cast = (ballot: OpenBallot, { accountId }: { accountId: string }, kernel = k) =>
  castBallot(kernel, { ballot, by: { accountId }, choices: [1] });

/** Takes the phone of the first to each of the others in turn, and has each of them vote. */
async function passOn(ballot: OpenBallot, others: number): Promise<(string | undefined)[]> {
  const accounts = [await makeAccount(k), ...(await Promise.all(times(others, () => makeAccount(k, { phone: null }))))];
  const phone = await phoneOf(accounts[0]?.accountId as string);
  const said: (string | undefined)[] = [];
  for (const account of accounts) {
    await setPhone(account.accountId, phone);
    said.push(
      await cast(ballot, account).then(
        () => 'taken',
        (error) => error.code,
      ),
    );
    await setPhone(account.accountId, null);
  }
  return said;
}

describe('an address that gives the right to vote', () => {
  it('gives it once, whichever accounts it is taken to', async () => {
    const { ballot } = await makeBallot(k, { settings: { who: 'phone' } });
    const late = 'competitions.ballot_cast_already';
    expect(await passOn(ballot, 3)).toEqual(['taken', late, late, late]);
    expect(await countRoll(k.db, ballot)).toBe(1);
  });

  it('gives it as often as the rules say, and takes nothing from an account that was refused', async () => {
    const { ballot } = await makeBallot(k, { settings: { who: 'phone', times: 2 } });
    expect(await passOn(ballot, 2)).toEqual(['taken', 'taken', 'competitions.ballot_cast_already']);
    const refused = await makeAccount(k);
    const phone = await phoneOf(refused.accountId);
    const before = await makeAccount(k, { phone: null });
    await setPhone(refused.accountId, null);
    await setPhone(before.accountId, phone);
    await cast(ballot, before);
    await cast(ballot, before);
    await setPhone(before.accountId, null);
    await setPhone(refused.accountId, phone);
    expect((await voterState(k, ballot, refused.accountId)).left.get(null)).toBe(0);
    await expect(cast(ballot, refused)).rejects.toMatchObject({ code: 'competitions.ballot_cast_already' });
    const unused = await makeAccount(k);
    const another = await phoneOf(unused.accountId);
    await setPhone(unused.accountId, null);
    await setPhone(refused.accountId, another);
    expect((await voterState(k, ballot, refused.accountId)).left.get(null)).toBe(2);
    await cast(ballot, refused);
    await cast(ballot, refused);
  });

  it('gives it once to whoever is on a list with both addresses, and to another account with one of them not again', async () => {
    const { ballot } = await makeBallot(k, { settings: { who: 'invited' } });
    const one = await makeAccount(k);
    const phone = await phoneOf(one.accountId);
    for (const address of [one.email, phone])
      await k.pool.query('insert into competitions.invited_voter values ($1, $2, $3)', [
        ballot.competitionId,
        ballot.stageId,
        invitedHash(k, ballot.stageId, address as string),
      ]);
    await cast(ballot, one);
    const other = await makeAccount(k, { phone: null });
    await setPhone(one.accountId, null);
    await setPhone(other.accountId, phone);
    await expect(cast(ballot, other)).rejects.toMatchObject({ code: 'competitions.ballot_cast_already' });
    await expect(cast(ballot, one)).rejects.toMatchObject({ code: 'competitions.ballot_cast_already' });
    expect(await countRoll(k.db, ballot)).toBe(1);
  });

  it('gives it once where many send at once from several processes', async () => {
    const { ballot } = await makeBallot(k, { settings: { who: 'phone', times: 2 } });
    const accounts = await Promise.all(times(6, () => makeAccount(k)));
    const processes = times(4, () => ({ ...k }));
    const results = await Promise.allSettled(
      processes.flatMap((process) => accounts.flatMap((account) => times(3, () => cast(ballot, account, process)))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
    expect(await countRoll(k.db, ballot)).toBe(12);
  });
});

describe('accounts that are joined while somebody votes', () => {
  it('bring a ballot that is under way onto the roll of the one that stays', async () => {
    const { ballot } = await makeBallot(k);
    const [from, to] = [await makeAccount(k), await makeAccount(k)];
    const rollKey = ballot.rollKey as Buffer;
    let joining: Promise<void> | undefined;
    let joined = false;
    await inTransaction(k.db, async (tx) => {
      await holdOpen(tx, ballot);
      joining = inTransaction(k.db, (other) => joinRoll(k, other, from.accountId, to.accountId)).then(() => {
        joined = true;
      });
      await wait(150);
      await takeSlots(tx, ballot, [pseudonym(rollKey, from.accountId)], [0]);
      expect(joined).toBe(false);
    });
    await joining;
    await expect(cast(ballot, to)).rejects.toMatchObject({ code: 'competitions.ballot_cast_already' });
  });
});
