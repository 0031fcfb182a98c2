import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import type { EntryLine, Jury } from './load-jury.ts';
import { SheetsTable } from './sheets-table.tsx';
import type { JuryMessage } from './talk.queries.ts';
import { numberOf } from './words.ts';

export type TalkView = {
  jury: Jury;
  line: EntryLine;
  messages: JuryMessage[];
  base: string;
  /** the points of others are shown: to the chair, and to jurors once the stage is closed */
  points: boolean;
};

/** What jurors of an entry say to each other about it. */
export function TalkPage({ view, values, errors }: { view: TalkView; values: FormValues; errors: FormErrors }) {
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
      <Section id="talk" title={t('competitions.jury.talk')}>
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
          <Form id="say" action={`${address}/talk`} values={values} errors={errors} keepDraft>
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
      <More>
        <VerbLink href={address}>{t('competitions.jury.to_sheet')}</VerbLink>
        <VerbLink href={base}>{t('competitions.jury.all_mine')}</VerbLink>
      </More>
    </>
  );
}
