import { Fold } from '../../../ui/dialog.tsx';
import { Chapter } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import { VerdictMark } from '../desk/frame.tsx';
import { authorShown } from './author.ts';
import type { ResultView } from './load-result.ts';
import type { ResultGroup } from './result.queries.ts';

const numbersShown = 12;

/** The table of opinions by paragraph: those that say the same once, with how many there are. */
export function GroupsPart({ view }: { view: ResultView }) {
  const { t } = useUi();
  const { groups, paragraphs, counts } = view;
  const byAnchor = new Map<string | null, ResultGroup[]>();
  for (const group of groups) byAnchor.set(group.anchor, [...(byAnchor.get(group.anchor) ?? []), group]);
  return (
    <>
      {[...byAnchor].map(([anchor, some]) => {
        const paragraph = paragraphs.get(anchor);
        const title =
          anchor === null ? t('consultations.result.whole') : (paragraph?.name ?? t('consultations.desk.gone'));
        return (
          <Chapter
            id={anchor === null ? 'whole' : `on-${anchor}`}
            title={title}
            note={t('consultations.result.pieces', { n: counts.get(anchor) ?? 0 })}
          >
            {paragraph && !paragraph.current && <p>{t('consultations.result.gone')}</p>}
            <Groups view={view} groups={some} caption={title} />
          </Chapter>
        );
      })}
    </>
  );
}

function Groups({ view, groups, caption }: { view: ResultView; groups: readonly ResultGroup[]; caption: string }) {
  const { t, locale } = useUi();
  const { slug } = view.consultation;
  return (
    <Table
      caption={caption}
      captionHidden
      rows={groups}
      rowId={({ first }) => `opinion-${first}`}
      columns={[
        {
          label: t('consultations.result.column.opinion'),
          whole: true,
          cell: (group) => (
            <div lang={locale === 'en' ? 'zh-CN' : undefined}>
              <Pre text={group.text} links={false} />
              <Numbers slug={slug} group={group} />
            </div>
          ),
        },
        {
          label: t('consultations.result.column.decision'),
          cell: (group) => <VerdictMark {...group} />,
        },
        {
          label: t('consultations.result.column.reason'),
          cell: ({ reason, versions }) => (
            <div lang={locale === 'en' ? 'zh-CN' : undefined}>
              <Pre text={reason} links={false} />
              {versions.map((no) => (
                <p>
                  <a href={`/consultations/${slug}/compare?from=${no - 1}&to=${no}`}>
                    {t('consultations.result.changed_in', { no })}
                  </a>
                </p>
              ))}
            </div>
          ),
        },
      ]}
    />
  );
}

/** Who said it first, and how many more say the same. */
function Numbers({ slug, group }: { slug: string; group: ResultGroup }) {
  const { t } = useUi();
  const { numbers, first } = group;
  const others = numbers.filter((number) => number !== first);
  const links = others.map((number, at) => (
    <>
      {at > 0 && ' '}
      <a href={`/consultations/${slug}/opinions/${number}`}>{number}</a>
    </>
  ));
  return (
    <>
      <p class="quiet">
        {authorShown(group)}{' '}
        <a href={`/consultations/${slug}/opinions/${first}`}>{t('consultations.desk.number', { number: first })}</a>
      </p>
      {others.length > 0 &&
        (others.length <= numbersShown ? (
          <p class="quiet">
            {t('consultations.result.alike', { n: numbers.length })} {links}
          </p>
        ) : (
          <Fold summary={t('consultations.result.alike', { n: numbers.length })}>
            <p>{links}</p>
          </Fold>
        ))}
    </>
  );
}
