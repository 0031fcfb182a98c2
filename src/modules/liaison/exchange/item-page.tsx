import { dateWords } from '../../../kernel/time/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Meta, Pre } from '../../../ui/text.tsx';
import { ItemLight, ItemMark } from './item-mark.tsx';
import { formState, type Refused } from './liaison-page.tsx';
import type { ItemView, loadOnBehalf, OneItem } from './load-exchange.ts';

// keys: liaison.exchange.matter_state.*

type Given = { view: OneItem; ctx: PageContext; refused: Refused | undefined };

/** One thing said between an organisation and the city, with what was answered and who sees to it. */
export function ItemPage(given: Given) {
  const { t, locale } = useUi();
  const { view, ctx, refused } = given;
  const { item, organisation } = view;
  return (
    <>
      <Trail
        items={[
          view.side === 'member'
            ? { label: t('liaison.exchange.on_behalf'), href: '/me/on-behalf' }
            : { label: organisation?.name ?? '', href: `/organisations/${organisation?.slug}/liaison` },
          { label: t(`liaison.exchange.kind.${item.kind}`) },
        ]}
      />
      {refused?.form === 'page' && <Notice tone="error" title={formState(ctx, refused, 'page').errors[''] ?? ''} />}
      <CaseLayout
        heading={
          <Heading
            title={item.title || t('liaison.exchange.words_gone')}
            over={`${t(`liaison.exchange.direction.${item.direction}`)}　${t(`liaison.exchange.kind.${item.kind}`)}`}
            facts={
              <>
                <ItemMark item={item} /> <ItemLight item={item} today={view.today} />
              </>
            }
          />
        }
        before={<ItemFacts view={view} />}
        after={<Deeds {...given} />}
        afterLabel={t('liaison.exchange.deeds')}
      >
        <Section id="words" title={t('liaison.exchange.words')}>
          {item.body ? <Pre text={item.body} /> : <p class="quiet">{t('liaison.exchange.words_gone')}</p>}
        </Section>
        {item.state === 'awaiting_consent' && view.side === 'organisation' && (
          <Notice>
            {t('liaison.exchange.waits_for_member', { day: dateWords(item.consentBy ?? view.today, { locale }) })}
          </Notice>
        )}
        {(view.answers.length > 0 || view.may.answer) && <Answers {...given} />}
      </CaseLayout>
    </>
  );
}

function Deeds(given: Given) {
  const { view, ctx, refused } = given;
  const { t } = useUi();
  const { item, may } = view;
  const base = `/liaison/exchange/${item.id}`;
  return (
    <>
      {may.agree && <Consent item={item} />}
      {may.take && <TakeForm {...given} />}
      {may.settle && (
        <Fold summary={t('liaison.exchange.settle')} open={refused?.form === 'settle'}>
          <Form id="settle" action={`${base}/settle`} {...formState(ctx, refused, 'settle', { how: 'done' })}>
            <Choice
              name="how"
              legend={t('liaison.exchange.field.how')}
              options={[
                { value: 'done', label: t('liaison.exchange.state.done') },
                { value: 'declined', label: t('liaison.exchange.state.declined') },
              ]}
            />
            <Field
              name="body"
              type="textarea"
              paper="plain"
              rows={3}
              label={t('liaison.exchange.field.outcome')}
              maxLength={3000}
            />
            <Actions>
              <Button>{t('liaison.exchange.record')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
      {may.withdraw && !may.agree && (
        <Form id="withdraw" action={`${base}/withdraw`}>
          <Actions note={t(item.memberId ? 'liaison.exchange.withdraw_note_member' : 'liaison.exchange.withdraw_note')}>
            <Button small>{t('liaison.exchange.withdraw')}</Button>
          </Actions>
        </Form>
      )}
    </>
  );
}

/** The member's own word: nothing is shown to the city before it. */
function Consent({ item }: { item: ItemView }) {
  const { t } = useUi();
  return (
    <SideSection id="consent" title={t('liaison.exchange.consent_title')}>
      <p>{t('liaison.exchange.consent_wording')}</p>
      <Form id="agree" action={`/liaison/exchange/${item.id}/agree`}>
        <Actions>
          <Button primary>{t('liaison.exchange.agree')}</Button>
        </Actions>
      </Form>
      <Form id="refuse" action={`/liaison/exchange/${item.id}/refuse`}>
        <Actions note={t('liaison.exchange.refuse_note')}>
          <Button>{t('liaison.exchange.refuse')}</Button>
        </Actions>
      </Form>
    </SideSection>
  );
}

/** What organisations asked for somebody. */
export function OnBehalfPage({ view }: { view: Awaited<ReturnType<typeof loadOnBehalf>> }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('liaison.exchange.on_behalf')} lead={t('liaison.exchange.on_behalf_lead')} />
      {view.items.length === 0 && <EmptyState title={t('liaison.exchange.on_behalf_none')} />}
      <Matters
        level="h2"
        entries={view.items.map((item) => ({
          href: `/liaison/exchange/${item.id}`,
          title: item.title || t('liaison.exchange.words_gone'),
          meta: (
            <Meta
              items={[
                view.organisations.get(item.organisationId)?.name ?? '',
                <DateTime value={item.saidAt} form="date" />,
              ]}
            />
          ),
          state: <ItemMark item={item} />,
          aside: <ItemLight item={item} today={view.today} />,
        }))}
      />
    </>
  );
}

function ItemFacts({ view }: { view: OneItem }) {
  const { t, locale } = useUi();
  const { item, organisation } = view;
  return (
    <SideSection id="facts" title={t('liaison.exchange.facts')}>
      <Facts
        ruled
        items={[
          { label: t('liaison.exchange.organisation'), value: organisation?.name ?? '' },
          item.memberId !== null && {
            label: t('liaison.exchange.field.member'),
            value: view.names.get(item.memberId) ?? '',
          },
          {
            label: t('liaison.exchange.field.department'),
            value: item.departmentId ? view.departments.name(item.departmentId, locale) : t('liaison.meetings.office'),
          },
          item.ownerId !== null && {
            label: t('liaison.exchange.owner'),
            value: view.names.get(item.ownerId) ?? '',
          },
          item.dueOn !== null && {
            label: t('liaison.exchange.field.due'),
            value: dateWords(item.dueOn, { locale }),
          },
          item.matterState !== null && {
            label: t('liaison.exchange.matter'),
            value: t(`liaison.exchange.matter_state.${item.matterState}`),
            // Its number is for whoever may open it.
            end: view.side === 'organisation' ? undefined : item.matterNumber,
          },
          { label: t('liaison.exchange.said_at'), value: <DateTime value={item.saidAt} form="datetime" /> },
        ]}
      />
    </SideSection>
  );
}

/** What both sides said to it. */
function Answers({ view, ctx, refused }: Given) {
  const { t } = useUi();
  const { item } = view;
  return (
    <Section id="answers" title={t('liaison.exchange.answers')}>
      {view.answers.map((answer) => (
        <div class="part">
          <Meta
            items={[
              t(`liaison.exchange.side.${answer.side}`),
              view.names.get(answer.saidBy ?? '') ?? '',
              <DateTime value={answer.saidAt} form="datetime" />,
            ]}
          />
          <Pre text={answer.body} />
        </div>
      ))}
      {view.may.answer && (
        <Form
          id="answer"
          action={`/liaison/exchange/${item.id}/answer`}
          {...formState(ctx, refused, 'answer')}
          keepDraft
        >
          <Field
            name="body"
            type="textarea"
            paper="plain"
            rows={4}
            label={t('liaison.exchange.field.answer')}
            maxLength={3000}
          />
          <Actions>
            <Button>{t('liaison.exchange.answer')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function TakeForm({ view, ctx, refused }: Given) {
  const { t, locale } = useUi();
  const { item } = view;
  const base = `/liaison/exchange/${item.id}`;
  return (
    <SideSection id="take" title={t('liaison.exchange.take_title')}>
      <Form id="take-form" action={`${base}/take`} {...formState(ctx, refused, 'take')}>
        {item.direction === 'to_city' && (
          <>
            <Field
              name="ownerId"
              type="select"
              label={t('liaison.exchange.owner')}
              options={[
                { value: '', label: t('liaison.exchange.myself') },
                ...view.staff.map((each) => ({ value: each.id, label: each.name })),
              ]}
            />
            {item.departmentId === null && (
              <Field
                name="departmentId"
                type="select"
                label={t('liaison.exchange.field.department')}
                options={[
                  { value: '', label: t('liaison.meetings.office') },
                  ...view.departments.all.map((each) => ({
                    value: each.id,
                    label: view.departments.name(each.id, locale),
                  })),
                ]}
              />
            )}
          </>
        )}
        <Actions note={item.memberId ? t('liaison.exchange.take_note') : undefined}>
          <Button primary>{t('liaison.exchange.take')}</Button>
        </Actions>
      </Form>
    </SideSection>
  );
}
