import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { ConsultationOf } from '../consultation.queries.ts';
import { certificateNumber } from './certificate-pdf.ts';
import { isAdopted } from './ideas.rules.ts';
import type { Thanks } from './thanks.queries.ts';

/** Everybody whose idea was taken up and who agreed to be named. */
export function ThanksPage(p: {
  ctx: PageContext;
  call: ConsultationOf<'ideas'>;
  thanks: readonly Thanks[];
  next: number | null;
  first: boolean;
}) {
  const { ctx, call, thanks } = p;
  const { t } = ctx;
  const path = `/ideas/${call.slug}`;
  return (
    <>
      <Trail items={[{ label: call.title, href: path }, { label: t('consultations.ideas.thanks.page') }]} />
      <Heading title={t('consultations.ideas.thanks.page')} lead={t('consultations.ideas.thanks.page_lead')} />
      {thanks.length === 0 ? (
        <EmptyState
          title={t('consultations.ideas.thanks.nobody')}
          action={<ButtonLink href={path}>{t('consultations.ideas.back_to_call')}</ButtonLink>}
        />
      ) : (
        <Table
          caption={t('consultations.ideas.thanks.page')}
          captionHidden
          rows={thanks}
          columns={[
            { label: t('consultations.ideas.thanks.who'), head: true, cell: ({ shownAs }) => shownAs },
            {
              label: t('consultations.ideas.thanks.idea'),
              cell: ({ number, title }) => (
                <a href={`${path}/${number}`}>{t('consultations.ideas.numbered', { number, title })}</a>
              ),
            },
            {
              label: t('consultations.ideas.mine.state'),
              // keys: consultations.ideas.stage.*, consultations.ideas.outcome.*
              cell: ({ stage, outcome }) =>
                t(stage === 'done' ? 'consultations.ideas.stage.done' : `consultations.ideas.outcome.${outcome}`),
            },
          ]}
        />
      )}
      <KeysetPager
        firstHref={p.first ? undefined : `${path}/thanks`}
        nextHref={p.next === null ? undefined : `${path}/thanks?after=${p.next}`}
        note={t('consultations.ideas.thanks.order')}
      />
    </>
  );
}

/** What a certificate says, and whether it counts; nothing else. */
export function CheckPage({ ctx, thanks, office }: { ctx: PageContext; thanks: Thanks; office: string }) {
  const { t } = ctx;
  const counts = thanks.revokedAt === null && thanks.standing && isAdopted(thanks.outcome);
  if (!counts)
    return (
      <>
        <Heading
          over={t('consultations.ideas.certificate.checking')}
          title={t('consultations.ideas.certificate.title')}
        />
        <Notice tone="warn" title={t('consultations.ideas.certificate.revoked')} />
      </>
    );
  return (
    <>
      <Heading
        over={t('consultations.ideas.certificate.checking')}
        title={t('consultations.ideas.certificate.title')}
        lead={thanks.shownAs}
      />
      <Notice tone="success" title={t('consultations.ideas.certificate.valid')} />
      <Facts
        ruled
        items={[
          { label: t('consultations.ideas.certificate.number_label'), value: certificateNumber(thanks) },
          { label: t('consultations.ideas.thanks.who'), value: thanks.shownAs },
          {
            label: t('consultations.ideas.thanks.idea'),
            value: <a href={`/ideas/${thanks.slug}/${thanks.number}`}>{thanks.title}</a>,
          },
          { label: t('consultations.ideas.fact.call'), value: thanks.call },
          { label: t('consultations.ideas.call.office'), value: office },
          {
            label: t('consultations.ideas.certificate.issued'),
            value: <DateTime value={thanks.agreedAt} form="date" />,
          },
        ]}
      />
    </>
  );
}
