import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { attempt, formErrors, typedOf } from '../../people/index.ts';
import { convenes, mayReadDesk } from '../consultations.policy.ts';
import { sendOfConsultation } from '../convene/convene-page.tsx';
import { postForm, requireDesk, type Sent } from '../desk-page.tsx';
import { Comparison } from './compare/compare-page.tsx';
import { compareVersions } from './compare/compare-versions.ts';
import { DeskTextPage } from './desk-text-page.tsx';
import { blocksOf, versionsOf, waitingVersion } from './documents.queries.ts';
import { importDocument, importStatuses } from './import-document.ts';
import { discardImport, type PublishInput, publishVersion } from './publish-version.ts';
import { readImportForm, sourceOf } from './read-form.ts';
import { textLanguage } from './text-language.ts';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;

export async function showDeskText(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadDesk, 'draft');
  const { consultation, actor, status } = desk;
  const [versions, waiting] = await Promise.all([
    versionsOf(k.db, consultation.id),
    waitingVersion(k.db, consultation.id),
  ]);
  const blocks = waiting ? await blocksOf(k.db, consultation.id, waiting.no) : [];
  const works = convenes(actor, consultation) && importStatuses.includes(status);
  return sendOfConsultation(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.documents.desk.title'),
      main: (
        <DeskTextPage
          {...{ consultation, status, versions, waiting, blocks, works }}
          lang={textLanguage(ctx, blocks)}
          done={new URL(request.url, 'http://x').searchParams.get('done')}
          sent={sent}
          errors={sent ? formErrors(ctx, sent.thrown).errors : {}}
        />
      ),
    }),
    sent,
  );
}

/** What is wrong with a file or a text stands beside its field, and what was pasted stays. */
function besideField(thrown: AppError, fromFile: boolean): AppError {
  if (!thrown.code.startsWith('consultations.documents.')) return thrown;
  const field = { [fromFile ? 'file' : 'text']: { key: `errors.${thrown.code}`, params: thrown.params } };
  const shown = new AppError('kernel.invalid', { n: 1 }, field);
  return shown;
}

export async function importOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  await k.limits.take({ name: 'consultations.import', points: 40, seconds: 3600 }, actor.accountId);
  const form = await readImportForm(request);
  const error = await attempt(async () => {
    await importDocument(k, actor, consultation.id, sourceOf(form));
  });
  if (!error) return reply.redirect(`/convene/${consultation.slug}/text?done=imported#preview`, 303);
  if (!(error instanceof AppError) || error.status === 403 || error.status === 401) throw error;
  const values = form.typed;
  return showDeskText(k, request, reply, {
    form: 'import',
    values,
    thrown: error.fields ? error : besideField(error, form.source === undefined || 'bytes' in form.source),
  });
}

export async function publishOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  return postForm(
    request,
    reply,
    'publish',
    async () => {
      await publishVersion(k, actor, consultation.id, typedOf(request.body) as PublishInput);
      return `/convene/${consultation.slug}/text?done=published`;
    },
    (sent) => showDeskText(k, request, reply, sent),
  );
}

export async function discardOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, consultation } = await requireDesk(k, request, request.params.slug, convenes, 'draft');
  return postForm(
    request,
    reply,
    'discard',
    async () => {
      await discardImport(k, actor, consultation.id);
      return `/convene/${consultation.slug}/text?done=discarded`;
    },
    (sent) => showDeskText(k, request, reply, sent),
  );
}

/** What publishing would change: the imported text beside the newest published one. */
export async function showDeskComparison(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadDesk, 'draft');
  const { id } = desk.consultation;
  const [versions, waiting] = await Promise.all([versionsOf(k.db, id), waitingVersion(k.db, id)]);
  const current = versions[0];
  if (!current || !waiting) return fail('consultations.documents.no_version');
  const [before, after] = await Promise.all([blocksOf(k.db, id, current.no), blocksOf(k.db, id, waiting.no)]);
  const compared = await compareVersions(before, after);
  return sendOfConsultation(request, reply, desk, (ctx) => ({
    title: ctx.t('consultations.documents.desk.compare'),
    main: (
      <>
        <p>
          <a href={`/convene/${desk.consultation.slug}/text#preview`}>{ctx.t('consultations.documents.desk.back')}</a>
        </p>
        <Comparison compared={compared} all={false} lang={textLanguage(ctx, after)} />
      </>
    ),
  }));
}
