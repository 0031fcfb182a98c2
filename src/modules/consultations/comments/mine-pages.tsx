import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { Letter } from '../../../ui/letter.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Meta, Pre } from '../../../ui/text.tsx';
import { type Sent, stateOf } from '../../people/index.ts';
import { publicHref } from '../consultation-href.ts';
import { appealUntil } from '../moderation/appeal-hiding.ts';
import type { Moderation } from '../moderation/moderation.queries.ts';
import { contributionHref } from './contribution-href.ts';
import type { OwnContribution } from './mine.queries.ts';
import type { Outcome } from './outcomes.ts';
import type { Paragraph } from './paragraph.ts';

// keys: consultations.contribution.*, consultations.contribution_state.*, consultations.moderation.ruling_*

const tones = { visible: 'ok', hidden: 'no', withdrawn: 'wait', merged: 'wait' } as const;

function State({ ctx, own, outcome }: { ctx: PageContext; own: OwnContribution; outcome: Outcome | undefined }) {
  const said = outcome && own.state === 'visible';
  return (
    <StateMark tone={said ? 'ok' : tones[own.state]}>
      {said ? outcome.label : ctx.t(`consultations.contribution_state.${own.state}`)}
    </StateMark>
  );
}

const firstWords = (text: string): string => {
  const characters = [...text.replace(/\s+/g, ' ')];
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : characters.join('');
};

/** All that somebody handed in, with what became of it. */
export function MinePage(p: {
  ctx: PageContext;
  rows: readonly OwnContribution[];
  outcomes: ReadonlyMap<string, Outcome>;
  nextHref: string | undefined;
  first: boolean;
}) {
  const { ctx } = p;
  const { t } = ctx;
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.comments.mine.me'), href: '/me' },
          { label: t('consultations.comments.mine.title') },
        ]}
      />
      <Heading title={t('consultations.comments.mine.title')} lead={t('consultations.comments.mine.lead')} />
      {p.rows.length === 0 && (
        <EmptyState
          title={t('consultations.comments.mine.none')}
          action={<ButtonLink href="/consultations">{t('consultations.comments.mine.to_consultations')}</ButtonLink>}
        />
      )}
      <Matters
        label={t('consultations.comments.mine.title')}
        entries={p.rows.map((own) => ({
          href: `/me/contributions/${own.id}`,
          title: own.state === 'withdrawn' ? t('consultations.comments.mine.taken_back') : firstWords(own.text),
          meta: (
            <Meta
              items={[
                t('consultations.comments.mine.what', {
                  kind: t(`consultations.contribution.${own.kind}`),
                  number: own.number,
                }),
                own.title,
                <DateTime value={own.createdAt} form="date" />,
                own.supports > 0 && t('consultations.support.count', { count: own.supports }),
                own.answers > 0 && t('consultations.comments.answer_count', { count: own.answers }),
              ]}
            />
          ),
          state: <State ctx={ctx} own={own} outcome={p.outcomes.get(own.id)} />,
        }))}
      />
      <KeysetPager
        {...(p.first ? {} : { firstHref: '/me/contributions' })}
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
      />
    </>
  );
}

export type OwnPageProps = {
  ctx: PageContext;
  own: OwnContribution;
  paragraph: Paragraph | undefined;
  outcome: Outcome | undefined;
  decisions: readonly Moderation[];
  now: Date;
  /** whether it can be taken back as the consultation stands */
  withdrawable: boolean;
  done: string | undefined;
  problem: string | undefined;
  sent: Sent | undefined;
};

/** One of somebody's own: where it stands, what was decided about it, and what they can do. */
export function OwnPage(p: OwnPageProps) {
  const { ctx, own, paragraph, outcome } = p;
  const { t } = ctx;
  const title = t('consultations.comments.mine.what', {
    kind: t(`consultations.contribution.${own.kind}`),
    number: own.number,
  });
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.comments.mine.me'), href: '/me' },
          { label: t('consultations.comments.mine.title'), href: '/me/contributions' },
          { label: title },
        ]}
      />
      <Done {...p} />
      {p.problem && <Notice tone="error" title={p.problem} />}
      <Heading
        title={title}
        over={<a href={publicHref({ kind: own.consultationKind, slug: own.slug })}>{own.title}</a>}
        facts={<State ctx={ctx} own={own} outcome={outcome} />}
      />
      {own.state !== 'withdrawn' && <Letter text={own.text} sign={own.shownAs} />}
      <Facts
        items={[
          paragraph && { label: t('consultations.comments.mine.about'), value: paragraph.label },
          { label: t('consultations.comments.mine.when'), value: <DateTime value={own.createdAt} form="datetime" /> },
          own.state === 'visible' && {
            label: t('consultations.comments.mine.supports'),
            value: t('consultations.support.count', { count: own.supports }),
          },
        ]}
      />
      {paragraph && paragraph.since !== 'same' && (
        <p>
          {t(`consultations.comments.since.${paragraph.since}`, { version: paragraph.versionNo })}{' '}
          <a href={`/consultations/${own.slug}/compare?from=${paragraph.versionNo}`}>
            {t('consultations.comments.compare')}
          </a>
        </p>
      )}
      {own.state === 'visible' && (
        <More>
          <VerbLink href={contributionHref(own)}>{t('consultations.comments.mine.see')}</VerbLink>
        </More>
      )}
      <Section id="outcome" title={t('consultations.comments.mine.outcome')}>
        {outcome ? (
          <Notice title={outcome.label}>
            {outcome.reason && <Pre text={outcome.reason} />}
            {outcome.href && (
              <p>
                <a href={outcome.href}>{t('consultations.comments.mine.outcome_published')}</a>
              </p>
            )}
          </Notice>
        ) : (
          <p class="quiet">{t('consultations.comments.mine.no_outcome')}</p>
        )}
      </Section>
      {p.decisions.map((decision) => (
        <Decided {...p} decision={decision} />
      ))}
      {p.withdrawable && <Withdraw {...p} />}
    </>
  );
}

function Done({ ctx, own, done }: OwnPageProps) {
  const { t } = ctx;
  if (!done) return null;
  const place = own.parentNumber === null ? (own.anchor ?? 'whole') : `re-${own.parentNumber}`;
  return (
    <Notice
      tone="success"
      live
      title={t(`consultations.comments.mine.done.${done}`)}
      {...(done === 'said' ? { draftSent: `say-${own.slug}-${place}` } : {})}
    />
  );
}

function Withdraw({ ctx, own, sent }: OwnPageProps) {
  const { t } = ctx;
  return (
    <Fold summary={t('consultations.comments.mine.withdraw')} open={sent?.form === 'withdraw'}>
      <p>{t('consultations.comments.mine.withdraw_text')}</p>
      <Form id="withdraw" action={`/me/contributions/${own.id}/withdraw`}>
        <Button danger>{t('consultations.comments.mine.withdraw_now')}</Button>
      </Form>
    </Fold>
  );
}

function Decided(p: OwnPageProps & { decision: Moderation }) {
  const { ctx, own, decision } = p;
  const { t } = ctx;
  const { rule, reason, at, appeal, ruling, rulingReason } = decision;
  const stands = ruling !== 'restored';
  const mayAppeal = own.state === 'hidden' && stands && !decision.appealedAt && p.now <= appealUntil(decision);
  return (
    <Section id={`decision-${decision.id}`} title={t('consultations.moderation.hidden_title')}>
      <Facts
        items={[
          { label: t('consultations.moderation.rule'), value: rule },
          { label: t('consultations.moderation.reason'), value: reason },
          { label: t('consultations.moderation.when'), value: <DateTime value={at} form="datetime" /> },
          appeal !== null && { label: t('consultations.moderation.your_appeal'), value: <Pre text={appeal} /> },
          appeal !== null && {
            label: t('consultations.moderation.ruling'),
            value: ruling
              ? t(`consultations.moderation.ruling_${ruling}`, { reason: rulingReason })
              : t('consultations.moderation.ruling_waits'),
          },
        ]}
      />
      {mayAppeal && (
        <Form id="appeal" action={`/me/contributions/${own.id}/appeal`} {...stateOf(ctx, p.sent, 'appeal')} keepDraft>
          <Field
            name="text"
            type="textarea"
            rows={5}
            label={t('consultations.moderation.appeal_label')}
            hint={t('consultations.moderation.appeal_hint')}
            maxLength={2000}
            counted
            required
          />
          <Actions
            note={
              <>
                {t('consultations.moderation.appeal_until')} <DateTime value={appealUntil(decision)} form="date" />
              </>
            }
          >
            <Button primary>{t('consultations.moderation.appeal')}</Button>
          </Actions>
        </Form>
      )}
      <p>
        <a href="/contributions/moderation-log">{t('consultations.moderation.log.title')}</a>
      </p>
    </Section>
  );
}
