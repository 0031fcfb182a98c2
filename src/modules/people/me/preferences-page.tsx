import { type Channel, channels, type Preference } from '../../../kernel/notify/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { MePage } from './me-page.tsx';
import type { GroupWish } from './preferences.ts';

export type PreferencesPageProps = {
  wishes: GroupWish[];
  values: FormValues;
  errors: FormErrors;
  done: string;
  reach: Record<Channel, boolean>;
  push: { key: string; devices: { endpoint: string; device: string; since: Date }[] };
};

/** The form's values for what is stored. */
export function valuesOf(preference: Preference): FormValues {
  return {
    quiet: preference.quiet ? 'yes' : undefined,
    quietFrom: preference.quiet?.from ?? '22:00',
    quietTo: preference.quiet?.to ?? '07:00',
    digest: preference.digest,
    digestHour: String(preference.digestHour),
    digestWeekday: String(preference.digestWeekday),
  };
}

/** What somebody hears of, by which way, and when. */
export function PreferencesPage(p: PreferencesPageProps) {
  const { t } = useUi();
  return (
    <MePage title={t('people.preferences.title')} lead={t('people.preferences.lead')}>
      {p.done === 'saved' && (
        <Notice tone="success" live>
          <p>{t('people.preferences.done')}</p>
        </Notice>
      )}
      <Form id="preferences" action="/me/preferences" values={p.values} errors={p.errors}>
        <Wishes p={p} />
        <Quiet />
        <Choice
          name="digest"
          legend={t('people.preferences.digest')}
          options={(['now', 'daily', 'weekly'] as const).map((value) => ({
            value,
            label: t(`people.preferences.digest_${value}`),
          }))}
        />
        <Field
          name="digestHour"
          type="select"
          label={t('people.preferences.hour')}
          width="short"
          options={Array.from({ length: 24 }, (_, hour) => ({
            value: String(hour),
            label: `${String(hour).padStart(2, '0')}:00`,
          }))}
        />
        <Field
          name="digestWeekday"
          type="select"
          label={t('people.preferences.weekday')}
          width="short"
          options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({
            value: String(day),
            label: t(`people.preferences.weekday_${day}`),
          }))}
        />
        <Actions>
          <Button primary>{t('people.preferences.save')}</Button>
        </Actions>
      </Form>
      <Push p={p} />
    </MePage>
  );
}

function Wishes({ p }: { p: PreferencesPageProps }) {
  const { t } = useUi();
  const shown = channels.filter((channel) => p.reach[channel]);
  return (
    <Table
      caption={t('people.preferences.which')}
      columns={[
        { label: t('people.preferences.about'), head: true, cell: (wish: GroupWish) => t(wish.label) },
        ...shown.map((channel) => ({
          label: t(`notify.channel.${channel}`),
          cell: (wish: GroupWish) =>
            wish.mandatory ? (
              t('people.preferences.always')
            ) : (
              <Checkbox
                name="wanted"
                value={`${wish.group}/${channel}`}
                checked={wish.on[channel]}
                label={<span class="vh">{`${t(wish.label)} ${t(`notify.channel.${channel}`)}`}</span>}
              />
            ),
        })),
      ]}
      rows={p.wishes}
    />
  );
}

function Quiet() {
  const { t } = useUi();
  return (
    <Fieldset legend={t('people.preferences.quiet')} hint={t('people.preferences.quiet_hint')}>
      <Checkbox name="quiet" label={t('people.preferences.quiet_on')} />
      <Field name="quietFrom" type="time" label={t('people.preferences.quiet_from')} width="short" />
      <Field name="quietTo" type="time" label={t('people.preferences.quiet_to')} width="short" />
    </Fieldset>
  );
}

function Push({ p }: { p: PreferencesPageProps }) {
  const { t } = useUi();
  return (
    <Section id="push" title={t('people.push.title')} note={t('people.push.note')}>
      <div
        data-island="push-subscribe"
        data-key={p.push.key}
        data-failed={t('people.push.failed')}
        data-refused={t('people.push.refused')}
      >
        <Button type="button" icon="bell" disabled>
          {t('people.push.on')}
        </Button>
        <p class="said" role="status">
          {t('people.push.needs_script')}
        </p>
      </div>
      {p.push.devices.length > 0 && (
        <ul class="holdings">
          {p.push.devices.map((each) => (
            <li>
              <div>
                <h3>{each.device || t('people.sessions.unknown_device')}</h3>
                <p class="quiet">
                  {t('people.push.since')} <DateTime value={each.since} form="date" />
                </p>
              </div>
              <form action="/me/push/remove" method="post">
                <input type="hidden" name="endpoint" value={each.endpoint} />
                <Button small>{t('people.push.off')}</Button>
              </form>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
