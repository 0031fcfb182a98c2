import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Progress } from '../../../ui/due.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { languageName } from '../build/languages.ts';
import type { Moment } from '../logic/functions.ts';
import { type Definition, questionsInOrder, type Section } from '../questionnaire.rules.ts';
import type { Survey } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import type { Draft } from './draft.queries.ts';
import type { AnswerFile } from './file.queries.ts';
import type { MapPlan } from './place-question.tsx';
import { QuestionField } from './question-field.tsx';
import { said, type Tongue, Written } from './question-words.tsx';
import type { Skeleton } from './skeleton.ts';

export type AnswerPageView = {
  survey: Survey;
  draft: Draft;
  definition: Definition;
  section: Section;
  tongue: Tongue;
  /** pages that are asked, and the one this is, from 0 */
  pages: readonly Section[];
  at: number;
  /** names of questions that are asked */
  asked: ReadonlySet<string>;
  skeleton: Skeleton | null;
  moment: Moment;
  files: readonly AnswerFile[];
  plan: MapPlan | null;
  values: FormValues;
  errors: FormErrors;
  /** goes back there, and not on */
  fromReview: boolean;
  /** how many questions came up by what was just answered */
  more: number;
  /** the words were corrected since this person began */
  corrected: boolean;
  /** the survey ends or has ended: until when it can be handed in */
  graceUntil: string | null;
};

/** A page of a questionnaire. */
export function AnswerPage({ ctx, view }: { ctx: PageContext; view: AnswerPageView }) {
  const { t } = ctx;
  const { survey, section, tongue, draft, asked, skeleton } = view;
  const hasTitle = said(section.title, tongue) !== '';
  const questions = questionsInOrder(section, draft.seed).filter((question) => skeleton || asked.has(question.name));
  const shown = section.questions.flatMap(({ name }) => (asked.has(name) ? [name] : []));
  return (
    <div class="answering">
      <Heading
        over={hasTitle ? titleIn(survey, tongue.locale) : undefined}
        title={said(section.title, tongue) || titleIn(survey, tongue.locale)}
        lead={said(section.intro, tongue) ? <Written words={section.intro} tongue={tongue} /> : undefined}
      />
      <Where t={t} at={view.at} of={view.pages.length} />
      {view.graceUntil && <Notice tone="warn" title={t('surveys.answer.ends', { time: view.graceUntil })} />}
      {view.corrected && <Notice title={t('surveys.answer.corrected')} />}
      {view.more > 0 && <Notice live title={t('surveys.answer.more', { count: view.more })} />}
      <PageForm ctx={ctx} view={view}>
        <Hidden name="shown" value={shown.join(' ')} />
        {view.fromReview && <Hidden name="from" value="review" />}
        {questions.map((question) => (
          <QuestionField
            question={question}
            tongue={tongue}
            seed={draft.seed}
            hidden={!asked.has(question.name)}
            files={view.files.filter((file) => file.question === question.name)}
            plan={view.plan}
          />
        ))}
        <Deeds ctx={ctx} view={view} />
      </PageForm>
    </div>
  );
}

/** Which page of how many. */
export function Where({ t, at, of }: { t: PageContext['t']; at: number; of: number }) {
  return <Progress label={t('surveys.answer.page', { at: at + 1, of })} value={at} max={of} />;
}

function PageForm({
  ctx,
  view,
  children,
}: {
  ctx: PageContext;
  view: AnswerPageView;
  children: preact.ComponentChildren;
}) {
  const { skeleton } = view;
  return (
    <div
      data-island="answer-page"
      data-skeleton={skeleton ? JSON.stringify(skeleton) : undefined}
      data-moment={skeleton ? JSON.stringify(view.moment) : undefined}
    >
      <Form
        id="answer"
        action={`/surveys/${view.survey.slug}/answer/${view.section.id}`}
        values={view.values}
        errors={view.errors}
        multipart={view.section.questions.some(({ type }) => type === 'file')}
      >
        {children}
        <p
          class="quiet"
          role="status"
          data-saved={ctx.t('surveys.answer.saved')}
          data-failed={ctx.t('surveys.answer.not_saved')}
        />
      </Form>
    </div>
  );
}

function Deeds({ ctx, view }: { ctx: PageContext; view: AnswerPageView }) {
  const { t } = ctx;
  const { definition, tongue, survey, at, pages, fromReview } = view;
  const others = definition.languages.filter((each) => each !== tongue.locale);
  const last = at === pages.length - 1;
  return (
    <>
      <Actions note={t('surveys.answer.kept_note')}>
        <Button primary name="go" value="next">
          {t(fromReview ? 'surveys.answer.back_to_review' : last ? 'surveys.answer.to_review' : 'surveys.answer.next')}
        </Button>
        {at > 0 && !fromReview && (
          <Button name="go" value="back">
            {t('surveys.answer.back')}
          </Button>
        )}
        {at === 0 && !fromReview && (
          <ButtonLink href={`/surveys/${survey.slug}`}>{t('surveys.answer.about')}</ButtonLink>
        )}
        <Button name="go" value="later">
          {t('surveys.answer.later')}
        </Button>
      </Actions>
      {others.length > 0 && (
        <p class="answer-languages">
          {t('surveys.answer.language')}
          {others.map((locale) => (
            <Button small name="go" value={`lang.${locale}`}>
              <span lang={locale}>{languageName(locale)}</span>
            </Button>
          ))}
        </p>
      )}
    </>
  );
}
