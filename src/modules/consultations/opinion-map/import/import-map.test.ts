import { Readable } from 'node:stream';
import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { systemActor } from '../../../people/index.ts';
import { computeMap } from '../compute/compute-map.ts';
import { computedMap } from '../compute/map-state.queries.ts';
import { mapFacts } from '../open-map.ts';
import { makeMap } from '../opinion-map.factory.ts';
import { castVote } from '../voting/cast-vote.ts';
import { newVisitor } from '../voting/participant-token.ts';
import { importMap } from './import-map.ts';
import { withArchive } from './open-archive.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const comments = `timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body
1,0,5,0,0,1,"夜市应该开到十一点，
周末再晚一点"
2,1,5,0,0,-1,骂人的话
3,4,5,0,0,0,"=HYPERLINK(""http://x"")<script>alert(1)</script>"
`;
const votes = `timestamp,comment-id,voter-id,vote
1,0,77,1
2,4,77,-1
3,0,77,-1
4,1,8,1
5,9,8,1
6,4,8,0
`;
const filesOf = (given: { comments?: string; votes?: string } = {}) => ({
  comments: () => Readable.from([Buffer.from(given.comments ?? comments)]) as AsyncIterable<Uint8Array>,
  votes: () => Readable.from([Buffer.from(given.votes ?? votes)]) as AsyncIterable<Uint8Array>,
});

describe('bringing in an older conversation', () => {
  it('keeps statements, last votes and what was moderated out, and nobody’s number', async () => {
    const { map, convener, consultation } = await makeMap(k, { statements: 0 });
    const imported = await importMap(k, convener, map.id, filesOf(), { source: '2015 年的讨论' });
    expect(imported).toEqual({ statements: 3, leftOut: 1, participants: 2, votes: 4, unknown: 1 });
    const { rows } = await k.pool.query(
      'select participant, statement, vote from consultations.vote where consultation_id = $1 order by 1, 2',
      [map.id],
    );
    expect(rows).toEqual([
      { participant: 0, statement: 1, vote: -1 },
      { participant: 0, statement: 5, vote: -1 },
      { participant: 1, statement: 2, vote: 1 },
      { participant: 1, statement: 5, vote: 0 },
    ]);
    const facts = await mapFacts(k, consultation);
    expect(facts.statements.map(({ number, text }) => [number, text])).toEqual([
      [1, '夜市应该开到十一点，\n周末再晚一点'],
      [5, '=HYPERLINK("http://x")<script>alert(1)</script>'],
    ]);
    expect([...facts.gone]).toEqual([2]);
    expect(facts.row.source).toBe('2015 年的讨论');
    await computeMap(k, map.id);
    expect((await computedMap(k.db, map.id))?.result).toMatchObject({ participants: 2, votes: 4 });
    // Voting goes on from there.
    await castVote(k, { map: facts, participant: newVisitor(), statement: 5, vote: 1 });
    await expect(importMap(k, convener, map.id, filesOf())).rejects.toMatchObject({
      code: 'consultations.opinion_map.has_votes',
    });
  });

  it('takes all or nothing, and says which line it could not read', async () => {
    const { map, convener } = await makeMap(k, { statements: 0 });
    const bad: [Parameters<typeof filesOf>[0], string, Record<string, unknown>][] = [
      [{ votes: 'comment-id,vote\n1,1\n' }, 'import_missing', { name: 'votes.csv: voter-id' }],
      [{ comments: 'a,b\n1,2\n' }, 'import_missing', { name: 'comments.csv: comment-id' }],
      [{ votes: `${votes}7,4,9,2\n` }, 'import_line', { name: 'votes.csv', line: 8 }],
      [{ votes: `${votes}7,x,9,1\n` }, 'import_line', { name: 'votes.csv', line: 8 }],
      [{ comments: `${comments}5,6,1,0,0,0,"never closed` }, 'import_line', {}],
      [{ comments: 'comment-id,comment-body\n' }, 'import_missing', {}],
    ];
    for (const [given, code, params] of bad)
      await expect(importMap(k, convener, map.id, filesOf(given))).rejects.toMatchObject({
        code: `consultations.opinion_map.${code}`,
        params: expect.objectContaining(params),
      });
    const { rows } = await k.pool.query('select from consultations.statement where consultation_id = $1', [map.id]);
    expect(rows).toHaveLength(0);
  });

  it('is for its conveners and the operator, once', async () => {
    const { map, convener } = await makeMap(k, { statements: 0 });
    const { convener: other } = await makeMap(k);
    await expect(importMap(k, other, map.id, filesOf())).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const both = await Promise.allSettled([
      importMap(k, convener, map.id, filesOf()),
      importMap(k, systemActor, map.id, filesOf()),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('does not mix with statements that are there', async () => {
    const { map, convener } = await makeMap(k, { statements: 3 });
    await expect(importMap(k, convener, map.id, filesOf())).rejects.toMatchObject({
      code: 'consultations.opinion_map.has_statements',
    });
  });
});

describe('a ZIP', () => {
  const read = (bytes: Uint8Array) =>
    withArchive(Buffer.from(bytes), async (files) =>
      Buffer.concat(await Readable.from(files.votes()).toArray()).toString(),
    );

  it('is read in whatever folder the files lie', async () => {
    const zip = zipSync({ 'export/2015/comments.csv': strToU8(comments), 'export/2015/votes.csv': strToU8(votes) });
    expect(await read(zip)).toBe(votes);
  });

  it('that is none, lacks a file or unpacks to too much is refused', async () => {
    const code = 'consultations.opinion_map.import_unreadable';
    await expect(read(strToU8('not a zip'))).rejects.toMatchObject({ code });
    await expect(read(zipSync({ 'comments.csv': strToU8(comments) }))).rejects.toMatchObject({
      code: 'consultations.opinion_map.import_missing',
    });
    const bomb = zipSync(
      { 'comments.csv': strToU8(comments), 'votes.csv': new Uint8Array(310 * 1024 * 1024) },
      { level: 1 },
    );
    await expect(read(bomb)).rejects.toMatchObject({ code });
  });
});
