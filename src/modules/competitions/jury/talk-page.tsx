import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import { saidConflicts } from './jury.rules.ts';
import type { EntryLine, Jury } from './load-jury.ts';
import { SheetsTable } from './sheets-table.tsx';
import type { JuryMessage } from './talk.queries.ts';
import { numberOf } from './words.ts';

// keys: competitions.jury.conflict.*

export type TalkView = {
  jury: Jury;
  line: EntryLine;
  messages: JuryMessage[];
  base: string;
  /** the points of others are shown: to the chair, and to jurors once the stage is closed */
  points: boolean;
  /** the reader chairs an open stage */
  chairs: boolean;
};

type Props = { view: TalkView; ctx: PageContext; sent: Sent | undefined };

/** What jurors of an entry say to each other about it. */
export function TalkPage({ view, ctx, sent }: Props) {
  const { t } = useUi();
  const { jury, line, messages, base } = view;
  const address = `${base}/${line.entry.number}`;
  return (
    <>
      <Heading
        over={t('competitions.jury.no', { number: numberOf(line.entry) })}
        title={t('competitions.jury.talk_title', { title: line.entry.title })}
        lead={t('competitions.jury.talk_lead')}
      />
      {view.points && (
        <Section id="sheets" title={t('competitions.jury.sheets')}>
          <SheetsTable jury={jury} line={line} />
        </Section>
      )}
      <Section id="messages" title={t('competitions.jury.talk')}>
        {messages.length === 0 ? (
          <EmptyState title={t('competitions.jury.talk_none')} />
        ) : (
          <Timeline
            entries={messages.map(({ at, byId, text }) => ({
              at,
              step: (byId && jury.names.get(byId)) || t('competitions.jury.somebody'),
              body: <Pre text={text} />,
            }))}
          />
        )}
        {jury.stage.closedAt ? (
          <Notice title={t('competitions.jury.closed_note')} />
        ) : (
          <Form id="talk" action={`${address}/talk`} {...stateOf(ctx, sent, 'talk')} keepDraft>
            <Field
              name="text"
              label={t('competitions.jury.say')}
              type="textarea"
              paper="plain"
              rows={4}
              maxLength={2000}
            />
            <Actions>
              <Button primary>{t('competitions.jury.say_do')}</Button>
            </Actions>
          </Form>
        )}
      </Section>
      {view.chairs && <ChairDeeds view={view} ctx={ctx} sent={sent} />}
      <More>
        <VerbLink href={address}>{t('competitions.jury.to_sheet')}</VerbLink>
        <VerbLink href={base}>{t('competitions.jury.all_mine')}</VerbLink>
      </More>
    </>
  );
}

/** The chair asks one of the jurors to look again, or to stand aside. */
function ChairDeeds({ view, ctx, sent }: Props) {
  const { t } = useUi();
  const { jury, line, base } = view;
  const address = `${base}/${line.entry.number}`;
  const named = (ids: readonly string[]) => ids.map((id) => ({ value: id, label: jury.names.get(id) ?? '' }));
  const gave = named(line.sheets.map(({ jurorId }) => jurorId));
  return (
    <>
      {gave.length > 0 && (
        <Fold summary={t('competitions.jury.look_again_ask')} open={sent?.form === 'reopen'}>
          <Form id="reopen" action={`${address}/reopen`} {...stateOf(ctx, sent, 'reopen')}>
            <Field name="juror" label={t('competitions.jury.juror')} type="select" width="half" options={gave} />
            <Field
              name="reason"
              label={t('competitions.jury.reason')}
              hint={t('competitions.jury.ask_again_note')}
              maxLength={500}
            />
            <Actions>
              <Button small>{t('competitions.jury.ask_again_do')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
      {line.expected.length > 0 && (
        <Fold summary={t('competitions.jury.take_out')} open={sent?.form === 'take-out'}>
          <p>{t('competitions.jury.take_out_note')}</p>
          <Form id="take-out" action={`${address}/take-out`} {...stateOf(ctx, sent, 'take-out')}>
            <Field
              name="juror"
              label={t('competitions.jury.juror')}
              type="select"
              width="half"
              options={named(line.expected)}
            />
            <Field
              name="kind"
              label={t('competitions.jury.conflict_of')}
              type="select"
              width="half"
              options={saidConflicts.map((kind) => ({ value: kind, label: t(`competitions.jury.conflict.${kind}`) }))}
            />
            <Field name="words" label={t('competitions.jury.reason')} maxLength={500} />
            <Actions>
              <Button danger>{t('competitions.jury.take_out_do')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </>
  );
}
