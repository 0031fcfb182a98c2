import { Button } from '../../../../ui/button.tsx';
import { Chips, Choice } from '../../../../ui/choice.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Columns, Heading, Section, Trail } from '../../../../ui/layout.tsx';
import { StateMark, type StateTone } from '../../../../ui/marks.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Pre } from '../../../../ui/text.tsx';
import { Timeline } from '../../../../ui/timeline.tsx';
import type { District } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import type { NominationDetails } from '../../nominations/accepted-nomination.ts';
import { checkItems } from '../application/application.rules.ts';
import type { Entry } from '../entry.queries.ts';
import { EntryView } from '../entry-view.tsx';
import type { ApplicationStory, MembershipStory } from '../membership/my-membership.ts';
import { Recommendation } from '../recommendation.tsx';
import type { Conflict } from '../register.policy.ts';
import { applicationEntries } from '../story.tsx';

// keys: errors.people.conflict_*

export type SentJudgement = { form: 'check' | 'decide'; values: FormValues; errors: FormErrors; said?: string };

export type ApplicationPageProps = {
  story: ApplicationStory;
  entry: Entry | null;
  realName: string;
  /** staff who acted, by account */
  names: ReadonlyMap<string, string>;
  earlier: readonly MembershipStory[];
  districts: Book<District>;
  may: { check: boolean; decide: boolean };
  /** why this person may not act here although their role does */
  conflict: Conflict | null;
  memberNumber: string | undefined;
  nomination: NominationDetails | null;
  sent?: SentJudgement | undefined;
};

const tones: Record<string, StateTone> = { approved: 'ok', declined: 'no', withdrawn: 'no', returned: 'wait' };

/** One application: what was said, what happened, and the next step for whoever may take it. */
export function ApplicationPage(p: ApplicationPageProps) {
  const { t, timeZone } = useUi();
  const { application } = p.story;
  return (
    <>
      <Trail items={[{ label: t('people.register.nav.staff'), href: '/secretariat' }, { label: application.number }]} />
      <Heading
        title={p.realName || application.number}
        facts={
          <StateMark tone={tones[application.state] ?? 'open'}>
            {t(`people.register.staff_state.${application.state}`)}
          </StateMark>
        }
      />
      {p.sent?.said && <Overtaken p={p} sent={p.sent} said={p.sent.said} />}
      {p.conflict && <Notice tone="warn" title={t(`errors.people.conflict_${p.conflict}`)} />}
      {p.memberNumber && (
        <p>
          <a href={`/secretariat/members/${p.memberNumber}`}>
            {t('people.register.staff.member', { number: p.memberNumber })}
          </a>
        </p>
      )}
      {p.nomination && <Recommendation nomination={p.nomination} />}
      <Columns>
        <div>
          <Section id="said" title={t('people.register.staff.said')}>
            {p.entry ? (
              <EntryView realName={p.realName} entry={p.entry} districts={p.districts} />
            ) : (
              <p>{t('people.register.staff.erased')}</p>
            )}
            {application.referees && (
              <>
                <h3>{t('people.register.item.references')}</h3>
                <Pre text={application.referees} />
              </>
            )}
          </Section>
          <Earlier earlier={p.earlier} />
          <Section id="story" title={t('people.register.me.story')}>
            <Timeline entries={applicationEntries(p.story, { t, zone: timeZone, names: p.names })} />
          </Section>
        </div>
        <div>
          {p.may.check && <CheckForm p={p} />}
          {p.may.decide && <DecisionForm p={p} />}
        </div>
      </Columns>
    </>
  );
}

/** Somebody else was first: what they decided, and what this person wrote, so that nothing is lost. */
function Overtaken({ p, sent, said }: { p: ApplicationPageProps; sent: SentJudgement; said: string }) {
  const { t } = useUi();
  const { decision } = p.story;
  const written = ['reasons', 'note', ...checkItems.map((item) => `${item}_note`)]
    .map((name) => sent.values[name])
    .filter((text): text is string => typeof text === 'string' && text.trim() !== '');
  return (
    <Notice tone="error" title={said}>
      {decision && (
        <p>
          <b>{t(decision.approved ? 'people.register.story.approved' : 'people.register.story.declined')}</b>{' '}
          {p.names.get(decision.by)} <DateTime value={decision.at} form="datetime" />
        </p>
      )}
      {decision && <Pre text={decision.reasons} />}
      {written.length > 0 && (
        <>
          <p>{t('people.register.staff.you_wrote')}</p>
          <blockquote>
            {written.map((text) => (
              <Pre text={text} />
            ))}
          </blockquote>
        </>
      )}
    </Notice>
  );
}

function Earlier({ earlier }: { earlier: readonly MembershipStory[] }) {
  const { t } = useUi();
  if (earlier.length === 0) return null;
  return (
    <Section id="earlier" title={t('people.register.staff.earlier')}>
      <ul class="bullets">
        {earlier.map(({ membership, suspensions }) => (
          <li>
            {membership.number} {membership.since}–
            {membership.endedAt && <DateTime value={membership.endedAt} form="date" />}{' '}
            {membership.endReason && t(`people.register.end_reason.${membership.endReason}`)}
            {suspensions.map((one) => (
              <>
                {' · '}
                {t(`people.register.suspension_state.${one.state}`)} {t(`people.register.rule.${one.rule}`)}
              </>
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function CheckForm({ p }: { p: ApplicationPageProps }) {
  const { t } = useUi();
  const { application } = p.story;
  const sent = p.sent?.form === 'check' && !p.sent.said ? p.sent : undefined;
  return (
    <Section id="check" title={t('people.register.staff.check')} note={t('people.register.staff.check_note')}>
      <Form
        id="check-form"
        action={`/secretariat/applications/${application.number}/check`}
        values={sent?.values ?? {}}
        errors={sent?.errors ?? {}}
        keepDraft
      >
        <Hidden name="round" value={String(application.round)} />
        {checkItems.map((item) => (
          <div class="check-item">
            <Chips
              name={`${item}_ok`}
              legend={t(`people.register.item.${item}`)}
              options={[
                { value: 'yes', label: t('people.register.staff.fine') },
                { value: 'no', label: t('people.register.staff.not_fine') },
              ]}
            />
            <Field
              name={`${item}_note`}
              label={t('people.register.staff.item_note', { item: t(`people.register.item.${item}`) })}
              maxLength={300}
            />
          </div>
        ))}
        <Choice
          name="outcome"
          legend={t('people.register.staff.outcome')}
          options={(['pass', 'return'] as const).map((value) => ({
            value,
            label: t(`people.register.staff.outcome_${value}`),
            note: t(`people.register.staff.outcome_${value}_note`),
          }))}
        />
        <Chips
          name="recommendation"
          legend={t('people.register.staff.recommendation')}
          hint={t('people.register.staff.recommendation_hint')}
          options={(['approve', 'decline'] as const).map((value) => ({
            value,
            label: t(`people.register.recommendation.${value}`),
          }))}
        />
        <Field
          name="note"
          type="textarea"
          paper="plain"
          rows={3}
          label={t('people.register.staff.note')}
          hint={t('people.register.staff.note_hint')}
          optional
          maxLength={1000}
        />
        <Actions>
          <Button primary>{t('people.register.staff.check_go')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function DecisionForm({ p }: { p: ApplicationPageProps }) {
  const { t } = useUi();
  const sent = p.sent?.form === 'decide' && !p.sent.said ? p.sent : undefined;
  return (
    <Section id="decide" title={t('people.register.staff.decide')} note={t('people.register.staff.decide_note')}>
      <Form
        id="decide-form"
        action={`/secretariat/applications/${p.story.application.number}/decide`}
        values={sent?.values ?? {}}
        errors={sent?.errors ?? {}}
        keepDraft
      >
        <Chips
          name="decision"
          legend={t('people.register.staff.decision')}
          options={(['approve', 'decline'] as const).map((value) => ({
            value,
            label: t(`people.register.staff.${value}`),
          }))}
        />
        <Field
          name="reasons"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('people.register.suspension.reasons')}
          hint={t('people.register.staff.reasons_hint')}
          maxLength={1000}
        />
        <Actions note={t('people.register.staff.decide_after')}>
          <Button primary>{t('people.register.staff.decide_go')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
