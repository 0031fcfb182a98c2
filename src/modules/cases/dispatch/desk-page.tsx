import type { WorkingCalendar } from '../../../kernel/time/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { formatDate, formatNumber } from '../../../ui/date-time.tsx';
import { DeskPanes } from '../../../ui/desk.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import type { PageDraft } from '../../../ui/send-page.tsx';
import type { TabEntry } from '../../../ui/tabs.tsx';
import type { Book, District } from '../../people/index.ts';
import { CaseLight } from '../matter/index.ts';
import type { Desk } from './desk-view.ts';
import { MatterDeeds, MatterInHand } from './matter-in-hand.tsx';
import { ListContext } from './queue-field.tsx';
import { type QueueFigures, queueNames } from './queues.ts';

/** The desk with its queues counted. */
type DispatchDesk = Desk & { figures: NonNullable<Desk['figures']> };
type Reference = { districts: Book<District>; calendar: WorkingCalendar };

const rulings = new Set(['returns', 'extensions', 'endings']);
const slow_ms = 24 * 3_600_000;

/** 派单台: queues above, list on the left, the case in hand on the right. */
export function dispatchDraft(ctx: PageContext, desk: DispatchDesk, reference: Reference): PageDraft {
  const { t } = ctx;
  const now = ctx.now ?? new Date();
  return {
    title: desk.inHand ? desk.inHand.matter.row.title : t('cases.dispatch.title'),
    robots: 'noindex',
    bare: true,
    staff: {
      search: {
        action: '/dispatch/find',
        placeholder: t('cases.dispatch.find_placeholder'),
        label: t('cases.dispatch.find'),
      },
      queues: tabs(ctx, desk.figures.queues, desk.queue, now),
      pace: t('cases.dispatch.pace', {
        time: formatDate(now, { ...ctx, timeZone: ctx.timeZone ?? 'Asia/Shanghai', now }, 'time'),
        received: formatNumber(desk.figures.pace.received, ctx.locale),
        dispatched: formatNumber(desk.figures.pace.dispatched, ctx.locale),
      }),
    },
    main: <DeskMain desk={desk} reference={reference} />,
  };
}

function tabs({ t }: PageContext, figures: QueueFigures, current: string, now: Date): TabEntry[] {
  return queueNames.map((name) => {
    const { n, more, urgent, oldest } = figures[name];
    const waitsLong = oldest !== null && now.getTime() - oldest.getTime() > slow_ms;
    return {
      href: `/dispatch?queue=${name}`,
      label: t(`cases.dispatch.queue.${name}`),
      count: n,
      more,
      current: name === current,
      hot: n > 0 && (rulings.has(name) || ((name === 'submitted' || name === 'accepted') && (urgent || waitsLong))),
    };
  });
}

function DeskMain({ desk, reference }: { desk: DispatchDesk; reference: Reference }) {
  const ui = useUi();
  const { t, locale } = ui;
  const { list, inHand, queue } = desk;
  const first = list.rows[0];
  const last = list.rows.at(-1);
  return (
    <ListContext.Provider value={desk.query}>
      <DeskPanes
        listLabel={t('cases.dispatch.list', { queue: desk.listName })}
        order={t('cases.dispatch.order')}
        shown={
          first && list.offset >= 0
            ? t('cases.dispatch.shown', {
                from: list.offset + 1,
                to: list.offset + list.rows.length,
                of: formatNumber(desk.figures.queues[queue].n, locale),
                more: desk.figures.queues[queue].more ? 'yes' : 'no',
              })
            : undefined
        }
        listHead={
          desk.said && !inHand ? (
            <Notice tone={desk.said.tone} live>
              <p>{desk.said.text}</p>
            </Notice>
          ) : undefined
        }
        listFoot={
          list.more && last ? (
            <p class="nothing">
              <a href={`${desk.base}/${last.number}?queue=${queue}#list`}>{t('cases.dispatch.further')}</a>
            </p>
          ) : undefined
        }
        entries={list.rows.map((row) => ({
          href: `${desk.base}/${row.number}?queue=${queue}`,
          kind: t(`cases.kind.${row.kind}`),
          title: row.title,
          meta: t('cases.dispatch.meta', {
            at: formatDate(row.submitted_at, ui, isToday(row.submitted_at, ui.now, ui.timeZone) ? 'time' : 'date'),
            channel: t(`cases.channel.${row.channel}`),
            district: reference.districts.name(row.district_id, locale) || 'none',
          }),
          light:
            row.state === 'rated' ? (
              <StateMark tone="no">{t('cases.dispatch.unsolved')}</StateMark>
            ) : (
              <CaseLight row={row} calendar={reference.calendar} />
            ),
          current: row.id === inHand?.matter.row.id,
        }))}
        empty={t('cases.dispatch.empty')}
        start={
          first && (
            <ButtonLink href={`${desk.base}/${first.number}?queue=${queue}`} primary keyHint="J">
              {t('cases.dispatch.start')}
            </ButtonLink>
          )
        }
        deeds={inHand ? <MatterDeeds desk={desk} inHand={inHand} /> : undefined}
      >
        {inHand && <MatterInHand desk={desk} inHand={inHand} />}
      </DeskPanes>
    </ListContext.Provider>
  );
}

function isToday(at: Date, now: Date, timeZone: string): boolean {
  const day = (date: Date) => date.toLocaleDateString('en-CA', { timeZone });
  return day(at) === day(now);
}
