import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Said } from '../../../ui/letter.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Ratings } from '../../../ui/stars.tsx';
import { Pre } from '../../../ui/text.tsx';
import { Timeline, type TimelineEntry } from '../../../ui/timeline.tsx';
import type { MatterView } from './load-matter.ts';
import { MatterLight, MatterStateMark } from './matter-table.tsx';

const fromCase = new Set(['case_news', 'case_answered', 'case_again']);
const isLong = (act: string) => ['answer', 'step', 'add', 'reopen', 'refuse', 'postpone', 'offer'].includes(act);

// keys: liaison.matters.act.*, liaison.matters.heard.*
/** Everything that happened to a matter, in order: what was asked, each step, the answer, what the member says of it. */
export function MatterStory({ ctx, view }: { ctx: PageContext; view: MatterView }) {
  const { t, locale } = ctx;
  const { matter, departments } = view;
  const entries = view.steps.map((step): TimelineEntry => {
    const office = departments.name(step.departmentId, locale);
    const who =
      step.side === 'member'
        ? t('liaison.entries.side.member')
        : step.side === 'system'
          ? ''
          : `${office} ${step.name}`.trim();
    if (fromCase.has(step.act))
      return {
        at: step.at,
        step: t('liaison.matters.from_case'),
        note: t(`liaison.matters.heard.${step.text}`),
        key: step.act === 'case_answered',
      };
    const words = step.act === 'open' ? matter.text : step.act === 'to_case' ? '' : step.text;
    return {
      at: step.at,
      step: t(`liaison.matters.act.${step.act}`),
      note: step.act === 'to_case' ? `${who} ${step.text}` : who,
      key: step.act === 'answer',
      ...(words && (isLong(step.act) || step.act === 'open' || step.text)
        ? { body: step.act === 'open' ? <Said text={words} /> : <Pre text={words} links={false} /> }
        : {}),
    };
  });
  return (
    <>
      {matter.erased && <p class="quiet">{t('liaison.entries.erased')}</p>}
      <Timeline label={t('liaison.matters.story')} entries={entries} />
      {view.ratings.map((rating) => (
        <RatingPart rating={rating} />
      ))}
    </>
  );
}

function RatingPart({ rating }: { rating: MatterView['ratings'][number] }) {
  const { t } = useUi();
  return (
    <section>
      <h2>{t('liaison.matters.rated', { round: rating.round })}</h2>
      <p>
        {t(rating.solved ? 'liaison.matters.solved' : 'liaison.matters.unsolved')}{' '}
        <DateTime value={rating.at} form="date" />
      </p>
      <Ratings
        items={(['outcome', 'attitude', 'speed'] as const).map((side) => ({
          label: t(`liaison.matters.star.${side}`),
          value: rating[side],
        }))}
      />
      {rating.text && <Pre text={rating.text} links={false} />}
    </section>
  );
}

/** Where the matter's case is found by whoever reads this. */
type CaseHref = (number: string) => string | null;

// keys: cases.state.*
/** Number, state, whose it is, until when, and how its case stands. */
export function MatterFacts({ view, caseHref }: { view: MatterView; caseHref: CaseHref }) {
  const { t, locale } = useUi();
  const { matter, standing, departments } = view;
  const href = matter.case_number ? caseHref(matter.case_number) : null;
  return (
    <Facts
      items={[
        { label: t('liaison.matters.number'), value: matter.number },
        {
          label: t('liaison.matters.state_of'),
          value: <MatterStateMark state={matter.state} />,
          end: <MatterLight matter={matter} calendar={view.calendar} />,
        },
        {
          label: t('liaison.matters.owner'),
          value: view.ownerName || t('liaison.matters.no_owner'),
        },
        { label: t('liaison.contacts.department'), value: departments.name(matter.department_id, locale) },
        { label: t('liaison.matters.opened'), value: <DateTime value={matter.opened_at} form="date" /> },
        { label: t('liaison.matters.due'), value: <DateTime value={matter.due_at} form="weekday" /> },
        matter.closed_at && {
          label: t('liaison.matters.closed'),
          value: <DateTime value={matter.closed_at} form="date" />,
          end: matter.closed_how === 'time' ? t('liaison.matters.closed_by_time') : '',
        },
        matter.case_number !== null && {
          label: t('liaison.matters.case'),
          value: href ? <a href={href}>{matter.case_number}</a> : matter.case_number,
          end: standing && t(`cases.state.${standing.state}`),
        },
      ]}
    />
  );
}
