import type { Column } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Locale, T } from '../../../ui/page-context.ts';
import { departmentBook } from '../../people/index.ts';
import { isVacant, type MemberRow } from './load-contacts.ts';

/** Columns of the list of who is whose contact. */
export async function contactColumns(k: Kernel, t: T, locale: Locale): Promise<Column<MemberRow>[]> {
  const departments = await departmentBook(k);
  const day = (at: Date | null | undefined) => (at ? localDate(at, k.config.TIME_ZONE) : null);
  return [
    { key: 'number', header: t('liaison.contacts.number'), value: ({ member }) => member.number },
    { key: 'member', header: t('liaison.contacts.member'), value: ({ member }) => member.name },
    { key: 'contact', header: t('liaison.contacts.contact'), value: ({ contact }) => contact?.name },
    { key: 'post', header: t('liaison.contacts.post'), value: ({ contact }) => contact?.post },
    {
      key: 'department',
      header: t('liaison.contacts.department'),
      value: ({ contact }) => departments.name(contact?.departmentId, locale),
    },
    { key: 'since', header: t('liaison.contacts.since'), value: ({ contact }) => day(contact?.since) },
    {
      key: 'vacant',
      header: t('liaison.contacts.vacant'),
      value: (row) => (isVacant(row) ? t('liaison.contacts.yes') : ''),
    },
    { key: 'last', header: t('liaison.contacts.last'), value: ({ last }) => day(last) },
    { key: 'waiting', header: t('liaison.contacts.waiting'), value: ({ waiting }) => day(waiting) },
    { key: 'open', header: t('liaison.contacts.open'), value: ({ open }) => open },
    { key: 'late', header: t('liaison.contacts.figure.late'), value: ({ late }) => late },
  ];
}
