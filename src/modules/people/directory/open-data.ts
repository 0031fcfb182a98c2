import type { Column } from '../../../kernel/export/index.ts';
import { fileHref } from '../../../kernel/files/index.ts';
import type { Locale, T } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { District } from '../books.queries.ts';
import type { Book } from '../books.ts';
import { type Category, categories } from '../register/register.rules.ts';
import type { Published } from './directory.queries.ts';
import type { MemberData } from './member-schema.ts';
import { type Card, vCard } from './vcard.ts';

/** How public data of a member is put into words: by whom it is read. */
export type Reader = { k: Kernel; t: T; locale: Locale; districts: Book<District> };

/** A member as programs read them: what their page shows, and no more. A field that is not public is missing. */
export function memberData({ k, locale, districts }: Reader, { slug, name, shown, updatedAt }: Published): MemberData {
  const {
    photo,
    district,
    pen_name: penName,
    contact_email: contactEmail,
    contact_phone: contactPhone,
    ...rest
  } = shown;
  const home = districts.get(district);
  const given = {
    ...rest,
    penName,
    photo: photo && `${k.config.publicUrl}${fileHref(photo)}`,
    district: home && { code: home.code, name: districts.name(home.id, locale) },
    contactEmail,
    contactPhone,
  };
  return {
    number: slug.toUpperCase(),
    href: `${k.config.publicUrl}/members/${slug}`,
    shownName: name,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    updatedAt: updatedAt.toISOString(),
  };
}

const known = (codes: readonly string[] | undefined): Category[] => categories.filter((code) => codes?.includes(code));

/** The columns of the whole directory as a table. */
export function directoryColumns({ k, t, locale, districts }: Reader): Column<Published>[] {
  const separator = t('people.directory.separator');
  const column = (key: string, value: Column<Published>['value'], width = 16): Column<Published> => ({
    key,
    header: t(`people.directory.column.${key}`),
    value,
    width,
  });
  return [
    column('number', ({ slug }) => slug.toUpperCase()),
    column('shown_name', ({ name }) => name),
    column('name', ({ shown }) => shown.name),
    column('pen_name', ({ shown }) => shown.pen_name),
    column(
      'categories',
      ({ shown }) =>
        known(shown.categories)
          .map((code) => t(`people.register.category.${code}`))
          .join(separator),
      24,
    ),
    column('field', ({ shown }) => shown.field),
    column('organisation', ({ shown }) => shown.organisation, 24),
    column('post', ({ shown }) => shown.post),
    column('skills', ({ shown }) => shown.skills?.join(separator), 24),
    column('district', ({ shown }) => districts.name(shown.district, locale)),
    column('intro', ({ shown }) => shown.intro, 40),
    column(
      'accounts',
      ({ shown }) =>
        shown.accounts?.map(({ platform, name, url }) => [platform, name, url].filter(Boolean).join(' ')).join('\n'),
      40,
    ),
    column(
      'works',
      ({ shown }) => shown.works?.map(({ title, url }) => [title, url].filter(Boolean).join(' ')).join('\n'),
      40,
    ),
    column('contact_email', ({ shown }) => shown.contact_email, 24),
    column('contact_phone', ({ shown }) => shown.contact_phone),
    column('url', ({ slug }) => `${k.config.publicUrl}/members/${slug}`, 30),
  ];
}

/** A member's card, from the same public data. */
export function memberCard({ k, t }: Reader, { slug, name, shown, updatedAt }: Published): string {
  const page = `${k.config.publicUrl}/members/${slug}`;
  const card: Card = {
    name: shown.name ?? name,
    nickname: shown.pen_name,
    organisation: shown.organisation,
    post: shown.post,
    email: shown.contact_email,
    phone: shown.contact_phone,
    urls: [page, ...(shown.accounts ?? []).map(({ url }) => url).filter((url) => /^https?:\/\//i.test(url))],
    photoUrl: shown.photo && `${k.config.publicUrl}${fileHref(shown.photo)}`,
    note: shown.intro,
    categories: known(shown.categories).map((code) => t(`people.register.category.${code}`)),
    revisedAt: updatedAt,
  };
  return vCard(card);
}
