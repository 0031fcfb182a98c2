import type { Cast } from './cast.ts';
import type { PlantedCompetition, plantCompetitions } from './plant-competitions.ts';

/** Routes of one competition: each is asked for at every planted one. */
const ofCompetition = [
  '/api/v1/competitions/:slug',
  '/api/v1/competitions/:slug/entries',
  '/competitions/:slug',
  '/competitions/:slug/ballots/:stage',
  '/competitions/:slug/ballots/:stage/ballots.jsonl',
  '/competitions/:slug/ballots/:stage/consistency',
  '/competitions/:slug/ballots/:stage/heads',
  '/competitions/:slug/ballots/:stage/heads.json',
  '/competitions/:slug/ballots/:stage/invalidations',
  '/competitions/:slug/ballots/:stage/proof',
  '/competitions/:slug/card.png',
  '/competitions/:slug/enter',
  '/competitions/:slug/entries',
  '/competitions/:slug/entries/:number',
  '/competitions/:slug/entries/:number/card.png',
  '/competitions/:slug/nominate',
  '/competitions/:slug/notes',
  '/competitions/:slug/notice',
  '/competitions/:slug/notice.csv',
  '/competitions/:slug/notice.json',
  '/competitions/:slug/notice/complain',
  '/competitions/:slug/notice/decision/:number',
  '/competitions/:slug/notice/mine',
  '/competitions/:slug/notice/screening',
  '/competitions/:slug/pitch/:stage',
  '/competitions/:slug/pitch/:stage/clock',
  '/competitions/:slug/poster.pdf',
  '/competitions/:slug/receipt',
  '/competitions/:slug/results',
  '/competitions/:slug/results.csv',
  '/competitions/:slug/results.json',
  '/competitions/:slug/screen',
  '/competitions/:slug/vote',
  '/jury/:slug/:stage',
  '/jury/:slug/:stage/:number',
  '/jury/:slug/:stage/:number/talk',
  '/jury/:slug/:stage/chair',
  '/jury/:slug/:stage/record',
  '/jury/:slug/:stage/sheet.pdf',
  '/jury/:slug/:stage/sheets/:juror',
  '/jury/:slug/:stage/summary',
  '/jury/:slug/:stage/summary.:format',
  '/jury/:slug/:stage/table',
  '/organise/:slug',
  '/organise/:slug/ballots/:stage',
  '/organise/:slug/ballots/:stage/integrity',
  '/organise/:slug/cancel',
  '/organise/:slug/categories',
  '/organise/:slug/entries',
  '/organise/:slug/entries.csv',
  '/organise/:slug/entries.xlsx',
  '/organise/:slug/entries/:number',
  '/organise/:slug/jury/:stage',
  '/organise/:slug/people',
  '/organise/:slug/record',
  '/organise/:slug/record.:format',
  '/organise/:slug/results',
  '/organise/:slug/results/certificates.zip',
  '/organise/:slug/results/complaints',
  '/organise/:slug/results/complaints/:number',
  '/organise/:slug/screening',
  '/organise/:slug/screening/:number',
  '/organise/:slug/screening/list.csv',
  '/organise/:slug/screening/list.xlsx',
  '/organise/:slug/screening/objections',
  '/organise/:slug/settings',
  '/organise/:slug/stages',
  '/organise/:slug/stages/:stage',
  '/pitch/:slug/:stage',
  '/pitch/:slug/:stage/sheet',
  '/pitch/:slug/:stage/sign',
];

/** Parts that only some of the planted competitions have. */
const partOf: readonly (readonly [string, readonly (keyof Awaited<ReturnType<typeof plantCompetitions>>)[]])[] = [
  ['/ballots/', ['ballot']],
  ['/pitch/', ['pitch']],
  ['/jury/', ['jury', 'pitch']],
  ['/screening', ['screened']],
];

/** What is asked for besides at a competition's desk. */
const contacts = '/organise/:slug/entries.csv?contacts=yes';

/** Parameters of the planted competitions, by route; a stage, entry or juror that a competition has not is left out. */
export function ofCompetitions({
  cast,
  competitions,
}: {
  cast: Cast;
  competitions: Awaited<ReturnType<typeof plantCompetitions>>;
}): Record<string, string | string[]> {
  const { entering } = competitions;
  const all: PlantedCompetition[] = Object.values(competitions);
  const having = (path: string) =>
    partOf.find(([part]) => path.includes(part))?.[1].map((name) => competitions[name]) ?? all;
  const at = (path: string) =>
    having(path)
      .filter(({ entries }) => entries.length > 0 || !path.includes(':number'))
      .map(({ slug, stage, entries }) =>
        path
          .replace(':slug', slug)
          .replace(':stage', stage)
          .replace(':number', String(entries[0]?.number ?? 1))
          .replace(':juror', cast.people.juror.accountId)
          .replace(':format', 'xlsx'),
      );
  const known = Object.fromEntries(ofCompetition.map((path) => [path, at(path)]));
  known['/organise/:slug/entries.csv']?.push(...at(contacts));
  const complaints = `/organise/${competitions.announced.slug}/results/complaints`;
  known['/organise/:slug/results/complaints/:number'] = [1, 2].map((number) => `${complaints}/${number}`);
  const entries = [...entering.own, ...all.flatMap((each) => each.entries.map(({ id }) => id))];
  return {
    ...known,
    '/me/entries/:id': entries.map((id) => `/me/entries/${id}`),
    '/me/entries/:id/team': entries.map((id) => `/me/entries/${id}/team`),
    '/me/entries/invitations/:id': `/me/entries/invitations/${entering.nomination}`,
  };
}
