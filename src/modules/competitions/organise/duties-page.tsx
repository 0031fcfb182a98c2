import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Duty } from '../competitions.rules.ts';
import type { MyDuty } from './duty.queries.ts';

// keys: competitions.duty.*, competitions.organise.people.duty_note.*, competitions.organise.people.is.*
// keys: competitions.organise.duties.means.*

/** Where a duty is done. */
export const deskOf = (duty: Duty, slug: string): string =>
  duty === 'juror' || duty === 'chair' ? '/jury' : `/organise/${slug}`;

/** What somebody is asked to agree to. */
function Meaning({ duty, shownAs }: { duty: Duty; shownAs: string }) {
  const { t } = useUi();
  return (
    <>
      <p>{t(`competitions.organise.duties.means.${duty}`)}</p>
      <Facts items={[{ label: t('competitions.organise.duties.shown'), value: shownAs }]} />
      <p class="quiet">{t('competitions.organise.duties.agree')}</p>
    </>
  );
}

export type WaitingAsk = {
  token: string;
  title: string;
  department: string;
  duty: Duty;
  shownAs: string;
  askedAt: Date;
};

/** Duties of somebody: those they are asked for, those they have, those that were. */
export function DutiesPage(p: {
  duties: readonly MyDuty[];
  asks: readonly WaitingAsk[];
  departmentName: (id: string) => string;
  problem: string | null;
}) {
  const { t } = useUi();
  const asked = p.duties.filter((one) => !one.acceptedAt && !one.endedAt);
  const held = p.duties.filter((one) => one.acceptedAt && !one.endedAt);
  const past = p.duties.filter((one) => one.endedAt);
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.organise.duties.me'), href: '/me' },
          { label: t('competitions.organise.duties.title') },
        ]}
      />
      <Heading title={t('competitions.organise.duties.title')} lead={t('competitions.organise.duties.lead')} />
      {p.problem && <Notice tone="error" title={p.problem} />}
      {p.duties.length + p.asks.length === 0 && <EmptyState title={t('competitions.organise.duties.none')} />}
      {asked.map((one) => (
        <Section
          id={`ask-${one.id}`}
          title={t('competitions.organise.duties.asked', {
            title: one.title,
            duty: t(`competitions.duty.${one.duty}`),
          })}
        >
          <p class="quiet">
            {p.departmentName(one.departmentId)} <DateTime value={one.askedAt} />
          </p>
          <Meaning {...one} />
          <Answer id={one.id} action={`/me/duties/${one.id}`} />
        </Section>
      ))}
      {p.asks.map((one) => (
        <Section
          id={`ask-${one.token.slice(0, 8)}`}
          title={t('competitions.organise.duties.asked', {
            title: one.title,
            duty: t(`competitions.duty.${one.duty}`),
          })}
        >
          <p class="quiet">
            {one.department} <DateTime value={one.askedAt} />
          </p>
          <More>
            <VerbLink href={`/me/duties/ask/${one.token}`}>{t('competitions.organise.duties.look')}</VerbLink>
          </More>
        </Section>
      ))}
      {held.map((one) => (
        <Held one={one} department={p.departmentName(one.departmentId)} />
      ))}
      {past.length > 0 && (
        <Section id="past" title={t('competitions.organise.duties.past')}>
          <ul>
            {past.map((one) => (
              <li>
                {one.title} · {t(`competitions.duty.${one.duty}`)} ·{' '}
                {t(`competitions.organise.people.is.${one.endReason}`)} <DateTime value={one.endedAt ?? one.askedAt} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Answer({ id, action }: { id: string; action: string }) {
  const { t } = useUi();
  return (
    <Form id={`answer-${id}`} action={`${action}/accept`}>
      <Actions>
        <Button primary>{t('competitions.organise.duties.accept')}</Button>
        <Button formAction={`${action}/decline`}>{t('competitions.organise.duties.decline')}</Button>
      </Actions>
    </Form>
  );
}

function Held({ one, department }: { one: MyDuty; department: string }) {
  const { t } = useUi();
  const goesOn = one.state === 'draft' || one.state === 'open';
  return (
    <Section
      id={`duty-${one.id}`}
      title={t('competitions.organise.duties.held', { title: one.title, duty: t(`competitions.duty.${one.duty}`) })}
    >
      <p class="quiet">
        {department}
        {t('competitions.organise.duties.since')} <DateTime value={one.acceptedAt ?? one.askedAt} />
      </p>
      <Facts items={[{ label: t('competitions.organise.duties.shown'), value: one.shownAs }]} />
      <More>
        <VerbLink href={deskOf(one.duty, one.slug)} label={`${t('competitions.organise.duties.go')}: ${one.title}`}>
          {t('competitions.organise.duties.go')}
        </VerbLink>
      </More>
      {goesOn && (
        <Fold summary={t('competitions.organise.duties.lay_down')}>
          <Form id={`lay-${one.id}`} action={`/me/duties/${one.id}/lay-down`}>
            <Field
              name="reason"
              label={t('competitions.organise.duties.reason')}
              hint={t('competitions.organise.duties.reason_hint')}
              maxLength={300}
              optional
            />
            <Actions note={t('competitions.organise.duties.lay_down_note')}>
              <Button danger>{t('competitions.organise.duties.lay_down')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Section>
  );
}

/** An invitation by a link: what it is about, and what can be answered to it. */
export function AskPage(p: {
  title: string;
  department: string;
  duty: Duty;
  shownAs: string;
  expiresAt: Date;
  token: string;
  /** null: nobody is signed in */
  name: string | null;
  problem: string | null;
}) {
  const { t } = useUi();
  const action = `/me/duties/ask/${p.token}`;
  return (
    <Sheet
      title={t('competitions.organise.duties.asked', { title: p.title, duty: t(`competitions.duty.${p.duty}`) })}
      lead={t('competitions.organise.duties.asked_by', { department: p.department })}
    >
      {p.problem && <Notice tone="error" title={p.problem} />}
      <Meaning duty={p.duty} shownAs={p.shownAs} />
      <p class="quiet">
        {t('competitions.organise.duties.until')} <DateTime value={p.expiresAt} form="date" />
      </p>
      {p.name === null ? (
        <Form id="decline" action={`${action}/decline`}>
          <Actions note={t('competitions.organise.duties.sign_in_note')}>
            <ButtonLink primary href={`/sign-in?back=${encodeURIComponent(action)}`}>
              {t('competitions.organise.duties.sign_in')}
            </ButtonLink>
            <Button>{t('competitions.organise.duties.decline')}</Button>
          </Actions>
        </Form>
      ) : (
        <>
          <p>{t('competitions.organise.duties.signed_in', { name: p.name })}</p>
          <Answer id="ask" action={action} />
        </>
      )}
    </Sheet>
  );
}

/** What became of an invitation that is no more, or of an answer to it. */
export function AnsweredPage({ declined }: { declined: boolean }) {
  const { t } = useUi();
  return (
    <Heading
      title={t(declined ? 'competitions.organise.duties.declined' : 'competitions.organise.duties.gone')}
      lead={t(declined ? 'competitions.organise.duties.declined_note' : 'competitions.organise.duties.gone_note')}
    />
  );
}
