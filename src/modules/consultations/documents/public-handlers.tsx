import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import { fileHref } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import type { ConsultationOf } from '../consultation.queries.ts';
import { statusOn } from '../consultations.rules.ts';
import { publishedConsultation } from '../public/load-consultation.ts';
import { BecauseOf } from '../result/because-of.tsx';
import { changesOfVersion } from '../result/result.queries.ts';
import { ComparePage } from './compare/compare-page.tsx';
import { compareVersions } from './compare/compare-versions.ts';
import './documents.errors.ts';
import { blocksOf, type DocumentVersion, sourceText, versionsOf } from './documents.queries.ts';
import { textAside } from './text-aside.tsx';
import { textLanguage } from './text-language.ts';
import { TextPage } from './text-page.tsx';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;

async function publicDraft(k: Kernel, slug: string): Promise<ConsultationOf<'draft'>> {
  const found = await publishedConsultation(k, slug);
  return found.kind === 'draft' ? found : fail('consultations.not_found');
}

const numberIn = (request: FastifyRequest, name: string): number | undefined => {
  const given = (request.query as Record<string, unknown>)[name];
  return typeof given === 'string' && /^\d{1,3}$/.test(given) ? Number(given) : undefined;
};

function chosen(versions: readonly DocumentVersion[], no: number | undefined): DocumentVersion {
  const found = no === undefined ? versions[0] : versions.find((version) => version.no === no);
  return found ?? fail('consultations.documents.no_version');
}

export function showText(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const consultation = await publicDraft(k, request.params.slug);
    const versions = await versionsOf(k.db, consultation.id);
    const version = chosen(versions, numberIn(request, 'version'));
    const blocks = await blocksOf(k.db, consultation.id, version.no);
    const newest = versions[0]?.no === version.no;
    const status = statusOn(consultation, localDate(k.clock.now(), k.config.TIME_ZONE));
    const aside = await textAside(k.db, ctx, consultation, status, blocks, newest);
    const href = `${k.config.publicUrl}/consultations/${consultation.slug}/text`;
    return {
      title: `${ctx.t('consultations.documents.text')} · ${version.title}`,
      ...(newest ? { canonical: href } : { robots: 'noindex' as const }),
      main: <TextPage {...{ consultation, version, versions, blocks, aside }} lang={textLanguage(ctx, blocks)} />,
      tags: ['consultations', `consultation:${consultation.id}`],
    };
  });
}

export function showComparison(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const consultation = await publicDraft(k, request.params.slug);
    const versions = await versionsOf(k.db, consultation.id);
    const to = chosen(versions, numberIn(request, 'to'));
    const from = chosen(versions, numberIn(request, 'from') ?? versions.find(({ no }) => no < to.no)?.no ?? to.no);
    const [before, after, behind] = await Promise.all([
      blocksOf(k.db, consultation.id, from.no),
      blocksOf(k.db, consultation.id, to.no),
      // Which opinions changed it is known of a version as against the one before it.
      changesOfVersion(k.db, consultation.id, to.no),
    ]);
    const compared = versions.length > 1 ? await compareVersions(before, after) : undefined;
    return {
      title: `${ctx.t('consultations.documents.compare.title')} · ${consultation.title}`,
      robots: 'noindex',
      main: (
        <ComparePage
          {...{ consultation, versions, from, to, compared }}
          all={(request.query as Record<string, unknown>).show === 'all'}
          note={(anchor) => behind.has(anchor) && <BecauseOf slug={consultation.slug} numbers={behind.get(anchor)} />}
          lang={textLanguage(ctx, after)}
        />
      ),
      tags: ['consultations', `consultation:${consultation.id}`],
    };
  });
}

/** The file itself, or what was typed, where the conveners offer it. */
export async function sendOriginal(
  k: Kernel,
  request: FastifyRequest<{ Params: { slug: string; no: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const consultation = await publicDraft(k, request.params.slug);
  const versions = await versionsOf(k.db, consultation.id);
  const version = versions.find(({ no, offerSource }) => String(no) === request.params.no && offerSource);
  if (!version) return fail('consultations.documents.no_version');
  if (version.sourceFileId) return reply.redirect(fileHref(version.sourceFileId), 302);
  const text = (await sourceText(k.db, consultation.id, version.no)) ?? '';
  const name = `${consultation.slug}-${version.no}.${version.sourceKind === 'markdown' ? 'md' : 'txt'}`;
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-cache')
    .type('text/plain; charset=utf-8')
    .send(text);
}
