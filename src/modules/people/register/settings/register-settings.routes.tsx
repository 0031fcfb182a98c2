import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { Button } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf, versionOf } from '../../admin/admin-page.tsx';
import { formErrors } from '../../form-errors.ts';
import { type RegisterSettings, registerSettings } from '../register.settings.ts';
import { changeRegisterSettings, settingFields } from './change-register-settings.ts';

const address = '/admin/settings/register';

/** How the city runs its register: terms, days and notice. */
export function registerSettingsRoutes(app: App, k: Kernel): void {
  app.get(address, (request, reply) => show(k, request, reply));
  app.post(address, async (request, reply) => {
    const actor = await requireAdmin(k, request);
    const error = await attempt(() => changeRegisterSettings(k, actor, typedOf(request.body)));
    if (error) return show(k, request, reply, error);
    return reply.redirect(`${address}?said=saved`, 303);
  });
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, wrong?: AppError): Promise<FastifyReply> {
  await requireAdmin(k, request);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.register.settings.title'),
      main: (
        <SettingsPage
          settings={k.settings.get(registerSettings)}
          typed={wrong && typedOf(request.body)}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

function SettingsPage(p: { settings: RegisterSettings; typed?: FormValues | undefined; errors: FormErrors }) {
  const { t } = useUi();
  const stored = Object.fromEntries(Object.entries(p.settings).map(([name, value]) => [name, String(value)]));
  return (
    <>
      <Heading title={t('people.register.settings.title')} lead={t('people.register.settings.lead')} />
      <Form id="register-settings" action={address} values={p.typed ?? stored} errors={p.errors}>
        <Hidden name="version" value={versionOf(p.settings)} />
        {(Object.keys(settingFields) as (keyof RegisterSettings)[]).map((name) => (
          <Field
            name={name}
            inputmode="numeric"
            maxLength={4}
            width="short"
            label={t(`people.register.settings.${name}`)}
            hint={t('people.register.settings.between', {
              least: settingFields[name][0],
              most: settingFields[name][1],
            })}
            required
          />
        ))}
        <Actions note={t('people.register.settings.note')}>
          <Button primary>{t('people.register.me.save')}</Button>
        </Actions>
      </Form>
    </>
  );
}
