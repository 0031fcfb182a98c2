import { type Column, csvStream } from '../../../../kernel/export/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { StatementFigures } from '../math/opinion-map.ts';
import { groupLetter } from '../opinion-map.rules.ts';
import { type Statement, statementsOf } from '../statements/statement.queries.ts';
import { publishedNumbers, votesAfter } from '../voting/vote.queries.ts';
import { type ResultView, shownCounts } from './result-view.ts';

export const dataFiles = ['comments.csv', 'groups.csv', 'map.json', 'votes.csv'] as const;
export type DataFile = (typeof dataFiles)[number];

/**
 * Which files there are: votes only when the map has ended and was computed afresh. Before that two downloads would tell
 * what somebody said in between.
 */
export function filesOf({ open, computed }: ResultView): DataFile[] {
  if (!open || !computed) return [];
  return dataFiles.filter((name) => name !== 'votes.csv' || computed.final);
}

/** What a file is made of, in pieces. */
export async function* dataFile(k: Kernel, view: ResultView, name: DataFile): AsyncGenerator<Uint8Array> {
  const zone = k.config.TIME_ZONE;
  if (name === 'votes.csv') yield* votesCsv(k, view.map.id);
  else if (name === 'comments.csv')
    yield* csvStream(commentColumns(view), await statementsOf(k.db, view.map.id), { zone, bom: false });
  else if (name === 'groups.csv') yield* csvStream(groupColumns, groupRows(view), { zone, bom: false });
  else yield Buffer.from(`${JSON.stringify(mapJson(view), null, 2)}\n`);
}

export const contentTypes: Readonly<Record<DataFile, string>> = {
  'comments.csv': 'text/csv; charset=utf-8',
  'groups.csv': 'text/csv; charset=utf-8',
  'map.json': 'application/json; charset=utf-8',
  'votes.csv': 'text/csv; charset=utf-8',
};

/** The names of the columns are those of the best-known system of the kind, so that its tools read them. */
function commentColumns({ figures }: ResultView): Column<Statement>[] {
  const counts = (number: number) => figures.get(number)?.all;
  return [
    { key: 'comment-id', header: 'comment-id', value: ({ number }) => number },
    { key: 'author-id', header: 'author-id', value: () => '' },
    { key: 'agrees', header: 'agrees', value: ({ number }) => counts(number)?.agrees ?? 0 },
    { key: 'disagrees', header: 'disagrees', value: ({ number }) => counts(number)?.disagrees ?? 0 },
    { key: 'moderated', header: 'moderated', value: ({ state }) => (state === 'visible' ? 1 : -1) },
    { key: 'comment-body', header: 'comment-body', value: ({ state, text }) => (state === 'visible' ? text : '') },
  ];
}

/** Last votes alone, by participant and statement, without times; participants have numbers that say nothing. */
async function* votesCsv(k: Kernel, consultationId: string): AsyncGenerator<Uint8Array> {
  const numbers = await publishedNumbers(k.db, consultationId);
  const rows: { voter: number; lines: string[] }[] = [];
  for await (const { participants, statements, votes } of votesAfter(k.db, consultationId, 0)) {
    for (const [at, participant] of participants.entries()) {
      const voter = numbers.get(participant) as number;
      const line = `${statements[at]},${voter},${votes[at]}\r\n`;
      rows[voter] ??= { voter, lines: [] };
      rows[voter].lines.push(line);
    }
  }
  yield Buffer.from('comment-id,voter-id,vote\r\n');
  for (let at = 0; at < rows.length; at += 200)
    yield Buffer.from(
      rows
        .slice(at, at + 200)
        .map((row) => row?.lines.join('') ?? '')
        .join(''),
    );
}

type GroupRow = { number: number; letter: string; size: number; counts: StatementFigures['all'] };

const groupColumns: Column<GroupRow>[] = [
  { key: 'comment-id', header: 'comment-id', value: ({ number }) => number },
  { key: 'group', header: 'group', value: ({ letter }) => letter },
  { key: 'size', header: 'size', value: ({ size }) => size },
  { key: 'agrees', header: 'agrees', value: ({ counts }) => counts.agrees },
  { key: 'disagrees', header: 'disagrees', value: ({ counts }) => counts.disagrees },
  { key: 'passes', header: 'passes', value: ({ counts }) => counts.passes },
  { key: 'seen', header: 'seen', value: ({ counts }) => counts.seen },
];

function* groupRows(view: ResultView): Generator<GroupRow> {
  for (const statement of view.map.statements) {
    const figures = view.figures.get(statement.number);
    if (!figures) continue;
    for (const group of view.groups) {
      const counts = shownCounts(view, group, figures);
      const { number } = statement;
      if (counts) yield { number, letter: groupLetter(group.group), size: group.size, counts };
    }
  }
}

/** The computed map without what would describe a few people, and without outlines' exact corners. */
function mapJson(view: ResultView): Record<string, unknown> {
  const { map, computed, groups, small } = view;
  const result = computed?.result;
  const two = ([x, y]: readonly [number, number]) => [Number(x.toFixed(2)), Number(y.toFixed(2))];
  return {
    map: map.slug,
    title: map.consultation.title,
    computed_at: computed?.computedAt.toISOString(),
    final: computed?.final,
    participants: result?.participants,
    counted: result?.counted,
    statements: map.statements.length,
    votes: result?.votes,
    groups: groups.map(({ group, size, centre, hull, representative }) => ({
      group: groupLetter(group),
      size,
      centre: two(centre),
      outline: hull.map(two),
      representative: representative.filter(
        ({ statement, seen }) => map.byNumber.has(statement) && seen >= map.consultation.settings.smallestGroup,
      ),
    })),
    small_groups: small,
    silhouettes: result?.silhouettes,
    explained: result?.explained,
    everybody: view.everybody.map(({ statement, stance }) => ({ statement: statement.number, stance })),
    most: view.most.map(({ statement, stance }) => ({ statement: statement.number, stance })),
    dividing: view.dividing.map(({ statement, apart }) => ({
      statement: statement.number,
      apart: Number(apart.toFixed(4)),
    })),
  };
}
