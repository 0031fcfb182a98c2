import { Button } from '../../../../ui/button.tsx';
import { Choice } from '../../../../ui/choice.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Pre } from '../../../../ui/text.tsx';
import { type DataRequest, requestKinds } from './data-request.ts';
import { type Light, RequestState } from './requests-pages.tsx';

/** What one asked about one's own data, with the answers, and the form to ask. */
export function OwnRequests(p: {
  requests: readonly DataRequest[];
  light: Light;
  answer_days: number;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  return (
    <Section
      id="requests"
      title={t('people.requests.own')}
      note={t('people.requests.own_note', { days: p.answer_days })}
    >
      {p.requests.length > 0 && (
        <ul class="holdings">
          {p.requests.map((request) => (
            <OwnRequest request={request} light={p.light} />
          ))}
        </ul>
      )}
      <Form id="ask" action="/me/data/requests" values={p.values} errors={p.errors} keepDraft>
        <Choice
          name="kind"
          legend={t('people.requests.ask_what')}
          options={requestKinds.map((value) => ({
            value,
            label: t(`people.requests.kind.${value}`),
            note: t(`people.requests.kind_note.${value}`),
          }))}
          required
        />
        <Field
          name="text"
          type="textarea"
          rows={5}
          label={t('people.requests.ask_text')}
          hint={t('people.requests.ask_hint')}
          maxLength={4000}
          required
        />
        <Actions note={t('people.requests.ask_next', { days: p.answer_days })}>
          <Button>{t('people.requests.ask_verb')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function OwnRequest({ request, light }: { request: DataRequest; light: Light }) {
  const { t } = useUi();
  return (
    <li>
      <div>
        <h3>
          {t('people.requests.one', { number: request.number })} {t(`people.requests.kind.${request.kind}`)}
        </h3>
        <p class="quiet">
          {t('people.requests.received')} <DateTime value={request.receivedAt} form="date" /> ·{' '}
          {t('people.requests.due')} <DateTime value={request.dueAt} form="date" />
        </p>
        <Pre text={request.text} />
        {request.state === 'answered' && (
          <blockquote>
            <p class="quiet">
              {t('people.requests.answer')} <DateTime value={request.answeredAt ?? ''} form="date" />
            </p>
            <Pre text={request.answer} />
            {request.outcome !== 'done' && <p class="quiet">{t('people.requests.complain')}</p>}
          </blockquote>
        )}
      </div>
      <RequestState request={request} light={light} />
    </li>
  );
}
