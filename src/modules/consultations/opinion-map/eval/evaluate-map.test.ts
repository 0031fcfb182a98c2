import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import { evaluateMap } from './evaluate-map.ts';
import { readConversation, UnreadableConversation } from './read-conversation.ts';

const root = mkdtempSync(path.join(tmpdir(), 'conversation-'));
afterAll(() => rmSync(root, { recursive: true }));

type Files = { votes: string; people: string; comments: string };

/** A made-up conversation: two camps of twenty over twelve statements, with everything that such files do to a reader. */
function conversation(change: (files: Files) => Partial<Files> = () => ({})): string {
  const votes = ['\ufefftimestamp,datetime,comment-id,voter-id,vote'];
  const people = ['participant,xid,group-id,n-votes,0,1'];
  for (let person = 0; person < 40; person++) {
    // Nobody's group is known of the last; they voted all the same.
    people.push(`${person},"a ""name"",\nwith a line",${person === 39 ? '' : person % 2},12,1,1`);
    for (let statement = 0; statement < 12; statement++) {
      const camp = person % 2 === 0 ? 1 : -1;
      const vote = (person * 7 + statement * 3) % 11 === 0 ? 0 : statement < 9 ? camp : 1;
      votes.push(`${1000 + person},"Mon, 1 ""PST""",${statement},${person},${vote}`);
    }
  }
  // Person 0 voted the other way on everything before.
  for (let statement = 0; statement < 9; statement++) votes.push(`5,,${statement},0,-1`);
  const comments = ['timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body'];
  for (let statement = 0; statement < 12; statement++)
    comments.push(`1,,${statement},0,1,2,${statement === 11 ? -1 : 1},"Line one,\r\n""line two"""`);
  const files = { votes: votes.join('\r\n'), people: people.join('\n'), comments: comments.join('\n') };
  const folder = mkdtempSync(path.join(root, 'c-'));
  const { votes: v, people: p, comments: c } = { ...files, ...change(files) };
  for (const [name, text] of [
    ['votes.csv', v],
    ['participants-votes.csv', p],
    ['comments.csv', c],
  ] as const)
    writeFileSync(path.join(folder, name), text);
  return folder;
}

it('rebuilds a conversation and compares the groups', async () => {
  const { seconds, peak_mb, silhouette, reference_silhouette, ...figures } = await evaluateMap(conversation());
  expect(figures).toEqual({
    participants: 40,
    statements: 12,
    votes: 480,
    groups: 2,
    adjusted_rand_index: 1,
    compared: 39,
    reference_groups: 2,
  });
  expect(silhouette).toBe(reference_silhouette);
  expect(silhouette).toBeGreaterThan(0.7);
  expect(seconds).toBeGreaterThan(0);
  expect(peak_mb).toBeGreaterThan(10);
});

it('orders votes by time, whatever the order of the file, and finds what is moderated out', async () => {
  const { batch, moderatedOut, groups } = await readConversation(conversation());
  expect(batch.votes.length).toBe(489);
  expect([...Array(9).keys()].map((at) => [batch.participants[at], batch.votes[at]])).toEqual(Array(9).fill([0, -1]));
  expect(moderatedOut).toEqual([11]);
  expect(groups.size).toBe(39);
  expect(groups.has(39)).toBe(false);
});

it('compares nothing where nobody has a group', async () => {
  const folder = conversation(() => ({ people: 'participant,group-id\n0,\n' }));
  expect(await evaluateMap(folder)).toMatchObject({ adjusted_rand_index: null, compared: 0, silhouette: null });
});

describe('says file, line and column of', () => {
  const cases: [string, (files: Files) => Partial<Files>, string][] = [
    [
      'a missing column',
      ({ votes }) => ({ votes: votes.replace('voter-id', 'who') }),
      'votes.csv, line 1, column voter-id',
    ],
    [
      'no vote',
      ({ votes }) => ({ votes: votes.replace(/,(-?\d)\r\n/, ',7\r\n') }),
      'votes.csv, line 2, column vote: "7"',
    ],
    ['a blank vote', ({ votes }) => ({ votes: `${votes}\r\n1,,3,4,` }), 'line 491, column vote: ""'],
    ['half a statement', ({ votes }) => ({ votes: `${votes}\r\n1,,3.5,4,1` }), 'line 491, column comment-id: "3.5"'],
    ['no time', ({ votes }) => ({ votes: `${votes}\r\nnow,,3,4,1` }), 'line 491, column timestamp: "now"'],
    ['a short row', ({ votes }) => ({ votes: `${votes}\r\n1` }), 'line 491, column voter-id: ""'],
    ['an open quotation mark', ({ comments }) => ({ comments: `${comments}\n1,"x` }), 'comments.csv, line 26'],
    ['an empty file', () => ({ people: '' }), 'participants-votes.csv, line 1: the file is empty'],
    // Each of the rows above has a line break within a field.
    ['a wrong group', ({ people }) => ({ people: `${people}\n3,,A,1` }), 'line 82, column group-id: "A"'],
  ];
  for (const [name, change, words] of cases)
    it(name, async () => {
      const folder = conversation(change);
      await expect(evaluateMap(folder)).rejects.toThrow(UnreadableConversation);
      await expect(evaluateMap(folder)).rejects.toThrow(words);
    });

  it('a missing file', async () => {
    const folder = path.join(root, 'empty');
    mkdirSync(folder);
    await expect(evaluateMap(folder)).rejects.toThrow('votes.csv: there is no such file');
  });
});

it('takes the adjusted Rand index as Hubert and Arabie do', () => {
  expect(adjustedRandIndex([0, 0, 1, 1], [5, 5, 3, 3])).toBe(1);
  // 2 pairs together in one, 2 in the other, none in both, of 6: (0 - 4/6) / (2 - 4/6).
  expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
  // Both 1 of 3; rows 3 and 1, columns 3 and 3, of 6: (1 - 0.5 * ...) worked out by hand: 3 and 2 pairs of 10, 2 in both.
  expect(adjustedRandIndex([0, 0, 0, 1, 2], [0, 0, 1, 1, 1])).toBeCloseTo((1 - 1.2) / (3.5 - 1.2), 12);
  expect(adjustedRandIndex([], [])).toBe(1);
  expect(adjustedRandIndex([0, 0], [0, 0])).toBe(1);
});

// Real conversations, where somebody has put them; they are not part of the project.
const shared = path.resolve(import.meta.dirname, '../../../../../../shared/data/polis');
if (existsSync(shared))
  describe('with the real conversations of ../shared/data/polis', () => {
    it.each(readdirSync(shared))('%s: matrix as published, figures that are numbers', async (name) => {
      const evaluation = await evaluateMap(path.join(shared, name));
      expect(evaluation.adjusted_rand_index).toBeGreaterThanOrEqual(-1);
      expect(evaluation.adjusted_rand_index).toBeLessThanOrEqual(1);
      expect(evaluation.participants).toBeGreaterThan(0);
      for (const value of Object.values(evaluation)) expect(Number.isFinite(value)).toBe(true);
    });

    it('groups as Polis does in those three that today’s Polis computed', async () => {
      const of = async (name: string) => (await evaluateMap(path.join(shared, name))).adjusted_rand_index;
      expect(await of('brexit-consensus')).toBeGreaterThan(0.85);
      expect(await of('scoop-hivemind.taxes')).toBeGreaterThan(0.88);
      expect(await of('vtaiwan.uberx')).toBeGreaterThan(0.8);
    });
  });
