import { fileHref } from '../../../kernel/files/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { CaseLayout, Heading, Section, SideSection } from '../../../ui/layout.tsx';
import { StateMark, Tag } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Pre, safeHref } from '../../../ui/text.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import type { EntryFile } from '../entries/entry.queries.ts';
import { tones } from './list-page.tsx';
import type { Entrant, EntryView } from './load-screening.ts';
import type { DecisionRow } from './screening.queries.ts';
import { chosenGrounds } from './screening.rules.ts';

/** Files and links, one a line; pictures are shown. */
function Files({ ctx, files }: { ctx: PageContext; files: readonly EntryFile[] }) {
  const { t } = ctx;
  if (files.length === 0) return null;
  return (
    <Section id="files" title={t('competitions.screening.files')}>
      <ul class="plain">
        {files.map((file, at) => {
          const name = file.caption || t('competitions.screening.file', { n: at + 1 });
          const href = file.fileId === null ? safeHref(file.url ?? '') : fileHref(file.fileId);
          return (
            <li>
              {file.kind === 'image' && file.fileId && (
                <img src={fileHref(file.fileId, 'thumb')} alt={name} width={160} height={120} loading="lazy" />
              )}{' '}
              {href ? (
                <a href={href} {...(file.kind === 'link' ? { rel: 'noreferrer nofollow' } : {})}>
                  {name}
                </a>
              ) : (
                name
              )}{' '}
              <small>{file.kind === 'link' ? file.url : t(`competitions.screening.media.${file.kind}`)}</small>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** What was decided, and in which words. */
export function Decisions(p: {
  ctx: PageContext;
  decisions: readonly DecisionRow[];
  who?: (row: DecisionRow) => string;
}) {
  const { t } = p.ctx;
  return (
    <ul class="plain">
      {p.decisions.map((row) => (
        <li>
          <StateMark tone={tones[row.decision]}>
            {t(`competitions.screening.decision.${row.decision}`)}
            {row.ground && ` · ${t(`competitions.screening.ground.${row.ground}`)}`}
          </StateMark>{' '}
          <DateTime value={row.at} form="datetime" /> {p.who?.(row)}
          {row.words && <Pre text={row.words} />}
        </li>
      ))}
    </ul>
  );
}

function Decide({ ctx, view, sent }: { ctx: PageContext; view: EntryView; sent: Sent | undefined }) {
  const { t } = ctx;
  const { competition, entry, decisions } = view;
  const mayMend = decisions.length === 0;
  return (
    <Section id="decide" title={t('competitions.screening.decide')}>
      <Form
        id="decide-form"
        action={`/organise/${competition.slug}/screening/${entry.number}`}
        {...stateOf(ctx, sent, 'decide')}
        keepDraft
      >
        <Hidden name="version" value={String(entry.version)} />
        <Choice
          name="decision"
          legend={t('competitions.screening.conclusion')}
          options={[
            { value: 'accepted', label: t('competitions.screening.decide.accepted') },
            ...(mayMend
              ? [
                  {
                    value: 'mend',
                    label: t('competitions.screening.decide.mend'),
                    note: t('competitions.screening.mend_note'),
                  },
                ]
              : []),
            { value: 'rejected', label: t('competitions.screening.decide.rejected') },
          ]}
          required
        />
        <Field
          name="ground"
          type="select"
          label={t('competitions.screening.ground')}
          hint={t('competitions.screening.ground_hint')}
          options={[
            { value: '', label: t('competitions.screening.choose') },
            ...chosenGrounds.map((ground) => ({ value: ground, label: t(`competitions.screening.ground.${ground}`) })),
          ]}
          optional
        />
        <Field
          name="words"
          type="textarea"
          label={t('competitions.screening.words')}
          hint={t('competitions.screening.words_hint')}
          rows={4}
          maxLength={1000}
          counted
          optional
        />
        <Actions>
          <Button primary>{t('competitions.screening.decide')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Reach({ ctx, view, entrant }: { ctx: PageContext; view: EntryView; entrant: Entrant | undefined }) {
  const { t } = ctx;
  const { competition, entry } = view;
  if (entrant)
    return (
      <Facts
        items={[
          { label: t('competitions.screening.name'), value: entrant.name },
          { label: t('competitions.screening.phone'), value: entrant.phone },
          { label: t('competitions.screening.email'), value: entrant.email },
        ]}
      />
    );
  if (entry.accountId === null) return <p class="quiet">{t('competitions.screening.account_gone')}</p>;
  return (
    <Form id="reach" action={`/organise/${competition.slug}/screening/${entry.number}/entrant`}>
      <Actions note={t('competitions.screening.look_note')}>
        <Button small>{t('competitions.screening.see_entrant')}</Button>
      </Actions>
    </Form>
  );
}

function Beside(p: { ctx: PageContext; view: EntryView; acts: boolean; entrant: Entrant | undefined }) {
  const { ctx, view } = p;
  const { t } = ctx;
  const { entry, team } = view;
  return (
    <>
      <SideSection id="facts" title={t('competitions.screening.facts')}>
        <Facts
          items={[
            { label: t('competitions.screening.column.way'), value: t(`competitions.way.${entry.way}`) },
            {
              label: t('competitions.screening.column.handed_in'),
              value: <DateTime value={entry.submittedAt} form="datetime" />,
            },
            entry.mendUntil && {
              label: t('competitions.screening.mend_until'),
              value: <DateTime value={entry.mendUntil} form="datetime" />,
            },
            entry.mendedAt && {
              label: t('competitions.screening.mended'),
              value: <DateTime value={entry.mendedAt} form="datetime" />,
            },
          ]}
        />
      </SideSection>
      {team.length > 0 && (
        <SideSection id="team" title={t('competitions.screening.team')}>
          <Facts items={team.map(({ role, shownAs }) => ({ label: role || '·', value: shownAs }))} />
        </SideSection>
      )}
      {p.acts && (
        <SideSection id="entrant" title={t('competitions.screening.entrant')}>
          <Reach ctx={ctx} view={view} entrant={p.entrant} />
        </SideSection>
      )}
    </>
  );
}

/** One entry as it was handed in, with all that was decided, and the form to decide. */
export function EntryPage(p: {
  ctx: PageContext;
  view: EntryView;
  acts: boolean;
  decides: boolean;
  entrant: Entrant | undefined;
  sent: Sent | undefined;
}) {
  const { ctx, view } = p;
  const { t } = ctx;
  const { entry, competition, decisions, objection } = view;
  const category = competition.categories.find(({ id }) => id === entry.categoryId);
  return (
    <CaseLayout
      heading={
        <Heading
          over={`${workNumber(entry.number)}　${category?.name ?? ''}`}
          title={entry.title}
          lead={entry.byLine}
          facts={
            <>
              <StateMark tone={tones[entry.state]}>{t(`competitions.entry_state.${entry.state}`)}</StateMark>{' '}
              {entry.late && <Tag>{t('competitions.screening.late')}</Tag>}
            </>
          }
        />
      }
      after={<Beside ctx={ctx} view={view} acts={p.acts} entrant={p.entrant} />}
    >
      {entry.summary && <p class="lead">{entry.summary}</p>}
      {entry.body && <Pre text={entry.body} />}
      <Files ctx={ctx} files={view.files} />
      {decisions.length > 0 && (
        <Section id="decided" title={t('competitions.screening.decided')}>
          <Decisions
            ctx={ctx}
            decisions={decisions}
            who={({ byId }) => (byId === null ? t('competitions.screening.by_clock') : (view.staff.get(byId) ?? ''))}
          />
        </Section>
      )}
      {objection && (
        <Notice title={t(`competitions.screening.objection_${objection.ruledAt ? 'ruled' : 'open'}`)}>
          <a href={`/organise/${competition.slug}/screening/objections`}>{t('competitions.screening.objections')}</a>
        </Notice>
      )}
      {p.decides && entry.state === 'submitted' && view.isOwn && (
        <Notice title={t('errors.competitions.screening.own_entry')} />
      )}
      {p.decides && entry.state === 'submitted' && !view.isOwn && <Decide ctx={ctx} view={view} sent={p.sent} />}
    </CaseLayout>
  );
}
