import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Certificate } from './certificate.queries.ts';
import { certificateNumber } from './certificate-pdf.ts';

/** What a certificate says, and whether it counts; nothing else. */
export function CheckPage({
  ctx,
  certificate,
  office,
}: {
  ctx: PageContext;
  certificate: Certificate;
  office: string;
}) {
  const { t } = ctx;
  const { kind, holder, role, entryTitle, competition, category, levelName, approvalNumber } = certificate;
  return (
    <>
      <Heading
        over={t('competitions.results.check')}
        title={t(`competitions.results.certificate.${kind}`)}
        lead={certificate.revokedAt ? undefined : holder}
      />
      {certificate.revokedAt ? (
        <Notice tone="warn" title={t('competitions.results.revoked')}>
          <p>
            {t('competitions.results.revoked_at')} <DateTime value={certificate.revokedAt} form="date" />
          </p>
        </Notice>
      ) : (
        <Notice tone="success" title={t('competitions.results.valid')} />
      )}
      <Facts
        ruled
        items={[
          { label: t('competitions.results.number'), value: certificateNumber(certificate) },
          { label: t('competitions.results.holder'), value: holder },
          { label: t('competitions.results.role'), value: role },
          { label: t('competitions.results.column.entry'), value: entryTitle },
          { label: t('competitions.results.competition'), value: competition },
          { label: t('competitions.results.column.category'), value: category },
          { label: t('competitions.results.column.level'), value: levelName },
          { label: t('competitions.results.office'), value: office },
          { label: t('competitions.results.approval'), value: approvalNumber },
          { label: t('competitions.results.issued'), value: <DateTime value={certificate.issuedAt} form="date" /> },
        ]}
      />
    </>
  );
}

/** Certificates of whoever is signed in. */
export function MyCertificatesPage({ ctx, certificates }: { ctx: PageContext; certificates: readonly Certificate[] }) {
  const { t } = ctx;
  return (
    <>
      <Heading title={t('competitions.results.me')} lead={t('competitions.results.me_lead')} />
      {certificates.length === 0 ? (
        <EmptyState title={t('competitions.results.no_certificates')} />
      ) : (
        <Table
          caption={t('competitions.results.me')}
          captionHidden
          rows={certificates}
          columns={[
            {
              label: t('competitions.results.competition'),
              head: true,
              cell: ({ competition, slug }) => <a href={`/competitions/${slug}`}>{competition}</a>,
            },
            { label: t('competitions.results.column.entry'), cell: ({ entryTitle }) => entryTitle },
            {
              label: t('competitions.results.certificate_of'),
              cell: ({ kind, levelName }) => levelName || t(`competitions.results.certificate.${kind}`),
            },
            { label: t('competitions.results.holder'), cell: ({ holder }) => holder },
            {
              label: t('competitions.results.download'),
              labelHidden: true,
              cell: (each) =>
                each.revokedAt ? (
                  t('competitions.results.revoked')
                ) : (
                  <ButtonLink
                    href={`/me/certificates/${each.id}/certificate.pdf`}
                    small
                    label={`${t('competitions.results.download_pdf')} ${certificateNumber(each)}`}
                  >
                    {t('competitions.results.download_pdf')}
                  </ButtonLink>
                ),
            },
          ]}
        />
      )}
    </>
  );
}
