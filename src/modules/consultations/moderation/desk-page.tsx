import type { PublishedRule } from '../../../kernel/settings/index.ts';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Deeds, DeskPanes, DeskSection, MatterHead } from '../../../ui/desk.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form } from '../../../ui/form.tsx';
import { Letter, Said } from '../../../ui/letter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { type Sent, stateOf } from '../../people/index.ts';
import { publicHref } from '../consultation-href.ts';
import { isRead } from './moderate.ts';
import type { Moderation, Queue, ToModerate } from './moderation.queries.ts';
import type { Report } from './report.queries.ts';

// keys: consultations.contribution.*, consultations.contribution_state.*

const first = 30;
const excerpt = (text: string): string => {
  const characters = [...text.replace(/\s+/g, ' ')];
  return characters.length > first ? `${characters.slice(0, first).join('')}…` : characters.join('');
};
const kinds = { comment: 'draft', idea: 'ideas', statement: 'map' } as const;

export const deskHref = (queue: Queue, id = ''): string =>
  `/contributions/moderation${id === '' ? '' : `/${id}`}?queue=${queue}`;

export type InHand = {
  matter: ToModerate;
  reports: readonly Report[];
  decisions: readonly Moderation[];
  /** whether the moderator may not decide here, and why: an error's code */
  notMine: string | undefined;
};

export type ModerationDeskProps = {
  ctx: PageContext;
  queue: Queue;
  rows: readonly ToModerate[];
  nextHref: string | undefined;
  inHand: InHand | undefined;
  rules: readonly PublishedRule[];
  done: boolean;
  sent: Sent | undefined;
  problem: string | undefined;
};

/** The moderators' desk: what waits on the left, what is decided about on the right. */
export function ModerationDesk(p: ModerationDeskProps) {
  const { ctx, queue, rows, inHand } = p;
  const { t } = ctx;
  const at = rows.findIndex(({ id }) => id === inHand?.matter.id);
  return (
    <DeskPanes
      listLabel={t(`consultations.moderation.queue.${queue}`)}
      order={t(`consultations.moderation.order.${queue}`)}
      entries={rows.map((row) => ({
        href: `${deskHref(queue, row.id)}#matter`,
        kind: t(`consultations.contribution.${row.kind}`),
        title: excerpt(row.text),
        meta: (
          <>
            <DateTime value={row.since} form="datetime" />
            {row.reports > 0 && ` ${t('consultations.moderation.report_count', { count: row.reports })}`}
          </>
        ),
        current: row.id === inHand?.matter.id,
      }))}
      empty={t(`consultations.moderation.empty.${queue}`)}
      listFoot={<KeysetPager {...(p.nextHref ? { nextHref: p.nextHref } : {})} />}
      deeds={inHand && <MatterDeeds {...p} inHand={inHand} />}
    >
      {inHand && (
        <Matter
          {...p}
          inHand={inHand}
          previous={at > 0 ? rows[at - 1]?.id : undefined}
          next={at >= 0 ? rows[at + 1]?.id : rows[0]?.id}
        />
      )}
    </DeskPanes>
  );
}

type MatterProps = ModerationDeskProps & { inHand: InHand };

function Matter(p: MatterProps & { previous: string | undefined; next: string | undefined }) {
  const { ctx, queue, inHand } = p;
  const { t } = ctx;
  const { matter, reports, decisions } = inHand;
  const title = t('consultations.comments.mine.what', {
    kind: t(`consultations.contribution.${matter.kind}`),
    number: matter.number,
  });
  return (
    <>
      <MatterHead
        title={title}
        backLabel={t(`consultations.moderation.queue.${queue}`)}
        facts={[
          <a href={publicHref({ kind: kinds[matter.kind], slug: matter.slug })}>{matter.title}</a>,
          t(`consultations.contribution_state.${matter.state}`),
        ]}
        {...(p.previous ? { previousHref: `${deskHref(queue, p.previous)}#matter` } : {})}
        {...(p.next ? { nextHref: `${deskHref(queue, p.next)}#matter` } : {})}
      />
      {p.done && <Notice tone="success" live title={t('consultations.moderation.done')} />}
      {p.problem && (
        <Notice tone="error" title={p.problem}>
          <Written {...p} />
        </Notice>
      )}
      {matter.state === 'withdrawn' ? (
        <Notice title={t('consultations.comments.withdrawn')} />
      ) : (
        <Letter
          text={matter.text}
          sign={
            <>
              {matter.shownAs} <DateTime value={matter.createdAt} form="datetime" />
            </>
          }
        />
      )}
      {reports.length > 0 && (
        <DeskSection id="reports" title={t('consultations.moderation.report_count', { count: reports.length })}>
          {reports.map((report) => (
            <>
              <Said text={report.reason} />
              <p class="quiet">
                {report.ruleNumber && t('consultations.moderation.names_rule', { rule: report.ruleNumber })}{' '}
                <DateTime value={report.at} form="datetime" />
              </p>
            </>
          ))}
        </DeskSection>
      )}
      {decisions.map((decision) => (
        <Decision ctx={ctx} decision={decision} />
      ))}
      {inHand.notMine ? <Notice tone="warn" title={t(`errors.${inHand.notMine}`)} /> : <DecideForms {...p} />}
    </>
  );
}

/** What a moderator typed whom another one came before: it is not lost. */
function Written({ ctx, sent }: ModerationDeskProps) {
  const { reason, answer } = sent?.values ?? {};
  const text = reason ?? answer;
  if (typeof text !== 'string' || text === '') return null;
  return (
    <>
      <p>{ctx.t('consultations.moderation.you_wrote')}</p>
      <Said text={text} />
    </>
  );
}

function Decision({ ctx, decision }: { ctx: PageContext; decision: Moderation }) {
  const { t } = ctx;
  return (
    <DeskSection id={`decision-${decision.id}`} title={t('consultations.moderation.hidden_title')}>
      <Facts
        items={[
          { label: t('consultations.moderation.rule'), value: decision.rule },
          { label: t('consultations.moderation.reason'), value: decision.reason },
          { label: t('consultations.moderation.when'), value: <DateTime value={decision.at} form="datetime" /> },
          decision.ruling !== null && {
            label: t('consultations.moderation.ruling'),
            value: t(`consultations.moderation.ruling_${decision.ruling}`, { reason: decision.rulingReason }),
          },
        ]}
      />
      {decision.appeal && (
        <>
          <h3>{t('consultations.moderation.log.appeal')}</h3>
          <Said text={decision.appeal} />
        </>
      )}
    </DeskSection>
  );
}

/** What can be decided as it stands: hide it or leave it, or rule on the appeal. */
function decidable({ matter, reports, decisions }: InHand): { hides: boolean; keeps: boolean; rules: boolean } {
  const waits = decisions.some(({ appealedAt, ruling }) => appealedAt !== null && ruling === null);
  return {
    hides: isRead(matter),
    keeps: matter.state !== 'hidden' && reports.length > 0,
    // Also of what its author took back meanwhile: the log does not wait for ever.
    rules: !isRead(matter) && waits,
  };
}

function DecideForms(p: MatterProps) {
  const { ctx, inHand, queue } = p;
  const { t } = ctx;
  const { hides, keeps, rules } = decidable(inHand);
  const action = (deed: string) => `/contributions/moderation/${inHand.matter.id}/${deed}?queue=${queue}`;
  return (
    <>
      {hides && (
        <DeskSection id="hide-part" title={t('consultations.moderation.hide')}>
          <Form id="hide" action={action('hide')} {...stateOf(ctx, p.sent, 'hide')}>
            <Choice
              name="rule"
              legend={t('consultations.moderation.which_rule')}
              options={p.rules.map(({ number, title }, index) => ({
                value: number,
                label: `${number}. ${title}`,
                ...(index < 9 ? { keyHint: String(index + 1) } : {}),
              }))}
            />
            <ReasonField ctx={ctx} />
          </Form>
        </DeskSection>
      )}
      {keeps && (
        <DeskSection id="keep-part" title={t('consultations.moderation.keep')}>
          <Form id="keep" action={action('keep')} {...stateOf(ctx, p.sent, 'keep')}>
            <Field
              name="answer"
              type="textarea"
              paper="plain"
              rows={2}
              label={t('consultations.moderation.answer')}
              hint={t('consultations.moderation.answer_hint')}
              maxLength={500}
              keyHint="A"
            />
          </Form>
        </DeskSection>
      )}
      {rules && (
        <DeskSection id="rule-part" title={t('consultations.moderation.rule_appeal')}>
          <Form id="rule" action={action('rule')} {...stateOf(ctx, p.sent, 'rule')}>
            <Choice
              name="ruling"
              legend={t('consultations.moderation.ruling')}
              options={[
                { value: 'restored', label: t('consultations.moderation.restore'), keyHint: '1' },
                { value: 'upheld', label: t('consultations.moderation.uphold'), keyHint: '2' },
              ]}
            />
            <ReasonField ctx={ctx} />
          </Form>
        </DeskSection>
      )}
    </>
  );
}

function ReasonField({ ctx: { t } }: { ctx: PageContext }) {
  return (
    <Field
      name="reason"
      type="textarea"
      paper="plain"
      rows={2}
      label={t('consultations.moderation.reason')}
      hint={t('consultations.moderation.reason_hint')}
      maxLength={500}
      counted
      keyHint="R"
    />
  );
}

function MatterDeeds({ ctx: { t }, inHand }: MatterProps) {
  const { hides, keeps, rules } = inHand.notMine ? { hides: false, keeps: false, rules: false } : decidable(inHand);
  return (
    <Deeds
      deeds={[
        ...(hides ? [{ label: t('consultations.moderation.hide_now'), form: 'hide', danger: true, keyHint: 'H' }] : []),
        ...(keeps ? [{ label: t('consultations.moderation.keep_now'), form: 'keep', keyHint: 'S' }] : []),
        ...(rules
          ? [{ label: t('consultations.moderation.rule_now'), form: 'rule', primary: true, keyHint: 'G' }]
          : []),
      ]}
      keys={[
        { key: 'J', label: t('consultations.moderation.key_next') },
        { key: 'K', label: t('consultations.moderation.key_previous') },
      ]}
    />
  );
}
