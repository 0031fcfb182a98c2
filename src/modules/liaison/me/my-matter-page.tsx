import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { StarField } from '../../../ui/stars.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import type { MatterView } from '../matters/load-matter.ts';
import { MatterFacts, MatterStory } from '../matters/matter-story.tsx';
import { titleOf } from '../matters/matter-table.tsx';

type Props = { ctx: PageContext; view: MatterView; sent?: Sent | undefined };

/** One of the member's own matters: all of it, and what they can do. */
export function MyMatterPage({ ctx, view, sent }: Props) {
  const { t } = ctx;
  const { matter, can } = view;
  const whole = sent && stateOf(ctx, sent, sent.form).errors[''];
  return (
    <>
      <Trail items={[{ label: t('liaison.me.title'), href: '/me/contact' }, { label: matter.number }]} />
      <CaseLayout
        heading={
          <>
            <Heading title={titleOf(matter, t)} />
            {whole && <Notice tone="error" title={whole} />}
            {can.has('rate') && (
              <Notice tone="info">
                <a href="#rate">{t('liaison.me.rate_here')}</a>
              </Notice>
            )}
          </>
        }
        before={
          <SideSection id="facts" title={t('liaison.matters.facts')}>
            <MatterFacts view={view} caseHref={(number) => `/me/cases/${number}`} />
          </SideSection>
        }
      >
        <MatterStory ctx={ctx} view={view} />
        {can.has('rate') && <RateForm ctx={ctx} view={view} sent={sent} />}
        {can.has('add') && <TextForm ctx={ctx} view={view} sent={sent} deed="add" />}
        {can.has('reopen') && <TextForm ctx={ctx} view={view} sent={sent} deed="reopen" />}
        {can.has('drop') && (
          <Fold summary={t('liaison.me.do.drop')} open={sent?.form === 'drop'}>
            <TextForm ctx={ctx} view={view} sent={sent} deed="drop" />
          </Fold>
        )}
      </CaseLayout>
    </>
  );
}

function RateForm({ ctx, view, sent }: Props) {
  const { t } = ctx;
  return (
    <Section id="rate" title={t('liaison.me.do.rate')} note={t('liaison.me.rate_note')}>
      <Form id="rating" action={`/me/contact/${view.matter.number}/rate`} {...stateOf(ctx, sent, 'rate')}>
        <Choice
          name="solved"
          legend={t('liaison.me.solved')}
          options={[
            { value: 'yes', label: t('liaison.matters.solved') },
            { value: 'no', label: t('liaison.matters.unsolved') },
          ]}
        />
        <StarField name="outcome" legend={t('liaison.matters.star.outcome')} />
        <StarField name="attitude" legend={t('liaison.matters.star.attitude')} />
        <StarField name="speed" legend={t('liaison.matters.star.speed')} />
        <Field name="text" type="textarea" rows={3} label={t('liaison.me.rate_text')} maxLength={1000} optional />
        <Actions>
          <Button primary>{t('liaison.me.do.rate')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

// keys: liaison.me.do.*, liaison.me.text.*, liaison.me.note.*
function TextForm({ ctx, view, sent, deed }: Props & { deed: 'add' | 'reopen' | 'drop' }) {
  const { t } = ctx;
  return (
    <Section id={`${deed}-part`} title={t(`liaison.me.do.${deed}`)} note={t(`liaison.me.note.${deed}`)}>
      <Form id={deed} action={`/me/contact/${view.matter.number}/${deed}`} {...stateOf(ctx, sent, deed)}>
        <Field
          name="text"
          type="textarea"
          rows={3}
          label={t(`liaison.me.text.${deed}`)}
          maxLength={deed === 'add' ? 2000 : 1000}
          optional={deed === 'drop'}
        />
        <Actions>
          <Button {...(deed === 'drop' ? { danger: true } : {})}>{t(`liaison.me.do.${deed}`)}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
