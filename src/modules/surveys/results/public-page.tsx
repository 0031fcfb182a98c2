import { wordBreaks } from '../../../kernel/text/index.ts';
import { More, VerbLink } from '../../../ui/button.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Written } from '../../../ui/written.tsx';
import { titleIn } from '../surveys.rules.ts';
import type { ResultsView } from './load-results.ts';
import { HeadFigures, QuestionPart } from './result-parts.tsx';

/** What everybody reads of a survey's results. */
export function PublicResultsPage(p: {
  ctx: PageContext;
  view: ResultsView;
  conclusion: string;
  department: string;
  invited: number;
  quotes: readonly { question: string; text: string }[];
  words: ReadonlyMap<string, readonly { word: string; n: number }[]>;
}) {
  const { ctx, view } = p;
  const { t } = ctx;
  const { survey } = view;
  const title = titleIn(survey, ctx.locale);
  const base = `/surveys/${survey.slug}/results`;
  const live = survey.state === 'open';
  return (
    <>
      <Trail
        items={[
          { label: t('surveys.results.surveys'), href: '/surveys' },
          { label: title, href: `/surveys/${survey.slug}` },
          { label: t('surveys.results.public_title') },
        ]}
      />
      <Heading
        title={wordBreaks(title)}
        over={<span>{t('surveys.results.public_title')}</span>}
        lead={t(live ? 'surveys.results.public_live' : 'surveys.results.public_lead', {
          department: p.department,
          least: survey.smallestGroup,
        })}
      />
      <HeadFigures view={view} invited={survey.way === 'invited' ? p.invited : undefined} />
      {p.conclusion && (
        <Chapter id="conclusion" title={t('surveys.results.what_it_means')} note={p.department}>
          <Written text={p.conclusion} lang={ctx.locale === 'en' ? survey.defaultLanguage : undefined} />
        </Chapter>
      )}
      {!live && view.leftOut > 0 && <p class="meta">{t('surveys.results.left_out', { n: view.leftOut })}</p>}
      {view.responses === 0 && (
        <Notice tone="info">
          <p>{t('surveys.results.none')}</p>
        </Notice>
      )}
      {view.responses > 0 &&
        view.results.map((result) => (
          <QuestionPart
            view={view}
            result={result}
            plot={(question, narrow) =>
              `${base}/plot/${encodeURIComponent(question)}.svg?r=${view.revision}${narrow ? '&narrow=yes' : ''}`
            }
            words={p.words.get(result.question.name) ?? []}
            quotes={p.quotes.filter(({ question }) => question === result.question.name).map(({ text }) => text)}
          />
        ))}
      <Chapter id="how" title={t('surveys.results.how')}>
        <ul class="bullets">
          <li>{t('surveys.results.how_shares')}</li>
          <li>{t('surveys.results.how_small', { least: survey.smallestGroup })}</li>
          <li>{t('surveys.results.how_texts')}</li>
        </ul>
        <More>
          <VerbLink href={`${base}.csv`}>{t('surveys.results.open_csv')}</VerbLink>
          <VerbLink href={`${base}/codebook.csv`}>{t('surveys.results.codebook')}</VerbLink>
        </More>
      </Chapter>
    </>
  );
}
