import type { ComponentChildren } from 'preact';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { DraftLayout, DraftText } from '../../../ui/draft-text.tsx';
import { Heading, SideSection, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import type { Block, DocumentVersion } from './documents.queries.ts';

export type TextPageProps = {
  consultation: ConsultationOf<'draft'>;
  version: DocumentVersion;
  /** all published ones, the newest first */
  versions: readonly DocumentVersion[];
  blocks: readonly Block[];
  aside: (anchor: string) => ComponentChildren;
  /** language of the text where it is not the page's */
  lang: string | undefined;
};

export const originalHref = (slug: string, no: number): string => `/consultations/${slug}/text/${no}/original`;
export const versionHref = (slug: string, no: number): string => `/consultations/${slug}/text?version=${no}`;
export const compareHref = (slug: string, from: number, to: number): string =>
  `/consultations/${slug}/compare?from=${from}&to=${to}`;

/** A draft's text as everybody reads it, article by article. */
export function TextPage(p: TextPageProps) {
  const { t } = useUi();
  const { consultation, version, versions, blocks } = p;
  const newest = versions[0]?.no === version.no;
  const articles = blocks.filter(({ kind }) => kind === 'article').length;
  const lang = p.lang ? { lang: p.lang } : {};
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.public.list.title'), href: '/consultations' },
          { label: consultation.title, href: `/consultations/${consultation.slug}` },
          { label: t('consultations.documents.text') },
        ]}
      />
      <DraftLayout
        heading={
          <Heading
            title={wordBreaks(version.title)}
            facts={
              <>
                <span>{t('consultations.documents.version', { no: version.no })}</span>
                {version.publishedAt && <DateTime value={version.publishedAt} form="date" />}
                {articles > 0 && <span>{t('consultations.documents.articles', { count: articles })}</span>}
              </>
            }
          />
        }
        pieces={blocks}
        {...lang}
        sideLabel={t('consultations.documents.about_text')}
        side={<Side {...p} />}
      >
        {!newest && (
          <Notice tone="warn" title={t('consultations.documents.older', { no: version.no })}>
            <p>
              <a href={`/consultations/${consultation.slug}/text`}>{t('consultations.documents.to_newest')}</a>
            </p>
          </Notice>
        )}
        {version.note !== '' && (
          <Notice tone="info" title={t('consultations.documents.what_changed')}>
            <p {...lang}>{version.note}</p>
          </Notice>
        )}
        <DraftText pieces={blocks} aside={p.aside} {...lang} />
      </DraftLayout>
    </>
  );
}

function Side({ consultation, version, versions }: TextPageProps) {
  const { t } = useUi();
  const { slug } = consultation;
  const former = versions.find(({ no }) => no < version.no);
  return (
    <>
      <SideSection id="versions" title={t('consultations.documents.versions')}>
        <VersionList slug={slug} versions={versions} shown={version.no} />
      </SideSection>
      <div class="acts">
        {former && (
          <ButtonLink href={compareHref(slug, former.no, version.no)} small>
            {t('consultations.documents.compare_with', { no: former.no })}
          </ButtonLink>
        )}
        {version.offerSource && (
          <ButtonLink href={originalHref(slug, version.no)} small icon="download">
            {t('consultations.documents.original')}
          </ButtonLink>
        )}
      </div>
    </>
  );
}

function VersionList({ slug, versions, shown }: { slug: string; versions: readonly DocumentVersion[]; shown: number }) {
  const { t } = useUi();
  return (
    <ul class="draft-versions">
      {versions.map(({ no, publishedAt }) => (
        <li>
          {no === shown ? (
            <strong aria-current="page">{t('consultations.documents.version', { no })}</strong>
          ) : (
            <a href={versionHref(slug, no)}>{t('consultations.documents.version', { no })}</a>
          )}{' '}
          {publishedAt && <DateTime value={publishedAt} form="date" />}
        </li>
      ))}
    </ul>
  );
}
