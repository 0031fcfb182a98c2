import { wordBreaks } from '../../../kernel/text/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Prose, Section, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { languageName } from '../build/languages.ts';
import type { Definition } from '../questionnaire.rules.ts';
import type { PublicNote, Survey } from '../survey.queries.ts';
import { surveyTime, titleIn } from '../surveys.rules.ts';
import { lengthOf } from './length.rules.ts';
import { dayIn, lastDayIn, leftIn } from './list-page.tsx';
import { Written } from './question-words.tsx';

export type AboutView = {
  survey: Survey;
  definition: Definition;
  department: string;
  notes: readonly PublicNote[];
};

// keys: surveys.answer.about.secrecy_*

/** Whether answers carry who gave them, in a sentence: the first thing that is said. */
export const secrecyKey = ({ way, named }: Pick<Survey, 'way' | 'named'>): string =>
  `surveys.answer.about.secrecy_${way}${named ? '_named' : ''}`;

/** What a survey is, who asks, how long it takes, and what happens to the answers. */
export function AboutPage({ ctx, view }: { ctx: PageContext; view: AboutView }) {
  const { t, locale } = ctx;
  const { survey, definition, department, notes } = view;
  const tongue = { locale, languages: definition.languages };
  const hasIntro = Object.values(survey.intro).some(Boolean);
  return (
    <div class="answering">
      <Trail
        items={[{ label: t('surveys.answer.list.title'), href: '/surveys' }, { label: titleIn(survey, locale) }]}
      />
      <Heading title={wordBreaks(titleIn(survey, locale))} over={department} lead={survey.summary || undefined} />
      <Begin ctx={ctx} view={view} />
      {hasIntro && (
        <Prose>
          <p>
            <Written words={survey.intro} tongue={tongue} />
          </p>
        </Prose>
      )}
      <Section id="facts" title={t('surveys.answer.about.facts')}>
        <SurveyFacts ctx={ctx} view={view} />
      </Section>
      <Section id="afterwards" title={t('surveys.answer.about.afterwards')}>
        <Prose>
          <p>{t(`surveys.answer.about.kept_${survey.way}`)}</p>
          <p>{t(`surveys.answer.about.results_${survey.results}`, { smallest: survey.smallestGroup })}</p>
          <p>{t('surveys.answer.about.files')}</p>
        </Prose>
      </Section>
      {notes.length > 0 && (
        <Section id="notes" title={t('surveys.answer.about.notes')}>
          <ul class="plain-list">
            {notes.map((note) => (
              <li>
                <DateTime value={note.at} form="date" /> {note.text}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function SurveyFacts({ ctx, view }: { ctx: PageContext; view: AboutView }) {
  const { t } = ctx;
  const { survey, definition, department } = view;
  const { questions, minutes } = lengthOf(definition);
  const days = survey.startsAt &&
    survey.endsAt && { from: dayIn(ctx, survey.startsAt), until: lastDayIn(ctx, survey.endsAt) };
  return (
    <Facts
      ruled
      items={[
        { label: t('surveys.answer.about.who'), value: department },
        { label: t('surveys.answer.about.how'), value: t(`surveys.way.${survey.way}`) },
        days && { label: t('surveys.answer.about.when'), value: t('surveys.answer.about.days', days) },
        { label: t('surveys.answer.about.length'), value: t('surveys.answer.about.minutes', { questions, minutes }) },
        definition.languages.length > 1 && {
          label: t('surveys.answer.about.languages'),
          value: definition.languages.map(languageName).join(t('surveys.answer.comma')),
        },
        survey.contact !== '' && { label: t('surveys.answer.about.contact'), value: survey.contact },
      ]}
    />
  );
}

/** The button, with what is to be known before it; or why there is none. */
function Begin({ ctx, view }: { ctx: PageContext; view: AboutView }) {
  const { t } = ctx;
  const { survey } = view;
  const time = surveyTime(survey, ctx.now ?? new Date(0));
  if (survey.state === 'cancelled')
    return (
      <Notice tone="warn" title={t('surveys.answer.about.cancelled')}>
        <p>{survey.cancelReason}</p>
      </Notice>
    );
  if (time === 'waiting' && survey.startsAt)
    return <Notice title={t('surveys.answer.list.begins', { day: dayIn(ctx, survey.startsAt) })} />;
  if (time === 'over' || !survey.endsAt) return <Over ctx={ctx} survey={survey} />;
  const begin = survey.way === 'invited' ? `/surveys/${survey.slug}/code` : `/surveys/${survey.slug}/begin`;
  return (
    <div class="begin">
      <p class="secrecy">{t(secrecyKey(survey))}</p>
      <Form id="begin" action={begin} method={survey.way === 'invited' ? 'get' : 'post'}>
        <Actions note={t('surveys.answer.about.begin_note', { left: leftIn(ctx, survey.endsAt).words })}>
          <Button primary>{t('surveys.answer.begin')}</Button>
          {survey.results === 'live' && (
            <ButtonLink href={`/surveys/${survey.slug}/results`}>{t('surveys.answer.about.see_results')}</ButtonLink>
          )}
        </Actions>
      </Form>
    </div>
  );
}

function Over({ ctx, survey }: { ctx: PageContext; survey: Survey }) {
  const { t } = ctx;
  const published = survey.state === 'published' && survey.results !== 'none';
  return (
    <Notice title={t('surveys.answer.about.over')}>
      {published || survey.results === 'live' ? (
        <p>
          <ButtonLink primary href={`/surveys/${survey.slug}/results`}>
            {t('surveys.answer.about.see_results')}
          </ButtonLink>
        </p>
      ) : (
        <p>{t(survey.results === 'none' ? 'surveys.answer.about.no_results' : 'surveys.answer.about.results_soon')}</p>
      )}
    </Notice>
  );
}
