import type { ComponentChildren } from 'preact';
import { Facts } from '../../../ui/facts.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre, safeHref } from '../../../ui/text.tsx';
import type { District } from '../books.queries.ts';
import type { Book } from '../books.ts';
import { spokenNumber } from '../sign-in/address.ts';
import type { Entry } from './entry.queries.ts';
import type { PublicField } from './register.rules.ts';

type EntryViewProps = { realName: string; entry: Entry; districts: Book<District> };

/** An entry as it reads, each part with whether everybody sees it. */
export function EntryView({ realName, entry, districts }: EntryViewProps) {
  const { t, locale } = useUi();
  const shown = new Set(entry.publicFields);
  const fact = (field: PublicField, value: ComponentChildren, given: boolean) =>
    given && {
      label: t(`people.register.field.${field}`),
      value,
      end: (
        <span class="quiet">{t(shown.has(field) ? 'people.register.view.public' : 'people.register.view.staff')}</span>
      ),
    };
  const categories = entry.categories.map((code) => t(`people.register.category.${code}`));
  return (
    <Facts
      ruled
      items={[
        fact('name', realName, true),
        fact('pen_name', entry.penName, entry.penName !== ''),
        fact('categories', categories.join(t('people.register.view.comma')), categories.length > 0),
        entry.stratum !== null && {
          label: t('people.register.form.stratum'),
          value: t(`people.register.stratum.${entry.stratum}`),
          end: <span class="quiet">{t('people.register.view.staff')}</span>,
        },
        fact('intro', <Pre text={entry.intro} />, entry.intro !== ''),
        fact('field', entry.field, entry.field !== ''),
        fact('organisation', entry.organisationName, entry.organisationName !== ''),
        fact('post', entry.post, entry.post !== ''),
        fact('skills', entry.skills.join(t('people.register.view.comma')), entry.skills.length > 0),
        fact('district', districts.name(entry.districtId, locale), entry.districtId !== null),
        fact('accounts', <Accounts entry={entry} />, entry.accounts.length > 0),
        fact('works', <Works entry={entry} />, entry.works.length > 0),
        fact('contact_phone', spokenNumber(entry.contactPhone), entry.contactPhone !== ''),
        fact('contact_email', entry.contactEmail, entry.contactEmail !== ''),
      ]}
    />
  );
}

function Given({ url, children }: { url: string; children: ComponentChildren }) {
  const href = safeHref(url);
  return href ? (
    <a href={href} rel="nofollow noopener noreferrer external">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );
}

function Accounts({ entry }: { entry: Entry }) {
  return (
    <ul>
      {entry.accounts.map(({ platform, name, url }) => (
        <li>
          {platform} <Given url={url}>{name}</Given>
        </li>
      ))}
    </ul>
  );
}

function Works({ entry }: { entry: Entry }) {
  const { t } = useUi();
  return (
    <ul>
      {entry.works.map(({ title, kind, url, year, note }) => (
        <li>
          <Given url={url}>{title}</Given>{' '}
          <span class="quiet">{[t(`people.register.work.${kind}`), year, note].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}
