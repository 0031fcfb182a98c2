import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import { type Column, csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { accountsByIds, noteLooks, typedOf } from '../../people/index.ts';
import { type AtDesk, post, requireDesk, type Sent, sendDesk, stateOf } from '../desk-page.tsx';
import { disqualifyEntry } from '../results/answer-complaint.ts';
import { mayDisqualify, mayReadContacts, mayReadEntries } from './entries.policy.ts';
import { teamOfEntry } from './entry.queries.ts';
import { ownFiles } from './file.queries.ts';
import { type DeskEntry, type DeskFilter, deskEntries } from './list.queries.ts';
import { type Contact, DeskEntryPage, EntriesPage } from './list-page.tsx';
import { handedInByNumber, type OwnEntry } from './own-entry.queries.ts';
import { countDrafts } from './tend.queries.ts';

type BySlug = { Params: { slug: string } };
type ByNumber = { Params: { slug: string; number: string } };
type Format = 'csv' | 'xlsx';

const pageSize = 50;

/** All entries of a competition, for organisers and screeners. */
export function entryListRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/organise/:slug/entries', (request, reply) => list(k, request, reply));
  app.get<BySlug>('/organise/:slug/entries.csv', (request, reply) => download(k, request, reply, 'csv'));
  app.get<BySlug>('/organise/:slug/entries.xlsx', (request, reply) => download(k, request, reply, 'xlsx'));
  app.get<ByNumber>('/organise/:slug/entries/:number', (request, reply) => show(k, request, reply));
  app.post<ByNumber>('/organise/:slug/entries/:number/contact', (request, reply) => reach(k, request, reply));
  app.post<ByNumber>('/organise/:slug/entries/:number/disqualify', (request, reply) => disqualify(k, request, reply));
}

const filterShape = z.object({
  state: z.enum(['submitted', 'mend', 'accepted', 'rejected', 'withdrawn', 'disqualified']).optional().catch(undefined),
  category: z.string().refine(isId).optional().catch(undefined),
  late: z.literal('yes').optional().catch(undefined),
  after: z.coerce.number().int().min(0).max(2_000_000_000).catch(0),
  contacts: z.literal('yes').optional().catch(undefined),
});

function filterOf(request: FastifyRequest): { filter: DeskFilter; after: number; contacts: boolean } {
  const { state, category, late, after, contacts } = filterShape.parse(request.query);
  return { filter: { state, categoryId: category, late: late && true }, after, contacts: contacts === 'yes' };
}

async function list(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadEntries);
  const { filter, after } = filterOf(request);
  const rows = await deskEntries(k.db, desk.competition.id, filter, after, pageSize + 1);
  const drafts = await countDrafts(k.db, desk.competition.id);
  const here = `/organise/${desk.competition.slug}/entries`;
  const query = (next: number) => {
    const search = new URLSearchParams({ after: String(next) });
    if (filter.state) search.set('state', filter.state);
    if (filter.categoryId) search.set('category', filter.categoryId);
    if (filter.late) search.set('late', 'yes');
    return `${here}?${search}`;
  };
  const shown = rows.slice(0, pageSize);
  return sendDesk(request, reply, desk, (ctx) => ({
    title: ctx.t('competitions.entries.list'),
    main: (
      <EntriesPage
        competition={desk.competition}
        rows={shown}
        drafts={drafts}
        filter={filter}
        nextHref={rows.length > pageSize ? query(shown.at(-1)?.number ?? 0) : undefined}
        firstHref={after > 0 ? here : undefined}
        mayReach={mayReadContacts(desk.actor, desk.facts)}
      />
    ),
  }));
}

type Exported = DeskEntry & { contact: Contact | null };

async function download(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  format: Format,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadEntries);
  const { filter, contacts } = filterOf(request);
  if (contacts && !mayReadContacts(desk.actor, desk.facts)) fail('kernel.not_allowed');
  const ctx = await request.server.frame.personal(request);
  const rows = exported(k, desk, filter, contacts);
  const columns = columnsOf(ctx, desk, contacts);
  const zone = k.config.TIME_ZONE;
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="entries-${desk.competition.slug}.${format}"`)
    .type(
      format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    .send(
      format === 'csv'
        ? csvStream(columns, rows, { zone })
        : xlsxStream(columns, rows, { zone, sheet: ctx.t('competitions.entries.list') }),
    );
}

const batch = 200;

/** What the log says of a look at how to reach entrants. */
function aboutOf({ departmentId, slug }: AtDesk['competition']) {
  return { departmentId, details: { competition: slug } };
}

/** Read in parts; with addresses every part is noted as looked at before it goes out. */
async function* exported(
  k: Kernel,
  { actor, competition }: AtDesk,
  filter: DeskFilter,
  contacts: boolean,
): AsyncGenerator<Exported> {
  for (let after = 0; ; ) {
    const rows = await deskEntries(k.db, competition.id, filter, after, batch);
    const ids = rows.flatMap(({ accountId }) => accountId ?? []);
    const found = contacts && ids.length > 0 ? await accountsByIds(k.db, ids) : [];
    if (found.length > 0) await noteLooks(k, actor, aboutOf(competition), ids);
    const byId = new Map(found.map((each) => [each.accountId, each]));
    for (const row of rows) yield { ...row, contact: contactOf(byId.get(row.accountId ?? '')) };
    if (rows.length < batch) return;
    after = rows.at(-1)?.number ?? after;
  }
}

const contactOf = (found: { name: string; email: string | null; phone: string | null } | undefined): Contact | null =>
  found ? { name: found.name, email: found.email, phone: found.phone } : null;

function columnsOf({ t }: PageContext, { competition }: AtDesk, contacts: boolean): Column<Exported>[] {
  const category = (id: string) => competition.categories.find((each) => each.id === id)?.name;
  const reach: Column<Exported>[] = [
    { key: 'name', header: t('competitions.entries.name'), value: ({ contact }) => contact?.name },
    { key: 'phone', header: t('competitions.entries.phone'), value: ({ contact }) => contact?.phone },
    { key: 'email', header: t('competitions.entries.email'), value: ({ contact }) => contact?.email, width: 28 },
  ];
  return [
    { key: 'number', header: t('competitions.entries.number_label'), value: ({ number }) => number, width: 8 },
    { key: 'title', header: t('competitions.entries.title'), value: ({ title }) => title, width: 30 },
    { key: 'by_line', header: t('competitions.entries.by_line'), value: ({ byLine }) => byLine, width: 24 },
    { key: 'category', header: t('competitions.entries.category'), value: ({ categoryId }) => category(categoryId) },
    { key: 'way', header: t('competitions.entries.way'), value: ({ way }) => t(`competitions.way.${way}`) },
    {
      key: 'state',
      header: t('competitions.entries.state'),
      value: ({ state }) => t(`competitions.entry_state.${state}`),
    },
    {
      key: 'late',
      header: t('competitions.entries.late'),
      value: ({ late }) => (late ? t('competitions.entries.yes') : ''),
    },
    { key: 'files', header: t('competitions.entries.files'), value: ({ files }) => files, width: 8 },
    {
      key: 'handed_in',
      header: t('competitions.entries.handed_in_at'),
      value: ({ submittedAt }) => submittedAt,
      width: 20,
    },
    ...(contacts ? reach : []),
  ];
}

type At = { desk: AtDesk; entry: OwnEntry };

async function entryAt(k: Kernel, request: FastifyRequest<ByNumber>): Promise<At> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadEntries);
  const { number } = request.params;
  const found = /^[1-9]\d{0,8}$/.test(number)
    ? await handedInByNumber(k.db, desk.competition.id, Number(number))
    : undefined;
  return { desk, entry: found ?? fail('competitions.entry_not_found') };
}

async function show(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  { sent, contact }: { sent?: Sent; contact?: Contact | null } = {},
): Promise<FastifyReply> {
  const { desk, entry } = await entryAt(k, request);
  const [files, team] = [await ownFiles(k.db, entry.id), await teamOfEntry(k.db, entry.id)];
  const { actor, facts, competition } = desk;
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.entries.number', { n: entry.number ?? 0 }),
      main: (
        <DeskEntryPage
          competition={competition}
          entry={entry}
          files={files}
          team={team}
          contact={contact}
          rules={publishedRules(k, ctx.locale)}
          mayReach={mayReadContacts(actor, facts)}
          mayDisqualify={mayDisqualify(actor, facts) && competition.state === 'open'}
          form={stateOf(ctx, sent, 'disqualify')}
        />
      ),
    }),
    {
      ...(sent && { sent }),
      done: { disqualified: 'competitions.entries.done.disqualified' },
      up: { label: competition.title, href: `/organise/${competition.slug}/entries` },
    },
  );
}

/** How to reach whoever entered: shown once, and written down. */
async function reach(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply): Promise<FastifyReply> {
  const { desk, entry } = await entryAt(k, request);
  if (!mayReadContacts(desk.actor, desk.facts)) fail('kernel.not_allowed');
  if (entry.accountId === null) return show(k, request, reply, { contact: null });
  const [found] = await accountsByIds(k.db, [entry.accountId]);
  if (found) await noteLooks(k, desk.actor, aboutOf(desk.competition), [entry.accountId]);
  return show(k, request, reply, { contact: contactOf(found) });
}

async function disqualify(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply): Promise<FastifyReply> {
  const { desk, entry } = await entryAt(k, request);
  const typed = typedOf(request.body);
  return post(
    request,
    reply,
    'disqualify',
    async () => {
      const rule = publishedRules(k, 'zh-CN').find(({ number }) => number === typed.rule);
      const words = typeof typed.reason === 'string' ? typed.reason.trim() : '';
      if (words === '') failFields({ reason: { key: 'competitions.entries.field.reason' } });
      const reason = rule ? `${rule.number}. ${rule.title}：${words}` : words;
      await disqualifyEntry(k, desk.actor, desk.competition.id, { entryId: entry.id, reason });
      return `/organise/${desk.competition.slug}/entries/${entry.number}?done=disqualified`;
    },
    (sent) => show(k, request, reply, { sent }),
  );
}
