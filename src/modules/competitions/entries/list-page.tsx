import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import { type EntryState, entryStates } from '../competitions.rules.ts';
import type { TeamMember } from './entry.queries.ts';
import type { OwnFile } from './file.queries.ts';
import type { DeskEntry, DeskFilter } from './list.queries.ts';
import { EntryStateMark } from './my-entries-page.tsx';
import type { OwnEntry } from './own-entry.queries.ts';
import { OwnFiles } from './own-files.tsx';

const listed = entryStates.filter((state): state is Exclude<EntryState, 'draft'> => state !== 'draft');

export type ListPageProps = {
  competition: Competition;
  rows: readonly DeskEntry[];
  drafts: number;
  filter: DeskFilter;
  nextHref?: string | undefined;
  firstHref?: string | undefined;
  mayReach: boolean;
};

/** Everything that was handed in, by number. */
export function EntriesPage(p: ListPageProps) {
  const { t } = useUi();
  const here = `/organise/${p.competition.slug}/entries`;
  const categoryName = (id: string) => p.competition.categories.find((each) => each.id === id)?.name ?? '';
  return (
    <>
      <Heading
        title={t('competitions.entries.list')}
        lead={t('competitions.entries.list_lead')}
        facts={<span>{t('competitions.entries.drafts', { n: p.drafts })}</span>}
      />
      <Narrow {...p} here={here} />
      <Table
        caption={t('competitions.entries.list')}
        captionHidden
        rows={p.rows}
        empty={t('competitions.entries.list_empty')}
        columns={[
          { label: t('competitions.entries.number_label'), numeric: true, cell: ({ number }) => number },
          {
            label: t('competitions.entries.title'),
            head: true,
            cell: ({ number, title }) => <a href={`${here}/${number}`}>{title || '—'}</a>,
          },
          { label: t('competitions.entries.by_line'), cell: ({ byLine }) => byLine || '—' },
          { label: t('competitions.entries.category'), cell: ({ categoryId }) => categoryName(categoryId) },
          { label: t('competitions.entries.way'), cell: ({ way }) => t(`competitions.way.${way}`) },
          {
            label: t('competitions.entries.state'),
            cell: ({ state, late }) => <EntryStateMark state={state} late={late} />,
          },
          {
            label: t('competitions.entries.handed_in_at'),
            cell: ({ submittedAt }) => <DateTime value={submittedAt} form="datetime" />,
          },
        ]}
      />
      <KeysetPager {...(p.nextHref && { nextHref: p.nextHref })} {...(p.firstHref && { firstHref: p.firstHref })} />
      <Section id="export" title={t('competitions.entries.export')} note={t('competitions.entries.export_note')}>
        <form action={`${here}.csv`} method="get" class="send-buttons">
          {p.mayReach && <Checkbox name="contacts" label={t('competitions.entries.export_contacts')} />}
          <Button icon="download">CSV</Button>
          <Button icon="download" formAction={`${here}.xlsx`}>
            XLSX
          </Button>
        </form>
      </Section>
    </>
  );
}

function Narrow({ competition, filter, here }: ListPageProps & { here: string }) {
  const { t } = useUi();
  const state = filter.state;
  return (
    <Filters
      action={here}
      values={{ state: state ?? '', category: filter.categoryId ?? '', late: filter.late ? 'yes' : '' }}
      active={[
        ...(state ? [{ label: t(`competitions.entry_state.${state}`), removeHref: here }] : []),
        ...(filter.late ? [{ label: t('competitions.entries.late'), removeHref: here }] : []),
      ]}
      clearHref={here}
    >
      <Field
        name="state"
        type="select"
        label={t('competitions.entries.state')}
        placeholder={t('competitions.entries.all')}
        options={listed.map((value) => ({ value, label: t(`competitions.entry_state.${value}`) }))}
      />
      <Field
        name="category"
        type="select"
        label={t('competitions.entries.category')}
        placeholder={t('competitions.entries.all')}
        options={competition.categories.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Checkbox name="late" label={t('competitions.entries.late')} />
    </Filters>
  );
}

export type Contact = { name: string; email: string | null; phone: string | null };

export type DeskEntryProps = {
  competition: Competition;
  entry: OwnEntry;
  files: readonly OwnFile[];
  team: readonly TeamMember[];
  /** undefined: not asked for; null: the account is gone */
  contact: Contact | null | undefined;
  rules: readonly { number: string; title: string }[];
  mayReach: boolean;
  mayDisqualify: boolean;
  form: { values: FormValues; errors: FormErrors };
};

/** One entry as the organisers read it. */
export function DeskEntryPage(p: DeskEntryProps) {
  const { t } = useUi();
  const { entry, competition } = p;
  const category = competition.categories.find(({ id }) => id === entry.categoryId)?.name ?? '';
  return (
    <div class="desk-entry">
      <Heading
        over={`${t('competitions.entries.number', { n: entry.number ?? 0 })} · ${category}`}
        title={entry.title || '—'}
        facts={<EntryStateMark state={entry.state} late={entry.late} />}
        lead={entry.byLine}
      />
      <Facts
        ruled
        items={[
          { label: t('competitions.entries.way'), value: t(`competitions.way.${entry.way}`) },
          entry.submittedAt !== null && {
            label: t('competitions.entries.handed_in_at'),
            value: <DateTime value={entry.submittedAt} form="datetime" />,
          },
          p.team.length > 0 && {
            label: t('competitions.entries.team'),
            value: p.team
              .map(({ role, shownAs }) => (role ? `${shownAs}（${role}）` : shownAs))
              .join(t('competitions.entries.comma')),
          },
          entry.summary !== '' && { label: t('competitions.entries.summary'), value: entry.summary },
          entry.mendNote !== '' && { label: t('competitions.entry_state.mend'), value: entry.mendNote },
        ]}
      />
      {entry.emptied && <p class="quiet">{t('competitions.entries.emptied')}</p>}
      {entry.body !== '' && <Pre text={entry.body} links={false} />}
      <OwnFiles files={p.files} coverFileId={entry.coverFileId} readOnly />
      {entry.state === 'accepted' && (
        <p>
          <ButtonLink href={`/competitions/${competition.slug}/entries/${entry.number}`}>
            {t('competitions.entries.see_public')}
          </ButtonLink>
        </p>
      )}
      {p.mayReach && <Reach {...p} />}
      {p.mayDisqualify && entry.state === 'accepted' && <Disqualify {...p} />}
    </div>
  );
}

function Reach({ competition, entry, contact }: DeskEntryProps) {
  const { t } = useUi();
  return (
    <Section id="reach" title={t('competitions.entries.reach')} note={t('competitions.entries.reach_note')}>
      {contact === undefined ? (
        <form action={`/organise/${competition.slug}/entries/${entry.number}/contact`} method="post">
          <Button>{t('competitions.entries.reach_show')}</Button>
        </form>
      ) : contact === null ? (
        <p class="quiet">{t('competitions.entries.reach_gone')}</p>
      ) : (
        <Facts
          ruled
          items={[
            { label: t('competitions.entries.name'), value: contact.name },
            contact.phone !== null && {
              label: t('competitions.entries.phone'),
              value: <a href={`tel:${contact.phone}`}>{contact.phone}</a>,
            },
            contact.email !== null && {
              label: t('competitions.entries.email'),
              value: <a href={`mailto:${contact.email}`}>{contact.email}</a>,
            },
          ]}
        />
      )}
    </Section>
  );
}

function Disqualify({ competition, entry, rules, form }: DeskEntryProps) {
  const { t } = useUi();
  return (
    <Section
      id="disqualify"
      title={t('competitions.entries.disqualify')}
      note={t('competitions.entries.disqualify_note')}
    >
      <Form
        id="disqualify-form"
        action={`/organise/${competition.slug}/entries/${entry.number}/disqualify`}
        values={form.values}
        errors={form.errors}
      >
        {rules.length > 0 && (
          <Field
            name="rule"
            type="select"
            label={t('competitions.entries.rule')}
            placeholder={t('competitions.entries.rule_of_competition')}
            options={rules.map(({ number, title }) => ({ value: number, label: `${number}. ${title}` }))}
          />
        )}
        <Field
          name="reason"
          type="textarea"
          rows={4}
          paper="plain"
          label={t('competitions.entries.reason')}
          hint={t('competitions.entries.reason_hint')}
          maxLength={800}
        />
        <Actions>
          <Button danger>{t('competitions.entries.disqualify')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
