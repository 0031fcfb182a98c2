import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { NoPabulib, openPabulib } from './read-pabulib.ts';
import { tallyFile } from './tally-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tally-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A made-up file: three projects, forty ballots, one of them empty. */
function pabulib(change: (text: string) => string = (text) => text): string {
  const votes = { 11: 0, 7: 0, 5: 0 };
  const ballots = Array.from({ length: 40 }, (_, n) => {
    const chosen = n === 9 ? [] : n % 3 === 0 ? [7, 11] : n % 3 === 1 ? [5] : [11, 5, 7];
    for (const id of chosen) votes[id as 5]++;
    return `v${n};${chosen.join(',')};${20 + n}`;
  });
  const text = [
    '\ufeffMETA',
    'key;value',
    'unit;Springfield',
    'instance;2030',
    'vote_type;approval',
    'PROJECTS',
    'project_id;cost;votes;name;selected',
    `11;100;${votes[11]};Trees along the river;1`,
    `7;200;${votes[7]};"Benches; and ""shade""";0`,
    `5;300;${votes[5]};${'A long name '.repeat(12)};0`,
    'VOTES',
    'voter_id;vote;age',
    ...ballots,
    '',
  ].join('\r\n');
  const file = path.join(folder, `${Math.random()}.pb`);
  writeFileSync(file, change(text));
  return file;
}

it('counts every ballot through voting as the file does, and has it verified', { timeout: 120_000 }, async () => {
  expect(await tallyFile(pabulib())).toMatchObject({
    ballots: 39,
    left_out: 1,
    projects: 3,
    mismatches: 0,
    mismatched: [],
    verified: true,
    findings: [],
  });
});

it('names each project whose official count differs', { timeout: 120_000 }, async () => {
  const wrong = pabulib((text) => text.replace(/7;200;\d+/, '7;200;3'));
  const { mismatches, mismatched, verified } = await tallyFile(wrong);
  expect({ mismatches, verified }).toEqual({ mismatches: 1, verified: true });
  expect(mismatched).toEqual([{ project_id: '7', name: 'Benches; and "shade"', official: 3, counted: 26 }]);
});

it('refuses what is no such file', async () => {
  for (const change of [
    () => 'name;votes\n1;2\n',
    () => '',
    (text: string) => text.replace('approval', 'ordinal'),
    (text: string) => text.replace(/\r\nVOTES[\s\S]*/, ''),
    (text: string) => text.replace(/7;200;\d+/, '7;200;many'),
  ])
    await expect(openPabulib(pabulib(change))).rejects.toThrow(NoPabulib);
  await expect(openPabulib(path.join(folder, 'none'))).rejects.toThrow('ENOENT');
});
