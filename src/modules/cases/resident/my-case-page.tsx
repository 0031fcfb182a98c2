import type { ComponentChildren } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Checkbox, Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Acts, Section, Sheet } from '../../../ui/layout.tsx';
import { Said } from '../../../ui/letter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { StarField } from '../../../ui/stars.tsx';
import type { CaseRow } from '../case.queries.ts';
import { isOpen, isPublic, nextState } from '../cases.rules.ts';
import { casesSettings } from '../cases.settings.ts';
import type { StandingModeration } from '../public/moderation/moderation.queries.ts';
import { mostPhotos } from './write-page.tsx';

/** Which of the page's forms was sent, with what was typed and what is wrong. */
export type SentForm = { form: 'add' | 'rate' | 'reopen' | 'appeal'; values: FormValues; errors: FormErrors };

export type MyCaseProps = {
  k: Kernel;
  ctx: PageContext;
  row: CaseRow;
  /** by the code and not by an account */
  tracked: boolean;
  question: string | null;
  reopened: boolean;
  moderation: StandingModeration | undefined;
  sent?: SentForm;
  done?: string;
};

const day_ms = 86_400_000;

/** What its author can do with a letter now. */
export function myDeeds(p: MyCaseProps) {
  const { row, k } = p;
  const { reopen_days } = k.settings.get(casesSettings);
  const recent = !row.closed_at || k.clock.now().getTime() - row.closed_at.getTime() <= reopen_days * day_ms;
  return {
    add: isOpen(row.state),
    rate: nextState(row.state, 'rate') !== null,
    reopen:
      !p.reopened &&
      recent &&
      nextState(row.state, 'reopen') !== null &&
      (row.state !== 'archived' || row.state_before === 'closed'),
    withdraw: nextState(row.state, 'withdraw') !== null,
    unpublish: !row.confidential && row.state !== 'withdrawn',
    appeal: p.moderation !== undefined && p.moderation.appeal === null,
  };
}

const doneWords = ['add', 'answer', 'rate', 'reopen', 'withdraw', 'appeal', 'unpublish'] as const;

/** Above the story: what was just done, what waits for an answer, whether the letter is hidden. */
export function MyFirst(p: MyCaseProps): ComponentChildren {
  const { t } = p.ctx;
  const done = doneWords.find((word) => word === p.done);
  const standing = p.moderation;
  return (
    <>
      {done && <Notice tone="success" live draftSent="add" title={t(`cases.resident.done.${done}`)} />}
      {p.question && (
        <Notice tone="warn" title={t('cases.resident.question')}>
          <Said text={p.question} />
          <p>
            <a href="#add-text">{t('cases.resident.answer_here')}</a>
          </p>
        </Notice>
      )}
      {standing && (
        <Notice tone="warn" title={t('cases.resident.hidden', { rule: standing.rule })}>
          <p>{standing.reason}</p>
          <p>
            {standing.appeal_ruling === 'upheld'
              ? t('cases.resident.appeal_upheld', { reason: standing.appeal_reason })
              : t(standing.appeal ? 'cases.resident.appeal_waiting' : 'cases.resident.appeal_can')}
          </p>
        </Notice>
      )}
      {nextState(p.row.state, 'rate') !== null && (
        <Notice tone="info">
          <a href="#rate">{t('cases.resident.rate_here')}</a>
        </Notice>
      )}
    </>
  );
}

/** Buttons at the side: to the public page, withdraw, sign off from a tracked letter. */
export function MyActs(p: MyCaseProps) {
  const { t } = p.ctx;
  const { row } = p;
  const deeds = myDeeds(p);
  const open = isPublic({ ...row, acceptedAt: row.accepted_at });
  return (
    <Acts>
      {open && (
        <ButtonLink href={`/cases/${row.number}`} icon="mail">
          {t('cases.resident.public_page')}
        </ButtonLink>
      )}
      {deeds.add && (
        <ButtonLink href="#add-text" icon="plus">
          {t(p.question ? 'cases.resident.answer' : 'cases.resident.add')}
        </ButtonLink>
      )}
      {deeds.withdraw && (
        <ButtonLink href={`/me/cases/${row.number}/withdraw`} danger>
          {t('cases.resident.withdraw')}
        </ButtonLink>
      )}
      {deeds.unpublish && (
        <ButtonLink href={`/me/cases/${row.number}/unpublish`} icon="lock">
          {t('cases.resident.unpublish')}
        </ButtonLink>
      )}
      {p.tracked && (
        <Form id="leave" action="/cases/track/leave">
          <Button icon="out">{t('cases.resident.track.leave')}</Button>
        </Form>
      )}
    </Acts>
  );
}

const stateOf = (p: MyCaseProps, form: SentForm['form']) =>
  p.sent?.form === form ? { values: p.sent.values, errors: p.sent.errors } : {};

function AddForm(p: MyCaseProps) {
  const { t } = p.ctx;
  return (
    <Section id="add-title" title={t(p.question ? 'cases.resident.answer' : 'cases.resident.add')}>
      <Form id="add" action={`/me/cases/${p.row.number}/add`} multipart keepDraft {...stateOf(p, 'add')}>
        <Field name="text" type="textarea" rows={4} label={t('cases.resident.add_text')} maxLength={4000} counted />
        <FileField
          name="photos"
          label={t('cases.resident.photos')}
          hint={t('cases.resident.photos_hint', { n: mostPhotos })}
          accept="image/jpeg,image/png,image/webp,image/heic"
          multiple
          optional
        />
        {!p.row.confidential && (
          <Checkbox name="inside" label={t('cases.resident.inside')} hint={t('cases.resident.inside_hint')} />
        )}
        <Actions>
          <Button primary>{t(p.question ? 'cases.resident.answer' : 'cases.resident.add')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function RateForm(p: MyCaseProps) {
  const { t } = p.ctx;
  return (
    <Section id="rate" title={t('cases.resident.rate')} note={t('cases.resident.rate_note')}>
      <Form id="rating" action={`/me/cases/${p.row.number}/rate`} {...stateOf(p, 'rate')}>
        <Choice
          name="solved"
          legend={t('cases.resident.solved')}
          options={[
            { value: 'yes', label: t('cases.public.state.solved') },
            { value: 'no', label: t('cases.public.state.unsolved') },
          ]}
        />
        <StarField name="outcome" legend={t('cases.public.star.outcome')} />
        <StarField name="attitude" legend={t('cases.public.star.attitude')} />
        <StarField name="speed" legend={t('cases.public.star.speed')} />
        <Field
          name="text"
          type="textarea"
          rows={3}
          label={t('cases.resident.rate_text')}
          optional
          maxLength={1000}
          counted
        />
        <Actions>
          <Button primary>{t('cases.resident.rate')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function ReasonForm(p: MyCaseProps & { form: 'reopen' | 'appeal'; field: 'reason' | 'text' }) {
  const { t } = p.ctx;
  return (
    <Section id={`${p.form}-title`} title={t(`cases.resident.${p.form}`)} note={t(`cases.resident.${p.form}_note`)}>
      <Form id={p.form} action={`/me/cases/${p.row.number}/${p.form}`} {...stateOf(p, p.form)}>
        <Field
          name={p.field}
          type="textarea"
          rows={4}
          label={t(`cases.resident.${p.form}_text`)}
          maxLength={2000}
          minLength={10}
          counted
        />
        <Actions>
          <Button>{t(`cases.resident.${p.form}`)}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** Below the story: what its author can say now. */
export function MyForms(p: MyCaseProps) {
  const deeds = myDeeds(p);
  return (
    <>
      {deeds.add && <AddForm {...p} />}
      {deeds.rate && <RateForm {...p} />}
      {deeds.reopen && <ReasonForm {...p} form="reopen" field="reason" />}
      {deeds.appeal && <ReasonForm {...p} form="appeal" field="text" />}
    </>
  );
}

/** Asks once more before a letter is taken back. */
export function WithdrawPage({ ctx, row, errors }: { ctx: PageContext; row: CaseRow; errors?: FormErrors }) {
  const { t } = ctx;
  return (
    <Sheet title={t('cases.resident.withdraw_title')} lead={t('cases.resident.withdraw_lead', { title: row.title })}>
      <Form id="withdraw" action={`/me/cases/${row.number}/withdraw`} errors={errors}>
        <Field name="reason" label={t('cases.resident.withdraw_reason')} optional maxLength={500} />
        <Actions>
          <Button danger>{t('cases.resident.withdraw')}</Button>
          <ButtonLink href={`/me/cases/${row.number}`}>{t('cases.resident.withdraw_not')}</ButtonLink>
        </Actions>
      </Form>
    </Sheet>
  );
}

/** Asks once more before a letter leaves public view. */
export function UnpublishPage({ ctx, row, errors }: { ctx: PageContext; row: CaseRow; errors?: FormErrors }) {
  const { t } = ctx;
  return (
    <Sheet title={t('cases.resident.unpublish_title')} lead={t('cases.resident.unpublish_lead', { title: row.title })}>
      <Form id="unpublish" action={`/me/cases/${row.number}/unpublish`} errors={errors}>
        <Actions>
          <Button primary>{t('cases.resident.unpublish')}</Button>
          <ButtonLink href={`/me/cases/${row.number}`}>{t('cases.resident.unpublish_not')}</ButtonLink>
        </Actions>
      </Form>
    </Sheet>
  );
}
