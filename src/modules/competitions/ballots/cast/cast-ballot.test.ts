import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { signedToken } from '../../../people/index.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { castMany, factsOfMade, makeBallot, sessionToken } from '../ballots.factory.ts';
import { ballotId, readReceipt } from '../log/leaf.ts';
import { sealBallots } from '../log/seal.ts';
import { castBallot } from './cast-ballot.ts';
import { invitedHash } from './eligibility.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const settledCodes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((each) => (each.status === 'fulfilled' ? 'taken' : (each.reason as { code?: string }).code)).sort();
const times = <T>(n: number, of: (at: number) => T) => Array.from({ length: n }, (_, at) => of(at));

/** Everything acknowledged or waiting, wherever it is. */
async function kept(stageId: string): Promise<string[]> {
  const { rows } = await k.pool.query(
    `select unnest(string_to_array(leaves, E'\\n')) as line from competitions.urn where stage_id = $1
     union all select convert_from(bytes, 'UTF8') from competitions.leaf where stage_id = $1 and kind = 'b'`,
    [stageId],
  );
  return rows.map(({ line }) => line);
}

describe('one ballot', () => {
  it('is kept as its receipt says, and names neither voter nor time', async () => {
    const { ballot } = await makeBallot(k);
    const account = await makeAccount(k);
    const receipt = await castBallot(k, { ballot, by: { token: await sessionToken(k, account) }, choices: [3, 1] });
    expect(receipt.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const id = ballotId('sha256', readReceipt(receipt.code) as Buffer).toString('base64url');
    expect(receipt.leaf).toBe(`{"b":"${id}","c":[1,3]}`);
    expect(await kept(ballot.stageId)).toEqual([receipt.leaf]);
    const { rows } = await k.pool.query('select * from competitions.roll where stage_id = $1', [ballot.stageId]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(account.accountId);
  });

  it('of one voter is cast once, however often it is sent at once and from wherever', async () => {
    const { ballot, competition } = await makeBallot(k);
    const account = await makeAccount(k);
    const token = await sessionToken(k, account);
    const results = await Promise.allSettled(
      times(100, (n) => castBallot(k, { ballot, by: { token }, choices: [(n % 6) + 1] })),
    );
    expect(settledCodes(results)).toEqual([...times(99, () => 'competitions.ballot_cast_already'), 'taken']);
    expect(await kept(ballot.stageId)).toHaveLength(1);
    const elsewhere = { ...k };
    const again = await Promise.allSettled([
      castBallot(elsewhere, { ballot: await factsOfMade(elsewhere, competition.id), by: { token }, choices: [2] }),
    ]);
    expect(settledCodes(again)).toEqual(['competitions.ballot_cast_already']);
  });

  it('of one voter sent to several processes at once is cast once because of the constraint, and more often without it', async () => {
    const other = await testKernel();
    const race = async (kernel: TestKernel) => {
      const { ballot } = await makeBallot(kernel);
      const account = await makeAccount(kernel);
      // Each copy of the kernel has a caster of its own, as another process has.
      const processes = times(8, () => ({ ...kernel }));
      const results = await Promise.allSettled(
        processes.flatMap((process) =>
          times(5, () => castBallot(process, { ballot, by: { accountId: account.accountId }, choices: [1] })),
        ),
      );
      return results.filter(({ status }) => status === 'fulfilled').length;
    };
    expect(await race(k)).toBe(1);
    await other.pool.query('alter table competitions.roll drop constraint roll_pkey');
    expect(await race(other)).toBeGreaterThan(1);
  });

  it('does not take its neighbours down when it is refused', async () => {
    const { ballot } = await makeBallot(k);
    const accounts = await Promise.all(times(5, () => makeAccount(k)));
    const results = await Promise.allSettled([
      ...accounts.map((account) => castBallot(k, { ballot, by: { accountId: account.accountId }, choices: [1] })),
      castBallot(k, { ballot, by: { token: 'nobody' }, choices: [1] }),
      castBallot(k, { ballot, by: null, choices: [1], replaces: Buffer.alloc(10, 7) }),
    ]);
    expect(settledCodes(results)).toEqual([
      'competitions.receipt_unknown',
      'kernel.sign_in_first',
      ...times(5, () => 'taken'),
    ]);
    expect(await kept(ballot.stageId)).toHaveLength(5);
  });

  it('keeps everything acknowledged of several ballots at once, once', async () => {
    const made = await Promise.all([makeBallot(k), makeBallot(k), makeBallot(k)]);
    const receipts = await Promise.all(
      made.map(({ ballot }) =>
        castMany(
          k,
          ballot,
          times(150, (n) => [(n % 6) + 1]),
        ),
      ),
    );
    for (const [at, { ballot }] of made.entries()) {
      await sealBallots(k, ballot);
      expect((await kept(ballot.stageId)).sort()).toEqual((receipts[at] ?? []).map(({ leaf }) => leaf).sort());
    }
  });
});

describe('how many ballots', () => {
  it('so many until the close, and no more', async () => {
    const { ballot } = await makeBallot(k, { settings: { times: 3 } });
    const { accountId } = await makeAccount(k);
    const results = await Promise.allSettled(
      times(20, () => castBallot(k, { ballot, by: { accountId }, choices: [1] })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('so many each day of the city', async () => {
    const { ballot } = await makeBallot(k, { settings: { times: 2, per: 'day' } });
    const { accountId } = await makeAccount(k);
    const cast = () => castBallot(k, { ballot, by: { accountId }, choices: [1] });
    const before = k.clock.now();
    expect(settledCodes(await Promise.allSettled(times(5, cast))).filter((code) => code === 'taken')).toHaveLength(2);
    // Midnight in the city is at 16:00 UTC.
    k.clock.set('2026-11-19T15:59:59Z');
    await expect(cast()).rejects.toMatchObject({ code: 'competitions.ballot_cast_today' });
    k.clock.set('2026-11-19T16:00:00Z');
    await cast();
    await cast();
    await expect(cast()).rejects.toMatchObject({ code: 'competitions.ballot_cast_today' });
    k.clock.set(before.toISOString());
  });

  it('one for each category, each by itself', async () => {
    const { ballot } = await makeBallot(k, { settings: { scope: 'category', most: 1 }, categories: ['手艺', '吃食'] });
    const { accountId } = await makeAccount(k);
    const cast = (category: unknown, choices: unknown) =>
      castBallot(k, { ballot, by: { accountId }, category, choices });
    const { leaf } = await cast(1, [2]);
    expect(leaf).toMatch(/"g":1,"c":\[2\]}$/);
    await cast('0', ['1']);
    await expect(cast(0, [3])).rejects.toMatchObject({ code: 'competitions.ballot_cast_already' });
    expect(() => cast(0, [2])).toThrow('competitions.ballot_unknown_entry');
    expect(() => cast(7, [2])).toThrow('competitions.ballot_unknown_category');
    expect(() => cast(undefined, [2])).toThrow('competitions.ballot_unknown_category');
  });
});

describe('who may vote', () => {
  const cast = async (
    who: 'account' | 'phone' | 'member' | 'invited',
    change: (id: string, stage: string) => Promise<unknown>,
  ) => {
    const { ballot } = await makeBallot(k, { settings: { who } });
    const account = await makeAccount(k);
    await change(account.accountId, ballot.stageId);
    return castBallot(k, { ballot, by: { token: await sessionToken(k, account) }, choices: [1] }).then(
      () => 'taken',
      (error) => error.code,
    );
  };
  const query = (text: string, ...values: unknown[]) => k.pool.query(text, values);
  const nothing = async () => {};

  it('an account that is not disabled, whose session holds', async () => {
    expect(await cast('account', nothing)).toBe('taken');
    expect(
      await cast('account', (id) => query('update people.account set disabled_at = now() where id = $1', id)),
    ).toBe('kernel.sign_in_first');
    expect(await cast('account', (id) => query(`update people.account set name = '' where id = $1`, id))).toBe(
      'people.welcome_first',
    );
    const { ballot } = await makeBallot(k);
    const account = await makeAccount(k);
    const token = await sessionToken(k, account);
    await query(`update people.session set expires_at = $2 where account_id = $1`, account.accountId, k.clock.now());
    await expect(castBallot(k, { ballot, by: { token }, choices: [1] })).rejects.toMatchObject({
      code: 'kernel.sign_in_first',
    });
  });

  it('a verified phone', async () => {
    expect(await cast('phone', nothing)).toBe('taken');
    expect(
      await cast('phone', (id) => query('update people.account set phone_verified = false where id = $1', id)),
    ).toBe('competitions.ballot_phone_first');
  });

  it('an active member', async () => {
    expect(await cast('member', nothing)).toBe('competitions.ballot_members_only');
    const join = (state: string) => (id: string) =>
      query(
        `insert into people.membership (id, account_id, number, state, since, ends_on)
         values (gen_random_uuid(), $1, left(gen_random_uuid()::text, 12), $2, '2026-01-01', '2028-01-01')`,
        id,
        state,
      );
    expect(await cast('member', join('active'))).toBe('taken');
    expect(await cast('member', join('suspended'))).toBe('competitions.ballot_members_only');
  });

  it('whoever is on the invited list, by a verified address', async () => {
    expect(await cast('invited', nothing)).toBe('competitions.ballot_invited_only');
    const invite = async (id: string, stageId: string) => {
      const { rows } = await query('select email from people.account where id = $1', id);
      await query(
        `insert into competitions.invited_voter select competition_id, stage_id, $2 from competitions.ballot where stage_id = $1`,
        stageId,
        invitedHash(k, stageId, rows[0].email),
      );
    };
    expect(await cast('invited', invite)).toBe('taken');
    expect(
      await cast('invited', async (id, stageId) => {
        await invite(id, stageId);
        await query('update people.account set email_verified = false where id = $1', id);
      }),
    ).toBe('competitions.ballot_invited_only');
  });

  it('only while the ballot runs', async () => {
    const { ballot } = await makeBallot(k, { from: 1, to: 2 });
    const { accountId } = await makeAccount(k);
    const cast = () => castBallot(k, { ballot, by: { accountId }, choices: [1] });
    const before = k.clock.now().toISOString();
    await expect(cast()).rejects.toMatchObject({ code: 'competitions.too_early' });
    k.clock.set(ballot.stage.endsAt.toISOString());
    await expect(cast()).rejects.toMatchObject({ code: 'competitions.too_late' });
    k.clock.set(before);
    const open = await makeBallot(k);
    await query('update competitions.ballot set closed_at = now() where stage_id = $1', open.ballot.stageId);
    await expect(castBallot(k, { ballot: open.ballot, by: { accountId }, choices: [1] })).rejects.toMatchObject({
      code: 'competitions.too_late',
    });
  });
});

describe('what may be chosen', () => {
  it('entries of the field, as many as the rules say, each once', async () => {
    const upTo = (await makeBallot(k, { settings: { most: 2 } })).ballot;
    const exactly = (await makeBallot(k, { settings: { most: 2, form: 'exactly' } })).ballot;
    const by = { accountId: (await makeAccount(k)).accountId };
    const refused = (ballot: typeof upTo, choices: unknown) => {
      try {
        void castBallot(k, { ballot, by, choices }).catch(() => {});
        return null;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(refused(upTo, [])).toBe('competitions.ballot_empty');
    expect(refused(upTo, [1, 2, 3])).toBe('competitions.ballot_too_many');
    expect(refused(exactly, [1])).toBe('competitions.ballot_exactly');
    expect(refused(exactly, [])).toBe('competitions.ballot_empty');
    const noise = [
      [1, 1],
      [7],
      [0],
      [-1],
      [1.5],
      ['1 '],
      ['01'],
      ['0x1'],
      [null],
      [[1]],
      [{}],
      ['1\u0000'],
      '1',
      1,
      null,
      undefined,
      {},
    ];
    for (const choices of [
      ...noise,
      times(10_000, (n) => n),
      times(10_000, () => 1),
      [Number.MAX_SAFE_INTEGER],
      [true],
    ])
      expect(refused(upTo, choices)).toBe('competitions.ballot_unknown_entry');
  });
});

describe('a change', () => {
  it('shows the earlier receipt, needs no session, and is made once however often it is sent at once', async () => {
    const { ballot } = await makeBallot(k);
    const [receipt] = await castMany(k, ballot, [[1]]);
    const replaces = readReceipt(receipt?.code) as Buffer;
    const results = await Promise.allSettled(
      times(50, (n) => castBallot(n % 2 ? k : { ...k }, { ballot, by: null, choices: [2], replaces })),
    );
    expect(settledCodes(results)).toEqual([...times(49, () => 'competitions.receipt_replaced'), 'taken']);
    const lines = await kept(ballot.stageId);
    expect(lines).toHaveLength(2);
    expect(lines.filter((line) => line.includes(`"r":"${replaces.toString('base64url')}"`))).toHaveLength(1);
    const { rows } = await k.pool.query('select count(*) as n from competitions.roll where stage_id = $1', [
      ballot.stageId,
    ]);
    expect(rows[0].n).toBe(1);
  });

  it('is made once because of the constraint, and more often without it', async () => {
    const other = await testKernel();
    const race = async (kernel: TestKernel) => {
      const { ballot } = await makeBallot(kernel);
      const [receipt] = await castMany(kernel, ballot, [[1]]);
      const replaces = readReceipt(receipt?.code);
      const results = await Promise.allSettled(
        times(8, () => castBallot({ ...kernel }, { ballot, by: null, choices: [2], replaces })),
      );
      return results.filter(({ status }) => status === 'fulfilled').length;
    };
    expect(await race(k)).toBe(1);
    await other.pool.query('alter table competitions.replaced drop constraint replaced_pkey');
    expect(await race(other)).toBeGreaterThan(1);
  });

  it('goes on from change to change, and finds ballots that are in the log', async () => {
    const { ballot } = await makeBallot(k);
    let [receipt] = await castMany(k, ballot, [[1]]);
    for (let n = 2; n < 6; n++) {
      receipt = await castBallot(k, { ballot, by: null, choices: [n], replaces: readReceipt(receipt?.code) });
      if (n % 2) await sealBallots(k, ballot, { all: true });
    }
    await sealBallots(k, ballot, { all: true });
    const { rows } = await k.pool.query(
      'select entry_number as n, votes from competitions.ballot_count where stage_id = $1 and votes <> 0',
      [ballot.stageId],
    );
    expect(rows).toEqual([{ n: 5, votes: 1 }]);
  });

  it('is refused where the ballot cannot be changed, for another category and in another ballot', async () => {
    const fixed = (await makeBallot(k, { settings: { changeable: false } })).ballot;
    const [receipt] = await castMany(k, fixed, [[1]]);
    const replaces = readReceipt(receipt?.code);
    await expect(castBallot(k, { ballot: fixed, by: null, choices: [2], replaces })).rejects.toMatchObject({
      code: 'competitions.ballot_fixed',
    });
    const { ballot } = await makeBallot(k, { settings: { scope: 'category', most: 1 }, categories: ['手艺', '吃食'] });
    await expect(castBallot(k, { ballot, by: null, category: 0, choices: [1], replaces })).rejects.toMatchObject({
      code: 'competitions.receipt_unknown',
    });
    const { accountId } = await makeAccount(k);
    const own = await castBallot(k, { ballot, by: { accountId }, category: 0, choices: [1] });
    await expect(
      castBallot(k, { ballot, by: null, category: 1, choices: [2], replaces: readReceipt(own.code) }),
    ).rejects.toMatchObject({ code: 'competitions.receipt_other_category' });
  });
});

describe('the cookie', () => {
  it('counts only with the signature of this city', async () => {
    const cookie = await sessionCookie(k, await makeAccount(k));
    const token = signedToken(k, `look=zh-CN.default.auto; ${cookie}; other=1`);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(signedToken({ secret: 'another' }, cookie)).toBeNull();
    expect(signedToken(k, cookie.replace('=', '=x'))).toBeNull();
    expect(signedToken(k, `evil${cookie}`)).toBeNull();
    expect(signedToken(k, `__Secure-${cookie}`)).toBe(token);
    for (const noise of [
      undefined,
      '',
      'tongxin.session_token=',
      'tongxin.session_token=%',
      'tongxin.session_token=a.b',
      `tongxin.session_token=${'x'.repeat(9000)}`,
    ])
      expect(signedToken(k, noise)).toBeNull();
  });
});
