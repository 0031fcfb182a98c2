import { type ActorKey, type Cast, contestKeys, staffKeys } from './cast.ts';
import { ofComments } from './of-comments.ts';
import { ofCompetitions } from './of-competitions.ts';
import { ofConvene, resultRoutes } from './of-convene.ts';
import { documentRoutes } from './of-documents.ts';
import { ideaRoutes } from './of-ideas.ts';
import { ofOpinionDesk } from './of-opinion-desk.ts';
import { mapRoutes } from './of-opinion-map.ts';
import { ofSurveys } from './of-surveys.ts';
import type { plantComments } from './plant-comments.ts';
import type { plantCompetitions } from './plant-competitions.ts';
import type { plantConvene } from './plant-convene.ts';
import type { PlantedFiles } from './plant-files.ts';
import type { plantOpinionDesk } from './plant-opinion-desk.ts';
import type { plantRegister } from './plant-register.ts';
import type { plantSurveys } from './plant-surveys.ts';
import type { plantTogether } from './plant-together.ts';

export type Planted = {
  cast: Cast;
  register: Awaited<ReturnType<typeof plantRegister>>;
  together: Awaited<ReturnType<typeof plantTogether>>;
  competitions: Awaited<ReturnType<typeof plantCompetitions>>;
  comments: Awaited<ReturnType<typeof plantComments>>;
  convene: Awaited<ReturnType<typeof plantConvene>>;
  opinionDesk: Awaited<ReturnType<typeof plantOpinionDesk>>;
  surveys: Awaited<ReturnType<typeof plantSurveys>>;
  files: PlantedFiles;
};

/** Routes with parameters of which no record is planted: asked for as they are, and answered with nothing. */
const unplanted = [
  ...documentRoutes,
  ...ideaRoutes,
  ...mapRoutes,
  ...resultRoutes,
  '/about/:page',
  '/admin/calendar/:year',
  '/admin/catalogue/:id',
  '/admin/catalogue/import/:id',
  '/admin/catalogue/import/:id/rejected.csv',
  '/admin/departments/import/:id',
  '/admin/departments/import/:id/rejected.csv',
  '/admin/districts/:id',
  '/admin/grounds/:code',
  '/admin/import/:id',
  '/admin/import/:id/rejected.csv',
  '/admin/settings/texts/:key',
  '/assets/:name',
  '/certificates/:code',
  '/desk/promises/:id',
  '/desk/templates/:id',
  '/entries/invitations/:token',
  '/me/certificates/:id/certificate.pdf',
  '/me/duties/ask/:token',
  '/me/logins/add/:provider',
  '/me/logins/confirm/by/:provider',
  '/me/logins/join/by/:provider',
  '/me/notifications/:id',
  '/nominate/batch/:id',
  '/nominate/batch/:id/rejected.csv',
  '/open311/v2/discovery.:format',
  '/open311/v2/services.:format',
  '/open311/v2/services/:file',
  '/open311/v2/tokens/:file',
  '/secretariat/batches/:id',
  '/secretariat/batches/:id/rejected.csv',
  '/secretariat/rounds/:id',
  '/topics/:id',
  '/topics/:id/plot.svg',
] as const;

const without = (path: string) => path.replace(/:(\w+)/g, 'x');
const nothing = new Set<string>(unplanted.map(without));

/** Desks whose door looks at roles alone: of those without a role, one resident and one member try them. */
const desks = /^\/(admin|secretariat|dispatch|desk|intake|supervision|moderation|overview)(\/|\?|$)/;
const triers: readonly ActorKey[] = ['nobody', 'no_second_factor', 'resident', 'member', 'organisation_administrator'];

/** Pages of planted competitions: for whoever has a part in one, some of the others, and those who look over everything. */
const contests = /^\/(competitions|organise|jury|pitch|me\/entries|api\/v1\/competitions)\/./;
const contestStaff: readonly ActorKey[] = [
  'own_organiser',
  'stranger_organiser',
  'own_leader',
  'city_leader',
  'city_auditor',
  'city_administrator',
  'city_secretary',
  'city_editor',
  'nominator',
];

/** Whether an address is worth asking for as somebody: desks by whoever has a role or is one of those who try. */
export function isTriedBy(actor: ActorKey, address: string): boolean {
  if (contestKeys.some((key) => key === actor))
    return contests.test(address) || !(desks.test(address) || /\d/.test(address));
  if (contests.test(address)) return contestStaff.includes(actor) || triers.includes(actor);
  const isStaff = staffKeys.some((key) => key === actor) || actor === 'contact' || actor === 'former_contact';
  if (nothing.has(address)) return actor === 'city_administrator' || triers.includes(actor);
  return isStaff || triers.includes(actor) || !desks.test(address);
}

/** Lists that are searched: asked for besides with what all planted words begin with. */
const searched = [
  '/members',
  '/members.csv',
  '/api/v1/members',
  '/api/v1/cases',
  '/organisations',
  '/teams',
  '/cases',
  '/appointments',
  '/secretariat',
  '/secretariat/members',
  '/secretariat/organisations',
  '/admin/people',
  '/admin/audit',
  '/dispatch/find',
  '/desk',
  '/liaison',
  '/liaison/contacts',
  '/liaison/matters',
  '/liaison/entries',
  '/liaison/organisations',
];

/** Further lists of a page that shows several. */
const lists = [
  ...['proposed', 'waiting', 'over', 'seats'].map((list) => `/secretariat/appointments?list=${list}`),
  ...['proposed', 'waiting', 'over'].map((list) => `/secretariat/appointments/list.csv?list=${list}`),
  ...['returned', 'decide', 'terms', 'renewals', 'hearings'].map((list) => `/secretariat?list=${list}`),
  '/admin/data-requests?state=answered',
  '/liaison/agreements?state=draft',
  '/liaison/decisions?state=open',
];

/** The same path as CSV and as a workbook. */
const tables = (path: string) => ['csv', 'xlsx'].map((format) => path.replace(':format', format));

/** Parameters of the register's planted records, by route. */
function ofRegister({ cast, register, files }: Planted): Record<string, string | string[]> {
  const { member, other_member: other, proposer } = cast.members;
  const { applications, organisations, teams, appointments, personal } = register;
  const slugs = [cast.ours.slug, cast.theirs.slug, organisations.unverified.slug];
  const ofEach = (tail: string) => slugs.map((slug) => `/organisations/${slug}${tail}`);
  const ofTeams = (tail: string) => [teams.proposed, teams.team].map((slug) => `/teams/${slug}${tail}`);
  const accounts = [
    ...(['member', 'applicant', 'joiner', 'child', 'letter_writer'] as const),
    ...(['entrant', 'nominee', 'asked_juror', 'voter', 'complainant'] as const),
  ];
  const directory = (tail: string) => [member, other].map(({ number }) => `/members/${number.toLowerCase()}${tail}`);
  const numbered = appointments.heldNumber;
  const ids = [appointments.proposedId, appointments.heldId];
  return {
    '/admin/data-requests/:number': `/admin/data-requests/${personal.request}`,
    '/admin/people/:id': accounts.map((key) => `/admin/people/${cast.people[key].accountId}`),
    '/api/v1/members/:number': [member, other].map(({ number }) => `/api/v1/members/${number}`),
    '/appointments/:number': `/appointments/${numbered}`,
    '/appointments/verify/:number': `/appointments/verify/${numbered}`,
    '/files/:id/:variant?': [...files.keys()].flatMap((id) => [`/files/${id}`, `/files/${id}/thumb`]),
    '/me/appointments/:number/:n': `/me/appointments/${numbered}/${appointments.n}`,
    '/me/appointments/:number/letter.pdf': `/me/appointments/${numbered}/letter.pdf`,
    '/me/appointments/:number/write': `/me/appointments/${numbered}/write`,
    '/members/:slug': directory(''),
    '/members/:slug.vcf': directory('.vcf'),
    '/organisations/:slug': ofEach(''),
    '/organisations/:slug/liaison': ofEach('/liaison'),
    '/organisations/:slug/manage': ofEach('/manage'),
    '/organisations/:slug/place': ofEach('/place'),
    '/secretariat/applications/:number': [applications.submitted, applications.declined].map(
      (number) => `/secretariat/applications/${number}`,
    ),
    '/secretariat/appointments/:id': ids.map((id) => `/secretariat/appointments/${id}`),
    '/secretariat/appointments/:id/letter.pdf': ids.map((id) => `/secretariat/appointments/${id}/letter.pdf`),
    '/secretariat/appointments/list.:format': tables('/secretariat/appointments/list.:format'),
    '/secretariat/appointments/pieces/:number/:n': `/secretariat/appointments/pieces/${numbered}/${appointments.n}`,
    '/secretariat/members/:number': [member, other, proposer].map(({ number }) => `/secretariat/members/${number}`),
    '/secretariat/organisations/:id': [cast.ours.id, organisations.unverified.id].map(
      (id) => `/secretariat/organisations/${id}`,
    ),
    '/secretariat/trainings/:id': `/secretariat/trainings/${appointments.trainingId}`,
    '/data/rounds.:format': ['/data/rounds.csv', '/data/rounds.json'],
    '/teams/:slug': ofTeams(''),
    '/teams/:slug/feed.xml': ofTeams('/feed.xml'),
    '/teams/:slug/hours.csv': ofTeams('/hours.csv'),
    '/teams/:slug/hours.xlsx': ofTeams('/hours.xlsx'),
    '/teams/:slug/manage': ofTeams('/manage'),
    '/teams/:slug/members.csv': ofTeams('/members.csv'),
    '/teams/:slug/members.xlsx': ofTeams('/members.xlsx'),
    '/teams/:slug/mine': ofTeams('/mine'),
    '/teams/:slug/tasks.csv': ofTeams('/tasks.csv'),
    '/teams/:slug/tasks.xlsx': ofTeams('/tasks.xlsx'),
    '/teams/:slug/tasks/:id': `/teams/${teams.team}/tasks/${teams.task}`,
  };
}

/** Parameters of the planted records of liaison, and of the letter, by route. */
function ofLiaison({ cast, together }: Planted): Record<string, string | string[]> {
  const { agreements, meeting, exchange, matter, letter, decision } = together;
  const both = [agreements.draft, agreements.inForce];
  const meetings = [meeting.planned, meeting.held, meeting.unconfirmed];
  const report = `/liaison/feedback/2026/${cast.department}`;
  const cases = (path: string) => path.replace(':number', letter);
  return {
    '/liaison/agreements/:id': both.map((id) => `/liaison/agreements/${id}`),
    '/liaison/agreements/:id/agreement.pdf': both.map((id) => `/liaison/agreements/${id}/agreement.pdf`),
    '/liaison/agreements/:id/edit': both.map((id) => `/liaison/agreements/${id}/edit`),
    '/liaison/agreements/list.:format': tables('/liaison/agreements/list.:format'),
    '/liaison/contacts/list.:format': tables('/liaison/contacts/list.:format'),
    '/liaison/decisions.:format': tables('/liaison/decisions.:format'),
    '/liaison/decisions/:id': `/liaison/decisions/${decision}`,
    '/liaison/entries/list.:format': tables('/liaison/entries/list.:format'),
    '/liaison/exchange/:id': [exchange.item, exchange.request].map((id) => `/liaison/exchange/${id}`),
    '/liaison/feedback/:year': '/liaison/feedback/2026',
    '/liaison/feedback/:year/:department': report,
    '/liaison/feedback/:year/:department/report.pdf': `${report}/report.pdf`,
    '/liaison/feedback/:year/:department/report.xlsx': `${report}/report.xlsx`,
    '/liaison/feedback/:year/overview.pdf': '/liaison/feedback/2026/overview.pdf',
    '/liaison/feedback/:year/overview.xlsx': '/liaison/feedback/2026/overview.xlsx',
    '/liaison/matters/:number': `/liaison/matters/${matter}`,
    '/liaison/matters/list.:format': tables('/liaison/matters/list.:format'),
    '/liaison/meetings/:id': meetings.map((id) => `/liaison/meetings/${id}`),
    '/liaison/meetings/:id/invitation.ics': meetings.map((id) => `/liaison/meetings/${id}/invitation.ics`),
    '/liaison/meetings/:id/minutes.pdf': meetings.map((id) => `/liaison/meetings/${id}/minutes.pdf`),
    '/liaison/meetings/series/:id': `/liaison/meetings/series/${meeting.seriesId}`,
    '/liaison/meetings/series/:id/edit': `/liaison/meetings/series/${meeting.seriesId}/edit`,
    '/liaison/members/:number': `/liaison/members/${cast.members.member.number}`,
    '/liaison/organisations.:format': tables('/liaison/organisations.:format'),
    '/me/contact/:number': `/me/contact/${matter}`,
    '/open311/v2/requests.:format': ['/open311/v2/requests.json', '/open311/v2/requests.xml'],
    '/open311/v2/requests/:file': `/open311/v2/requests/${letter}.json`,
    '/statistics/figures.:format': ['/statistics/figures.csv', '/statistics/figures.json'],
    ...Object.fromEntries(
      [
        '/api/v1/cases/:number',
        '/api/v1/cases/:number/track',
        '/cases/:number',
        '/cases/:number/mine',
        '/desk/:number',
        '/desk/:number/draft',
        '/desk/:number/preview',
        '/desk/:number/reply',
        '/dispatch/:number',
        '/me/cases/:number',
        '/me/cases/:number/unpublish',
        '/me/cases/:number/withdraw',
        '/moderation/:number',
        '/supervision/:number',
      ].map((path) => [path, cases(path)]),
    ),
  };
}

/** An answer without an end, so that it cannot be read whole: it says when to look at a page again, and names its stage alone. */
const streams = ['/competitions/:slug/pitch/:stage/events'];

/** Addresses that only somebody with a secret link has: followed by nobody but them. */
const linked = ['/invitations/:token', '/guardian/:token', '/guardian/:token/data', '/guardian/:token/data.zip'];

/**
 * What everybody asks for, for each route of the application.
 * @throws Error for a route with parameters that nobody thought of here
 */
export function addressesOf(routes: readonly string[], planted: Planted): string[] {
  const known: Record<string, string | string[]> = {
    ...ofRegister(planted),
    ...ofLiaison(planted),
    ...ofCompetitions(planted),
    ...ofComments(planted.comments),
    ...ofConvene(planted.convene),
    ...ofOpinionDesk(planted.opinionDesk),
    ...ofSurveys(planted.surveys),
  };
  known['/admin/departments/:id'] = `/admin/departments/${planted.cast.department}`;
  known['/admin/departments/:id/merge'] = `/admin/departments/${planted.cast.department}/merge`;
  known['/admin/recoveries/:id'] = `/admin/recoveries/${planted.together.recoveryId}`;
  known['/recovery/stop/:token'] = '/recovery/stop/nothing';
  for (const path of linked) known[path] = path.replace(':token', 'nothing');
  for (const path of unplanted) known[path] = without(path);
  const unknown = routes.filter((path) => path.includes(':') && !(path in known) && !streams.includes(path));
  if (unknown.length > 0)
    throw new Error(
      `test/leaks/targets.ts knows no parameters for ${unknown.join(', ')}: plant a record that is read there, and name it`,
    );
  const gone = [...Object.keys(known), ...streams].filter((path) => !routes.includes(path));
  if (gone.length > 0) throw new Error(`test/leaks/targets.ts names routes that are no more: ${gone.join(', ')}`);
  const asked = routes.filter((path) => !streams.includes(path));
  return [...asked.flatMap((path) => known[path] ?? path), ...lists, ...searched.map((path) => `${path}?q=LEAK`)];
}
