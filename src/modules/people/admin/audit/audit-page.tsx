import type { AuditRow, ChainVerdict } from '../../../../kernel/audit/index.ts';
import type { Run } from '../../../../kernel/runs/index.ts';
import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Filters } from '../../../../ui/filters.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { Department } from '../../books.queries.ts';
import type { Book } from '../../books.ts';

export type AuditTyped = { person: string; action: string; object: string; from: string; until: string };

type AuditPageProps = {
  rows: readonly AuditRow[];
  more: boolean;
  first: boolean;
  typed: AuditTyped;
  actions: readonly string[];
  departments: Book<Department>;
  /** several people may be meant, or nobody: whom? */
  choose: readonly { id: string; name: string }[] | undefined;
  check: Run | undefined;
};

function query(typed: AuditTyped, change: Record<string, string>): string {
  const asked = new URLSearchParams(Object.entries({ ...typed, ...change }).filter(([, value]) => value !== ''));
  return asked.size > 0 ? `?${asked}` : '';
}

/** What was done, newest first. */
export function AuditPage(p: AuditPageProps) {
  const { t } = useUi();
  const { typed } = p;
  const last = p.rows.at(-1);
  const active = (Object.entries(typed) as [keyof AuditTyped, string][])
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({
      // keys: people.admin.audit.*
      label: `${t(`people.admin.audit.${name}`)} ${value}`,
      removeHref: `/admin/audit${query(typed, { [name]: '' })}`,
    }));
  return (
    <>
      <Heading
        title={t('people.admin.audit.title')}
        lead={t('people.admin.audit.lead')}
        end={
          <ButtonLink href={`/admin/audit.csv${query(typed, {})}`} icon="download" download>
            {t('people.admin.audit.export')}
          </ButtonLink>
        }
      />
      <Filters action="/admin/audit" values={typed} active={active} clearHref="/admin/audit">
        <Field name="person" label={t('people.admin.audit.person')} />
        <Field
          name="action"
          type="select"
          label={t('people.admin.audit.action')}
          placeholder={t('people.admin.audit.any_action')}
          options={p.actions.map((action) => ({ value: action, label: action }))}
        />
        <Field name="object" label={t('people.admin.audit.object')} />
        <Field name="from" type="date" label={t('people.admin.audit.from')} />
        <Field name="until" type="date" label={t('people.admin.audit.until')} />
      </Filters>
      {p.choose && <Choose typed={typed} people={p.choose} />}
      {!p.choose && <Entries {...p} />}
      <KeysetPager
        firstHref={p.first ? undefined : `/admin/audit${query(typed, {})}`}
        nextHref={p.more && last ? `/admin/audit${query(typed, { before: String(last.id) })}` : undefined}
      />
      <Chain check={p.check} />
    </>
  );
}

function Choose({ typed, people }: { typed: AuditTyped; people: readonly { id: string; name: string }[] }) {
  const { t } = useUi();
  if (people.length === 0)
    return (
      <EmptyState title={t('people.admin.audit.nobody')}>
        <p>{t('people.admin.audit.nobody_text')}</p>
      </EmptyState>
    );
  return (
    <Notice title={t('people.admin.audit.whom')}>
      <ul>
        {people.map(({ id, name }) => (
          <li>
            <a href={`/admin/audit${query(typed, { person: id })}`}>{name}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Entries({ rows, departments, typed }: AuditPageProps) {
  const { t, locale } = useUi();
  return (
    <Table
      caption={t('people.admin.audit.title')}
      captionHidden
      dense
      rows={rows}
      empty={t('people.admin.audit.none')}
      columns={[
        { label: t('people.admin.audit.when'), cell: ({ at }) => <DateTime value={at} form="exact" /> },
        {
          label: t('people.admin.audit.who'),
          head: true,
          cell: (row) =>
            row.actor_id ? (
              <a href={`/admin/audit${query(typed, { person: row.actor_id })}`}>
                {row.actor_name || t('people.admin.audit.resident')}
              </a>
            ) : (
              row.actor_name || t('people.admin.audit.system')
            ),
        },
        { label: t('people.admin.audit.action'), cell: ({ action }) => <span lang="en">{action}</span> },
        {
          label: t('people.admin.audit.on'),
          cell: (row) => (
            <a href={`/admin/audit${query(typed, { object: `${row.object_type} ${row.object_id}` })}`}>
              <span lang="en">{row.object_type}</span> {shortId(row.object_id)}
            </a>
          ),
        },
        { label: t('people.admin.audit.department'), cell: (row) => departments.name(row.department_id, locale) },
        {
          label: t('people.admin.audit.details'),
          cell: ({ details }) => <span class="quiet">{inWords(details)}</span>,
        },
      ]}
    />
  );
}

const shortId = (id: string) => (id.length > 24 ? `…${id.slice(-8)}` : id);

function inWords(details: unknown): string {
  const facts = Object.entries((details ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== '' && value !== null,
  );
  return facts
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ');
}

function Chain({ check }: { check: Run | undefined }) {
  const { t } = useUi();
  const verdict = check?.state === 'done' ? (check.report as ChainVerdict) : undefined;
  return (
    <Section id="chain" title={t('people.admin.audit.chain')} note={t('people.admin.audit.chain_note')}>
      {check && !verdict && <Notice title={t('people.admin.audit.checking', { n: check.done })} />}
      {verdict && (
        <>
          <p>
            {verdict.broken ? (
              <StateMark tone="no">
                {t('people.admin.audit.broken', { seq: verdict.broken.seq, reason: verdict.broken.reason })}
              </StateMark>
            ) : (
              <StateMark tone="ok">{t('people.admin.audit.unbroken', { n: verdict.entries })}</StateMark>
            )}
          </p>
          <Facts
            items={[
              {
                label: t('people.admin.audit.checked_at'),
                value: check?.finishedAt && <DateTime value={check.finishedAt} form="exact" />,
              },
              { label: t('people.admin.audit.head'), value: verdict.head && <code class="break">{verdict.head}</code> },
            ]}
          />
          <p class="quiet">{t('people.admin.audit.head_note')}</p>
        </>
      )}
      <form action="/admin/audit/verify" method="post">
        <Button>{t('people.admin.audit.verify')}</Button>
      </form>
    </Section>
  );
}
