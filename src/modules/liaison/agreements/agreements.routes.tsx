import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormValues } from '../../../ui/form.tsx';
import { attempt, departmentBook, departmentsOf, formErrors, typedOf } from '../../people/index.ts';
import { type Reader, type Refused, refusedForm, requireReader, sendLiaisonPage } from '../exchange/liaison-page.tsx';
import { openOrganisations } from '../exchange/organisations.ts';
import { type Posted, postWithFiles } from '../exchange/post-files.ts';
import { sendPdf } from '../exchange/send-file.ts';
import { AgreementForm } from './agreement-forms.tsx';
import { AgreementPage } from './agreement-page.tsx';
import { agreementPdf } from './agreement-pdf.ts';
import { mayKeepAgreement, maySeeAgreements } from './agreements.policy.ts';
import { agreementStates } from './agreements.rules.ts';
import { attachToAgreement, doneInput, endAgreement, filePurpose, showDutyDone } from './keep-agreement.ts';
import { exportAgreements, loadList } from './list-agreements.ts';
import { ListPage } from './list-page.tsx';
import { loadAgreement } from './load-agreement.ts';
import { renewAgreement, sendAgreement, signAgreement, takeBackAgreement } from './sign-agreement.ts';
import { type AgreementInput, addDuty, editAgreement, makeAgreement, takeDutyOut } from './write-agreement.ts';

type ById = { Params: { id: string } };
type ByDuty = { Params: { id: string; duty: string } };

const wish = z.object({
  state: z.enum(agreementStates).optional().catch(undefined),
  after: z.string().refine(isId).optional().catch(undefined),
});
const format = z.object({ format: z.enum(['csv', 'xlsx']) });

/** Agreements with sites and partners: their list, one agreement, and what is done to it. */
export function agreementRoutes(app: App, k: Kernel): void {
  app.get('/liaison/agreements', { schema: { querystring: wish } }, async (request, reply) => {
    const actor = await requireReader(k, request);
    if (!maySeeAgreements(actor)) fail('kernel.not_allowed');
    const view = await loadList(k, actor, request.query);
    return sendLiaisonPage(k, request, reply, actor, (ctx) => ({
      title: ctx.t('liaison.agreements.title'),
      main: <ListPage view={view} />,
    }));
  });
  app.get('/liaison/agreements/list.:format', { schema: { params: format } }, async (request, reply) => {
    const actor = await requireReader(k, request);
    if (!maySeeAgreements(actor)) fail('kernel.not_allowed');
    return exportAgreements(k, reply, actor, request.params.format, app.frame.anonymous(request).locale);
  });
  app.get('/liaison/agreements/new', (request, reply) => showForm(k, request, reply, null));
  app.post('/liaison/agreements', (request, reply) => saveForm(k, request, reply, null));
  app.get<ById>('/liaison/agreements/:id', (request, reply) => show(k, request, reply, request.params.id));
  app.get<ById>('/liaison/agreements/:id/edit', (request, reply) => showForm(k, request, reply, request.params.id));
  app.post<ById>('/liaison/agreements/:id/edit', (request, reply) => saveForm(k, request, reply, request.params.id));
  app.get<ById>('/liaison/agreements/:id/agreement.pdf', async (request, reply) => {
    const actor = await requireReader(k, request);
    const view = await loadAgreement(k, actor, request.params.id);
    const pdf = await agreementPdf(k, view, app.frame.anonymous(request).locale);
    return sendPdf(reply, pdf, `agreement-${view.row.number}`);
  });
  deeds(app, k);
}

/** What is done to one agreement, each a form of its page. */
function deeds(app: App, k: Kernel): void {
  const deed = (
    path: string,
    form: string,
    said: string,
    work: (actor: Reader, id: string, body: Posted) => Promise<void>,
  ) =>
    app.post<ById>(`/liaison/agreements/:id/${path}`, async (request, reply) => {
      const actor = await requireReader(k, request);
      const { id } = request.params;
      const error = await attempt(() => work(actor, id, typedOf(request.body)));
      if (error) return refuse(k, request, reply, id, refusedForm(request, form, error));
      return reply.redirect(`/liaison/agreements/${id}?said=${said}`, 303);
    });
  deed('send', 'page', 'sent', (actor, id, { revision }) => sendAgreement(k, actor, id, Number(revision) || undefined));
  deed('take-back', 'page', 'taken_back', (actor, id) => takeBackAgreement(k, actor, id));
  deed('sign', 'page', 'signed', (actor, id, { party }) => signAgreement(k, actor, id, String(party ?? '')));
  deed('renew', 'renew', 'renewal', (actor, id, body) => renewAgreement(k, actor, id, body as never));
  deed('end', 'end', 'ended', (actor, id, body) => endAgreement(k, actor, id, body as never));
  deed('duties', 'duty', 'added', (actor, id, body) => addDuty(k, actor, id, body as never));
  app.post<ByDuty>('/liaison/agreements/:id/duties/:duty/remove', async (request, reply) => {
    const actor = await requireReader(k, request);
    const { id, duty } = request.params;
    const error = await attempt(() => takeDutyOut(k, actor, id, duty));
    if (error) return refuse(k, request, reply, id, refusedForm(request, 'page', error));
    return reply.redirect(`/liaison/agreements/${id}?said=removed`, 303);
  });
  app.post<ByDuty>('/liaison/agreements/:id/duties/:duty/done', (request, reply) => {
    const { id, duty } = request.params;
    return withFiles(k, request, reply, id, `done-${duty}`, 'done', (actor, fields, fileIds) =>
      showDutyDone(k, actor, id, duty, doneInput.parse({ ...fields, fileIds })),
    );
  });
  app.post<ById>('/liaison/agreements/:id/files', (request, reply) => {
    const { id } = request.params;
    return withFiles(k, request, reply, id, 'attach', 'attached', async (actor, _fields, fileIds) =>
      fileIds.length > 0 ? attachToAgreement(k, actor, id, fileIds) : undefined,
    );
  });
}

async function withFiles(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  form: string,
  said: string,
  work: (actor: Reader, fields: Posted, fileIds: string[]) => Promise<void>,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  // Whoever may not read it leaves no file behind.
  await loadAgreement(k, actor, id);
  const refused = await postWithFiles(
    k,
    request,
    { purpose: filePurpose, ownerId: actor.accountId, form },
    (fields, ids) => work(actor, fields, ids),
  );
  if (refused) return refuse(k, request, reply, id, refused);
  return reply.redirect(`/liaison/agreements/${id}?said=${said}`, 303);
}

async function show(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const view = await loadAgreement(k, actor, id);
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({ title: view.row.title, main: <AgreementPage view={view} ctx={ctx} refused={refused} /> }),
    refused?.error.status ?? 200,
  );
}

/** The page again with what is wrong; whoever may not see it sees no page. */
async function refuse(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refused: Refused,
): Promise<FastifyReply> {
  if (refused.error.status === 403 || refused.error.status === 404) throw refused.error;
  return show(k, request, reply, id, refused);
}

async function showForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
  wrong?: AppError,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const { city, ids } = departmentsOf(actor, 'liaison_officer');
  const view = id === null ? null : await loadAgreement(k, actor, id);
  if (view ? !mayKeepAgreement(actor, view.row.departmentId) : !city && ids.length === 0) fail('kernel.not_allowed');
  if (view && view.row.state !== 'draft' && !wrong) fail('liaison.agreements.wrong_state');
  const [departments, partners] = await Promise.all([departmentBook(k), openOrganisations(k)]);
  const stored: FormValues = view
    ? {
        title: view.row.title,
        departmentId: view.row.departmentId,
        organisationIds: view.row.organisationIds,
        startsOn: view.row.startsOn,
        endsOn: view.row.endsOn,
        text: view.texts[0]?.body ?? '',
      }
    : { departmentId: ids.length === 1 ? ids[0] : '' };
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t(view ? 'liaison.agreements.edit' : 'liaison.agreements.new'),
      main: (
        <AgreementForm
          id={id}
          revision={view?.row.revision ?? null}
          departments={departments.all
            .filter((each) => city || ids.includes(each.id))
            .map((each) => ({ value: each.id, label: localised(each.name, ctx.locale) }))}
          partners={partners}
          values={wrong ? typedOf(request.body) : stored}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function saveForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const given = typedOf(request.body) as unknown as AgreementInput;
  let made = id;
  const error = await attempt(async () => {
    if (id === null) made = await makeAgreement(k, actor, given);
    else await editAgreement(k, actor, id, given);
  });
  if (error?.status === 403 || error?.status === 404) throw error;
  if (error) return showForm(k, request, reply, id, error);
  return reply.redirect(`/liaison/agreements/${made}?said=saved`, 303);
}
