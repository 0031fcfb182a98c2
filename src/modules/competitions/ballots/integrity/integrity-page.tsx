import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { formatRate } from '../../../../ui/rings.tsx';
import { Table } from '../../../../ui/table.tsx';
import { type Sent, stateOf } from '../../desk-page.tsx';
import type { BurstView, Evidence, IntegrityView } from './integrity-view.ts';
import type { Invalidation } from './invalidation.queries.ts';
import { marksFrom, provesFrom } from './pressure.ts';

type Props = {
  ctx: PageContext;
  view: IntegrityView;
  /** what this reader may do; `accountId` tells whose proposal it is */
  may: { propose: boolean; decide: boolean; accountId: string };
  sent?: Sent | undefined;
};

/** Where a burst's evidence is shown and something is done about it. */
export const integrityPath = ({ competition, stage }: Pick<IntegrityView, 'competition' | 'stage'>): string =>
  `/organise/${competition.slug}/ballots/${stage.id}/integrity`;

/** Bursts of one ballot, the evidence of one of them, and what was proposed and decided. */
export function IntegrityPage({ ctx, view, may, sent }: Props) {
  const { t } = ctx;
  const waiting = view.invalidations.filter(({ state }) => state === 'proposed');
  return (
    <>
      <Heading
        over={view.competition.title}
        title={t('competitions.ballots.integrity.title')}
        lead={t('competitions.ballots.integrity.lead')}
      />
      {waiting.map((one) => (
        <Waiting ctx={ctx} view={view} one={one} may={may} sent={sent} />
      ))}
      <Section
        id="bursts"
        title={t('competitions.ballots.integrity.bursts')}
        note={t('competitions.ballots.integrity.bursts_note', { proves: provesFrom, marks: marksFrom })}
      >
        {view.bursts.length === 0 ? (
          <EmptyState title={t('competitions.ballots.integrity.bursts_none')}>
            <p>{t('competitions.ballots.integrity.bursts_none_note')}</p>
          </EmptyState>
        ) : (
          <Bursts ctx={ctx} view={view} />
        )}
        {view.stage.closedAt === null && view.bursts.length > 0 && (
          <Notice title={t('competitions.ballots.integrity.after_close')} />
        )}
      </Section>
      {view.evidence && (
        <EvidenceOf ctx={ctx} view={view} evidence={view.evidence} mayPropose={may.propose} sent={sent} />
      )}
      <Section
        id="log"
        title={t('competitions.ballots.integrity.log')}
        note={t('competitions.ballots.integrity.log_note')}
      >
        <p>
          <ButtonLink small href={`/competitions/${view.competition.slug}/ballots/${view.stage.id}/invalidations`}>
            {t('competitions.ballots.integrity.log_open')}
          </ButtonLink>
        </p>
      </Section>
    </>
  );
}

function Bursts({ ctx, view }: Pick<Props, 'ctx' | 'view'>) {
  const { t } = ctx;
  const closed = view.stage.closedAt !== null;
  return (
    <Table<BurstView>
      caption={t('competitions.ballots.integrity.bursts')}
      captionHidden
      rows={view.bursts}
      columns={[
        { label: t('competitions.ballots.integrity.range'), head: true, cell: (row) => <code>{row.range}</code> },
        {
          label: t('competitions.ballots.integrity.since'),
          cell: (row) => <DateTime value={row.since} form="datetime" />,
        },
        { label: t('competitions.ballots.integrity.asked'), numeric: true, cell: (row) => row.asked },
        { label: t('competitions.ballots.integrity.proved'), numeric: true, cell: (row) => row.proved },
        { label: t('competitions.ballots.integrity.refused'), numeric: true, cell: (row) => row.refused },
        { label: t('competitions.ballots.integrity.marked'), numeric: true, cell: (row) => row.ballots },
        {
          label: t('competitions.ballots.integrity.look'),
          labelHidden: true,
          cell: (row) =>
            closed ? (
              <a href={`${integrityPath(view)}?mark=${row.mark}#evidence`}>
                {t('competitions.ballots.integrity.look_at', { range: row.range })}
              </a>
            ) : null,
        },
      ]}
    />
  );
}

function EvidenceOf({
  ctx,
  view,
  evidence,
  mayPropose,
  sent,
}: Pick<Props, 'ctx' | 'view' | 'sent'> & { evidence: Evidence; mayPropose: boolean }) {
  const { t, locale } = ctx;
  return (
    <Section
      id="evidence"
      title={t('competitions.ballots.integrity.evidence')}
      note={t('competitions.ballots.integrity.evidence_note', { ballots: evidence.ballots, others: evidence.others })}
    >
      <Table
        caption={t('competitions.ballots.integrity.compared')}
        rows={evidence.entries}
        columns={[
          { label: t('competitions.ballots.integrity.entry'), head: true, cell: (row) => `${row.number} ${row.title}` },
          {
            label: t('competitions.ballots.integrity.in_burst'),
            numeric: true,
            cell: (row) => `${formatRate(row.inBurst, evidence.ballots, locale)} (${row.inBurst}/${evidence.ballots})`,
          },
          {
            label: t('competitions.ballots.integrity.elsewhere'),
            numeric: true,
            cell: (row) =>
              `${formatRate(row.elsewhere, evidence.others, locale)} (${row.elsewhere}/${evidence.others})`,
          },
        ]}
      />
      <Table
        caption={t('competitions.ballots.integrity.same')}
        rows={evidence.same}
        empty={t('competitions.ballots.integrity.same_none')}
        columns={[
          { label: t('competitions.ballots.integrity.choices'), head: true, cell: (row) => row.choices.join('、') },
          { label: t('competitions.ballots.integrity.ballots'), numeric: true, cell: (row) => row.ballots },
        ]}
      />
      {mayPropose && view.competition.state === 'open' && (
        <ProposeForm ctx={ctx} view={view} evidence={evidence} sent={sent} />
      )}
    </Section>
  );
}

function ProposeForm({ ctx, view, evidence, sent }: Pick<Props, 'ctx' | 'view' | 'sent'> & { evidence: Evidence }) {
  const { t } = ctx;
  const all = { value: '', label: t('competitions.ballots.integrity.all_of_burst', { n: evidence.ballots }) };
  const same = evidence.same.map(({ choices, ballots }) => ({
    value: choices.join(','),
    label: t('competitions.ballots.integrity.only_same', { choices: choices.join('、'), n: ballots }),
  }));
  return (
    <Form
      id="propose"
      action={`${integrityPath(view)}/propose`}
      label={t('competitions.ballots.integrity.propose')}
      {...stateOf(ctx, sent, 'propose')}
    >
      <Hidden name="mark" value={String(evidence.mark)} />
      <Field name="choices" type="select" label={t('competitions.ballots.integrity.which')} options={[all, ...same]} />
      <Field
        name="reason"
        type="textarea"
        rows={3}
        maxLength={1000}
        required
        label={t('competitions.ballots.integrity.reason')}
        hint={t('competitions.ballots.integrity.reason_hint')}
      />
      <Actions note={t('competitions.ballots.integrity.propose_note')}>
        <Button>{t('competitions.ballots.integrity.propose')}</Button>
      </Actions>
    </Form>
  );
}

function Waiting({ ctx, view, one, may, sent }: Props & { one: Invalidation }) {
  const { t } = ctx;
  const own = one.proposedBy === may.accountId;
  const path = `${integrityPath(view)}/${one.id}`;
  return (
    <Notice tone="warn" title={t('competitions.ballots.integrity.waits')}>
      <p>
        <DateTime value={one.proposedAt} /> {one.reason}
      </p>
      <p>
        <a href={`${integrityPath(view)}?mark=${one.mark}#evidence`}>
          {t('competitions.ballots.integrity.see_evidence')}
        </a>
      </p>
      {own && <p>{t('competitions.ballots.integrity.other_decides')}</p>}
      {!own && may.decide && (
        <>
          <Form id={`confirm-${one.id}`} action={`${path}/decide`} {...stateOf(ctx, sent, `confirm-${one.id}`)}>
            <Hidden name="decision" value="confirm" />
            <Actions>
              <Button primary>{t('competitions.ballots.integrity.confirm')}</Button>
              <Button type="button" opens={`reject-dialog-${one.id}`}>
                {t('competitions.ballots.integrity.reject')}
              </Button>
            </Actions>
          </Form>
          <Dialog
            id={`reject-dialog-${one.id}`}
            title={t('competitions.ballots.integrity.reject')}
            open={sent?.form === `reject-${one.id}`}
          >
            <Form id={`reject-${one.id}`} action={`${path}/decide`} {...stateOf(ctx, sent, `reject-${one.id}`)}>
              <Hidden name="decision" value="reject" />
              <Field
                name="reason"
                type="textarea"
                rows={3}
                maxLength={1000}
                required
                label={t('competitions.ballots.integrity.reject_reason')}
              />
              <Actions>
                <Button>{t('competitions.ballots.integrity.reject')}</Button>
              </Actions>
            </Form>
          </Dialog>
        </>
      )}
      {may.propose && (
        <Form id={`withdraw-${one.id}`} action={`${path}/withdraw`}>
          <Actions>
            <Button small>{t('competitions.ballots.integrity.withdraw')}</Button>
          </Actions>
        </Form>
      )}
    </Notice>
  );
}
