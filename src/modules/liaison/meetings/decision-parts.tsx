import { acceptFiles, fileHref } from '../../../kernel/files/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { SignalLight, StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Timeline } from '../../../ui/timeline.tsx';
import type { DecisionView, MeetingView } from './load-meeting.ts';
import { ownerWords } from './owner-words.ts';

// keys: liaison.meetings.decision_state.*

type Named = Pick<MeetingView, 'departments' | 'organisations' | 'names'>;

/** How a decision stands: its light while it is open, else what became of it. */
export function DecisionMark({ decision }: { decision: DecisionView }) {
  const { t, locale, now, timeZone } = useUi();
  const day = dateWords(decision.dueOn, { locale, today: localDate(now, timeZone), weekday: false });
  if (decision.state === 'open')
    return <SignalLight level={decision.light}>{t('liaison.meetings.due', { day })}</SignalLight>;
  return (
    <StateMark tone={decision.state === 'done' ? 'ok' : 'no'}>
      {t(`liaison.meetings.decision_state.${decision.state}`)}
    </StateMark>
  );
}

export function DecisionLine({
  decision,
  view,
  showMeeting,
}: {
  decision: DecisionView;
  view: Named;
  showMeeting?: boolean;
}) {
  const { t, locale } = useUi();
  return (
    <p>
      <a href={`/liaison/decisions/${decision.id}`}>
        <b>{decision.text}</b>
      </a>
      <br />
      <span class="quiet">
        {[showMeeting && t('liaison.meetings.no', { no: decision.meetingNo }), ownerWords(view, decision, locale)]
          .filter(Boolean)
          .join(t('liaison.exchange.dot'))}
      </span>{' '}
      <DecisionMark decision={decision} />
    </p>
  );
}

export type DecisionPageProps = {
  decision: DecisionView;
  view: Named;
  files: readonly { id: string; name: string }[];
  mayDrop: boolean;
  mayOpenMeeting: boolean;
  values: FormValues;
  errors: FormErrors;
};

/** One decision, followed to its end. */
export function DecisionPage(p: DecisionPageProps) {
  const { t, locale } = useUi();
  const { decision } = p;
  return (
    <>
      <Trail
        items={[
          { label: t('liaison.meetings.title'), href: '/liaison/meetings' },
          { label: t('liaison.meetings.all_decisions'), href: '/liaison/decisions' },
          { label: t('liaison.meetings.decision_no', { no: decision.no }) },
        ]}
      />
      <Heading title={decision.text} over={decision.series} facts={<DecisionMark decision={decision} />} />
      <Facts
        ruled
        items={[
          { label: t('liaison.meetings.column.owner'), value: ownerWords(p.view, decision, locale) },
          { label: t('liaison.meetings.column.due'), value: dateWords(decision.dueOn, { locale }) },
          {
            label: t('liaison.meetings.column.meeting'),
            value: p.mayOpenMeeting ? (
              <a href={`/liaison/meetings/${decision.meetingId}`}>
                {t('liaison.meetings.named', { title: decision.series, no: decision.meetingNo })}
              </a>
            ) : (
              t('liaison.meetings.named', { title: decision.series, no: decision.meetingNo })
            ),
          },
        ]}
      />
      <Section id="progress" title={t('liaison.meetings.progress')}>
        {decision.progress.length === 0 && <p class="quiet">{t('liaison.meetings.no_progress')}</p>}
        <Timeline
          entries={decision.progress.map((each) => ({
            at: each.at,
            step: p.view.names.get(each.by ?? '') ?? t('liaison.meetings.somebody'),
            note: each.text,
          }))}
        />
        <Enclosures items={p.files.map((file) => ({ href: fileHref(file.id), name: file.name }))} />
      </Section>
      {decision.confirmed && <FollowForm {...p} />}
    </>
  );
}

/** How it goes, in the words of whoever sees to it. */
function FollowForm(p: DecisionPageProps) {
  const { t } = useUi();
  const { decision } = p;
  const hows = [
    ...(decision.mayFollow ? (['progress', 'done'] as const) : []),
    ...(p.mayDrop && decision.state === 'open' ? (['dropped'] as const) : []),
  ];
  if (hows.length === 0) return null;
  return (
    <Section id="follow" title={t('liaison.meetings.follow')}>
      <Form
        id="follow-form"
        action={`/liaison/decisions/${decision.id}`}
        multipart
        values={{ how: hows[0], ...p.values }}
        errors={p.errors}
        keepDraft
      >
        <Choice
          name="how"
          legend={t('liaison.meetings.how')}
          options={hows.map((value) => ({ value, label: t(`liaison.meetings.follow_how.${value}`) }))}
        />
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('liaison.meetings.field.progress')}
          maxLength={2000}
          required
        />
        <FileField name="files" label={t('liaison.meetings.field.evidence')} accept={acceptFiles} multiple optional />
        <Actions>
          <Button primary>{t('liaison.meetings.record')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
