import type { PublishedRule } from '../../../kernel/settings/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import type { Typed } from './my-piece-pages.tsx';
import type { Piece } from './piece.queries.ts';
import type { PieceDecision } from './piece-moderation.queries.ts';

const typedIn = (typed: Typed | undefined, form: string) =>
  typed?.form === form ? { values: typed.values, errors: typed.errors } : {};

/** That a piece was taken down: under which rule, why, and what became of an appeal. */
export function HiddenNotice({ piece, tone }: { piece: Piece; tone: 'info' | 'warn' }) {
  const { t } = useUi();
  return (
    <Notice tone={tone} title={t('people.appointments.hidden')}>
      {piece.rule && <p>{t('people.appointments.log.under', { rule: piece.rule })}</p>}
      <p>{piece.hiddenReason}</p>
      {piece.appealedAt && (
        <p>{t(`people.appointments.log.${piece.ruling ?? 'waiting'}`, { reason: piece.rulingReason })}</p>
      )}
      <p>
        <a href="/appointments/log">{t('people.appointments.log.title')}</a>
      </p>
    </Notice>
  );
}

/** The secretariat names the published rule and says why. */
export function HideForm(p: { base: string; rules: readonly PublishedRule[]; typed?: Typed | undefined }) {
  const { t } = useUi();
  return (
    <Fold summary={t('people.appointments.staff.hide')} open={p.typed?.form === 'hide'}>
      <Form id="hide" action={`${p.base}/hide`} {...typedIn(p.typed, 'hide')}>
        <Field
          name="rule"
          type="select"
          label={t('people.appointments.staff.rule')}
          placeholder={t('people.appointments.staff.rule_choose')}
          options={p.rules.map(({ number, title }) => ({ value: number, label: `${number} ${title}` }))}
          required
        />
        <Field name="reason" label={t('people.appointments.staff.hide_reason')} maxLength={300} required />
        <Actions note={t('people.appointments.staff.hide_note')}>
          <Button danger>{t('people.appointments.staff.hide_now')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

/** An appeal that waits, for the secretariat; whoever took the piece down reads it only. */
export function RulingForm(p: { piece: Piece; base: string; mayRule: boolean; typed?: Typed | undefined }) {
  const { t } = useUi();
  return (
    <>
      <Facts items={[{ label: t('people.appointments.log.appeal'), value: p.piece.appeal ?? '' }]} />
      {p.mayRule ? (
        <Form id="ruling" action={`${p.base}/rule`} {...typedIn(p.typed, 'ruling')}>
          <Choice
            name="ruling"
            legend={t('people.appointments.staff.ruling')}
            options={(['restored', 'upheld'] as const).map((value) => ({
              value,
              label: t(`people.appointments.staff.rule_${value}`),
            }))}
          />
          <Field name="reason" label={t('people.appointments.staff.hide_reason')} maxLength={300} required />
          <Actions>
            <Button primary>{t('people.appointments.staff.rule_now')}</Button>
          </Actions>
        </Form>
      ) : (
        <p class="quiet">{t('people.appointments.staff.another_rules')}</p>
      )}
    </>
  );
}

/** The author asks another person to look again. */
export function AppealForm(p: { base: string; typed?: Typed | undefined }) {
  const { t } = useUi();
  return (
    <Fold summary={t('people.appointments.me.appeal')} open={p.typed?.form === 'appeal'}>
      <Form id="appeal" action={`${p.base}/appeal`} {...typedIn(p.typed, 'appeal')}>
        <Field
          name="text"
          type="textarea"
          rows={3}
          maxLength={2000}
          label={t('people.appointments.me.appeal_text')}
          hint={t('people.appointments.me.appeal_hint')}
          required
        />
        <Actions>
          <Button>{t('people.appointments.me.appeal_send')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

/** The public log: every decision to take something down, with what became of it. */
export function PieceLogPage(p: { decisions: readonly PieceDecision[]; nextHref: string | undefined; first: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('people.appointments.home'), href: '/' },
          { label: t('people.appointments.title'), href: '/appointments' },
          { label: t('people.appointments.log.title') },
        ]}
      />
      <Heading
        title={t('people.appointments.log.title')}
        lead={t('people.appointments.log.lead')}
        facts={
          <>
            <a href="/moderation-log">{t('people.appointments.log.of_cases')}</a>
            <a href="/contributions/moderation-log">{t('people.appointments.log.of_consultations')}</a>
          </>
        }
      />
      {p.decisions.length === 0 && <EmptyState title={t('people.appointments.log.none')} />}
      <ol class="matters">
        {p.decisions.map((one) => (
          <li>
            <h2>
              {one.rule
                ? t('people.appointments.log.under', { rule: one.rule })
                : t('people.appointments.log.without_rule')}
            </h2>
            <Facts
              items={[
                { label: t('people.appointments.log.when'), value: <DateTime value={one.at} form="datetime" /> },
                { label: t('people.appointments.log.reason'), value: one.reason },
                {
                  label: t('people.appointments.log.appeal'),
                  value: t(`people.appointments.log.${one.ruling ?? (one.appealedAt ? 'waiting' : 'no_appeal')}`, {
                    reason: one.rulingReason,
                  }),
                },
              ]}
            />
          </li>
        ))}
      </ol>
      <KeysetPager firstHref={p.first ? undefined : '/appointments/log'} nextHref={p.nextHref} />
    </>
  );
}
