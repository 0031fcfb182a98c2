import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { versionOf } from '../../people/index.ts';
import { post, requireDesk, type Sent, sendDesk, stateOf } from '../desk-page.tsx';
import { mayAssign } from '../liaison.policy.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { changeSettings, countNames, counts, settingsState } from './change-settings.ts';

/** What the liaison office sets for the whole city. */
export function settingsRoutes(app: App, k: Kernel): void {
  app.get('/liaison/settings', (request, reply) => show(k, request, reply));
  app.post('/liaison/settings', async (request, reply) => {
    const actor = await requireDesk(k, request);
    return post(
      request,
      reply,
      'settings',
      async () => {
        await changeSettings(k, actor, request.body as never);
        return '/liaison/settings?done=settings';
      },
      (sent) => show(k, request, reply, sent),
    );
  });
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  if (!mayAssign(actor)) fail('kernel.not_allowed');
  const settings = k.settings.get(liaisonSettings);
  const begin = {
    ...Object.fromEntries(countNames.map((name) => [name, String(settings[name])])),
    quarter_days: settings.quarter_days.join(' '),
    version: versionOf(settingsState(settings)),
  };
  return sendDesk(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.contacts.settings'),
      main: <SettingsPage {...stateOf(ctx, sent, 'settings', begin)} />,
    }),
    sent?.thrown.status ?? 200,
  );
}

// keys: liaison.contacts.setting.*
function SettingsPage({ values, errors }: { values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('liaison.contacts.settings')} lead={t('liaison.contacts.settings_lead')} />
      <Form id="settings" action="/liaison/settings" values={values} errors={errors}>
        <Hidden name="version" value={String(values.version ?? '')} />
        {countNames.map((name) => (
          <Field
            name={name}
            type="number"
            width="short"
            label={t(`liaison.contacts.setting.${name}`)}
            min={counts[name][0]}
            max={counts[name][1]}
          />
        ))}
        <Field
          name="quarter_days"
          width="half"
          label={t('liaison.contacts.setting.quarter_days')}
          hint={t('liaison.contacts.setting.quarter_days_hint')}
          maxLength={40}
        />
        <Actions>
          <Button primary>{t('liaison.contacts.settings_save')}</Button>
          <ButtonLink href="/liaison/contacts">{t('liaison.contacts.back')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}
