import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { type ZipEntry, zipStream } from '../../../kernel/export/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Locale } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { departmentBook, requireActor } from '../../people/index.ts';
import { organises } from '../competitions.policy.ts';
import { requireDesk } from '../desk-page.tsx';
import {
  type Certificate,
  certificateById,
  certificateOfCode,
  certificatesOf,
  certificatesOfAccount,
} from './certificate.queries.ts';
import { CheckPage, MyCertificatesPage } from './certificate-pages.tsx';
import { certificateNumber, certificatePdf, certificateWords } from './certificate-pdf.ts';
import { readCode } from './complain.ts';
import './results.errors.ts';

type BySlug = { Params: { slug: string } };
type ByCode = { Params: { code: string } };
type ById = { Params: { id: string } };

/** Certificates: checked by anybody, fetched by whoever has one, all of them by the organiser. */
export function certificateRoutes(app: App, k: Kernel): void {
  app.get<ByCode>('/certificates/:code', (request, reply) => check(k, request, reply));
  app.get('/me/certificates', (request, reply) => mine(k, request, reply));
  app.get<ById>('/me/certificates/:id/certificate.pdf', (request, reply) => own(k, request, reply));
  app.get<BySlug>('/organise/:slug/results/certificates.zip', (request, reply) => all(k, request, reply));
}

const checks = { name: 'competitions.certificate_check', points: 60, seconds: 600 };

async function check(k: Kernel, request: FastifyRequest<ByCode>, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress(checks, request);
  const code = readCode(request.params.code);
  const certificate = /^[0-9A-Z]{16}$/.test(code) ? await certificateOfCode(k.db, code) : undefined;
  if (!certificate) throw new AppError('competitions.results.certificate_not_found');
  const departments = await departmentBook(k);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('competitions.results.check'),
    robots: 'noindex',
    main: (
      <CheckPage ctx={ctx} certificate={certificate} office={departments.name(certificate.departmentId, ctx.locale)} />
    ),
  }));
}

async function mine(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { accountId } = await requireActor(k, request);
  const certificates = await certificatesOfAccount(k.db, accountId ?? fail('kernel.sign_in_first'));
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('competitions.results.me'),
    robots: 'noindex',
    main: <MyCertificatesPage ctx={ctx} certificates={certificates} />,
  }));
}

async function own(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const { accountId } = await requireActor(k, request);
  const { id } = request.params;
  const certificate = isId(id) ? await certificateById(k.db, id) : undefined;
  // Somebody else's is as good as none.
  if (!certificate || accountId === null || certificate.accountId !== accountId || certificate.revokedAt)
    throw new AppError('competitions.results.certificate_not_found');
  const { locale } = request.server.frame.anonymous(request);
  const pdf = await certificatePdf(
    k,
    certificate,
    await certificateWords(k, certificate.competitionId, locale),
    locale,
  );
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="certificate-${certificateNumber(certificate)}.pdf"`)
    .type('application/pdf')
    .send(pdf);
}

const batch = 100;

/** Every certificate that counts, one made at a time while the file is being read. */
async function* files(k: Kernel, competitionId: string, locale: Locale): AsyncGenerator<ZipEntry> {
  const words = await certificateWords(k, competitionId, locale);
  for (let after = 0; ; ) {
    const rows: Certificate[] = await certificatesOf(k.db, competitionId, after, batch);
    for (const certificate of rows)
      if (!certificate.revokedAt)
        yield {
          name: `${certificateNumber(certificate)}.pdf`,
          at: certificate.issuedAt,
          bytes: [await certificatePdf(k, certificate, words, locale)],
          deflate: false,
        };
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.number;
  }
}

async function all(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const { competition } = await requireDesk(k, request, request.params.slug, organises);
  if (competition.state !== 'final') fail('competitions.results.no_notice');
  const { locale } = request.server.frame.anonymous(request);
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${competition.slug}-certificates.zip"`)
    .type('application/zip')
    .send(zipStream(files(k, competition.id, locale)));
}
