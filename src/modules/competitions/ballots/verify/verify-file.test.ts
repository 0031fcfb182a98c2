import { describe, expect, it } from 'vitest';
import { Unreadable } from './findings.ts';
import { ballotLine, linesOf, type Made, publicKey, secretOf, soundFile } from './made-file.fixture.ts';
import { type VerifyOptions, verifyFile } from './verify-file.ts';

async function* pieces(text: string, size: number): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const verify = (lines: string[], options?: VerifyOptions, size = 1000) =>
  verifyFile(pieces(`${lines.join('\n')}\n`, size), options);

/** Codes of what is found once something was changed in the lines of a sound file. */
async function found(change: (lines: string[]) => void, options?: VerifyOptions): Promise<string[]> {
  const lines = linesOf(soundFile());
  change(lines);
  const { verified, findings } = await verify(lines, options);
  expect(verified).toBe(findings.length === 0);
  return [...new Set(findings.map(({ code }) => code))];
}

/** The same where whoever changed it had the signing key: everything is signed anew. */
async function foundSigned(change: (made: Made) => void): Promise<string[]> {
  const made = soundFile();
  change(made);
  const { findings } = await verify(linesOf(made));
  return [...new Set(findings.map(({ code }) => code))];
}

const at = (lines: string[], text: string) => {
  const index = lines.findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`no line has ${text}`);
  return index;
};
const replace = (lines: string[], where: string, from: string | RegExp, to: string) => {
  const index = at(lines, where);
  const before = lines[index] as string;
  lines[index] = before.replace(from, to);
  expect(lines[index]).not.toBe(before);
};
/** Position 0 is the third line. */
const leaf = (position: number) => position + 2;

describe('a sound file', () => {
  it.each(['sha256', 'sm3'] as const)('is verified, however its bytes come in: %s', async (hash) => {
    for (const size of [1, 77, 100_000]) {
      const verdict = await verify(linesOf(soundFile(hash)), {}, size);
      expect(verdict.findings).toEqual([]);
      expect(verdict).toMatchObject({ verified: true, leaves: 202, unlisted: 0 });
      expect(verdict.count).toMatchObject({ ballots: 201, replaced: 7, invalidated: 10, counted: 184, first: 194 });
      expect(verdict.heads.map(({ size, kind }) => [size, kind])).toEqual([
        [0, 'running'],
        [64, 'running'],
        [130, 'running'],
        [201, 'close'],
        [202, 'invalidation'],
      ]);
    }
  });

  it('is verified before the results are there, and with one ballot for each category', async () => {
    const made = soundFile();
    made.header.rules = { form: 'exactly', most: 1, scope: 'category', changeable: true, weight: 30 };
    made.leaves = [
      ballotLine(1, [2], { category: 0 }),
      ballotLine(2, [5], { category: 1 }),
      ballotLine(3, [6], { category: 1, replaces: 2 }),
    ];
    made.heads = [{ size: 3, kind: 'close', time: '2026-11-23T16:00:00Z' }];
    const votes = made.header.entries.map(({ number }): [number, number] => [number, [2, 6].includes(number) ? 1 : 0]);
    made.result = { ballots: 3, replaced: 1, invalidated: 0, counted: 2, roll: 2, votes, final: null };
    expect((await verify(linesOf(made))).findings).toEqual([]);
  });

  it('lets whoever holds a receipt find the ballot, and nobody else', async () => {
    const { look } = await verify(linesOf(soundFile()));
    expect(look(secretOf(31))).toEqual({
      position: 31,
      state: 'invalidated',
      choices: [
        { number: 2, title: '作品 2' },
        { number: 7, title: '作品 7' },
      ],
    });
    expect(look(secretOf(20))).toMatchObject({ position: 20, state: 'replaced' });
    expect(look(secretOf(150))).toMatchObject({ position: 150, state: 'replaced' });
    expect(look(secretOf(200))).toMatchObject({ position: 200, state: 'counted', choices: [{ number: 7 }] });
    expect(look(secretOf(999))).toBeNull();
  });

  it('is held against a key and heads known from elsewhere', async () => {
    const lines = linesOf(soundFile());
    const { note } = JSON.parse(lines[at(lines, 'kind running')] as string);
    expect(await found(() => {}, { key: publicKey.toString('base64'), kept: [note] })).toEqual([]);
    expect(await found(() => {}, { key: Buffer.alloc(32).toString('base64') })).toEqual(['key_other']);
    expect(await found(() => {}, { kept: [note.replace('\n64\n', '\n65\n'), note.replace('2026', '2025')] })).toEqual([
      'kept_head',
    ]);
  });
});

describe('one change to the published bytes', () => {
  const changes: [string, (lines: string[]) => void, string[]][] = [
    ['a vote flipped', (lines) => replace(lines, '"c":[2]', '[2]', '[3]'), ['head_root', 'votes']],
    ['a ballot left out', (lines) => lines.splice(leaf(70), 1), ['section_count', 'head_root']],
    [
      'a ballot left out and not said',
      (lines) => {
        lines.splice(leaf(70), 1);
        replace(lines, '"section":"leaves"', '202', '201');
      },
      ['head_beyond', 'head_root', 'count_ballots'],
    ],
    [
      'a ballot doubled',
      (lines) => lines.splice(leaf(70), 0, lines[leaf(70)] as string),
      ['leaf_doubled', 'section_count'],
    ],
    [
      'two ballots changed over',
      (lines) => lines.splice(leaf(70), 2, lines[leaf(71)] as string, lines[leaf(70)] as string),
      ['head_root'],
    ],
    ['a ballot written in another way', (lines) => replace(lines, '"c":[2]', '"c"', ' "c"'), ['leaf_form']],
    [
      'a ballot with its choices turned',
      (lines) => replace(lines, '"c":[2,', /\[2,(\d)\]/, '[$1,2]'),
      ['leaf_order', 'head_root'],
    ],
    ['a ballot for nobody', (lines) => replace(lines, '"c":[2]', '[2]', '[]'), ['leaf_choices', 'head_root']],
    ['a ballot for too many', (lines) => replace(lines, '"c":[2]', '[2]', '[1,2,3,4]'), ['leaf_choices']],
    ['a ballot for an entry that is not there', (lines) => replace(lines, '"c":[2]', '[2]', '[8]'), ['leaf_entry']],
    ['a ballot in a category', (lines) => replace(lines, '"c":[2]', '"c"', '"g":0,"c"'), ['leaf_category']],
    [
      'a replacement without the receipt',
      (lines) => replace(lines, '"r":"', /"r":"../, '"r":"AA'),
      ['replaces_unknown', 'count_replaced'],
    ],
    [
      'a replacement taken away',
      (lines) => replace(lines, '"r":"', /,"r":"[^"]+"/, ''),
      ['count_replaced', 'roll', 'head_root'],
    ],
    [
      'an invalidation hidden',
      (lines) => lines.splice(leaf(201), 1),
      ['section_count', 'head_beyond', 'count_invalidated', 'votes'],
    ],
    [
      'an invalidation widened',
      (lines) => replace(lines, '"v":"1"', '[40,42]', '[40,43]'),
      ['head_root', 'count_invalidated'],
    ],
    [
      'an invalidation without a reason',
      (lines) => replace(lines, '"v":"1"', /"reason":"[^"]+"/, '"reason":""'),
      ['leaf_form'],
    ],
    [
      'a head with another size',
      (lines) => replace(lines, 'kind running\\n\\n', '\\n0\\n', '\\n1\\n'),
      ['head_root', 'head_signature'],
    ],
    [
      'a head with another root',
      (lines) => replace(lines, 'kind close', /\\n201\\n./, '\\n201\\n/'),
      ['head_root', 'head_signature'],
    ],
    [
      'a head with another time',
      (lines) => replace(lines, 'kind close', '-23T', '-25T'),
      ['head_time', 'head_signature'],
    ],
    [
      'a head signed by nobody',
      (lines) => replace(lines, 'kind close', /[A-Za-z0-9+/]{20}=\\n"\}$/, `${'A'.repeat(20)}=\\n"}`),
      ['head_signature'],
    ],
    [
      'a head that is none',
      (lines) => replace(lines, 'kind close', 'kind close', 'kind final'),
      ['head_form', 'close_none'],
    ],
    ['the close head left out', (lines) => lines.splice(at(lines, 'kind close'), 1), ['section_count', 'close_none']],
    [
      'the last head left out',
      (lines) => lines.splice(at(lines, 'kind invalidation'), 1),
      ['leaves_uncovered', 'section_count'],
    ],
    [
      'two heads changed over',
      (lines) => {
        const first = at(lines, '\\n64\\n');
        lines.splice(first, 2, lines[first + 1] as string, lines[first] as string);
      },
      ['head_time', 'head_size'],
    ],
    [
      'another key',
      (lines) => {
        lines[0] = (lines[0] as string).replace(
          /"public_key":"[^"]+"/,
          `"public_key":"${Buffer.alloc(32, 7).toString('base64')}"`,
        );
      },
      ['head_signature', 'head_header'],
    ],
    ['another title of an entry', (lines) => replace(lines, '作品 3', '作品 3', '作品 9'), ['head_header']],
    ['titles changed over', (lines) => replace(lines, '作品 3', /作品 3(.*)作品 4/, '作品 4$1作品 3'), ['head_header']],
    [
      'another title of the competition',
      (lines) => replace(lines, '十佳街巷手艺', '十佳街巷手艺', '十佳'),
      ['head_header'],
    ],
    ['other rules', (lines) => replace(lines, '"most":3', '"most":3', '"most":4'), ['head_header']],
    [
      'ballots not changeable',
      (lines) => replace(lines, '"most":3', 'true', 'false'),
      ['replaces_not_allowed', 'head_header'],
    ],
    [
      'another origin',
      (lines) => replace(lines, '"most":3', 'city.example', 'town.example'),
      ['head_origin', 'head_header'],
    ],
    [
      'another number of ballots',
      (lines) => replace(lines, '"counted"', '"ballots":201', '"ballots":202'),
      ['count_ballots'],
    ],
    [
      'another number of counted',
      (lines) => replace(lines, '"counted"', '"counted":184', '"counted":185'),
      ['count_counted'],
    ],
    ['a longer roll', (lines) => replace(lines, '"counted"', '"roll":194', '"roll":195'), ['roll']],
    ['other votes', (lines) => replace(lines, '"votes":[[', /\[3,\d+\]/, '[3,99]'), ['votes']],
    ['an entry without votes', (lines) => replace(lines, '"votes":[[', /,\[3,\d+\]/, ''), ['votes']],
    ['votes for one more', (lines) => replace(lines, '"votes":[[', '[[', '[[12,5],['), ['votes_entry']],
    [
      'another weight',
      (lines) => replace(lines, '"weight":70', '"weight":70', '"weight":60'),
      ['final_weights', 'final_score'],
    ],
    [
      'another score of the jury',
      (lines) => replace(lines, '"weight":70', '"score":80.5', '"score":99.5'),
      ['final_score'],
    ],
    [
      'other votes in the result',
      (lines) => replace(lines, '"weight":70', /"votes":(\d+),/, '"votes":999,'),
      ['final_votes'],
    ],
    [
      'another score of votes',
      (lines) => replace(lines, '"weight":70', '"score":100}', '"score":99}'),
      ['final_vote_score', 'final_score'],
    ],
    ['another place', (lines) => replace(lines, '"weight":70', /"rank":1\}/, '"rank":2}'), ['final_rank']],
    ['something after the end', (lines) => lines.push('{}'), ['after_end']],
  ];

  it.each(changes)('%s', async (_name, change, codes) => {
    expect(await found(change)).toEqual(expect.arrayContaining(codes));
  });

  it.each<[string, (lines: string[]) => void, string]>([
    ['cut off', (lines) => void lines.pop(), 'cut_off'],
    ['without heads', (lines) => void lines.splice(at(lines, '"section":"heads"'), 1), 'section'],
    ['of another kind', (lines) => void lines.splice(0, 1, '{"format":"tongxin-ballots/2"}'), 'no_ballot_file'],
    ['empty', (lines) => void lines.splice(0), 'no_ballot_file'],
    ['without a key', (lines) => replace(lines, '"most":3', 'public_key', 'key'), 'header'],
    ['with two entries of one number', (lines) => replace(lines, '"most":3', '"number":2', '"number":1'), 'header'],
    ['with line ends of another system', (lines) => void lines.splice(0, 1, `${lines[0]}\r`), 'line_ends'],
  ])('a file %s cannot be read', async (_name, change, code) => {
    const lines = linesOf(soundFile());
    change(lines);
    await expect(verify(lines)).rejects.toThrow(Unreadable);
    await expect(verify(lines)).rejects.toMatchObject({ code });
  });
});

describe('a change by whoever holds the key', () => {
  it.each<[string, (made: Made) => void, string[]]>([
    [
      'a ballot after the close',
      (made) => void made.leaves.push(ballotLine(500, [1])),
      ['ballot_after_close', 'leaves_uncovered'],
    ],
    ['no close', (made) => void made.heads.splice(3, 1), ['close_none']],
    [
      'two closes',
      (made) => void made.heads.splice(2, 0, { size: 150, kind: 'close', time: '2026-11-23T00:00:00Z' }),
      ['close_twice', 'ballot_after_close'],
    ],
    [
      'a running head after the close',
      (made) => void made.heads.push({ size: 202, kind: 'running', time: '2026-11-25T00:00:00Z' }),
      ['close_not_last'],
    ],
    [
      'an invalidation head without an invalidation',
      (made) => void made.heads.splice(2, 0, { size: 100, kind: 'invalidation', time: '2026-11-22T00:00:00Z' }),
      ['head_without_invalidation'],
    ],
    [
      'a ballot replaced a second time',
      (made) => void made.leaves.splice(180, 0, ballotLine(501, [1], { replaces: 20 })),
      ['replaces_twice'],
    ],
    [
      'a ballot that replaces a later one',
      (made) => void made.leaves.splice(3, 1, ballotLine(3, [1], { replaces: 100 })),
      ['replaces_unknown'],
    ],
    [
      'a ballot that replaces itself',
      (made) => void made.leaves.splice(3, 1, ballotLine(3, [1], { replaces: 3 })),
      ['replaces_unknown'],
    ],
    ['a ballot that was cast twice', (made) => void made.leaves.splice(3, 1, ballotLine(4, [1])), ['leaf_doubled']],
    [
      'an invalidation of what came later',
      (made) => made.leaves.splice(100, 1, '{"v":"0","reason":"x","positions":[[99,100]]}') && undefined,
      ['invalidation_positions'],
    ],
    [
      'an invalidation of an invalidation',
      (made) => void made.leaves.push('{"v":"2","reason":"x","positions":[[200,201]]}'),
      ['invalidation_no_ballot'],
    ],
  ])('%s', async (_name, change, codes) => {
    expect(await foundSigned(change)).toEqual(expect.arrayContaining(codes));
  });

  it('ballots of other categories, and replacements across categories', async () => {
    const codes = await foundSigned((made) => {
      made.header.rules = { form: 'up_to', most: 2, scope: 'category', changeable: true, weight: 30 };
      made.leaves = [
        ballotLine(1, [2], { category: 0 }),
        ballotLine(2, [2, 5], { category: 1 }),
        ballotLine(3, [6], { category: 1, replaces: 1 }),
        ballotLine(4, [6], { category: 7 }),
        ballotLine(5, [6]),
      ];
      made.heads = [{ size: 5, kind: 'close', time: '2026-11-23T16:00:00Z' }];
    });
    expect(codes).toEqual(expect.arrayContaining(['leaf_other_category', 'replaces_other_category', 'leaf_category']));
  });

  it('says how many more there are of one kind, and lists a few', async () => {
    const made = soundFile();
    made.leaves = made.leaves.map(() => '{}');
    const verdict = await verify(linesOf(made));
    expect(verdict.findings.filter(({ code }) => code === 'leaf_form')).toHaveLength(20);
    expect(verdict.unlisted).toBeGreaterThan(150);
  });
});
