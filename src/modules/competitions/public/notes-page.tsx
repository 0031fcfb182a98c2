import { pageKeyText } from '../../../kernel/db/index.ts';
import { formatDate } from '../../../ui/date-time.tsx';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import type { Competition } from '../competition.queries.ts';
import type { Change, ChangeValue } from '../organise/changes.rules.ts';
import type { PublicNote } from '../organise/organise.queries.ts';
import { stageName } from '../stage-name.ts';
import { writtenIn } from './words.ts';

function ValueWords({ ctx, value }: { ctx: PageContext; value: ChangeValue }) {
  if (value === null) return <>{ctx.t('competitions.public.notes.nothing')}</>;
  if ('text' in value) return <Pre text={value.text} links={false} />;
  if ('at' in value)
    return (
      <>
        {formatDate(
          value.at,
          { locale: ctx.locale, timeZone: ctx.timeZone ?? 'Asia/Shanghai', now: ctx.now ?? new Date(0) },
          'datetime',
        )}
      </>
    );
  return <>{value.keys.map((key) => ctx.t(key)).join(ctx.t('competitions.public.and'))}</>;
}

function Changes({ ctx, changes }: { ctx: PageContext; changes: readonly Change[] }) {
  const { t } = ctx;
  if (changes.length === 0) return null;
  return (
    <Table
      caption={t('competitions.public.notes.changes')}
      captionHidden
      rows={changes}
      columns={[
        {
          label: t('competitions.public.notes.what'),
          head: true,
          // keys: competitions.organise.field.*
          cell: ({ field, stage }) =>
            [stage && stageName(ctx.t, stage), t(`competitions.organise.field.${field}`)].filter(Boolean).join(' · '),
        },
        { label: t('competitions.public.notes.before'), cell: ({ before }) => <ValueWords ctx={ctx} value={before} /> },
        { label: t('competitions.public.notes.after'), cell: ({ after }) => <ValueWords ctx={ctx} value={after} /> },
      ]}
    />
  );
}

export type NotesView = { competition: Competition; notes: readonly PublicNote[]; more: boolean; first: boolean };

/** What was changed or said since a competition was opened; never taken away. */
export function NotesPage({ ctx, view }: { ctx: PageContext; view: NotesView }) {
  const { t } = ctx;
  const { competition, notes, more, first } = view;
  const here = `/competitions/${competition.slug}`;
  const last = more ? notes.at(-1) : undefined;
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: here },
          { label: t('competitions.public.notes.title') },
        ]}
      />
      <Heading title={t('competitions.public.notes.title')} lead={t('competitions.public.notes.lead')} />
      {notes.length === 0 ? (
        <EmptyState title={t('competitions.public.notes.none')}>
          <p>{t('competitions.public.notes.none_text')}</p>
        </EmptyState>
      ) : (
        <Timeline
          label={t('competitions.public.notes.title')}
          entries={notes.map((note) => ({
            at: note.at,
            // keys: competitions.public.notes.kind.*
            step: t(`competitions.public.notes.kind.${note.kind}`, {
              name: note.shownAs || t('competitions.duty.observer'),
            }),
            body: (
              <>
                <div class="prose" lang={writtenIn(ctx)}>
                  <Pre text={note.text} />
                </div>
                <Changes ctx={ctx} changes={note.changes} />
              </>
            ),
          }))}
        />
      )}
      <KeysetPager
        {...(last ? { nextHref: `${here}/notes?after=${pageKeyText(last)}` } : {})}
        {...(first ? {} : { firstHref: `${here}/notes` })}
      />
    </>
  );
}
