import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { readMultipart, type StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import type { FormErrors } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, formErrors } from '../../people/index.ts';
import { mayKeepPromise } from '../cases.policy.ts';
import { plainFields } from '../desk/act-at-desk.ts';
import { wishOf } from '../desk/desk-address.ts';
import { deskStaff } from '../desk/desk-frame.tsx';
import { deskActor, numberSaid } from '../desk/desk-handlers.tsx';
import { loadDesk } from '../desk/desk-view.ts';
import { filesOfCase } from '../matter/matter.queries.ts';
import { PromisePage, WaitingPage } from './promise-pages.tsx';
import { type PromiseEntry, type PromiseKey, promiseById, waitingPromises } from './promises.queries.ts';
import { keepPromise } from './settle-promise.ts';

const shown = 30;
const mostFiles = 6;

function keyOf(text: string): PromiseKey | null {
  const [dueOn = '', id = ''] = text.split('.');
  return isLocalDate(dueOn) && isId(id) ? { dueOn, id } : null;
}

export async function showPromises(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const view = await loadDesk(k, actor, wishOf({}));
  const { after = '', done } = plainFields(request.query);
  const rows = await waitingPromises(k.db, view.mine.work, keyOf(after), shown + 1);
  const last = rows[shown - 1];
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.promises.title'),
    robots: 'noindex',
    staff: deskStaff(ctx, view, 'promises'),
    main: (
      <WaitingPage
        view={view}
        promises={rows.slice(0, shown)}
        nextHref={rows.length > shown && last ? `/desk/promises?after=${last.due_on}.${last.id}` : null}
        firstHref={keyOf(after) ? '/desk/promises' : null}
        kept={done === 'kept'}
      />
    ),
  }));
}

/** A promise of one's own departments. @throws AppError cases.not_yours, also where there is none */
async function ownPromise(k: Kernel, actor: Actor, id: string): Promise<PromiseEntry> {
  const promise = isId(id) ? await promiseById(k.db, id) : undefined;
  if (!promise || !mayKeepPromise(actor, promise)) fail('cases.not_yours');
  return promise;
}

export async function showPromise(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const promise = await ownPromise(k, actor, id);
  return sendPromise(k, request, reply, { actor, promise, evidence: '', files: [], errors: () => ({}), status: 200 });
}

type Showing = {
  actor: Actor;
  promise: PromiseEntry;
  evidence: string;
  files: readonly StoredFile[];
  errors: (ctx: PageContext) => FormErrors;
  status: number;
};

async function sendPromise(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, promise, evidence, files, errors, status }: Showing,
): Promise<FastifyReply> {
  const view = await loadDesk(k, actor, wishOf({}));
  const shownFiles = (await filesOfCase(k.db, promise.case_id)).filter(
    (file) => file.of === 'promise' && file.ofId === promise.id,
  );
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('cases.promises.one_title'),
      robots: 'noindex',
      staff: deskStaff(ctx, view, 'promises'),
      main: (
        <PromisePage
          view={view}
          promise={promise}
          numberSaid={numberSaid(k, promise.number)}
          shown={shownFiles}
          evidence={evidence}
          files={files}
          errors={errors(ctx)}
        />
      ),
    }),
    status,
  );
}

/** 做到了: words and pictures that show it. What cannot be accepted is said beside its field, with everything kept. */
export async function keepPromiseAt(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  await ownPromise(k, actor, id);
  const form = await readMultipart(request, { files: k.files, purpose: 'case', ownerId: actor.accountId, mostFiles });
  const kept = form.fields.files_kept;
  const keptIds = kept === undefined ? [] : typeof kept === 'string' ? [kept] : kept;
  const fileIds = [...new Set([...keptIds, ...form.files.map((file) => file.id)])];
  const evidence = typeof form.fields.evidence === 'string' ? form.fields.evidence : '';
  const again = async (errors: Showing['errors'], status: number) =>
    sendPromise(k, request, reply, {
      actor,
      promise: await ownPromise(k, actor, id),
      evidence,
      files: await k.files.findAll(fileIds),
      errors,
      status,
    });
  if (form.problems.length > 0)
    return again(
      (ctx) =>
        Object.fromEntries(
          Object.entries(form.fieldErrors).map(([name, error]) => [name, ctx.t(error.key, error.params)]),
        ),
      422,
    );
  try {
    await keepPromise(k, actor, id, { evidence, fileIds });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'kernel.not_allowed') throw thrown;
    return again((ctx) => formErrors(ctx, thrown).errors, thrown instanceof AppError ? thrown.status : 422);
  }
  return reply.redirect('/desk/promises?done=kept', 303);
}
