import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Said } from '../../../ui/letter.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { Timeline, type TimelineEntry } from '../../../ui/timeline.tsx';
import type { Book, Department } from '../../people/index.ts';
import { newFormToken, type Sent, stateOf } from '../desk-page.tsx';
import type { EntrySide } from './entry.queries.ts';
import type { ShownEntry } from './load-entries.ts';

export type EntryListProps = {
  ctx: PageContext;
  entries: readonly ShownEntry[];
  departments: Book<Department>;
  /** whose page it is: the member's own, or the staff's */
  reader: EntrySide;
  /** whether the reader may add now */
  mayAdd: boolean;
  /** address that additions to an entry are posted to */
  addTo: (entryId: string) => string;
  /** address of a matter */
  matterHref: (number: string) => string;
  sent?: Sent | undefined;
};

/** What was talked about, the newest first, each with what was added to it. */
export function EntryList(p: EntryListProps) {
  const { t } = useUi();
  if (p.entries.length === 0)
    return (
      <EmptyState title={t('liaison.entries.empty')}>
        <p>{t('liaison.entries.empty_text')}</p>
      </EmptyState>
    );
  return <Timeline entries={p.entries.map((entry) => entryOf(p, entry))} />;
}

// keys: liaison.entries.kind.*, liaison.entries.message.*
function entryOf(p: EntryListProps, entry: ShownEntry): TimelineEntry {
  const { t, locale } = p.ctx;
  const office = p.departments.name(entry.departmentId, locale);
  const step =
    entry.kind === 'message' ? t(`liaison.entries.message.${entry.side}`) : t(`liaison.entries.kind.${entry.kind}`);
  const facts = [
    `${office} ${entry.contactName}`.trim(),
    entry.place,
    entry.minutes === null ? '' : t('liaison.entries.minutes', { n: entry.minutes }),
    entry.kind === 'message' ? '' : t(`liaison.entries.by.${entry.side}`),
  ].filter(Boolean);
  return {
    at: entry.heldAt,
    id: `entry-${entry.id}`,
    step,
    note: facts.join(t('liaison.entries.comma')),
    body: <EntryBody p={p} entry={entry} />,
  };
}

// keys: liaison.entries.by.*, liaison.entries.addition.*
function EntryBody({ p, entry }: { p: EntryListProps; entry: ShownEntry }) {
  const { t } = p.ctx;
  if (entry.erased) return <p class="quiet">{t('liaison.entries.erased')}</p>;
  return (
    <>
      <Said text={entry.talked} />
      {entry.asked && (
        <>
          <p>
            <b>{t('liaison.entries.asked')}</b>
          </p>
          <Pre text={entry.asked} links={false} />
        </>
      )}
      {entry.matter && (
        <p>
          <a href={p.matterHref(entry.matter)}>{t('liaison.entries.became', { number: entry.matter })}</a>
        </p>
      )}
      {entry.additions.map((addition) => (
        <div>
          <p class="small">
            <b>{t(`liaison.entries.addition.${addition.kind}`)}</b>{' '}
            {addition.side === 'member' ? t('liaison.entries.side.member') : addition.name}{' '}
            <DateTime value={addition.at} form="datetime" />
          </p>
          <Pre text={addition.text} links={false} />
        </div>
      ))}
      {p.mayAdd && <AddForm p={p} entry={entry} />}
    </>
  );
}

function AddForm({ p, entry }: { p: EntryListProps; entry: ShownEntry }) {
  const { t } = p.ctx;
  const form = `add-${entry.id}`;
  const answers = entry.kind === 'message';
  const kinds = answers ? (['answer', 'correction'] as const) : (['addition', 'correction'] as const);
  return (
    <Fold
      summary={t(answers ? 'liaison.entries.answer' : 'liaison.entries.add')}
      open={
        p.sent?.form === form ||
        (answers && entry.side !== p.reader && !entry.additions.some((a) => a.side === p.reader))
      }
    >
      <Form id={form} action={p.addTo(entry.id)} {...stateOf(p.ctx, p.sent, form, { kind: kinds[0] })}>
        <Hidden name="token" value={newFormToken()} />
        <Field
          name="kind"
          type="select"
          width="half"
          label={t('liaison.entries.addition_kind')}
          options={kinds.map((value) => ({ value, label: t(`liaison.entries.addition.${value}`) }))}
        />
        <Field
          name="text"
          type="textarea"
          rows={3}
          paper="plain"
          label={t('liaison.entries.addition_text')}
          hint={answers ? undefined : t('liaison.entries.addition_hint')}
          maxLength={2000}
        />
        <Actions>
          <Button>{t(answers ? 'liaison.entries.answer' : 'liaison.entries.add')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}
