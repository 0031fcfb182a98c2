import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { Button } from '../../../../ui/button.tsx';
import { Choice } from '../../../../ui/choice.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { attempt, formErrors, requireAdmin, sendAdminPage, typedOf, versionOf } from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import { kinds } from '../../cases.rules.ts';
import { type CasesSettings, casesSettings } from '../../cases.settings.ts';
import { type CountField, changeMailbox, countFields, limitNames, limitUnits, mailboxState } from './change-mailbox.ts';

/** How the city runs its mailbox: numbers, limits, kinds. */
export function mailboxRoutes(app: App, k: Kernel): void {
  app.get('/admin/settings/mailbox', (request, reply) => show(k, request, reply));
  app.post('/admin/settings/mailbox', async (request, reply) => {
    const actor = await requireAdmin(k, request, mayAdministerCases);
    const error = await attempt(() => changeMailbox(k, actor, typedOf(request.body)));
    if (error) return show(k, request, reply, error);
    return reply.redirect('/admin/settings/mailbox?said=saved', 303);
  });
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, wrong?: AppError): Promise<FastifyReply> {
  await requireAdmin(k, request, mayAdministerCases);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('cases.admin.mailbox.title'),
      main: (
        <MailboxPage
          settings={k.settings.get(casesSettings)}
          typed={wrong && typedOf(request.body)}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

function stored(settings: CasesSettings): FormValues {
  const limits = limitNames.flatMap((name) => [
    [`${name}_amount`, String(settings.limits[name].amount)],
    [`${name}_unit`, settings.limits[name].unit],
  ]);
  const counts = Object.keys(countFields).map((name) => [name, String(settings[name as CountField])]);
  return { numberPrefix: settings.numberPrefix, kinds: settings.kinds, ...Object.fromEntries([...limits, ...counts]) };
}

// keys: cases.admin.mailbox.*

function MailboxPage(p: { settings: CasesSettings; typed?: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('cases.admin.mailbox.title')} lead={t('cases.admin.mailbox.lead')} />
      <Form id="mailbox" action="/admin/settings/mailbox" values={p.typed ?? stored(p.settings)} errors={p.errors}>
        <Hidden name="version" value={versionOf(mailboxState(p.settings))} />
        <Field
          name="numberPrefix"
          width="short"
          maxLength={8}
          label={t('cases.admin.mailbox.prefix')}
          hint={t('cases.admin.mailbox.prefix_hint')}
          optional
        />
        <Choice
          name="kinds"
          legend={t('cases.admin.mailbox.kinds')}
          hint={t('cases.admin.mailbox.kinds_hint')}
          options={kinds.map((kind) => ({ value: kind, label: t(`cases.kind.${kind}`) }))}
          multiple
        />
        <h2>{t('cases.admin.mailbox.limits')}</h2>
        <p class="quiet">{t('cases.admin.mailbox.limits_note')}</p>
        {limitNames.map((name) => (
          <div class="pairs">
            <Field
              name={`${name}_amount`}
              inputmode="numeric"
              maxLength={3}
              label={t(`cases.admin.mailbox.limit_${name}`)}
              required
            />
            <Field
              name={`${name}_unit`}
              type="select"
              label={t('cases.admin.mailbox.unit_of', { what: t(`cases.admin.mailbox.limit_${name}`) })}
              options={limitUnits.map((unit) => ({ value: unit, label: t(`cases.admin.mailbox.unit_${unit}`) }))}
            />
          </div>
        ))}
        <h2>{t('cases.admin.mailbox.days')}</h2>
        {(Object.keys(countFields) as CountField[]).map((name) => (
          <Field
            name={name}
            inputmode="numeric"
            maxLength={4}
            width="short"
            label={t(`cases.admin.mailbox.count_${name}`)}
            hint={t('cases.admin.mailbox.between', { least: countFields[name][0], most: countFields[name][1] })}
            required
          />
        ))}
        <Actions note={t('cases.admin.mailbox.note')}>
          <Button primary>{t('people.admin.save')}</Button>
        </Actions>
      </Form>
    </>
  );
}
