import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Meta } from '../../../ui/text.tsx';
import { AgreementList } from '../agreements/list-page.tsx';
import { MeetingLines } from '../meetings/meetings-list.tsx';
import type { ItemKind } from './exchange.rules.ts';
import { ItemLight, ItemMark } from './item-mark.tsx';
import { formState, type Refused } from './liaison-page.tsx';
import type { ExchangeView, ItemView } from './load-exchange.ts';

// keys: liaison.exchange.kind.*, liaison.exchange.part.*

/** What is said between an organisation and the city, who speaks for whom, and what they agreed. */
export function ExchangePage({
  view,
  ctx,
  refused,
}: {
  view: ExchangeView;
  ctx: PageContext;
  refused: Refused | undefined;
}) {
  const { t, locale } = useUi();
  const { organisation } = view;
  const says = !organisation.closed && (view.ours || view.voices.office || view.voices.departmentIds.length > 0);
  return (
    <>
      <Trail
        items={[
          view.ours
            ? { label: organisation.name, href: `/organisations/${organisation.slug}` }
            : { label: t('liaison.exchange.organisations'), href: '/liaison/organisations' },
          { label: t('liaison.exchange.title') },
        ]}
      />
      <Heading
        title={t('liaison.exchange.with', { name: organisation.name })}
        lead={t(view.ours ? 'liaison.exchange.lead_ours' : 'liaison.exchange.lead_city')}
      />
      {says && (
        <Fold
          summary={t(view.ours ? 'liaison.exchange.say_city' : 'liaison.exchange.say_organisation')}
          icon="pen"
          open={refused?.form === 'say'}
        >
          <SayForm view={view} {...formState(ctx, refused, 'say', { kind: 'need' })} />
        </Fold>
      )}
      <Chapter id="items" title={t('liaison.exchange.said_title')}>
        {view.items.length === 0 && <p class="quiet">{t('liaison.exchange.nothing_said')}</p>}
        <ItemList items={view.items} view={view} />
        <KeysetPager {...(view.nextHref ? { nextHref: view.nextHref } : {})} />
      </Chapter>
      <Speakers view={view} />
      {view.agreements.length > 0 && (
        <Chapter id="agreements" title={t('liaison.agreements.title')}>
          <AgreementList
            entries={view.agreements}
            today={view.today}
            department={(id) => view.departments.name(id, locale)}
            level="h3"
          />
        </Chapter>
      )}
      {view.meetings.length > 0 && (
        <Chapter id="meetings" title={t('liaison.meetings.ahead')}>
          <MeetingLines meetings={view.meetings} />
        </Chapter>
      )}
    </>
  );
}

function ItemList({ items, view }: { items: readonly ItemView[]; view: ExchangeView }) {
  const { t, locale } = useUi();
  return (
    <Matters
      level="h3"
      entries={items.map((item) => ({
        href: `/liaison/exchange/${item.id}`,
        title: item.title || t('liaison.exchange.words_gone'),
        meta: (
          <Meta
            items={[
              t(`liaison.exchange.direction.${item.direction}`),
              t(`liaison.exchange.kind.${item.kind}`),
              <DateTime value={item.saidAt} form="date" />,
              item.departmentId ? view.departments.name(item.departmentId, locale) : t('liaison.meetings.office'),
            ]}
          />
        ),
        ...(item.body ? { excerpt: item.body.slice(0, 120) } : {}),
        state: <ItemMark item={item} />,
        aside: <ItemLight item={item} today={view.today} />,
      }))}
    />
  );
}

function SayForm({ view, values, errors }: { view: ExchangeView; values: FormValues; errors: FormErrors }) {
  const { t, locale } = useUi();
  const { organisation, ours, voices } = view;
  const kinds: ItemKind[] = ours ? ['need', 'news', 'request'] : ['need', 'news'];
  const offices = ours ? view.departments.all.map((each) => each.id) : voices.departmentIds;
  return (
    <Form id="say" action={`/organisations/${organisation.slug}/liaison`} values={values} errors={errors} keepDraft>
      <Choice
        name="kind"
        legend={t('liaison.exchange.field.kind')}
        options={kinds.map((value) => ({
          value,
          label: t(`liaison.exchange.kind.${value}`),
          note: t(`liaison.exchange.kind_note.${value}`),
        }))}
      />
      {ours && (
        <Field
          name="memberId"
          type="select"
          label={t('liaison.exchange.field.member')}
          hint={t('liaison.exchange.member_hint')}
          options={[
            { value: '', label: t('liaison.exchange.nobody') },
            ...view.members.map((each) => ({ value: each.accountId, label: each.name })),
          ]}
          optional
        />
      )}
      <Field name="title" label={t('liaison.exchange.field.title')} maxLength={80} required />
      <Field
        name="body"
        type="textarea"
        paper="plain"
        rows={5}
        label={t('liaison.exchange.field.body')}
        maxLength={4000}
        counted
        required
      />
      <FieldRow>
        <Field
          name="departmentId"
          type="select"
          label={t(ours ? 'liaison.exchange.field.department' : 'liaison.exchange.field.from')}
          options={[
            ...(ours || voices.office ? [{ value: '', label: t('liaison.meetings.office') }] : []),
            ...offices.map((id) => ({ value: id, label: view.departments.name(id, locale) })),
          ]}
        />
        <Field
          name="dueOn"
          type="date"
          label={t('liaison.exchange.field.due')}
          hint={t('liaison.exchange.due_hint')}
          optional
        />
      </FieldRow>
      <Actions>
        <Button primary>{t('liaison.exchange.send')}</Button>
      </Actions>
    </Form>
  );
}

function Speakers({ view }: { view: ExchangeView }) {
  const { t } = useUi();
  return (
    <Chapter id="speakers" title={t('liaison.exchange.speakers')} note={t('liaison.exchange.speakers_note')}>
      {view.speakers.length === 0 && <p class="quiet">{t('liaison.exchange.no_speakers')}</p>}
      <ul>
        {view.speakers.map((each) => (
          <li>
            <Meta
              items={[
                <b>{each.name}</b>,
                t(`liaison.exchange.part.${each.part}`),
                <DateTime value={each.since} form="month" />,
              ]}
            />
          </li>
        ))}
      </ul>
    </Chapter>
  );
}
