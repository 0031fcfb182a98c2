import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors/index.ts';
import { type App, toAppError } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { accountsByIds, attempt, formErrors, typedOf } from '../../people/index.ts';
import { competitionById } from '../competition.queries.ts';
import { post, type Sent } from '../desk-page.tsx';
import { withAskers } from './askers.ts';
import { doWithEntry } from './do-with-entry.ts';
import { deedsOf, entryStage, takenUntil } from './entries.rules.ts';
import { entrySettings } from './entries.settings.ts';
import type { EntryInput } from './entry-input.ts';
import { EntryPage } from './entry-page.tsx';
import { ownFiles } from './file.queries.ts';
import { invitationsAsked, membersOfEntry, openForAddresses } from './invitation.queries.ts';
import { type ListedMine, MyEntriesPage } from './my-entries-page.tsx';
import { entriesOfAccount } from './own-entry.queries.ts';
import { ownEntry } from './own-entry.ts';
import { doneOf, requireEntrant } from './requests.ts';
import { saveEntry } from './save-entry.ts';
import { inviteMember, leaveTeam, type MemberInput } from './team.ts';
import { TeamPage } from './team-page.tsx';

type ById = { Params: { id: string } };
type Request = FastifyRequest<ById>;

const autosaves = { name: 'competitions.autosave', points: 1500, seconds: 3600 };

/** One's own entries: the list, the draft with everything that is done to it, the team. */
export function ownEntryRoutes(app: App, k: Kernel): void {
  app.get('/me/entries', (request, reply) => list(k, request, reply));
  app.get<ById>('/me/entries/:id', (request, reply) => show(k, request, reply));
  app.post<ById>('/me/entries/:id', (request, reply) => change(k, request, reply));
  app.post<ById>('/me/entries/:id/autosave', (request, reply) => autosave(k, request, reply));
  app.get<ById>('/me/entries/:id/team', (request, reply) => showTeam(k, request, reply));
  app.post<ById>('/me/entries/:id/team', (request, reply) => invite(k, request, reply));
  app.post<ById>('/me/entries/:id/team/leave', (request, reply) => leave(k, request, reply));
}

const doneInList = ['nominated', 'joined', 'withdrawn', 'discarded', 'left', 'taken_back'];
const doneOnEntry = ['saved', 'handed_in', 'late', 'mended', 'accepted'];
const doneInTeam = ['asked', 'taken_off', 'taken_back'];

async function list(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { accountId } = await requireEntrant(k, request);
  const at = k.clock.now();
  const [own] = await accountsByIds(k.db, [accountId]);
  const rows = await entriesOfAccount(k.db, accountId);
  const competitions = new Map<string, Awaited<ReturnType<typeof competitionById>>>();
  for (const id of new Set(rows.map(({ competitionId }) => competitionId)))
    competitions.set(id, await competitionById(k.db, id));
  const entries = rows.flatMap((entry): ListedMine[] => {
    const competition = competitions.get(entry.competitionId);
    if (!competition) return [];
    const until = entry.state === 'mend' ? entry.mendUntil : takenUntil(entryStage(competition));
    return [{ ...entry, deeds: deedsOf(competition, entry, at), until }];
  });
  const invitations = own
    ? await withAskers(k.db, await openForAddresses(k.db, { email: own.email, phone: own.phone }, at))
    : [];
  const asked = await invitationsAsked(k.db, { accountId }, at);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('competitions.entries.mine'),
    robots: 'noindex',
    main: (
      <MyEntriesPage entries={entries} invitations={invitations} asked={asked} done={doneOf(request, doneInList)} />
    ),
  }));
}

async function show(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const { entry, competition } = await ownEntry(k.db, actor, request.params.id);
  const at = k.clock.now();
  const files = await ownFiles(k.db, entry.id);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: entry.title || ctx.t('competitions.entries.untitled'),
      robots: 'noindex',
      main: (
        <EntryPage
          entry={entry}
          competition={competition}
          files={files}
          deeds={deedsOf(competition, entry, at)}
          at={at}
          room={k.settings.get(entrySettings)}
          values={sent?.values}
          errors={sent && formErrors(ctx, sent.thrown).errors}
          done={doneOf(request, doneOnEntry)}
        />
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

async function change(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const { to, sent } = await doWithEntry(k, request, actor, request.params.id);
  return sent ? show(k, request, reply, sent) : reply.redirect(to, 303);
}

/** What the page sends by itself while somebody writes: texts alone, answered to a program. */
async function autosave(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const answer = (status: number, body: Record<string, unknown>) =>
    reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(body));
  try {
    const actor = await requireEntrant(k, request);
    await k.limits.take(autosaves, actor.accountId);
    const { entry, competition } = await ownEntry(k.db, actor, request.params.id);
    // What was handed in changes only when somebody says so.
    if (!deedsOf(competition, entry, k.clock.now()).write)
      throw new AppError('competitions.entry_wrong_state', { state: entry.state });
    const { version } = await saveEntry(k, actor, request.params.id, typedOf(request.body) as EntryInput);
    return answer(200, { version });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.status >= 500) throw thrown;
    return answer(error.status, { code: error.code, fields: Object.keys(error.fields ?? {}) });
  }
}

async function showTeam(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const { entry, competition } = await ownEntry(k.db, actor, request.params.id);
  if (entry.way !== 'team') throw new AppError('competitions.entry_not_found');
  const at = k.clock.now();
  const members = await membersOfEntry(k.db, entry.id);
  const asked = (await invitationsAsked(k.db, { entryId: entry.id }, at)).filter(
    ({ standing }) => standing !== 'accepted',
  );
  const waiting = asked.filter(({ standing }) => standing === 'waiting').length;
  const { mostInTeam } = entryStage(competition).settings;
  const goesOn = ['draft', 'submitted', 'mend', 'accepted'].includes(entry.state);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('competitions.entries.team'),
      robots: 'noindex',
      main: (
        <TeamPage
          entry={entry}
          competition={competition}
          members={members}
          asked={asked}
          open={competition.state === 'open' && goesOn && members.length + waiting < mostInTeam}
          values={sent?.values}
          errors={sent && formErrors(ctx, sent.thrown).errors}
          done={doneOf(request, doneInTeam)}
        />
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

async function invite(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const { id } = request.params;
  return post(
    request,
    reply,
    'member',
    async () => {
      await inviteMember(k, actor, id, typedOf(request.body) as MemberInput);
      return `/me/entries/${id}/team?done=asked`;
    },
    (sent) => showTeam(k, request, reply, sent),
  );
}

/** Leaving a team oneself, or taking somebody off one's own. */
async function leave(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const { id } = request.params;
  const { accountId } = typedOf(request.body);
  const other = typeof accountId === 'string' && accountId !== '' ? accountId : undefined;
  const error = await attempt(() => leaveTeam(k, actor, id, other));
  if (error) throw error;
  return reply.redirect(other ? `/me/entries/${id}/team?done=taken_off` : '/me/entries?done=left', 303);
}
