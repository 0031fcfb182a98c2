import { dateWords } from '../../../kernel/time/index.ts';
import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { Matters, Rows } from '../../../ui/lists.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Meta } from '../../../ui/text.tsx';
import { formState, type Refused } from '../exchange/liaison-page.tsx';
import { DecisionMark } from './decision-parts.tsx';
import type { DecisionView, MeetingView } from './load-meeting.ts';
import { MeetingFields } from './meeting-forms.tsx';
import { MeetingState } from './meeting-page.tsx';
import { ownerWords } from './owner-words.ts';
import type { Chosen, MeetingLine, SeriesRow } from './series.queries.ts';

/** Meetings that somebody takes part in: those to come, those that were, and the series they belong to. */
export function MeetingsPage(p: {
  ahead: readonly MeetingLine[];
  past: readonly MeetingLine[];
  series: readonly SeriesRow[];
  mayMake: boolean;
}) {
  const { t } = useUi();
  return (
    <>
      <Heading
        title={t('liaison.meetings.title')}
        lead={t('liaison.meetings.lead')}
        end={
          p.mayMake ? (
            <ButtonLink primary href="/liaison/meetings/new" icon="plus">
              {t('liaison.meetings.new_series')}
            </ButtonLink>
          ) : undefined
        }
      />
      {p.series.length === 0 && <EmptyState title={t('liaison.meetings.none')} />}
      {p.ahead.length > 0 && (
        <Chapter id="ahead" title={t('liaison.meetings.ahead')}>
          <MeetingLines meetings={p.ahead} />
        </Chapter>
      )}
      {p.series.length > 0 && (
        <Chapter id="series" title={t('liaison.meetings.series')}>
          <Rows
            entries={p.series.map((each) => ({
              href: `/liaison/meetings/series/${each.id}`,
              title: each.title,
              facts: [
                t(`liaison.meetings.kind.${each.kind}`),
                each.closedAt ? t('liaison.meetings.closed') : t(`liaison.meetings.rhythm.${each.rhythm}`),
              ],
            }))}
          />
        </Chapter>
      )}
      {p.past.length > 0 && (
        <Chapter id="past" title={t('liaison.meetings.past')}>
          <MeetingLines meetings={p.past} />
        </Chapter>
      )}
      <More>
        <VerbLink href="/liaison/decisions">{t('liaison.meetings.all_decisions')}</VerbLink>
      </More>
    </>
  );
}

export function MeetingLines({ meetings }: { meetings: readonly MeetingLine[] }) {
  const { t } = useUi();
  return (
    <Matters
      level="h3"
      entries={meetings.map((each) => ({
        href: `/liaison/meetings/${each.id}`,
        title: t('liaison.meetings.named', { title: each.series, no: each.no }),
        meta: <Meta items={[<DateTime value={each.startsAt} form="datetime" />, each.place]} />,
        state: <MeetingState meeting={each} />,
      }))}
    />
  );
}

/** One series: its meetings, and the form that plans the next. */
export function SeriesPage(p: {
  series: SeriesRow;
  members: readonly { label: string }[];
  meetings: readonly MeetingLine[];
  mayKeep: boolean;
  chairs: readonly Chosen[];
  host: string;
  ctx: PageContext;
  refused: Refused | undefined;
}) {
  const { t } = useUi();
  const { series } = p;
  return (
    <>
      <Trail items={[{ label: t('liaison.meetings.title'), href: '/liaison/meetings' }, { label: series.title }]} />
      <Heading
        title={series.title}
        over={t(`liaison.meetings.kind.${series.kind}`)}
        facts={series.closedAt ? t('liaison.meetings.closed') : t(`liaison.meetings.rhythm.${series.rhythm}`)}
        end={
          p.mayKeep && !series.closedAt ? (
            <ButtonLink href={`/liaison/meetings/series/${series.id}/edit`} icon="pen">
              {t('liaison.meetings.edit_series')}
            </ButtonLink>
          ) : undefined
        }
      />
      <Facts
        ruled
        items={[
          { label: t('liaison.meetings.field.host'), value: p.host },
          {
            label: t('liaison.meetings.members'),
            value: p.members.map((each) => each.label).join(t('liaison.exchange.and')),
          },
        ]}
      />
      {p.mayKeep && !series.closedAt && (
        <Fold summary={t('liaison.meetings.plan')} open={p.refused?.form === 'plan' || p.meetings.length === 0}>
          <MeetingFields
            id="plan"
            action={`/liaison/meetings/series/${series.id}/plan`}
            chairs={p.chairs}
            button={t('liaison.meetings.plan_now')}
            {...formState(p.ctx, p.refused, 'plan', { chairId: series.chairId ?? '', from: '09:30', until: '11:30' })}
          />
        </Fold>
      )}
      {p.meetings.length === 0 ? (
        <EmptyState title={t('liaison.meetings.no_meetings')} />
      ) : (
        <Chapter id="meetings" title={t('liaison.meetings.meetings')}>
          <MeetingLines meetings={p.meetings} />
        </Chapter>
      )}
      {p.mayKeep && !series.closedAt && (
        <Fold summary={t('liaison.meetings.close_series')}>
          <Form id="close" action={`/liaison/meetings/series/${series.id}/close`}>
            <Actions note={t('liaison.meetings.close_note')}>
              <Button danger>{t('liaison.meetings.close_now')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </>
  );
}

/** Decisions of all meetings that somebody sees, what is due first comes first. */
export function DecisionsPage(p: {
  decisions: readonly DecisionView[];
  view: Pick<MeetingView, 'departments' | 'organisations' | 'names'>;
  state: string | undefined;
  nextHref: string | null;
  firstHref: string | null;
}) {
  const { t, locale } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('liaison.meetings.title'), href: '/liaison/meetings' },
          { label: t('liaison.meetings.all_decisions') },
        ]}
      />
      <Heading title={t('liaison.meetings.all_decisions')} lead={t('liaison.meetings.decisions_lead')} />
      <Tabs
        label={t('liaison.meetings.by_state')}
        items={(['open', 'done', 'dropped'] as const).map((state) => ({
          href: `/liaison/decisions?state=${state}`,
          label: t(`liaison.meetings.decision_state.${state}`),
          current: p.state === state,
        }))}
      />
      {p.decisions.length === 0 && <EmptyState title={t('liaison.meetings.no_decisions')} />}
      <Matters
        level="h2"
        entries={p.decisions.map((decision) => ({
          href: `/liaison/decisions/${decision.id}`,
          title: decision.text,
          meta: [
            t('liaison.meetings.named', { title: decision.series, no: decision.meetingNo }),
            ownerWords(p.view, decision, locale),
            dateWords(decision.dueOn, { locale, weekday: false }),
          ].join(t('liaison.exchange.dot')),
          aside: <DecisionMark decision={decision} />,
        }))}
      />
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
      <More>
        <VerbLink href="/liaison/decisions.xlsx">{t('liaison.exchange.as_xlsx')}</VerbLink>
        <VerbLink href="/liaison/decisions.csv">{t('liaison.exchange.as_csv')}</VerbLink>
      </More>
    </>
  );
}
