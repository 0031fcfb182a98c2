import { Button, ButtonLink, More, VerbLink } from '../../../../ui/button.tsx';
import { DateTime, formatNumber } from '../../../../ui/date-time.tsx';
import { Figures } from '../../../../ui/facts.tsx';
import { FileField } from '../../../../ui/field.tsx';
import { Actions, Form } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import type { Competition } from '../../competition.queries.ts';
import { type Stage, stageTime } from '../../competitions.rules.ts';
import { type Sent, stateOf } from '../../desk-page.tsx';
import { howWords } from '../../public/words.ts';
import { stageName } from '../../stage-name.ts';
import type { Ballot } from '../ballot.queries.ts';
import type { ReadInvited } from '../cast/invite-voters.ts';

export type BallotDesk = {
  competition: Competition;
  stage: Stage<'ballot'>;
  ballot: Ballot;
  /** ballots that wait in the urn */
  waiting: number;
  /** entries in the field */
  entries: number;
  /** addresses on the invited list; null where the rule is another */
  invited: number | null;
  mayInvite: boolean;
  bad: ReadInvited | null;
};

type Props = { ctx: PageContext; view: BallotDesk; sent?: Sent | undefined };

/** How a ballot goes, for whoever runs or watches it: rules, turnout, the state of its log. No counts. */
export function BallotDeskPage({ ctx, view, sent }: Props) {
  const { t } = ctx;
  const { competition, stage, ballot } = view;
  const log = `/competitions/${competition.slug}/ballots/${stage.id}`;
  return (
    <>
      <Heading
        over={competition.title}
        title={stageName(ctx.t, stage)}
        lead={t(`competitions.ballots.close.is_${stateWord(ctx, view)}`)}
      />
      {ballot.alarm && (
        <Notice tone="error" title={t('competitions.ballots.close.alarm', ballot.alarm)}>
          <p>{t('competitions.ballots.close.alarm_note')}</p>
        </Notice>
      )}
      <Section>
        <Numbers ctx={ctx} view={view} />
      </Section>
      {view.invited !== null && <Invited ctx={ctx} view={view} invited={view.invited} sent={sent} />}
      <Section id="rules" title={t('competitions.ballots.close.rules')}>
        <ul class="bullets">
          {howWords(ctx, [stage]).map((sentence) => (
            <li>{sentence}</li>
          ))}
          <li>{t(`competitions.ballots.close.proof_${stage.settings.proof}`)}</li>
        </ul>
      </Section>
      <Section id="log" title={t('competitions.ballots.close.log')}>
        <p>{t('competitions.ballots.close.log_note')}</p>
        <More>
          <VerbLink href={log}>{t('competitions.ballots.close.open_log')}</VerbLink>
          <VerbLink href={`/organise/${competition.slug}/ballots/${stage.id}/integrity`}>
            {t('competitions.ballots.close.integrity')}
          </VerbLink>
        </More>
      </Section>
    </>
  );
}

function stateWord(ctx: PageContext, { competition, stage, ballot }: BallotDesk): string {
  if (competition.state === 'cancelled') return 'cancelled';
  if (ballot.header !== null) return 'closed';
  const time = stageTime(stage, ctx.now ?? new Date(0));
  return time === 'over' ? 'closing' : time;
}

function Numbers({ ctx, view }: Props) {
  const { t, locale } = ctx;
  const { stage, ballot, waiting, entries } = view;
  const n = (value: number) => formatNumber(value, locale);
  return (
    <Figures
      items={[
        { label: t('competitions.ballots.close.entries'), value: n(entries) },
        {
          label: t('competitions.ballots.close.turnout'),
          value: n(ballot.ballots - ballot.replaced),
          note: t('competitions.ballots.close.turnout_note'),
        },
        {
          label: t('competitions.ballots.close.waiting'),
          value: n(waiting),
          note: t('competitions.ballots.close.waiting_note'),
        },
        { label: t('competitions.ballots.close.changed'), value: n(ballot.replaced) },
        {
          label: t(`competitions.ballots.close.${ballot.header === null ? 'ends' : 'ended'}`),
          value: <DateTime value={ballot.closedAt ?? stage.endsAt} form="datetime" />,
        },
      ]}
    />
  );
}

function Invited({ ctx, view, invited, sent }: Props & { invited: number }) {
  const { t } = ctx;
  const { competition, stage, bad, mayInvite } = view;
  const { errors } = stateOf(ctx, sent, 'invited');
  return (
    <Section
      id="invited"
      title={t('competitions.ballots.close.invited')}
      note={t('competitions.ballots.close.invited_count', { n: invited })}
    >
      {bad && bad.badCount > 0 && <BadLines ctx={ctx} bad={bad} />}
      {mayInvite ? (
        <Form
          id="invited-list"
          action={`/organise/${competition.slug}/ballots/${stage.id}/invited`}
          errors={errors}
          multipart
          summary={false}
        >
          <FileField
            name="file"
            label={t('competitions.ballots.close.list')}
            hint={t('competitions.ballots.close.list_hint')}
            accept=".xlsx,.csv,.txt,.tsv"
            required
          />
          <Actions note={t('competitions.ballots.close.list_note')}>
            <Button primary icon="upload">
              {t(`competitions.ballots.close.${invited > 0 ? 'replace_list' : 'set_list'}`)}
            </Button>
            <ButtonLink href={`/organise/${competition.slug}`}>{t('competitions.ballots.close.back')}</ButtonLink>
          </Actions>
        </Form>
      ) : (
        <p>{t('competitions.ballots.close.list_fixed')}</p>
      )}
    </Section>
  );
}

function BadLines({ ctx, bad }: { ctx: PageContext; bad: ReadInvited }) {
  const { t } = ctx;
  return (
    <Table
      caption={t('competitions.ballots.close.bad_lines', { n: bad.badCount, shown: bad.bad.length })}
      rows={bad.bad}
      columns={[
        { label: t('ui.import.line'), numeric: true, head: true, cell: ({ line }) => line },
        { label: t('competitions.ballots.close.bad_text'), cell: ({ text }) => text },
        { label: t('ui.import.reason'), cell: () => t('competitions.ballots.close.no_address') },
      ]}
    />
  );
}
