import type { VNode } from 'preact';
import { Button } from '../../../../ui/button.tsx';
import { Chips, Choice } from '../../../../ui/choice.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Fold } from '../../../../ui/dialog.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Columns, Heading, Section, Trail } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Pre } from '../../../../ui/text.tsx';
import { Timeline } from '../../../../ui/timeline.tsx';
import type { District } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import type { Entry } from '../entry.queries.ts';
import { EntryView } from '../entry-view.tsx';
import type { MembershipStory } from '../membership/my-membership.ts';
import type { Renewal } from '../membership/renewal.queries.ts';
import type { Conflict } from '../register.policy.ts';
import { membershipEntries } from '../story.tsx';
import { SuspensionFacts } from '../suspension/my-suspension.tsx';
import type { Suspension } from '../suspension/suspension.queries.ts';
import { suspensionRules } from '../suspension/suspension.rules.ts';

export const memberForms = ['suspend', 'suspension', 'lift', 'renewal'] as const;
export type MemberForm = (typeof memberForms)[number];
export type SentDeed = { form: MemberForm; values: FormValues; errors: FormErrors };

export type MemberPageProps = {
  story: MembershipStory;
  entry: Entry | null;
  realName: string;
  names: ReadonlyMap<string, string>;
  districts: Book<District>;
  applications: readonly { number: string }[];
  may: { propose: boolean; decideSuspension: boolean; decideRenewal: boolean };
  /** why this person may not decide here although their role does */
  conflict: Conflict | null;
  today: string;
  /** the first day on which a suspension proposed now can be heard; empty where the calendar does not reach */
  earliestHearing: string;
  sections: readonly VNode[];
  sent?: SentDeed | undefined;
};

/** A member for staff: what they said, what happened, and what can be done. */
export function MemberPage(p: MemberPageProps) {
  const ui = useUi();
  const { t, timeZone } = ui;
  const { membership, renewals, suspensions } = p.story;
  const ended = membership.state === 'ended';
  const renewal = renewals.find(({ state }) => state === 'asked');
  const open = suspensions.find(({ state }) => state === 'proposed' || state === 'suspended');
  return (
    <>
      <Trail
        items={[
          { label: t('people.register.nav.staff'), href: '/secretariat' },
          { label: t('people.register.nav.members'), href: '/secretariat/members' },
          { label: membership.number },
        ]}
      />
      <Heading
        title={p.realName || membership.number}
        facts={
          <StateMark tone={membership.state === 'active' ? 'ok' : 'no'}>
            {t(`people.register.member_state.${membership.state}`)}
          </StateMark>
        }
      />
      {p.sent?.errors[''] && <Notice tone="error" title={p.sent.errors['']} />}
      {p.conflict && <Notice tone="warn" title={t(`errors.people.conflict_${p.conflict}`)} />}
      <Columns>
        <div>
          <Head p={p} />
          {renewal && <RenewalSection p={p} renewal={renewal} />}
          {open && <SuspensionSection p={p} suspension={open} />}
          <Section id="story" title={t('people.register.me.story')}>
            <Timeline entries={membershipEntries(p.story, { t, zone: timeZone, ui, names: p.names })} />
          </Section>
          {!ended && !open && p.may.propose && <ProposeForm p={p} />}
        </div>
        <div>
          {p.entry && (
            <Section id="said" title={t('people.register.staff.said')} note={t('people.register.staff.look_note')}>
              <EntryView realName={p.realName} entry={p.entry} districts={p.districts} />
            </Section>
          )}
          {p.sections}
        </div>
      </Columns>
    </>
  );
}

function Head({ p }: { p: MemberPageProps }) {
  const { t } = useUi();
  const { membership } = p.story;
  return (
    <Facts
      ruled
      items={[
        { label: t('people.register.me.number'), value: membership.number },
        { label: t('people.register.me.since'), value: <DateTime value={membership.since} form="date" /> },
        { label: t('people.register.me.until'), value: <DateTime value={membership.endsOn} form="date" /> },
        p.applications.length > 0 && {
          label: t('people.register.staff.applications'),
          value: p.applications.map(({ number }) => (
            <>
              <a href={`/secretariat/applications/${number}`}>{number}</a>{' '}
            </>
          )),
        },
      ]}
    />
  );
}

function sentTo(p: MemberPageProps, form: MemberForm): { values: FormValues; errors: FormErrors } {
  const sent = p.sent?.form === form ? p.sent : undefined;
  // What concerns the whole matter is said above; the form lists what is wrong in it.
  const { '': _, ...errors } = sent?.errors ?? {};
  return { values: sent?.values ?? {}, errors };
}

function action(p: MemberPageProps, form: MemberForm): string {
  return `/secretariat/members/${p.story.membership.number}/${form}`;
}

function Reasons() {
  const { t } = useUi();
  return (
    <Field
      name="reasons"
      type="textarea"
      paper="plain"
      rows={3}
      label={t('people.register.suspension.reasons')}
      maxLength={1000}
    />
  );
}

function RenewalSection({ p, renewal }: { p: MemberPageProps; renewal: Renewal }) {
  const { t } = useUi();
  return (
    <Section id="renewal" title={t('people.register.story.renewal_asked')}>
      <p>
        <DateTime value={renewal.askedAt} form="datetime" />
      </p>
      {renewal.note && <Pre text={renewal.note} />}
      {p.may.decideRenewal && (
        <Form id="renewal-form" action={action(p, 'renewal')} {...sentTo(p, 'renewal')}>
          <Chips
            name="decision"
            legend={t('people.register.staff.decision')}
            options={(['grant', 'decline'] as const).map((value) => ({
              value,
              label: t(`people.register.staff.renewal_${value}`),
            }))}
          />
          <Reasons />
          <Actions>
            <Button primary>{t('people.register.staff.answer')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function SuspensionSection({ p, suspension }: { p: MemberPageProps; suspension: Suspension }) {
  const { t } = useUi();
  const proposed = suspension.state === 'proposed';
  return (
    <Section
      id="suspension"
      title={t('people.register.suspension.title')}
      note={t(`people.register.suspension_state.${suspension.state}`)}
    >
      <SuspensionFacts suspension={suspension} statement />
      {proposed && p.today < suspension.hearingOn && <p>{t('people.register.staff.hearing_first')}</p>}
      {p.may.decideSuspension && proposed && p.today >= suspension.hearingOn && (
        <Form id="suspension-form" action={action(p, 'suspension')} {...sentTo(p, 'suspension')}>
          <Chips
            name="decision"
            legend={t('people.register.staff.decision')}
            options={(['dismiss', 'suspend'] as const).map((value) => ({
              value,
              label: t(`people.register.staff.${value}`),
            }))}
          />
          <Field
            name="until"
            type="date"
            label={t('people.register.suspension.until')}
            hint={t('people.register.staff.until_hint')}
            optional
          />
          <Reasons />
          <Actions>
            <Button primary>{t('people.register.staff.decide_go')}</Button>
          </Actions>
        </Form>
      )}
      {p.may.decideSuspension && !proposed && (
        <Form id="lift-form" action={action(p, 'lift')} {...sentTo(p, 'lift')}>
          <Reasons />
          <Actions>
            <Button primary>{t('people.register.staff.lift')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function ProposeForm({ p }: { p: MemberPageProps }) {
  const { t } = useUi();
  const sent = sentTo(p, 'suspend');
  return (
    <Fold summary={t('people.register.staff.propose')} open={p.sent?.form === 'suspend'}>
      <p>{t('people.register.staff.propose_note')}</p>
      <Form
        id="suspend-form"
        action={action(p, 'suspend')}
        values={{ hearingOn: p.earliestHearing, ...sent.values }}
        errors={sent.errors}
      >
        <Choice
          name="rule"
          legend={t('people.register.suspension.rule')}
          options={suspensionRules.map((code) => ({ value: code, label: t(`people.register.rule.${code}`) }))}
        />
        <Field
          name="facts"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('people.register.suspension.facts')}
          hint={t('people.register.staff.facts_hint')}
          maxLength={2000}
        />
        <Field
          name="hearingOn"
          type="date"
          label={t('people.register.suspension.hearing')}
          hint={t('people.register.staff.hearing_hint')}
          min={p.earliestHearing}
        />
        <Actions note={t('people.register.staff.propose_after')}>
          <Button danger>{t('people.register.staff.propose_go')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}
