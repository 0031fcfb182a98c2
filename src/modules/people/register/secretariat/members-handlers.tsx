import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Column } from '../../../../kernel/export/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { isMeant } from '../../admin/accounts/find-staff.ts';
import { districtBook } from '../../books.ts';
import { textOf } from '../../text-of.ts';
import { mayReadMembers } from '../register.policy.ts';
import { membershipStates } from '../register.rules.ts';
import { personFilter } from './desk-handlers.tsx';
import { type MemberFilter, type MemberRow, memberRows, membersToSearch } from './members.queries.ts';
import { MembersPage, type MembersTyped } from './members-page.tsx';
import { noteLooks } from './note-look.ts';
import { requireSecretariat, sendSecretariatPage } from './secretariat-frame.tsx';
import { sendTable, type TableKind } from './send-table.ts';

const pageSize = 50;
const exportPage = 500;

type Asked = { filter: MemberFilter; typed: MembersTyped; after: string | null };

async function askedOf(k: Kernel, request: FastifyRequest): Promise<Asked> {
  const { filter, typed } = await personFilter(k, request);
  const state = membershipStates.find((code) => code === textOf(request.query, 'state'));
  const q = textOf(request.query, 'q').trim().slice(0, 100);
  const after = textOf(request.query, 'after');
  return {
    filter: { ...filter, ...(state && { state }), ...(q !== '' && { ids: await idsMeant(k, q) }) },
    typed: { ...typed, q, state: state ?? '' },
    after: /^M\d{4}-\d{4,9}$/.test(after) ? after : null,
  };
}

/** Members whose number, name, pen name or organisation is meant by what was typed, in characters or in pinyin. */
async function idsMeant(k: Kernel, q: string): Promise<string[]> {
  const asked = q.normalize('NFKC').toLowerCase();
  const members = await membersToSearch(k.db);
  return members
    .filter(
      ({ number, name, penName, organisation }) =>
        number.toLowerCase().includes(asked) ||
        [name, penName, organisation].some(
          (text) => text !== '' && isMeant({ name: text, displayName: '', email: '', phone: null }, q),
        ),
    )
    .map(({ id }) => id);
}

/** The members, a page at a time. */
export async function showMembers(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayReadMembers);
  const { filter, typed, after } = await askedOf(k, request);
  const [rows, districts] = await Promise.all([memberRows(k.db, filter, after, pageSize + 1), districtBook(k)]);
  return sendSecretariatPage(k, request, reply, actor, ({ t }) => ({
    title: t('people.register.nav.members'),
    main: (
      <MembersPage
        rows={rows.slice(0, pageSize)}
        more={rows.length > pageSize}
        first={after === null}
        typed={typed}
        districts={districts}
      />
    ),
  }));
}

/** What staff may see of members as a table to take away; of everybody in it the look is recorded. */
export async function exportMembers(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: TableKind,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayReadMembers);
  const { filter } = await askedOf(k, request);
  const { t, locale } = request.server.frame.anonymous(request);
  const districts = await districtBook(k);
  async function* all(): AsyncGenerator<MemberRow> {
    for (let after: string | null = null; ; ) {
      const rows: MemberRow[] = await memberRows(k.db, filter, after, exportPage);
      const told = rows.filter(({ state }) => state !== 'ended').map(({ accountId }) => accountId);
      await noteLooks(k, actor, told, { export: 'members' });
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < exportPage) return;
      after = last.number;
    }
  }
  const comma = t('people.register.view.comma');
  const column = (key: string, header: string, value: (row: MemberRow) => string, width = 16): Column<MemberRow> => ({
    key,
    header: t(header),
    value,
    width,
  });
  const field = 'people.register.field';
  return sendTable(
    k,
    reply,
    kind,
    'members',
    [
      column('number', 'people.register.me.number', (row) => row.number),
      column('state', 'people.register.me.state', (row) => t(`people.register.member_state.${row.state}`)),
      column('since', 'people.register.me.since', (row) => row.since),
      column('until', 'people.register.me.until', (row) => row.endsOn),
      column('name', `${field}.name`, (row) => row.name),
      column('pen_name', `${field}.pen_name`, (row) => row.penName),
      column(
        'categories',
        `${field}.categories`,
        (row) => row.categories.map((code) => t(`people.register.category.${code}`)).join(comma),
        30,
      ),
      column('stratum', 'people.register.form.stratum', (row) =>
        row.stratum ? t(`people.register.stratum.${row.stratum}`) : '',
      ),
      column('field', `${field}.field`, (row) => row.field),
      column('organisation', `${field}.organisation`, (row) => row.organisationName, 24),
      column('post', `${field}.post`, (row) => row.post),
      column('skills', `${field}.skills`, (row) => row.skills.join(comma), 24),
      column('district', `${field}.district`, (row) => districts.name(row.districtId, locale)),
      column('email', `${field}.contact_email`, (row) => row.contactEmail, 24),
      column('phone', `${field}.contact_phone`, (row) => row.contactPhone),
    ],
    all(),
  );
}
