import type { Kernel } from '../../../../kernel/kernel.ts';
import { cellText, readTable, recogniseColumns } from '../../../../kernel/sheets/index.ts';
import { parseAddress } from '../../../people/index.ts';
import { type Invited, mostInvitations } from './make-invitations.ts';

// chinese: headings as lists of people have them

const headings = {
  name: ['姓名', '名字', '称呼', '单位', '名称', 'name', 'full name', 'organisation', 'organization'],
  email: ['邮箱', '电子邮箱', '邮件', '电子邮件', 'email', 'e-mail', 'mail', 'email address'],
};

/** A line that was not taken, and why: a message key. */
export type BadLine = { line: number; key: string; said: string };
export type ReadList = { people: Invited[]; bad: BadLine[] };

const mostBad = 50;

/** A list of people from a table (CSV, XLSX): names, e-mail addresses or both. Says which lines it could not take. */
export async function readList(k: Kernel, bytes: Buffer): Promise<ReadList> {
  const table = await readTable(bytes, { zone: k.config.TIME_ZONE });
  const columns = recogniseColumns(table.headers, headings);
  const list: ReadList = { people: [], bad: [] };
  if (!columns.name && !columns.email) {
    await table.close();
    return {
      people: [],
      bad: [{ line: table.headerLine, key: 'surveys.answer.invite.bad_headings', said: table.headers.join(' ') }],
    };
  }
  for await (const { line, cells } of table.rows) {
    const name = columns.name ? cellText(cells[columns.name]).slice(0, 60) : '';
    const typed = columns.email ? cellText(cells[columns.email]) : '';
    const address = typed === '' ? null : parseAddress(typed);
    if (name === '' && typed === '') continue;
    if (typed !== '' && address?.channel !== 'email') {
      if (list.bad.length < mostBad)
        list.bad.push({ line, key: 'surveys.answer.invite.bad_email', said: typed.slice(0, 60) });
      continue;
    }
    list.people.push({ name: name || null, email: address?.to ?? null });
    if (list.people.length > mostInvitations) break;
  }
  await table.close();
  return list;
}
