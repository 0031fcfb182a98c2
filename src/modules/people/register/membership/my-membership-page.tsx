import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { StateMark, type StateTone } from '../../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Timeline } from '../../../../ui/timeline.tsx';
import type { District } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import { MePage } from '../../me/me-page.tsx';
import { isOpen } from '../application/application.rules.ts';
import type { Entry } from '../entry.queries.ts';
import { EntryFields, type EntryFieldsProps, PublicAndConsents } from '../entry-fields.tsx';
import { EntryView } from '../entry-view.tsx';
import { joinForm, Missing } from '../join/join-page.tsx';
import { applicationEntries, membershipEntries } from '../story.tsx';
import { MySuspension } from '../suspension/my-suspension.tsx';
import type { ApplicationStory, MembershipStory, Standing } from './my-membership.ts';

// keys: people.register.said.*

export type SentForm = { form: 'renewal' | 'statement' | 'withdraw'; values: FormValues; errors: FormErrors };

export type MyMembershipProps = {
  standing: Standing;
  entry: Entry | null;
  realName: string;
  districts: Book<District>;
  /** `applied`, `saved` …: what was just done */
  said: string;
  /** from when on one can ask for another term, YYYY-MM-DD */
  renewalFrom: string;
  today: string;
  published: boolean;
  sent?: SentForm;
};

const saidHere = new Set(['applied', 'withdrawn', 'saved', 'asked', 'stated', 'left']);

/** Where somebody stands with the register, and what they can do. */
export function MyMembershipPage(p: MyMembershipProps) {
  const { t } = useUi();
  const { membership } = p.standing;
  const member = membership && membership.membership.state !== 'ended' ? membership : undefined;
  return (
    <MePage title={t('people.register.me.title')} lead={t('people.register.me.lead')}>
      {saidHere.has(p.said) && (
        <Notice
          tone="success"
          live
          title={t(`people.register.said.${p.said}`)}
          draftSent={p.said === 'applied' ? joinForm : undefined}
        />
      )}
      {member ? <Member p={p} member={member} /> : <NoMember p={p} />}
    </MePage>
  );
}

function NoMember({ p }: { p: MyMembershipProps }) {
  const { t } = useUi();
  const { application, membership } = p.standing;
  const open = application && isOpen(application.application.state);
  return (
    <>
      {!open && (
        <EmptyState
          title={t('people.register.me.none')}
          action={
            <ButtonLink primary href="/join">
              {t('people.register.me.join')}
            </ButtonLink>
          }
        >
          <p>{t('people.register.me.none_text')}</p>
        </EmptyState>
      )}
      {application && <MyApplication p={p} story={application} />}
      {membership && <Past story={membership} />}
    </>
  );
}

function MyApplication({ p, story }: { p: MyMembershipProps; story: ApplicationStory }) {
  const { t, timeZone } = useUi();
  const { application, checks } = story;
  const returned = application.state === 'returned' ? checks.at(-1) : undefined;
  return (
    <Section id="application" title={t('people.register.me.application', { number: application.number })}>
      <p>
        <StateMark tone={tones[application.state] ?? 'open'}>
          {t(`people.register.state.${application.state}`)}
        </StateMark>
      </p>
      {returned && (
        <>
          <Missing check={returned} />
          <p>
            <ButtonLink primary href="/join">
              {t('people.register.me.complete')}
            </ButtonLink>
          </p>
        </>
      )}
      {application.eraseOn && (
        <p>
          {t('people.register.me.erased_on')} <DateTime value={application.eraseOn} form="date" />
        </p>
      )}
      <Timeline label={t('people.register.me.story')} entries={applicationEntries(story, { t, zone: timeZone })} />
      {p.entry && isOpen(application.state) && (
        <>
          <EntryView realName={p.realName} entry={p.entry} districts={p.districts} />
          <p>
            <Button opens="withdraw">{t('people.register.me.withdraw')}</Button>
          </p>
          <Dialog id="withdraw" title={t('people.register.me.withdraw')} open={p.sent?.form === 'withdraw'}>
            <Form id="withdraw-form" action="/me/membership/withdraw" errors={p.sent?.errors ?? {}} summary={false}>
              <p>{t('people.register.me.withdraw_text')}</p>
              <Actions>
                <Button danger>{t('people.register.me.withdraw_sure')}</Button>
              </Actions>
            </Form>
          </Dialog>
        </>
      )}
    </Section>
  );
}

const tones: Record<string, StateTone> = { approved: 'ok', declined: 'no', withdrawn: 'no', returned: 'wait' };

function Past({ story }: { story: MembershipStory }) {
  const ui = useUi();
  const { t, timeZone } = ui;
  return (
    <Section id="past" title={t('people.register.me.past', { number: story.membership.number })}>
      <Timeline label={t('people.register.me.story')} entries={membershipEntries(story, { t, zone: timeZone, ui })} />
    </Section>
  );
}

function Member({ p, member }: { p: MyMembershipProps; member: MembershipStory }) {
  const ui = useUi();
  const { t, timeZone } = ui;
  const { membership, suspensions } = member;
  const { application } = p.standing;
  const open = suspensions.find(({ state }) => state === 'proposed' || state === 'suspended');
  const entries = [
    ...(application?.decision?.approved ? applicationEntries(application, { t, zone: timeZone }) : []),
    ...membershipEntries(member, { t, zone: timeZone, ui }),
  ];
  return (
    <>
      <Facts
        ruled
        items={[
          { label: t('people.register.me.number'), value: membership.number },
          {
            label: t('people.register.me.state'),
            value: (
              <StateMark tone={membership.state === 'active' ? 'ok' : 'no'}>
                {t(`people.register.member_state.${membership.state}`)}
              </StateMark>
            ),
          },
          { label: t('people.register.me.since'), value: <DateTime value={membership.since} form="date" /> },
          { label: t('people.register.me.until'), value: <DateTime value={membership.endsOn} form="date" /> },
          {
            label: t('people.register.me.public_page'),
            value: p.published ? (
              <a href={`/members/${membership.number.toLowerCase()}`}>{t('people.register.me.see_page')}</a>
            ) : (
              t('people.register.me.not_public')
            ),
          },
        ]}
      />
      {open && <MySuspension suspension={open} sent={p.sent?.form === 'statement' ? p.sent : undefined} />}
      <Renewal p={p} member={member} />
      {p.entry && (
        <Section id="entry" title={t('people.register.me.entry')} note={t('people.register.me.entry_note')}>
          <EntryView realName={p.realName} entry={p.entry} districts={p.districts} />
          <p>
            <ButtonLink primary href="/me/membership/entry">
              {t('people.register.me.change')}
            </ButtonLink>
          </p>
        </Section>
      )}
      <Section id="story" title={t('people.register.me.story')}>
        <Timeline entries={entries} />
      </Section>
      <Section id="leave" title={t('people.register.me.leave')} note={t('people.register.me.leave_note')}>
        <p>
          <ButtonLink href="/me/membership/leave">{t('people.register.me.leave_go')}</ButtonLink>
        </p>
      </Section>
    </>
  );
}

function Renewal({ p, member }: { p: MyMembershipProps; member: MembershipStory }) {
  const { t } = useUi();
  const asked = member.renewals.some(({ state }) => state === 'asked');
  if (asked) return <Notice title={t('people.register.me.renewal_asked')} />;
  const sent = p.sent?.form === 'renewal' ? p.sent : undefined;
  const over = p.today > member.membership.endsOn;
  if (over || (p.today < p.renewalFrom && !sent)) return null;
  return (
    <Section id="renewal" title={t('people.register.me.renew')} note={t('people.register.me.renew_note')}>
      <Form id="renewal-form" action="/me/membership/renewal" values={sent?.values ?? {}} errors={sent?.errors ?? {}}>
        <Field
          name="note"
          type="textarea"
          rows={3}
          label={t('people.register.me.renew_words')}
          optional
          maxLength={500}
        />
        <Actions note={t('people.register.me.renew_after')}>
          <Button primary>{t('people.register.me.renew_go')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** One's entry to be changed. */
export function MyEntryPage(p: Omit<EntryFieldsProps, 'send'> & { errors: FormErrors }) {
  const { t } = useUi();
  return (
    <MePage title={t('people.register.me.change_title')} lead={t('people.register.me.change_lead')}>
      <Form id="entry-form" action="/me/membership/entry" values={p.values} errors={p.errors}>
        <EntryFields {...p} send={t('people.register.me.save')} />
        <PublicAndConsents asking={false} />
        <Actions note={t('people.register.me.change_after')}>
          <Button primary>{t('people.register.me.save')}</Button>
          <ButtonLink href="/me/membership">{t('people.register.me.back')}</ButtonLink>
        </Actions>
      </Form>
    </MePage>
  );
}

/** What leaving means, and the one confirmation that it takes. */
export function LeavePage({ errors }: { errors: FormErrors }) {
  const { t } = useUi();
  return (
    <MePage title={t('people.register.me.leave')} lead={t('people.register.me.leave_lead')}>
      <ul class="bullets">
        {(['ends', 'erased', 'contact', 'stays', 'back'] as const).map((part) => (
          <li>{t(`people.register.leave.${part}`)}</li>
        ))}
      </ul>
      <Form id="leave-form" action="/me/membership/leave" errors={errors}>
        <Checkbox name="sure" label={t('people.register.leave.sure')} />
        <Actions>
          <Button danger>{t('people.register.leave.go')}</Button>
          <ButtonLink href="/me/membership">{t('people.register.leave.stay')}</ButtonLink>
        </Actions>
      </Form>
    </MePage>
  );
}
