import type { FastifyReply } from 'fastify';
import { type Column, csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { T } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Hours, hoursOf, minutesByPerson } from './hours.queries.ts';
import { type Task, takersOf, tasksOf } from './task.queries.ts';
import type { Team } from './team.queries.ts';
import { peopleOf, type TeamPerson } from './team-person.queries.ts';

export const exportKinds = ['members', 'tasks', 'hours'] as const;
export type ExportKind = (typeof exportKinds)[number];
export const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Rows of a team's list at most. */
const mostRows = 20_000;

type Sheet<Row> = { columns: Column<Row>[]; rows: Row[] };

async function membersSheet(k: Kernel, t: T, team: Team): Promise<Sheet<TeamPerson>> {
  const minutes = await minutesByPerson(k.db, team.id);
  const rows = (await peopleOf(k.db, team.id)).filter(({ state }) => state === 'held');
  return {
    rows,
    columns: [
      { key: 'who', header: t('people.teams.who'), value: ({ name }) => name },
      { key: 'part', header: t('people.teams.part'), value: ({ part }) => t(`people.teams.part.${part}`) },
      { key: 'since', header: t('people.teams.since'), value: ({ since }) => since, width: 20 },
      { key: 'hours', header: t('people.teams.hours'), value: ({ accountId }) => (minutes.get(accountId) ?? 0) / 60 },
    ],
  };
}

async function tasksSheet(k: Kernel, t: T, team: Team): Promise<Sheet<Task>> {
  const takers = Map.groupBy(await takersOf(k.db, team.id), ({ taskId }) => taskId);
  return {
    rows: await tasksOf(k.db, team.id, mostRows),
    columns: [
      { key: 'task', header: t('people.teams.task'), value: ({ title }) => title, width: 30 },
      { key: 'about', header: t('people.teams.task_about'), value: ({ about }) => about, width: 40 },
      { key: 'where', header: t('people.teams.where'), value: ({ place }) => place, width: 24 },
      { key: 'from', header: t('people.teams.from'), value: ({ startsAt }) => startsAt, width: 20 },
      { key: 'until', header: t('people.teams.until'), value: ({ endsAt }) => endsAt, width: 20 },
      { key: 'wanted', header: t('people.teams.how_many'), value: ({ places }) => places },
      {
        key: 'who',
        header: t('people.teams.who'),
        value: ({ id }) => (takers.get(id) ?? []).map(({ name }) => name).join(t('people.teams.separator')),
        width: 30,
      },
      { key: 'state', header: t('people.teams.state'), value: ({ state }) => t(`people.teams.task_state.${state}`) },
    ],
  };
}

async function hoursSheet(k: Kernel, t: T, team: Team): Promise<Sheet<Hours>> {
  return {
    rows: await hoursOf(k.db, team.id, {}, mostRows),
    columns: [
      { key: 'day', header: t('people.teams.day'), value: ({ doneOn }) => doneOn },
      { key: 'who', header: t('people.teams.who'), value: ({ name }) => name || t('people.teams.somebody_gone') },
      { key: 'hours', header: t('people.teams.hours'), value: ({ minutes }) => minutes / 60 },
      { key: 'task', header: t('people.teams.task'), value: ({ taskTitle }) => taskTitle, width: 30 },
      { key: 'note', header: t('people.teams.hours_note'), value: ({ note }) => note, width: 30 },
      { key: 'state', header: t('people.teams.state'), value: ({ state }) => t(`people.teams.hours_state.${state}`) },
      { key: 'reason', header: t('people.teams.reason'), value: ({ decisionReason }) => decisionReason, width: 30 },
    ],
  };
}

/** Sends a team's people, tasks or hours as a table, for those who run it. */
export async function sendExport(
  k: Kernel,
  reply: FastifyReply,
  t: T,
  team: Team,
  what: { kind: ExportKind; format: ExportFormat },
): Promise<FastifyReply> {
  const sheets = { members: membersSheet, tasks: tasksSheet, hours: hoursSheet };
  const { columns, rows } = (await sheets[what.kind](k, t, team)) as Sheet<unknown>;
  const zone = k.config.TIME_ZONE;
  reply
    .header('content-disposition', `attachment; filename="${team.slug}-${what.kind}.${what.format}"`)
    .header('cache-control', 'private, no-store');
  if (what.format === 'csv') return reply.type('text/csv; charset=utf-8').send(csvStream(columns, rows, { zone }));
  return reply
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .send(xlsxStream(columns, rows, { zone, sheet: team.name.slice(0, 31) }));
}
