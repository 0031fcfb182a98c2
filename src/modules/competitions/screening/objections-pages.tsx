import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { Chapter, Heading, Section, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, uiSettings } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import { writtenIn } from '../public/words.ts';
import { Decisions } from './entry-page.tsx';
import type { Objection, PublicRuling } from './objection.queries.ts';
import type { DecisionRow, EntryRecord } from './screening.queries.ts';
import { chosenGrounds, type Ground, grounds, objection_workdays } from './screening.rules.ts';

const groundWords = (ctx: PageContext, ground: Ground) => ctx.t(`competitions.screening.ground.${ground}`);

/** Objections for the organisers: those that wait first. */
export function ObjectionsPage(p: {
  ctx: PageContext;
  competition: Competition;
  objections: readonly Objection[];
  sent: Sent | undefined;
}) {
  const { ctx, competition, sent } = p;
  const { t } = ctx;
  const base = `/organise/${competition.slug}/screening`;
  return (
    <>
      <Heading title={t('competitions.screening.objections')} lead={t('competitions.screening.objections_lead')} />
      {p.objections.length === 0 && <EmptyState title={t('competitions.screening.no_objections')} />}
      {p.objections.map((objection) => (
        <Section
          id={`objection-${objection.number}`}
          title={`${workNumber(objection.number)} ${objection.title}`}
          note={groundWords(ctx, objection.ground)}
        >
          <Pre text={objection.text} />
          <p>
            <DateTime value={objection.at} form="datetime" />{' '}
            <a href={`${base}/${objection.number}`}>{t('competitions.screening.to_entry')}</a>
          </p>
          {objection.ruledAt ? (
            <Notice title={t(`competitions.screening.ruled_${objection.upheld ? 'upheld' : 'not_upheld'}`)}>
              <Pre text={objection.answer} />
            </Notice>
          ) : (
            competition.state === 'open' && (
              <Fold
                summary={t('competitions.screening.rule')}
                open={sent?.form === 'rule' && sent.values.entryId === objection.entryId}
              >
                <Form
                  id={`rule-${objection.number}`}
                  action={`${base}/objections`}
                  {...(sent?.values.entryId === objection.entryId ? stateOf(ctx, sent, 'rule') : {})}
                >
                  <Hidden name="entryId" value={objection.entryId} />
                  <Choice
                    name="upheld"
                    legend={t('competitions.screening.ruling')}
                    options={[
                      { value: 'yes', label: t('competitions.screening.ruled_upheld') },
                      { value: 'no', label: t('competitions.screening.ruled_not_upheld') },
                    ]}
                    required
                  />
                  <Field
                    name="answer"
                    type="textarea"
                    label={t('competitions.screening.answer')}
                    hint={t('competitions.screening.answer_hint')}
                    rows={4}
                    maxLength={1000}
                    required
                  />
                  <Actions>
                    <Button primary>{t('competitions.screening.rule')}</Button>
                  </Actions>
                </Form>
              </Fold>
            )
          )}
        </Section>
      ))}
    </>
  );
}

/** What was decided on somebody's own entry, and the form to object. */
export function DecisionPage(p: {
  ctx: PageContext;
  competition: Competition;
  entry: EntryRecord;
  decisions: readonly DecisionRow[];
  objection: Objection | undefined;
  until: Date | null;
  typed: { values: FormValues; errors: FormErrors };
}) {
  const { ctx, competition, entry, objection, until } = p;
  const { t } = ctx;
  const title = t('competitions.screening.outcome_of', { title: entry.title });
  return (
    <>
      <Trail
        items={[
          { label: competition.title, href: `/competitions/${competition.slug}` },
          { label: entry.title, href: `/me/entries/${entry.id}` },
          { label: t('competitions.screening.outcome') },
        ]}
      />
      <Heading over={workNumber(entry.number)} title={title} />
      <Decisions ctx={ctx} decisions={p.decisions} />
      {p.decisions.length === 0 && <EmptyState title={t('competitions.screening.undecided')} />}
      {objection && (
        <Section id="objection" title={t('competitions.screening.my_objection')}>
          <Pre text={objection.text} />
          {objection.ruledAt ? (
            <Notice title={t(`competitions.screening.ruled_${objection.upheld ? 'upheld' : 'not_upheld'}`)}>
              <Pre text={objection.answer} />
            </Notice>
          ) : (
            <Notice title={t('competitions.screening.objection_open')} />
          )}
        </Section>
      )}
      {until && (
        <Section id="object" title={t('competitions.screening.object')}>
          <p>
            {t('competitions.screening.object_note', {
              until: formatDate(until, uiSettings(ctx), 'weekday'),
              days: objection_workdays,
            })}
          </p>
          <Form
            id="object-form"
            action={`/competitions/${competition.slug}/notice/decision/${entry.number}`}
            values={p.typed.values}
            errors={p.typed.errors}
            keepDraft
          >
            <Field
              name="text"
              type="textarea"
              label={t('competitions.screening.object_text')}
              rows={6}
              maxLength={2000}
              counted
              required
            />
            <Actions>
              <Button primary>{t('competitions.screening.object')}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </>
  );
}

export type ScreeningFigures = { handedIn: number; accepted: number; rejected: { ground: Ground; count: number }[] };

type RulingsProps = { ctx: PageContext; rulings: readonly PublicRuling[]; nextHref: string | undefined };

function Rulings(p: RulingsProps) {
  const { ctx } = p;
  const { t } = ctx;
  return (
    <Chapter id="rulings" title={t('competitions.screening.rulings')} note={t('competitions.screening.rulings_note')}>
      {p.rulings.length === 0 ? (
        <p>{t('competitions.screening.no_rulings')}</p>
      ) : (
        <ul class="bullets">
          {p.rulings.map((ruling) => (
            <li>
              <strong>{t(`competitions.screening.ruled_${ruling.upheld ? 'upheld' : 'not_upheld'}`)}</strong>{' '}
              {groundWords(ctx, ruling.ground)} <DateTime value={ruling.ruledAt} form="date" />
              <div lang={writtenIn(ctx)}>
                <Pre text={ruling.answer} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {p.nextHref && <KeysetPager nextHref={p.nextHref} />}
    </Chapter>
  );
}

/** For everybody: the grounds, how many entries were accepted and rejected, and rulings without names. */
export function PublicScreeningPage(p: {
  ctx: PageContext;
  competition: Competition;
  /** null while screening is open */
  figures: ScreeningFigures | null;
  rulings: readonly PublicRuling[];
  nextHref: string | undefined;
}) {
  const { ctx, competition, figures } = p;
  const { t } = ctx;
  const count = (ground: Ground) => figures?.rejected.find((each) => each.ground === ground)?.count ?? 0;
  return (
    <>
      <Trail
        items={[
          { label: competition.title, href: `/competitions/${competition.slug}` },
          { label: t('competitions.screening.public_title') },
        ]}
      />
      <Heading title={t('competitions.screening.public_title')} lead={t('competitions.screening.public_lead')} />
      <Chapter id="grounds" title={t('competitions.screening.grounds')}>
        <p>
          {figures
            ? t('competitions.screening.figures', { handedIn: figures.handedIn, accepted: figures.accepted })
            : t('competitions.screening.figures_later')}
        </p>
        <Table
          caption={t('competitions.screening.grounds')}
          captionHidden
          rows={figures ? grounds : [...chosenGrounds, 'not_mended' as const]}
          columns={[
            {
              label: t('competitions.screening.ground'),
              head: true,
              cell: (ground) => (
                <>
                  {groundWords(ctx, ground)} <small>{t(`competitions.screening.ground_means.${ground}`)}</small>
                </>
              ),
            },
            ...(figures
              ? [
                  {
                    label: t('competitions.screening.rejected_count'),
                    numeric: true,
                    cell: (ground: Ground) => count(ground),
                  },
                ]
              : []),
          ]}
        />
        <p class="quiet">{t('competitions.screening.rights', { days: objection_workdays })}</p>
      </Chapter>
      <Rulings {...p} />
      <More>
        <VerbLink href={`/competitions/${competition.slug}`}>{competition.title}</VerbLink>
      </More>
    </>
  );
}
