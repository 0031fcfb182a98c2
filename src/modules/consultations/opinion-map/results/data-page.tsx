import { ButtonLink } from '../../../../ui/button.tsx';
import { Heading, Section, Trail } from '../../../../ui/layout.tsx';
import { EmptyState } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import type { OpenMap } from '../open-map.ts';
import { type DataFile, dataFiles } from './data-files.ts';

// keys: consultations.opinion_map.data.*

/** What can be downloaded, and how anybody gets the same result from it. */
export function DataPage({ map, files }: { map: OpenMap; files: readonly DataFile[] }) {
  const { t } = useUi();
  const here = `/maps/${map.slug}`;
  const keyOf = (name: DataFile) => name.replace('.', '_');
  return (
    <>
      <Trail
        items={[
          { label: map.consultation.title, href: here },
          { label: t('consultations.opinion_map.results.title'), href: `${here}/results` },
          { label: t('consultations.opinion_map.data.title') },
        ]}
      />
      <Heading title={t('consultations.opinion_map.data.title')} lead={t('consultations.opinion_map.data.lead')} />
      {files.length === 0 ? (
        <EmptyState
          title={t('consultations.opinion_map.data.none', { least: map.consultation.settings.leastParticipants })}
        />
      ) : (
        <>
          <Table
            caption={t('consultations.opinion_map.data.files')}
            rows={dataFiles}
            columns={[
              {
                label: t('consultations.opinion_map.data.file'),
                head: true,
                cell: (name) =>
                  files.includes(name) ? (
                    <a class="file-name" href={`${here}/data/${name}`} download="">
                      {name}
                    </a>
                  ) : (
                    <span class="file-name">{name}</span>
                  ),
              },
              {
                label: t('consultations.opinion_map.data.what'),
                cell: (name) => (
                  <>
                    {t(`consultations.opinion_map.data.${keyOf(name)}`)}
                    {!files.includes(name) && <> {t('consultations.opinion_map.data.at_the_end')}</>}
                  </>
                ),
              },
            ]}
          />
          <p class="result-go">
            <ButtonLink href={`${here}/data/map.zip`} download icon="download">
              {t('consultations.opinion_map.data.zip')}
            </ButtonLink>
          </p>
        </>
      )}
      <Section id="again" title={t('consultations.opinion_map.data.again')}>
        <p>{t('consultations.opinion_map.data.again_text')}</p>
        <pre>
          <code>bin/tongxin eval opinion-map map/</code>
        </pre>
        <p>{t('consultations.opinion_map.data.nobody')}</p>
      </Section>
    </>
  );
}
