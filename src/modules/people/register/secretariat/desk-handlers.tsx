import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../../kernel/db/index.ts';
import type { Column } from '../../../../kernel/export/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../../kernel/time/index.ts';
import { districtBook } from '../../books.ts';
import { textOf } from '../../text-of.ts';
import { categories } from '../register.rules.ts';
import { registerSettings } from '../register.settings.ts';
import {
  type DeskFilter,
  type DeskKey,
  type DeskList,
  type DeskRow,
  deskCounts,
  deskLists,
  deskRows,
} from './desk.queries.ts';
import { DeskPage } from './desk-page.tsx';
import { noteLooks } from './note-look.ts';
import { requireSecretariat, sendSecretariatPage } from './secretariat-frame.tsx';
import { sendTable, type TableKind } from './send-table.ts';

const pageSize = 50;
const exportPage = 500;
const mostCounted = 99;

type Asked = {
  list: DeskList;
  filter: DeskFilter;
  typed: { category: string; district: string };
  after: DeskKey | null;
};

/** Category and district that a list is narrowed to; what is neither is as good as not given. */
export async function personFilter(
  k: Kernel,
  request: FastifyRequest,
): Promise<{ filter: DeskFilter; typed: { category: string; district: string } }> {
  const category = categories.find((code) => code === textOf(request.query, 'category'));
  const district = (await districtBook(k)).byCode(textOf(request.query, 'district'));
  return {
    filter: { ...(category && { category }), ...(district && { districtId: district.id }) },
    typed: { category: category ?? '', district: district?.code ?? '' },
  };
}

async function askedOf(k: Kernel, request: FastifyRequest): Promise<Asked> {
  const list = deskLists.find((code) => code === textOf(request.query, 'list')) ?? 'check';
  const [sort = '', id = ''] = textOf(request.query, 'after').split('~');
  const readable = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\.\d{1,6}Z)?$/.test(sort) && !Number.isNaN(Date.parse(sort));
  return { list, ...(await personFilter(k, request)), after: readable && isId(id) ? { sort, id } : null };
}

function endingBy(k: Kernel): string {
  return addDays(localDate(k.clock.now(), k.config.TIME_ZONE), k.settings.get(registerSettings).renewal_days);
}

/** One list of the desk with what waits in each. */
export async function showDesk(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request);
  const { list, filter, typed, after } = await askedOf(k, request);
  const [rows, counts, districts] = await Promise.all([
    deskRows(k.db, list, { filter, after, limit: pageSize + 1, endingBy: endingBy(k) }),
    deskCounts(k.db, endingBy(k), mostCounted + 1),
    districtBook(k),
  ]);
  return sendSecretariatPage(k, request, reply, actor, ({ t }) => ({
    title: t(`people.register.list.${list}`),
    main: (
      <DeskPage
        list={list}
        rows={rows.slice(0, pageSize)}
        more={rows.length > pageSize}
        first={after === null}
        counts={counts}
        most={mostCounted}
        typed={typed}
        districts={districts}
      />
    ),
  }));
}

/** A whole list as a table to take away; of everybody in it the look is recorded. */
export async function exportDesk(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: TableKind,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request);
  const { list, filter } = await askedOf(k, request);
  const { t, locale } = request.server.frame.anonymous(request);
  const districts = await districtBook(k);
  async function* all(): AsyncGenerator<DeskRow> {
    for (let after: DeskKey | null = null; ; ) {
      const rows: DeskRow[] = await deskRows(k.db, list, { filter, after, limit: exportPage, endingBy: endingBy(k) });
      await noteLooks(
        k,
        actor,
        rows.map((row) => row.accountId),
        { export: list },
      );
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < exportPage) return;
      after = { sort: last.sort, id: last.id };
    }
  }
  const comma = t('people.register.view.comma');
  const columns: Column<DeskRow>[] = [
    { key: 'number', header: t('people.register.desk.number'), value: (row) => row.number },
    { key: 'name', header: t('people.register.field.name'), value: (row) => row.name },
    { key: 'pen_name', header: t('people.register.field.pen_name'), value: (row) => row.penName },
    {
      key: 'categories',
      header: t('people.register.field.categories'),
      width: 30,
      value: (row) => row.categories.map((code) => t(`people.register.category.${code}`)).join(comma),
    },
    {
      key: 'district',
      header: t('people.register.field.district'),
      value: (row) => districts.name(row.districtId, locale),
    },
    {
      key: 'day',
      header: t(`people.register.desk.sort.${list}`),
      width: 20,
      value: (row) => (row.sort.includes('T') ? new Date(row.sort) : row.sort),
    },
    {
      key: 'mark',
      header: t('people.register.desk.mark'),
      value: (row) => (row.mark ? t(`people.register.mark.${row.mark}`) : ''),
    },
  ];
  return sendTable(k, reply, kind, `secretariat-${list}`, columns, all());
}
